/** What is passed on: to a second server, and to receivers that are down, refuse, or send elsewhere. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { IngestAnswer } from '../../src/faces/contract.ts'
import { buildServer, IngestCounts, Telemetry } from '../../src/faces/http/server.ts'
import { type Destination, destination } from '../../src/forward/destination.ts'
import { Forwarding } from '../../src/forward/forwarding.ts'
import { decodeJson } from '../../src/otlp/json.ts'
import { keptOf } from '../../src/sources/index.ts'
import { type Listening, listening } from './listening.ts'
import { attributes, call, calls, callsOf, logs, sendLogs, TELEMETRY_AT } from './otlp-requests.ts'
import { newHome } from './program.ts'

const CANARY = 'canary-2203'
const SECRET = 'secret-9917'
const ORG = 'default'

/** A server that passes on, with what it passes on to. */
async function passing(server: Listening, dir: string, destinations: object[], id = 'first') {
  const lines: string[] = []
  const forwarding = new Forwarding({
    ...{ dir, id, pause: 20, keptOf, log: (line: string) => lines.push(line) },
    destinations: destinations.map((one) => destination.parse(one)),
  })
  const counts = new IngestCounts()
  const telemetry = new Telemetry(counts, forwarding)
  const { backend } = server
  const app = await buildServer({ backend, logLevel: 'silent', web: '/nowhere', counts, telemetry })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  forwarding.start()
  const close = async () => {
    await app.close()
    await forwarding.close()
  }
  return { url, lines, forwarding, close }
}

const ingestOf = async (url: string) => (await (await fetch(`${url}/api/v1/ingest`)).json()) as IngestAnswer

/** Waits until what is passed on is as it should be. */
async function until(url: string, done: (told: IngestAnswer['forward'][number]) => boolean) {
  for (const end = Date.now() + 20_000; ; await sleep(20)) {
    const told = (await ingestOf(url)).forward[0]
    if (told && done(told)) return told
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(told)}`)
  }
}

let dir: string
let server: Listening
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tachograph-forward-'))
  server = await listening()
})
afterAll(async () => {
  await server.close()
  rmSync(dir, { recursive: true, force: true })
})

const metrics = {
  resourceMetrics: [
    {
      resource: { attributes: attributes({ 'service.name': 'claude-code', 'x.words': CANARY }) },
      scopeMetrics: [
        {
          scope: { name: 'com.anthropic.claude_code' },
          metrics: [
            {
              ...{ name: 'claude_code.token.usage', unit: '{token}' },
              sum: {
                ...{ aggregationTemporality: 1, isMonotonic: true },
                dataPoints: [
                  {
                    ...{ startTimeUnixNano: `${TELEMETRY_AT}000000`, timeUnixNano: `${TELEMETRY_AT}123000` },
                    attributes: attributes({ model: 'claude-sonnet-4-5', 'x.words': CANARY }),
                    asDouble: 7.5,
                  },
                ],
              },
            },
            {
              name: 'their.histogram',
              histogram: {
                aggregationTemporality: 2,
                dataPoints: [
                  {
                    ...{ timeUnixNano: `${TELEMETRY_AT}000000`, count: '3', sum: 12.5 },
                    ...{ bucketCounts: ['1', '2'], explicitBounds: [4] },
                    // A name to Claude Code, and a whole command to others.
                    attributes: attributes({ hook_name: CANARY }),
                  },
                ],
              },
            },
          ],
        },
      ],
    },
  ],
}
const traces = {
  resourceSpans: [
    {
      resource: { attributes: attributes({ 'service.name': 'claude-code' }) },
      scopeSpans: [
        {
          scope: { name: 'com.anthropic.claude_code' },
          spans: [
            {
              ...{ traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' },
              ...{ name: 'claude_code.interaction', kind: 1 },
              startTimeUnixNano: `${TELEMETRY_AT}000000`,
              endTimeUnixNano: `${TELEMETRY_AT + 250}000000`,
              attributes: [
                ...attributes({ prompt: CANARY }),
                { key: 'b', value: { bytesValue: 'c2VjcmV0' } },
              ],
              events: [{ name: 'e', timeUnixNano: `${TELEMETRY_AT}000000`, attributes: [] }],
              status: { code: 2, message: CANARY },
            },
          ],
        },
      ],
    },
  ],
}

const post = (url: string, signal: string, body: object) =>
  fetch(`${url}/v1/${signal}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })

