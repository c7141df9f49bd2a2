/** Reads spans that follow the GenAI semantic conventions, in their current and older spellings. */
import type { ModelCall, ToolCall } from '../../facts/index.ts'
import type { Attributes, Span } from '../../otlp/signals.ts'
import { uniqueId } from '../ids.ts'
import { providerNamed, vendorOf } from '../provider.ts'
import { type Contains, disjoint, type TokensTold } from '../tokens.ts'
import { toolName } from '../tool-names.ts'
import { validationOf } from '../validation.ts'
import type { Context } from './origin.ts'
import { durationOf } from './spans.ts'
import { count, errorType, fields, name, word } from './values.ts'

/** Spellings of one attribute, the current one first. */
const NAMES = {
  provider: ['gen_ai.provider.name', 'gen_ai.system', 'ai.model.provider', 'llm.provider'],
  model: [
    'gen_ai.response.model',
    'gen_ai.request.model',
    'ai.response.model',
    'ai.model.id',
    'llm.model_name',
    'llm.response.model',
  ],
  input: [
    'gen_ai.usage.input_tokens',
    'gen_ai.usage.prompt_tokens',
    'ai.usage.inputTokens',
    'ai.usage.promptTokens',
    'llm.token_count.prompt',
    'llm.usage.prompt_tokens',
  ],
  output: [
    'gen_ai.usage.output_tokens',
    'gen_ai.usage.completion_tokens',
    'ai.usage.outputTokens',
    'ai.usage.completionTokens',
    'llm.token_count.completion',
    'llm.usage.completion_tokens',
  ],
  cache_read: [
    'gen_ai.usage.cache_read.input_tokens',
    'gen_ai.usage.cache_read_input_tokens',
    'gen_ai.usage.input_cached_tokens',
    'ai.usage.inputTokenDetails.cacheReadTokens',
    'ai.usage.cachedInputTokens',
    'llm.token_count.prompt_details.cache_read',
  ],
  cache_write: [
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.usage.cache_write.input_tokens',
    'gen_ai.usage.cache_creation_input_tokens',
    'ai.usage.inputTokenDetails.cacheWriteTokens',
    'llm.token_count.prompt_details.cache_write',
  ],
  reasoning: [
    'gen_ai.usage.reasoning.output_tokens',
    'gen_ai.usage.reasoning_output_tokens',
    'gen_ai.usage.reasoning_tokens',
    'ai.usage.reasoningTokens',
    'llm.token_count.completion_details.reasoning',
  ],
  tool: ['gen_ai.tool.name', 'ai.toolCall.name', 'tool.name'],
  toolCall: ['gen_ai.tool.call.id', 'gen_ai.tool.call_id', 'ai.toolCall.id', 'tool_call.id'],
  response: ['gen_ai.response.id', 'ai.response.id'],
  conversation: ['gen_ai.conversation.id', 'session.id', 'ai.telemetry.metadata.sessionId'],
  error: ['error.type', 'exception.type'],
} as const satisfies Record<string, readonly string[]>

type What = keyof typeof NAMES

/** What the first spelling tells that `read` can make something of; null when none does. */
function first<T>(
  attributes: Attributes,
  what: What,
  read: (attributes: Attributes, key: string) => T | null,
): T | null {
  for (const key of NAMES[what]) {
    const told = read(attributes, key)
    if (told !== null) return told
  }
  return null
}

/** The first spelling that names something; null when none does. Of an error that may be a message: see `errorIn`. */
export const genai = (attributes: Attributes, what: What): string | null => first(attributes, what, name)

const counted = (attributes: Attributes, what: keyof TokensTold): number | null =>
  first(attributes, what, count)

/** All names of attributes that are read here; none holds a text of people. */
export const GENAI_NAMES: readonly string[] = [
  ...Object.values(NAMES).flat(),
  'gen_ai.operation.name',
  'gen_ai.agent.name',
  'gen_ai.agent.id',
  'gen_ai.response.time_to_first_chunk',
  'gen_ai.tool.type',
]

/** Throws Implausible for a count that cannot be believed. */
export const tokensTold = (attributes: Attributes): TokensTold => ({
  input: counted(attributes, 'input'),
  cache_read: counted(attributes, 'cache_read'),
  cache_write: counted(attributes, 'cache_write'),
  output: counted(attributes, 'output'),
  reasoning: counted(attributes, 'reasoning'),
})

