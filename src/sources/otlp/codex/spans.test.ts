/** Which spans of Codex are steps of a session, and which are noise. */
import { describe, expect, it } from 'vitest'
import type { Span, Value } from '../../../otlp/signals.ts'
import { OTLP_AGENTS, readTelemetry } from '../../index.ts'
import { AT, attributes, RESOURCE, SCOPE, THREAD } from './fixtures/records.ts'

describe('spans', () => {
  const span = (name: string, told: Record<string, Value> = {}, more: Partial<Span> = {}): Span => ({
    ...{ resource: RESOURCE, scope: SCOPE, flags: [], name, kind: 1, events: [] },
    attributes: attributes({ target: 'codex_core::tasks', 'thread.id': THREAD, ...told }),
    trace_id: 'a'.repeat(32),
    span_id: 'b'.repeat(16),
    parent_span_id: null,
    ...{ start: AT, end: AT + 1500, status: 0, status_message: '' },
    ...more,
  })
  const readSpans = (...spans: Span[]) => readTelemetry(OTLP_AGENTS, 'traces', spans, AT + 9000)
  const one = (name: string, told: Record<string, Value> = {}, more: Partial<Span> = {}) =>
    readSpans(span(name, told, more)).told[0]

  const USAGE = {
    model: 'gpt-5.5',
    'codex.turn.token_usage.input_tokens': 13297,
    'codex.turn.token_usage.cached_input_tokens': 4480,
    'codex.turn.token_usage.non_cached_input_tokens': 8817,
    'codex.turn.token_usage.output_tokens': 23,
    'codex.turn.token_usage.reasoning_output_tokens': 10,
    'codex.turn.token_usage.total_tokens': 13320,
  }

  it('of a turn are a step, and what it used for a session that tells no calls', () => {
    const { facts: found, agent } = one('session_task.turn', USAGE) ?? { facts: [] }
    expect(agent).toBe('codex')
    expect(found[0]).toMatchObject({
      type: 'span',
      kind: 'prompt',
      model: 'gpt-5.5',
      duration_ms: 1500,
      session: THREAD,
      status: 'unset',
    })
    expect(found.slice(1)).toEqual(
      (
        [
          ['tokens_input', 8817],
          ['tokens_cache_read', 4480],
          ['tokens_output', 23],
          ['tokens_reasoning', 10],
        ] as const
      ).map(([name, value]) =>
        expect.objectContaining({
          ...{ type: 'counter', name, value, temporality: 'delta', session: THREAD, model: 'gpt-5.5' },
          keys: [`codex/counter:${name}:span:${'a'.repeat(32)}:${'b'.repeat(16)}`],
        }),
      ),
    )
  })

  it('of a turn that names a worker in place of a conversation use nothing', () => {
    const told = one('session_task.turn', { ...USAGE, 'thread.id': 12 })
    expect(told?.facts).toEqual([expect.objectContaining({ type: 'span', session: null })])
  })

  it('with a count beyond belief are refused', () => {
    const told = one('session_task.turn', { ...USAGE, 'codex.turn.token_usage.output_tokens': -1 })
    expect(told?.refused).toMatchObject({ reason: 'implausible_count' })
  })

  it.each([
    ['run_sampling_request', { model: 'gpt-5.5' }, { kind: 'model_call', model: 'gpt-5.5' }],
    ['session_loop', {}, { kind: 'session' }],
    ['session_task.compact', {}, { kind: 'other' }],
    ['session_task.review', {}, { kind: 'subagent' }],
    [
      'exec_command',
      { tool_name: 'exec_command', call_id: 'c' },
      { kind: 'tool', tool: 'Execute', about: `codex/tool:${THREAD}:c` },
    ],
    [
      'dispatch_tool_call_with_terminal_outcome',
      { tool_name: 'apply_patch', call_id: 'c' },
      { kind: 'edit', tool: 'Edit', about: `codex/tool:${THREAD}:c` },
    ],
    ['exec', { tool_name: 'exec', call_id: 'c' }, { kind: 'other', about: null }],
  ])('%s %j are steps', (name, told, step) => {
    expect(one(name, told)?.facts).toEqual([expect.objectContaining({ type: 'span', ...step })])
  })

  it.each([
    ['auth', {}],
    ['handle_responses', { tool_name: 'x', 'gen_ai.usage.input_tokens': 5, 'thread.id': 3 }],
    ['handle_tool_call', { tool_name: 'exec_command', call_id: 'c' }],
    ['toString', {}],
    ['', {}],
  ])('%s %j are noise, and open no session', (name, told) => {
    const { told: found, sessions } = readSpans(span(name, told))
    expect(found).toEqual([{ agent: 'codex', facts: [], refused: null, unknown: true }])
    expect(sessions).toEqual([])
  })

  it('that failed say so', () => {
    expect(one('run_sampling_request', {}, { status: 2 })?.facts[0]).toMatchObject({
      status: 'error',
      error_type: 'error',
    })
  })

  it('are known by their module or scope, not by the service', () => {
    const bare = { attributes: attributes({}) }
    expect(
      one('session_task.turn', {}, { ...bare, scope: { name: 'Codex Desktop', version: '' } })?.agent,
    ).toBe('codex')
    expect(one('session_task.turn', {}, { ...bare, scope: { name: 'codexia', version: '' } })?.agent).toBe(
      'unknown',
    )
  })
})
