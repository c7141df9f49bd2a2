/** What each record of OpenCode and of its plugin becomes, and what it is taken for when it is odd. */
import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../facts/index.ts'
import type { Attributes, LogRecord, MetricPoint, Span, Value } from '../../../otlp/signals.ts'
import { OTLP_AGENTS, readTelemetry } from '../../index.ts'

const AT = Date.parse('2026-03-04T10:00:00Z')
const attributes = (told: Record<string, Value>): Attributes => new Map(Object.entries(told))

const NATIVE = attributes({
  'service.name': 'opencode',
  'service.version': '1.16.2',
  'deployment.environment.name': 'latest',
  'opencode.client': 'desktop',
})
const origin = (scope: string, told: Record<string, Value>, resource: Attributes) => ({
  resource,
  scope: { name: scope, version: '' },
  attributes: attributes({ 'session.id': 's1', ...told }),
  flags: [],
})

function span(name: string, told: Record<string, Value> = {}, more: Partial<Span> = {}): Span {
  return {
    ...origin('opencode', { 'ai.operationId': name, ...told }, NATIVE),
    trace_id: 'a'.repeat(32),
    span_id: 'b'.repeat(16),
    parent_span_id: null,
    name,
    kind: 1,
    start: AT,
    end: AT + 1500,
    status: 0,
    status_message: '',
    events: [],
    ...more,
  }
}

const PLUGIN = { name: 'com.opencode', version: '' }

function event(name: string, told: Record<string, Value> = {}, more: Partial<LogRecord> = {}): LogRecord {
  return {
    ...origin('com.opencode', { 'event.name': name, ...told }, attributes({ 'app.version': '0.9.0' })),
    time: AT,
    observed: null,
    event_name: '',
    severity: 9,
    body: name,
    trace_id: null,
    span_id: null,
    ...more,
  }
}

function point(name: string, told: Record<string, Value>, more: Partial<MetricPoint> = {}): MetricPoint {
  return {
    ...origin('com.opencode', told, attributes({})),
    metric: { name, unit: '', kind: 'sum', temporality: 'delta', monotonic: true },
    start: AT,
    time: AT + 60_000,
    value: 7,
    count: null,
    sum: null,
    ...more,
  }
}

const spans = (...all: Span[]) => readTelemetry(OTLP_AGENTS, 'traces', all, AT + 1000)
const ofSpan = (one: Span): Fact[] => spans(one).told.flatMap((told) => told.facts)
const events = (...all: LogRecord[]) => readTelemetry(OTLP_AGENTS, 'logs', all, AT + 1000)
const ofEvent = (name: string, told: Record<string, Value> = {}): Fact[] =>
  events(event(name, told)).told.flatMap((one) => one.facts)
const points = (...all: MetricPoint[]) => readTelemetry(OTLP_AGENTS, 'metrics', all, AT + 90_000)
const ofPoint = (one: MetricPoint): Fact[] => points(one).told.flatMap((told) => told.facts)

const USAGE = {
  'ai.model.provider': 'anthropic.messages',
  'ai.model.id': 'claude-sonnet-4-5',
  'ai.usage.inputTokens': 12632,
  'ai.usage.inputTokenDetails.noCacheTokens': 3,
  'ai.usage.inputTokenDetails.cacheReadTokens': 0,
  'ai.usage.inputTokenDetails.cacheWriteTokens': 12629,
  'ai.usage.outputTokens': 13,
  'ai.response.msToFirstChunk': 700.25,
}
const DO_STREAM = 'ai.streamText.doStream'