/** The operation of a span by its attribute, else by the beginning of its name; in lower case, '' for none. */
export const operationOf = ({ attributes, name: told }: Span): string =>
  word(attributes, 'gen_ai.operation.name') ??
  /^(chat|generate_content|text_completion|embeddings|execute_tool|invoke_agent|create_agent)(?: |$)/.exec(
    told,
  )?.[1] ??
  ''

/** Operations that call a model and use tokens. */
export const MODEL_OPERATIONS: ReadonlySet<string> = new Set([
  'chat',
  'generate_content',
  'text_completion',
  'completion',
])

/** Seconds, told as a number or a text, as whole ms; null when not told or beyond belief. */
export function secondsAsMs(attributes: Attributes, key: string): number | null {
  const told = attributes.get(key)
  const ms = typeof told === 'number' || typeof told === 'string' ? Math.round(Number(told) * 1000) : -1
  return told !== '' && ms >= 0 && ms < 1e9 ? ms : null
}

/** The kind of the error that attributes tell; null for none. */
export const errorIn = (attributes: Attributes): string | null => errorType(genai(attributes, 'error'))

/** The kind of the error of a span; null when it did not fail. */
export const errorOf = (span: Span): string | null =>
  errorIn(span.attributes) ?? (span.status === 2 ? 'error' : null)

/** A key of the span itself, for calls that have no id of their own. */
export const spanKey = ({ trace_id, span_id }: Pick<Span, 'trace_id' | 'span_id'>): string =>
  `span-call:${trace_id}:${span_id}`

/** The conventions say that input holds the cache. A cache that is larger than its input says that it does not. */
export function containsOf(attributes: Attributes): Contains {
  const { input, cache_read, cache_write } = tokensTold(attributes)
  return { cache: (input ?? 0) >= (cache_read ?? 0) + (cache_write ?? 0), reasoning: true }
}

/**
 * The response that a provider gave: the same for a span, for the span of another library within it, and for the
 * event of either.
 */
export function responseKey(attributes: Attributes, who: Context): string | null {
  const id = uniqueId(genai(attributes, 'response'))
  return id === null ? null : `${who.harness}/response:${id}`
}

/** What an agent that follows the conventions does in its own way. */
export interface CallOptions {
  keys: string[]
  contains: Contains
}

/** The model call of a span. The conventions say: input contains cached tokens, output contains reasoning. */
export function modelCallOf(
  span: Span,
  at: number,
  who: Context,
  { keys, contains }: CallOptions,
): ModelCall {
  const { attributes } = span
  const model = genai(attributes, 'model')
  const error = errorOf(span)
  return {
    type: 'model_call',
    at,
    keys,
    completeness: 2,
    provider: providerNamed(genai(attributes, 'provider')) ?? vendorOf(model),
    model,
    ...disjoint(tokensTold(attributes), contains),
    latency_ms: durationOf(span),
    ttft_ms: secondsAsMs(attributes, 'gen_ai.response.time_to_first_chunk'),
    status: error === null ? 'ok' : 'error',
    error_type: error,
    ...who,
  }
}

/** The tool call of a span. */
export function toolCallOf(span: Span, at: number, who: Context, keys: string[]): ToolCall {
  const raw = genai(span.attributes, 'tool')
  const named = toolName(raw ?? '')
  const error = errorOf(span)
  return {
    type: 'tool_call',
    at,
    keys,
    completeness: 2,
    ...named,
    raw_tool: raw,
    duration_ms: durationOf(span),
    status: error === null ? 'ok' : 'error',
    ...who,
  }
}

/** Where the arguments of a tool stand as JSON, if at all. */
const ARGUMENTS = ['gen_ai.tool.call.arguments', 'ai.toolCall.args', 'tool.parameters', 'input.value']

/** What the command checks that is among the arguments; the arguments go no further. */
export function validationIn(attributes: Attributes): ToolCall['validation'] {
  for (const key of ARGUMENTS) {
    const command = fields(attributes, key).get('command')
    if (typeof command === 'string') return validationOf(command)
  }
  return null
}
