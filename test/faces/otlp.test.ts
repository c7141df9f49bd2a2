/** The OTLP doors as clients use them: the official exporters over HTTP and gRPC, odd requests, and what is counted. */
import { readFileSync } from 'node:fs'
import { connect as connectHttp2 } from 'node:http2'
import { join } from 'node:path'
import { deflateSync, gzipSync } from 'node:zlib'
import { status } from '@grpc/grpc-js'
import type { LogRecord as ApiLogRecord } from '@opentelemetry/api-logs'
import { OTLPLogExporter as GrpcLogs } from '@opentelemetry/exporter-logs-otlp-grpc'
import { OTLPLogExporter as JsonLogs } from '@opentelemetry/exporter-logs-otlp-http'
import { OTLPLogExporter as ProtoLogs } from '@opentelemetry/exporter-logs-otlp-proto'
import { OTLPMetricExporter as GrpcMetrics } from '@opentelemetry/exporter-metrics-otlp-grpc'
import { OTLPMetricExporter as JsonMetrics } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPMetricExporter as ProtoMetrics } from '@opentelemetry/exporter-metrics-otlp-proto'
import { OTLPTraceExporter as GrpcTraces } from '@opentelemetry/exporter-trace-otlp-grpc'
import { OTLPTraceExporter as JsonTraces } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as ProtoTraces } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchLogRecordProcessor, LoggerProvider, type LogRecordExporter } from '@opentelemetry/sdk-logs'
import {
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IngestAnswer, QuarantineAnswer } from '../../src/faces/contract.ts'
import { IngestCounts } from '../../src/faces/ingest-counts.ts'
import { Telemetry } from '../../src/faces/post-telemetry.ts'
import { Intake } from '../../src/ingest/intake.ts'
import { MOST_KEPT } from '../../src/ingest/quarantine.ts'
import type { LogRecord, Signal } from '../../src/otlp/signals.ts'
import { OTLP_AGENTS } from '../../src/sources/index.ts'
import type { Reader } from '../../src/sources/otlp/agent.ts'
import { Spool } from '../../src/spool/spool.ts'
import { openTestInstance, type TestInstance } from '../support/engine.ts'
import { type Doors, doors, grpcExport } from './doors.ts'
import { type Listening, listening, listeningForTeam } from './listening.ts'
import { sendBytes } from './raw.ts'

const AT = Date.parse('2026-03-04T10:00:00Z')
const RESOURCE = resourceFromAttributes({ 'service.name': 'claude-code', 'service.version': '2.1.247' })
const SCOPE = 'com.anthropic.claude_code.events'

const request = (id: string, input = 10): ApiLogRecord => ({
  timestamp: AT,
  body: 'claude_code.api_request',
  attributes: {
    ...{ 'event.name': 'api_request', 'session.id': 's1', 'user.email': 'ada@example.com' },
    ...{ model: 'claude-sonnet-4-5', request_id: id, query_source: 'repl_main_thread' },
    ...{ input_tokens: input, output_tokens: 5, cache_read_tokens: 0, cache_creation_tokens: 0 },
    ...{ cost_usd: 0.01, duration_ms: 100 },
  },
})

async function sendLogs(exporter: LogRecordExporter, records: readonly ApiLogRecord[]): Promise<void> {
  const provider = new LoggerProvider({
    resource: RESOURCE,
    processors: [new BatchLogRecordProcessor({ exporter })],
  })
  const logger = provider.getLogger(SCOPE, '2.1.247')
  for (const record of records) logger.emit(record)
  await provider.forceFlush()
  await provider.shutdown()
}

/** A log record as OTLP/JSON. */
const json = (...ids: string[]) => ({
  resourceLogs: [
    {
      resource: { attributes: [] },
      scopeLogs: [
        {
          scope: { name: SCOPE },
          logRecords: ids.map((id) => ({
            timeUnixNano: `${AT}000000`,
            body: { stringValue: 'claude_code.api_request' },
            attributes: Object.entries(request(id).attributes ?? {}).map(([key, value]) => ({
              key,
              value: typeof value === 'number' ? { doubleValue: value } : { stringValue: String(value) },
            })),
          })),
        },
      ],
    },
  ],
})

