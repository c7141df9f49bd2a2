/** More than can be taken at once is pushed back and loses nothing; slow senders keep nobody else waiting (reliability R7, R8, R21). */
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Room } from '../../src/faces/room.ts'
import { type Doors, doors, grpcExport } from './doors.ts'
import { type Listening, listening } from './listening.ts'

const AT = Date.parse('2026-03-04T10:00:00Z')
const MIB = 1024 * 1024
const ROOM = 6 * MIB

let server: Listening
let at: Doors
const room = new Room(ROOM)
beforeAll(async () => {
  server = await listening()
  at = await doors(server, room)
})
afterAll(async () => {
  await at.close()
  await server.close()
})

/** One call, with an attribute that makes the request as large as that. */
const request = (id: string, bytes: number): string => {
  const told = {
    ...{ 'event.name': 'api_request', 'session.id': 's1', request_id: id, model: 'claude-sonnet-4-5' },
    ...{ input_tokens: '1', note: 'x'.repeat(bytes) },
  }
  const attributes = Object.entries(told).map(([key, value]) => ({ key, value: { stringValue: value } }))
  const record = { timeUnixNano: `${AT}000000`, body: { stringValue: 'claude_code.api_request' }, attributes }
  const scope = { name: 'com.anthropic.claude_code.events' }
  return JSON.stringify({ resourceLogs: [{ scopeLogs: [{ scope, logRecords: [record] }] }] })
}
const stored = async () => {
  const [row] = await server.instance.store.rows<{ n: number; u: number }>(
    'SELECT count() AS n, uniqExact(id) AS u FROM model_call FINAL',
  )
  return row
}

/** Sends until it is taken, as exporters do; answers the statuses on the way. */
async function insist(body: Buffer | string, headers: Record<string, string>): Promise<number[]> {
  const statuses: number[] = []
  for (;;) {
    const response = await fetch(`${at.url}/v1/logs`, { method: 'POST', body, headers }).catch(() => null)
    await response?.arrayBuffer().catch(() => null)
    // A server that has no room may close before it has taken the whole body.
    statuses.push(response?.status ?? 503)
    if (response?.status === 503) expect(response.headers.get('retry-after')).toBe('5')
    if (response?.status === 200) return statuses
    await sleep(20 + Math.random() * 100)
  }
}

it('many large requests at once: each is taken in the end, once, or told to try again', async () => {
  const json = { 'content-type': 'application/json' }
  const statuses = await Promise.all(
    Array.from({ length: 40 }, (_, i) => {
      const body = request(`large ${i}`, 2 * MIB)
      return i % 2 === 0
        ? insist(body, json)
        : insist(gzipSync(body), { ...json, 'content-encoding': 'gzip' })
    }),
  )
  const all = statuses.flat()
  expect(new Set(all)).toEqual(new Set([200, 503]))
  expect(all.filter((status) => status === 200)).toHaveLength(40)
  expect(await stored()).toEqual({ n: 40, u: 40 })
  expect(room.held).toBe(0)
}, 60_000)

it('a request larger than all the room is taken when it comes alone', async () => {
  expect(await insist(request('alone', ROOM + MIB), { 'content-type': 'application/json' })).toEqual([200])
  expect(room.held).toBe(0)
})

it('who leaves in the middle gives back the room, and gRPC is told when there is none', async () => {
  const place = room.place()
  place.grow(ROOM)
  const error = await grpcExport(at.grpc.port, Buffer.from([255]))
  expect(error?.code).toBe(14)
  expect(error?.metadata.get('grpc-status-details-bin')[0]?.toString('latin1')).toContain(
    'google.rpc.RetryInfo',
  )
  place.leave()
  const { hostname, port } = new URL(at.url)
  const socket = connect(Number(port), hostname)
  socket.write(
    `POST /v1/logs HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: 3000000\r\n\r\n`,
  )
  socket.write('x'.repeat(MIB))
  while (room.held === 0) await sleep(10)
  socket.destroy()
  while (room.held > 0) await sleep(10)
})

it('500 slow senders keep nobody waiting, and are closed', async () => {
  const { hostname, port } = new URL(at.url)
  const closed: Promise<void>[] = []
  const sockets: Socket[] = []
  for (let i = 0; i < 500; i++) {
    const socket = connect(Number(port), hostname)
    socket.on('error', () => {})
    closed.push(new Promise((done) => socket.on('close', () => done())))
    socket.write('POST /v1/logs HTTP/1.1\r\nHost: ')
    sockets.push(socket)
  }
  const drip = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write('x')
  }, 5_000)
  try {
    for (let i = 0; i < 50; i++)
      expect(await insist(request(`quick ${i}`, 10), { 'content-type': 'application/json' })).toEqual([200])
    const late = sleep(60_000, 'late', { ref: false })
    expect(await Promise.race([Promise.all(closed).then(() => 'closed'), late])).toBe('closed')
  } finally {
    clearInterval(drip)
    for (const socket of sockets) socket.destroy()
  }
}, 90_000)
