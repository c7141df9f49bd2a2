/** Telemetry that comes while the store is away: it is kept on disk, acknowledged, and counted once when the store is back. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { OTLPLogExporter as GrpcLogs } from '@opentelemetry/exporter-logs-otlp-grpc'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Control, openControl } from '../../src/control/control.ts'
import type { Backend } from '../../src/faces/backend.ts'
import type { IngestAnswer, QuarantineAnswer } from '../../src/faces/contract.ts'
import { type GrpcServer, serveGrpc } from '../../src/faces/grpc/otlp.ts'
import { buildServer, IngestCounts, Telemetry } from '../../src/faces/http/server.ts'
import { type Instance, openInstance } from '../../src/instance.ts'
import { dropDatabase } from '../support/engine.ts'
import { proxy } from '../support/proxy.ts'
import { backendOf, type Listening, listening, OPERATOR } from './listening.ts'
import { call, calls, callsOf, logs, sendLogs, TELEMETRY_AT } from './otlp-requests.ts'
import { newHome } from './program.ts'

/** Room in the spools of these servers. */
const ROOM = 200_000
const CANARY = 'canary-8151'

interface Doors {
  instance: Instance
  app: FastifyInstance
  grpc: GrpcServer
  url: string
  close(): Promise<void>
}

/** A server with an engine of its own, which may be frozen and killed. */
async function doors(dir: string, team: Backend['team'] = null): Promise<Doors> {
  const instance = await openInstance({ dir, clickhouseUrl: null, memory: 1_000_000_000, spoolBytes: ROOM })
  const backend = { ...backendOf(instance), team }
  const counts = new IngestCounts()
  const telemetry = new Telemetry(counts)
  const app = await buildServer({ backend, logLevel: 'silent', web: '/nowhere', counts, telemetry })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const grpc = await serveGrpc({
    ...{ backend, telemetry, host: '127.0.0.1', port: 0, mostBytes: 1_000_000, log: () => {} },
  })
  const close = async () => {
    await grpc.close(100)
    await app.close()
    await instance.close()
  }
  return { instance, app, grpc, url, close }
}

/** Sends one call by the official exporter of gRPC; whether it was acknowledged. */
async function sendByGrpc(port: number, id: string): Promise<boolean> {
  const exporter = new GrpcLogs({ url: `http://127.0.0.1:${port}`, timeoutMillis: 9_000 })
  let taken = false
  const provider = new LoggerProvider({
    resource: resourceFromAttributes({ 'service.name': 'claude-code' }),
    processors: [
      new SimpleLogRecordProcessor({
        exporter: {
          export: (records, done) =>
            exporter.export(records, (result) => {
              taken = result.code === 0
              done(result)
            }),
          forceFlush: () => exporter.forceFlush(),
          shutdown: () => exporter.shutdown(),
        },
      }),
    ],
  })
  provider.getLogger('com.anthropic.claude_code.events').emit({
    timestamp: TELEMETRY_AT,
    body: 'claude_code.api_request',
    attributes: call(id),
  })
  await provider.forceFlush()
  await provider.shutdown()
  return taken
}

const ingested = async (url: string, headers: Record<string, string> = {}) => {
  const answer = (await (await fetch(`${url}/api/v1/ingest`, { headers })).json()) as IngestAnswer
  for (const c of answer.data) expect(c.received).toBe(c.accepted + c.duplicate + c.rejected + c.quarantined)
  return answer
}

/** Waits until a server has written what it kept. */
async function drained(url: string, headers: Record<string, string> = {}): Promise<void> {
  for (const end = Date.now() + 40_000; Date.now() < end; await sleep(100))
    if ((await ingested(url, headers)).spool.records === 0) return
  throw new Error('something still waits')
}

const below = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

