/** The beta spans of Claude Code: how the steps of one prompt lie in time. Events tell the same calls, so spans add none. */
import type { Span } from '../../../otlp/signals.ts'
import { toolName } from '../../tool-names.ts'
import { validationOf } from '../../validation.ts'
import { errorOf } from '../genai.ts'
import { type Step, toolStepKind } from '../spans.ts'
import { errorType, flag, name, word } from '../values.ts'

const keyed = (what: 'req' | 'tool', id: string | null): string | null =>
  id === null ? null : `claude-code/${what}:${id}`

const failed = (span: Span): Pick<Step, 'status' | 'error_type'> => {
  const success = flag(span.attributes, 'success')
  const error = errorOf(span) ?? errorType(name(span.attributes, 'status_code'))
  if (success === null) return { error_type: errorOf(span) }
  return success ? { status: 'ok' } : { status: 'error', error_type: error ?? 'error' }
}

/** A span around a tool, whether it ran or waited: what the tool is for says what kind of step it is. */
function toolStep({ attributes }: Span): Pick<Step, 'kind' | 'tool' | 'validation'> {
  const { tool } = toolName(name(attributes, 'tool_name') ?? '')
  const command = attributes.get('full_command')
  const validation = typeof command === 'string' ? validationOf(command) : null
  return { kind: toolStepKind(tool, validation), tool, validation }
}

const toolKey = ({ attributes }: Span): string | null =>
  keyed('tool', name(attributes, 'tool_use_id') ?? name(attributes, 'gen_ai.tool.call.id'))

const promptKey = ({ attributes }: Span): string | null => {
  const prompt = name(attributes, 'prompt.id')
  return prompt === null ? null : `claude-code/prompt:${prompt}`
}

/** By the name of the span, without its prefix. */
export const SPANS: ReadonlyMap<string, (span: Span) => Step> = new Map<string, (span: Span) => Step>([
  ['interaction', (span) => ({ kind: 'prompt', about: promptKey(span) })],
  [
    'llm_request',
    (span) => ({
      kind: 'model_call',
      model: name(span.attributes, 'model'),
      about: keyed('req', name(span.attributes, 'request_id')),
      ...failed(span),
    }),
  ],
  ['tool', (span) => ({ ...toolStep(span), about: toolKey(span), ...failed(span) })],
  ['tool.execution', (span) => ({ kind: 'other', ...failed(span) })],
  ['tool.blocked_on_user', () => ({ kind: 'wait' })],
  ['hook', (span) => ({ kind: 'hook', ...failed(span) })],
])

/** What a span of the name is that this version does not know. */
export const otherStep = (span: Span): Step => ({
  kind: 'other',
  error_type: errorType(word(span.attributes, 'error.type')),
})
