/** A real listening server on a database of its own, for tests that speak to it as clients do. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Control } from '../../src/control/control.ts'
import { type Backend, scopeOf } from '../../src/faces/backend.ts'
import type { Answer, PostReceipt } from '../../src/faces/contract.ts'
import { buildServer } from '../../src/faces/http/server.ts'
import type { Instance, InstanceOptions } from '../../src/instance.ts'
import { openTestInstance, type TestInstance } from '../support/engine.ts'

export interface Listening {
  url: string
  port: number
  app: FastifyInstance
  instance: TestInstance
  backend: Backend
  get(path: string, init?: RequestInit): Promise<Response>
  /** Posts lines of facts and, when all are durable, brings the rollups up to date. */
  post(body: string | Buffer | readonly object[]): Promise<PostReceipt>
  /** The answer of a metric; fails the test on any error. */
  ask(metric: string, words?: string): Promise<Answer>
  close(): Promise<void>
}

/** What a server stands on, of an instance that discovers nothing. */
export const backendOf = (instance: Instance): Backend => ({
  version: '0.0.0',
  store: instance.store,
  team: null,
  scope: async (org) => scopeOf(instance, await instance.tenant(org)),
  intake: (org) => instance.intakeOf(org),
  settings: (org) => instance.settings(org),
  lineKey: (org) => `key of ${org}`,
  idKey: (org) => `key of ids of ${org}`,
  discovery: () => ({ state: 'off', sources: [], progress: null }),
})

/** What lets the operator in, in tests. */
export const OPERATOR = 'operator-of-these-tests'

/** The same for a team, on a control plane of its own that has no organisation yet. */
export async function listeningForTeam(): Promise<Listening & { control: Control }> {
  const dir = mkdtempSync(join(tmpdir(), 'tachograph-team-'))
  const server = await listening({ control: { dir, postgresUrl: null } })
  const close = async () => {
    await server.close()
    rmSync(dir, { recursive: true, force: true })
  }
  return { ...server, control: server.instance.control as Control, close }
}

/** A server for a team where the options open a control plane. */
export async function listening(options: Partial<InstanceOptions> = {}): Promise<Listening> {
  const instance = await openTestInstance(options)
  const { control } = instance
  const backend = { ...backendOf(instance), team: control && { control, operator: OPERATOR } }
  const app = await buildServer({ backend, logLevel: 'silent', web: '/nowhere' })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const get = (path: string, init?: RequestInit) => fetch(url + path, init)
  return {
    url,
    port: Number(new URL(url).port),
    app,
    instance,
    backend,
    get,
    post: async (facts) => {
      const body =
        typeof facts === 'string' || Buffer.isBuffer(facts)
          ? facts
          : facts.map((f) => JSON.stringify(f)).join('\n')
      const headers = { 'content-type': 'application/x-ndjson' }
      const response = await get('/api/v1/facts', { method: 'POST', body, headers })
      const text = await response.text()
      if (!response.ok) throw new Error(`${response.status} ${text}`)
      await instance.rebuilder.flush()
      return JSON.parse(text) as PostReceipt
    },
    ask: async (metric, words = '') => {
      const response = await get(`/api/v1/metrics/${metric}?${words}`)
      const text = await response.text()
      if (!response.ok) throw new Error(`${response.status} ${text}`)
      return JSON.parse(text) as Answer
    },
    close: async () => {
      await app.close()
      await instance.destroy()
    },
  }
}
