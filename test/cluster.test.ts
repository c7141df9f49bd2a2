/** The same tests on two shards: one code path, one SQL, the same figures; also while a node is away. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TachographError } from '../src/errors.ts'
import { FACT_TYPES, type ModelCall } from '../src/facts/index.ts'
import { METRICS } from '../src/metrics/index.ts'
import { connect } from '../src/store/clickhouse.ts'
import { migrate } from '../src/store/migrate.ts'
import type { Store } from '../src/store/store.ts'
import { countersSuite } from './conformance/counters.ts'
import { damageSuite } from './conformance/damage.ts'
import { goldenSuite } from './conformance/golden.ts'
import { propertySuite } from './conformance/property.ts'
import { removalSuite } from './conformance/removal.ts'
import { storedSuite } from './conformance/stored.ts'
import { type Listening, listening } from './faces/listening.ts'
import { GOLDEN, PRICES, WINDOW } from './metrics/golden.ts'
import { startCluster, type TestCluster } from './support/cluster.ts'
import { freshName } from './support/engine.ts'
import { call, MINUTE, NOON } from './support/facts.ts'
import { expectInvariants } from './support/invariants.ts'
import { rolled } from './support/rolled.ts'
import { openWork } from './support/work.ts'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await startCluster()
})
afterAll(() => cluster?.stop())

async function clusterStore(database = freshName()): Promise<Store> {
  await migrate(cluster.urls, database, { name: cluster.name })
  return connect(cluster.urls[0] as string, database)
}

/** Between them they have fields of every kind; all types have the same way into the store. */
const TYPES = ['model_call', 'file_change', 'readiness_report', 'work_item']

describe('golden facts on two shards', () => goldenSuite(clusterStore, 8))
describe('counters on two shards', () => countersSuite(clusterStore))
describe('property tests on two shards', () => propertySuite(clusterStore, 6))
describe('fact types on two shards', () =>
  storedSuite(
    clusterStore,
    FACT_TYPES.filter((t) => TYPES.includes(t.name)),
  ))
describe('invariants on two shards', () => damageSuite(clusterStore, { once: true }))
describe('removal on two shards', () =>
  removalSuite(() => {
    const [clickhouseUrl, ...nodes] = cluster.urls
    return { clickhouseUrl, cluster: { name: cluster.name, nodes }, urls: cluster.urls }
  }))

describe('rows', () => {
  it('lie on both shards, and none on two; both nodes say the same', async () => {
    const database = freshName()
    const store = await clusterStore(database)
    const other = connect(cluster.urls[1] as string, database)
    const { writer, rebuilder } = await openWork(store, 'o')
    const told = Array.from({ length: 400 }, (_, i) => call({ keys: [`a${i}`, `b${i}`], user: `u${i}` }))
    await writer.write(told)
    await rebuilder.flush()
    for (const [table, rows] of [
      ['model_call', 400],
      ['fact_key', 800],
      ['rollup_usage', 400],
    ] as const) {
      const shards = await store.rows<{ n: number }>(`SELECT count() AS n FROM ${table} GROUP BY _shard_num`)
      expect(shards).toHaveLength(2)
      for (const { n } of shards) expect(n).toBeGreaterThan(rows / 4)
      expect(shards.reduce((sum, s) => sum + s.n, 0)).toBe(rows)
    }
    expect(await rolled(other, 'o')).toEqual(await rolled(store, 'o'))
    await other.close()
    await store.close()
  })
})

describe('metrics', () => {
  let one: Listening
  let two: Listening
  beforeAll(async () => {
    one = await listening({ overrides: PRICES })
    const [clickhouseUrl, ...nodes] = cluster.urls
    two = await listening({ overrides: PRICES, clickhouseUrl, cluster: { name: cluster.name, nodes } })
    expect(await two.post(GOLDEN)).toEqual(await one.post(GOLDEN))
  })
  afterAll(async () => {
    await one?.close()
    await two?.close()
  })

  it.each(METRICS.map((m, i) => [m.id, i] as const))(
    '%s says on two shards what it says on one node',
    async (id, i) => {
      // Filters are the same few pieces of SQL everywhere.
      const narrowed = i % 4 === 0 ? [`${WINDOW}&user=ann@acme.example`] : []
      for (const words of [WINDOW, ...narrowed]) {
        const { data } = await one.ask(id, words)
        expect((await two.ask(id, words)).data).toEqual(data)
      }
    },
  )
})

describe('while a node is away', () => {
  const batch = (n: number): ModelCall[] =>
    Array.from({ length: 50 }, (_, i) =>
      call({
        keys: [`${n}:${i}`, `${n}:${i}+`],
        at: NOON + i * MINUTE,
        session: `s${i % 7}`,
        user: `u${i % 5}`,
        out: 1,
      }),
    )

  it('writes are refused as unavailable; told again they are there once', async () => {
    const store = await clusterStore()
    const work = await openWork(store, 'o')
    const pid = () => cluster.engines[1]?.pid() as number | null
    let refused = 0
    for (let n = 0; n < 4; n++) {
      const killed = pid() as number
      setTimeout(() => process.kill(killed, 'SIGKILL'), n * 20)
      for (let part = 0; part < 6; part++) {
        for (;;) {
          const error = await work.writer.write(batch(n * 6 + part)).catch((e: unknown) => e)
          if (!(error instanceof Error)) break
          expect(error instanceof TachographError && error.code).toBe('unavailable')
          refused++
          await sleep(50)
        }
      }
      while ((pid() ?? killed) === killed) await sleep(20)
    }
    expect(refused).toBeGreaterThan(0)
    await work.rebuilder.flush()
    expect(await store.rows('SELECT sum(calls) AS calls, sum(out) AS out FROM rollup_usage FINAL')).toEqual([
      { calls: 1200, out: 1200 },
    ])
    await expectInvariants(store, 'o')
    const again = await (await openWork(store, 'o')).writer.write(batch(0))
    expect(new Set(again.outcomes)).toEqual(new Set(['duplicate']))
    await store.close()
  }, 60_000)
})
