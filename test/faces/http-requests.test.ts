/** What the HTTP server answers to good, odd and hostile requests. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildServer } from '../../src/faces/http/server.ts'
import { METRICS } from '../../src/metrics/index.ts'
import { FILTERS, type Metric } from '../../src/metrics/metric.ts'
import { type Listening, listening } from './listening.ts'
import { type Asked, expectError, sendBytes, send as sendTo } from './raw.ts'

/** Everything in a name that could end a string somewhere. */
const AWKWARD = `it's "a" \\ b\n\tc, d; e`

let server: Listening
beforeAll(async () => {
  server = await listening()
  await server.post([
    {
      type: 'model_call',
      id: 'a',
      at: '2026-03-04T10:00:00Z',
      project: AWKWARD,
      model: '=1+1',
      in_uncached: 5,
      out: 1,
    },
    {
      type: 'model_call',
      id: 'b',
      at: '2026-03-04T10:00:00Z',
      project: 'plain',
      model: 'm',
      in_uncached: 7,
      out: 1,
    },
  ])
})
afterAll(() => server.close())

const send = (asked: Asked) => sendTo(server.port, asked)
const get = (path: string, headers = {}) => send({ path, headers })
const DAY = 'from=2026-03-04&to=2026-03-04'
const overview = (words: string) => get(`/api/v1/metrics/summary.overview?${words}`)

