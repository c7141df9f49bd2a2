/** OpenCode on a real server: its own spans, those of its plugin, and both at once tell one session once. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AgentDoors, fixture, openDoors, pairs, real, tracesOf } from './sending.ts'

const NATIVE = tracesOf('opencode', 'native-traces')
const EVENTS = fixture('opencode', 'plugin-logs')
const PERIOD = 'from=2026-03-04&to=2026-03-04'

let server: AgentDoors
beforeEach(async () => {
  server = await openDoors()
})
afterEach(() => server.close())

const rows = async (metric: string) => (await server.ask(metric, PERIOD)).data
const sessions = async () => {
  const answer = await server.get(`/api/v1/sessions?${PERIOD}`)
  return ((await answer.json()) as { data: object[] }).data
}

/** Two calls: 3 + 10 fresh, 1197 read, 1197 + 93 written, 60 + 40 out, of the latter 15 of reasoning. */
const TOKENS = { calls: 2, input: 13, cache_read: 1197, cache_write: 1290, output: 100 }
const BASH = { tool: 'Execute', calls: 1, ok: 1, error: 0, rejected: 0, avg_duration_ms: 500 }

describe('its own spans', () => {
  it('count the requests alone, over any door, twice, in any order', async () => {
    const reversed = structuredClone(NATIVE)
    for (const { scopeSpans } of reversed.resourceSpans) for (const { spans } of scopeSpans) spans.reverse()
    await server.send('traces', reversed)
    await server.export('grpc', 'traces', NATIVE)
    await server.send('logs', fixture('opencode', 'native-logs'))
    await server.export('protobuf', 'traces', NATIVE)
    expect(await rows('tokens.by_model')).toEqual([
      expect.objectContaining({ model: 'claude-sonnet-4-5-20250929', ...TOKENS }),
    ])
    expect(await rows('tools.by_tool')).toEqual([expect.objectContaining(BASH)])
    expect(await sessions()).toEqual([
      expect.objectContaining({ harness: 'opencode', version: '1.16.2', client: 'terminal', user: 'ada' }),
    ])
    const stored = await server.instance.store.rows('SELECT environment FROM session FINAL')
    expect(stored).toEqual([{ environment: '' }])
    await server.expectNowhere('canary')
  })
})

it('spans that are refused are kept without their texts', async () => {
  const odd = structuredClone(NATIVE)
  for (const { scopeSpans } of odd.resourceSpans)
    for (const { spans } of scopeSpans) for (const span of spans) span.startTimeUnixNano = '1000000'
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify(odd)
  await (await fetch(`${server.url}/v1/traces`, { method: 'POST', headers, body })).text()
  expect((await server.ingested())['otlp/traces opencode']).toMatchObject({
    quarantined: 6,
    reasons: { time_out_of_range: 6 },
  })
  await server.expectNowhere('canary')
})

describe('the events of the plugin', () => {
  it('count with the cost that they report', async () => {
    for (let i = 0; i < 2; i++) {
      await server.send('traces', fixture('opencode', 'plugin-traces'))
      await server.send('logs', EVENTS)
      await server.send('metrics', fixture('opencode', 'plugin-metrics'))
    }
    expect(await rows('tokens.by_model')).toEqual([
      expect.objectContaining({ model: 'claude-sonnet-4-5', ...TOKENS, cost_usd: 0.75 }),
    ])
    expect(await rows('tools.by_tool')).toEqual([expect.objectContaining(BASH)])
    expect(await sessions()).toEqual([
      expect.objectContaining({ started_at: '2026-03-04T10:00:00.000Z', human_messages: 1, version: null }),
    ])
    expect(await server.ingested()).toMatchObject({
      'otlp/logs opencode': { rejected: 0, quarantined: 0 },
      'otlp/metrics opencode': { rejected: 0, quarantined: 0 },
    })
    await server.expectNowhere('canary')
  })
})

describe('both at once', () => {
  const TRACES = tracesOf('opencode', 'plugin-traces')
  it.each([
    ['spans first', [NATIVE, TRACES, EVENTS]],
    ['events first', [EVENTS, TRACES, NATIVE]],
    ['the span that joins them last', [EVENTS, NATIVE, TRACES]],
  ])('%s, tell each call once, with the best of both', async (_what, requests) => {
    for (let i = 0; i < 2; i++)
      for (const request of requests) await server.send(request === EVENTS ? 'logs' : 'traces', request)
    expect(await rows('tokens.by_model')).toEqual([
      expect.objectContaining({ model: 'claude-sonnet-4-5-20250929', ...TOKENS, cost_usd: 0.75 }),
    ])
    expect(await rows('tools.by_tool')).toEqual([expect.objectContaining(BASH)])
    expect(await sessions()).toEqual([expect.objectContaining({ user: 'ada@example.com' })])
  })
})

const DUMP = real('otlp/opencode-dostream-span-attributes.json')
it.skipIf(!DUMP)('a real span has the fresh input and the written cache apart', async () => {
  const { attributes } = JSON.parse(DUMP as string) as { attributes: object }
  const span = structuredClone(NATIVE.resourceSpans[0]?.scopeSpans[0]?.spans[2])
  if (!span) throw new Error('no span')
  span.attributes = pairs(attributes)
  const [of] = NATIVE.resourceSpans
  await server.send('traces', {
    resourceSpans: [{ ...of, scopeSpans: [{ scope: { name: 'opencode' }, spans: [span] }] }],
  })
  expect(await rows('tokens.by_model')).toEqual([
    expect.objectContaining({ calls: 1, input: 3, cache_read: 0, cache_write: 12629, output: 13 }),
  ])
})
