/** Reading and moving keep out of each other's way. */
import { expect, it } from 'vitest'
import { Moves } from './moves.ts'

/** A run that lasts until it is told how to end. */
function run() {
  let end: () => void = () => {}
  let fail: (error: Error) => void = () => {}
  let begun = false
  const over = new Promise<void>((resolve, reject) => {
    end = resolve
    fail = reject
  })
  const start = () => {
    begun = true
    return over
  }
  return { start, end, fail, begun: () => begun }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

it('readers wait for a move, and a move for readers', async () => {
  const moves = new Moves()
  const [first, move, second] = [run(), run(), run()]
  const reading = moves.read(first.start)
  const moving = moves.move(move.start)
  const later = moves.read(second.start)
  await turn()
  expect([first.begun(), move.begun(), second.begun()]).toEqual([true, false, false])
  first.end()
  await reading
  await turn()
  expect([move.begun(), second.begun()]).toEqual([true, false])
  move.end()
  await moving
  await turn()
  expect(second.begun()).toBe(true)
  second.end()
  await later
})

it('after a move that failed nobody reads until one succeeds', async () => {
  const moves = new Moves()
  await expect(moves.move(() => Promise.reject(new Error('away')))).rejects.toThrow('away')
  const reader = run()
  const reading = moves.read(reader.start)
  await turn()
  expect(reader.begun()).toBe(false)
  await moves.move(async () => {})
  await turn()
  expect(reader.begun()).toBe(true)
  reader.end()
  await reading
})

it('a reader that fails holds nobody up', async () => {
  const moves = new Moves()
  await expect(moves.read(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await moves.move(async () => {})
  await expect(moves.read(async () => 7)).resolves.toBe(7)
})

it('who waits too long, or for what will never be, is told so', async () => {
  const slow = new Moves(20)
  const forever = run()
  slow.move(forever.start)
  await expect(slow.read(async () => {})).rejects.toMatchObject({ code: 'unavailable' })
  const moves = new Moves()
  moves.move(forever.start)
  const waiting = moves.read(async () => {})
  moves.end()
  await expect(waiting).rejects.toMatchObject({ code: 'unavailable' })
})
