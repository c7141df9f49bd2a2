/**
 * Hostile words in every parameter of every route that is described (promise S3; reliability rows 88 to 94, 101): an
 * error in the documented shape or an answer, never a fault of the server, and nothing that the words ask the engine for.
 */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openapi } from '../../src/faces/openapi.ts'
import { SEED } from '../support/seed.ts'
import { type Listening, listening } from './listening.ts'

let server: Listening
let canary: Server
let calls = 0

beforeAll(async () => {
  server = await listening()
  await server.post([
    {
      type: 'model_call',
      id: 'c',
      at: '2026-03-04T10:00:00Z',
      model: 'm',
      user: 'a@acme.example',
      session: 's',
      out: 1,
    },
    { type: 'session', id: 's', started_at: '2026-03-04T10:00:00Z', user: 'a@acme.example' },
  ])
  canary = createServer((socket) => {
    calls++
    socket.destroy()
  })
  canary.listen(0, '127.0.0.1')
  await once(canary, 'listening')
})
afterAll(async () => {
  await server?.close()
  canary?.close()
})

/** What is sent for a parameter: texts that would do harm if they were pasted, and values that nothing can be. */
function words(): string[] {
  const { port } = canary.address() as AddressInfo
  return [
    `' OR 1=1 --`,
    `') UNION ALL SELECT * FROM url('http://127.0.0.1:${port}/', 'CSV', 'x String') --`,
    '{org:String}',
    '{{7*7}}#{7*7}',
    '../../../../etc/passwd',
    '\u0000\u{1f600}\ud800',
    '<img src=x onerror=alert(1)>',
    '9'.repeat(400),
    '-1',
    'NaN',
    '__proto__',
    '2026-02-30',
    'a'.repeat(8_000),
    '',
  ]
}

interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema?: { format?: string } }[]
}
/** Metrics go through one door: a few stand for all of them. */
const SAMPLE = ['summary.overview', 'tokens.by_user', 'dimensions.repo', 'users.by_user', 'tools.by_day']
const routes = Object.entries(
  (openapi('0') as { paths: unknown }).paths as Record<string, { get?: Operation }>,
).flatMap(([path, { get }]) =>
  get && (!path.startsWith('/api/v1/metrics/') || SAMPLE.some((id) => path.endsWith(id)))
    ? [[path, get] as const]
    : [],
)

/** Parameters that have to be there for any other one to be looked at. */
const needed = (get: Operation): [string, string][] =>
  (get.parameters ?? [])
    .filter((p) => p.in === 'query' && p.required)
    .map(({ name }) => [name, /end|to$/i.test(name) ? '2026-03-05' : '2026-03-04'])

const filled = (path: string, name: string, word: string): string =>
  path.replace(/\{(\w+)\}/g, (_, slot: string) =>
    slot === name ? encodeURIComponent(word.toWellFormed()) : slot === 'org_id' ? 'default' : 's',
  )

async function answered(address: string): Promise<string> {
  const response = await server.get(address, { redirect: 'manual' })
  const text = await response.text()
  expect(response.status, `${address.slice(0, 200)} ${text.slice(0, 300)}`).toBeLessThan(500)
  expect(text).not.toMatch(/DB::Exception|rollup_|\.ts:\d+|\/home\/|\/tmp\//)
  return text
}

describe.each(routes)('GET %s', (path, get) => {
  const names = (get.parameters ?? []).map(({ name }) => name)
  it('takes hostile words in every parameter', async () => {
    const asked = [...names, 'unknown', 'constructor'].flatMap((name, i) =>
      // Each parameter gets every fifth word, each word another fifth of the parameters, and others the next day.
      words().flatMap((word, j) => ((i + j + SEED) % 5 === 0 ? [{ name, word }] : [])),
    )
    for (const { name, word } of asked) {
      const query = new URLSearchParams(needed(get))
      if (!path.includes(`{${name}}`)) query.set(name, word)
      await answered(`${filled(path, name, word)}?${query}`)
    }
  })
})

it('nothing was asked for that the words name', () => {
  expect(calls).toBe(0)
  expect(({} as Record<string, unknown>).x).toBeUndefined()
})
