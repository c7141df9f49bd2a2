/** Writes decoded values as OTLP/JSON again: refused records are kept in this form, within the same limits. */
import type { Message } from './json-values.ts'
import { LAYERS } from './layers.ts'
import { MOST_TEXT } from './limits.ts'
import type { Attributes, Items, LogRecord, MetricPoint, Signal, Span, Value } from './signals.ts'
import { Nanos, nanosOf } from './times.ts'

/** Elements of a list of numbers that are kept. */
const MOST_NUMBERS = 1000

export const keyValues = (attributes: Attributes): unknown[] =>
  Array.from(attributes, ([key, value]) => ({ key, value: anyValue(value) }))

export function anyValue(value: Value): object {
  if (value === null) return {}
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'bigint') return { intValue: value.toString() }
  // JSON has no such numbers, OTLP/JSON writes their names.
  if (typeof value === 'number' && !Number.isFinite(value)) return { doubleValue: String(value) }
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? { intValue: value.toString() } : { doubleValue: value }
  if (value instanceof Uint8Array) return { bytesValue: Buffer.from(value).toString('base64') }
  if (value instanceof Map) return { kvlistValue: { values: keyValues(value) } }
  return { arrayValue: { values: (value as readonly Value[]).map(anyValue) } }
}

/** Those of the fields that hold one text, number or truth value, or a list of numbers. */
export function plainFields(told: Message, names: readonly string[]): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const name of names) {
    const value = told[name]
    const plain = Array.isArray(value) ? value.slice(0, MOST_NUMBERS).map(plainValue) : plainValue(value)
    if (plain !== undefined) kept[name] = plain
  }
  return kept
}

function plainValue(told: unknown): unknown {
  if (typeof told === 'string') return told.slice(0, MOST_TEXT)
  if (typeof told === 'number') return Number.isFinite(told) ? told : String(told)
  if (typeof told === 'bigint' || told instanceof Nanos) return told.toString()
  return typeof told === 'boolean' ? told : undefined
}

/** Writes one decoded item of each signal as OTLP/JSON. */
const WRITERS: { [S in Signal]: (item: Items[S]) => object } = {
  logs: ({ attributes, body, ...record }: LogRecord) => ({
    timeUnixNano: nanosOf(record.time),
    observedTimeUnixNano: nanosOf(record.observed),
    severityNumber: record.severity,
    eventName: record.event_name,
    traceId: record.trace_id ?? '',
    spanId: record.span_id ?? '',
    body: anyValue(body),
    attributes: keyValues(attributes),
  }),
  metrics: (point: MetricPoint) => {
    const { name, unit, kind, temporality, monotonic } = point.metric
    const aggregationTemporality = temporality === null ? undefined : temporality === 'delta' ? 1 : 2
    const data = { aggregationTemporality, isMonotonic: kind === 'sum' ? monotonic : undefined }
    return { name, unit, [FIELD_OF[kind]]: { ...data, dataPoints: [dataPoint(point)] } }
  },
  traces: ({ attributes, events, ...span }: Span) => ({
    traceId: span.trace_id,
    spanId: span.span_id,
    parentSpanId: span.parent_span_id ?? '',
    name: span.name,
    kind: span.kind,
    startTimeUnixNano: nanosOf(span.start),
    endTimeUnixNano: nanosOf(span.end),
    attributes: keyValues(attributes),
    events: events.map((event) => ({
      name: event.name,
      timeUnixNano: nanosOf(event.time),
      attributes: keyValues(event.attributes),
    })),
    status: { code: span.status, message: span.status_message },
  }),
}

const FIELD_OF: Readonly<Record<MetricPoint['metric']['kind'], string>> = {
  sum: 'sum',
  gauge: 'gauge',
  histogram: 'histogram',
  exponential_histogram: 'exponentialHistogram',
  summary: 'summary',
}

/** Of histograms and summaries count and sum, which is all that is decoded. */
function dataPoint({ start, time, attributes, value, count, sum }: MetricPoint): object {
  const told =
    value === null
      ? { count: String(count ?? 0), sum: sum ?? undefined }
      : typeof value === 'bigint'
        ? { asInt: value.toString() }
        : { asDouble: value }
  return {
    startTimeUnixNano: nanosOf(start),
    timeUnixNano: nanosOf(time),
    attributes: keyValues(attributes),
    ...told,
  }
}

/** A decoded item as a request of its own. */
export const requestOf = <S extends Signal>(signal: S, item: Items[S]): unknown => requestWith(signal, [item])

/** Decoded items as one request, in their order; neighbours share the resource and scope that they came with. */
export function requestWith<S extends Signal>(signal: S, items: readonly Items[S][]): unknown {
  const layers = LAYERS[signal]
  const resources: Record<string, unknown>[] = []
  let scopes: Record<string, unknown>[] = []
  let records: object[] = []
  let before: Items[S] | null = null
  for (const item of items) {
    if (item.resource !== before?.resource) {
      scopes = []
      resources.push({ resource: { attributes: keyValues(item.resource) }, [layers.scopes]: scopes })
    }
    if (item.resource !== before?.resource || item.scope !== before.scope) {
      records = []
      scopes.push({ scope: item.scope, [layers.records]: records })
    }
    records.push(WRITERS[signal](item))
    before = item
  }
  return { [layers.resources]: resources }
}