describe('a span of the AI SDK', () => {
  it('around one request is a model call, whose input holds the cache', () => {
    expect(ofSpan(span(DO_STREAM, USAGE))).toEqual([
      expect.objectContaining({
        type: 'model_call',
        harness: 'opencode',
        client: 'desktop',
        source: 'opencode/otlp',
        session: 's1',
        keys: [`span-call:${'a'.repeat(32)}:${'b'.repeat(16)}`, 'opencode/usage:s1:3:0:12629:13'],
        provider: 'anthropic',
        model: 'claude-sonnet-4-5',
        in_uncached: 3,
        cache_read: 0,
        cache_write: 12629,
        out: 13,
        latency_ms: 1500,
        ttft_ms: 700,
        status: 'ok',
      }),
      expect.objectContaining({
        type: 'span',
        kind: 'model_call',
        about: expect.stringMatching(/^span-call:/),
      }),
    ])
  })

  it.each(['ai.generateText.doGenerate', 'ai.streamObject.doStream', 'ai.generateObject.doGenerate'])(
    '%s is one too',
    (name) => {
      expect(ofSpan(span(name, USAGE)).map((f) => f.type)).toEqual(['model_call', 'span'])
    },
  )
  it.each(['ai.streamText', 'ai.generateText', 'ai.embed.doEmbed', 'SessionProcessor.process'])(
    '%s is none, though it has counts',
    (name) => {
      expect(ofSpan(span(name, USAGE)).filter((f) => f.type !== 'span')).toEqual([])
    },
  )

  it('of an older version tells the input of Anthropic without the cache, and that of others with it', () => {
    const told = { 'ai.usage.inputTokens': 100, 'ai.usage.cachedInputTokens': 40, 'ai.usage.outputTokens': 5 }
    const input = (provider: string) =>
      (ofSpan(span(DO_STREAM, { ...told, 'ai.model.provider': provider }))[0] as { in_uncached: number })
        .in_uncached
    expect(input('anthropic.messages')).toBe(100)
    expect(input('openai.responses')).toBe(60)
  })

  it('that failed is a call that failed, and has no counts to be known by', () => {
    const [call] = ofSpan(span(DO_STREAM, { 'ai.model.id': 'x' }, { status: 2 }))
    expect(call).toMatchObject({ status: 'error', out: null, keys: [expect.stringMatching(/^span-call:/)] })
  })

  it.each([-5, 1.5, 'many', 2n ** 63n])('with an input of %s is refused, its neighbours are not', (told) => {
    const { told: read } = spans(
      span(DO_STREAM, { ...USAGE, 'ai.usage.inputTokens': told }),
      span(DO_STREAM, USAGE),
    )
    expect(read[0]).toMatchObject({ facts: [], refused: { reason: 'implausible_count' } })
    expect(read[1]?.facts).toHaveLength(2)
  })

  it('around a tool is a tool call, of which no argument is kept', () => {
    const told = {
      'ai.toolCall.name': 'bash',
      'ai.toolCall.id': 'toolu_1',
      'ai.toolCall.args': '{"command":"npm test -- secret"}',
      'ai.toolCall.result': 'secret',
    }
    const facts = ofSpan(span('ai.toolCall', told))
    expect(facts).toEqual([
      expect.objectContaining({
        type: 'tool_call',
        keys: ['opencode/tool:s1:toolu_1'],
        tool: 'Execute',
        raw_tool: 'bash',
        validation: 'test',
        duration_ms: 1500,
        status: 'ok',
      }),
      expect.objectContaining({ type: 'span', kind: 'validation', about: 'opencode/tool:s1:toolu_1' }),
    ])
    expect(JSON.stringify(facts)).not.toContain('secret')
  })

  it('around a tool that starts an agent or loads a skill is a use of it', () => {
    const use = (name: string, args: string) =>
      ofSpan(
        span('ai.toolCall', { 'ai.toolCall.name': name, 'ai.toolCall.id': 't', 'ai.toolCall.args': args }),
      )
    expect(use('task', '{"subagent_type":"explore","prompt":"x"}')[1]).toMatchObject({
      type: 'feature_use',
      kind: 'subagent',
      name: 'explore',
    })
    expect(use('skill', '{"name":"pdf"}')[1]).toMatchObject({
      type: 'feature_use',
      kind: 'skill',
      name: 'pdf',
    })
    expect(use('skill', 'not JSON')[1]).toMatchObject({ kind: 'skill', name: null })
    expect(use('invalid', '{}')[0]).toMatchObject({ type: 'tool_call', status: 'error' })
  })

  it('tells of the session, whose environment is not the release channel', () => {
    const { sessions } = spans(span(DO_STREAM, { ...USAGE, 'ai.telemetry.metadata.userId': 'ada' }))
    expect(sessions).toEqual([
      expect.objectContaining({
        id: 's1',
        version: '1.16.2',
        environment: null,
        client: 'desktop',
        user: null,
      }),
    ])
    const ci = new Map([...NATIVE, ['deployment.environment', 'ci']])
    expect(spans(span(DO_STREAM, USAGE, { resource: ci })).sessions[0]).toMatchObject({ environment: 'ci' })
  })
})