describe('who may ask', () => {
  const port = () => server.port
  const HOSTS: [string, () => Record<string, string>, number][] = [
    ['127.0.0.1', () => ({ host: `127.0.0.1:${port()}` }), 200],
    ['localhost', () => ({ host: `localhost:${port()}` }), 200],
    ['localhost behind a forwarded port', () => ({ host: 'localhost:9000' }), 200],
    ['IPv6 loopback', () => ({ host: `[::1]:${port()}` }), 200],
    [
      'a page of this server',
      () => ({ host: `localhost:${port()}`, origin: `http://localhost:${port()}` }),
      200,
    ],
    ['a foreign name that points here', () => ({ host: `evil.example:${port()}` }), 403],
    ['a name that only looks local', () => ({ host: `localhost.evil.example:${port()}` }), 403],
    ['an address that only looks local', () => ({ host: '127.0.0.1.evil.example' }), 403],
    ['a name before an @', () => ({ host: 'localhost@evil.example' }), 403],
    ['the public address', () => ({ host: '0.0.0.0' }), 403],
    ['a page of elsewhere', () => ({ host: `localhost:${port()}`, origin: 'https://evil.example' }), 403],
    [
      'a page of another local port',
      () => ({ host: `localhost:${port()}`, origin: 'http://localhost:1' }),
      403,
    ],
    ['a page without origin', () => ({ host: `localhost:${port()}`, origin: 'null' }), 403],
  ]
  it.each(HOSTS)('%s', async (_what, headers, status) => {
    for (const path of ['/api/v1/metrics', '/healthz', '/openapi.json', '/', '/nothing']) {
      const reply = await get(path, headers())
      if (status === 403) expectError(reply, 403, 'forbidden_host')
      else expect([path, reply.status]).toEqual([path, path === '/nothing' || path === '/' ? 404 : 200])
    }
  })

  it('a request that names no host', async () => {
    expect(await sendBytes(server.port, 'GET /healthz HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 403 /)
    expect(await sendBytes(server.port, 'GET /healthz HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /)
  })

  it('gives nobody leave to read from elsewhere', async () => {
    const origin = 'https://evil.example'
    const preflight = await send({
      method: 'OPTIONS',
      path: '/api/v1/facts',
      headers: { origin, 'access-control-request-method': 'POST' },
    })
    expectError(preflight, 403, 'forbidden_host')
    for (const reply of [preflight, await get('/healthz', { origin }), await get('/healthz')]) {
      expect(Object.keys(reply.headers).filter((h) => h.startsWith('access-control'))).toEqual([])
    }
  })
})

describe('routes and methods', () => {
  const NOTHING = [
    '/nothing',
    '/api',
    '/api/v1/metrics/',
    '/api/v1/metrics/nope',
    '/api/v1/metrics/__proto__',
    '/api/v1/metrics/constructor',
    '/api/v1/metrics/tokens.by_day/more',
    '/api/v1/metrics/%00',
    "/api/v1/metrics/'%20OR%201=1",
    '/api/v1/metrics/..%2f..%2fetc%2fpasswd',
    '/../../etc/passwd',
    '/.env',
    `/api/v1/metrics/${'x'.repeat(5_000)}`,
    `/${'y'.repeat(5_000)}`,
  ]
  it.each(NOTHING)('there is nothing at %s', async (path) => {
    expectError(await get(path), 404, 'not_found')
  })

  it('an address that cannot be read', async () => {
    expectError(await get('/api/v1/metrics/%E0%A4%A'), 400, 'bad_request')
    expectError(await get('/%'), 400, 'bad_request')
  })

  it('a metric that is nearly right is told', async () => {
    const reply = await get('/api/v1/metrics/tokens')
    expectError(reply, 404, 'not_found')
    expect(reply.text).toContain('tokens.by_day')
  })

  const ROUTES: [string, string][] = [
    ['/api/v1/metrics', 'GET, HEAD'],
    ['/api/v1/metrics/tokens.by_day', 'GET, HEAD'],
    ['/api/v1/status', 'GET, HEAD'],
    ['/healthz', 'GET, HEAD'],
    ['/readyz', 'GET, HEAD'],
    ['/openapi.json', 'GET, HEAD'],
    ['/api/v1/facts', 'POST'],
  ]
  it.each(ROUTES)('%s takes %s and says so', async (path, allow) => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'TRACE']) {
      if (allow.split(', ').includes(method)) continue
      const reply = await send({ method, path })
      expectError(reply, 405, 'method_not_allowed')
      expect([method, reply.headers.allow]).toEqual([method, allow])
    }
  })

  it('HEAD is GET without a body', async () => {
    for (const path of [
      '/api/v1/metrics',
      `/api/v1/metrics/tokens.by_day?${DAY}`,
      '/healthz',
      '/openapi.json',
    ]) {
      const head = await send({ method: 'HEAD', path })
      const whole = await get(path)
      expect([path, head.status, head.body.length]).toEqual([path, 200, 0])
      expect(head.headers['content-type']).toBe(whole.headers['content-type'])
    }
    expect((await send({ method: 'HEAD', path: '/nothing' })).status).toBe(404)
    expect((await send({ method: 'HEAD', path: '/api/v1/facts' })).status).toBe(405)
  })

  it('bytes that are no request', async () => {
    expect(await sendBytes(server.port, 'HELO there\r\n\r\n')).toMatch(
      /^HTTP\/1.1 400 .*"code":"bad_request"/s,
    )
    expect(await sendBytes(server.port, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03')).toMatch(
      /^HTTP\/1.1 400 /,
    )
    const both =
      'POST /api/v1/facts HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'
    expect(await sendBytes(server.port, both)).toMatch(/^HTTP\/1.1 400 /)
    expect((await get('/healthz')).status).toBe(200)
  })

  it('headers that are too large', async () => {
    expectError(await get('/healthz', { 'x-long': 'x'.repeat(100_000) }), 431, 'headers_too_large')
    expectError(
      await get(`/api/v1/metrics/tokens.by_day?user=${'u'.repeat(100_000)}`),
      431,
      'headers_too_large',
    )
    const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`x-header-${i}`, 'v']))
    expect([200, 431]).toContain((await get('/healthz', many)).status)
  })
})

