/** What odd, broken and hostile telemetry is answered with, end to end; a neighbour that is sound is always stored. */
import { connect as connectHttp2, constants } from 'node:http2'
import { gzipSync } from 'node:zlib'
import { status } from '@grpc/grpc-js'
import { ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Doors, doors, grpcExport, MOST_BYTES } from './doors.ts'
import { type Listening, listening } from './listening.ts'
import { send, sendBytes } from './raw.ts'

const AT = Date.parse('2026-03-04T10:00:00Z')
const NANOS = `${AT}000000`
const SCOPE = 'com.anthropic.claude_code.events'

type Told = Record<string, unknown>
const keyValues = (told: Told) =>
  Object.entries(told).map(([key, value]) => ({
    key,
    value:
      typeof value === 'object'
        ? value
        : typeof value === 'number'
          ? { doubleValue: value }
          : { stringValue: value },
  }))
const CALL = {
  ...{ 'event.name': 'api_request', 'session.id': 's1', model: 'claude-sonnet-4-5' },
  ...{ input_tokens: 10, output_tokens: 5, cost_usd: 0.01 },
}
let made = 0
const record = (told: Told = {}, more: Told = {}) => ({
  timeUnixNano: NANOS,
  body: { stringValue: 'claude_code.api_request' },
  attributes: keyValues({ ...CALL, request_id: `r${++made}`, ...told }),
  ...more,
})
const logs = (...logRecords: unknown[]) => ({
  resourceLogs: [{ resource: { attributes: [] }, scopeLogs: [{ scope: { name: SCOPE }, logRecords }] }],
})
const metrics = (...data: Told[]) => ({
  resourceMetrics: [
    {
      scopeMetrics: [
        {
          scope: { name: 'com.anthropic.claude_code' },
          metrics: data.map((one) => ({ name: 'claude_code.commit.count', ...one })),
        },
      ],
    },
  ],
})
const sum = (point: Told, more: Told = {}) => ({
  sum: {
    ...{ aggregationTemporality: 1, isMonotonic: true },
    dataPoints: [
      {
        startTimeUnixNano: '1',
        timeUnixNano: NANOS,
        attributes: keyValues({ 'session.id': `m${++made}` }),
        ...point,
      },
    ],
    ...more,
  },
})
let spans = 0
const span = (more: Told = {}) => ({
  ...{ traceId: '0af7651916cd43dd8448eb211c80319c', spanId: String(++spans).padStart(16, '0') },
  ...{
    name: 'claude_code.tool',
    startTimeUnixNano: NANOS,
    endTimeUnixNano: NANOS,
    attributes: keyValues({ 'session.id': 't1' }),
  },
  ...more,
})
const traces = (...all: unknown[]) => ({
  resourceSpans: [{ scopeSpans: [{ scope: { name: 'com.anthropic.claude_code.tracing' }, spans: all }] }],
})

/** Bytes of a protobuf field: text, or a message. */
const field = (number: number, content: Buffer): Buffer => {
  const length: number[] = []
  for (let n = content.length; ; n >>>= 7) {
    length.push(n > 127 ? (n & 127) | 128 : n)
    if (n <= 127) break
  }
  const tag = (number << 3) | 2
  return Buffer.concat([
    Buffer.from(tag > 127 ? [(tag & 127) | 128, tag >> 7] : [tag]),
    Buffer.from(length),
    content,
  ])
}
const keyValue = (key: string, value: Buffer) =>
  field(6, Buffer.concat([field(1, Buffer.from(key)), field(2, value)]))
const text = (value: string | Buffer) => field(1, Buffer.from(value as string))
/** A request for logs with one model call, in protobuf. */
function protobuf(id: string, more: Buffer = Buffer.alloc(0)): Buffer {
  const one = Buffer.concat([
    field(5, text('claude_code.api_request')),
    ...Object.entries({
      'event.name': 'api_request',
      'session.id': 's1',
      request_id: id,
      input_tokens: '3',
    }).map(([k, v]) => keyValue(k, text(v))),
    more,
  ])
  return field(1, field(2, Buffer.concat([field(1, text(SCOPE)), field(2, one)])))
}
/** Lists within lists, as deep as that. */
function deep(levels: number): Buffer {
  let value = text('x')
  for (let i = 0; i < levels; i++) value = field(5, field(1, value))
  return value
}
const deepJson = (levels: number): string =>
  `${'{"arrayValue":{"values":['.repeat(levels)}{"stringValue":"x"}${']}}'.repeat(levels)}`

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