describe('while the engine is frozen, then dead', () => {
  let dir: string
  let at: Doors
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tachograph-spool-'))
    at = await doors(dir)
  })
  afterAll(async () => {
    await at?.close()
    rmSync(dir, { recursive: true, force: true })
  })

  it('telemetry is acknowledged at both doors, and all of it counts once when the engine is back', async () => {
    expect((await sendLogs(at.url, calls('before'))).status).toBe(200)
    const pid = at.instance.engine?.pid() as number
    process.kill(pid, 'SIGSTOP')
    const ids = Array.from({ length: 40 }, (_, i) => `frozen ${i}`)
    const sent = await Promise.all(ids.map((id) => sendLogs(at.url, calls(id))))
    expect(sent.map(({ status }) => status)).toEqual(ids.map(() => 200))
    expect(await sendByGrpc(at.grpc.port, 'by gRPC')).toBe(true)
    // The same again, and some that must be refused: it is kept too, without texts of people.
    expect((await sendLogs(at.url, calls('frozen 1', 'before'))).status).toBe(200)
    const bad = logs(call('bad', { input_tokens: -5, prompt: CANARY }), call('good', { prompt: CANARY }))
    expect((await sendLogs(at.url, JSON.stringify(bad))).text).toContain('input_tokens is -5')

    const { spool, data } = await ingested(at.url)
    expect(spool).toMatchObject({ damaged: 0, set_aside: 0 })
    expect(spool.records).toBeGreaterThan(0)
    expect(Date.now() - Date.parse(spool.oldest_at as string)).toBeLessThan(30_000)
    expect(data[0]).toMatchObject({ received: 46, accepted: 45, quarantined: 1 })
    const prometheus = await (await fetch(`${at.url}/metrics`)).text()
    expect(Number(/^tachograph_spool_bytes (\d+)/m.exec(prometheus)?.[1])).toBe(spool.bytes)
    for (const file of below(join(dir, 'spool')))
      expect(readFileSync(file, 'utf8').includes(CANARY)).toBe(false)

    process.kill(pid, 'SIGKILL')
    await drained(at.url)
    expect(await callsOf(at.url)).toBe(43)
    // Counted when it was acknowledged, not when it was written; the quarantine has what was kept for it.
    expect((await ingested(at.url)).data[0]).toMatchObject({ received: 46, accepted: 45, quarantined: 1 })
    const kept = (await (await fetch(`${at.url}/api/v1/quarantine`)).json()) as QuarantineAnswer
    expect(kept.meta.total).toBe(1)
    expect(below(join(dir, 'spool'))).toEqual([])
    expect((await sendLogs(at.url, calls('frozen 1', 'after'))).status).toBe(200)
    expect(await callsOf(at.url)).toBe(44)
  }, 90_000)

  it('a full spool says when to try again, and what it had acknowledged is not lost', async () => {
    const before = await callsOf(at.url)
    const pid = at.instance.engine?.pid() as number
    process.kill(pid, 'SIGSTOP')
    let acknowledged = 0
    let refused = await sendLogs(at.url, calls('full first'))
    for (let i = 0; refused.status === 200; i++) {
      acknowledged += i === 0 ? 1 : 100
      refused = await sendLogs(at.url, calls(...Array.from({ length: 100 }, (_, n) => `full ${i} ${n}`)))
    }
    expect(refused).toMatchObject({ status: 503, retryAfter: '5' })
    expect(acknowledged).toBeGreaterThan(200)
    expect((await ingested(at.url)).spool.bytes).toBeLessThanOrEqual(ROOM)
    process.kill(pid, 'SIGKILL')
    await drained(at.url)
    expect(await callsOf(at.url)).toBe(before + acknowledged)
  }, 90_000)
})

