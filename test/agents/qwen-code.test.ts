/** A session of Qwen Code, sent as it sends it: what the server counts, however often and in whatever order it comes. */
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
    `SELECT ${what} FROM ${table} FINAL WHERE org = {org:String} AND session LIKE 'b2c3d4e5-%' ORDER BY ALL`,
    { params: { org: 'default' } },
  )

async function figures(): Promise<void> {
  expect(await rows('tokens.by_model')).toEqual([
    // Thoughts are inside the output of the one and beside that of the other: the totals say so.
    expect.objectContaining({
      ...{ model: 'qwen3-coder-plus', calls: 3, input: 1200, cache_read: 100, output: 100, reasoning: 20 },
    }),
    expect.objectContaining({
      ...{ model: 'gemini-2.5-pro', calls: 1, input: 600, cache_read: 400, output: 80, reasoning: 30 },
    }),
  ])
  const tools = await rows('tools.by_tool')
  expect(Object.fromEntries(tools.map(({ tool, calls }) => [tool, calls]))).toEqual({
    ...{ Edit: 1, Create: 1, Execute: 1, other: 1 },
  })
  expect(await rows('messages.by_day')).toEqual([
    expect.objectContaining({ user_messages: 1, assistant_messages: 3 }),
  ])
  expect(await rows('productivity.by_day')).toEqual([
    expect.objectContaining({ files_created: 1, files_edited: 1, lines_added: 23, lines_removed: 1 }),
  ])
}

describe('Qwen Code', () => {
  it('is counted, each happening once, also those that come as events and as spans', async () => {
    for (const signal of SIGNALS) await server.send(signal, fixture('gemini/qwen', signal))
    await figures()
  })

  it('and again the same when it is sent again, record by record and last first', async () => {
    for (const signal of [...SIGNALS].reverse()) {
      await server.send(signal, fixture('gemini/qwen', signal))
      for (const body of reversed(signal, fixture('gemini/qwen', signal))) await server.send(signal, body)
    }
    await figures()
  })

  it('and by the official exporters, as protobuf and over gRPC', async () => {
    await server.export('protobuf', 'logs', fixture('gemini/qwen', 'logs'))
    await server.export('grpc', 'logs', fixture('gemini/qwen', 'logs'))
    await figures()
  })

  it('tells skills and subagents once each', async () => {
    expect(await factsOf('feature_use', 'kind, name')).toEqual([
      { kind: 'skill', name: 'pdf' },
      { kind: 'slash_command', name: 'stats' },
      { kind: 'subagent', name: 'reviewer' },
    ])
  })

  it('tells of the session its version, its repository and its end', async () => {
    const response = await server.get('/api/v1/sessions/b2c3d4e5-2222-4333-8444-000000000002')
    const { data } = (await response.json()) as { data: Record<string, unknown> }
    expect(data).toMatchObject({
      ...{ harness: 'qwen-code', version: '0.18.1', repo: 'github.com/acme/shop', branch: 'main' },
      ended_at: '2026-09-10T09:00:09.000Z',
    })
  })

  it('counts nothing by metrics that name no session', async () => {
    expect(await server.instance.store.rows(`SELECT name FROM counter`)).toEqual([])
  })

  it('leaves the steps of a prompt as spans', async () => {
    expect(await factsOf('span', 'name, kind')).toEqual([
      { name: 'qwen-code.interaction', kind: 'prompt' },
      { name: 'qwen-code.llm_request', kind: 'model_call' },
      { name: 'qwen-code.tool', kind: 'edit' },
      { name: 'qwen-code.tool.blocked_on_user', kind: 'wait' },
      { name: 'qwen-code.tool.execution', kind: 'other' },
    ])
  })
})

const TRANSCRIPT = real('transcripts/qwen/qwen_code.jsonl')
it.skipIf(!TRANSCRIPT)('real events, as a transcript repeats them, are counted as they are', async () => {
  const rows = (TRANSCRIPT as string)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
  const events = rows.flatMap(({ sessionId, systemPayload }): Record<string, unknown>[] => {
    const event = systemPayload?.uiEvent
    return event ? [{ 'session.id': sessionId, ...event }] : []
  })
  const logRecords = events.map((event) => ({
    timeUnixNano: `${Date.parse(String(event['event.timestamp']))}000000`,
    attributes: pairs(event),
  }))
  const scopeLogs = [{ scope: { name: 'qwen-code' }, logRecords }]
  const body = JSON.stringify({ resourceLogs: [{ scopeLogs }] })
  for (let i = 0; i < 2; i++) await server.send('logs', body)
  const responses = events.filter((event) => event['event.name'] === 'qwen-code.api_response')
  const sum = (key: string) => responses.reduce((n, event) => n + Number(event[key]), 0)
  const day = String(events[0]?.['event.timestamp']).slice(0, 10)
  expect((await server.ask('tokens.by_harness', `from=${day}&to=${day}`)).data).toEqual([
    expect.objectContaining({
      ...{ harness: 'qwen-code', calls: responses.length, output: sum('output_token_count') },
      input: sum('input_token_count') - sum('cached_content_token_count'),
      cache_read: sum('cached_content_token_count'),
    }),
  ])
})

interface Row {
  sessionId: string
  systemPayload?: { uiEvent?: Record<string, unknown> }
}
