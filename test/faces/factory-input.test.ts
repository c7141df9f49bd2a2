/** Bad input to the Factory Analytics API (reliability rows 88 to 94): each is refused by name, in Factory's own shape. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TachographError } from '../../src/errors.ts'
import { parametersOf, VIEW_NAMES } from '../../src/faces/factory/parameters.ts'
import { buildServer } from '../../src/faces/http/server.ts'
import { type Listening, listening } from './listening.ts'
import { type Reply, send } from './raw.ts'

let server: Listening
beforeAll(async () => {
  server = await listening()
})
afterAll(() => server?.close())

const DAYS = 'startDate=2026-06-14&endDate=2026-06-17'
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  send(server.port, { path, headers, method })

/** Checks that a reply is an error in Factory's shape, and that it tells nothing of the inside. */
function expectFailure(reply: Reply, status: number, title: string, detail = /./): void {
  const got = `${reply.status} ${reply.text.slice(0, 500)}`
  expect([reply.status, got]).toEqual([status, got])
  expect(reply.headers['content-type']).toBe('application/json; charset=utf-8')
  expect(reply.json()).toEqual({
    ...{ title, detail: expect.stringMatching(detail), status },
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  expect(reply.text).not.toMatch(/rollup_|DB::|\.ts:\d+|secret/)
  expect(reply.text.length).toBeLessThan(1_000)
}

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
const SQL = encodeURIComponent("') UNION ALL SELECT * FROM url('http://127.0.0.1:1/', 'CSV', 'x String') --")

/** Of every view: what is asked, and the parameter that is named. */
const EVERYWHERE: [string, string][] = [
  ['', 'startDate'],
  ['startDate=2026-06-14', 'endDate'],
  ['endDate=2026-06-14', 'startDate'],
  ['startDate=abc&endDate=2026-06-17', 'startDate'],
  ['startDate=&endDate=2026-06-17', 'startDate'],
  ['startDate=2026-06-14&endDate=2026-02-30', 'endDate'],
  ['startDate=2026-6-1&endDate=2026-06-17', 'startDate'],
  ['startDate=2026-06-14T00:00:00Z&endDate=2026-06-17', 'startDate'],
  ['startDate=2026-06-17&endDate=2026-06-14', 'startDate'],
  ['startDate=0001-01-01&endDate=2026-06-14', 'startDate'],
  ['startDate=2001-01-01&endDate=2026-06-14', 'startDate'],
  ['startDate=12026-06-14&endDate=2026-06-17', 'startDate'],
  [`startDate=2026-06-14&endDate=${day(0)}`, 'endDate'],
  [`startDate=${day(-1)}&endDate=${day(-1)}`, 'startDate'],
  [`${DAYS}&startDate=2026-06-15`, 'startDate'],
  [`${DAYS}&group_by=org_id`, 'group_by'],
  [`${DAYS}&group_by=`, 'group_by'],
  [`${DAYS}&group_by=${SQL}`, 'group_by'],
  [`${DAYS}&view=all`, 'view'],
  [`${DAYS}&extra=yes`, 'extra'],
  [`${DAYS}&format=xml`, 'format'],
  [`${DAYS}&format=csv&format=csv`, 'format'],
  [`${DAYS}&tz=Mars/Phobos`, 'tz'],
  [`${DAYS}&org_id=other`, 'org_id'],
  [`${DAYS}&__proto__=x`, '__proto__'],
  [`${DAYS}&startdate=2026-06-14`, 'startdate'],
]

describe.each(VIEW_NAMES)('%s', (name) => {
  it('refuses what it does not know, and names it', async () => {
    for (const [words, param] of EVERYWHERE)
      expectFailure(
        await ask(`/api/v1/analytics/${name}?${words}`),
        400,
        'Bad Request',
        new RegExp(`^${param}: `),
      )
  })

  it('answers hostile words in any parameter with an error or nothing', async () => {
    const hostile = [SQL, '%00', '%F0%9F%98%80', '9'.repeat(400), '-1', 'NaN', '{org:String}', '%25', '../..']
    // Any text may be searched for: the question takes a while, and a few words tell as much.
    for (const param of parametersOf(name))
      for (const word of param === 'search' ? [SQL, '%00', '%25'] : hostile) {
        const words = `${DAYS.replace(new RegExp(`${param}=[^&]*&?`), '')}&${param}=${word}`
        const reply = await ask(`/api/v1/analytics/${name}?${words}`)
        if (param === 'search' && reply.status === 200) expect(reply.json()).toMatchObject({ data: [] })
        else expectFailure(reply, 400, 'Bad Request', new RegExp(`^${param}: `))
      }
  })
})

it('users refuse pages that cannot be', async () => {
  const CASES: [string, string][] = [
    ...['0', '-1', '101', '1000000000', 'NaN', '1e1', '1.5', '', '%205'].map((n): [string, string] => [
      `limit=${n}`,
      'limit',
    ]),
    ['limit=5&limit=6', 'limit'],
    ['cursor=garbage', 'cursor'],
    ['cursor=user_', 'cursor'],
    ['cursor=user_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'cursor'],
    [`cursor=${'a'.repeat(8_000)}`, 'cursor'],
    ['cursor=jo@acme.example', 'cursor'],
    ['sort=unknown', 'sort'],
    ['sort=user', 'sort'],
    ['sort=constructor', 'sort'],
    ['sort=tool_calls;DROP', 'sort'],
    ['order=up', 'order'],
    ['aggregate=true', 'aggregate'],
    [`search=${'a'.repeat(201)}`, 'search'],
    ['group_by=model', 'group_by'],
  ]
  for (const [words, param] of CASES)
    expectFailure(
      await ask(`/api/v1/analytics/users?${DAYS}&${words}`),
      400,
      'Bad Request',
      new RegExp(`^${param}: `),
    )
})

it('before the first data rows are 0, and there is nobody', async () => {
  const days = 'startDate=2010-01-01&endDate=2010-01-02'
  const { data } = (await ask(`/api/v1/analytics/tokens?${days}`)).json<{ data: object[] }>()
  expect(data).toEqual(
    ['2010-01-01', '2010-01-02'].map((date) => ({
      ...{ date, billable_tokens: 0, input_tokens: 0, output_tokens: 0 },
      ...{ cache_read_tokens: 0, cache_write_tokens: 0, by_model: [], by_user: [] },
    })),
  )
  expect((await ask(`/api/v1/analytics/users?${days}`)).json()).toEqual({
    data: [],
    meta: {
      ...{ org_id: 'default', start_date: '2010-01-01', end_date: '2010-01-02' },
      ...{ has_more: false, next_cursor: null },
    },
  })
})

it('a single date of the short address takes the other one from it', async () => {
  const meta = async (words: string) =>
    (await ask(`/analytics/tokens?${words}`)).json<{ meta: Record<string, string> }>().meta
  expect(await meta('endDate=2026-06-30')).toMatchObject({ start_date: '2026-06-01', end_date: '2026-06-30' })
  expect(await meta(`startDate=${day(3)}`)).toMatchObject({ start_date: day(3), end_date: day(1) })
})

describe('errors of the framework', () => {
  it('F-ERR-404: what is not there, below both addresses', async () => {
    for (const path of ['/api/v1/analytics', '/analytics/', '/api/v1/analytics/costs', '/analytics/users/x'])
      expectFailure(await ask(path), 404, 'Not Found')
    expectFailure(await ask('/api/v1/analytics/tokens%00'), 404, 'Not Found')
  })

  it('methods and hosts', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const reply = await ask('/api/v1/analytics/tokens', {}, method)
      expectFailure(reply, 405, 'Method Not Allowed')
      expect(reply.headers.allow).toContain('GET')
    }
    expectFailure(await ask('/analytics/tokens', { host: 'evil.example' }), 403, 'Forbidden')
    expectFailure(await ask('/analytics/tokens', { authorization: 'Bearer x' }), 401, 'Unauthorized')
  })

  it('addresses of others keep their shape', async () => {
    for (const path of ['/api/v1/analytical', '/api/v1/metrics/analytics', '/api/v1/nothing'])
      expect(Object.keys((await ask(path)).json())).toEqual(['error'])
  })

  it('F-ERR-500, 429 and 503', async () => {
    const failing = async (error: Error) => {
      const fail = async () => {
        throw error
      }
      const scope = async (org: string) => ({
        ...(await server.backend.scope(org)),
        store: { ...server.backend.store, rows: fail },
      })
      const app = await buildServer({ backend: { ...server.backend, scope }, logLevel: 'silent' })
      const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
      const replies = await Promise.all(
        VIEW_NAMES.map((name) => send(Number(port), { path: `/api/v1/analytics/${name}?${DAYS}` })),
      )
      await app.close()
      return replies
    }
    for (const reply of await failing(new TypeError('SELECT secret')))
      expectFailure(reply, 500, 'Internal Server Error', /its log has the details/)
    for (const reply of await failing(new TachographError('unavailable', 'The engine is away.'))) {
      expectFailure(reply, 503, 'Service Unavailable')
      expect(reply.headers['retry-after']).toMatch(/^\d+$/)
    }
    for (const reply of await failing(new TachographError('rate_limited', 'Too many requests.')))
      expectFailure(reply, 429, 'Too Many Requests')
  })
})

it('X-F-7: the day that is not over is answered where the configuration says so', async () => {
  const factoryApi = { allow_today: true }
  const app = await buildServer({ backend: server.backend, logLevel: 'silent', factoryApi })
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
  const of = (start: string, end: string) =>
    send(Number(port), { path: `/api/v1/analytics/tokens?startDate=${start}&endDate=${end}` })
  expect((await of(day(1), day(0))).json<{ data: object[] }>().data).toHaveLength(2)
  expectFailure(await of(day(1), day(-1)), 400, 'Bad Request', /^endDate: /)
  await app.close()
})