let server: Listening
let at: Doors
beforeAll(async () => {
  server = await listening()
  at = await doors(server)
})
afterAll(async () => {
  await at.close()
  await server.close()
})

const post = (body: string | Buffer, headers: Record<string, string> = {}, path = '/v1/logs', url = at.url) =>
  fetch(url + path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })

const ingested = async (url = at.url, headers: Record<string, string> = {}) => {
  const { data } = (await (await fetch(`${url}/api/v1/ingest`, { headers })).json()) as IngestAnswer
  for (const c of data) {
    expect(c.received).toBe(c.accepted + c.duplicate + c.rejected + c.quarantined)
    const reasons = Object.values(c.reasons).reduce((sum, n) => sum + n, 0)
    expect(reasons).toBe(c.rejected + c.quarantined)
  }
  return Object.fromEntries(data.map((c) => [`${c.door} ${c.agent}`, c]))
}

const calls = async () => {
  await server.instance.rebuilder.flush()
  const { data } = await server.ask('tokens.by_model', 'from=2026-03-04&to=2026-03-04')
  return data.reduce((sum, row) => sum + Number(row.calls), 0)
}

const LOG_EXPORTERS: [string, () => LogRecordExporter][] = [
  ['HTTP protobuf', () => new ProtoLogs({ url: `${at.url}/v1/logs` })],
  ['HTTP protobuf, gzip', () => new ProtoLogs({ url: `${at.url}/v1/logs`, compression: 'gzip' as never })],
  ['HTTP JSON', () => new JsonLogs({ url: `${at.url}/v1/logs` })],
  ['HTTP JSON, gzip', () => new JsonLogs({ url: `${at.url}/v1/logs`, compression: 'gzip' as never })],
  ['gRPC', () => new GrpcLogs({ url: `http://127.0.0.1:${at.grpc.port}` })],
  [
    'gRPC, gzip',
    () => new GrpcLogs({ url: `http://127.0.0.1:${at.grpc.port}`, compression: 'gzip' as never }),
  ],
]

describe('the official exporters of logs', () => {
  it.each(LOG_EXPORTERS)('over %s', async (name, exporter) => {
    const before = await calls()
    const records = Array.from({ length: 20 }, (_, i) => request(`${name} ${i}`))
    await sendLogs(exporter(), records)
    expect(await calls()).toBe(before + 20)
  })

  it('tell the same calls again, in other batches and over every door, without effect', async () => {
    const records = Array.from({ length: 30 }, (_, i) => request(`again ${i}`))
    const before = await calls()
    for (const [, exporter] of LOG_EXPORTERS) {
      await sendLogs(exporter(), records.slice(0, 7))
      await sendLogs(exporter(), records)
    }
    expect(await calls()).toBe(before + 30)
    const counted = (await ingested())['otlp/logs claude-code']
    expect(counted?.duplicate).toBe(LOG_EXPORTERS.length * 37 - 30)
  })
})

describe('told again after a restart and a week later', () => {
  const WEEK = 7 * 86_400_000
  const nanos = `${AT}000000`
  const attributes = [{ key: 'session.id', value: { stringValue: 'week' } }]
  const scope = { name: 'com.anthropic.claude_code' }
  const point = { startTimeUnixNano: '1', timeUnixNano: nanos, asInt: '3', attributes }
  const sum = { aggregationTemporality: 1, isMonotonic: true, dataPoints: [point] }
  const span = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8), name: 'claude_code.tool', attributes }
  const BODIES = {
    logs: json('week 1', 'week 2'),
    metrics: {
      resourceMetrics: [{ scopeMetrics: [{ scope, metrics: [{ name: 'claude_code.commit.count', sum }] }] }],
    },
    traces: { resourceSpans: [{ scopeSpans: [{ scope, spans: [{ ...span, startTimeUnixNano: nanos }] }] }] },
  }

  it('every signal is a duplicate', async () => {
    const first = await openTestInstance()
    const fates = async (instance: TestInstance, now: number) => {
      const counts = new IngestCounts()
      const telemetry = new Telemetry(counts)
      const scope = instance.intakeOf('default')
      for (const [signal, body] of Object.entries(BODIES))
        await telemetry.take(scope, signal as Signal, 'json', Buffer.from(JSON.stringify(body)), now)
      return counts.of('default').map(({ door, accepted, duplicate }) => ({ door, accepted, duplicate }))
    }
    expect(await fates(first, AT + 1000)).toEqual([
      { door: 'otlp/logs', accepted: 2, duplicate: 0 },
      { door: 'otlp/metrics', accepted: 1, duplicate: 0 },
      { door: 'otlp/traces', accepted: 1, duplicate: 0 },
    ])
    const again = await first.reopen()
    expect(await fates(again, AT + WEEK)).toEqual([
      { door: 'otlp/logs', accepted: 0, duplicate: 2 },
      { door: 'otlp/metrics', accepted: 0, duplicate: 1 },
      { door: 'otlp/traces', accepted: 0, duplicate: 1 },
    ])
    await again.destroy()
  })
})

