/** A session of Gemini CLI, sent as it sends it: what the server counts, however often and in whatever order it comes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AgentDoors, fixture, openDoors, pairs, real, reversed } from './sending.ts'

const SIGNALS = ['logs', 'metrics', 'traces'] as const
const DAY = 'from=2026-09-10&to=2026-09-10'

let server: AgentDoors
beforeAll(async () => {
  server = await openDoors()
})
afterAll(() => server.close())

const rows = async (metric: string) => (await server.ask(metric, DAY)).data
const factsOf = (table: string, what: string): Promise<Record<string, unknown>[]> =>
  server.instance.store.rows(
    `SELECT ${what} FROM ${table} FINAL WHERE org = {org:String} AND session LIKE 'a1b2c3d4-%' ORDER BY ALL`,
    { params: { org: 'default' } },
  )

async function figures(): Promise<void> {
  expect(await rows('tokens.by_model')).toEqual([
    // Two responses and a request that failed: 1000 − 400 and 2000 − 1500 + 40 of tools; 50 + 30 and 100.
    expect.objectContaining({
      ...{ model: 'gemini-2.5-pro', calls: 3, input: 1140, cache_read: 1900, output: 180, reasoning: 30 },
    }),
    expect.objectContaining({
      ...{ model: 'gemini-2.5-flash-lite', calls: 1, input: 200, cache_read: 0, output: 5, reasoning: 0 },
    }),
  ])
  const tools = await rows('tools.by_tool')
  expect(Object.fromEntries(tools.map(({ tool, calls }) => [tool, calls]))).toEqual({
    ...{ Read: 2, Edit: 1, Create: 1, MCP: 1, Execute: 1 },
  })
  expect(await rows('messages.by_day')).toEqual([
    expect.objectContaining({ user_messages: 1, assistant_messages: 2 }),
  ])
  expect(await rows('sessions.by_day')).toEqual([expect.objectContaining({ sessions: 1 })])
}

describe('Gemini CLI', () => {
  it('is counted, each happening once', async () => {
    for (const signal of SIGNALS) await server.send(signal, fixture('gemini', signal))
    await figures()
  })

  it('and again the same when it is sent again, record by record and last first', async () => {
    for (const signal of [...SIGNALS].reverse()) {
      await server.send(signal, fixture('gemini', signal))
      for (const body of reversed(signal, fixture('gemini', signal))) await server.send(signal, body)
    }
    await figures()
  })

  it('and by the official exporters, as protobuf and over gRPC', async () => {
    await server.export('protobuf', 'logs', fixture('gemini', 'logs'))
    await server.export('grpc', 'logs', fixture('gemini', 'logs'))
    await figures()
  })

  it('is the same when its last record came first', async () => {
    const other = await openDoors()
    try {
      for (const signal of [...SIGNALS].reverse())
        for (const body of reversed(signal, fixture('gemini', signal))) await other.send(signal, body)
      for (const metric of ['tokens.by_model', 'tools.by_tool', 'messages.by_day', 'sessions.by_day'])
        expect((await other.ask(metric, DAY)).data).toEqual(await rows(metric))
    } finally {
      await other.close()
    }
  })

  it('tells of the session what it was started with, and no version: that would be the one of Node', async () => {
    const response = await server.get('/api/v1/sessions/a1b2c3d4-1111-4222-8333-000000000001')
    const { data } = (await response.json()) as { data: Record<string, unknown> }
    expect(data).toMatchObject({ harness: 'gemini-cli', user: 'ada@example.com', client: 'non-interactive' })
    expect(data.version ?? null).toBeNull()
    const told = await server.instance.store.rows(
      `SELECT DISTINCT ci_workflow, ci_event, change, mcp_servers_configured AS mcp FROM session FINAL WHERE ci_workflow != ''`,
    )
    expect(told).toEqual([
      { ci_workflow: 'fix issues', ci_event: 'pull_request', change: '42', mcp: ['github', 'docs'] },
    ])
  })

  it('changes files without telling their paths: lines and files are counters', async () => {
    expect(await factsOf('file_change', 'path')).toEqual([])
    const counters = await factsOf('counter', 'name, tool, toUInt32(value) AS n')
    expect(counters.filter(({ name }) => /^(lines|files)_/.test(String(name)))).toEqual([
      { name: 'files_created', tool: '', n: 1 },
      { name: 'files_edited', tool: '', n: 1 },
      { name: 'files_read', tool: '', n: 2 },
      { name: 'lines_added', tool: '', n: 7 },
      { name: 'lines_added', tool: '', n: 7 },
      { name: 'lines_added', tool: '', n: 12 },
      { name: 'lines_removed', tool: '', n: 2 },
    ])
    // A total that stays as it is adds nothing.
    expect(await rows('productivity.by_day')).toEqual([
      expect.objectContaining({ files_created: 0, lines_added: 7 + 12, lines_removed: 2 }),
    ])
    expect(counters.some(({ name }) => /tokens|model_calls/.test(String(name)))).toBe(false)
  })

  it('leaves the steps of a prompt as spans, without those of the HTTP library', async () => {
    expect(await factsOf('span', 'name, kind, about')).toEqual([
      { name: 'llm_call', kind: 'model_call', about: '' },
      { name: 'schedule_tool_calls', kind: 'other', about: '' },
      {
        name: 'tool_call',
        kind: 'edit',
        about: 'gemini-cli/tool:a1b2c3d4-1111-4222-8333-000000000001:replace-1788000000000-1',
      },
      { name: 'user_prompt', kind: 'prompt', about: '' },
    ])
  })
})

const DUMP = real('otlp/gemini-llm-call-span-attributes.json')
it.skipIf(!DUMP)('a real span of a model call is a step of its session, and no call', async () => {
  const dump = JSON.parse(DUMP as string) as { scopeName: string; spanName: string; attributes: object }
  const span = {
    ...{ traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), name: dump.spanName, kind: 1 },
    ...{ startTimeUnixNano: '1789120800000000000', endTimeUnixNano: '1789120801000000000' },
    attributes: pairs(dump.attributes),
  }
  const scopeSpans = [{ scope: { name: dump.scopeName }, spans: [span] }]
  await server.send('traces', JSON.stringify({ resourceSpans: [{ scopeSpans }] }))
  const told = await server.instance.store.rows(
    `SELECT kind, model, session FROM span FINAL WHERE trace_id = '${span.traceId}'`,
  )
  expect(told).toEqual([
    {
      kind: 'model_call',
      model: expect.stringMatching(/^gemini-/),
      session: expect.stringMatching(/^[\da-f-]{36}$/),
    },
  ])
  expect((await server.ask('tokens.by_model', 'from=2026-09-11&to=2026-09-11')).data).toEqual([])
})
