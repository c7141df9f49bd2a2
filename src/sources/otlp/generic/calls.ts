/** Model calls of spans and events that follow the conventions, and the keys by which the two are one. */
import type { ModelCall } from '../../../facts/index.ts'
import type { Attributes } from '../../../otlp/signals.ts'
import { genai, spanKey, tokensTold } from '../genai.ts'
import type { Context } from '../origin.ts'
import type { Contains } from '../tokens.ts'

/** The conventions say that input holds the cache. A cache that is larger than its input says that it does not. */
export function containsOf(attributes: Attributes): Contains {
  const { input, cache_read, cache_write } = tokensTold(attributes)
  return { cache: (input ?? 0) >= (cache_read ?? 0) + (cache_write ?? 0), reasoning: true }
}

/** Shorter ids are counted anew by some servers: Ollama has a thousand of them. */
const SHORTEST_ID = 16

/**
 * The response that a provider gave: the same for a span, for the span of another library within it, and for the
 * event of either.
 */
export function responseKey(attributes: Attributes, who: Context): string | null {
  const id = genai(attributes, 'response')
  return id === null || id.length < SHORTEST_ID ? null : `${who.harness}/response:${id}`
}

interface Place {
  trace_id: string
  span_id: string
}

/** A call by its span and counts: several events may lie within one span that is no call. */
export function countsKey(attributes: Attributes, place: Place): string | null {
  const { input, output } = tokensTold(attributes)
  return input === null && output === null ? null : `${spanKey(place)}:${input ?? ''}:${output ?? ''}`
}

/** Who asked for what, when it is neither span nor response: the time within a session. */
export const momentKey = (who: Context, at: number, model: ModelCall['model']): string =>
  `${who.harness}/inference:${who.session ?? 'none'}:${at}:${model ?? ''}`
