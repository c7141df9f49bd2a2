/** Log records of a request. */
import type { Batch, Shared } from './batch.ts'
import { idOf, SPAN_DIGITS, TRACE_DIGITS } from './ids.ts'
import { small } from './integers.ts'
import type { Message } from './json-values.ts'
import { anyValue, keyValues, plainFields } from './replay.ts'
import { millisOf } from './times.ts'

const FIELDS = [
  'timeUnixNano',
  'observedTimeUnixNano',
  'severityNumber',
  'severityText',
  'flags',
  'traceId',
  'spanId',
  'eventName',
]

export function takeLogRecord(told: Message, shared: Shared, batch: Batch<'logs'>): void {
  const { resource, scope } = shared
  const { source, limits } = batch
  const time = millisOf(told.timeUnixNano, 'timeUnixNano')
  const observed = millisOf(told.observedTimeUnixNano, 'observedTimeUnixNano')
  const severity = small(told.severityNumber, 'severityNumber')
  const trace_id = idOf(told.traceId, TRACE_DIGITS)
  const span_id = idOf(told.spanId, SPAN_DIGITS)
  const event_name = batch.text(told.eventName, 'eventName')
  const body = source.value(told.body)
  const attributes = source.attributes(told.attributes)
  if (trace_id === undefined || span_id === undefined) {
    const detail =
      trace_id === undefined
        ? 'traceId is not 16 bytes or 32 hex digits.'
        : 'spanId is not 8 bytes or 16 hex digits.'
    batch.refuse('bad_id', detail, shared, () => ({
      ...plainFields(told, FIELDS),
      body: anyValue(body),
      attributes: keyValues(attributes),
    }))
    return
  }
  const flags = limits.flags()
  batch.items.push({
    resource,
    scope,
    attributes,
    flags,
    time,
    observed,
    event_name,
    severity,
    body,
    trace_id,
    span_id,
  })
}
