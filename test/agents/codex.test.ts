/** Codex against a listening server: its fixtures over every door, twice and in reverse, and what the metrics say then. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SessionAnswer } from '../../src/faces/contract.ts'
import { type AgentDoors, fixture, openDoors, pairs, real, reversed } from './sending.ts'

const DAY = 'from=2026-03-05&to=2026-03-05'
const SESSION = '019cbd70-9c38-7a11-8b22-c33d44e55f66'
const SIGNALS = ['logs', 'metrics', 'traces'] as const

let server: AgentDoors
beforeAll(async () => {
  server = await openDoors()
})
afterAll(() => server.close())

const rows = async (metric: string) => {
  await server.instance.rebuilder.flush()
  return (await server.ask(metric, DAY)).data
}

/** Three responses and a request that was refused for good. */
async function checked() {
  expect(await rows('tokens.by_model')).toEqual([
    expect.objectContaining({
      model: 'gpt-5.5',
      calls: 4,
      input: 12_000 - 4_000 + 15_000 - 12_000 - 500 + 15_400 - 12_000 - 500,
      cache_read: 4_000 + 2 * 12_000,
      cache_write: 2 * 500,
      output: 300 + 200 + 210,
      reasoning: 120,
    }),
  ])
  // A test, a command that was refused, and a commit; the script around the test and its sandbox are no calls.
  expect(await rows('tools.by_tool')).toEqual([
    expect.objectContaining({ tool: 'Execute', calls: 3, ok: 2, error: 0, rejected: 1 }),
    expect.objectContaining({ tool: 'Edit', calls: 1, ok: 1 }),
    expect.objectContaining({ tool: 'MCP', calls: 1, ok: 1 }),
  ])
  expect(await rows('tools.by_mcp_server')).toEqual([expect.objectContaining({ server: 'github', calls: 1 })])
  expect(await rows('messages.by_day')).toEqual([
    expect.objectContaining({ user_messages: 1, assistant_messages: 3 }),
  ])
  expect(await rows('productivity.by_language')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ language: 'TypeScript', files: 1, lines_added: 3, lines_removed: 0 }),
      expect.objectContaining({ language: 'Markdown', files: 1, lines_added: 2, lines_removed: 1 }),
    ]),
  )
  expect(await rows('sessions.by_day')).toEqual([expect.objectContaining({ sessions: 1 })])
}

describe('one session', () => {
  it('over HTTP with JSON', async () => {
    for (const signal of SIGNALS) await server.send(signal, fixture('codex', signal))
    await checked()
  })

  it('again, in reverse, counts once', async () => {
    for (const signal of [...SIGNALS].reverse())
      for (const body of reversed(signal, fixture('codex', signal))) await server.send(signal, body)
    await checked()
  })

  it('again, by the official exporters over gRPC and as protobuf, counts once', async () => {
    for (let i = 0; i < 2; i++) {
      await server.export('grpc', 'logs', fixture('codex', 'logs'))
      await server.export('protobuf', 'traces', fixture('codex', 'traces'))
    }
    await checked()
  })

  it('is told in full', async () => {
    const { data } = (await (await server.get(`/api/v1/sessions/${SESSION}`)).json()) as SessionAnswer
    expect(data).toMatchObject({
      user: 'ada@example.com',
      harness: 'codex',
      client: 'terminal',
      kind: 'interactive',
      version: '0.150.0',
      started_at: '2026-03-05T09:59:59.800Z',
      model_calls: 4,
      tool_calls: 5,
      file_changes: 2,
      human_messages: 1,
      sources: ['codex/otlp'],
    })
    const [state] = await server.instance.store.rows<{ servers: string[]; provider: string }>(
      `SELECT mcp_servers_configured AS servers, provider FROM session WHERE notEmpty(mcp_servers_configured)`,
    )
    expect(state).toEqual({ servers: ['github', 'docs'], provider: 'openai' })
  })

  it('made one commit', async () => {
    const found = await server.instance.store.rows<object>(
      'SELECT sha, toUInt32(added) AS added, toUInt32(removed) AS removed, session FROM commit FINAL',
    )
    expect(found).toEqual([{ sha: '4f5e6d7', added: 5, removed: 1, session: SESSION }])
  })

  it('leaves its metrics and the noise among its spans unused, and refuses nothing', async () => {
    const counts = await server.ingested()
    expect(counts['otlp/metrics codex']).toMatchObject({ received: 16, unused: 16 })
    // Two of `auth`, and the functions within a response and a tool, each time.
    const { received = 0, unused } = counts['otlp/traces codex'] ?? {}
    expect([received > 8, unused]).toEqual([true, received / 2])
    for (const one of Object.values(counts)) expect(one).toMatchObject({ rejected: 0, quarantined: 0 })
  })

  it('leaves no text of people anywhere', async () => {
    for (const text of ['npm test', 'curl', 'export const', '12 passed', 'rejected by user', 'Cart '])
      await server.expectNowhere(text)
  })
})

const DUMP = real('otlp/codex-turn-span-attributes.json')
const dump =
  DUMP &&
  (JSON.parse(DUMP) as { scopeName: string; spanName: string; attributes: Record<string, string | number> })

it.skipIf(!dump)('a real turn is a step, and its use adds up to its total', async () => {
  if (!dump) return
  const usage = (what: string) => Number(dump.attributes[`codex.turn.token_usage.${what}_tokens`])
  const attributes = pairs(dump.attributes)
  const start = BigInt(Date.parse('2026-03-06T10:00:00Z')) * 1_000_000n
  const span = {
    traceId: 'c0'.repeat(16),
    spanId: 'c0'.repeat(8),
    name: dump.spanName,
    ...{ startTimeUnixNano: String(start), endTimeUnixNano: String(start + 1_500_000_000n), attributes },
  }
  const scopeSpans = [{ scope: { name: dump.scopeName }, spans: [span] }]
  const body = JSON.stringify({ resourceSpans: [{ resource: { attributes: [] }, scopeSpans }] })
  for (let i = 0; i < 2; i++) await server.send('traces', body)
  const read = await server.instance.store.rows<{ name: string; value: number }>(
    `SELECT name, toUInt32(value) AS value FROM counter FINAL WHERE session = {session:String}`,
    { params: { session: String(dump.attributes['thread.id']) } },
  )
  const counted = Object.fromEntries(read.map(({ name, value }) => [name, value]))
  expect(counted).toEqual({
    tokens_input: usage('non_cached_input'),
    tokens_cache_read: usage('cached_input'),
    tokens_output: usage('output'),
    tokens_reasoning: usage('reasoning_output'),
  })
})
