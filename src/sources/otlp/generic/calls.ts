/** The keys by which a span and an event of one call are one. */
import type { ModelCall } from '../../../facts/index.ts'
import type { Attributes } from '../../../otlp/signals.ts'
import { spanKey, tokensTold } from '../genai.ts'
import type { Context } from '../origin.ts'

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