describe('for a team', () => {
  let dir: string
  let control: Control
  let at: Doors
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'tachograph-spool-'))
    control = await openControl({ dir, postgresUrl: null })
    at = await doors(dir, { control, operator: OPERATOR })
  })
  afterAll(async () => {
    await at?.close()
    await control?.close()
    rmSync(dir, { recursive: true, force: true })
  })

  it('keys are looked at while the engine is away, for an organisation that was not there before too', async () => {
    const { organisations, keys } = control
    const bearerOf = async (name: string) => {
      const { id } = await organisations.create({ name, owner: 'ada@example.com' })
      const { key } = await keys.create(id, { name, scopes: ['ingest', 'read'], expires_at: null })
      return { authorization: `Bearer ${key}` }
    }
    const pid = at.instance.engine?.pid() as number
    process.kill(pid, 'SIGSTOP')
    const [ours, theirs] = [await bearerOf('Ours'), await bearerOf('Theirs')]
    expect((await sendLogs(at.url, calls('a', 'b'), ours)).status).toBe(200)
    expect((await sendLogs(at.url, calls('a'), theirs)).status).toBe(200)
    expect((await sendLogs(at.url, calls('a'), { authorization: 'Bearer tg_wrong' })).status).toBe(401)
    expect((await ingested(at.url, ours)).spool.records).toBe(1)
    process.kill(pid, 'SIGKILL')
    await drained(at.url, ours)
    await drained(at.url, theirs)
    expect([await callsOf(at.url, ours), await callsOf(at.url, theirs)]).toEqual([2, 1])
  }, 90_000)
})

describe('while the engine has no room', () => {
  let server: Listening
  beforeAll(async () => {
    server = await listening({ spoolBytes: 20_000 })
  })
  afterAll(() => server.close())

  /** Bytes that have to be free on the disk for the engine to write. */
  const wanted = (bytes: string, table = 'model_call') =>
    server.instance.store.command(
      `ALTER TABLE ${table} MODIFY SETTING min_free_disk_bytes_to_perform_insert = ${bytes}`,
    )

  it('it says that it is away, telemetry waits for room, and questions are answered', async () => {
    expect((await sendLogs(server.url, calls('first'))).status).toBe(200)
    await wanted('1000000000000000')
    const fact = '{"type":"model_call","id":"f","at":"2026-03-04T10:00:00Z","model":"m","out":1}'
    const headers = { 'content-type': 'application/x-ndjson' }
    const posted = await server.get('/api/v1/facts', { method: 'POST', body: fact, headers })
    expect([posted.status, posted.headers.get('retry-after')]).toEqual([503, '1'])
    expect((await sendLogs(server.url, calls('second', 'third'))).status).toBe(200)
    const waits = (await ingested(server.url)).spool.oldest_at as string
    const { data, meta } = await server.ask('tokens.by_model', 'from=2026-03-04&to=2026-03-04')
    expect(Number(data[0]?.calls ?? 0)).toBeLessThanOrEqual(1)
    expect(Date.parse(meta.as_of)).toBeLessThanOrEqual(Date.parse(waits))
    expect((await server.get('/api/v1/status?settled=true')).status).toBe(503)
    for (let i = 0, status = 200; status === 200; i++) {
      status = (await sendLogs(server.url, calls(...Array.from({ length: 20 }, (_, n) => `more ${i} ${n}`))))
        .status
      if (status !== 200) expect(status).toBe(503)
    }
    await wanted('0')
    await drained(server.url)
    const all = await callsOf(server.url)
    expect(all).toBeGreaterThan(3)
    expect((all - 3) % 20).toBe(0)
  }, 60_000)

  it('what was refused waits too, and no answer says that it has what waits', async () => {
    await wanted('1000000000000000', 'quarantine')
    const bad = JSON.stringify(logs(call('refused', { input_tokens: -5 })))
    expect((await sendLogs(server.url, bad)).status).toBe(200)
    const waits = (await ingested(server.url)).spool.oldest_at as string
    await sleep(50)
    const { meta } = await server.ask('tokens.by_model', 'from=2026-03-04&to=2026-03-04')
    expect(Date.parse(meta.as_of)).toBeLessThanOrEqual(Date.parse(waits))
    await wanted('0', 'quarantine')
    await drained(server.url)
    const kept = (await (await server.get('/api/v1/quarantine')).json()) as QuarantineAnswer
    expect(kept.meta.total).toBe(1)
  }, 30_000)
})

