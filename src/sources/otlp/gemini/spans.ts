/** The spans of Gemini CLI: how the steps of one prompt lie in time. Events tell the same calls, so spans add none. */
import type { Span } from '../../../otlp/signals.ts'
import { toolKey } from '../../gemini-cli/keys.ts'
import { toolName } from '../../tool-names.ts'
import { validationOf } from '../../validation.ts'
import { errorOf, genai } from '../genai.ts'
import type { Step } from '../spans.ts'
import { errorType, flag, name } from '../values.ts'

/** How it ended, where the agent says so in words of its own. */
export function ended(span: Span): Pick<Step, 'status' | 'error_type'> {
  const success = flag(span.attributes, 'success')
  const error_type = errorOf(span) ?? errorType(name(span.attributes, 'error_type'))
  if (success === null) return { error_type }
  return success ? { status: 'ok' } : { status: 'error', error_type: error_type ?? 'error' }
}

/** A span around a tool: what the tool is for says what kind of step it is. */
export function toolStep({ attributes }: Span): Pick<Step, 'kind' | 'tool' | 'validation'> {
  const { tool } = toolName(genai(attributes, 'tool') ?? '')
  const command = attributes.get('command')
  const validation = typeof command === 'string' ? validationOf(command) : null
  const edits = tool === 'Edit' || tool === 'Create'
  const kind = validation ? 'validation' : tool === 'Task' ? 'subagent' : edits ? 'edit' : 'tool'
  return { kind, tool, validation }
}

export const modelStep = (span: Span): Step => ({
  kind: 'model_call',
  model: genai(span.attributes, 'model'),
  ...ended(span),
})

function toolSpan(span: Span): Step {
  const id = genai(span.attributes, 'toolCall')
  const about = id && toolKey('gemini-cli', genai(span.attributes, 'conversation'), id)
  return { ...toolStep(span), about, ...ended(span) }
}

export const GEMINI_SPANS: ReadonlyMap<string, (span: Span) => Step> = new Map<string, (span: Span) => Step>([
  ['user_prompt', (span) => ({ kind: 'prompt', ...ended(span) })],
  ['llm_call', modelStep],
  ['tool_call', toolSpan],
  ['agent_call', (span) => ({ kind: 'subagent', ...ended(span) })],
])
