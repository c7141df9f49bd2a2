/** A listening server with all its OTLP doors, and fixtures sent to it as agents send them: JSON over HTTP, protobuf, gRPC. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type HrTime, type SpanStatusCode, TraceFlags } from '@opentelemetry/api'
import { type ExportResult, ExportResultCode } from '@opentelemetry/core'
import { OTLPLogExporter as GrpcLogs } from '@opentelemetry/exporter-logs-otlp-grpc'
import { OTLPLogExporter as ProtoLogs } from '@opentelemetry/exporter-logs-otlp-proto'
import { OTLPMetricExporter as GrpcMetrics } from '@opentelemetry/exporter-metrics-otlp-grpc'
import { OTLPMetricExporter as ProtoMetrics } from '@opentelemetry/exporter-metrics-otlp-proto'
import { OTLPTraceExporter as GrpcTraces } from '@opentelemetry/exporter-trace-otlp-grpc'
import { OTLPTraceExporter as ProtoTraces } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'
import { DataPointType, type MetricData, type ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { expect } from 'vitest'
import type { IngestAnswer } from '../../src/faces/contract.ts'
import { decodeJson } from '../../src/otlp/json.ts'
import { requestOf } from '../../src/otlp/replay.ts'
import type { Attributes, LogRecord, MetricPoint, Signal, Span, Value } from '../../src/otlp/signals.ts'
import { doors } from '../faces/doors.ts'
import { type Listening, listening } from '../faces/listening.ts'

export interface AgentDoors extends Listening {
  /** Posts a request of OTLP/JSON under a path; it has to be taken whole. Figures are brought up to date when they are asked for. */
  send(signal: Signal, body: Buffer | string | object, under?: string): Promise<void>
  /** Sends the records of a request with an official exporter, packed by gzip. */
  export(
    over: 'grpc' | 'protobuf',
    signal: Signal,
    body: Buffer | string | object,
    under?: string,
  ): Promise<void>
  /** What became of the records, by `<door> <agent>`. */
  ingested(): Promise<Record<string, IngestAnswer['data'][number]>>
  /** Fails the test where a text lies in any table or any file of the data folder. */
  expectNowhere(text: string): Promise<void>
}

const bytesOf = (body: Buffer | string | object): Buffer =>
  Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))

