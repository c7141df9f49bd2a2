/** Each invariant notices its own kind of damage: one that never fails says nothing. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { freshName } from '../support/engine.ts'
import { call, change, fact, message, session, tool } from '../support/facts.ts'
import { broken, INVARIANTS } from '../support/invariants.ts'
import { openWork } from '../support/work.ts'

let store: Store

async function healthy(): Promise<string> {
  const org = freshName()
  const { writer, rebuilder } = await openWork(store, org)
  await writer.write([
    session({ id: 's1', user: 'jo' }),
    call({ keys: ['c1', 'c2'], in_uncached: 10, out: 5, latency_ms: 1234, attempts: 2 }),
    tool({ keys: ['t1'], status: 'ok', duration_ms: 30 }),
    change({ keys: ['f1'], added: 1 }),
    message({ keys: ['m1'] }),
    fact({ type: 'feature_use', keys: ['u1'], kind: 'skill', name: 'browser', session: 's1' }),
    fact({
      ...{ type: 'counter', keys: ['r1'], session: 's2', series: 'x', temporality: 'delta' },
      ...{ name: 'tokens_input', value: 3 },
    }),
  ])
  await rebuilder.flush()
  return org
}

const again = (table: string, change: string) =>
  `INSERT INTO ${table} SELECT * REPLACE (${change}) FROM ${table} FINAL WHERE org = {org:String}`

/** What is damaged, by which invariants have to notice it. */
const DAMAGE: [invariants: string[], what: string, sql: string][] = [
  [
    ['usage'],
    'tokens counted twice',
    again('rollup_usage', 'in_uncached * 2 AS in_uncached, ver + 1 AS ver'),
  ],
  [['usage'], 'a key that is gone but stays', again('rollup_usage', `'gone' AS model`)],
  [
    ['usage'],
    'a mode that nobody told',
    again('rollup_usage', 'spec_calls + 1 AS spec_calls, ver + 1 AS ver'),
  ],
  [['usage'], 'a row that is missing', again('rollup_usage', '1 AS is_deleted')],
  [['usage'], 'the wrong person', again('rollup_usage', `'nobody' AS user`)],
  [['usage'], 'the wrong session', again('rollup_usage', `'none' AS session`)],
  [['tools'], 'a tool call counted twice', again('rollup_tools', 'calls + 1 AS calls, ver + 1 AS ver')],
  [['changes'], 'lines that nobody added', again('rollup_changes', 'added + 1 AS added, ver + 1 AS ver')],
  [
    ['activity'],
    'a message too many',
    again('rollup_activity', 'human_messages + 1 AS human_messages, ver + 1 AS ver'),
  ],
  [['counters'], 'more than was read', again('rollup_counter', 'value + 1 AS value, ver + 1 AS ver')],
  [
    ['counters'],
    'counted, and not shown',
    `INSERT INTO rollup_usage SELECT * REPLACE (1 AS is_deleted, ver + 1 AS ver) FROM rollup_usage FINAL
     WHERE org = {org:String} AND counter_of != ''`,
  ],
  [['changes'], 'lines that nobody modified', again('rollup_changes', '1 AS modified, ver + 1 AS ver')],
  [
    ['performance'],
    'a latency in the bin beside its own',
    again('rollup_performance', '[latency_bins[1] + 1] AS latency_bins, ver + 1 AS ver'),
  ],
  [
    ['performance'],
    'a latency that is in no bin',
    again('rollup_performance', '[] AS latency_bins, 0 AS latency_ms, ver + 1 AS ver'),
  ],
  [
    ['performance'],
    'a second attempt that nobody made',
    again('rollup_performance', 'attempts + 1 AS attempts, ver + 1 AS ver'),
  ],
  [['tools'], 'a tool by another name', again('rollup_tools', `'other' AS raw_tool`)],
  [['features'], 'a use too many', again('rollup_features', 'uses + 1 AS uses, ver + 1 AS ver')],
  [['features'], 'a use that is missing', again('rollup_features', '1 AS is_deleted')],
  [['execution'], 'a run that is missing', again('rollup_execution', '1 AS is_deleted')],
  [
    ['execution'],
    'a run that took longer',
    again('rollup_execution', 'duration_ms * 2 AS duration_ms, ver + 1 AS ver'),
  ],
  [
    ['session'],
    'people who were busy for longer than anybody',
    again('rollup_session', 'engaged_ms + 1 AS engaged_user_ms, ver + 1 AS ver'),
  ],
  [['session'], 'a session without a row', again('rollup_session', '1 AS is_deleted')],
  [['session'], 'a session nobody told of', again('rollup_session', `'ghost' AS session`)],
  [
    ['session'],
    'an event on a day the session does not know',
    again('rollup_session', '[] AS days, ver + 1 AS ver'),
  ],
  [
    ['places', 'ledger'],
    'a fact on two days',
    again('model_call', 'day + 1 AS day, bucket + 86400 AS bucket'),
  ],
  [['places'], 'one source elsewhere', again('model_call', `'x/otlp' AS source, bucket + 900 AS bucket`)],
  [
    ['ledger'],
    'a fact the ledger looks for elsewhere',
    again('fact_key', 'fact_day + 1 AS fact_day, ver + 1 AS ver'),
  ],
  [
    ['aliases'],
    'an alias of something unknown',
    again('fact_key', `generateUUIDv4() AS key, toUUID('00000000-0000-0000-0000-000000000001') AS alias_of`),
  ],
  [
    ['parts', 'usage'],
    'a part larger than its whole',
    again('rollup_usage', 'cache_write + 1 AS cache_write_1h, ver + 1 AS ver'),
  ],
  [
    ['marks'],
    'a bucket left to be rebuilt',
    `INSERT INTO mark (org, rollup, bucket, generation) VALUES ({org:String}, 'usage', 0, 1)`,
  ],
]

/** `open` gives a store with all tables, empty, that is closed in the end. `once`: one damage for each invariant is enough. */
export function damageSuite(open: () => Promise<Store>, { once = false } = {}): void {
  const seen = new Set<string>()
  const damage = DAMAGE.filter(([invariants]) => {
    const isNew = invariants.some((name) => !seen.has(name))
    for (const name of invariants) seen.add(name)
    return isNew || !once
  })

  beforeAll(async () => {
    store = await open()
  })
  afterAll(() => store?.close())

  it('nothing is broken where nothing is damaged', async () => {
    expect(await broken(store, await healthy())).toEqual({})
  })

  it.each(damage)('%s: %s', async (invariants, _, sql) => {
    const org = await healthy()
    await store.command(sql, { params: { org } })
    expect(Object.keys(await broken(store, org, invariants)).sort()).toEqual([...invariants].sort())
  })

  it('every invariant has been seen to fail', () => {
    expect(INVARIANTS.map((i) => i.name).filter((name) => !seen.has(name))).toEqual([])
  })
}