const PROTOBUF = { 'content-type': 'application/x-protobuf' }
const post = (body: unknown, headers: Record<string, string> = {}, path = '/v1/logs') =>
  send(Number(new URL(at.url).port), {
    ...{ method: 'POST', path },
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
  })
const count = async (sql: string): Promise<number> =>
  Number((await server.instance.store.rows<{ n: number }>(sql))[0]?.n)
const TABLES = ['model_call', 'counter', 'span'] as const
const stored = () =>
  count(
    `SELECT sum(n) AS n FROM (${TABLES.map((t) => `SELECT count() AS n FROM ${t} FINAL`).join(' UNION ALL ')})`,
  )
const kept = async () => (await server.backend.scope('default')).quarantine.count()

interface Expected {
  status: number
  /** Records that are refused, and kept. */
  refused?: number
  /** Facts that come to be. */
  stored?: number
}
/** Sends it, then a sound request, which has to be stored whatever came before. */
async function answered(signal: string, body: unknown, headers: Record<string, string>, expected: Expected) {
  const [facts, held] = [await stored(), await kept()]
  const reply = await post(body, headers, `/v1/${signal}`)
  const { refused = 0, stored: more = 0 } = expected
  expect([reply.status, reply.text.slice(0, 300)]).toEqual([expected.status, expect.any(String)])
  if (expected.status === 200 && headers['content-type'] === undefined) {
    const { partialSuccess } = reply.json<{ partialSuccess?: Record<string, string> }>()
    const rejected =
      Object.entries(partialSuccess ?? {}).find(([name]) => name.startsWith('rejected'))?.[1] ?? '0'
    expect([reply.text, rejected]).toEqual([reply.text, String(refused)])
  }
  expect({ facts: (await stored()) - facts, kept: (await kept()) - held }).toEqual({
    facts: more,
    kept: refused,
  })
  expect((await post(logs(record()))).status).toBe(200)
  expect(await stored()).toBe(facts + more + 1)
}

const mebibytes = (n: number) => 'x'.repeat(n * 1024 * 1024)
const many = (n: number): Told => Object.fromEntries(Array.from({ length: n }, (_, i) => [`extra.${i}`, i]))

