/** What the metrics and the beta spans of Claude Code become. */
import { describe, expect, it } from 'vitest'
import type { Attributes, MetricPoint, Span, Value } from '../../../otlp/signals.ts'
import { OTLP_AGENTS, readTelemetry } from '../../index.ts'

const AT = Date.parse('2026-08-27T10:00:00Z')
const MINUTE = 60_000
const attributes = (told: Record<string, Value>): Attributes => new Map(Object.entries(told))
const RESOURCE = attributes({ 'service.name': 'claude-code', 'service.version': '2.1.247' })
const WHO = { 'session.id': 's1', 'user.email': 'ada@example.com' }

function point(
  name: string,
  value: number,
  told: Record<string, Value> = {},
  more: Partial<MetricPoint> = {},
) {
  const metric = { name, unit: '', kind: 'sum', temporality: 'delta', monotonic: true } as const
  return {
    resource: RESOURCE,
    scope: { name: 'com.anthropic.claude_code', version: '2.1.247' },
    attributes: attributes({ ...WHO, ...told }),
    flags: [],
    metric,
    start: AT - MINUTE,
    time: AT,
    value,
    count: null,
    sum: null,
    ...more,
  } satisfies MetricPoint
}
const readPoints = (...points: MetricPoint[]) => readTelemetry(OTLP_AGENTS, 'metrics', points, AT + 1000)
const counters = (...points: MetricPoint[]) => readPoints(...points).told.flatMap((one) => one.facts)

describe('metrics', () => {
  it.each([
    ['token.usage', { type: 'input' }, 12, { name: 'tokens_input', value: 12 }],
    ['token.usage', { type: 'output' }, 12, { name: 'tokens_output', value: 12 }],
    ['token.usage', { type: 'cacheRead' }, 12, { name: 'tokens_cache_read', value: 12 }],
    ['token.usage', { type: 'cacheCreation' }, 12, { name: 'tokens_cache_write', value: 12 }],
    ['cost.usage', {}, 0.25, { name: 'cost', value: null, usd: 0.25 }],
    ['lines_of_code.count', { type: 'added' }, 7, { name: 'lines_added', value: 7 }],
    ['lines_of_code.count', { type: 'removed' }, 2, { name: 'lines_removed', value: 2 }],
    ['active_time.total', { type: 'user' }, 1.5, { name: 'active_user', value: 1500 }],
    ['active_time.total', { type: 'cli' }, 2.0004, { name: 'active_agent', value: 2000 }],
    ['commit.count', {}, 1, { name: 'commits', value: 1 }],
    ['pull_request.count', {}, 1, { name: 'pull_requests', value: 1 }],
    [
      'code_edit_tool.decision',
      { decision: 'accept', tool_name: 'Write', language: 'Go' },
      1,
      { name: 'edits_accepted', tool: 'Create', language: 'Go' },
    ],
    ['code_edit_tool.decision', { decision: 'reject', tool_name: 'Edit' }, 1, { name: 'edits_rejected' }],
  ])('%s %j', (name, told, value, counter) => {
    expect(counters(point(`claude_code.${name}`, value, { model: 'claude-sonnet-4-5', ...told }))).toEqual([
      expect.objectContaining({ type: 'counter', session: 's1', harness: 'claude-code', at: AT, ...counter }),
    ])
  })

  it.each([
    ['an unknown type', point('claude_code.token.usage', 1, { type: 'thought' })],
    ['a decision of neither kind', point('claude_code.code_edit_tool.decision', 1, { decision: 'later' })],
    [
      'a sum that may fall',
      point(
        'claude_code.commit.count',
        1,
        {},
        { metric: { ...point('x', 1).metric, name: 'claude_code.commit.count', monotonic: false } },
      ),
    ],
    ['session.count', point('claude_code.session.count', 1, { start_type: 'fresh' })],
  ])('%s counts nothing, but tells of its session', (_, one) => {
    const { told, sessions } = readPoints(one)
    expect(told[0]).toMatchObject({ agent: 'claude-code', facts: [], refused: null })
    expect(sessions).toEqual([
      expect.objectContaining({ id: 's1', user: 'ada@example.com', version: '2.1.247' }),
    ])
  })

  it('a list of sessions is no session', () => {
    const { sessions } = readPoints(point('claude_code.session.count', 1, { start_type: 'agents_view' }))
    expect(sessions).toEqual([])
  })

  it.each([-1, 1e13, Number.NaN])('a value of %d is refused', (value) => {
    expect(readPoints(point('claude_code.commit.count', value)).told[0]?.refused?.reason).toBe(
      'implausible_count',
    )
  })

  it('of a session that is not told counts what nothing else tells, and no more', () => {
    const alone = { 'session.id': '' }
    const all = [
      point('claude_code.token.usage', 5, { ...alone, type: 'input' }),
      point('claude_code.commit.count', 1, alone),
      point('claude_code.active_time.total', 2, { ...alone, type: 'user' }),
    ]
    expect(counters(...all)).toEqual([expect.objectContaining({ name: 'active_user', value: 2000 })])
  })

  it('has the same key when it is sent again, and another for another reading or series', () => {
    const one = () => point('claude_code.commit.count', 1)
    const key = (p: MetricPoint) => (counters(p)[0] as { keys: string[] }).keys[0]
    const others = [
      { ...one(), time: AT + 1 },
      { ...one(), start: AT - 2 * MINUTE },
      point('claude_code.commit.count', 1, { 'session.id': 's2' }),
      point('claude_code.pull_request.count', 1),
    ]
    expect(key(one())).toBe(key(one()))
    expect(new Set([one(), ...others].map(key)).size).toBe(5)
  })

  it('of a plugin of another agent that borrows the prefix are not its own', () => {
    const borrowed = { scope: { name: 'com.opencode', version: '1' } }
    expect(readPoints(point('claude_code.commit.count', 1, {}, borrowed)).told[0]?.agent).not.toBe(
      'claude-code',
    )
  })
})

