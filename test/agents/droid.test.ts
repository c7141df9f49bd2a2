/** Factory Droid against a real server: a session that sends metrics alone, and one that sends content spans as well. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AgentDoors, fixture, openDoors } from './sending.ts'

const COUNTED = '5e000000-0000-4000-8000-000000000001'
const TOLD = '5e000000-0000-4000-8000-000000000002'
const METRICS = fixture('droid', 'metrics')
const TRACES = fixture('droid', 'traces')

/** By pencil, of the session that sends metrics alone: what each counter adds up to over its two minutes. */
const COUNTERS: readonly (readonly [name: string, tool: string, mcp_server: string, sum: number])[] = [
  ['commits', '', '', 1],
  ['files_edited', '', '', 1 + 1],
  ['files_read', '', '', 3],
  ['hooks', '', '', 2],
  ['lines_modified', '', '', 14 + 6],
  ['pull_requests', '', '', 1],
  ['skills', '', '', 1],
  ['slash_commands', '', '', 1],
  ['tool_calls', 'Edit', '', 1],
  ['tool_calls', 'Execute', '', 2 + 1],
  ['tool_calls', 'MCP', 'jira', 1],
  ['tool_calls', 'Read', '', 3 + 2],
  ['tool_time', 'Edit', '', 30],
  ['tool_time', 'Execute', '', 4200 + 1800],
  ['tool_time', 'MCP', 'jira', 800],
  ['tool_time', 'Read', '', 45 + 10],
]

let server: AgentDoors
beforeAll(async () => {
  server = await openDoors()
  // Every request twice, the spans first, the metrics again by the official exporter.
  for (let i = 0; i < 2; i++) {
    await server.send('traces', TRACES)
    await server.send('metrics', METRICS)
    await server.export('grpc', 'metrics', METRICS)
  }
}, 60_000)
afterAll(() => server.close())

const rows = <T>(sql: string) => server.instance.store.rows<T>(sql)

it('every record is taken, and counted once', async () => {
  const counts = await server.ingested()
  // 29 points, three of them of metrics that are not counted; sent four times.
  expect(counts['otlp/metrics droid']).toMatchObject({ received: 116, rejected: 0, quarantined: 0 })
  expect(counts['otlp/traces droid']).toMatchObject({ received: 14, rejected: 0, quarantined: 0 })
  expect(Object.keys(counts)).toHaveLength(2)
})

describe('the session that sends metrics alone', () => {
  it('has the counters that a pencil finds', async () => {
    const found = await rows<{ name: string; tool: string; mcp_server: string; sum: string }>(
      `SELECT name, tool, mcp_server, toUInt64(sum(value)) AS sum FROM counter FINAL
       WHERE session = '${COUNTED}' GROUP BY ALL ORDER BY ALL`,
    )
    expect(found.map((c) => [c.name, c.tool, c.mcp_server, Number(c.sum)])).toEqual(COUNTERS)
  })

  it('says that its readings add up', async () => {
    expect(await rows('SELECT DISTINCT temporality, user, harness FROM counter')).toEqual([
      { temporality: 'delta', user: 'user_ada', harness: 'droid' },
    ])
  })

  it('has its commit and its pull request as well, by hash and address', async () => {
    expect(await rows('SELECT sha, repo, session FROM commit FINAL')).toEqual([
      { sha: '0123456789abcdef0123456789abcdef01234567', repo: '', session: COUNTED },
    ])
    const [pr] = await rows<object>('SELECT id, number, sessions FROM pull_request FINAL')
    expect(pr).toMatchObject({ id: 'https://github.com/acme/shop/pull/41', sessions: [COUNTED] })
  })
})

