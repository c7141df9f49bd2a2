/** One shape for every error, on every route there is and for every way to fail; and no code that is never told. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ERRORS, type ErrorCode, TachographError } from '../src/errors.ts'
import type { Backend } from '../src/faces/backend.ts'
import { buildServer, MAX_BODY } from '../src/faces/http/server.ts'
import { openapi } from '../src/faces/openapi.ts'
import { METRICS } from '../src/metrics/index.ts'
import { FILTERS, type Filter, type Metric } from '../src/metrics/metric.ts'
import { type Listening, listening, listeningForTeam, OPERATOR } from './faces/listening.ts'
import { type Asked, expectError, type Reply, send, sendBytes } from './faces/raw.ts'
import { ROOT, sourceFiles } from './support/source.ts'

/** Routes of teams are tried in `faces/http-team.test.ts`, OTLP in `faces/otlp.test.ts`, Factory's in `faces/factory.test.ts`, Sessions Analytics in `faces/session-analytics.test.ts`. */
const ELSEWHERE =
  /^\/(?:(?:api\/v1\/)?analytics|(?:api\/v1\/)?\{org_id\}\/sessions|api\/v1\/(?:organisations|keys|logins?|logout|me|password|single-sign-on|quarantine)|login\/oidc|v1\/|k\/\{key\}\/v1\/)\b/
/** What only a team has, or asks a team for: people, what they may do, and what is done about their data. */
const OF_A_TEAM =
  /^\/api\/v1\/(?:users|service-accounts|teams|projects|repositories|settings|audit|erasures|pseudonyms|password-links)\b/
const PATHS = Object.entries((openapi('0') as { paths: Record<string, object> }).paths).map(
  ([path, methods]) => ({ path, methods: Object.keys(methods).map((m) => m.toUpperCase()) }),
)
const tried = PATHS.filter(({ path }) => !ELSEWHERE.test(path))
const routesOf = (paths: typeof PATHS) =>
  paths.flatMap(({ path, methods }) => methods.map((m) => [m, path] as const))
const ROUTES = routesOf(tried.filter(({ path }) => !OF_A_TEAM.test(path)))
const TEAM_PATHS = tried.filter(({ path }) => OF_A_TEAM.test(path))
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const takenAt = (path: string) => PATHS.find((p) => p.path === path)?.methods ?? []

/** What who reads at an address is told when there is nothing: of one that takes other methods, which. */
function nothingAt(address: string): ErrorCode {
  const there = PATHS.filter(({ path }) =>
    new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(address),
  ).flatMap(({ methods }) => methods)
  return there.length > 0 && !there.includes('GET') ? 'method_not_allowed' : 'not_found'
}
const NDJSON = { 'content-type': 'application/x-ndjson' }
const FACT = '{"type":"message","role":"user","id":"m","at":"2026-03-04T10:00:00Z"}'
const SECRET = 'http://tachograph:hunter2@10.0.0.7:8123 SELECT * FROM model_call'

/** What the server never answers: it ends before it listens, or a command has no server. */
const OF_THE_COMMAND_LINE: ErrorCode[] = ['locked', 'engine_failed', 'port_in_use', 'config']
const seen = new Set<string>()

function expectFailure(reply: Reply, code: ErrorCode, param?: string): void {
  expectError(reply, ERRORS[code].status, code, param)
  if (ERRORS[code].status === 503) expect(reply.headers['retry-after']).toMatch(/^\d+$/)
  expect(reply.text).not.toMatch(/hunter2|10\.0\.0\.7|SELECT|model_call/)
  seen.add(code)
}

let server: Listening
const ask = (asked: Asked) => send(server.port, asked)
beforeAll(async () => {
  server = await listening()
  // So that there is something at an address which is asked for as it is described.
  await server.post([{ type: 'session', id: '{id}', started_at: '2026-03-04T10:00:00Z' }])
})
afterAll(() => server.close())

describe.each(ROUTES)('%s %s', (method, path) => {
  const asked: Asked = method === 'POST' ? { method, path, headers: NDJSON, body: FACT } : { method, path }

  it('is there', async () => {
    expect((await ask(asked)).status).toBe(200)
  })

  it('refuses who is not on this machine', async () => {
    expectFailure(
      await ask({ ...asked, headers: { ...asked.headers, host: 'evil.example' } }),
      'forbidden_host',
    )
  })

  it('refuses methods it does not take, and names those it takes', async () => {
    for (const other of METHODS.filter((m) => !takenAt(path).includes(m))) {
      const reply = await ask({ method: other, path })
      expectFailure(reply, 'method_not_allowed')
      expect(reply.headers.allow).toContain(method)
    }
  })

  it('knows nothing below it', async () => {
    for (const address of [`${path}/nothing`, `${path}%00`])
      expectFailure(await ask({ path: address }), nothingAt(address))
  })
})

