/** Claude Code with metrics alone, with events beside them, and with a transcript after all: each thing counts once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Listening, listening } from '../faces/listening.ts'
import { call, change } from '../support/facts.ts'

const DAY = '2026-03-04'
const AT = Date.parse(`${DAY}T10:00:00Z`)
const MINUTE = 60_000
const WINDOW = `from=${DAY}&to=${DAY}`
const WHO = { 'session.id': 's1', 'user.email': 'ada@example.com' }

const keyValues = (told: Record<string, string | number>) =>
  Object.entries(told).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { doubleValue: value } : { stringValue: value },
  }))

const metric = (name: string, minute: number, value: number, told: Record<string, string> = {}) => ({
  name: `claude_code.${name}`,
  sum: {
    aggregationTemporality: 1,
    isMonotonic: true,
    dataPoints: [
      {
        startTimeUnixNano: `${AT + (minute - 1) * MINUTE}000000`,
        timeUnixNano: `${AT + minute * MINUTE}000000`,
        asDouble: value,
        attributes: keyValues({ ...WHO, ...told }),
      },
    ],
  },
})
const SONNET = { model: 'claude-sonnet-4-5' }
/** Two minutes: 100 and 50 fresh tokens, 30 out, $0.50, 12 lines, a commit. */
const METRICS = {
  resourceMetrics: [
    {
      resource: { attributes: keyValues({ 'service.name': 'claude-code' }) },
      scopeMetrics: [
        {
          scope: { name: 'com.anthropic.claude_code' },
          metrics: [
            metric('session.count', 1, 1, { start_type: 'fresh' }),
            metric('token.usage', 1, 100, { ...SONNET, type: 'input' }),
            metric('token.usage', 2, 50, { ...SONNET, type: 'input' }),
            metric('token.usage', 2, 30, { ...SONNET, type: 'output' }),
            metric('cost.usage', 2, 0.5, SONNET),
            metric('lines_of_code.count', 2, 9, { type: 'added' }),
            metric('lines_of_code.count', 2, 3, { type: 'removed' }),
            metric('commit.count', 2, 1),
            metric('active_time.total', 2, 61.5, { type: 'cli' }),
          ],
        },
      ],
    },
  ],
}

let server: Listening
beforeAll(async () => {
  server = await listening()
})
afterAll(() => server.close())

const send = async (signal: string, body: unknown) => {
  const headers = { 'content-type': 'application/json' }
  const response = await server.get(`/v1/${signal}`, { method: 'POST', headers, body: JSON.stringify(body) })
  expect([response.status, await response.text()]).toEqual([200, '{}'])
}
const asked = async (id: string) => {
  await server.instance.rebuilder.flush()
  return (await server.ask(id, WINDOW)).data
}
const inFull = async () => {
  await server.instance.rebuilder.flush()
  return ((await (await server.get('/api/v1/sessions/s1')).json()) as { data: Record<string, unknown> }).data
}

describe('metrics alone', () => {
  beforeAll(async () => {
    await send('metrics', METRICS)
    await send('metrics', METRICS)
  })

  it('are tokens and reported cost, once', async () => {
    expect(await asked('tokens.by_model')).toEqual([
      expect.objectContaining({
        ...{ model: 'claude-sonnet-4-5', input: 150, output: 30 },
        cost_usd: 0.5,
        unpriced_calls: 0,
      }),
    ])
  })

  it('are lines, commits and active time', async () => {
    expect((await asked('productivity.by_day'))[0]).toMatchObject({ lines_added: 9, lines_removed: 3 })
    const counters = Object.fromEntries((await asked('counters.by_name')).map((c) => [c.name, c.counted]))
    expect(counters).toMatchObject({ commits: 1, active_agent: 61_500, lines_added: 9, tokens_input: 150 })
  })

  it('are a session, told in full', async () => {
    expect(await inFull()).toMatchObject({
      ...{ user: 'ada@example.com', harness: 'claude-code', sources: ['claude-code/otlp'] },
      tokens: { input: 150, cache_read: null, cache_write: null, output: 30, reasoning: null },
      ...{ cost_usd: 0.5, cost_coverage: { known: 0, total: 0 } },
      counters: expect.arrayContaining([{ name: 'commits', value: 1, usd: null, counted: true }]),
    })
    const { data } = (await (await server.get(`/api/v1/sessions?${WINDOW}`)).json()) as { data: unknown[] }
    expect(data).toHaveLength(1)
  })
})

describe('and more', () => {
  it('calls told one by one take the place of tokens and cost, lines stay', async () => {
    await server.instance.writer.write([
      call({
        ...{ keys: ['claude-code/req:1'], source: 'claude-code/otlp', at: AT },
        in_uncached: 140,
        out: 30,
        cost_usd: 0.4,
      }),
    ])
    expect(await asked('tokens.by_model')).toEqual([
      expect.objectContaining({ input: 140, output: 30, cost_usd: 0.4, calls: 1 }),
    ])
    expect((await asked('productivity.by_day'))[0]).toMatchObject({ lines_added: 9 })
    expect(await inFull()).toMatchObject({
      tokens: { input: 140, output: 30 },
      counters: expect.arrayContaining([{ name: 'cost', value: null, usd: 0.5, counted: false }]),
    })
  })

  it('changes of files take the place of lines', async () => {
    await server.instance.writer.write([
      change({ keys: ['claude-code/tool:1'], at: AT, added: 8, removed: 3 }),
    ])
    expect((await asked('productivity.by_day'))[0]).toMatchObject({
      lines_added: 8,
      lines_removed: 3,
      files_edited: 1,
    })
  })

  it('the same metrics again change nothing', async () => {
    await send('metrics', METRICS)
    expect((await asked('productivity.by_day'))[0]).toMatchObject({ lines_added: 8 })
    expect(await asked('tokens.by_model')).toEqual([expect.objectContaining({ input: 140 })])
  })
})