describe('the official exporters of metrics and traces', () => {
  const METRICS: [string, () => PushMetricExporter][] = [
    ['HTTP protobuf', () => new ProtoMetrics({ url: `${at.url}/v1/metrics` })],
    ['HTTP JSON', () => new JsonMetrics({ url: `${at.url}/v1/metrics` })],
    ['gRPC', () => new GrpcMetrics({ url: `http://127.0.0.1:${at.grpc.port}` })],
  ]
  it.each(METRICS)('metrics over %s are taken', async (_name, exporter) => {
    const before = (await ingested())['otlp/metrics unknown']?.accepted ?? 0
    const reader = new PeriodicExportingMetricReader({ exporter: exporter(), exportIntervalMillis: 60_000 })
    const provider = new MeterProvider({ resource: RESOURCE, readers: [reader] })
    provider.getMeter('m').createCounter('claude_code.session.count').add(1)
    await provider.forceFlush()
    await provider.shutdown()
    expect((await ingested())['otlp/metrics unknown']?.accepted).toBeGreaterThan(before)
  })

  const TRACES: [string, () => SpanExporter][] = [
    ['HTTP protobuf', () => new ProtoTraces({ url: `${at.url}/v1/traces` })],
    ['HTTP JSON', () => new JsonTraces({ url: `${at.url}/v1/traces` })],
    ['gRPC', () => new GrpcTraces({ url: `http://127.0.0.1:${at.grpc.port}` })],
  ]
  it.each(TRACES)('traces over %s are taken', async (_name, exporter) => {
    const before = (await ingested())['otlp/traces claude-code']?.accepted ?? 0
    const provider = new BasicTracerProvider({
      resource: RESOURCE,
      spanProcessors: [new BatchSpanProcessor(exporter())],
    })
    provider.getTracer('t').startSpan('claude_code.interaction').end()
    await provider.forceFlush()
    await provider.shutdown()
    expect((await ingested())['otlp/traces claude-code']?.accepted).toBe(before + 1)
  })
})

