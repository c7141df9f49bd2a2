/** What is made of agents of which only their conventions are known. */
import { describe, expect, it } from 'vitest'
import type { Fact, ModelCall } from '../../../facts/index.ts'
import type { Attributes, LogRecord, MetricPoint, Span, Value } from '../../../otlp/signals.ts'
import { OTLP_AGENTS, readTelemetry } from '../../index.ts'

const AT = Date.parse('2026-03-04T10:00:00Z')
const attributes = (told: Record<string, Value>): Attributes => new Map(Object.entries(told))
const RESOURCE = attributes({ 'service.name': 'Acme Bot', 'service.version': '3.2.0' })
const SCOPE = { name: 'acme', version: '' }
const [TRACE, SPAN] = ['a'.repeat(32), 'b'.repeat(16)]

const span = (told: Record<string, Value>, more: Partial<Span> = {}): Span => ({
  resource: RESOURCE,
  scope: SCOPE,
  attributes: attributes(told),
  flags: [],
  trace_id: TRACE,
  span_id: SPAN,
  parent_span_id: null,
  name: 'x',
  kind: 3,
  start: AT,
  end: AT + 1500,
  status: 0,
  status_message: '',
  events: [],
  ...more,
})
const read = (...all: Span[]) => readTelemetry(OTLP_AGENTS, 'traces', all, AT + 1000)
const facts = (told: Record<string, Value>, more: Partial<Span> = {}): Fact[] =>
  read(span(told, more)).told.flatMap((one) => one.facts)
const types = (told: Record<string, Value>, more: Partial<Span> = {}): string[] =>
  facts(told, more).map((f) => f.type)

const USAGE = {
  'gen_ai.request.model': 'gpt-5',
  'gen_ai.usage.input_tokens': 100,
  'gen_ai.usage.output_tokens': 7,
}
const RESPONSE = 'chatcmpl-0123456789abcdef'

describe('a span that calls a model', () => {
  it('by the conventions has input with the cache and output with reasoning', () => {
    const told = {
      ...USAGE,
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.conversation.id': 'c1',
      'gen_ai.agent.name': 'planner',
      'gen_ai.response.id': RESPONSE,
      'gen_ai.usage.cache_read.input_tokens': 60,
      'gen_ai.usage.reasoning.output_tokens': 3,
      'gen_ai.input.messages': 'secret',
    }
    expect(facts(told)).toEqual([
      expect.objectContaining({
        type: 'model_call',
        harness: 'acme-bot',
        source: 'genai/otlp',
        session: 'c1',
        agent: 'planner',
        provider: 'openai',
        in_uncached: 40,
        cache_read: 60,
        out: 7,
        reasoning: 3,
        latency_ms: 1500,
        keys: [
          `span-call:${TRACE}:${SPAN}`,
          `acme-bot/response:${RESPONSE}`,
          `span-call:${TRACE}:${SPAN}:100:7`,
        ],
      }),
      expect.objectContaining({ type: 'span', kind: 'model_call' }),
    ])
    expect(JSON.stringify(facts(told))).not.toContain('secret')
  })

  it('whose cache is larger than its input has the two apart', () => {
    const told = { ...USAGE, 'gen_ai.operation.name': 'chat', 'gen_ai.usage.cache_read.input_tokens': 9000 }
    expect(facts(told)[0]).toMatchObject({ in_uncached: 100, cache_read: 9000 })
  })

  it.each<[string, Record<string, Value>]>([
    ['OpenTelemetry', { 'gen_ai.operation.name': 'generate_content', ...USAGE }],
    [
      'the AI SDK',
      { 'ai.operationId': 'ai.generateText.doGenerate', 'ai.model.id': 'm', 'ai.usage.inputTokens': 100 },
    ],
    [
      'OpenInference',
      { 'openinference.span.kind': 'LLM', 'llm.token_count.prompt': 100, 'llm.model_name': 'm' },
    ],
    [
      'Traceloop',
      { 'llm.request.type': 'chat', 'gen_ai.usage.prompt_tokens': '100', 'gen_ai.system': 'OpenAI' },
    ],
    ['nobody, but has a model and counts', USAGE],
  ])('is one in the spelling of %s', (_, told) => {
    expect(facts(told)[0]).toMatchObject({ type: 'model_call', in_uncached: 100 })
  })

  it.each<[string, Record<string, Value>, Partial<Span>?]>([
    ['an agent as a whole', { 'gen_ai.operation.name': 'invoke_agent', ...USAGE }],
    ['an agent by its name alone', USAGE, { name: 'invoke_agent planner' }],
    ['the AI SDK around its requests', { 'ai.operationId': 'ai.streamText', ...USAGE }],
    ['a chain', { 'openinference.span.kind': 'CHAIN', ...USAGE }],
    ['a workflow', { 'traceloop.span.kind': 'workflow', ...USAGE }],
    ['embeddings', { 'gen_ai.operation.name': 'embeddings', ...USAGE }],
    ['embeddings of the AI SDK', { 'ai.operationId': 'ai.embed.doEmbed', ...USAGE }],
    ['a kind that is new', { 'openinference.span.kind': '__proto__', ...USAGE }],
  ])('is none of %s', (_, told, more) => {
    expect(types(told, more)).toEqual(['span'])
  })

  it('of two libraries within each other is told by the response', () => {
    const outer = {
      'ai.operationId': 'ai.streamText.doStream',
      'ai.response.id': RESPONSE,
      'ai.usage.outputTokens': 7,
    }
    const inner = { 'llm.request.type': 'chat', 'gen_ai.response.id': RESPONSE, ...USAGE }
    const keys = (told: Record<string, Value>) => (facts(told)[0] as ModelCall).keys
    expect(keys(outer)).toContain(`acme-bot/response:${RESPONSE}`)
    expect(keys(inner)).toContain(`acme-bot/response:${RESPONSE}`)
    // One of a thousand such ids is no name.
    expect(keys({ ...inner, 'gen_ai.response.id': 'chatcmpl-123' }).join()).not.toContain('response')
  })

  it.each([-5, 1.5, 'many'])('with an input of %s is refused', (told) => {
    const one = read(span({ ...USAGE, 'gen_ai.usage.input_tokens': told })).told[0]
    expect(one).toMatchObject({ agent: 'genai', facts: [], refused: { reason: 'implausible_count' } })
  })
})