it('logs of OpenCode are free text, and are taken for nothing', () => {
  const record = event(
    'x',
    {},
    { scope: { name: 'opencode', version: '' }, resource: NATIVE, body: 'secret' },
  )
  expect(events(record).told).toEqual([{ agent: 'opencode', facts: [], refused: null, unknown: false }])
})

const REQUEST = {
  model: 'claude-sonnet-4-5',
  provider: 'anthropic',
  input_tokens: '10',
  output_tokens: 25,
  reasoning_tokens: 15,
  cache_read_tokens: 1197,
  cache_creation_tokens: 93,
  cost_usd: 0.25,
  duration_ms: 2010,
}

describe('an event of the plugin', () => {
  it('api_request is a model call of five parts that do not overlap, and a message', () => {
    const facts = ofEvent('api_request', REQUEST)
    expect(facts).toEqual([
      expect.objectContaining({
        type: 'model_call',
        source: 'opencode/plugin/otlp',
        keys: [
          `opencode/call:s1:${AT}`,
          'opencode/usage:s1:10:1197:93:40',
          'opencode/usage:s1:10:1197:93:25',
        ],
        in_uncached: 10,
        cache_read: 1197,
        cache_write: 93,
        out: 40,
        reasoning: 15,
        cost_usd: 0.25,
        cost_source: 'reported',
      }),
      expect.objectContaining({ type: 'message', role: 'assistant', human: false }),
    ])
    // From the beginning of the message to its end, tools included.
    expect(facts[0]).not.toHaveProperty('latency_ms')
  })

  it('api_request with a cost of 0 has none that is known', () => {
    expect(ofEvent('api_request', { ...REQUEST, cost_usd: 0 })[0]).not.toHaveProperty('cost_usd')
  })

  it('api_error is a call that failed, without its text', () => {
    const [call] = ofEvent('api_error', { model: 'm', error: 'secret' })
    expect(call).toMatchObject({ type: 'model_call', status: 'error', error_type: 'error' })
    expect(JSON.stringify(call)).not.toContain('secret')
  })

  it('user_prompt is a message of a person, unless an agent wrote it', () => {
    const [message] = ofEvent('user_prompt', { prompt: 'secret' })
    expect(message).toMatchObject({ type: 'message', role: 'user', human: true })
    expect(JSON.stringify(message)).not.toContain('secret')
    expect(ofEvent('user_prompt', { 'agent.type': 'subagent' })[0]).toMatchObject({ human: false })
  })

  it('tool_result is a tool call; two at once of one tool are two', () => {
    const told = { tool_name: 'read', success: true, duration_ms: 12, tool_result_size_bytes: 100 }
    const [call] = ofEvent('tool_result', told)
    expect(call).toMatchObject({ type: 'tool_call', tool: 'Read', status: 'ok', duration_ms: 12, at: AT })
    const [other] = ofEvent('tool_result', { ...told, tool_result_size_bytes: 101 })
    expect((call as { keys: string[] }).keys).not.toEqual((other as { keys: string[] }).keys)
    expect(ofEvent('tool_result', { ...told, success: 'false' })[0]).toMatchObject({ status: 'error' })
  })

  it('skill_invoked is counted where a person called it', () => {
    const told = { skill_name: 'pdf', invocation_type: 'command' }
    expect(ofEvent('skill_invoked', told)).toEqual([
      expect.objectContaining({ type: 'feature_use', kind: 'skill', name: 'pdf' }),
    ])
    expect(ofEvent('skill_invoked', { ...told, invocation_type: 'tool' })).toEqual([])
  })

  it('session.created tells when the session began', () => {
    expect(ofEvent('session.created')).toEqual([
      expect.objectContaining({ type: 'session', id: 's1', started_at: AT, version: null }),
    ])
  })

  it.each(['tool_decision', 'commit', 'subtask_invoked', 'session.idle'])('%s tells nothing more', (name) => {
    expect(ofEvent(name, { tool_name: 'rm -rf secret', decision: 'reject', source: 'once' })).toEqual([])
  })

  it('that is new is noticed', () => {
    expect(events(event('teleported')).told[0]).toMatchObject({ agent: 'opencode', unknown: true })
  })
})

