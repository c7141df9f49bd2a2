/** OpenCode's own spans: those of the AI SDK within them tell calls of models and tools. */
import type { Fact } from '../../../facts/index.ts'
import type { LogRecord, Span } from '../../../otlp/signals.ts'
import type { Reading } from '../agent.ts'
import { errorOf, genai, modelCallOf, spanKey, toolCallOf } from '../genai.ts'
import type { Context } from '../origin.ts'
import { spanFact, toolStepKind } from '../spans.ts'
import { count, ms, name } from '../values.ts'
import { nativeSession, nativeWho, toolKey, usageKey } from './sessions.ts'
import { argumentsOf, toolFacts } from './tools.ts'

export const ownsNative = ({ scope, resource }: LogRecord | Span): boolean =>
  scope.name === 'opencode' || resource.has('opencode.client') || resource.has('opencode.process_role')

/** The request to a provider. The span around it tells its counts again, for all its requests. */
const REQUEST = /^ai\.\w+\.do(?:Stream|Generate)$/
/** Providers whose input was told without the cache before the AI SDK took to telling all three parts. */
const EXCLUSIVE = /^(?:anthropic|bedrock|vertex)$/

function request(span: Span, at: number, who: Context): Fact[] {
  const { attributes } = span
  const parted = count(attributes, 'ai.usage.inputTokenDetails.noCacheTokens') !== null
  const key = spanKey(span)
  const read = (cache: boolean) =>
    modelCallOf(span, at, who, { keys: [key], contains: { cache, reasoning: true } })
  const whole = read(true)
  const call = parted || !EXCLUSIVE.test(whole.provider ?? '') ? whole : read(false)
  const usage = usageKey(
    who,
    {
      in_uncached: call.in_uncached ?? null,
      cache_read: call.cache_read ?? null,
      cache_write: call.cache_write ?? null,
      out: call.out ?? null,
      reasoning: call.reasoning ?? null,
    },
    call.out ?? null,
  )
  return [
    {
      ...call,
      keys: usage === null ? [key] : [key, usage],
      ttft_ms: ms(attributes, 'ai.response.msToFirstChunk') ?? call.ttft_ms ?? null,
    },
    spanFact(span, at, who, {
      kind: 'model_call',
      model: call.model ?? null,
      error_type: errorOf(span),
      about: key,
    }),
  ]
}

function tool(span: Span, at: number, who: Context): Fact[] {
  const id = genai(span.attributes, 'toolCall')
  const key = id === null || who.session === null ? spanKey(span) : toolKey(who, id)
  const told = argumentsOf(span.attributes, 'ai.toolCall.args')
  const call = toolCallOf(span, at, who, [key])
  const step = {
    kind: toolStepKind(call.tool, told.validation),
    tool: call.tool,
    validation: told.validation,
  }
  return [
    ...toolFacts(call, told, at, who),
    spanFact(span, at, who, { ...step, error_type: errorOf(span), about: key }),
  ]
}

function factsOf(span: Span, at: number, who: Context): Fact[] {
  const operation = name(span.attributes, 'ai.operationId') ?? span.name
  if (REQUEST.test(operation)) return request(span, at, who)
  if (operation === 'ai.toolCall') return tool(span, at, who)
  if (operation.startsWith('ai.'))
    return [spanFact(span, at, who, { kind: 'other', error_type: errorOf(span) })]
  // One for every function inside OpenCode: steps of the program, not of the work.
  return []
}

export function readNativeSpan(span: Span, at: number): Reading {
  const who = nativeWho(span)
  return { facts: factsOf(span, at, who), session: nativeSession(span, who, at) }
}

/** Free text, of which nothing is counted. */
export function readNativeLog(record: LogRecord, at: number): Reading {
  return { facts: [], session: nativeSession(record, nativeWho(record), at) }
}
