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

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const span = (
  id: number,
  parent: number,
  name: string,
  second: number,
  told: Record<string, string | number>,
) => ({
  traceId: TRACE,
  spanId: String(id).padStart(16, '0'),
  parentSpanId: parent === 0 ? '' : String(parent).padStart(16, '0'),
  name: `claude_code.${name}`,
  startTimeUnixNano: `${AT + second * 1000}000000`,
  endTimeUnixNano: `${AT + second * 1000 + 700}000000`,
  attributes: keyValues({ 'session.id': 'traced', ...told }),
})
/** A prompt, a call that edits and then runs the tests, which fail. */
const TRACES = {
  resourceSpans: [
    {
      resource: { attributes: keyValues({ 'service.name': 'claude-code' }) },
      scopeSpans: [
        {
          scope: { name: 'com.anthropic.claude_code.tracing' },
          spans: [
            span(1, 0, 'interaction', 1, { 'prompt.id': 'p1' }),
            span(2, 1, 'llm_request', 2, { request_id: 'req_t', model: 'claude-sonnet-4-5' }),
            span(3, 1, 'tool', 3, { tool_name: 'Edit', tool_use_id: 'toolu_e' }),
            span(4, 1, 'tool', 5, { tool_name: 'Bash', tool_use_id: 'toolu_b', full_command: 'npm test' }),
            span(5, 4, 'tool.execution', 5, { success: 'false' }),
          ],
        },
      ],
    },
  ],
}
const event = (name: string, second: number, told: Record<string, string | number>) => ({
  timeUnixNano: `${AT + second * 1000}000000`,
  body: { stringValue: `claude_code.${name}` },
  attributes: keyValues({ 'event.name': name, 'session.id': 'traced', 'event.sequence': second, ...told }),
})
const LOGS = {
  resourceLogs: [
    {
      resource: { attributes: keyValues({ 'service.name': 'claude-code' }) },
      scopeLogs: [
        {
          scope: { name: 'com.anthropic.claude_code.events' },
          logRecords: [
            event('user_prompt', 1, { 'prompt.id': 'p1', prompt_length: 5 }),
            event('api_request', 3, {
              request_id: 'req_t',
              model: 'claude-sonnet-4-5',
              input_tokens: 3,
              output_tokens: 4,
            }),
            event('tool_result', 4, {
              tool_name: 'Edit',
              tool_use_id: 'toolu_e',
              success: 'true',
              duration_ms: 650,
            }),
            event('tool_result', 6, {
              tool_name: 'Bash',
              tool_use_id: 'toolu_b',
              success: 'false',
              duration_ms: 600,
            }),
          ],
        },
      ],
    },
  ],
}

describe('the timeline of a session', () => {
  const steps = async () => {
    await server.instance.rebuilder.flush()
    const answer = (await (await server.get('/api/v1/sessions/traced/timeline')).json()) as {
      data: { steps: Record<string, unknown>[]; steps_more: number }
    }
    return answer.data.steps
  }

  it('is drawn from spans alone', async () => {
    await send('traces', TRACES)
    expect((await steps()).map((s) => s.kind)).toEqual([
      'prompt',
      'model_call',
      'edit',
      'validation',
      'other',
    ])
  })

  it('has each happening once when events and a change of the transcript come too', async () => {
    await send('logs', LOGS)
    await send('traces', TRACES)
    await server.instance.writer.write([
      change({
        keys: ['claude-code/tool:toolu_e#a.ts'],
        session: 'traced',
        at: AT + 3500,
        path: 'a.ts',
        added: 2,
      }),
    ])
    const told = await steps()
    const id = (kind: string) => told.find((s) => s.kind === kind)?.id
    expect(told).toMatchObject([
      { kind: 'prompt', parent: null, parent_inferred: false, duration_ms: 700 },
      {
        kind: 'model_call',
        parent: id('prompt'),
        parent_inferred: false,
        model: 'claude-sonnet-4-5',
        status: 'ok',
        duration_ms: 700,
      },
      { kind: 'edit', parent: id('prompt'), tool: 'Edit', status: 'ok', duration_ms: 700 },
      { kind: 'change', parent: id('edit'), parent_inferred: true, path: 'a.ts', op: 'edit', added: 2 },
      {
        kind: 'validation',
        parent: id('prompt'),
        tool: 'Execute',
        validation: 'test',
        status: 'error',
        duration_ms: 700,
      },
      { kind: 'other', status: 'error', parent_inferred: false },
    ])
    expect(told[5]?.parent).toBe(told[4]?.id)
    expect(await asked('tokens.by_day')).toEqual([expect.objectContaining({ input: 140 + 3, calls: 2 })])
  })

  it.each([
    ['/api/v1/sessions/nobody/timeline', 404, 'not_found'],
    ['/api/v1/sessions/traced/timeline?deep=1', 400, 'bad_param'],
  ])('%s: %d', async (path, status, code) => {
    const response = await server.get(path)
    expect([response.status, ((await response.json()) as { error: { code: string } }).error.code]).toEqual([
      status,
      code,
    ])
  })
})
