/** Lists of names are cut so that the engine takes each part, in statements that read and in those that write. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testStore } from '../../test/support/engine.ts'
import type { Store } from '../store/store.ts'
import { nameChunks } from './states.ts'

let store: Store
beforeAll(async () => {
  store = await testStore()
})
afterAll(() => store?.close())

it.each([
  ['ids', (i: number) => `${String(i).padStart(8, '0')}-1111-4222-8333-444455556666`],
  ['addresses', (i: number) => `${i}@acme.example/a,b`],
  ['quotes and backslashes', (i: number) => `${i}'\\'\\'`],
  ['letters of other alphabets', (i: number) => `имя ${i} 名前`],
  ['control characters', (i: number) => `${i}\n\t\u0001`],
])('%s', async (_, name) => {
  const names = Array.from({ length: 9_000 }, (_, i) => name(i))
  const parts = nameChunks(names)
  expect(parts.flat()).toEqual(names)
  expect(parts.length).toBeGreaterThan(1)
  const part = parts[0] as string[]
  const params = { names: part }
  expect(await store.rows('SELECT length({names:Array(String)}) AS n', { params })).toEqual([
    { n: part.length },
  ])
  await store.command(
    `INSERT INTO mark (org, rollup, session) SELECT 'o', 'r', arrayJoin({names:Array(String)})`,
    { params },
  )
  const [{ n } = { n: 0 }] = await store.rows<{ n: number }>(
    'SELECT uniqExact(session) AS n FROM mark WHERE session IN {names:Array(String)}',
    { params },
  )
  expect(n).toBe(part.length)
})