describe('a request over HTTP', () => {
  const BODY = JSON.stringify(json('odd'))
  it.each([
    ['without anything', '{}', {}],
    ['without records', '{"resourceLogs":[]}', {}],
    ['of no bytes as protobuf', '', { 'content-type': 'application/x-protobuf' }],
    [
      'with a content type in capitals and a charset',
      BODY,
      { 'content-type': 'Application/JSON; charset=UTF-8' },
    ],
    ['packed by gzip', gzipSync(BODY), { 'content-encoding': 'gzip' }],
    ['packed by deflate', deflateSync(BODY), { 'content-encoding': 'deflate' }],
  ])('%s is taken', async (_what, body, headers) => {
    const response = await post(body, headers as Record<string, string>)
    expect(response.status).toBe(200)
    const protobuf = (headers as Record<string, string>)['content-type'] === 'application/x-protobuf'
    expect(response.headers.get('content-type')).toBe(
      protobuf ? 'application/x-protobuf' : 'application/json',
    )
    expect(await response.text()).toBe(protobuf ? '' : '{}')
  })

  it.each([
    ['text', BODY, { 'content-type': 'text/plain' }, 415],
    ['gRPC on this port', BODY, { 'content-type': 'application/grpc' }, 415],
    ['a number', '1234', {}, 400],
    ['a list', '[]', {}, 400],
    ['nothing', 'null', {}, 400],
    ['cut JSON', BODY.slice(0, -10), {}, 400],
    ['random bytes', Buffer.from([255, 17, 3, 9, 200]), { 'content-type': 'application/x-protobuf' }, 400],
    ['plain text that says it is gzip', BODY, { 'content-encoding': 'gzip' }, 400],
    ['cut gzip', gzipSync(BODY).subarray(0, -20), { 'content-encoding': 'gzip' }, 400],
    ['cut zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 4]), { 'content-encoding': 'zstd' }, 400],
    ['brotli', BODY, { 'content-encoding': 'br' }, 415],
    ['gzip twice', BODY, { 'content-encoding': 'gzip, gzip' }, 415],
    ['a gzip bomb', gzipSync(Buffer.alloc(80 * 1024 * 1024)), { 'content-encoding': 'gzip' }, 413],
  ])('of %s is refused, in the form of its encoding', async (_what, body, headers, expected) => {
    const response = await post(body, headers as Record<string, string>)
    expect(response.status).toBe(expected)
    const type = (headers as Record<string, string>)['content-type'] ?? 'application/json'
    if (type === 'application/json') {
      const told = (await response.json()) as { code: number; message: string }
      expect(told.code).toBe({ 400: 3, 413: 8, 415: 12 }[expected])
      expect(told.message).not.toBe('')
    }
  })

  it.each([
    ['too large, by what it says', 'Content-Length: 67108865', /^HTTP\/1\.1 413 .*"code":8/s],
    ['too large, and asks first', 'Content-Length: 67108865\r\nExpect: 100-continue', /^HTTP\/1\.1 413 /],
    ['with two lengths', 'Content-Length: 2\r\nTransfer-Encoding: chunked', /^HTTP\/1\.1 400 /],
    ['from another page', 'Content-Length: 2\r\nOrigin: https://evil.example\r\n\r\n{}', /^HTTP\/1\.1 403 /],
  ])('that is %s is refused at once', async (_what, headers, expected) => {
    const { host, port } = new URL(at.url)
    const head = `POST /v1/logs HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n${headers}\r\n\r\n`
    const answer = await sendBytes(Number(port), head, 1_000)
    expect(answer).toMatch(expected)
    expect(answer.toLowerCase()).not.toContain('access-control-allow-origin')
  })

  it('that is cut off in the middle stores nothing, and once it is whole it counts once', async () => {
    const before = await calls()
    const body = JSON.stringify(json('cut off'))
    const { host, port } = new URL(at.url)
    const head = `POST /v1/logs HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n`
    await sendBytes(Number(port), `${head}Content-Length: ${body.length}\r\n\r\n${body.slice(0, -20)}`, 300)
    expect(await calls()).toBe(before)
    for (let i = 0; i < 2; i++) expect((await post(body)).status).toBe(200)
    expect(await calls()).toBe(before + 1)
  })

  it('with one bad record costs that record', async () => {
    const before = await calls()
    const body = json(...Array.from({ length: 99 }, (_, i) => `neighbour ${i}`), 'bad')
    const bad = body.resourceLogs[0]?.scopeLogs[0]?.logRecords.at(-1)
    for (const attribute of bad?.attributes ?? [])
      if (attribute.key === 'input_tokens') attribute.value = { doubleValue: -5 }
    const response = await post(JSON.stringify(body))
    expect(await response.json()).toEqual({
      partialSuccess: {
        rejectedLogRecords: '1',
        errorMessage: expect.stringContaining('input_tokens is -5'),
      },
    })
    expect(await calls()).toBe(before + 99)
    expect((await ingested())['otlp/logs claude-code']?.reasons.implausible_count).toBe(1)
  })

  it('in snake case is taken for nothing, with a word about it', async () => {
    const response = await post(JSON.stringify({ resource_logs: [] }))
    expect(await response.json()).toEqual({
      partialSuccess: { rejectedLogRecords: '0', errorMessage: expect.stringContaining('lowerCamelCase') },
    })
  })

  it('by GET, or elsewhere, finds nothing', async () => {
    const got = await fetch(`${at.url}/v1/logs`)
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST'])
    expect((await post('{}', {}, '/v1/log')).status).toBe(404)
    expect((await post('{}', {}, '/v1development/profiles')).status).toBe(404)
  })

  it('from an agent nobody knows is taken, and counted as unused', async () => {
    const body = json('unknown')
    for (const scope of body.resourceLogs[0]?.scopeLogs ?? []) {
      scope.scope.name = 'somebody'
      for (const record of scope.logRecords) record.body.stringValue = 'their.event'
    }
    expect((await post(JSON.stringify(body))).status).toBe(200)
    expect((await ingested())['otlp/logs unknown']).toMatchObject({ accepted: 1, unused: 1 })
  })

  it('leaves no text of prompts anywhere', async () => {
    const canary = 'canary-4711'
    const body = json('private')
    const [record] = body.resourceLogs[0]?.scopeLogs[0]?.logRecords ?? []
    if (!record) throw new Error('no record')
    record.body.stringValue = 'claude_code.user_prompt'
    for (const attribute of record.attributes)
      if (attribute.key === 'event.name') attribute.value = { stringValue: 'user_prompt' }
    record.attributes.push({ key: 'prompt', value: { stringValue: canary } })
    expect((await post(JSON.stringify(body))).status).toBe(200)
    const tables = await server.instance.store.rows<{ name: string }>(
      `SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'`,
    )
    for (const { name } of tables) {
      const rows = await server.instance.store.rows(`SELECT * FROM ${name}`)
      expect(JSON.stringify(rows)).not.toContain(canary)
    }
  })
})

it('Prometheus is told the same counts', async () => {
  const text = await (await fetch(`${at.url}/metrics`)).text()
  const value = (line: RegExp) => Number(line.exec(text)?.[1])
  for (const counts of Object.values(await ingested())) {
    const labels = `door="${counts.door}",agent="${counts.agent}"`
    const records = (outcome: string) =>
      value(new RegExp(`^tachograph_ingest_records_total\\{${labels},outcome="${outcome}"\\} (\\d+)`, 'm'))
    expect(records('accepted')).toBe(counts.accepted)
    expect(records('duplicate')).toBe(counts.duplicate)
  }
  expect(text).toMatch(
    /refused_total\{door="otlp\/logs",agent="claude-code",reason="implausible_count"\} 1\n/,
  )
  expect(value(/^tachograph_answers_lag_seconds (\S+)/m)).toBeGreaterThanOrEqual(0)
  expect(value(/^process_resident_memory_bytes (\d+)/m)).toBeGreaterThan(1e7)
})

describe('with a fault of ours', () => {
  it('nothing is acknowledged, and both doors say when to try again', async () => {
    const open = async () => {
      throw new TypeError('a fault of ours')
    }
    const spool = new Spool({ dir: join(server.instance.dir, 'none'), mostBytes: 1_000_000 })
    const away: Listening = {
      ...server,
      backend: { ...server.backend, intake: (org) => new Intake({ org, spool, open }) },
    }
    const broken = await doors(away)
    const response = await post(JSON.stringify(json('lost')), {}, '/v1/logs', broken.url)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await response.text()).not.toContain('fault of ours')
    const error = await grpcExport(broken.grpc.port, Buffer.from(logsAsProtobuf()))
    expect(error?.code).toBe(status.UNAVAILABLE)
    const details = error?.metadata.get('grpc-status-details-bin')[0]?.toString('latin1')
    expect(details).toContain('google.rpc.RetryInfo')
    await broken.close()
  })
})

