/**
 * Whose rows a question reads (promises S1, S2; ruling Z-5): each metric over facts of people of two organisations, by
 * whoever may read all, some, or one of them; and that every table which a metric reads is narrowed at all.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { METRICS } from '../../src/metrics/index.ts'
import type { Metric } from '../../src/metrics/metric.ts'
import { type Reach, wholeOf } from '../../src/metrics/reach.ts'
import { run } from '../../src/metrics/run.ts'
import { FOR_EVER } from '../../src/seconds.ts'
import type { Store } from '../../src/store/store.ts'
import { freshName, testStore } from '../support/engine.ts'
import { call, change, DAY, fact, message, NOON, session, state, tool } from '../support/facts.ts'
import { openWork } from '../support/work.ts'

const OURS = freshName()
const THEIRS = freshName()
const WINDOW = { from: '2026-06-15', to: '2026-06-17' }
const NOW = NOON + 5 * DAY

let store: Store

/** Everything of a person carries their name, so that an answer that has it read their rows. */
const worked = (user: string, days: readonly number[] = [0]) =>
  days.flatMap((day) => {
    const key = (kind: string) => [`${kind}-${user}-${day}`]
    const at = NOON + day * DAY
    const who = { at, session: `s-${user}-${day}`, user: `${user}@acme.example`, harness: `h-${user}` }
    const where = { client: `c-${user}`, agent: `a-${user}`, project: `p-${user}`, repo: `r-${user}` }
    const all = { ...who, ...where }
    return [
      call({
        ...all,
        keys: key('call'),
        provider: `v-${user}`,
        model: `m-${user}`,
        in_uncached: 7,
        cost_usd: 1,
      }),
      call({
        ...all,
        keys: key('bad'),
        model: `m-${user}`,
        status: 'error',
        error_type: `e-${user}`,
        latency_ms: 9,
      }),
      message({ ...all, keys: key('message') }),
      tool({ ...all, keys: key('tool'), tool: `t-${user}`, mcp_server: `x-${user}`, duration_ms: 5 }),
      change({
        ...all,
        keys: key('change'),
        path: `${user}.ts`,
        extension: `.${user}`,
        language: `l-${user}`,
      }),
      session({ id: who.session, ...where, user: who.user, harness: who.harness, started_at: at }),
      fact({ ...all, type: 'feature_use', keys: key('use'), kind: 'skill', name: `f-${user}` }),
      fact({
        ...all,
        type: 'commit',
        keys: [`sha:${key('sha')}`],
        sha: `${user}${day}`,
        attribution: 'explicit',
        added: 3,
      }),
      state({
        ...{
          type: 'pull_request',
          id: key('pr').join(),
          repo: where.repo,
          author: who.user,
          sessions: [who.session],
        },
        ...{ created_at: at, merged_at: at + 1000, attribution: 'explicit' },
      }),
    ]
  })

beforeAll(async () => {
  store = await testStore()
  for (const [org, facts] of [
    [OURS, [...worked('ada', [0, 2]), ...worked('bob', [0, 2]), ...worked('cyd')]],
    [THEIRS, worked('zed')],
  ] as const) {
    const { writer, rebuilder } = await openWork(store, org)
    await writer.write(facts)
    await rebuilder.flush()
  }
}, 60_000)
afterAll(() => store?.close())

const told = async (m: Metric, reach: Reach): Promise<string> =>
  JSON.stringify((await run(store, reach, m, WINDOW, NOW)).data)

const ada = { user: 'ada@acme.example', from: 0, to: FOR_EVER }
/** In the team on the first day only. */
const bob = { user: 'bob@acme.example', from: 0, to: (NOON + DAY) / 1000 }
/** In the team until the day before there was anything of him. */
const gone = { ...bob, to: (NOON - DAY) / 1000 }
const everybody = ['ada', 'bob', 'cyd'].map((user) => ({ ...ada, user: `${user}@acme.example` }))

/** Metrics that show names of what somebody used. */
const NAMING = (METRICS as readonly Metric[]).filter((m) => m.id !== 'tokens.by_team')

describe.each(NAMING.map((m) => [m.id, m] as const))('%s', (_id, m) => {
  it('shows of each only what may be read', async () => {
    const asked = [null, everybody, [ada, gone], []].map((people) => told(m, { ...wholeOf(OURS), people }))
    const [all, ofEach, self, nobody] = await Promise.all(asked)
    expect(all).not.toContain('zed')
    expect(self).not.toMatch(/bob|cyd|zed/)
    expect(nobody).not.toMatch(/ada|bob|cyd|zed/)
    // Who may read all of everybody of an organisation reads what everybody may be read for.
    expect(ofEach).toBe(all)
  })
})

it('a figure of those who may be read is the sum of theirs, while they may', async () => {
  const by = METRICS.find((m) => m.id === 'tokens.by_user') as Metric
  const { data } = await run(store, { ...wholeOf(OURS), people: [ada, bob] }, by, WINDOW, NOW)
  expect(data.map(({ user, input }) => [user, input])).toEqual([
    ['ada@acme.example', 14],
    ['bob@acme.example', 7],
  ])
})

/** Where what else is read only says what became of sessions that are narrowed themselves. */
const JOINED = ['productivity.funnel', 'productivity.agent_written']
const SCOPED = /\(\{whole:Bool\} OR /g

it.each(METRICS.map((m: Metric) => [m.id, m] as const))('%s narrows every rollup that it reads', (id, m) => {
  for (const sql of m.coverage === undefined ? [m.sql] : [m.sql, m.coverage]) {
    const read = [...sql.matchAll(/\b\w+ AS r FINAL/g)].length
    expect([...sql.matchAll(SCOPED)].length, sql).toBeGreaterThanOrEqual(JOINED.includes(id) ? 1 : read)
    expect([...sql.matchAll(/\{org:String\}/g)].length).toBeGreaterThanOrEqual(read)
  }
})
