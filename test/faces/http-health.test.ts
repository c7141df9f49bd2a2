/** Health tells the truth: while the engine is dead, frozen or without disk the server lives, is not ready, and loses nothing. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildServer } from '../../src/faces/http/server.ts'
import { type Instance, openInstance } from '../../src/instance.ts'
import { backendOf } from './listening.ts'
import { expectError, type Reply, send } from './raw.ts'

let dir: string
let instance: Instance
let app: FastifyInstance
let port: number
let free = 1e12

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tachograph-health-'))
  instance = await openInstance({ dir, clickhouseUrl: null, memory: 1_000_000_000 })
  const backend = { ...backendOf(instance), freeBytes: async () => free }
  app = await buildServer({ backend, logLevel: 'silent', web: '/nowhere' })
  port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port)
})
afterAll(async () => {
  await app?.close()
  await instance?.close()
  rmSync(dir, { recursive: true, force: true })
})

const get = (path: string) => send(port, { path })
const METRIC = '/api/v1/metrics/tokens.by_day?from=2026-03-04&to=2026-03-04'
const fact = (id: string) =>
  JSON.stringify({ type: 'model_call', id, at: '2026-03-04T10:00:00Z', in_uncached: 1, out: 1 })
const post = (id: string) =>
  send(port, {
    method: 'POST',
    path: '/api/v1/facts',
    headers: { 'content-type': 'application/x-ndjson' },
    body: fact(id),
  })
const pid = () => instance.engine?.pid() as number

/** Asks until the answer has this status; how long that took, in ms. */
async function until(path: string, status: number, limit: number): Promise<number> {
  const began = Date.now()
  for (;;) {
    const reply = await get(path)
    if (reply.status === status) return Date.now() - began
    if (Date.now() - began > limit) throw new Error(`${path} is still ${reply.status}: ${reply.text}`)
    await sleep(20)
  }
}

function expectUnavailable(reply: Reply): void {
  expectError(reply, 503, 'unavailable')
  expect(reply.headers['retry-after']).toBe('1')
}

const calls = async () => {
  await instance.rebuilder.flush()
  return (await get(METRIC)).json<{ data: { calls: number }[] }>().data[0]?.calls
}

it('is alive and ready', async () => {
  expect((await get('/healthz')).json()).toEqual({ status: 'alive' })
  expect((await get('/readyz')).json()).toEqual({ status: 'ready' })
  expect((await post('first')).json()).toMatchObject({ accepted: 1 })
  expect(await calls()).toBe(1)
})

it('with the engine killed: alive, not ready within 5 seconds, ready again when it is back, nothing lost', async () => {
  const before = pid()
  process.kill(before, 'SIGKILL')
  expect(await until('/readyz', 503, 5_000)).toBeLessThan(5_000)
  expect((await get('/healthz')).status).toBe(200)
  expectUnavailable(await get('/readyz'))
  expectUnavailable(await get(METRIC))
  expectUnavailable(await get('/api/v1/status'))
  expectUnavailable(await post('second'))
  await until('/readyz', 200, 20_000)
  expect(pid()).not.toBe(before)
  expect((await post('second')).json()).toMatchObject({ accepted: 1, rejected: [] })
  expect((await post('first')).json()).toMatchObject({ duplicate: 1 })
  expect(await calls()).toBe(2)
}, 40_000)

it('with the engine frozen: alive, and not ready within 5 seconds', async () => {
  const frozen = pid()
  process.kill(frozen, 'SIGSTOP')
  try {
    // A stop takes hold of all threads only after a while on a busy machine.
    await until('/readyz', 503, 10_000)
    const began = Date.now()
    const reply = await get('/readyz')
    expectUnavailable(reply)
    expect(Date.now() - began).toBeLessThan(5_000)
    expect((await get('/healthz')).status).toBe(200)
  } finally {
    process.kill(frozen, 'SIGCONT')
  }
  await until('/readyz', 200, 10_000)
}, 30_000)

it('without room on the disk: alive, answers questions, not ready for writes', async () => {
  free = 10_000_000
  try {
    const reply = await get('/readyz')
    expectUnavailable(reply)
    expect(reply.text).toContain('disk')
    expect((await get(METRIC)).status).toBe(200)
  } finally {
    free = 1e12
  }
  expect((await get('/readyz')).status).toBe(200)
})
