/** The spans of Goose: those of its requests to a provider and of its tools tell calls. */
import type { Fact } from '../../../facts/index.ts'
import type { Span } from '../../../otlp/signals.ts'
import { requestKey, toolKey } from '../../goose/keys.ts'
import { namedTool } from '../../goose/names.ts'
import {
  containsOf,
  errorOf,
  genai,
  MODEL_OPERATIONS,
  modelCallOf,
  operationOf,
  responseKey,
  spanKey,
  tokensTold,
  toolCallOf,
  validationIn,
} from '../genai.ts'
import type { Context } from '../origin.ts'
import { spanFact, toolStepKind } from '../spans.ts'

/** Under which the database of Goose tells the same request; none where either could not. */
function sharedKeys({ attributes }: Span, { session }: Context): string[] {
  const counts = tokensTold(attributes)
  if (session === null || (counts.input === null && counts.output === null)) return []
  return [requestKey(session, counts)]
}

/** Of versions before July 2026 they tell neither model nor counts, and are no more than steps. */
function request(span: Span, at: number, who: Context): Fact[] {
  const key = spanKey(span)
  const step = spanFact(span, at, who, {
    kind: 'model_call',
    model: genai(span.attributes, 'model'),
    error_type: errorOf(span),
    about: key,
  })
  if (!MODEL_OPERATIONS.has(operationOf(span))) return [{ ...step, about: null }]
  const response = responseKey(span.attributes, who)
  const keys = [key, ...(response === null ? [] : [response]), ...sharedKeys(span, who)]
  return [modelCallOf(span, at, who, { keys, contains: containsOf(span.attributes) }), step]
}

function tool(span: Span, at: number, who: Context): Fact[] {
  const raw = genai(span.attributes, 'tool')
  const error_type = errorOf(span)
  if (raw === null) return [spanFact(span, at, who, { kind: 'tool', error_type })]
  const id = genai(span.attributes, 'toolCall')
  const key = id === null || who.session === null ? spanKey(span) : toolKey(who.session, id)
  const validation = validationIn(span.attributes)
  const call = { ...toolCallOf(span, at, who, [key]), ...namedTool(raw), validation }
  const step = { kind: toolStepKind(call.tool, validation), tool: call.tool, validation }
  return [call, spanFact(span, at, who, { ...step, error_type, about: key })]
}

type Reader = (span: Span, at: number, who: Context) => Fact[]

/** Around the requests of a turn: they tell the sum of them again. */
const whole =
  (kind: 'prompt' | 'other'): Reader =>
  (span, at, who) => [spanFact(span, at, who, { kind, error_type: errorOf(span) })]

/** By name. Every other one is a function inside Goose: a step of the program, not of the work. */
export const SPANS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['stream_response_from_provider', request],
  ['complete', request],
  ['dispatch_tool_call', tool],
  ['reply', whole('prompt')],
  ['reply_stream', whole('other')],
])