describe('parameters', () => {
  const BAD: [string, string][] = [
    ['from=abc', 'from'],
    ['from=', 'from'],
    ['from=2026-13-01', 'from'],
    ['from=2026-03-05&to=2026-03-04', 'from'],
    ['from=2016-01-01&to=2026-12-31', 'from'],
    ['to=9999-12-31', 'to'],
    ['to=1970-01-01', 'to'],
    [`to=${encodeURIComponent("2026-03-04') UNION ALL SELECT 1 --")}`, 'to'],
    ['to=2026-03-04%00', 'to'],
    ['from=2026-03-04&from=2026-03-05', 'from'],
    ['tz=Mars/Phobos', 'tz'],
    ['tz=UTC&tz=UTC', 'tz'],
    [`tz=${encodeURIComponent("UTC'); DROP TABLE model_call --")}`, 'tz'],
    ['format=xml', 'format'],
    ['format=csv&format=json', 'format'],
    ['group_by=org_id', 'group_by'],
    ['sort=unknown', 'sort'],
    ['limit=0', 'limit'],
    ['limit=NaN', 'limit'],
    ['org=other', 'org'],
    ['__proto__=x', '__proto__'],
    ['constructor=x', 'constructor'],
    ['toString=x', 'toString'],
    ['hasOwnProperty=x', 'hasOwnProperty'],
    [`${'k'.repeat(3_000)}=x`, 'k'.repeat(60)],
    [`user=${Array.from({ length: 501 }, (_, i) => i).join('&user=')}`, 'user'],
  ]
  it.each(BAD)('%s', async (words, param) => {
    expectError(await overview(words), 400, 'bad_param', param)
  })

  it('nothing of what is asked becomes part of a statement or reaches the network', async () => {
    let hits = 0
    const canary = createServer((_req, res) => {
      hits++
      res.end('1')
    })
    await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve))
    const { port } = canary.address() as { port: number }
    const HOSTILE = [
      "' OR 1=1 --",
      `') UNION ALL SELECT * FROM url('http://127.0.0.1:${port}/x', 'LineAsString') --`,
      `'] OR 1=1 OR r.user IN ['`,
      '{user:Array(String)}',
      '\\',
      "\\'",
      '%00',
      '\u0000',
      '\n\t\r',
      '__proto__',
      '\u202e\ufeff😀',
      'x'.repeat(8_000),
      '[]',
      'NULL',
      '',
    ]
    try {
      const SHORT = HOSTILE.filter(({ length }) => length < 200)
      for (const metric of METRICS) {
        // All of them in all filters at once, as far as an address may be long.
        const words = metric.filters.flatMap((f) => SHORT.map((h) => `${f}=${encodeURIComponent(h)}`))
        const reply = await get(`/api/v1/metrics/${metric.id}?${DAY}&${words.join('&')}`)
        expect([metric.id, reply.status]).toEqual([metric.id, 200])
        expect(reply.json<{ data: { calls?: number }[] }>().data.every((r) => !r.calls)).toBe(true)
      }
      for (const h of HOSTILE) {
        const reply = await overview(`${DAY}&project=${encodeURIComponent(h)}`)
        expect([h, reply.status]).toEqual([h, 200])
        const calls = reply.json<{ data: { calls: number }[] }>().data[0]?.calls
        expect([h, calls]).toEqual([h, h === '' ? 2 : 0])
      }
      expect(hits).toBe(0)
    } finally {
      canary.close()
    }
  }, 120_000)

  it.each(['%ED%A0%80', '%FF%FE', '%', '%zz', '%E0%A4'])('bytes that are no text: %s', async (bytes) => {
    const reply = await overview(`${DAY}&project=${bytes}`)
    expect(reply.status).toBe(200)
    expect(reply.json<{ data: { calls: number }[] }>().data[0]?.calls).toBe(0)
  })

  it('a name is matched as it is, whatever is in it', async () => {
    const reply = await overview(`${DAY}&project=${encodeURIComponent(AWKWARD)}`)
    expect(reply.json<{ data: object[] }>().data).toMatchObject([{ calls: 1, input: 5 }])
  })

  it('leaves no trace in the prototype of objects', () => {
    expect(({} as Record<string, unknown>).x).toBeUndefined()
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})