let spans = 0
const span = (name: string, told: Record<string, Value> = {}, more: Partial<Span> = {}): Span => ({
  resource: RESOURCE,
  scope: { name: 'com.anthropic.claude_code.tracing', version: '2.1.247' },
  attributes: attributes({ ...WHO, ...told }),
  flags: [],
  trace_id: '0af7651916cd43dd8448eb211c80319c',
  span_id: String(++spans).padStart(16, '0'),
  parent_span_id: null,
  name: `claude_code.${name}`,
  kind: 1,
  start: AT,
  end: AT + 1234.4,
  status: 0,
  status_message: 'canary',
  events: [],
  ...more,
})
const steps = (...all: Span[]) =>
  readTelemetry(OTLP_AGENTS, 'traces', all, AT + 9000).told.flatMap((one) => one.facts)

describe('beta spans', () => {
  it.each([
    ['interaction', { 'prompt.id': 'p1' }, { kind: 'prompt', about: 'claude-code/prompt:p1' }],
    [
      'llm_request',
      { model: 'claude-opus-4-6', request_id: 'req_1', success: 'true' },
      { kind: 'model_call', model: 'claude-opus-4-6', about: 'claude-code/req:req_1', status: 'ok' },
    ],
    [
      'llm_request',
      { success: false, status_code: '529' },
      { kind: 'model_call', about: null, status: 'error', error_type: '529' },
    ],
    [
      'tool',
      { tool_name: 'Edit', tool_use_id: 'toolu_1' },
      { kind: 'edit', tool: 'Edit', about: 'claude-code/tool:toolu_1' },
    ],
    ['tool', { tool_name: 'Bash', full_command: 'npm test' }, { kind: 'validation', validation: 'test' }],
    ['tool', { tool_name: 'Bash', full_command: 'ls' }, { kind: 'tool', tool: 'Execute', validation: null }],
    ['tool', { tool_name: 'Task' }, { kind: 'subagent', tool: 'Task' }],
    ['tool.blocked_on_user', {}, { kind: 'wait' }],
    [
      'tool.execution',
      { success: 'false', error: 'canary' },
      { kind: 'other', status: 'error', error_type: 'error' },
    ],
    ['hook', {}, { kind: 'hook' }],
    ['of_the_future', {}, { kind: 'other' }],
  ])('%s %j', (name, told, step) => {
    const facts = steps(span(name, told))
    expect(facts).toEqual([
      expect.objectContaining({ type: 'span', session: 's1', at: AT, duration_ms: 1234, ...step }),
    ])
    expect(JSON.stringify(facts)).not.toMatch(/canary|npm test/)
  })

  it('one that ends before it began took no time', () => {
    expect(steps(span('hook', {}, { end: AT - 5 }))).toEqual([expect.objectContaining({ duration_ms: 0 })])
  })
})
