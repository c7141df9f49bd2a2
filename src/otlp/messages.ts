/** Field numbers of the OTLP messages: those fields that are used, by the names they have in OTLP/JSON. */
import { LAYERS, type Layers } from './layers.ts'
import { FIXED_32, FIXED_64, SIZED, VARINT } from './wire.ts'

/** What is in a field; the wire type follows from it. */
export type Kind =
  | 'text'
  | 'id'
  | 'nanos'
  | 'double'
  | 'fixed64'
  | 'sfixed64'
  | 'fixed32'
  | 'int32'
  | 'uint32'
  | 'bool'
  | 'value'
  | 'attributes'
  | 'doubles'
  | 'counts'
  | 'message'
  | 'messages'

const WIRE: Readonly<Record<Kind, number>> = {
  text: SIZED,
  id: SIZED,
  nanos: FIXED_64,
  double: FIXED_64,
  fixed64: FIXED_64,
  sfixed64: FIXED_64,
  fixed32: FIXED_32,
  int32: VARINT,
  uint32: VARINT,
  bool: VARINT,
  value: SIZED,
  attributes: SIZED,
  doubles: SIZED,
  counts: SIZED,
  message: SIZED,
  messages: SIZED,
}

export interface Field {
  number: number
  name: string
  kind: Kind
  wire: number
  shape: Shape | null
}

/** Objects of a shape begin as copies of `blank`, so that all of them have the same fields in the same order. */
export interface Shape {
  /** By field number. */
  fields: readonly (Field | undefined)[]
  blank: Readonly<Record<string, unknown>>
}

type Row = readonly [number: number, name: string, kind: Kind, shape?: Shape]

function shape(...rows: readonly Row[]): Shape {
  const fields: (Field | undefined)[] = Array(Math.max(...rows.map(([number]) => number)) + 1).fill(undefined)
  const blank: Record<string, unknown> = {}
  for (const [number, name, kind, inner = null] of rows) {
    fields[number] = { number, name, kind, wire: WIRE[kind], shape: inner }
    blank[name] = undefined
  }
  return { fields, blank }
}

const RESOURCE = shape([1, 'attributes', 'attributes'])
const SCOPE = shape([1, 'name', 'text'], [2, 'version', 'text'])

function request({ resources, scopes, records }: Layers, record: Shape): Shape {
  const scope = shape([1, 'scope', 'message', SCOPE], [2, records, 'messages', record])
  return shape([
    1,
    resources,
    'messages',
    shape([1, 'resource', 'message', RESOURCE], [2, scopes, 'messages', scope]),
  ])
}

const LOG_RECORD = shape(
  [1, 'timeUnixNano', 'nanos'],
  [2, 'severityNumber', 'int32'],
  [3, 'severityText', 'text'],
  [5, 'body', 'value'],
  [6, 'attributes', 'attributes'],
  [8, 'flags', 'fixed32'],
  [9, 'traceId', 'id'],
  [10, 'spanId', 'id'],
  [11, 'observedTimeUnixNano', 'nanos'],
  [12, 'eventName', 'text'],
)

const EVENT = shape([1, 'timeUnixNano', 'nanos'], [2, 'name', 'text'], [3, 'attributes', 'attributes'])
const STATUS = shape([2, 'message', 'text'], [3, 'code', 'int32'])

const SPAN = shape(
  [1, 'traceId', 'id'],
  [2, 'spanId', 'id'],
  [4, 'parentSpanId', 'id'],
  [5, 'name', 'text'],
  [6, 'kind', 'int32'],
  [7, 'startTimeUnixNano', 'nanos'],
  [8, 'endTimeUnixNano', 'nanos'],
  [9, 'attributes', 'attributes'],
  [11, 'events', 'messages', EVENT],
  [15, 'status', 'message', STATUS],
)

const NUMBER_POINT = shape(
  [2, 'startTimeUnixNano', 'nanos'],
  [3, 'timeUnixNano', 'nanos'],
  [4, 'asDouble', 'double'],
  [6, 'asInt', 'sfixed64'],
  [7, 'attributes', 'attributes'],
  [8, 'flags', 'uint32'],
)

const HISTOGRAM_POINT = shape(
  [2, 'startTimeUnixNano', 'nanos'],
  [3, 'timeUnixNano', 'nanos'],
  [4, 'count', 'fixed64'],
  [5, 'sum', 'double'],
  [6, 'bucketCounts', 'counts'],
  [7, 'explicitBounds', 'doubles'],
  [9, 'attributes', 'attributes'],
  [10, 'flags', 'uint32'],
)

const EXPONENTIAL_POINT = shape(
  [1, 'attributes', 'attributes'],
  [2, 'startTimeUnixNano', 'nanos'],
  [3, 'timeUnixNano', 'nanos'],
  [4, 'count', 'fixed64'],
  [5, 'sum', 'double'],
  [10, 'flags', 'uint32'],
)

const SUMMARY_POINT = shape(
  [2, 'startTimeUnixNano', 'nanos'],
  [3, 'timeUnixNano', 'nanos'],
  [4, 'count', 'fixed64'],
  [5, 'sum', 'double'],
  [7, 'attributes', 'attributes'],
  [8, 'flags', 'uint32'],
)

const METRIC = shape(
  [1, 'name', 'text'],
  [3, 'unit', 'text'],
  [5, 'gauge', 'message', shape([1, 'dataPoints', 'messages', NUMBER_POINT])],
  [
    7,
    'sum',
    'message',
    shape(
      [1, 'dataPoints', 'messages', NUMBER_POINT],
      [2, 'aggregationTemporality', 'int32'],
      [3, 'isMonotonic', 'bool'],
    ),
  ],
  [
    9,
    'histogram',
    'message',
    shape([1, 'dataPoints', 'messages', HISTOGRAM_POINT], [2, 'aggregationTemporality', 'int32']),
  ],
  [
    10,
    'exponentialHistogram',
    'message',
    shape([1, 'dataPoints', 'messages', EXPONENTIAL_POINT], [2, 'aggregationTemporality', 'int32']),
  ],
  [11, 'summary', 'message', shape([1, 'dataPoints', 'messages', SUMMARY_POINT])],
)

export const REQUESTS = {
  logs: request(LAYERS.logs, LOG_RECORD),
  metrics: request(LAYERS.metrics, METRIC),
  traces: request(LAYERS.traces, SPAN),
} as const