describe.each(METRICS.map((m: Metric) => [m.id, m] as const))('%s', (id, m) => {
  const wrong = (words: string) => ask({ path: `/api/v1/metrics/${id}?${words}` })
  const others = (Object.keys(FILTERS) as Filter[]).filter((f) => !m.filters.includes(f))
  const CASES: [string, string][] = [
    ['from=yesterday', 'from'],
    ['from=2026-02-30', 'from'],
    ['from=2026-03-05&to=2026-03-04', 'from'],
    ['from=2001-01-01&to=2026-03-04', 'from'],
    ['from=2026-03-04&from=2026-03-05', 'from'],
    ['to=1', 'to'],
    ['tz=Mars/Olympus', 'tz'],
    ['tz=', 'tz'],
    ['format=xml', 'format'],
    ['sort=up', 'sort'],
    ['__proto__=x', '__proto__'],
    ...others.map((f): [string, string] => [`${f}=x`, f]),
  ]

  it('names the parameter at fault', async () => {
    for (const [words, param] of CASES) expectFailure(await wrong(words), 'bad_param', param)
  })
})

describe('facts', () => {
  const post = (body: string | Buffer, headers: Record<string, string> = NDJSON) =>
    ask({ method: 'POST', path: '/api/v1/facts', headers, body })

  it('have a content type that is theirs', async () => {
    expectFailure(await post(FACT, {}), 'media_type')
    expectFailure(await post(FACT, { 'content-type': 'text/plain' }), 'media_type')
    expectFailure(await post(FACT, { 'content-type': ';;;' }), 'media_type')
  })

  it('have an encoding that is known, and are what it says', async () => {
    expectFailure(await post(FACT, { ...NDJSON, 'content-encoding': 'rot13' }), 'encoding')
    expectFailure(await post(FACT, { ...NDJSON, 'content-encoding': 'gzip' }), 'bad_request')
  })

  it('are not nothing, and not too many', async () => {
    expectFailure(await post(''), 'bad_request')
    const head = { ...NDJSON, 'content-length': String(MAX_BODY + 1) }
    expectFailure(await ask({ method: 'POST', path: '/api/v1/facts', headers: head }), 'too_large')
  })
})

