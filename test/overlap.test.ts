/** What is shown while writes and rebuilds overlap: nothing twice, and nothing without its price. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../src/store/store.ts'
import { freshName, testStore } from './support/engine.ts'
import { expected } from './support/expected.ts'
import { call } from './support/facts.ts'
import { failingStore } from './support/failing.ts'
import { rolled } from './support/rolled.ts'
import { openWork } from './support/work.ts'

let store: Store
beforeAll(async () => {
  store = await testStore()
})
afterAll(() => store?.close())

const MAY = Date.UTC(2026, 4, 31, 23, 58)
const JUNE = Date.UTC(2026, 5, 1, 0, 2)
const born = call({ keys: ['c1'], at: JUNE, in_uncached: 10, out: 10 })
const told = call({ keys: ['c1'], at: MAY, in_uncached: 10, out: 10 })
const others = [call({ keys: ['c2'], at: JUNE, in_uncached: 1, out: 1 })]

const usageOf = async (org: string) => (await rolled(store, org)).usage
const expectedUsage = (facts: (typeof born)[], org: string) =>
  expected({ events: facts, states: [] }, org).usage

/** The store, which holds up inserts into a table: the second of a write is that of its deletions. */
function heldStore(table: string, number: number) {
  let seen = 0
  let reached: () => void = () => {}
  let go: () => void = () => {}
  const there = new Promise<void>((resolve) => {
    reached = resolve
  })
  const gate = new Promise<void>((resolve) => {
    go = resolve
  })
  const held: Store = {
    ...store,
    insertBlocks: async (name, blocks) => {
      if (name === table && ++seen === number) {
        reached()
        await gate
      }
      return store.insertBlocks(name, blocks)
    },
  }
  return { held, there, go }
}

describe('a call that moves to another day', () => {
  it('counts once while its old row is still there', async () => {
    const org = freshName()
    const { held, there, go } = heldStore('model_call', 3)
    const { writer, rebuilder } = await openWork(held, org)
    await writer.write([born, ...others])
    await rebuilder.flush()
    const moving = writer.write([told])
    await there
    const rebuilt = rebuilder.catchUp()
    await Promise.race([rebuilt, new Promise((resolve) => setTimeout(resolve, 500))])
    expect(await usageOf(org)).toEqual(expectedUsage([born, ...others], org))
    go()
    await Promise.all([moving, rebuilt])
    await rebuilder.flush()
    expect(await usageOf(org)).toEqual(expectedUsage([told, ...others], org))
    await writer.close()
  })

  it('counts once after a write that failed in the middle, as soon as figures are said to be up to date', async () => {
    const org = freshName()
    const { writer: first } = await openWork(store, org)
    await first.write([born, ...others])
    // Marks, ledger, the row in its new place; the deletion is what fails.
    const failing = failingStore(store, 4, 'nothing', false)
    const { writer, rebuilder } = await openWork(failing, org)
    expect(failing.writes()).toEqual([])
    await expect(writer.write([told])).rejects.toMatchObject({ code: 'unavailable' })
    expect(failing.writes()).toEqual(['mark', 'fact_key', 'model_call', 'model_call'])
    await rebuilder.catchUp()
    expect(await usageOf(org)).toEqual(expectedUsage([told, ...others], org))
    await writer.close()
  })
})

it('a call of a model that is new is priced, though it was written after the rates were looked up', async () => {
  const org = freshName()
  const late = call({ keys: ['c3'], at: JUNE, model: 'claude-opus-4-6', in_uncached: 10, out: 10 })
  let asked = 0
  const overlapped: Store = {
    ...store,
    rows: async (sql, options) => {
      const rows = await store.rows<Record<string, unknown>>(sql, options)
      if (sql.startsWith('SELECT provider, model') && ++asked === 1) await work.writer.write([late])
      return rows as never
    },
  }
  const work = await openWork(overlapped, org)
  await work.writer.write([born])
  await work.rebuilder.catchUp()
  expect(asked).toBeGreaterThan(0)
  expect(await usageOf(org)).toEqual(expectedUsage([born, late], org))
})
