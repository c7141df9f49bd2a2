/** Cline against a real server: a task of the older extension, a session of the SDK, and a task that sends metrics alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AgentDoors, fixture, openDoors } from './sending.ts'

const TASK = '01K4CLINE00000000000000001'
const SESSION = '1784000000000_ada1'
const METRICS_ALONE = '01K4CLINE00000000000000003'
const LOGS = fixture('cline', 'logs')
const METRICS = fixture('cline', 'metrics')

/** By pencil: what the running totals of the task that sends metrics alone stand at in the end. */
const COUNTERS: readonly (readonly [name: string, model: string, tool: string, value: number])[] = [
  ['cost', 'gpt-5', '', 0.005],
  ['hooks', '', '', 1],
  ['model_calls', 'gpt-5', '', 3],
  ['tokens_cache_read', 'gpt-5', '', 800],
  ['tokens_input', 'gpt-5', '', 700],
  ['tokens_output', 'gpt-5', '', 90],
  ['tool_calls', '', 'Read', 3],
]

let server: AgentDoors
beforeAll(async () => {
  server = await openDoors()
  // Every request twice, the metrics first, both again by the official exporters.
  for (let i = 0; i < 2; i++) {
    await server.send('metrics', METRICS)
    await server.send('logs', LOGS)
    await server.export('grpc', 'logs', LOGS)
    await server.export('protobuf', 'metrics', METRICS)
  }
}, 60_000)
afterAll(() => server.close())

const rows = <T = object>(sql: string) => server.instance.store.rows<T>(sql)

it('every record is taken, and known', async () => {
  const counts = await server.ingested()
  expect(counts['otlp/logs cline']).toMatchObject({ received: 35 * 4, rejected: 0, quarantined: 0 })
  expect(counts['otlp/metrics cline']).toMatchObject({ received: 23 * 4, rejected: 0, quarantined: 0 })
  expect(Object.keys(counts)).toHaveLength(2)
})

describe('model calls', () => {
  it('are those of the events, with disjoint tokens and the cost that Cline reports', async () => {
    const { data } = await server.ask('tokens.by_model', 'from=2026-03-04&to=2026-03-04')
    const one = (model: string) => data.find((row) => row.model === model)
    // Two answered and one that failed: $0.0125 + $0.002.
    expect(one('claude-sonnet-4-5')).toMatchObject({
      ...{ calls: 3, input: 1200 + 50, cache_read: 5000 + 6000, cache_write: 400, output: 300 + 20 },
    })
    expect(one('claude-opus-4-5')).toMatchObject({ calls: 1, input: 100, cache_read: 900, output: 40 })
    expect(
      await rows(
        'SELECT model, sum(cost_nano_usd) / 1e9 AS usd FROM model_call FINAL GROUP BY model ORDER BY model',
      ),
    ).toEqual([
      { model: 'claude-opus-4-5', usd: 0.001 },
      { model: 'claude-sonnet-4-5', usd: 0.0145 },
    ])
  })

  it('that failed say how', async () => {
    expect(await rows(`SELECT error_type, session FROM model_call FINAL WHERE status = 'error'`)).toEqual([
      { error_type: '529', session: TASK },
    ])
  })
})

it('messages of people are the prompt that begins a task, and the turns of the SDK', async () => {
  expect(
    await rows(
      'SELECT session, role, human, count() AS n FROM message FINAL GROUP BY ALL ORDER BY session DESC, role',
    ),
  ).toEqual([
    { session: SESSION, role: 'assistant', human: false, n: 1 },
    { session: SESSION, role: 'user', human: true, n: 1 },
    { session: TASK, role: 'assistant', human: false, n: 2 },
    { session: TASK, role: 'user', human: true, n: 1 },
  ])
})