describe('what is no address or no request', () => {
  it.each(['/%zz', '/api/v1/metrics/%ff', '/api/v1/metrics/nope', '/..%2f..%2fetc%2fpasswd', '/index.php'])(
    '%s',
    async (path) => {
      expectFailure(
        await ask({ path }),
        path.includes('%zz') || path.includes('%ff') ? 'bad_request' : 'not_found',
      )
    },
  )

  const raw = async (bytes: string) => {
    const answer = await sendBytes(server.port, bytes)
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    const status = Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1])
    return { status, error: (JSON.parse(body) as { error: Record<string, unknown> }).error }
  }

  it('headers without end', async () => {
    const { status, error } = await raw(
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`,
    )
    expect([status, error.code]).toEqual([431, 'headers_too_large'])
    seen.add('headers_too_large')
  })

  it('bytes', async () => {
    const { status, error } = await raw('\x16\x03\x01\x02\x00\x01\x00\r\n\r\n')
    expect([status, error.code, Object.keys(error)]).toEqual([
      400,
      'bad_request',
      ['code', 'message', 'request_id'],
    ])
  })
})

describe('a store that fails', () => {
  const failures: [ErrorCode, () => Error][] = [
    [
      'unavailable',
      () => new TachographError('unavailable', 'The engine is away.', { cause: new Error(SECRET) }),
    ],
    ['internal', () => new TachographError('internal', SECRET)],
    ['internal', () => new TypeError(SECRET)],
    ['internal', () => Object.assign(new Error(SECRET), { statusCode: 500 })],
  ]

  it.each(failures)('%s', async (code, error) => {
    const fail = async () => {
      throw error()
    }
    const backend: Backend = {
      ...server.backend,
      store: { ...server.backend.store, rows: fail },
      scope: async (org) => ({
        ...(await server.backend.scope(org)),
        write: fail,
        store: { ...server.backend.store, rows: fail },
      }),
    }
    const app: FastifyInstance = await buildServer({ backend, logLevel: 'silent' })
    await app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = app.addresses()[0] as { port: number }
    const metrics = METRICS.map((m) => `/api/v1/metrics/${m.id}`)
    for (const path of ['/readyz', '/api/v1/status', '/api/v1/sessions', '/api/v1/sessions/s', ...metrics])
      expectFailure(await send(port, { path }), code)
    const facts = { method: 'POST', path: '/api/v1/facts', headers: NDJSON, body: FACT }
    expectFailure(await send(port, facts), code)
    expect((await send(port, { path: '/healthz' })).status).toBe(200)
    await app.close()
  })
})

describe('for a team', () => {
  let team: Awaited<ReturnType<typeof listeningForTeam>>
  beforeAll(async () => {
    team = await listeningForTeam()
  }, 60_000)
  afterAll(() => team.close())
  const operator = { authorization: `Bearer ${OPERATOR}`, 'content-type': 'application/json' }

  it.each(TEAM_PATHS)('$path takes no other methods, and has nothing below it', async ({ path, methods }) => {
    const headers = { authorization: operator.authorization }
    for (const method of METHODS) {
      const reply = await send(
        team.port,
        methods.includes(method) ? { method, path } : { method, path, headers },
      )
      expectFailure(reply, methods.includes(method) ? 'unauthenticated' : 'method_not_allowed')
      if (!methods.includes(method)) expect(reply.headers.allow).toContain(methods[0])
    }
    for (const address of [`${path}/nothing`, `${path}%00`])
      expectFailure(await send(team.port, { path: address, headers }), nothingAt(address))
  })

  it('unauthenticated', async () => {
    const reply = await send(team.port, { path: '/api/v1/status' })
    expectFailure(reply, 'unauthenticated')
    expect(reply.headers['www-authenticate']).toMatch(/^Bearer /)
  })

  it('conflict and forbidden', async () => {
    const create = { method: 'POST', path: '/api/v1/organisations', headers: operator }
    const body = JSON.stringify({ name: 'Acme', owner: 'ada@example.com' })
    expect((await send(team.port, { ...create, body })).status).toBe(200)
    expectFailure(await send(team.port, { ...create, body }), 'conflict')
    const told = { name: 'ci', scopes: ['ingest'], expires_at: null }
    const { key } = await team.control.keys.create('default', told)
    const headers = { authorization: `Bearer ${key}` }
    expectFailure(await send(team.port, { path: '/api/v1/status', headers }), 'forbidden')
  })

  it('url_not_allowed', async () => {
    const told = { issuer: 'https://127.0.0.1', client_id: 'a', client_secret: 'b' }
    const asked = {
      method: 'PUT',
      path: '/api/v1/single-sign-on',
      headers: operator,
      body: JSON.stringify(told),
    }
    expectFailure(await send(team.port, asked), 'url_not_allowed')
  })

  it('rate_limited', async () => {
    const { backend } = team
    const limits = { per_key_per_minute: 1, burst: 1, org_per_hour: null, address_per_minute: null }
    const app = await buildServer({ backend, limits, logLevel: 'silent', web: '/nowhere' })
    const told = { name: 'fast', scopes: ['read'], expires_at: null }
    const { key } = await team.control.keys.create('default', told)
    const port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port)
    const asked = { path: '/api/v1/metrics', headers: { authorization: `Bearer ${key}` } }
    expect((await send(port, asked)).status).toBe(200)
    expectFailure(await send(port, asked), 'rate_limited')
    await app.close()
  })
})

describe('every code', () => {
  it('of the server was answered above', () => {
    const told = Object.keys(ERRORS).filter((code) => !OF_THE_COMMAND_LINE.includes(code as ErrorCode))
    expect([...seen].sort()).toEqual(told.sort())
  })

  it('is made somewhere, and made only by its name', () => {
    const text = sourceFiles('src')
      .filter((f) => f !== 'src/errors.ts' && !f.endsWith('.test.ts') && !f.startsWith('src/web/'))
      .map((f) => readFileSync(join(ROOT, f), 'utf8'))
      .join('\n')
    expect(Object.keys(ERRORS).filter((code) => !text.includes(`'${code}'`))).toEqual([])
  })

  it('has a status of failure, an exit code and a sentence', () => {
    for (const [code, e] of Object.entries(ERRORS)) {
      expect(code).toMatch(/^[a-z_]+$/)
      expect(e.status).toBeGreaterThanOrEqual(400)
      expect(e.exit).toBeGreaterThan(0)
      expect(e.doc).toMatch(/^[A-Z].*\.$/)
    }
  })
})