describe('a span of a tool', () => {
  it('is a tool call, of which no argument is kept', () => {
    const told = {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'run_command',
      'gen_ai.tool.call.id': 'call_1',
      'gen_ai.conversation.id': 'c1',
      'gen_ai.tool.call.arguments': '{"command":"cargo test --secret"}',
    }
    expect(facts(told)).toEqual([
      expect.objectContaining({
        type: 'tool_call',
        tool: 'Execute',
        validation: 'test',
        keys: ['acme-bot/tool:c1:call_1'],
      }),
      expect.objectContaining({ type: 'span', kind: 'validation' }),
    ])
    expect(JSON.stringify(facts(told))).not.toContain('secret')
  })

  it.each<[string, Record<string, Value>]>([
    ['the AI SDK', { 'ai.operationId': 'ai.toolCall', 'ai.toolCall.name': 'bash' }],
    ['OpenInference', { 'openinference.span.kind': 'TOOL', 'tool.name': 'bash' }],
    ['Traceloop', { 'traceloop.span.kind': 'tool', 'gen_ai.tool.name': 'bash' }],
  ])('is one in the spelling of %s', (_, told) => {
    expect(facts(told)[0]).toMatchObject({ type: 'tool_call', tool: 'Execute' })
  })

  it('of MCP counts where it is asked for, not where it is served', () => {
    const told = { 'mcp.method.name': 'tools/call', 'gen_ai.tool.name': 'search' }
    expect(facts(told)[0]).toMatchObject({ type: 'tool_call', tool: 'MCP', kind: 'mcp', raw_tool: 'search' })
    expect(types(told, { kind: 2 })).toEqual(['span'])
    expect(types({ 'mcp.method.name': 'tools/list' })).toEqual(['span'])
  })
})

it('a span of no agent is left to nobody', () => {
  expect(read(span({ 'http.request.method': 'POST' })).told[0]).toMatchObject({
    agent: 'unknown',
    unknown: true,
  })
  // Owned by its attributes, but without counts it is no call.
  expect(facts({ 'gen_ai.system': 'openai' })).toEqual([])
})

describe('the harness', () => {
  it.each([
    ['Acme Bot', 'acme-bot'],
    ['../../x\u0000<script>', 'x-script'],
    ['unknown_service:node', 'unknown'],
    ['', 'unknown'],
    ['   ', 'unknown'],
    ['a'.repeat(300), 'a'.repeat(64)],
  ])('of the service %j is %s', (service, expected) => {
    const [fact] = facts(USAGE, { resource: attributes({ 'service.name': service }) })
    expect(fact).toMatchObject({ harness: expected })
  })
})