type Row = [
  row: number,
  what: string,
  signal: string,
  body: () => unknown,
  expected: Expected,
  headers?: Record<string, string>,
]
const REQUESTS: Row[] = [
  [1, 'plain text', 'logs', () => logs(record()), { status: 415 }, { 'content-type': 'text/plain' }],
  [
    2,
    'a content type in capitals',
    'logs',
    () => logs(record()),
    { status: 200, stored: 1 },
    { 'content-type': 'Application/JSON; charset=UTF-8' },
  ],
  [5, 'no bytes of protobuf', 'logs', () => Buffer.alloc(0), { status: 200 }, PROTOBUF],
  [5, 'an empty object', 'logs', () => '{}', { status: 200 }],
  [5, 'no records', 'logs', () => ({ resourceLogs: [] }), { status: 200 }],
  ...['1234', '[]', 'null', '"x"'].map((body): Row => [6, body, 'logs', () => body, { status: 400 }]),
  [7, 'protobuf cut by 10 bytes', 'logs', () => protobuf('cut').subarray(0, -10), { status: 400 }, PROTOBUF],
  [
    7,
    'a KiB of noise',
    'logs',
    () => Buffer.from(Array.from({ length: 1024 }, (_, i) => (i * 197 + 251) % 256)),
    { status: 400 },
    PROTOBUF,
  ],
  [8, 'spans among logs', 'logs', () => traces(span()), { status: 400 }],
  [
    9,
    'plain bytes that say they are gzip',
    'logs',
    () => logs(record()),
    { status: 400 },
    { 'content-encoding': 'gzip' },
  ],
  [
    10,
    'gzip cut by 20 bytes',
    'logs',
    () => gzipSync(JSON.stringify(logs(record()))).subarray(0, -20),
    { status: 400 },
    { 'content-encoding': 'gzip' },
  ],
  [11, 'brotli', 'logs', () => logs(record()), { status: 415 }, { 'content-encoding': 'br' }],
  [11, 'gzip twice', 'logs', () => logs(record()), { status: 415 }, { 'content-encoding': 'gzip, gzip' }],
  [
    12,
    'gzip that grows past the limit',
    'logs',
    () => gzipSync(Buffer.alloc(70 * 1024 * 1024)),
    { status: 413 },
    { 'content-encoding': 'gzip' },
  ],
  [
    15,
    'an attribute of 10 MiB',
    'logs',
    () => logs(record({ note: mebibytes(10) })),
    { status: 200, stored: 1 },
  ],
  [16, '10,000 attributes', 'logs', () => logs(record(many(10_000))), { status: 200, stored: 1 }],
  [
    17,
    'lists 10,000 deep',
    'logs',
    () =>
      JSON.stringify(logs(record({ x: { stringValue: '@' } }))).replace(
        '{"stringValue":"@"}',
        deepJson(10_000),
      ),
    { status: 400 },
  ],
  [
    17,
    'lists 10,000 deep as protobuf',
    'logs',
    () => protobuf('deep', keyValue('x', deep(10_000))),
    { status: 400 },
    PROTOBUF,
  ],
  ...['__proto__', 'constructor.prototype.x', 'gen_ai.prompt.__proto__.p'].map(
    (key): Row => [
      18,
      `the key ${key}`,
      'logs',
      () => JSON.stringify(logs(record({ '@': 'x' }))).replace('"@"', `"${key}"`),
      { status: 200, stored: 1 },
    ],
  ),
  [19, 'an empty key', 'logs', () => logs(record({ '': 1 })), { status: 200, stored: 1 }],
  [19, 'a key of 100 KiB', 'logs', () => logs(record({ [mebibytes(0.1)]: 1 })), { status: 200, stored: 1 }],
  [
    20,
    'an unknown field',
    'logs',
    () => logs(record({}, { future: { a: [1] } })),
    { status: 200, stored: 1 },
  ],
  [
    20,
    'an unknown field of protobuf',
    'logs',
    () => protobuf('future', field(999, text('x'))),
    { status: 200, stored: 1 },
    PROTOBUF,
  ],
  [21, 'snake case', 'logs', () => ({ resource_logs: [] }), { status: 200 }],
  [22, 'an enum as a word', 'traces', () => traces(span({ kind: 'SPAN_KIND_SERVER' })), { status: 400 }],
  [
    23,
    'a trace id in base64',
    'traces',
    () => traces(span({ traceId: 'CvdlGRbNQ92ESOshHIAxnA==' }), span()),
    { status: 200, refused: 1, stored: 1 },
  ],
  [
    23,
    'a trace id of 31 digits',
    'traces',
    () => traces(span({ traceId: '0'.repeat(31) }), span()),
    { status: 200, refused: 1, stored: 1 },
  ],
  [
    24,
    'one trace id in capitals and not',
    'traces',
    () =>
      traces(
        span({ traceId: 'AB'.repeat(16), spanId: 'CD'.repeat(8) }),
        span({ traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) }),
      ),
    { status: 200, stored: 1 },
  ],
  [
    25,
    'an integer as text and as number',
    'logs',
    () => logs(record({ input_tokens: { intValue: '5' } }), record({ input_tokens: { intValue: 5 } })),
    { status: 200, stored: 2 },
  ],
  [
    26,
    'text that is not UTF-8',
    'logs',
    () => protobuf('bytes', keyValue('note', text(Buffer.from([0xc3, 0x28])))),
    { status: 200, stored: 1 },
    PROTOBUF,
  ],
  [
    27,
    'half a character, and none',
    'logs',
    () => JSON.stringify(logs(record({ 'user.email': '@' }))).replace('"@"', '"a\\ud800b\\u0000c"'),
    { status: 200, stored: 1 },
  ],
  [
    28,
    'a cost that is no number',
    'logs',
    () => logs(record({ cost_usd: { doubleValue: 'NaN' } }), record()),
    { status: 200, refused: 1, stored: 1 },
  ],
  [
    28,
    'a cost without end',
    'logs',
    () => logs(record({ cost_usd: { doubleValue: 'Infinity' } }), record()),
    { status: 200, refused: 1, stored: 1 },
  ],
  [
    29,
    'tokens of -5',
    'logs',
    () => logs(record({ input_tokens: -5 }), record()),
    { status: 200, refused: 1, stored: 1 },
  ],
  [
    30,
    '1e18 tokens',
    'logs',
    () => logs(record({ input_tokens: 1e18 }), record()),
    { status: 200, refused: 1, stored: 1 },
  ],
  [
    30,
    'a cost of 1e308',
    'logs',
    () => logs(record({ cost_usd: 1e308 }), record()),
    { status: 200, refused: 1, stored: 1 },
  ],
  [
    31,
    'no time at all',
    'logs',
    () => logs(record({}, { timeUnixNano: undefined })),
    { status: 200, stored: 1 },
  ],
  [
    32,
    'a time in a year',
    'logs',
    () => logs(record({}, { timeUnixNano: `${Date.now() + 365 * 86_400_000}000000` }), record()),
    { status: 200, refused: 1, stored: 1 },
  ],
  [
    33,
    'a time in 1970',
    'logs',
    () => logs(record({}, { timeUnixNano: '1000000000' }), record()),
    { status: 200, refused: 1, stored: 1 },
  ],
  [
    34,
    'a span that ends before it began',
    'traces',
    () => traces(span({ endTimeUnixNano: `${AT - 1000}000000` })),
    { status: 200, stored: 1 },
  ],
  [35, 'no session', 'logs', () => logs(record({ 'session.id': '' })), { status: 200, stored: 1 }],
  [
    38,
    'a histogram whose counts do not fit',
    'metrics',
    () =>
      metrics(
        {
          histogram: {
            aggregationTemporality: 1,
            dataPoints: [
              { timeUnixNano: NANOS, count: '3', sum: 3, bucketCounts: ['1', '2'], explicitBounds: [1, 2] },
            ],
          },
        },
        sum({ asInt: '1' }),
      ),
    { status: 200, refused: 1, stored: 1 },
  ],
  [
    39,
    'no temporality',
    'metrics',
    () => metrics(sum({ asInt: '1' }, { aggregationTemporality: 0 }), sum({ asInt: '1' })),
    { status: 200, refused: 1, stored: 1 },
  ],
  [
    40,
    'a point without a value',
    'metrics',
    () => metrics(sum({}), sum({ asInt: '1' })),
    { status: 200, refused: 1, stored: 1 },
  ],
  [
    47,
    'one key twice',
    'logs',
    () => {
      const one = record()
      one.attributes.push(...keyValues({ input_tokens: 11 }))
      return logs(one)
    },
    { status: 200, stored: 1 },
  ],
  [
    49,
    'gRPC on this port',
    'logs',
    () => logs(record()),
    { status: 415 },
    { 'content-type': 'application/grpc' },
  ],
]