/** A request with one record, hand-written: resource_logs { scope_logs { scope { name } log_records { body } } }. */
function logsAsProtobuf(): number[] {
  const field = (number: number, content: number[]) => [(number << 3) | 2, content.length, ...content]
  const text = [...Buffer.from('claude_code.user_prompt')]
  const record = field(5, field(1, text))
  return field(1, field(2, [...field(1, field(1, [...Buffer.from(SCOPE)])), ...field(2, record)]))
}

describe('a call over gRPC', () => {
  it('of garbage is an invalid argument', async () => {
    expect((await grpcExport(at.grpc.port, Buffer.from([255, 255, 255])))?.code).toBe(status.INVALID_ARGUMENT)
  })
  it('that is too large exhausts, and is not to be sent again', async () => {
    const error = await grpcExport(at.grpc.port, Buffer.alloc(1024 * 1024 + 1))
    expect(error?.code).toBe(status.RESOURCE_EXHAUSTED)
    expect(error?.metadata.get('grpc-status-details-bin')).toEqual([])
  })
  it('of one record is taken', async () => {
    expect(await grpcExport(at.grpc.port, Buffer.from(logsAsProtobuf()))).toBeNull()
  })
})

/** Begins a call without a key and with a large message, of which nothing more comes: the status that it ends with. */
function statusBeforeMessage(port: number): Promise<unknown> {
  const session = connectHttp2(`http://127.0.0.1:${port}`)
  return new Promise((resolve, reject) => {
    session.on('error', reject)
    const stream = session.request({
      ...{ ':method': 'POST', ':path': '/opentelemetry.proto.collector.logs.v1.LogsService/Export' },
      ...{ 'content-type': 'application/grpc', te: 'trailers' },
    })
    const done = (told: Record<string, unknown>) => {
      if (told['grpc-status'] === undefined) return
      resolve(told['grpc-status'])
      session.destroy()
    }
    stream.on('response', done)
    stream.on('trailers', done)
    stream.on('error', () => {})
    stream.write(Buffer.from([0, 0, 15, 255, 255, 1, 2, 3]))
  })
}

