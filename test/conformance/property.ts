/** Whatever the order, the repetition, the batches and the lives of the process: the same facts give the same figures. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fact } from '../../src/facts/index.ts'
import type { Store } from '../../src/store/store.ts'
import { freshName } from '../support/engine.ts'
import { expected } from '../support/expected.ts'
import { expectInvariants } from '../support/invariants.ts'
import { rolled } from '../support/rolled.ts'
import { SEED } from '../support/seed.ts'
import { openWork, type Work } from '../support/work.ts'
import { type World, world } from '../support/world.ts'

let store: Store

/** How a world is told: the order, what is told twice, where batches end, and what happens between them. */
interface Telling {
  order: number[]
  repeats: number[]
  cuts: number[]
  between: ('nothing' | 'rebuild' | 'reopen' | 'together')[]
}
const telling: fc.Arbitrary<Telling> = fc.record({
  order: fc.array(fc.nat(1_000_000), { minLength: 40, maxLength: 40 }),
  repeats: fc.array(fc.nat(40), { maxLength: 10 }),
  cuts: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 6, maxLength: 6 }),
  between: fc.array(fc.constantFrom('nothing', 'rebuild', 'reopen', 'together'), {
    minLength: 6,
    maxLength: 6,
  }),
})

function batches(world: World, t: Telling): Fact[][] {
  const all: Fact[] = [...world.events, ...world.states]
  const told = [...all, ...t.repeats.flatMap((i) => all[i] ?? [])]
  const order = told.map((f, i) => ({ f, o: (t.order[i % 40] ?? 0) * 100 + i })).sort((a, b) => a.o - b.o)
  const out: Fact[][] = []
  for (let from = 0, i = 0; from < order.length; i++) {
    const size = t.cuts[i % t.cuts.length] ?? 1
    out.push(order.slice(from, from + size).map((x) => x.f))
    from += size
  }
  return out
}

async function tellAll(org: string, world: World, t: Telling): Promise<void> {
  let work: Work = await openWork(store, org)
  const open: Promise<unknown>[] = []
  for (const [i, batch] of batches(world, t).entries()) {
    open.push(work.writer.write(batch))
    const act = t.between[i % t.between.length]
    if (act === 'together') continue
    await Promise.all(open.splice(0))
    if (act === 'rebuild') await work.rebuilder.flush()
    if (act === 'reopen') {
      await work.rebuilder.stop()
      work = await openWork(store, org)
    }
  }
  await Promise.all(open)
  await work.rebuilder.flush()
  await work.rebuilder.stop()
}

/**
 * `open` gives a store with all tables, empty, that is closed in the end; `usually` is how many worlds are told where
 * TACHOGRAPH_RUNS says nothing else.
 */
export function propertySuite(open: () => Promise<Store>, usually: number): void {
  const runs = Number(process.env.TACHOGRAPH_RUNS ?? usually)
  beforeAll(async () => {
    process.stdout.write(`property tests: seed ${SEED}, ${runs} runs\n`)
    store = await open()
  })
  afterAll(() => store?.close())

  describe('the same facts give the same figures', () => {
    it('in any order, batches and lives', async () => {
      await fc.assert(
        fc.asyncProperty(world, telling, async (w, t) => {
          const org = freshName()
          await tellAll(org, w, t)
          expect(await rolled(store, org)).toEqual(expected(w, org))
          await expectInvariants(store, org)
        }),
        { numRuns: runs, interruptAfterTimeLimit: 90_000, seed: SEED },
      )
    }, 120_000)
  })
}