describe('the session that sends content spans as well', () => {
  it('has its tool calls one by one, with what call and result tell', async () => {
    const found = await rows(
      `SELECT source, tool, status, risk_proposed, validation FROM tool_call FINAL
       WHERE session = '${TOLD}' ORDER BY tool, source`,
    )
    expect(found).toEqual([
      ...[
        { source: 'droid/otlp', tool: 'Execute', status: '', risk_proposed: 'medium', validation: 'test' },
        { source: 'droid/result/otlp', tool: 'Execute', status: 'ok', risk_proposed: '', validation: '' },
        { source: 'droid/otlp', tool: 'Read', status: '', risk_proposed: '', validation: '' },
        { source: 'droid/result/otlp', tool: 'other', status: 'error', risk_proposed: '', validation: '' },
      ],
    ])
  })

  it('counts each call once, as it ended', async () => {
    const { data } = await server.ask('tools.by_tool', 'from=2026-03-04&to=2026-03-04')
    const one = (tool: string) => data.find((row) => row.tool === tool)
    expect(one('Execute')).toMatchObject({ ok: 1, error: 0 })
    expect(one('Read')).toMatchObject({ ok: 0, error: 1 })
    expect(one('other')).toBeUndefined()
  })

  it('has the messages of the person and of the assistant', async () => {
    expect(await rows('SELECT role, count() AS n FROM message FINAL GROUP BY role ORDER BY role')).toEqual([
      { role: 'assistant', n: 2 },
      { role: 'user', n: 1 },
    ])
  })

  it('has spans that time what they are about', async () => {
    expect(await rows('SELECT kind, about FROM span FINAL ORDER BY at')).toEqual([
      { kind: 'prompt', about: `droid/message:${TOLD}:m1` },
      { kind: 'other', about: `droid/message:${TOLD}:m2` },
      { kind: 'validation', about: `droid/tool:${TOLD}:call_1` },
      { kind: 'other', about: `droid/tool:${TOLD}:call_1` },
      { kind: 'tool', about: `droid/tool:${TOLD}:call_2` },
      { kind: 'other', about: `droid/tool:${TOLD}:call_2` },
      { kind: 'other', about: `droid/message:${TOLD}:m3` },
    ])
  })
})

it('both are sessions, with repository and branch where Droid told them', async () => {
  const answer = await (await server.get('/api/v1/sessions?from=2026-03-04&to=2026-03-04')).json()
  const { data } = answer as { data: { id: string; repo: string | null; branch: string | null }[] }
  expect(data.map(({ id, repo, branch }) => [id, repo, branch]).sort()).toEqual([
    [COUNTED, 'github.com/acme/shop', 'main'],
    [TOLD, null, null],
  ])
})

describe('the figures', () => {
  const asked = async (metric: string) => (await server.ask(metric, 'from=2026-03-04&to=2026-03-04')).data

  it('count tools by the counters of the one session and the calls of the other', async () => {
    const tools = Object.fromEntries((await asked('tools.by_tool')).map((row) => [row.tool, row.calls]))
    expect(tools).toEqual({ Execute: 3 + 1, Read: 5 + 1, Edit: 1, MCP: 1 })
    expect(await asked('tools.by_mcp_server')).toEqual([
      expect.objectContaining({ server: 'jira', calls: 1 }),
    ])
  })

  it('count the lines that it modified', async () => {
    expect(await asked('code.by_day')).toEqual([
      expect.objectContaining({ lines_added: 0, lines_removed: 0, lines_modified: 14 + 6 }),
    ])
  })

  it('say what Droid counts itself, and what of it is counted', async () => {
    const counters = Object.fromEntries(
      (await asked('counters.by_name')).map((row) => [row.name, row.counted]),
    )
    // Its commit and its pull request are told with hash and address.
    expect(counters).toMatchObject({
      ...{ commits: 0, pull_requests: 0 },
      files_edited: 2,
      lines_modified: 20,
      skills: 1,
    })
  })

  it('know no tokens and no cost of it', async () => {
    const { data } = (await (await server.get(`/api/v1/sessions/${COUNTED}`)).json()) as { data: object }
    expect(data).toMatchObject({
      ...{ harness: 'droid', tool_calls: 10, cost_usd: null },
      tokens: { input: null, cache_read: null, cache_write: null, output: null, reasoning: null },
    })
  })
})

it('no text of a message, a command, a path or an output is kept', () => server.expectNowhere('canary'))
