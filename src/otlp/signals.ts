/** What OTLP requests carry, decoded: log records, metric points and spans, each with its resource and scope. */

/**
 * 64-bit integers that a number cannot hold are bigint; `kvlistValue` is a map, so that no name is special. A number may
 * not be finite: whoever reads a count or an amount refuses it then.
 */
export type Value =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | readonly Value[]
  | ReadonlyMap<string, Value>

export type Attributes = ReadonlyMap<string, Value>

/** Instrumentation scope. */
export interface Scope {
  name: string
  version: string
}

interface Origin {
  resource: Attributes
  scope: Scope
  attributes: Attributes
  /** What was mended or cut while decoding. */
  flags: readonly Flag[]
}

/** `truncated`: a value was cut. `attributes_dropped`: too many, or without a usable name. `replaced_bytes`: not UTF-8. */
export type Flag = 'truncated' | 'attributes_dropped' | 'replaced_bytes'

/** Times are ms since 1970 UTC, with the fraction that was told; null when nothing or 0 was told. */
export interface LogRecord extends Origin {
  time: number | null
  observed: number | null
  /** The field of the record, not the attribute `event.name`. Empty when not told. */
  event_name: string
  severity: number
  body: Value
  /** Lower-case hex; null when not told. */
  trace_id: string | null
  span_id: string | null
}

export interface Metric {
  name: string
  unit: string
  kind: 'sum' | 'gauge' | 'histogram' | 'exponential_histogram' | 'summary'
  /** Null for gauges and summaries, which have none. */
  temporality: 'delta' | 'cumulative' | null
  monotonic: boolean
}

export interface MetricPoint extends Origin {
  metric: Metric
  start: number | null
  time: number | null
  /** Of sums and gauges; null for the others. */
  value: number | bigint | null
  /** Of histograms and summaries; null for the others. */
  count: number | bigint | null
  sum: number | null
}

export interface Span extends Origin {
  trace_id: string
  span_id: string
  parent_span_id: string | null
  name: string
  kind: number
  start: number | null
  end: number | null
  /** 0 unset, 1 ok, 2 error. */
  status: number
  status_message: string
  events: readonly { name: string; time: number | null; attributes: Attributes }[]
}

export type Signal = 'logs' | 'metrics' | 'traces'

export interface Items {
  logs: LogRecord
  metrics: MetricPoint
  traces: Span
}

/** A record that cannot be used; its neighbours can. */
export interface Refused {
  reason: RefusalReason
  detail: string
  /** The record as OTLP/JSON of one resource, as far as it could be decoded, so that it can be replayed. */
  record: unknown
}

export const REFUSAL_REASONS = {
  bad_id: 'A trace or span id is not 32 or 16 hex digits, or bytes of that length.',
  bad_histogram: 'A histogram whose counts do not fit its bounds.',
  no_temporality: 'A sum or histogram that does not say whether it is delta or cumulative.',
  no_value: 'A metric point without a value, or a metric without data.',
  not_finite: 'A value that is not a finite number.',
} as const
export type RefusalReason = keyof typeof REFUSAL_REASONS

export interface Decoded<S extends Signal> {
  items: Items[S][]
  refused: Refused[]
  /** For the sender: snake_case names in JSON, for instance. Empty for none. */
  warning: string
}

/** The request as a whole cannot be decoded: nothing of it is used. */
export class UndecodableError extends Error {}