describe('a span of the plugin', () => {
  const plugin = (name: string, told: Record<string, Value>) =>
    ofSpan(span(name, { ...told, 'ai.operationId': null }, { scope: PLUGIN, resource: attributes({}) }))

  it('around a call times the event', () => {
    const told = { 'openinference.span.kind': 'LLM', 'llm.token_count.prompt': 10, duration_ms: 1500 }
    expect(plugin('opencode.llm', told)).toEqual([
      expect.objectContaining({ type: 'span', kind: 'model_call', about: `opencode/call:s1:${AT}` }),
    ])
    const { duration_ms, ...newer } = told
    expect(plugin('opencode.llm', newer)[0]).toMatchObject({ about: `opencode/call:s1:${AT + duration_ms}` })
  })

  it('around a tool has the key of the event and that of the span of OpenCode', () => {
    const told = {
      'openinference.span.kind': 'TOOL',
      'tool.id': 'toolu_1',
      'tool.name': 'bash',
      'tool.parameters': '{"command":"npm run lint"}',
      'tool.result_size_bytes': 9,
      'tool.success': true,
    }
    const [call] = plugin('opencode.tool.bash', told)
    const [result] = ofEvent('tool_result', {
      ...{ tool_name: 'bash', success: true, duration_ms: 1500, tool_result_size_bytes: 9 },
    })
    const { keys } = result as { keys: string[] }
    expect(call).toMatchObject({
      type: 'tool_call',
      validation: 'lint',
      keys: ['opencode/tool:s1:toolu_1', ...keys],
    })
  })
})

describe('a metric of the plugin', () => {
  const tokens = (type: string, prefix = 'opencode.') =>
    ofPoint(point(`${prefix}token.usage`, { type, model: 'claude-x' })).map((f) => 'name' in f && f.name)

  it('token.usage stands in for the events; reasoning is output too', () => {
    expect(
      ['input', 'output', 'reasoning', 'cacheRead', 'cacheCreation', 'else'].map((type) => tokens(type)),
    ).toEqual([
      ['tokens_input'],
      ['tokens_output'],
      ['tokens_output', 'tokens_reasoning'],
      ['tokens_cache_read'],
      ['tokens_cache_write'],
      [],
    ])
  })

  it('tool.duration tells how many calls there were and how long they took', () => {
    const metric = {
      name: 'opencode.tool.duration',
      unit: 'ms',
      kind: 'histogram',
      temporality: 'delta',
    } as const
    const facts = ofPoint(
      point(
        '',
        { tool_name: 'bash', success: true },
        {
          metric: { ...metric, monotonic: true },
          value: null,
          count: 3,
          sum: 1200,
        },
      ),
    )
    expect(facts).toEqual([
      expect.objectContaining({ name: 'tool_calls', value: 3, tool: 'Execute', status: 'ok' }),
      expect.objectContaining({ name: 'tool_time', value: 1200 }),
    ])
  })

  it.each(['lines_of_code.count', 'commit.count', 'session.token.total', 'session.count'])(
    '%s is taken, and not counted',
    (name) => {
      expect(points(point(`opencode.${name}`, { type: 'added' })).told[0]).toMatchObject({
        facts: [],
        unknown: false,
      })
    },
  )
  it('that is new is noticed', () => {
    expect(points(point('opencode.mood', {})).told[0]).toMatchObject({ agent: 'opencode', unknown: true })
  })

  it('is of OpenCode by its scope, whatever it is called', () => {
    expect(tokens('input', 'claude_code.')).toEqual(['tokens_input'])
    expect(tokens('input', 'acme_')).toEqual(['tokens_input'])
    const named = (name: string) =>
      spans(span(name, {}, { scope: PLUGIN, resource: attributes({}) })).told[0]?.agent
    expect(['claude_code.llm', 'claude_code.tool.bash'].map(named)).toEqual(['opencode', 'opencode'])
    const without = point('claude_code.token.usage', { type: 'input' }, { scope: { name: '', version: '' } })
    expect(points(without).told[0]?.agent).toBe('claude-code')
  })
})

it('is never known by the name of the service alone', () => {
  const bare = { scope: { name: 'ai', version: '' }, resource: attributes({ 'service.name': 'opencode' }) }
  expect(spans(span(DO_STREAM, USAGE, bare)).told[0]?.agent).not.toBe('opencode')
})
