/** The event that tells a model call by itself, for agents that send no span of it. */
import type { ModelCall } from '../../../facts/index.ts'
import type { LogRecord } from '../../../otlp/signals.ts'
import { providerNamed, vendorOf } from '../../provider.ts'
import { disjoint } from '../../tokens.ts'
import { containsOf, errorIn, genai, MODEL_OPERATIONS, responseKey, spanKey, tokensTold } from '../genai.ts'
import type { Context } from '../origin.ts'
import { word } from '../values.ts'
import { countsKey, momentKey } from './calls.ts'

export const eventName = ({ event_name, attributes, body }: LogRecord): string =>
  event_name || (word(attributes, 'event.name') ?? (typeof body === 'string' ? body.slice(0, 100) : ''))

export const INFERENCE = 'gen_ai.client.inference.operation.details'

/** What makes it one with its span, most exact first; one is enough, and more could join calls that are two. */
function keyOf({ attributes, trace_id, span_id }: LogRecord, at: number, who: Context): string {
  const response = responseKey(attributes, who)
  if (response !== null) return response
  if (trace_id === null || span_id === null) return momentKey(who, at, genai(attributes, 'model'))
  const place = { trace_id, span_id }
  return countsKey(attributes, place) ?? spanKey(place)
}

/** None for operations that call no model. Throws Implausible. */
export function inference(record: LogRecord, at: number, who: Context): ModelCall[] {
  const { attributes } = record
  if (!MODEL_OPERATIONS.has(word(attributes, 'gen_ai.operation.name') ?? 'chat')) return []
  const model = genai(attributes, 'model')
  const error = errorIn(attributes)
  return [
    {
      type: 'model_call',
      at,
      keys: [keyOf(record, at, who)],
      // Its span knows how long it took and when it began.
      completeness: 1,
      provider: providerNamed(genai(attributes, 'provider')) ?? vendorOf(model),
      model,
      ...disjoint(tokensTold(attributes), containsOf(attributes)),
      status: error === null ? 'ok' : 'error',
      error_type: error,
      ...who,
    },
  ]
}