describe('the status', () => {
  it('waits, where asked to, until what was acknowledged shows', async () => {
    const day = 'from=2026-05-01&to=2026-05-01'
    const body = JSON.stringify({
      type: 'model_call',
      id: 'late',
      at: '2026-05-01T10:00:00Z',
      in_uncached: 1,
      out: 1,
    })
    const calls = async () => (await overview(day)).json<{ data: { calls: number }[] }>().data[0]?.calls
    const headers = { 'content-type': 'application/x-ndjson' }
    expect((await send({ method: 'POST', path: '/api/v1/facts', headers, body })).status).toBe(200)
    const lagging = (await get('/api/v1/status')).json<{ as_of: string }>()
    expect(Date.parse(lagging.as_of)).toBeLessThan(Date.now())
    // Nothing works in the background of this server, so only who asks for it makes it show.
    expect(await calls()).toBe(0)
    expect((await get('/api/v1/status?settled=true')).status).toBe(200)
    expect(await calls()).toBe(1)
  })

  it.each([
    ['settled=yes', 'settled'],
    ['settled=true&settled=true', 'settled'],
    ['wait=1', 'wait'],
  ])('%s', async (words, param) => {
    expectError(await get(`/api/v1/status?${words}`), 400, 'bad_param', param)
  })
})

describe('answers', () => {
  it('say what they are, and are not to be kept', async () => {
    for (const path of [
      '/api/v1/metrics',
      `/api/v1/metrics/tokens.by_day?${DAY}`,
      '/api/v1/status',
      '/healthz',
      '/readyz',
      '/openapi.json',
    ]) {
      const { status, headers } = await get(path)
      expect([path, status, headers['content-type'], headers['cache-control']]).toEqual([
        path,
        200,
        'application/json; charset=utf-8',
        'no-store',
      ])
    }
  })

  it('carry the headers that keep a page to itself, errors too', async () => {
    for (const reply of [
      await get('/healthz'),
      await get('/nothing'),
      await get('/healthz', { host: 'evil.example' }),
    ]) {
      const csp = String(reply.headers['content-security-policy'])
      expect(csp).toContain("default-src 'self'")
      expect(csp).toContain("frame-ancestors 'none'")
      expect(csp).not.toContain('unsafe-eval')
      expect(csp).not.toMatch(/(default|script)-src[^;]*unsafe-inline/)
      expect(reply.headers['x-content-type-options']).toBe('nosniff')
      expect(reply.headers['referrer-policy']).toBe('no-referrer')
      expect(reply.headers['x-powered-by']).toBeUndefined()
    }
  })

  it('are compressed for those who can read it', async () => {
    const plain = await get('/openapi.json', { 'accept-encoding': 'identity' })
    expect(plain.headers['content-encoding']).toBeUndefined()
    for (const accept of ['gzip', 'gzip, identity;q=0', 'deflate;q=0.1, gzip']) {
      const small = await get('/openapi.json', { 'accept-encoding': accept })
      expect(small.headers['content-encoding']).toBe('gzip')
      expect(small.headers.vary).toMatch(/accept-encoding/i)
      expect(small.body.length).toBeLessThan(plain.body.length / 2)
      expect(gunzipSync(small.body).equals(plain.body)).toBe(true)
    }
    const br = await get('/openapi.json', { 'accept-encoding': 'br' })
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true)
    for (const odd of ['*', 'snappy', ';;;', 'gzip;q=0']) {
      const reply = await get('/openapi.json', { 'accept-encoding': odd })
      expect([odd, reply.status]).toEqual([odd, 200])
    }
  })

  it('the description knows every metric, every filter and every error', async () => {
    const doc = (await get('/openapi.json')).json<{
      openapi: string
      paths: Record<string, { get?: { parameters?: { name: string }[] } }>
    }>()
    expect(doc.openapi).toBe('3.1.0')
    for (const m of METRICS as readonly Metric[]) {
      const names = doc.paths[`/api/v1/metrics/${m.id}`]?.get?.parameters?.map((p) => p.name)
      const paged = m.paged ? ['limit', 'cursor', 'sort', 'order', 'search'] : []
      const period = ['from', 'to', 'range', 'includeToday', 'tz', 'format']
      expect(names?.toSorted()).toEqual([...period, ...m.filters, ...paged].toSorted())
    }
    const { data } = (await get('/api/v1/metrics')).json<{
      data: { id: string; params: { properties: object } }[]
    }>()
    expect(data.map((m) => m.id)).toEqual(METRICS.map((m) => m.id))
    const filters = new Set(data.flatMap((m) => Object.keys(m.params.properties)))
    for (const f of Object.keys(FILTERS)) expect(filters).toContain(f)
  })
})

