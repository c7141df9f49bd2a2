/** What Qwen Code sends in a way of its own, and what becomes of it; what it shares is tested with Gemini CLI. */
import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../../facts/index.ts'
import { YIELDS } from '../../../../facts/precedence.ts'
import type { Attributes, LogRecord, MetricPoint, Span, Value } from '../../../../otlp/signals.ts'
import { OTLP_AGENTS, readTelemetry } from '../../../index.ts'

const AT = Date.parse('2026-09-10T10:00:00Z')
const attributes = (told: Record<string, Value>): Attributes => new Map(Object.entries(told))
const RESOURCE = attributes({ 'service.name': 'qwen-code', 'service.version': '0.18.1' })
const ORIGIN = { resource: RESOURCE, scope: { name: 'qwen-code', version: '' }, flags: [] }
const COMMON = { 'session.id': 's1', 'event.timestamp': '2026-09-10T10:00:00.000Z' }

const record = (event: string, told: Record<string, Value> = {}): LogRecord => ({
  ...ORIGIN,
  attributes: attributes({ ...COMMON, 'event.name': event, ...told }),
  time: AT,
  observed: null,
  event_name: '',
  severity: 0,
  body: 'A sentence.',
  trace_id: null,
  span_id: null,
})
const read = (...records: LogRecord[]) => readTelemetry(OTLP_AGENTS, 'logs', records, AT + 1000)
const facts = (event: string, told: Record<string, Value> = {}): Fact[] =>
  read(record(`qwen-code.${event}`, told)).told.flatMap((one) => one.facts)

const RESPONSE = {
  response_id: 'chatcmpl-7',
  model: 'qwen3-coder-plus',
  duration_ms: 1900,
  input_token_count: 500,
  output_token_count: 60,
  cached_content_token_count: 100,
  thoughts_token_count: 20,
  total_token_count: 560,
  prompt_id: 's1########0',
  auth_type: 'openai',
}

describe('api_response', () => {
  it('has its thoughts inside the output, unless the total says otherwise', () => {
    const tokens = (told: Record<string, Value>) => facts('api_response', { ...RESPONSE, ...told })[0]
    expect(tokens({})).toMatchObject({ in_uncached: 400, cache_read: 100, out: 60, reasoning: 20 })
    expect(tokens({ total_token_count: 0 })).toMatchObject({ out: 60, reasoning: 20 })
    expect(tokens({ total_token_count: 580 })).toMatchObject({ out: 80, reasoning: 20 })
  })

  it.each([
    ['openai', 'qwen3-coder-plus', null],
    ['openai', 'deepseek-v3', 'deepseek'],
    ['qwen-oauth', 'coder-model', 'qwen'],
    ['gemini', 'gemini-2.5-pro', 'google'],
    ['anthropic', 'claude-sonnet-4-5', 'anthropic'],
    ['__proto__', 'x', null],
  ])('by way of %s, of %s, is served by %s', (auth_type, model, provider) => {
    expect(facts('api_response', { ...RESPONSE, auth_type, model })[0]).toMatchObject({ provider })
  })

  it('is named by what it cost, as in transcripts; beside the conversation by its id and more: some servers number at random', () => {
    const keysOf = (told: Record<string, Value>) =>
      (facts('api_response', { ...RESPONSE, ...told })[0] as { keys: string[] }).keys
    expect(keysOf({})).toEqual(['qwen-code/usage:s1:500:100:60:20'])
    const beside = { prompt_id: 'side-query:title' }
    expect(keysOf(beside)).toEqual([
      'qwen-code/call:s1:side-query:title:chatcmpl-7:qwen3-coder-plus:1900:500:60',
    ])
    expect(keysOf({ ...beside, duration_ms: 700 })).not.toEqual(keysOf(beside))
  })

  it('of a subagent says so', () => {
    expect(facts('api_response', { ...RESPONSE, subagent_name: 'reviewer' })[0]).toMatchObject({
      agent: 'reviewer',
    })
  })
})

it('a tool that a person stopped neither worked nor failed', () => {
  const told = { function_name: 'edit', status: 'cancelled', success: false, tool_type: 'native' }
  expect(facts('tool_call', told)).toEqual([expect.objectContaining({ status: 'unknown' })])
  expect(facts('tool_call', { ...told, decision: 'reject' })[0]).toMatchObject({ status: 'rejected' })
})

it('what transcripts tell by other names yields to them', () => {
  const told = (event: string, more: Record<string, Value>) =>
    facts(event, { prompt_id: 's1########0', ...more })
  const all = [
    ...told('user_prompt', { prompt_length: 3 }),
    ...told('api_error', { model: 'm', duration_ms: 5, status_code: 429 }),
    ...told('tool_call', { function_name: 'glob', status: 'success', success: true }),
    ...told('slash_command', { command: 'stats' }),
    ...told('skill_launch', { skill_name: 'pdf' }),
    ...told('subagent_execution', { subagent_name: 'reviewer', status: 'started' }),
  ]
  expect(all.map((fact) => [fact.type, (fact as { owner_rank: number }).owner_rank])).toEqual([
    ['message', YIELDS],
    ['model_call', YIELDS],
    ['tool_call', YIELDS],
    ...Array(3).fill(['feature_use', YIELDS]),
  ])
  expect(facts('api_response', RESPONSE)[0]).toMatchObject({ owner_rank: 0 })
})

