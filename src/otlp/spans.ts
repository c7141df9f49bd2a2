/** Spans of a request. */
import type { Batch, Shared } from './batch.ts'
import { idOf, SPAN_DIGITS, TRACE_DIGITS } from './ids.ts'
import { small } from './integers.ts'
import { type Message, objectOf } from './json-values.ts'
import { keyValues, plainFields } from './replay.ts'
import type { Span } from './signals.ts'
import { millisOf, nanosOf } from './times.ts'

const FIELDS = ['traceId', 'spanId', 'parentSpanId', 'name', 'kind', 'startTimeUnixNano', 'endTimeUnixNano']

const NO_EVENTS: Span['events'] = []

export function takeSpan(told: Message, shared: Shared, batch: Batch<'traces'>): void {
  const { source, limits } = batch
  const trace_id = idOf(told.traceId, TRACE_DIGITS)
  const span_id = idOf(told.spanId, SPAN_DIGITS)
  const parent_span_id = idOf(told.parentSpanId, SPAN_DIGITS)
  const name = batch.text(told.name, 'name')
  const kind = small(told.kind, 'kind')
  const start = millisOf(told.startTimeUnixNano, 'startTimeUnixNano')
  const end = millisOf(told.endTimeUnixNano, 'endTimeUnixNano')
  const attributes = source.attributes(told.attributes)
  let status = 0
  let status_message = ''
  if (told.status !== undefined && told.status !== null) {
    const { code, message } = objectOf(told.status, 'status')
    status = small(code, 'code')
    status_message = batch.text(message, 'message')
  }
  const events = eventsOf(told, batch)
  if (!trace_id || !span_id || parent_span_id === undefined) {
    const detail = !trace_id
      ? 'traceId is not 16 bytes or 32 hex digits that are not all 0.'
      : !span_id
        ? 'spanId is not 8 bytes or 16 hex digits that are not all 0.'
        : 'parentSpanId is not 8 bytes or 16 hex digits.'
    batch.refuse('bad_id', detail, shared, () => ({
      ...plainFields(told, FIELDS),
      attributes: keyValues(attributes),
      events: events.map(({ name, time, attributes }) => ({
        name,
        timeUnixNano: nanosOf(time),
        attributes: keyValues(attributes),
      })),
      status: { code: status, message: status_message },
    }))
    return
  }
  const { resource, scope } = shared
  const flags = limits.flags()
  batch.items.push({
    resource,
    scope,
    attributes,
    flags,
    trace_id,
    span_id,
    parent_span_id,
    name,
    kind,
    start,
    end,
    status: status === 1 || status === 2 ? status : 0,
    status_message,
    events,
  })
}

function eventsOf(told: Message, batch: Batch<'traces'>): Span['events'] {
  if (told.events === undefined) return NO_EVENTS
  const events: Span['events'][number][] = []
  for (const toldEvent of batch.source.each(told, 'events')) {
    batch.limits.record()
    const event = objectOf(toldEvent, 'events')
    events.push({
      name: batch.text(event.name, 'name'),
      time: millisOf(event.timeUnixNano, 'timeUnixNano'),
      attributes: batch.source.attributes(event.attributes),
    })
  }
  return events
}