describe('the page', () => {
  it('may be kept where its name tells its content, and is asked for anew elsewhere', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tachograph-web-'))
    mkdirSync(join(dir, 'assets'))
    writeFileSync(join(dir, 'index.html'), '<!doctype html><title>t</title>')
    writeFileSync(join(dir, 'assets/index-B2x4.js'), 'export {}')
    writeFileSync(join(dir, '.secret'), 'no')
    const app = await buildServer({ backend: server.backend, logLevel: 'silent', web: dir })
    const port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port)
    try {
      for (const path of ['/', '/index.html', '/?view=explore']) {
        const page = await sendTo(port, { path })
        expect([path, page.status, page.headers['cache-control']]).toEqual([path, 200, 'no-cache'])
        expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
      }
      const asset = await sendTo(port, { path: '/assets/index-B2x4.js' })
      expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
      // Another build takes the place of the page: the running server goes on with its own.
      rmSync(join(dir, 'assets'), { recursive: true })
      writeFileSync(join(dir, 'index.html'), '<!doctype html><title>next</title>')
      expect((await sendTo(port, { path: '/' })).text).toContain('<title>t</title>')
      expect((await sendTo(port, { path: '/assets/index-B2x4.js' })).text).toBe('export {}')
      expectError(await sendTo(port, { path: '/.secret' }), 404, 'not_found')
      expectError(await sendTo(port, { path: '/assets/gone.js' }), 404, 'not_found')
      expectError(await sendTo(port, { path: '/assets/..%2f..%2fpackage.json' }), 404, 'not_found')
      const put = await sendTo(port, { method: 'DELETE', path: '/' })
      expectError(put, 405, 'method_not_allowed')
      expect(put.headers.allow).toBe('GET, HEAD')
    } finally {
      await app.close()
      rmSync(dir, { recursive: true })
    }
  })

  it('is sent anew when another build has one of the same length and time', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tachograph-web-'))
    const file = join(dir, 'index.html')
    const answer = async (content: string, etag?: unknown) => {
      writeFileSync(file, content)
      utimesSync(file, 1_000_000, 1_000_000)
      const app = await buildServer({ backend: server.backend, logLevel: 'silent', web: dir })
      const port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port)
      const got = await sendTo(port, { path: '/', headers: { 'if-none-match': String(etag) } })
      await app.close()
      return got
    }
    try {
      const first = await answer('<script src="./assets/index-AAAA.js"></script>')
      const same = await answer('<script src="./assets/index-AAAA.js"></script>', first.headers.etag)
      expect([same.status, same.headers['cache-control'], same.text]).toEqual([304, 'no-cache', ''])
      expect(same.headers.etag).toBe(first.headers.etag)
      const next = await answer('<script src="./assets/index-BBBB.js"></script>', first.headers.etag)
      expect([next.status, next.text]).toEqual([200, '<script src="./assets/index-BBBB.js"></script>'])
    } finally {
      rmSync(dir, { recursive: true })
    }
  })
})