it('tool calls are one each, as far as Cline tells how they ended', async () => {
  expect(
    await rows(
      `SELECT session, tool, status, decision, count() AS n FROM tool_call FINAL
       GROUP BY ALL ORDER BY session DESC, tool`,
    ),
  ).toEqual([
    { session: SESSION, tool: 'Edit', status: 'error', decision: '', n: 1 },
    { session: SESSION, tool: 'Execute', status: 'ok', decision: '', n: 1 },
    { session: TASK, tool: 'Edit', status: 'unknown', decision: 'user', n: 1 },
    { session: TASK, tool: 'Execute', status: 'rejected', decision: 'user', n: 1 },
    { session: TASK, tool: 'MCP', status: 'unknown', decision: 'auto', n: 1 },
    { session: TASK, tool: 'Read', status: 'unknown', decision: 'auto', n: 2 },
  ])
})

it('skills, commands, hooks and sub-agents are one each', async () => {
  expect(
    await rows('SELECT kind, name, count() AS n FROM feature_use FINAL GROUP BY ALL ORDER BY kind, name'),
  ).toEqual([
    { kind: 'hook', name: 'PreToolUse', n: 1 },
    { kind: 'skill', name: 'release-notes', n: 1 },
    { kind: 'slash_command', name: 'newtask', n: 1 },
    { kind: 'subagent', name: '', n: 3 },
  ])
})

describe('counters', () => {
  it('of edits come from the events', async () => {
    const found = await rows<{ name: string; tool: string; value: string }>(
      `SELECT name, tool, value FROM counter FINAL
       WHERE session = '${TASK}' AND temporality = 'delta' ORDER BY name`,
    )
    expect(found.map((c) => [c.name, c.tool, Number(c.value)])).toEqual([
      ['edits_accepted', 'Edit', 1],
      ['edits_rejected', 'Create', 1],
      ['lines_added', 'Edit', 10],
      ['lines_removed', 'Edit', 4],
    ])
  })

  it('of the task that sends metrics alone stand where a pencil says', async () => {
    const found = await rows<{ name: string; model: string; tool: string; value: number }>(
      `SELECT name, model, tool, argMax(ifNull(toFloat64(value), nano_usd / 1e9), at) AS value
       FROM counter FINAL WHERE session = '${METRICS_ALONE}' AND temporality = 'cumulative'
       GROUP BY series, name, model, tool ORDER BY name`,
    )
    expect(found.map((c) => [c.name, c.model, c.tool, Number(c.value)])).toEqual(COUNTERS)
  })
})

it('each is a session, with surface, version, start and end where Cline told them', async () => {
  const answer = await (await server.get('/api/v1/sessions?from=2026-03-04&to=2026-03-04')).json()
  const { data } = answer as { data: { id: string }[] }
  const one = (id: string) => data.find((session) => session.id === id)
  expect(data).toHaveLength(3)
  expect(one(TASK)).toMatchObject({
    ...{ harness: 'cline', client: 'ide', version: '3.80.0', user: 'user_ada' },
    ...{ started_at: '2026-03-04T10:00:01.000Z', ended_at: null },
  })
  expect(one(SESSION)).toMatchObject({
    ...{ harness: 'cline', client: 'terminal', version: '4.2.0', user: 'ada@example.com' },
    ...{ started_at: '2026-03-04T11:00:00.010Z', ended_at: '2026-03-04T11:00:10.000Z' },
  })
  expect(one(METRICS_ALONE)).toMatchObject({ client: 'ide', ended_at: null })
})

it('of the task that sends metrics alone its totals are counted', async () => {
  const { data } = (await (await server.get(`/api/v1/sessions/${METRICS_ALONE}`)).json()) as { data: object }
  expect(data).toMatchObject({
    ...{ model_calls: 3, tool_calls: 3, cost_usd: 0.005, tools: [{ tool: 'Read', calls: 3 }] },
    tokens: { input: 700, cache_read: 800, cache_write: null, output: 90, reasoning: null },
  })
})

it('no text of an error or an argument is kept', () => server.expectNowhere('canary'))