describe('for a team', () => {
  it('both doors ask for a key for sending', async () => {
    const team = await listeningForTeam()
    const { keys, organisations } = team.control
    const { id } = await organisations.create({ name: 'Acme', owner: 'ada@example.com' })
    const key = async (scope: string) =>
      (await keys.create(id, { name: scope, scopes: [scope], expires_at: null })).key
    const [ingest, read] = [await key('ingest'), await key('read')]
    const open = await doors(team)
    const bearer = (value: string) => ({ authorization: `Bearer ${value}` })
    const statusOf = async (headers: Record<string, string>) =>
      (await post(JSON.stringify(json('keyed')), headers, '/v1/logs', open.url)).status
    expect([await statusOf({}), await statusOf(bearer('tg_wrong'))]).toEqual([401, 401])
    expect([await statusOf(bearer(read)), await statusOf(bearer(ingest))]).toEqual([403, 200])
    const body = Buffer.from(logsAsProtobuf())
    const code = async (headers: Record<string, string>) =>
      (await grpcExport(open.grpc.port, body, headers))?.code
    expect([await code({}), await code(bearer('tg_wrong'))]).toEqual([
      status.UNAUTHENTICATED,
      status.UNAUTHENTICATED,
    ])
    expect([await code(bearer(read)), await code(bearer(ingest))]).toEqual([
      status.PERMISSION_DENIED,
      undefined,
    ])
    expect(await statusBeforeMessage(open.grpc.port)).toBe(String(status.UNAUTHENTICATED))
    expect((await ingested(open.url, bearer(read)))['otlp/logs claude-code']).toMatchObject({ accepted: 2 })
    await open.close()
    await team.close()
  }, 60_000)
})