describe('of the catalogue of bad input', () => {
  it.each(REQUESTS)('row %d, %s (%s)', async (_row, _what, signal, body, expected, headers = {}) => {
    await answered(signal, body(), headers, expected)
  })

  it('row 1, no content type at all', async () => {
    const { port } = new URL(at.url)
    const reply = await send(Number(port), { method: 'POST', path: '/v1/logs', body: '{}' })
    expect(reply.status).toBe(415)
  })

  it('row 47: of one key twice the last counts; row 27: what is shown is valid JSON', async () => {
    expect(await count('SELECT count() AS n FROM model_call FINAL WHERE in_uncached = 11')).toBe(1)
    await server.instance.rebuilder.flush()
    const { data } = await server.ask('tokens.by_user', 'from=2026-03-04&to=2026-03-04')
    expect(JSON.stringify(data)).not.toMatch(/\\ud800|\\u0000/)
    expect(data.length).toBeGreaterThan(1)
  })

  it('rows 36 and 37: a total that falls, starts anew, or is told twice', async () => {
    const attributes = keyValues({ 'session.id': 'totals' })
    const total = (minute: number, value: string, start = '1') =>
      sum(
        { attributes, startTimeUnixNano: start, timeUnixNano: `${AT + minute * 60_000}000000`, asInt: value },
        { aggregationTemporality: 2 },
      )
    const told = metrics(total(1, '5'), total(2, '8'), total(2, '8'), total(3, '2'), total(4, '7', '9'))
    for (let i = 0; i < 2; i++) expect((await post(told, {}, '/v1/metrics')).status).toBe(200)
    await server.instance.rebuilder.flush()
    const { data } = await server.ask('counters.by_name', 'from=2026-03-04&to=2026-03-04')
    const others = await count(`SELECT sum(value) AS n FROM counter FINAL WHERE session != 'totals'`)
    expect(data).toEqual([expect.objectContaining({ name: 'commits', reported: others + 5 + 3 + 2 + 7 })])
  })

  it('row 41: very many points are taken, or the request is too large, but never a part', async () => {
    const points = Array.from({ length: 60_000 }, (_, i) => ({
      ...{ startTimeUnixNano: '1', timeUnixNano: `${AT + i}000000`, asInt: '1' },
      attributes: keyValues({ 'session.id': 'many' }),
    }))
    const before = await stored()
    const reply = await post(metrics(sum({}, { dataPoints: points })), {}, '/v1/metrics')
    expect([200, 413]).toContain(reply.status)
    expect((await stored()) - before).toBe(reply.status === 200 ? 60_000 : 0)
  }, 60_000)

  it.each([
    ['2,000 headers', Array.from({ length: 2000 }, (_, i) => `x-${i}: 1\r\n`).join('')],
    ['a header of 100 KiB', `x: ${'y'.repeat(100 * 1024)}\r\n`],
  ])('row 44: %s are too much', async (_what, headers) => {
    const { port } = new URL(at.url)
    expect(
      await sendBytes(Number(port), `POST /v1/logs HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}\r\n`),
    ).toMatch(/^HTTP\/1\.1 431 /)
  })

  it('row 46: a page elsewhere is not let in', async () => {
    const { port } = new URL(at.url)
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
    const reply = await send(Number(port), { method: 'OPTIONS', path: '/v1/logs', headers })
    expect(reply.headers['access-control-allow-origin']).toBeUndefined()
  })

  it('row 50: an answer is packed only as the sender can read it', async () => {
    const reply = await post(logs(record()), { 'accept-encoding': 'gzip, identity;q=0' })
    expect(reply.status).toBe(200)
    expect([undefined, 'gzip']).toContain(reply.headers['content-encoding'])
  })
})