describe('to a second server', () => {
  let second: Listening
  let app: FastifyInstance
  let port: number
  const openSecond = async () => {
    app = await buildServer({ backend: second.backend, logLevel: 'silent', web: '/nowhere' })
    const url = await app.listen({ host: '127.0.0.1', port: port ?? 0 })
    port = Number(new URL(url).port)
    return url
  }
  beforeAll(async () => {
    second = await listening()
  })
  afterAll(async () => {
    await app.close()
    await second.close()
  })

  it('all that was received comes, also what came while it was down; both tell the same', async () => {
    const url = await openSecond()
    const first = await passing(server, join(dir, 'two'), [{ name: 'second', url: `${url}/` }])
    for (let i = 0; i < 10; i++)
      expect((await sendLogs(first.url, calls(`up ${i}`, `up too ${i}`))).status).toBe(200)
    expect((await post(first.url, 'metrics', metrics)).status).toBe(200)
    expect((await post(first.url, 'traces', traces)).status).toBe(200)
    await until(first.url, (told) => told.delivered === 23)

    await app.close()
    for (let i = 0; i < 10; i++) expect((await sendLogs(first.url, calls(`down ${i}`))).status).toBe(200)
    const waiting = await until(first.url, (told) => told.trouble !== null)
    expect(waiting).toMatchObject({ delivered: 23, requests: 10, trouble: 'ECONNREFUSED', given_up: {} })
    expect(waiting.oldest_at).not.toBeNull()
    // A server that is started again finds what waited.
    await first.close()
    await openSecond()
    const again = await passing(server, join(dir, 'two'), [{ name: 'second', url }])
    await until(again.url, (told) => told.delivered === 10 && told.requests === 0)
    expect(await callsOf(again.url)).toBe(30)
    expect(await callsOf(url)).toBe(30)
    const ask = async (from: string) => {
      const answer = await fetch(`${from}/api/v1/metrics/tokens.by_model?from=2026-03-04&to=2026-03-04`)
      return ((await answer.json()) as { data: unknown }).data
    }
    expect(await ask(url)).toEqual(await ask(again.url))
    const { data } = await ingestOf(url)
    for (const counts of data) expect(counts).toMatchObject({ rejected: 0, quarantined: 0 })
    await again.close()
  }, 60_000)

  it('and from there back, each record goes once', async () => {
    const loop = createServer()
    await new Promise<void>((done) => loop.listen(0, '127.0.0.1', done))
    const { port: own } = loop.address() as AddressInfo
    loop.close()
    // It passes on to itself, under an address that nobody can tell to be its own.
    const itself = await passing(server, join(dir, 'loop'), [
      { name: 'itself', url: `http://127.0.0.1:${own}` },
    ])
    loop.on('request', async (request, response) => {
      const headers = request.headers as Record<string, string>
      const body = await bodyOf(request)
      const taken = await fetch(itself.url + request.url, {
        method: 'POST',
        headers: of(headers),
        body: new Uint8Array(body),
      })
      response.writeHead(taken.status).end(await taken.text())
    })
    await new Promise<void>((done) => loop.listen(own, '127.0.0.1', done))
    const of = (h: Record<string, string>) => ({
      'content-type': h['content-type'] as string,
      'content-encoding': h['content-encoding'] as string,
    })
    const before = await callsOf(itself.url)
    await sendLogs(itself.url, calls('round 1', 'round 2'))
    const told = await until(itself.url, (one) => one.given_up.loop === 2 && one.requests === 0)
    expect(told).toMatchObject({ delivered: 2, given_up: { loop: 2 } })
    expect(await callsOf(itself.url)).toBe(before + 2)
    await itself.close()
    loop.close()
  }, 30_000)
})

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