/** Processes that a process has started. */
const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number)

// The engine is found through /proc.
describe.skipIf(process.platform !== 'linux')('the program', () => {
  it('that is killed with something in its spool writes it after the next start', async () => {
    const home = newHome()
    try {
      const first = await home.serve()
      expect((await sendLogs(first.url, calls('before'))).status).toBe(200)
      const engines = childrenOf(first.child.pid as number)
      for (const pid of engines) process.kill(pid, 'SIGSTOP')
      const ids = Array.from({ length: 50 }, (_, i) => `kept ${i}`)
      const sent = await Promise.all(ids.map((id) => sendLogs(first.url, calls(id))))
      expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([200]))
      await first.end('SIGKILL')
      for (const pid of engines) process.kill(pid, 'SIGKILL')
      const doctor = await home.run(['doctor', '--json'])
      expect(doctor.stdout).toMatch(/"what":"spool","state":"note","text":"[^"]*wait/)

      const second = await home.serve()
      await drained(second.url)
      expect(await callsOf(second.url)).toBe(51)
      expect((await second.end()).code).toBe(0)
    } finally {
      home.remove()
    }
  }, 120_000)

  it('that is asked to stop under load with an export open ends in order, and keeps what it acknowledged', async () => {
    const home = newHome()
    try {
      const server = await home.serve()
      const acknowledged: string[] = []
      let sent = 0
      let over = false
      const sender = async (name: string) => {
        while (!over) {
          const id = `${name} ${sent++}`
          const taken = await sendLogs(server.url, calls(id)).catch(() => null)
          if (taken?.status === 200) acknowledged.push(id)
          else if (!taken) await sleep(20)
        }
      }
      const senders = ['a', 'b', 'c', 'd'].map(sender)
      await sleep(800)
      const reading = await fetch(`${server.url}/api/v1/metrics/tokens.by_day?format=csv`)
      const ended = await server.end('SIGTERM')
      over = true
      await Promise.all(senders)
      await reading.text().catch(() => '')
      expect(ended.code).toBe(0)
      expect(acknowledged.length).toBeGreaterThan(0)
      const again = await home.serve()
      const counted = await callsOf(again.url)
      expect(counted).toBeGreaterThanOrEqual(acknowledged.length)
      expect(counted).toBeLessThanOrEqual(sent)
      for (let i = 0; i < acknowledged.length; i += 500)
        await sendLogs(again.url, calls(...acknowledged.slice(i, i + 500)))
      expect(await callsOf(again.url)).toBe(counted)
      expect((await again.end()).code).toBe(0)
    } finally {
      home.remove()
    }
  }, 120_000)

  it('that is asked to stop while it writes to a ClickHouse server that is frozen ends soon, and keeps what waits', async () => {
    const home = newHome()
    const way = await proxy()
    const env = { TACHOGRAPH_CLICKHOUSE_URL: way.url }
    try {
      const server = await home.serve(['--no-discover'], env)
      expect((await sendLogs(server.url, calls('before'))).status).toBe(200)
      way.freeze()
      for (const id of ['a', 'b']) expect((await sendLogs(server.url, calls(id))).status).toBe(200)
      const began = Date.now()
      expect((await server.end()).code).toBe(0)
      expect(Date.now() - began).toBeLessThan(25_000)
      way.thaw()
      const again = await home.serve(['--no-discover'], env)
      await drained(again.url)
      expect(await callsOf(again.url)).toBe(3)
      expect((await again.end()).code).toBe(0)
    } finally {
      way.close()
      home.remove()
      await dropDatabase('tachograph')
    }
  }, 120_000)
})