describe('over gRPC', () => {
  /** A call with these bytes on the wire: the status and trailers it ends with. */
  const call = (bytes: Buffer, headers: Record<string, string>) =>
    new Promise<Record<string, unknown>>((resolve, reject) => {
      const session = connectHttp2(`http://127.0.0.1:${at.grpc.port}`)
      session.on('error', reject)
      const stream = session.request({
        ...{ ':method': 'POST', ':path': '/opentelemetry.proto.collector.logs.v1.LogsService/Export' },
        ...{ 'content-type': 'application/grpc', te: 'trailers', ...headers },
      })
      const got: Record<string, unknown> = {}
      stream.on('response', (told) => Object.assign(got, told))
      stream.on('trailers', (told) => Object.assign(got, told))
      stream.on('error', reject)
      stream.on('close', () => {
        session.close()
        resolve(got)
      })
      stream.resume()
      const head = Buffer.alloc(5)
      head.writeUInt8(headers['grpc-encoding'] ? 1 : 0)
      head.writeUInt32BE(bytes.length, 1)
      stream.end(Buffer.concat([head, bytes]))
    })
  const sound = async () => {
    const before = await stored()
    expect(await grpcExport(at.grpc.port, protobuf(`sound ${++made}`))).toBeNull()
    expect(await stored()).toBe(before + 1)
  }

  it('row 51: a message past the limit exhausts, and is not to be sent again', async () => {
    const told = await grpcExport(at.grpc.port, Buffer.alloc(MOST_BYTES + 1))
    expect([told?.code, told?.metadata.get('grpc-status-details-bin')]).toEqual([
      status.RESOURCE_EXHAUSTED,
      [],
    ])
    await sound()
  })

  it('row 52: so does gzip that grows past it', async () => {
    const told = await call(gzipSync(Buffer.alloc(40 * MOST_BYTES)), { 'grpc-encoding': 'gzip' })
    expect(told['grpc-status']).toBe(String(status.RESOURCE_EXHAUSTED))
    expect(told['grpc-status-details-bin']).toBeUndefined()
    await sound()
  })

  it('row 53: a packing that it does not know is unimplemented', async () => {
    const told = await call(protobuf('zstd'), { 'grpc-encoding': 'zstd' })
    expect(told['grpc-status']).toBe(String(status.UNIMPLEMENTED))
    await sound()
  })

  it('row 55: garbage is an invalid argument', async () => {
    expect((await grpcExport(at.grpc.port, Buffer.from([255, 255, 255])))?.code).toBe(status.INVALID_ARGUMENT)
    await sound()
  })

  it('row 56: streams that are opened and reset again and again do no harm', async () => {
    const session = connectHttp2(`http://127.0.0.1:${at.grpc.port}`)
    session.on('error', () => {})
    const away = new Promise((done) => session.on('goaway', done).on('close', done))
    for (let i = 0; i < 10_000 && !session.closed && !session.destroyed; i++) {
      const stream = session.request({
        ...{ ':method': 'POST', ':path': '/opentelemetry.proto.collector.logs.v1.LogsService/Export' },
        'content-type': 'application/grpc',
      })
      stream.on('error', () => {})
      stream.close(constants.NGHTTP2_CANCEL)
      if (i % 100 === 0) await new Promise((done) => setImmediate(done))
    }
    await Promise.race([away, new Promise((done) => setTimeout(done, 1000))])
    session.destroy()
    await sound()
  }, 30_000)

  it.each([
    ['HTTP/1.1', Buffer.from('POST /v1/logs HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['TLS', Buffer.from('16030100f8010000f40303', 'hex')],
  ])(
    'row 57: %s on its port is closed',
    async (_what, bytes) => {
      const began = performance.now()
      await sendBytes(at.grpc.port, bytes, 20_000).catch(() => '')
      expect(performance.now() - began).toBeLessThan(19_000)
      await sound()
    },
    30_000,
  )

  it('row 58: a call that was given up and sent again counts once', async () => {
    const before = await stored()
    const body = protobuf('given up')
    expect((await grpcExport(at.grpc.port, body, {}, 1))?.code).toBe(status.DEADLINE_EXCEEDED)
    expect(await grpcExport(at.grpc.port, body)).toBeNull()
    expect(await stored()).toBe(before + 1)
  })
})

it('the serializer of the official exporters reads as ours do', async () => {
  const before = await stored()
  const hr = [AT / 1000, 0] as [number, number]
  const body = ProtobufLogsSerializer.serializeRequest([
    {
      ...{ hrTime: hr, hrTimeObserved: hr, body: 'claude_code.api_request', droppedAttributesCount: 0 },
      attributes: { ...CALL, request_id: 'official' },
      resource: { attributes: {}, asyncAttributesPending: false },
      instrumentationScope: { name: SCOPE },
    } as never,
  ])
  expect((await post(Buffer.from(body as Uint8Array), PROTOBUF)).status).toBe(200)
  expect(await stored()).toBe(before + 1)
})
