/** Requests written by the official serializers, in both encodings, and by a real agent. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  ROOT_CONTEXT,
  type Attributes as SdkAttributes,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { SeverityNumber } from '@opentelemetry/api-logs'
import {
  JsonLogsSerializer,
  JsonMetricsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  type ReadableLogRecord,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs'
import {
  AggregationTemporality,
  AggregationType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { describe, expect, test } from 'vitest'
import { decodeJson } from './json.ts'
import { decodeProtobuf } from './protobuf.ts'
import type { Decoded, Signal } from './signals.ts'

const AT = 1_787_795_838_322
const resource = resourceFromAttributes({
  'service.name': 'claude-code',
  'host.cpus': 8,
  'host.tags': ['a', 'b'],
})
const TRACE = '0af7651916cd43dd8448eb211c80319c'
const SPAN = 'b7ad6b7169203331'

const attributes: SdkAttributes = {
  text: 'grün 🌱',
  empty: '',
  truth: true,
  lie: false,
  zero: 0,
  negative: -5,
  large: 2 ** 60,
  lowest: -(2 ** 63),
  huge: 1e300,
  cost: 0.0123,
  list: ['x', 'y'],
  numbers: [1, 2.5, -3],
}

function both<S extends Signal>(signal: S, protobuf?: Uint8Array, json?: Uint8Array): Decoded<S> {
  const decoded = decodeProtobuf(signal, protobuf as Uint8Array)
  expect(decodeJson(signal, json as Uint8Array)).toEqual(decoded)
  expect(decoded.refused).toEqual([])
  expect(decoded.items.flatMap(({ flags }) => flags)).toEqual([])
  return decoded
}

function logRecords(count: number): ReadableLogRecord[] {
  const exporter = new InMemoryLogRecordExporter()
  const provider = new LoggerProvider({ resource, processors: [new SimpleLogRecordProcessor({ exporter })] })
  const within = trace.setSpanContext(ROOT_CONTEXT, {
    traceId: TRACE,
    spanId: SPAN,
    traceFlags: TraceFlags.SAMPLED,
  })
  const logger = provider.getLogger('com.example.events', '2.1.0')
  for (let i = 0; i < count; i++)
    logger.emit({
      eventName: 'api_request',
      timestamp: AT + i,
      severityNumber: SeverityNumber.INFO,
      body: { text: 'body', list: [1, 'two', { three: 3 }], bytes: Uint8Array.of(0, 255), none: null },
      attributes: { ...attributes, 'event.sequence': i },
      context: i % 2 ? ROOT_CONTEXT : within,
    })
  logger.emit({})
  return exporter.getFinishedLogRecords()
}

test('logs', () => {
  const records = logRecords(3)
  const { items } = both(
    'logs',
    ProtobufLogsSerializer.serializeRequest(records),
    JsonLogsSerializer.serializeRequest(records),
  )
  expect(items).toHaveLength(4)
  const [first, second] = items
  expect(first).toMatchObject({
    time: AT,
    event_name: 'api_request',
    severity: 9,
    trace_id: TRACE,
    span_id: SPAN,
    scope: { name: 'com.example.events', version: '2.1.0' },
  })
  expect(first?.resource).toEqual(
    new Map<string, unknown>([
      ['service.name', 'claude-code'],
      ['host.cpus', 8],
      ['host.tags', ['a', 'b']],
    ]),
  )
  expect(first?.attributes).toEqual(
    new Map<string, unknown>([
      ...Object.entries(attributes),
      ['large', 2n ** 60n],
      ['lowest', -(2n ** 63n)],
      ['event.sequence', 0],
    ]),
  )
  expect(first?.body).toEqual(
    new Map<string, unknown>([
      ['text', 'body'],
      ['list', [1, 'two', new Map([['three', 3]])]],
      ['bytes', Uint8Array.of(0, 255)],
      ['none', null],
    ]),
  )
  expect(second).toMatchObject({ trace_id: null, span_id: null })
  expect(items[3]).toMatchObject({ body: null, event_name: '', severity: 0 })
})

async function collected(temporality: AggregationTemporality): Promise<ResourceMetrics> {
  const exporter = new InMemoryMetricExporter(temporality)
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
  const provider = new MeterProvider({
    resource,
    readers: [reader],
    views: [
      { instrumentName: 'wait', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } },
      {
        instrumentName: 'size',
        aggregation: { type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM, options: { boundaries: [1, 10] } },
      },
    ],
  })
  const meter = provider.getMeter('com.example.meter', '1')
  const tokens = meter.createCounter('tokens', { unit: 'tokens', valueType: 0, description: 'Used.' })
  tokens.add(5, { model: 'a' })
  tokens.add(7, { model: 'b' })
  meter.createCounter('cost', { unit: 'USD' }).add(0.5)
  meter.createUpDownCounter('open', { valueType: 0 }).add(-3)
  meter.createObservableGauge('load').addCallback((result) => result.observe(0.25, { cpu: 1 }))
  meter.createHistogram('size').record(4)
  for (const value of [0.1, 3, 700]) meter.createHistogram('wait', { unit: 'ms' }).record(value)
  meter.createHistogram('plain').record(12)
  await provider.forceFlush()
  const [metrics] = exporter.getMetrics()
  await provider.shutdown()
  return metrics as ResourceMetrics
}

describe.each([
  ['delta', AggregationTemporality.DELTA],
  ['cumulative', AggregationTemporality.CUMULATIVE],
] as const)('%s metrics', (temporality, told) => {
  test('of all kinds', async () => {
    const metrics = await collected(told)
    const { items } = both(
      'metrics',
      ProtobufMetricsSerializer.serializeRequest(metrics),
      JsonMetricsSerializer.serializeRequest(metrics),
    )
    const short = items.map(({ metric, value, count, sum, attributes }) => {
      return [metric.name, metric.unit, metric.kind, metric.monotonic, value, count, sum, attributes.size]
    })
    // Those with a view of their own come first.
    const ordered = [...short.slice(2), ...short.slice(0, 2)]
    expect(ordered).toEqual([
      ['tokens', 'tokens', 'sum', true, 5, null, null, 1],
      ['tokens', 'tokens', 'sum', true, 7, null, null, 1],
      ['cost', 'USD', 'sum', true, 0.5, null, null, 0],
      ['open', '', 'sum', false, -3, null, null, 0],
      ['load', '', 'gauge', false, 0.25, null, null, 1],
      ['plain', '', 'histogram', false, null, 1, 12, 0],
      ['size', '', 'histogram', false, null, 1, 4, 0],
      ['wait', 'ms', 'exponential_histogram', false, null, 3, 703.1, 0],
    ])
    for (const { metric, start, time } of items) {
      // Reported as sums of all time, whatever is asked for.
      const upDown = metric.name === 'open' ? metric.temporality : temporality
      expect(metric.temporality).toBe(metric.kind === 'gauge' ? null : upDown)
      expect(start).toBeGreaterThan(1.7e12)
      expect(time).toBeGreaterThanOrEqual(start as number)
    }
  })
})

test('spans', () => {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor(exporter)] })
  const tracer = provider.getTracer('com.example.tracer', '3')
  const root = tracer.startSpan('turn', { kind: SpanKind.SERVER, attributes, startTime: AT, root: true })
  root.addEvent('first', { n: 1 }, AT + 1)
  root.addEvent('second', AT + 2)
  root.setStatus({ code: SpanStatusCode.ERROR, message: 'it failed' })
  root.end(AT + 10)
  tracer.startSpan('plain', { startTime: [1_787_795_838, 322_123_456], root: true }).end(AT + 5)
  const [first, second] = exporter.getFinishedSpans() as [ReadableSpan, ReadableSpan]
  const child: ReadableSpan = Object.assign(Object.create(second), { parentSpanContext: first.spanContext() })
  const spans = [first, child]
  const { items } = both(
    'traces',
    ProtobufTraceSerializer.serializeRequest(spans),
    JsonTraceSerializer.serializeRequest(spans),
  )
  expect(items).toHaveLength(2)
  expect(items[0]).toMatchObject({
    trace_id: first.spanContext().traceId,
    span_id: first.spanContext().spanId,
    parent_span_id: null,
    name: 'turn',
    kind: 2,
    start: AT,
    end: AT + 10,
    status: 2,
    status_message: 'it failed',
    events: [
      { name: 'first', time: AT + 1, attributes: new Map([['n', 1]]) },
      { name: 'second', time: AT + 2, attributes: new Map() },
    ],
  })
  expect(items[1]).toMatchObject({
    parent_span_id: first.spanContext().spanId,
    start: AT + 0.123456,
    end: AT + 5,
    status: 0,
    kind: 1,
    events: [],
  })
})

const corpus = join(import.meta.dirname, '../../../shared/corpus/otlp')

describe.skipIf(!existsSync(corpus))('a real agent', () => {
  const read = (name: string): Uint8Array =>
    readFileSync(join(corpus, `claude-code-2.1.247-${name}.otlp.json`))

  test('logs', () => {
    const { items, refused, warning } = decodeJson('logs', read('logs'))
    expect(refused).toEqual([])
    expect(warning).toBe('')
    expect(items.length).toBeGreaterThan(5)
    const names = new Set(items.map(({ attributes }) => attributes.get('event.name')))
    expect(names).toContain('api_request')
    for (const { time, resource, flags } of items) {
      expect(time).toBeGreaterThan(1.78e12)
      expect(resource.get('service.name')).toBe('claude-code')
      expect(flags).toEqual([])
    }
  })

  test('metrics', () => {
    const { items, refused } = decodeJson('metrics', read('metrics'))
    expect(refused).toEqual([])
    const names = new Set(items.map(({ metric }) => metric.name))
    expect(names).toContain('claude_code.token.usage')
    for (const { metric, value } of items) {
      expect(metric).toMatchObject({ kind: 'sum', temporality: 'delta' })
      expect(typeof value).toBe('number')
    }
  })
})
