/** Spans as facts: the lifecycle of a session, step by step (catalogue D-TRC-1, D-TRC-2). */
import { MAX_COUNT } from '../../facts/field.ts'
import type { SpanFact } from '../../facts/index.ts'
import type { Span } from '../../otlp/signals.ts'
import type { Context } from './origin.ts'

/** What a span stands for. */
export type Step = Pick<SpanFact, 'kind' | 'error_type' | 'model' | 'tool' | 'validation'> & {
  /** Key of the fact that it times: of a model call, a tool call or a message. */
  about?: string | null
  /** Where the agent says how it ended in words of its own. */
  status?: SpanFact['status']
}

/** The step that a call of a tool is: what the tool is for says more than that it is one. */
export const toolStepKind = (tool: string, validation: SpanFact['validation'] = null): SpanFact['kind'] =>
  validation
    ? 'validation'
    : tool === 'Task'
      ? 'subagent'
      : tool === 'Edit' || tool === 'Create'
        ? 'edit'
        : 'tool'

const WORD = /^[\w.:-]{1,100}$/
/** An operation by the conventions, of agents, and of MCP, with what it is done to or by. */
const OPERATION =
  /^(?:chat|generate_content|text_completion|completion|embeddings|retrieval|execute_tool|invoke_agent|create_agent|invoke_workflow|execute_hook|hook|permission|tools\/call|tools\/list|prompts\/get|ai\.[\w.]{1,60})(?: [\w.:/@-]{1,100})?$/

/** The name of a span where it is no more than one; null for what may be a sentence of somebody. */
const spanName = (told: string): string | null => (WORD.test(told) || OPERATION.test(told) ? told : null)

const STATUSES = ['unset', 'ok', 'error'] as const

/** From start to end in whole ms; 0 where the end lies before the start, null where one is not told or beyond belief. */
export function durationOf({ start, end }: Span): number | null {
  if (start === null || end === null) return null
  const ms = Math.round(Math.max(end - start, 0))
  return ms <= MAX_COUNT ? ms : null
}

export function spanFact(span: Span, at: number, who: Context, step: Step): SpanFact {
  const { trace_id, span_id, parent_span_id, name, status } = span
  const { about = null, ...told } = step
  return {
    type: 'span',
    at,
    keys: [`span:${trace_id}:${span_id}`],
    completeness: 2,
    trace_id,
    span_id,
    parent_span_id,
    name: spanName(name),
    duration_ms: durationOf(span),
    ...told,
    status: step.status ?? STATUSES[status] ?? 'unset',
    about,
    ...who,
  }
}
