/** Counters that agents report: what each reading adds, and when it is counted. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CounterFact, Fact } from '../../src/facts/index.ts'
import type { Store } from '../../src/store/store.ts'
import { freshName } from '../support/engine.ts'
import { call, change, DAY, fact, HOUR, MINUTE, NOON, OTLP, session, state, tool } from '../support/facts.ts'
import { expectInvariants } from '../support/invariants.ts'
import { openWork } from '../support/work.ts'

let store: Store

let made = 0
const counter = (
  name: CounterFact['name'],
  value: number,
  at = NOON,
  about: Partial<CounterFact> = {},
): CounterFact =>
  fact({
    type: 'counter',
    keys: [`c:${++made}`],
    source: OTLP,
    at,
    session: 's1',
    user: 'ada',
    series: name,
    started: '1',
    temporality: 'delta',
    name,
    value: name === 'cost' ? null : value,
    usd: name === 'cost' ? value : null,
    ...about,
  }) as CounterFact

const cumulative = { temporality: 'cumulative' } as const

async function told(org: string, ...batches: (readonly Fact[])[]): Promise<void> {
  for (const facts of batches) {
    const { writer, rebuilder } = await openWork(store, org)
    await writer.write(facts)
    await rebuilder.flush()
  }
  await expectInvariants(store, org)
}

const rows = (org: string, sql: string) => store.rows<Record<string, unknown>>(sql, { params: { org } })
const counted = async (org: string) =>
  Object.fromEntries(
    (
      await rows(
        org,
        `SELECT name, sum(value) AS v, sum(nano_usd) AS u, min(is_counted) AS c FROM rollup_counter FINAL
         WHERE org = {org:String} GROUP BY name ORDER BY name`,
      )
    ).map((r) => [r.name, r.name === 'cost' ? [r.u, r.c] : [r.v, r.c]]),
  )
const usage = async (org: string) =>
  (
    await rows(
      org,
      `SELECT sum(calls) AS calls, sum(in_uncached) AS input, sum(out) AS output, sum(cost_nano_usd) AS nano,
         sum(unpriced_calls) AS unpriced, groupUniqArray(user) AS users, uniqExact(bucket) AS buckets
       FROM rollup_usage FINAL WHERE org = {org:String}`,
    )
  )[0]

/** `open` gives a store with all tables, empty, that is closed in the end. */
export function countersSuite(open: () => Promise<Store>): void {
  beforeAll(async () => {
    store = await open()
  })
  afterAll(() => store?.close())

  describe('a reading adds', () => {
    it('what it says, of a delta, once', async () => {
      const org = freshName()
      const facts = [counter('lines_added', 10), counter('lines_added', 5, NOON + HOUR)]
      await told(org, facts, facts)
      expect(await counted(org)).toEqual({ lines_added: [15, 1] })
    })

    it.each(['at once', 'one by one', 'backwards'])(
      'what it is above the one before, of a total, told %s',
      async (how) => {
        const org = freshName()
        const at = (minutes: number, value: number, started = '1') =>
          counter('lines_added', value, NOON + minutes * MINUTE, { ...cumulative, started })
        // 10, then 5 more, nothing, a fall to 2 and 1 more; another start is another count.
        const facts = [at(0, 10), at(20, 15), at(40, 15), at(60, 2), at(80, 3), at(90, 7, '2')]
        if (how === 'at once') await told(org, facts)
        if (how === 'one by one') await told(org, ...facts.map((one) => [one]))
        if (how === 'backwards') await told(org, ...facts.toReversed().map((one) => [one]))
        expect(await counted(org)).toEqual({ lines_added: [10 + 5 + 2 + 1 + 7, 1] })
        expect(
          await rows(
            org,
            `SELECT toUnixTimestamp(bucket) - ${NOON / 1000} AS s, value FROM rollup_counter FINAL
             WHERE org = {org:String} AND value > 0 ORDER BY s`,
          ),
        ).toEqual([
          { s: 0, value: 10 },
          { s: 900, value: 5 },
          { s: 3600, value: 2 },
          { s: 4500, value: 1 },
          { s: 5400, value: 7 },
        ])
      },
    )

    it('the lower of two of one instant first', async () => {
      const org = freshName()
      const at = (minutes: number, value: number) =>
        counter('lines_added', value, NOON + minutes * MINUTE, cumulative)
      const twice = [10, 11, 12, 13, 14, 15].map((value) => at(20, value))
      await told(org, [at(0, 5), ...twice, at(40, 15)])
      expect(await counted(org)).toEqual({ lines_added: [15, 1] })
    })

    it('by session, where a sender names the series of two alike', async () => {
      const org = freshName()
      const at = (session: string, minutes: number, value: number) =>
        counter('lines_added', value, NOON + minutes * MINUTE, { ...cumulative, session })
      await told(org, [at('a', 0, 10), at('b', 1, 100), at('a', 2, 15), at('b', 3, 130)])
      expect(await counted(org)).toEqual({ lines_added: [145, 1] })
    })

    it('no more than that over midnight, with a session or without one', async () => {
      const org = freshName()
      const facts = ['s1', 'series:x'].flatMap((session) => [
        counter('lines_added', 100, NOON, { ...cumulative, session, series: session }),
        counter('lines_added', 130, NOON + DAY, { ...cumulative, session, series: session }),
      ])
      await told(org, ...facts.map((one) => [one]))
      expect(await counted(org)).toEqual({ lines_added: [260, 1] })
      expect(await rows(org, 'SELECT session FROM rollup_session FINAL WHERE org = {org:String}')).toEqual([
        { session: 's1' },
      ])
    })
  })

  describe('tokens and money', () => {
    const spent = [
      counter('tokens_input', 100, NOON, { model: 'm', provider: 'p' }),
      counter('tokens_output', 20, NOON, { model: 'm', provider: 'p' }),
      counter('cost', 0.5, NOON, { model: 'm', provider: 'p' }),
    ]

    it('are usage where nothing tells the calls', async () => {
      const org = freshName()
      await told(org, spent)
      expect(await usage(org)).toMatchObject({
        calls: 0,
        input: 100,
        output: 20,
        nano: 500_000_000,
        unpriced: 0,
      })
    })

    it('are unpriced where no cost is told', async () => {
      const org = freshName()
      await told(org, spent.slice(0, 2))
      expect(await usage(org)).toMatchObject({ calls: 1, input: 100, nano: 0, unpriced: 1 })
    })

    it.each(['before', 'after'])('are left out where calls are told %s', async (order) => {
      const org = freshName()
      const calls = [
        call({ keys: ['k'], in_uncached: 90, out: 20, cost_usd: 0.25 }),
        call({ keys: ['other'], session: 's2' }),
      ]
      await told(org, ...(order === 'before' ? [calls, spent] : [spent, calls]))
      expect(await usage(org)).toMatchObject({ calls: 2, input: 90, output: 20, nano: 250_000_000 })
      expect(await counted(org)).toEqual({
        tokens_input: [100, 0],
        tokens_output: [20, 0],
        cost: [500_000_000, 0],
      })
    })

    it('go with the person of the session, whenever it is told', async () => {
      const org = freshName()
      const unknown = spent.map((one) => ({ ...one, user: null }))
      await told(org, unknown, [session({ id: 's1', user: 'grace' })])
      expect(await usage(org)).toMatchObject({ input: 100, users: ['grace'] })
    })
  })

  it('tool calls and lines are counted by their own kind of facts', async () => {
    const org = freshName()
    const facts = [
      counter('tool_calls', 3, NOON, { tool: 'Read', status: 'ok' }),
      counter('tool_calls', 1, NOON, { tool: 'Read', status: 'error', series: 'errors' }),
      counter('tool_time', 800, NOON, { tool: 'Read' }),
      counter('lines_added', 7, NOON, { language: 'Go' }),
      counter('lines_removed', 2, NOON, { language: 'Go' }),
      counter('commits', 2),
    ]
    await told(org, facts)
    const tools = `SELECT sum(calls) AS calls, sum(ok) AS ok, sum(error) AS error, sum(duration_ms) AS ms
      FROM rollup_tools FINAL WHERE org = {org:String}`
    const lines = `SELECT language, sum(added) AS added, sum(removed) AS removed FROM rollup_changes FINAL
      WHERE org = {org:String} GROUP BY language ORDER BY language`
    expect(await rows(org, tools)).toEqual([{ calls: 4, ok: 3, error: 1, ms: 800 }])
    expect(await rows(org, lines)).toEqual([{ language: 'Go', added: 7, removed: 2 }])
    await told(org, [tool({ keys: ['t'], status: 'ok' })])
    expect(await rows(org, tools)).toEqual([{ calls: 1, ok: 1, error: 0, ms: 0 }])
    expect(await rows(org, lines)).toEqual([{ language: 'Go', added: 7, removed: 2 }])
    await told(org, [change({ keys: ['f'], added: 6, removed: 2, language: 'Go' })])
    expect(await rows(org, lines)).toEqual([{ language: 'Go', added: 6, removed: 2 }])
    expect(await counted(org)).toMatchObject({ commits: [2, 1], lines_added: [7, 0], tool_calls: [4, 0] })
  })

  it('what a fact does not tell is still counted of counters', async () => {
    const org = freshName()
    await told(org, [
      counter('tokens_input', 100, NOON, { model: 'm' }),
      counter('cost', 0, NOON, { model: 'm' }),
      counter('files_read', 4),
      counter('hooks', 3),
      counter('skills', 2),
      // A call that failed and tells no tokens, an edit, a skill.
      call({ keys: ['failed'], in_uncached: null, out: null, status: 'error' }),
      change({ keys: ['f'], added: 1 }),
      fact({ type: 'feature_use', keys: ['u'], session: 's1', kind: 'skill' }),
    ])
    expect(await counted(org)).toEqual({
      ...{ tokens_input: [100, 1], cost: [0, 1], files_read: [4, 1], hooks: [3, 1], skills: [2, 0] },
    })
    // A counter of cost that stays at 0 knows no price.
    expect(await usage(org)).toMatchObject({ input: 100, nano: 0, calls: 2, unpriced: 2 })
  })

  it('commits and pull requests that are told in the end take the place of their counters', async () => {
    const org = freshName()
    const night = NOON + 11 * HOUR + 50 * MINUTE
    await told(
      org,
      [session({ id: 's1', source: OTLP }), counter('commits', 1, night), counter('pull_requests', 1, night)],
      [fact({ type: 'commit', keys: ['k'], at: night + 20 * MINUTE, session: 's1', sha: 'abcdef0' })],
      [state({ type: 'pull_request', id: 'https://github.com/acme/shop/pull/1', sessions: ['s1'] })],
      [session({ id: 's1', source: OTLP, observed_at: night + HOUR, version: '2' })],
    )
    expect(await counted(org)).toEqual({ commits: [1, 0], pull_requests: [1, 0] })
  })

  it('who uses tokens is active, though nobody tells a call', async () => {
    const org = freshName()
    await told(org, [counter('tokens_output', 5), counter('prompts', 2)])
    expect(
      await rows(
        org,
        'SELECT user, sum(human_messages) AS h, sum(model_calls) AS c FROM rollup_activity FINAL WHERE org = {org:String} GROUP BY user',
      ),
    ).toEqual([{ user: 'ada', h: 2, c: 1 }])
  })

  it('a session that tells only counters is there from its first to its last reading', async () => {
    const org = freshName()
    await told(org, [
      session({ id: 's1', source: OTLP, user: 'ada', harness: 'droid', observed_at: NOON }),
      counter('tool_calls', 3, NOON + MINUTE),
      counter('tool_calls', 3, NOON + HOUR),
    ])
    expect(
      await rows(
        org,
        `SELECT session, toUnixTimestamp64Milli(started_at) - ${NOON} AS began,
           toUnixTimestamp64Milli(last_event_at) - ${NOON} AS lasted, tool_calls
         FROM rollup_session FINAL WHERE org = {org:String}`,
      ),
    ).toEqual([{ session: 's1', began: 0, lasted: HOUR, tool_calls: 6 }])
  })
}
