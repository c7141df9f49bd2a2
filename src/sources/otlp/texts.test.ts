/** What of the names and errors that agents tell becomes part of a fact: words, and no text of people. */
import { describe, expect, it } from 'vitest'
import type { Fact, ModelCall, SpanFact } from '../../facts/index.ts'
import type { LogRecord, Span } from '../../otlp/signals.ts'
import { OTLP_AGENTS, readTelemetry } from '../index.ts'

const AT = Date.parse('2026-03-04T10:00:00Z')
const TEXT = 'File /home/ada/secret.txt was not found'
const ORIGIN = { resource: new Map(), scope: { name: '', version: '' }, flags: [] }

const span = (told: Record<string, string>, more: Partial<Span> = {}): Span => ({
  ...ORIGIN,
  ...{ trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16), parent_span_id: null, name: 'x', kind: 3 },
  ...{ start: AT, end: AT + 1500, status: 0, status_message: '', events: [] },
  attributes: new Map(Object.entries({ 'session.id': 's', ...told })),
  ...more,
})
const log = (body: string, told: Record<string, string>, scope = ''): LogRecord => ({
  ...ORIGIN,
  ...{ time: AT, observed: null, event_name: '', severity: 0, body, trace_id: null, span_id: null },
  scope: { name: scope, version: '' },
  attributes: new Map(Object.entries({ 'session.id': 's', ...told })),
})
const factsOfSpan = (one: Span): Fact[] =>
  readTelemetry(OTLP_AGENTS, 'traces', [one], AT).told.flatMap(({ facts }) => facts)
const factsOfLog = (one: LogRecord): Fact[] =>
  readTelemetry(OTLP_AGENTS, 'logs', [one], AT).told.flatMap(({ facts }) => facts)
const stepOf = (one: Span) => factsOfSpan(one).find((fact): fact is SpanFact => fact.type === 'span')

/** A span of each agent that sends some, with the name or scope by which it is known. */
const SPANS: readonly [string, Record<string, string>, Partial<Span>][] = [
  ['claude-code', {}, { name: 'claude_code.llm_request' }],
  ['claude-code', {}, { name: 'claude_code.new' }],
  ['codex', { target: 'codex_core' }, { name: 'run_sampling_request' }],
  ['gemini-cli', { success: 'false' }, { scope: { name: 'gemini-cli', version: '' }, name: 'llm_call' }],
  ['copilot-chat', {}, { scope: { name: 'copilot-chat', version: '' }, name: 'chat gpt-5' }],
  ['copilot-cli', {}, { scope: { name: 'github.copilot', version: '' }, name: 'execute_tool bash' }],
  ['goose', {}, { scope: { name: 'goose', version: '' }, name: 'complete' }],
  ['droid', {}, { name: 'droid.tool.result' }],
  ['opencode', {}, { scope: { name: 'com.opencode', version: '' }, name: 'opencode.step' }],
  ['unknown', { 'gen_ai.operation.name': 'chat' }, { name: 'chat gpt-5' }],
]

describe('the kind of an error', () => {
  it.each(SPANS)('of a span of %s is one word', (harness, told, more) => {
    const [known, message] = ['api.Timeout-Error:429', TEXT].map((error) =>
      stepOf(span({ ...told, 'error.type': error }, more)),
    )
    expect(known).toMatchObject({ harness, error_type: expect.stringMatching(/^api\.timeout-error:429$/i) })
    expect(message).toMatchObject({ harness, error_type: 'error' })
    const all = factsOfSpan(span({ ...told, 'error.type': TEXT }, more))
    expect(JSON.stringify(all)).not.toContain('secret')
  })

  it.each([
    ['claude-code', log('claude_code.api_error', { error_type: TEXT })],
    ['gemini-cli', log('', { 'event.name': 'gemini_cli.api_error', error_type: TEXT }, 'gemini-cli')],
    ['cline', log('task.provider_api_error', { errorStatus: TEXT }, 'cline')],
    [
      'unknown',
      log('', { 'event.name': 'gen_ai.client.inference.operation.details', 'error.type': TEXT }, 'bot'),
    ],
  ])('of an event of %s is one word', (harness, event) => {
    const [call] = factsOfLog(event) as ModelCall[]
    expect(call).toMatchObject({ type: 'model_call', harness, status: 'error', error_type: 'error' })
  })

  it('that says a call was refused does so in more words as well', () => {
    const scope = { name: 'github.copilot', version: '' }
    const told = { 'gen_ai.tool.name': 'bash', 'error.type': 'Denied by Ada' }
    const [call] = factsOfSpan(span(told, { scope, name: 'execute_tool bash' }))
    expect(call).toMatchObject({ type: 'tool_call', status: 'rejected' })
  })
})

describe('the name of a span', () => {
  const named = (name: string) => stepOf(span({ 'gen_ai.operation.name': 'chat' }, { name }))?.name
  it.each(['agent.run', 'chat gpt-5', 'chat acme/model:v1@2', 'execute_tool read_file', 'tools/call search'])(
    '%s stays',
    (name) => expect(named(name)).toBe(name),
  )
  it.each([
    TEXT,
    'fix bug',
    'chat with me now',
    'chat  gpt',
    '/home/ada',
    'a\u001b[31m',
    '',
    'a'.repeat(101),
  ])('%j is none', (name) => expect(named(name)).toBeNull())
})

it('a span that lasts beyond belief has no duration', () => {
  const told = { 'gen_ai.operation.name': 'chat' }
  const [call, step] = factsOfSpan(span(told, { end: AT + 1e12 + 1 }))
  expect(call).toMatchObject({ type: 'model_call', latency_ms: null })
  expect(step).toMatchObject({ type: 'span', duration_ms: null })
})