export async function openDoors(): Promise<AgentDoors> {
  const dir = mkdtempSync(join(tmpdir(), 'tachograph-agent-'))
  const server = await listening({ dir })
  const { instance } = server
  const open = await doors(server)
  const { url } = open
  return {
    ...server,
    url,
    get: async (path, init) => {
      await instance.rebuilder.flush()
      return fetch(url + path, init)
    },
    ask: async (metric, words) => {
      await instance.rebuilder.flush()
      return server.ask(metric, words)
    },
    send: async (signal, body, under = '') => {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(`${url}${under}/v1/${signal}`, {
        method: 'POST',
        headers,
        body: bytesOf(body),
      })
      expect([response.status, await response.text()]).toEqual([200, '{}'])
    },
    export: async (over, signal, body, under = '') => {
      const grpc = over === 'grpc' ? `http://127.0.0.1:${open.grpc.port}` : null
      await exportAll(signal, grpc, `${url}${under}/v1/${signal}`, bytesOf(body))
    },
    ingested: async () => {
      const { data } = (await (await fetch(`${url}/api/v1/ingest`)).json()) as IngestAnswer
      return Object.fromEntries(data.map((one) => [`${one.door} ${one.agent}`, one]))
    },
    expectNowhere: async (text) => {
      const tables = await instance.store.rows<{ name: string }>(
        `SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'`,
      )
      expect(tables.length).toBeGreaterThan(5)
      for (const { name } of tables)
        expect(JSON.stringify(await instance.store.rows(`SELECT * FROM ${name}`)), name).not.toContain(text)
      // Not finding anything is an error to grep.
      expect(() => execFileSync('grep', ['-rlaF', text, dir], { encoding: 'utf8' })).toThrow()
    },
    close: async () => {
      await open.close()
      await server.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** The body of a request: `src/sources/otlp/<agent>/fixtures/<name>.otlp.json`. */
export const fixture = (agent: string, name: string): Buffer =>
  readFileSync(new URL(`../../src/sources/otlp/${agent}/fixtures/${name}.otlp.json`, import.meta.url))

/** A request of spans as OTLP/JSON. */
export interface JsonTraces {
  resourceSpans: {
    resource: object
    scopeSpans: { scope: { name: string }; spans: (Record<string, unknown> & { name: string })[] }[]
  }[]
}

/** A fixture that is a request of spans. */
export const tracesOf = (agent: string, name: string): JsonTraces =>
  JSON.parse(fixture(agent, name).toString()) as JsonTraces

/** A file of real telemetry or transcripts, where that is at hand; else null. */
export function real(path: string): string | null {
  try {
    return readFileSync(new URL(`../../../shared/corpus/${path}`, import.meta.url), 'utf8')
  } catch {
    return null
  }
}

const anyValue = (told: unknown): object =>
  typeof told === 'number'
    ? Number.isInteger(told)
      ? { intValue: told }
      : { doubleValue: told }
    : typeof told === 'boolean'
      ? { boolValue: told }
      : { stringValue: typeof told === 'string' ? told : JSON.stringify(told) }

/** Attributes as OTLP/JSON has them. */
export const pairs = (told: object): { key: string; value: object }[] =>
  Object.entries(told).map(([key, value]) => ({ key, value: anyValue(value) }))

/** The same records with the last one first, each in a request of its own. */
export const reversed = (signal: Signal, body: Buffer): string[] =>
  decodeJson(signal, body)
    .items.map((item) => JSON.stringify(requestOf(signal, item)))
    .reverse()

const hrTime = (ms: number | null): HrTime => [
  Math.floor((ms ?? 0) / 1000),
  Math.round(((ms ?? 0) % 1000) * 1e6),
]
const plainValue = (value: Value): unknown =>
  value instanceof Map
    ? plain(value)
    : Array.isArray(value)
      ? value.map((one: Value) => plainValue(one))
      : value
const plain = (attributes: Attributes) =>
  Object.fromEntries([...attributes].map(([key, value]) => [key, plainValue(value)])) as Record<
    string,
    string
  >

const logRecord = (told: LogRecord): ReadableLogRecord => ({
  hrTime: hrTime(told.time),
  hrTimeObserved: hrTime(told.observed ?? told.time),
  severityNumber: told.severity,
  ...(told.event_name === '' ? {} : { eventName: told.event_name }),
  ...(told.body === null ? {} : { body: plainValue(told.body) as string }),
  resource: resourceFromAttributes(plain(told.resource)),
  instrumentationScope: told.scope,
  attributes: plain(told.attributes),
  droppedAttributesCount: 0,
})

function metric(point: MetricPoint): MetricData {
  const { metric, value, count, sum, start, time } = point
  const shared = {
    descriptor: { name: metric.name, description: '', unit: metric.unit, valueType: 1, advice: {} },
    aggregationTemporality: metric.temporality === 'delta' ? 0 : 1,
  }
  const told = { startTime: hrTime(start), endTime: hrTime(time), attributes: plain(point.attributes) }
  if (metric.kind === 'histogram') {
    const buckets = { boundaries: [], counts: [Number(count)] }
    const points = [{ ...told, value: { count: Number(count), sum: sum ?? 0, buckets } }]
    return { ...shared, dataPointType: DataPointType.HISTOGRAM, dataPoints: points } as MetricData
  }
  const points = [{ ...told, value: Number(value) }]
  return (
    metric.kind === 'gauge'
      ? { ...shared, dataPointType: DataPointType.GAUGE, dataPoints: points }
      : { ...shared, dataPointType: DataPointType.SUM, isMonotonic: metric.monotonic, dataPoints: points }
  ) as MetricData
}

function readable(span: Span): ReadableSpan {
  const place = (spanId: string) => ({ traceId: span.trace_id, spanId, traceFlags: TraceFlags.SAMPLED })
  return {
    name: span.name,
    kind: span.kind - 1,
    spanContext: () => place(span.span_id),
    ...(span.parent_span_id ? { parentSpanContext: place(span.parent_span_id) } : {}),
    startTime: hrTime(span.start),
    endTime: hrTime(span.end),
    duration: [0, 0],
    ended: true,
    status: { code: span.status as SpanStatusCode },
    attributes: plain(span.attributes),
    links: [],
    events: span.events.map(({ time, name, attributes }) => ({
      name,
      time: hrTime(time),
      attributes: plain(attributes),
    })),
    resource: resourceFromAttributes(plain(span.resource)),
    instrumentationScope: span.scope,
    ...{ droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
  }
}

interface Exporter<Batch> {
  export(batch: Batch, done: (result: ExportResult) => void): void
  shutdown(): Promise<void>
}

async function exported<Batch>(exporter: Exporter<Batch>, batches: readonly Batch[]): Promise<void> {
  for (const batch of batches) {
    const { code, error } = await new Promise<ExportResult>((done) => exporter.export(batch, done))
    if (code !== ExportResultCode.SUCCESS) throw error ?? new Error('not exported')
  }
  await exporter.shutdown()
}

/** By gRPC to that address, or where it is null as protobuf over HTTP. */
function exportAll(signal: Signal, grpc: string | null, http: string, body: Buffer): Promise<void> {
  const to = { url: grpc ?? http, compression: 'gzip' as never }
  if (signal === 'logs')
    return exported(grpc ? new GrpcLogs(to) : new ProtoLogs(to), [
      decodeJson('logs', body).items.map(logRecord),
    ])
  if (signal === 'traces')
    return exported(grpc ? new GrpcTraces(to) : new ProtoTraces(to), [
      decodeJson('traces', body).items.map(readable),
    ])
  const requests = decodeJson('metrics', body).items.map((point): ResourceMetrics => {
    const scopeMetrics = [{ scope: point.scope, metrics: [metric(point)] }]
    return { resource: resourceFromAttributes(plain(point.resource)), scopeMetrics }
  })
  return exported(grpc ? new GrpcMetrics(to) : new ProtoMetrics(to), requests)
}
