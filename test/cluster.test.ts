/** The same tests on two shards: one code path, one SQL, the same figures. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FACT_TYPES } from '../src/facts/index.ts'
import { METRICS } from '../src/metrics/index.ts'
import { connect } from '../src/store/clickhouse.ts'
import { migrate } from '../src/store/migrate.ts'
import type { Store } from '../src/store/store.ts'
import { damageSuite } from './conformance/damage.ts'
import { goldenSuite } from './conformance/golden.ts'
import { propertySuite } from './conformance/property.ts'
import { storedSuite } from './conformance/stored.ts'
import { type Listening, listening } from './faces/listening.ts'
import { GOLDEN, PRICES, WINDOW } from './metrics/golden.ts'
import { startCluster, type TestCluster } from './support/cluster.ts'
import { freshName } from './support/engine.ts'
import { call } from './support/facts.ts'
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
describe('property tests on two shards', () => propertySuite(clusterStore, 6))
describe('fact types on two shards', () =>
  storedSuite(
    clusterStore,
    FACT_TYPES.filter((t) => TYPES.includes(t.name)),
  ))
describe('invariants on two shards', () => damageSuite(clusterStore))

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

  it.each(METRICS.map((m) => m.id))('%s says on two shards what it says on one node', async (id) => {
    for (const words of [WINDOW, `${WINDOW}&user=ann@acme.example`]) {
      const { data } = await one.ask(id, words)
      expect((await two.ask(id, words)).data).toEqual(data)
    }
  })
})