it('file_operation repeats the lines that the tool call tells', () => {
  const told = { operation: 'update', diff_stat: '{"ai_added_lines":3}', extension: '.ts' }
  expect(facts('file_operation', told)).toEqual([])
})

it('subagents are told when they start, skills when they are launched', () => {
  const run = (status: string) =>
    facts('subagent_execution', { subagent_name: 'reviewer', status, result: 'x' })
  expect(run('started')).toEqual([expect.objectContaining({ kind: 'subagent', name: 'reviewer' })])
  expect(run('completed')).toEqual([])
  expect(facts('skill_launch', { skill_name: 'pdf', success: true })).toEqual([
    expect.objectContaining({ kind: 'skill', name: 'pdf' }),
  ])
})

it('attempts on the way to an answer are no calls', () => {
  for (const event of ['api_retry', 'api_cancel', 'memory.recall', 'workflow_run', 'session.start'])
    expect(read(record(event.startsWith('session') ? event : `qwen-code.${event}`)).told[0]).toMatchObject({
      ...{ agent: 'qwen-code', facts: [], unknown: false },
    })
})

it('a session has a version, and an end when that is told', () => {
  const { sessions } = read(record('session.start'), record('session.end'))
  expect(sessions).toEqual([expect.objectContaining({ id: 's1', version: '0.18.1', ended_at: AT })])
  expect(sessions[0]).not.toHaveProperty('started_at')
  const unknown = record('qwen-code.config')
  const bare = { ...unknown, resource: attributes({ 'service.version': 'unknown' }) }
  expect(read(bare).sessions[0]).toMatchObject({ version: null, client: null, kind: null })
})

describe('spans', () => {
  const span = (name: string, told: Record<string, Value> = {}): Span => ({
    ...ORIGIN,
    attributes: attributes({ ...COMMON, ...told }),
    trace_id: 'a'.repeat(32),
    span_id: 'b'.repeat(16),
    parent_span_id: null,
    name,
    kind: 1,
    start: AT,
    end: AT + 50,
    status: 0,
    status_message: '',
    events: [],
  })
  const told = (one: Span) => readTelemetry(OTLP_AGENTS, 'traces', [one], AT + 1000).told[0]

  it.each<[string, Record<string, Value>, object]>([
    ['interaction', {}, { kind: 'prompt' }],
    [
      'llm_request',
      { 'gen_ai.request.model': 'm', success: true },
      { kind: 'model_call', model: 'm', status: 'ok' },
    ],
    ['llm_request', { success: false, 'error.type': 'E' }, { status: 'error', error_type: 'E' }],
    [
      'tool',
      { 'gen_ai.tool.name': 'edit', 'tool.call_id': 'c1', success: true },
      { kind: 'edit', about: 'qwen-code/tool:s1:c1' },
    ],
    ['tool', { 'tool.failure_kind': 'cancelled', success: false }, { status: 'unset' }],
    ['tool.blocked_on_user', {}, { kind: 'wait' }],
    ['hook', {}, { kind: 'hook' }],
    ['subagent', {}, { kind: 'subagent' }],
    ['teleportation', {}, { kind: 'other' }],
  ])('%s with %j is a step', (name, more, expected) => {
    expect(told(span(`qwen-code.${name}`, more))?.facts).toEqual([
      expect.objectContaining({ type: 'span', session: 's1', ...expected }),
    ])
  })

  it('that stand in for events are read as those, with the same keys', () => {
    const event = { ...RESPONSE, 'event.name': 'qwen-code.api_response', 'log.bridge': true }
    expect(told(span('API response from qwen3-coder-plus.', event))?.facts).toEqual(
      facts('api_response', RESPONSE),
    )
  })
})

it('metrics count only where they name a session, which is to be switched on', () => {
  const point = (told: Record<string, Value>): MetricPoint => ({
    ...ORIGIN,
    metric: {
      ...{ name: 'qwen-code.subagent.execution.count', unit: '', kind: 'sum' },
      ...{ temporality: 'cumulative', monotonic: true },
    },
    attributes: attributes(told),
    ...{ start: AT, time: AT, value: 1, count: null, sum: null },
  })
  const counted = (told: Record<string, Value>) =>
    readTelemetry(OTLP_AGENTS, 'metrics', [point(told)], AT).told[0]?.facts
  expect(counted({ status: 'started' })).toEqual([])
  expect(counted({ status: 'started', 'session.id': 's1' })).toEqual([
    expect.objectContaining({ type: 'counter', name: 'subagents', harness: 'qwen-code' }),
  ])
  expect(counted({ status: 'completed', 'session.id': 's1' })).toEqual([])
})
