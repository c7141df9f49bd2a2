/** Goose on a real server: requests and tools count, sums and free text do not. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type AgentDoors, fixture, openDoors, tracesOf } from './sending.ts'

const TRACES = tracesOf('goose', 'traces')
const PERIOD = 'from=2026-03-04&to=2026-03-04'

let server: AgentDoors
beforeEach(async () => {
  server = await openDoors()
})
afterEach(() => server.close())

it('counts each request once, whatever comes first, twice and over two doors', async () => {
  const reversed = structuredClone(TRACES)
  for (const { scopeSpans } of reversed.resourceSpans) for (const { spans } of scopeSpans) spans.reverse()
  await server.send('metrics', fixture('goose', 'metrics'))
  await server.send('traces', reversed)
  await server.send('logs', fixture('goose', 'logs'))
  await server.export('protobuf', 'traces', TRACES)
  await server.send('metrics', fixture('goose', 'metrics'))
  // 20 + 100 fresh, 900 read, 980 + 200 written, 50 + 60 out; and a title.
  expect((await server.ask('tokens.by_model', PERIOD)).data).toEqual([
    expect.objectContaining({
      ...{ model: 'claude-sonnet-4-5-20250929', calls: 2, input: 120 },
      ...{ cache_read: 900, cache_write: 1180, output: 110 },
    }),
    expect.objectContaining({ model: 'claude-haiku-4-5', calls: 1, input: 0, output: 10 }),
  ])
  expect((await server.ask('tools.by_tool', PERIOD)).data).toEqual([
    expect.objectContaining({ tool: 'Execute', calls: 1, ok: 1, avg_duration_ms: 600 }),
    expect.objectContaining({ tool: 'MCP', calls: 1, error: 1 }),
  ])
  const answer = await server.get(`/api/v1/sessions?${PERIOD}`)
  expect(((await answer.json()) as { data: object[] }).data).toEqual([
    expect.objectContaining({ id: '20260304_1:lin@example.com', harness: 'goose', version: '1.44.0' }),
  ])
  expect(await server.ingested()).toMatchObject({
    'otlp/traces goose': { rejected: 0, quarantined: 0 },
    'otlp/metrics goose': { rejected: 0, quarantined: 0 },
    'otlp/logs goose': { rejected: 0, quarantined: 0 },
  })
  await server.expectNowhere('canary')
})
