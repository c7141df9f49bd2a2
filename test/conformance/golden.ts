/** Facts small enough to check with a pencil, and what the rollups must say of them. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Fact, factType, fromWire } from '../../src/facts/index.ts'
import type { Store } from '../../src/store/store.ts'
import { freshName } from '../support/engine.ts'
import { expectInvariants } from '../support/invariants.ts'
import { openWork } from '../support/work.ts'

let store: Store

type Rows = Record<string, unknown>[]
const TABLES = ['usage', 'tools', 'activity', 'changes', 'performance', 'execution', 'session'] as const
const file = (name: string) => readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8')
const FACTS = file('facts.jsonl')
  .trim()
  .split('\n')
  .map((line): Fact => {
    const decoded = fromWire(JSON.parse(line), factType, Date.UTC(2026, 6))
    if ('reason' in decoded) throw new Error(`${decoded.detail} in ${line}`)
    return decoded.fact
  })
const EXPECTED = JSON.parse(file('expected.json')) as {
  facts: Record<string, number>
  outcomes: Record<string, number>
} & Record<(typeof TABLES)[number], Rows>

/** The columns that are expected, and no other rows. */
async function rowsOf(org: string, rollup: string, expected: Rows): Promise<Rows> {
  const columns = Object.keys(expected[0] ?? {}).filter((c) => c !== 'why')
  const order = columns.filter((c) => ['bucket', 'session', 'tool', 'path'].includes(c)).join(', ')
  return store.rows(
    `SELECT ${columns.join(', ')} FROM rollup_${rollup} FINAL WHERE org = {org:String} ORDER BY ${order}`,
    { params: { org } },
  )
}

async function check(org: string): Promise<void> {
  for (const rollup of TABLES) {
    const expected = EXPECTED[rollup].map(({ why, ...row }) => row)
    expect({ [rollup]: await rowsOf(org, rollup, expected) }).toEqual({ [rollup]: expected })
  }
  await expectInvariants(store, org)
}

/** `open` gives a store with all tables, empty, that is closed in the end; `few` is how many facts count as a few. */
export function goldenSuite(open: () => Promise<Store>, few: number): void {
  beforeAll(async () => {
    store = await open()
  })
  afterAll(() => store?.close())

  describe('golden facts', () => {
    it('are of every type', () => {
      expect(Object.keys(EXPECTED.facts).toSorted()).toEqual([...new Set(FACTS.map((f) => f.type))].sort())
    })

    it('give the expected figures, told at once', async () => {
      const org = freshName()
      const { writer, rebuilder } = await openWork(store, org)
      const { outcomes } = await writer.write(FACTS)
      await rebuilder.flush()
      await check(org)
      const counts: Record<string, number> = { accepted: 0, updated: 0, duplicate: 0 }
      for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1
      expect(counts).toEqual(EXPECTED.outcomes)
      for (const [type, n] of Object.entries(EXPECTED.facts)) {
        const sql = `SELECT uniqExact(id) AS n FROM ${type} WHERE org = {org:String}`
        expect({ [type]: (await store.rows(sql, { params: { org } }))[0] }).toEqual({ [type]: { n } })
      }
    })

    it('give the same a few at a time, backwards, by a new process each time', async () => {
      const org = freshName()
      const backwards = FACTS.toReversed()
      for (let i = 0; i < backwards.length; i += few) {
        const { writer, rebuilder } = await openWork(store, org)
        const told = backwards.slice(i, i + few)
        await writer.write(told)
        if (told.some((f) => f.type === 'session' || f.type === 'model_call')) await rebuilder.flush()
      }
      await (await openWork(store, org)).rebuilder.flush()
      await check(org)
    }, 90_000)

    it('give nothing to another organisation', async () => {
      const org = freshName()
      const { writer, rebuilder } = await openWork(store, org)
      await writer.write(FACTS)
      await rebuilder.flush()
      const other = freshName()
      for (const rollup of TABLES) expect(await rowsOf(other, rollup, EXPECTED[rollup])).toEqual([])
    })

    it('change nothing when they are told again', async () => {
      const org = freshName()
      const first = await openWork(store, org)
      await first.writer.write(FACTS)
      const again = await openWork(store, org)
      expect(new Set((await again.writer.write(FACTS)).outcomes)).toEqual(new Set(['duplicate']))
      expect(new Set((await again.writer.write(FACTS)).outcomes)).toEqual(new Set(['duplicate']))
      await again.rebuilder.flush()
      await check(org)
    })
  })
}
