/** A crash at any write leaves nothing that the next opening does not put right. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EventFact, Fact, SessionFact } from '../src/facts/index.ts'
import type { Store } from '../src/store/store.ts'
import { freshName, testStore } from './support/engine.ts'
import { expected } from './support/expected.ts'
import { call, fact, message, OTLP, session } from './support/facts.ts'
import { type Damage, failingStore } from './support/failing.ts'
import { broken } from './support/invariants.ts'
import { rolled } from './support/rolled.ts'
import { SEED } from './support/seed.ts'
import { openWork } from './support/work.ts'

let store: Store
beforeAll(async () => {
  store = await testStore()
})
afterAll(() => store?.close())

/** The last minutes of May and the first of June: what moves here moves between partitions. */
const MAY = Date.UTC(2026, 4, 31, 23, 58)
const JUNE = Date.UTC(2026, 5, 1, 0, 2)
const skill = (about: object) => fact({ type: 'feature_use', kind: 'skill', name: 'n', ...about } as never)

/** Facts are born, move over the end of the month and back, are joined, and change their owner and their context. */
const SCRIPT: Fact[][] = [
  [
    call({ keys: ['c1'], source: OTLP, at: JUNE, in_uncached: 1, out: 1, cost_usd: 0.5 }),
    call({ keys: ['c2'], at: JUNE, in_uncached: 10, out: 10, session: 's2' }),
    call({ keys: ['c3'], at: MAY, in_uncached: 100, out: 100 }),
    skill({ keys: ['f1'], source: OTLP, at: JUNE }),
    message({ keys: ['m1'], at: JUNE, session: 's2' }),
  ],
  [
    call({ keys: ['c1', 'c1b'], at: MAY, in_uncached: 2, out: 2 }),
    skill({ keys: ['f1'], at: MAY }),
    call({ keys: ['c2'], at: JUNE, in_uncached: 10, out: 10, session: 's1', owner_rank: 0 }),
    session({ id: 's1', observed_at: JUNE, user: 'jo@x', project: 'p' }),
  ],
  [
    call({ keys: ['c2', 'c3'], at: JUNE, completeness: 1, in_uncached: 5, out: 5 }),
    message({ keys: ['m1'], at: MAY, session: 's1' }),
    session({ id: 's1', observed_at: JUNE + 1, user: 'ann@x' }),
  ],
]
const WORLD = {
  events: SCRIPT.flat().filter((f): f is EventFact => f.type !== 'session'),
  states: SCRIPT.flat().filter((f): f is SessionFact => f.type === 'session'),
}

/** Tells the script until the store fails; answers how many batches were acknowledged, and how many writes were seen. */
async function tellUntilDead(org: string, at: number, damage: Damage) {
  const dying = failingStore(store, at, damage, true)
  let acknowledged = 0
  try {
    const { writer } = await openWork(dying, org)
    for (const batch of SCRIPT) {
      await writer.write(batch)
      acknowledged++
    }
  } catch (error) {
    if (!dying.failed()) throw error
  }
  return { acknowledged, writes: dying.writes() }
}

/** Tells the script with a rebuild before the last batch and one after it, which dies. */
async function rebuildUntilDead(org: string, at: number, damage: Damage) {
  const { writer, rebuilder } = await openWork(store, org)
  for (const batch of SCRIPT.slice(0, -1)) await writer.write(batch)
  await rebuilder.flush()
  await writer.write(SCRIPT.at(-1) as Fact[])
  const dying = failingStore(store, at, damage, true)
  const { rebuilder: second } = await openWork(dying, org)
  await second.flush().catch((error) => {
    if (!dying.failed()) throw error
  })
  return { acknowledged: SCRIPT.length, writes: dying.writes() }
}

/** A new process: first what there is must be whole, then what was acknowledged is no news, then all is told. */
async function livesOn(org: string, acknowledged: number): Promise<void> {
  const { writer, rebuilder } = await openWork(store, org)
  await rebuilder.flush()
  expect(await broken(store, org)).toEqual({})
  for (const [i, batch] of SCRIPT.entries()) {
    const { outcomes } = await writer.write(batch)
    if (i < acknowledged) expect(new Set(outcomes)).toEqual(new Set(['duplicate']))
  }
  await rebuilder.flush()
  expect(await rolled(store, org)).toEqual(expected(WORLD, org))
}

/** Tables whose rows lie in several months; other inserts are whole or not at all. */
const TEARABLE = ['fact_key', 'model_call', 'message', 'feature_use']

/**
 * Runs for every other write that can fail this way, on the next day for those between, a few at a time; an error says
 * where.
 */
async function atEach(
  writes: readonly string[],
  damage: Damage,
  run: (at: number) => Promise<void>,
): Promise<void> {
  const all = writes.map((table, i) => ({ table, at: i + 1 }))
  const can = damage.endsWith('month') ? all.filter((w) => TEARABLE.includes(w.table)) : all
  const left = can.filter(({ at }) => (at >> 1) % 2 === SEED % 2)
  expect(can.length).toBeGreaterThan(5)
  const lane = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const { at, table } = next
      await run(at).catch((error: Error) => {
        throw new Error(`at write ${at} (${table || 'statement'}): ${error.message}`, { cause: error })
      })
    }
  }
  await Promise.all([lane(), lane(), lane(), lane()])
}

// That all of a write was stored is the same as dying before the next one.
describe('a process that dies at any write', () => {
  it.each(['nothing', 'earliest month', 'latest month'] as const)(
    'of which %s was stored leaves what the next one repairs',
    async (damage) => {
      const { writes } = await tellUntilDead(freshName(), 0, damage)
      await atEach(writes, damage, async (at) => {
        const org = freshName()
        const { acknowledged } = await tellUntilDead(org, at, damage)
        await livesOn(org, acknowledged)
      })
    },
    120_000,
  )

  it('of a rebuild leaves what the next one repairs', async () => {
    const { writes } = await rebuildUntilDead(freshName(), 0, 'nothing')
    await atEach(writes, 'nothing', async (at) => {
      const org = freshName()
      const { acknowledged } = await rebuildUntilDead(org, at, 'nothing')
      await livesOn(org, acknowledged)
    })
  }, 120_000)
})

/** Tells the script to a store that fails once; what is refused is told again, with or without a rebuild before. */
async function tellAgain(org: string, at: number, damage: Damage) {
  const shaky = failingStore(store, at, damage, false)
  const { writer, rebuilder } = await openWork(shaky, org)
  let refused = 0
  for (const batch of SCRIPT) {
    const taken = await writer.write(batch).catch(() => null)
    if (taken) continue
    refused++
    if (at % 2 === 0) await rebuilder.flush()
    await writer.write(batch)
  }
  const writes = [...shaky.writes()]
  await rebuilder.flush().catch(() => rebuilder.flush())
  await writer.close()
  return { writes, refused }
}

describe('a write that fails once', () => {
  it.each(['nothing', 'everything', 'latest month'] as const)(
    'and of which %s was stored is repaired by the same process',
    async (damage) => {
      const { writes } = await tellAgain(freshName(), 0, damage)
      await atEach(writes, damage, async (at) => {
        const org = freshName()
        const { refused } = await tellAgain(org, at, damage)
        expect(refused).toBe(1)
        expect(await rolled(store, org)).toEqual(expected(WORLD, org))
        expect(await broken(store, org)).toEqual({})
      })
    },
    120_000,
  )
})