describe('what was refused', () => {
  let home: Listening
  let door: Doors
  beforeAll(async () => {
    home = await listening()
    door = await doors(home)
  })
  afterAll(async () => {
    await door.close()
    await home.close()
  })
  const kept = async () => (await (await fetch(`${door.url}/api/v1/quarantine`)).json()) as QuarantineAnswer
  const bad = (id: string, canary = '') => {
    const body = json(id)
    const [record] = body.resourceLogs[0]?.scopeLogs[0]?.logRecords ?? []
    for (const attribute of record?.attributes ?? [])
      if (attribute.key === 'input_tokens') attribute.value = { doubleValue: -5 }
    record?.attributes.push({ key: 'prompt', value: { stringValue: `my words ${canary}` } })
    return JSON.stringify(body)
  }

  it('is kept, once, and without texts of people', async () => {
    for (let i = 0; i < 3; i++) await post(bad('q1', 'canary-77'), {}, '/v1/logs', door.url)
    const { data, meta } = await kept()
    expect(meta.total).toBe(1)
    expect(data).toEqual([
      expect.objectContaining({
        ...{ signal: 'logs', agent: 'claude-code', reason: 'implausible_count', subject: 'ada@example.com' },
        detail: 'input_tokens is -5',
      }),
    ])
    expect(data[0]?.record).toContain('req')
    expect(data[0]?.record).not.toMatch(/canary|my words/)
    expect((await ingested(door.url))['otlp/logs claude-code']).toMatchObject({ quarantined: 3, rejected: 0 })
  })

  it('of the decoder is kept too, and its neighbours are stored', async () => {
    const body = json('q2', 'q3')
    const records = body.resourceLogs[0]?.scopeLogs[0]?.logRecords as unknown as { traceId: string }[]
    ;(records[0] as { traceId: string }).traceId = 'not hex'
    const response = await post(JSON.stringify(body), {}, '/v1/logs', door.url)
    expect(await response.json()).toMatchObject({ partialSuccess: { rejectedLogRecords: '1' } })
    expect((await kept()).data.map((one) => one.reason).sort()).toEqual(['bad_id', 'implausible_count'])
  })

  it('is tried again, and what is taken now goes', async () => {
    const replay = async () =>
      (await fetch(`${door.url}/api/v1/quarantine/replay`, { method: 'POST' })).json() as Promise<{
        taken: number
      }>
    expect(await replay()).toEqual({ tried: 2, taken: 0 })
    // As after an update that reads what the version before refused.
    const reader = OTLP_AGENTS.find(({ id }) => id === 'claude-code')?.reads.logs as Reader<LogRecord>
    const { read } = reader
    reader.read = (record, at) =>
      read({ ...record, attributes: new Map([...record.attributes, ['input_tokens', 5]]) }, at)
    try {
      expect(await replay()).toEqual({ tried: 2, taken: 1 })
    } finally {
      reader.read = read
    }
    expect((await kept()).data.map((one) => one.reason)).toEqual(['bad_id'])
    await home.instance.rebuilder.flush()
    const { data } = await home.ask('tokens.by_day', 'from=2026-03-04&to=2026-03-04')
    expect(data[0]?.input).toBe(10 + 5)
  })

  it('is kept up to a number', async () => {
    const scope = await home.backend.scope('default')
    const entry = { signal: 'logs', agent: 'x', reason: 'no_value', detail: '', subject: '' }
    const many = Array.from({ length: MOST_KEPT + 5 }, (_, i) => ({ ...entry, record: String(i) }))
    const held = await scope.quarantine.count()
    expect(await scope.quarantine.keep(many, Date.now())).toBe(MOST_KEPT - held)
    expect(await scope.quarantine.keep([{ ...entry, record: 'one more' }], Date.now())).toBe(0)
    const cleared = await fetch(`${door.url}/api/v1/quarantine`, { method: 'DELETE' })
    expect(await cleared.json()).toEqual({ removed: MOST_KEPT })
    expect((await kept()).meta.total).toBe(0)
  })

  it.each(['0', '-1', '1e9', 'NaN', '1001', ''])('is not listed with a limit of %j', async (limit) => {
    const response = await fetch(`${door.url}/api/v1/quarantine?limit=${limit}`)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: 'bad_param', param: 'limit' } })
  })
})

const CORPUS = new URL('../../../shared/corpus/otlp/', import.meta.url)
describe('real telemetry', () => {
  const file = (signal: string) => {
    try {
      return readFileSync(new URL(`claude-code-2.1.247-${signal}.otlp.json`, CORPUS))
    } catch {
      return null
    }
  }
  it.skipIf(!file('logs'))('of Claude Code is counted, and twice is once', async () => {
    for (let i = 0; i < 2; i++)
      for (const signal of ['logs', 'metrics']) {
        const response = await post(file(signal) as Buffer, {}, `/v1/${signal}`)
        expect([response.status, await response.text()]).toEqual([200, '{}'])
      }
    await server.instance.rebuilder.flush()
    // Events of one session, metrics of another that sent no events here.
    const { data } = await server.ask('tokens.by_model', 'from=2026-08-27&to=2026-08-27')
    expect(data).toEqual([
      expect.objectContaining({
        ...{ model: 'claude-haiku-4-5-20251001', calls: 1, input: 10 + 8, output: 237 + 237 },
        ...{ cache_read: 18140 + 37560, cache_write: 19382 + 1858, cost_usd: 0.05 },
      }),
    ])
    const [day] = (await server.ask('productivity.by_day', 'from=2026-08-27&to=2026-08-27')).data
    expect(day).toMatchObject({ lines_added: 1, lines_removed: 1 })
  })
})
