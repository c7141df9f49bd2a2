/** An agent that nobody knows, on a real server: what it tells by the conventions counts once. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type AgentDoors, fixture, openDoors, tracesOf } from './sending.ts'

const TRACES = tracesOf('generic', 'traces')
const EVENTS = fixture('generic', 'logs')
const METRICS = fixture('generic', 'metrics')
const PERIOD = 'from=2026-03-04&to=2026-03-04'

let server: AgentDoors
beforeEach(async () => {
  server = await openDoors()
})
afterEach(() => server.close())

/** Two calls of spans, of which one is told twice more, and one of an event: 1000 + 1100 + 20 in, of it 1500 read. */
const TOKENS = { calls: 3, input: 620, cache_read: 1500, output: 135 }

it.each([
  ['spans first', ['traces', 'logs', 'metrics']],
  ['metrics first', ['metrics', 'logs', 'traces']],
] as const)('%s, twice and over two doors, it counts once', async (_what, order) => {
  const requests = { traces: TRACES, logs: EVENTS, metrics: METRICS }
  for (const signal of order) await server.send(signal, requests[signal])
  await server.export('grpc', 'traces', TRACES)
  for (const signal of order) await server.send(signal, requests[signal])
  expect((await server.ask('tokens.by_model', PERIOD)).data).toEqual([
    expect.objectContaining({ model: 'gpt-5-2025-08-07', ...TOKENS }),
  ])
  expect((await server.ask('tokens.by_harness', PERIOD)).data).toEqual([
    expect.objectContaining({ harness: 'acme-bot', calls: 3 }),
  ])
  expect((await server.ask('tools.by_tool', PERIOD)).data).toEqual([
    expect.objectContaining({ tool: 'Execute', calls: 1, avg_duration_ms: 700 }),
    expect.objectContaining({ tool: 'MCP', calls: 1, avg_duration_ms: 500 }),
  ])
  const answer = await server.get(`/api/v1/sessions?${PERIOD}`)
  expect(((await answer.json()) as { data: object[] }).data).toEqual([
    expect.objectContaining({
      id: 'conv-0001',
      harness: 'acme-bot',
      user: 'grace@example.com',
      version: '3.2.0',
    }),
  ])
  // The request over HTTP within a call is of no agent.
  expect(await server.ingested()).toMatchObject({
    'otlp/traces genai': { rejected: 0, quarantined: 0 },
    'otlp/traces unknown': { unused: 3 },
  })
  await server.expectNowhere('canary')
})