describe('to a receiver', () => {
  interface Got {
    path: string
    headers: IncomingMessage['headers']
    body: string
  }
  let receiver: Server
  let got: Got[]
  /** What it answers next; then 200. */
  let answers: { status: number; headers?: Record<string, string>; body?: string }[]
  let url: string
  let folder: string
  beforeEach(async () => {
    got = []
    answers = []
    folder = mkdtempSync(join(dir, 'to-'))
    receiver = createServer(async (request, response) => {
      const body = gunzipSync(await bodyOf(request)).toString()
      got.push({ path: request.url ?? '', headers: request.headers, body })
      const { status, headers, body: told = '{}' } = answers.shift() ?? { status: 200 }
      response.writeHead(status, headers).end(told)
    })
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/otlp`
  })
  afterEach(() => {
    receiver.closeAllConnections()
    receiver.close()
  })
  const to = (more: Partial<Destination> = {}) =>
    passing(server, folder, [{ name: 'theirs', url, headers: { 'x-key': SECRET }, ...more }])

  it('go resource, scope, names and numbers, and no text of people; on disk too', async () => {
    const first = await to()
    answers = [{ status: 503, headers: { 'retry-after': '1' } }]
    const told = call('c1', { prompt: CANARY, tool_input: CANARY })
    expect((await post(first.url, 'logs', logs(told))).status).toBe(200)
    const onDisk = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    expect(onDisk.join('')).toContain('api_request')
    expect(onDisk.join('')).not.toContain(CANARY)
    expect(onDisk.join('')).not.toContain(SECRET)
    await post(first.url, 'metrics', metrics)
    await post(first.url, 'traces', traces)
    await until(first.url, (one) => one.delivered === 4)
    // What the receiver did not take came again, no sooner than it said.
    expect(got.map(({ path }) => path)).toEqual(
      ['logs', 'logs', 'metrics', 'metrics', 'traces'].map((s) => `/otlp/v1/${s}`),
    )
    for (const { headers, body } of got) {
      expect(headers).toMatchObject({ 'x-key': SECRET, 'content-type': 'application/json' })
      expect(body).not.toContain(CANARY)
      expect(body).not.toContain('c2VjcmV0')
    }
    const [, log, metric, others, trace] = got.map(({ body }) => Buffer.from(body))
    const [record] = decodeJson('logs', log as Buffer).items
    expect(record).toMatchObject({ time: TELEMETRY_AT, body: 'claude_code.api_request' })
    expect(record?.scope.name).toBe('com.anthropic.claude_code.events')
    expect(record?.resource.get('service.name')).toBe('claude-code')
    expect(record?.attributes.get('request_id')).toBe('c1')
    expect(record?.attributes.get('prompt')).toBe('[REDACTED]')
    const points = decodeJson('metrics', metric as Buffer)
    expect(points.refused).toEqual([])
    expect(points.items[0]).toMatchObject({ value: 7.5, time: TELEMETRY_AT + 0.123, start: TELEMETRY_AT })
    expect(points.items[0]?.metric).toMatchObject({
      name: 'claude_code.token.usage',
      unit: '{token}',
      kind: 'sum',
      temporality: 'delta',
      monotonic: true,
    })
    expect(decodeJson('metrics', others as Buffer).items[0]).toMatchObject({ count: 3, sum: 12.5 })
    const [span] = decodeJson('traces', trace as Buffer).items
    expect(span).toMatchObject({ name: 'claude_code.interaction', status: 2, end: TELEMETRY_AT + 250 })
    await first.close()
  }, 30_000)

  it('what it refuses is given up and counted, what comes after is not', async () => {
    answers = [
      { status: 400 },
      { status: 200, body: '{"partialSuccess":{"rejectedLogRecords":"1"}}' },
      { status: 500 },
      { status: 307, headers: { location: 'http://127.0.0.1:9/elsewhere' } },
    ]
    const first = await to({ signals: ['logs'] })
    for (let i = 0; i < 5; i++) await sendLogs(first.url, calls(`r ${i}`, `s ${i}`))
    await post(first.url, 'traces', traces)
    const told = await until(first.url, (one) => one.requests === 0 && one.delivered === 3)
    expect(told.given_up).toEqual({ refused: 6, rejected: 1 })
    expect(got).toHaveLength(5)
    expect(first.lines.join('\n')).toContain('forward to theirs: 400')
    const prometheus = await (await fetch(`${first.url}/metrics`)).text()
    expect(prometheus).toContain('tachograph_forward_delivered_total{destination="theirs"} 3')
    expect(prometheus).toContain('tachograph_forward_given_up_total{destination="theirs",reason="refused"} 6')
    await first.close()
  }, 30_000)

  it('that is too busy, what is too old or too much is given up and counted', async () => {
    answers = Array.from({ length: 1000 }, () => ({ status: 429 }))
    const first = await to({ retention_hours: 1 / 3600, max_bytes: 1_000_000 })
    const many = calls(...Array.from({ length: 900 }, (_, i) => `many ${i}`))
    for (let i = 0; i < 3; i++) expect((await sendLogs(first.url, many)).status).toBe(200)
    const told = await until(first.url, (one) => one.requests === 0)
    expect(told.delivered).toBe(0)
    expect((told.given_up.expired ?? 0) + (told.given_up.no_room ?? 0)).toBe(2700)
    expect(told.given_up.no_room).toBeGreaterThan(0)
    expect(told.given_up.expired).toBeGreaterThan(0)
    await first.close()
  }, 30_000)

  it('many records go as several requests, and none is lost', async () => {
    const first = await to()
    await sendLogs(first.url, calls(...Array.from({ length: 2_500 }, (_, i) => `n ${i}`)))
    await until(first.url, (one) => one.delivered === 2_500)
    expect(got).toHaveLength(3)
    const ids = got.flatMap(({ body }) =>
      decodeJson('logs', Buffer.from(body)).items.map((item) => item.attributes.get('request_id')),
    )
    expect(new Set(ids).size).toBe(2_500)
    await first.close()
  }, 30_000)

  it('of an organisation goes what is its own', async () => {
    const first = await to()
    await first.forwarding.pass(
      'other',
      'logs',
      decodeJson('logs', Buffer.from(calls('theirs'))).items,
      'claude-code',
    )
    await until(first.url, () => got.length === 1)
    // It is counted when the answer is there, a moment after it came.
    await expect.poll(async () => (await first.forwarding.state('other'))[0]?.delivered).toBe(1)
    expect((await first.forwarding.state(ORG))[0]).toMatchObject({ delivered: 0 })
    await first.close()
  }, 30_000)
})

it('begins though something else lies among its folders', async () => {
  const own = join(dir, 'odd')
  mkdirSync(join(own, 'there', '100%'), { recursive: true })
  writeFileSync(join(own, 'there', '.DS_Store'), '')
  const lines: string[] = []
  const forwarding = new Forwarding({
    ...{ dir: own, id: 'odd', keptOf, log: (line: string) => lines.push(line) },
    destinations: [destination.parse({ name: 'there', url: 'http://127.0.0.1:1' })],
  })
  forwarding.start()
  expect(lines.map((line) => line.split(' ')[1]).sort()).toEqual(['.DS_Store', '100%'])
  await forwarding.close()
})

describe('the program', () => {
  it('passes on by its configuration; doctor says how that goes', async () => {
    const second = await listening()
    const home = newHome()
    try {
      const forward = [
        { name: 'second', url: second.url, headers: { authorization: SECRET } },
        { name: 'nowhere', url: 'http://127.0.0.1:9', signals: ['logs'] },
      ]
      home.write('.tachograph/config.json', JSON.stringify({ forward, discover: false }))
      const first = await home.serve()
      expect((await sendLogs(first.url, calls('p1', 'p2'))).status).toBe(200)
      await until(first.url, (one) => one.given_up.refused === 2)
      const doctor = await home.run(['doctor', '--json'])
      const told = JSON.parse(doctor.stdout) as { what: string; state: string; text: string }[]
      const of = (name: string) => told.find(({ what }) => what === `to ${name}`)
      // In personal mode no key is valid: it is refused for good.
      expect(of('second')).toMatchObject({
        state: 'note',
        text: expect.stringContaining('2 given up (refused)'),
      })
      expect(of('nowhere')?.text).toMatch(/^0 records delivered; \d kB wait; it does not take them: /)
      const ended = await first.end()
      expect(ended.code).toBe(0)
      for (const text of [ended.stderr, doctor.stdout, doctor.stderr]) expect(text).not.toContain(SECRET)
    } finally {
      home.remove()
      await second.close()
    }
  }, 60_000)

  const refused = async (forward: unknown) => {
    const home = newHome()
    try {
      home.write('.tachograph/config.json', JSON.stringify({ forward, discover: false, port: 18_484 }))
      return await home.run(['serve', '--no-otlp-ports'])
    } finally {
      home.remove()
    }
  }

  it.each([
    ['itself', [{ name: 'me', url: 'http://localhost:18484' }], 'me is this server itself'],
    [
      'a header that is none',
      [{ name: 'a', url: 'http://x.example', headers: { 'a b': SECRET } }],
      'headers',
    ],
    ['a password in the address', [{ name: 'a', url: `http://u:${SECRET}@x.example` }], 'url'],
    [
      'two of a name',
      [
        { name: 'a', url: 'http://x.example' },
        { name: 'a', url: 'http://y.example' },
      ],
      'two are called a',
    ],
    ['a name that is a path', [{ name: '../a', url: 'http://x.example' }], 'name'],
  ])(
    'does not start with %s, and shows no secret',
    async (_what, forward, expected) => {
      const { code, stderr, stdout } = await refused(forward)
      expect(code).toBe(6)
      expect(stderr).toContain(expected)
      expect(stderr + stdout).not.toContain(SECRET)
    },
    60_000,
  )
})
