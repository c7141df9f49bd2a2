/** What each span of Goose becomes, and what it is taken for when it is odd. */
import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../facts/index.ts'
import type { Attributes, Span, Value } from '../../../otlp/signals.ts'
import { OTLP_AGENTS, readTelemetry } from '../../index.ts'

const AT = Date.parse('2026-03-04T10:00:00Z')
const attributes = (told: Record<string, Value>): Attributes => new Map(Object.entries(told))
const RESOURCE = { 'service.name': 'goose', 'service.namespace': 'goose', 'service.version': '1.44.0' }

const span = (name: string, told: Record<string, Value> = {}, more: Partial<Span> = {}): Span => ({
  resource: attributes(RESOURCE),
  scope: { name: 'goose', version: '' },
  attributes: attributes({ 'session.id': '20260304_1', 'gen_ai.conversation.id': '20260304_1', ...told }),
  flags: [],
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
})
const read = (...all: Span[]) => readTelemetry(OTLP_AGENTS, 'traces', all, AT + 1000)
const facts = (name: string, told: Record<string, Value> = {}, more: Partial<Span> = {}): Fact[] =>
  read(span(name, told, more)).told.flatMap((one) => one.facts)

const CHAT = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'anthropic',
  'gen_ai.response.model': 'claude-sonnet-4-5',
  'gen_ai.usage.input_tokens': 1200,
  'gen_ai.usage.output_tokens': 60,
  'gen_ai.usage.cache_read.input_tokens': 900,
  'gen_ai.usage.cache_creation.input_tokens': 200,
}

describe('a request to a provider', () => {
  it.each(['stream_response_from_provider', 'complete'])('%s is a model call', (name) => {
    expect(facts(name, { ...CHAT, 'gen_ai.input.messages': 'secret' })).toEqual([
      expect.objectContaining({
        type: 'model_call',
        harness: 'goose',
        source: 'goose/otlp',
        session: '20260304_1',
        provider: 'anthropic',
        in_uncached: 100,
        cache_read: 900,
        cache_write: 200,
        out: 60,
        latency_ms: 1500,
        status: 'ok',
      }),
      expect.objectContaining({
        type: 'span',
        kind: 'model_call',
        about: expect.stringMatching(/^span-call:/),
      }),
    ])
  })

  it.each(['reply', 'reply_stream'])('is not what lies around it: %s', (name) => {
    expect(facts(name, CHAT).map((f) => f.type)).toEqual(['span'])
  })

  it('of an older version tells nothing that is counted', () => {
    expect(facts('stream_response_from_provider')).toEqual([
      expect.objectContaining({ type: 'span', kind: 'model_call', about: null }),
    ])
  })

  it('has the key under which the database of Goose tells it, where it tells counts and its session', () => {
    const keys = (told: Record<string, Value>, more: Partial<Span> = {}) =>
      facts('complete', told, more).flatMap((f) => (f.type === 'model_call' ? [f.keys.slice(1)] : []))
    const bare = { 'gen_ai.operation.name': 'chat' }
    expect(keys(CHAT)).toEqual([['goose/usage:20260304_1:1200:900:200:60']])
    expect(keys({ ...bare, 'gen_ai.usage.input_tokens': 7 })).toEqual([['goose/usage:20260304_1:7:::']])
    expect(keys(bare)).toEqual([[]])
    expect(keys(CHAT, { attributes: attributes(CHAT) })).toEqual([[]])
  })

  it('with odd counts is refused', () => {
    expect(read(span('complete', { ...CHAT, 'gen_ai.usage.output_tokens': -1 })).told[0]).toMatchObject({
      agent: 'goose',
      facts: [],
      refused: { reason: 'implausible_count' },
    })
  })
})

describe('a tool', () => {
  const TOOL = { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.call.id': 'toolu_1' }
  it('is a tool call, of which no argument is kept', () => {
    const told = {
      ...TOOL,
      'gen_ai.tool.name': 'shell',
      'gen_ai.tool.call.arguments': '{"command":"pytest secret"}',
    }
    const told_facts = facts('dispatch_tool_call', told)
    expect(told_facts).toEqual([
      expect.objectContaining({
        type: 'tool_call',
        keys: ['goose/tool:20260304_1:toolu_1'],
        tool: 'Execute',
        validation: 'test',
        duration_ms: 1500,
      }),
      expect.objectContaining({ type: 'span', kind: 'validation' }),
    ])
    expect(JSON.stringify(told_facts)).not.toContain('secret')
  })

  it.each([
    ['developer__shell', { tool: 'Execute', mcp_server: null }],
    ['developer__text_editor', { tool: 'Edit', mcp_server: null }],
    ['GitHub__search_issues', { tool: 'MCP', kind: 'mcp', mcp_server: 'github' }],
    ['__proto__', { tool: 'other', mcp_server: null }],
    ['delegate', { tool: 'Task', mcp_server: null }],
  ])('called %s', (name, expected) => {
    expect(facts('dispatch_tool_call', { ...TOOL, 'gen_ai.tool.name': name })[0]).toMatchObject(expected)
  })

  it('that failed says so', () => {
    const told = { ...TOOL, 'gen_ai.tool.name': 'shell', 'error.type': 'tool_error' }
    expect(facts('dispatch_tool_call', told)[0]).toMatchObject({ status: 'error' })
  })
})

describe('the session', () => {
  const sessionsOf = (told: Record<string, Value>, resource: Record<string, Value> = {}) =>
    read(span('reply', told, { resource: attributes({ ...RESOURCE, ...resource }) })).sessions
  it('is the number of its day on one machine, so that people are told apart where they are known', () => {
    expect(sessionsOf({})).toEqual([expect.objectContaining({ id: '20260304_1', version: '1.44.0' })])
    expect(sessionsOf({}, { 'user.email': 'lin@example.com' })[0]?.id).toBe('20260304_1:lin@example.com')
    const uuid = '7d0c1a52-0000-4000-8000-000000000001'
    const told = { 'session.id': uuid, 'gen_ai.conversation.id': uuid }
    expect(sessionsOf(told, { 'user.email': 'lin@example.com' })[0]?.id).toBe(uuid)
  })
  it('of a sub-agent names that of its parent', () => {
    expect(sessionsOf({ 'gen_ai.conversation.id': '20260304_2' })[0]).toMatchObject({
      id: '20260304_2',
      parent_session: '20260304_1',
    })
    expect(sessionsOf({})[0]).toMatchObject({ parent_session: null })
  })
})

it('is known by its scope or namespace, never by the name of the service', () => {
  const agent = (more: Partial<Span>) => read(span('complete', CHAT, more)).told[0]?.agent
  const bare = { scope: { name: '', version: '' } }
  expect(agent({ resource: attributes({ 'service.name': 'mine' }) })).toBe('goose')
  expect(agent(bare)).toBe('goose')
  expect(agent({ ...bare, resource: attributes({ 'service.name': 'goose' }) })).toBe('genai')
})
