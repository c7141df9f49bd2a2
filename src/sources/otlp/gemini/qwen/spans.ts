/** The spans of Qwen Code, which are built like those of Claude Code. Events tell the same calls, so spans add none. */
import type { Span } from '../../../../otlp/signals.ts'
import { toolKey } from '../../../gemini-cli/keys.ts'
import type { Step } from '../../spans.ts'
import { name, word } from '../../values.ts'
import { ended, modelStep, toolStep } from '../spans.ts'

function tool(span: Span): Step {
  const { attributes } = span
  const id = name(attributes, 'tool.call_id')
  const cancelled = word(attributes, 'tool.failure_kind') === 'cancelled'
  return {
    ...toolStep(span),
    about: id && toolKey('qwen-code', name(attributes, 'session.id'), id),
    // Stopped by a person: no error.
    ...(cancelled ? { status: 'unset' } : ended(span)),
  }
}

export const QWEN_SPANS: ReadonlyMap<string, (span: Span) => Step> = new Map<string, (span: Span) => Step>([
  ['interaction', (span) => ({ kind: 'prompt', ...ended(span) })],
  ['llm_request', modelStep],
  ['tool', tool],
  ['tool.execution', (span) => ({ kind: 'other', ...ended(span) })],
  ['tool.blocked_on_user', () => ({ kind: 'wait' })],
  ['hook', (span) => ({ kind: 'hook', ...ended(span) })],
  ['subagent', (span) => ({ kind: 'subagent', ...ended(span) })],
])