describe('the session', () => {
  it.each([
    'gen_ai.conversation.id',
    'session.id',
    'langfuse.session.id',
    'traceloop.association.properties.session_id',
  ])('is told by %s', (key) => {
    expect(read(span({ ...USAGE, [key]: 's9' })).sessions).toEqual([
      expect.objectContaining({ id: 's9', harness: 'acme-bot', version: '3.2.0' }),
    ])
  })
  it('may be missing', () => {
    expect(facts(USAGE)[0]).toMatchObject({ session: null })
  })
})

const NAME = 'gen_ai.client.inference.operation.details'
const event = (told: Record<string, Value>, more: Partial<LogRecord> = {}): LogRecord => ({
  resource: RESOURCE,
  scope: SCOPE,
  attributes: attributes({ 'gen_ai.operation.name': 'chat', ...told }),
  flags: [],
  time: AT + 1500,
  observed: null,
  event_name: NAME,
  severity: 9,
  body: null,
  trace_id: TRACE,
  span_id: SPAN,
  ...more,
})
const ofEvent = (told: Record<string, Value>, more: Partial<LogRecord> = {}): Fact[] =>
  readTelemetry(OTLP_AGENTS, 'logs', [event(told, more)], AT + 9000).told.flatMap((one) => one.facts)

describe('the event of a call', () => {
  const keys = (told: Record<string, Value>, more: Partial<LogRecord> = {}) =>
    (ofEvent(told, more)[0] as ModelCall).keys
  it('is known by its response, else by its span and counts, else by its time', () => {
    expect(keys({ ...USAGE, 'gen_ai.response.id': RESPONSE })).toEqual([`acme-bot/response:${RESPONSE}`])
    expect(keys(USAGE)).toEqual([`span-call:${TRACE}:${SPAN}:100:7`])
    expect(keys({})).toEqual([`span-call:${TRACE}:${SPAN}`])
    expect(keys(USAGE, { trace_id: null, span_id: null })).toEqual([
      `acme-bot/inference:none:${AT + 1500}:gpt-5`,
    ])
  })
  it('is none of an operation that calls no model, and nothing is made of other events', () => {
    expect(ofEvent({ ...USAGE, 'gen_ai.operation.name': 'embeddings' })).toEqual([])
    expect(ofEvent(USAGE, { event_name: 'gen_ai.evaluation.result' })).toEqual([])
    expect(ofEvent(USAGE, { event_name: '', body: NAME })).toHaveLength(1)
  })
})

describe('a metric', () => {
  const ofPoint = (name: string, told: Record<string, Value>): Fact[] => {
    const point: MetricPoint = {
      resource: RESOURCE,
      scope: SCOPE,
      attributes: attributes(told),
      flags: [],
      metric: { name, unit: '', kind: 'histogram', temporality: 'delta', monotonic: true },
      start: AT,
      time: AT + 60_000,
      value: null,
      count: 3,
      sum: 6.5,
    }
    return readTelemetry(OTLP_AGENTS, 'metrics', [point], AT + 90_000).told.flatMap((one) => one.facts)
  }
  const tokens = { 'gen_ai.token.type': 'input', 'gen_ai.request.model': 'gpt-5' }
  it('counts where it tells the session, and nowhere else', () => {
    expect(ofPoint('gen_ai.client.token.usage', { ...tokens, 'session.id': 's' })).toEqual([
      expect.objectContaining({ type: 'counter', name: 'tokens_input', session: 's', provider: 'openai' }),
    ])
    expect(ofPoint('gen_ai.client.token.usage', tokens)).toEqual([])
  })
  it('of durations tells how many calls there were', () => {
    const told = { 'session.id': 's', 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'bash' }
    expect(ofPoint('gen_ai.client.operation.duration', told)).toEqual([
      expect.objectContaining({ name: 'tool_calls', value: 3, tool: 'Execute' }),
      expect.objectContaining({ name: 'tool_time', value: 6500 }),
    ])
    expect(ofPoint('gen_ai.client.operation.duration', { 'session.id': 's' })).toEqual([
      expect.objectContaining({ name: 'model_calls', value: 3 }),
    ])
    expect(ofPoint('mcp.client.operation.duration', { 'session.id': 's' })).toEqual([])
  })
})
