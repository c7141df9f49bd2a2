/** Logging in by password: who gets in, for how long, and what a page may do then (rows 60, 65, 66, 68 of reliability.md). */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { login as logins, singleSignOn } from '../../src/control/login-schema.ts'
import type { Organisation } from '../../src/control/organisations.ts'
import { auditEvent } from '../../src/control/schema.ts'
import type { Me } from '../../src/faces/contract-login.ts'
import { LoginAttempts } from '../../src/faces/http/login-attempts.ts'
import { buildServer } from '../../src/faces/http/server.ts'
import { listeningForTeam, OPERATOR } from './listening.ts'

const PASSWORD = 'correct horse battery'

let server: Awaited<ReturnType<typeof listeningForTeam>>
let acme: Organisation
let other: Organisation
let keyed = 0

beforeAll(async () => {
  server = await listeningForTeam()
  const { organisations, people } = server.control
  acme = await organisations.create({ name: 'Acme', owner: 'ada@acme.example' })
  other = await organisations.create({ name: 'Other', owner: 'eve@other.example' })
  for (const [name, role] of [
    ['adam', 'admin'],
    ['mia', 'manager'],
    ['max', 'member'],
    ['vic', 'viewer'],
    ['gus', 'guest'],
    ['both', 'member'],
  ] as const)
    await people.create(acme.id, { email: `${name}@acme.example`, role })
  await people.create(other.id, { email: 'both@acme.example', role: 'viewer' })
}, 60_000)
afterAll(() => server.close())

interface Told {
  status: number
  body: Me & { error?: { code: string; message: string; request_id: string; param?: string } }
  headers: Headers
}

async function call(
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Told> {
  const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
  const response = await server.get(path, {
    ...{ method, headers: { ...json, ...headers } },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Told['body'], headers: response.headers }
}

const operator = (org: Organisation) => ({ authorization: `Bearer ${OPERATOR}`, 'tachograph-org': org.id })

/** The cookie that an answer sets, as it is sent back. */
const cookieIn = ({ headers }: Told): string =>
  headers
    .getSetCookie()
    .find((one) => /^tachograph_login=tg_/.test(one))
    ?.split(';')[0] ?? ''

const tokenFor = async (email: string, org = acme): Promise<string> => {
  const { body, status } = await call('POST', '/api/v1/password-links', { user: email }, operator(org))
  expect(status).toBe(200)
  return String((body as unknown as { url: string }).url).split('#password=')[1] ?? ''
}

/** Sets a password; answers what the login that comes with it sends. */
async function join(email: string, password = PASSWORD, org = acme) {
  const told = await call('POST', '/api/v1/password', { token: await tokenFor(email, org), password })
  expect(told.status).toBe(200)
  return { cookie: cookieIn(told), csrf: { 'x-csrf-token': told.body.csrf_token ?? '' }, told }
}
const enter = (email: string, password = PASSWORD, more: object = {}) =>
  call('POST', '/api/v1/login', { email, password, ...more })

const withoutId = ({ status, body, headers }: Told) => ({
  ...{ status, error: { ...body.error, request_id: '' } },
  challenge: headers.get('www-authenticate'),
  cookies: headers.getSetCookie(),
})

describe('a password', () => {
  it('is set by a link, and lets in', async () => {
    const { told } = await join('ada@acme.example')
    expect(told.body).toMatchObject({
      ...{ kind: 'login', role: 'owner', email: 'ada@acme.example' },
      ...{ organisation: { slug: 'acme' }, login: { way: 'password' } },
    })
    const entered = await enter('  ADA@acme.example ')
    expect(entered.status).toBe(200)
    const [cookie = ''] = entered.headers
      .getSetCookie()
      .filter((one) => one.startsWith('tachograph_login=tg_'))
    // Over HTTPS it is Secure too, below.
    expect(cookie).toMatch(/; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/)
    const mine = await call('GET', '/api/v1/me', undefined, { cookie: cookieIn(entered) })
    expect(mine.body).toEqual(entered.body)
    expect((await call('GET', '/api/v1/metrics', undefined, { cookie: cookieIn(entered) })).status).toBe(200)
  })

  it('and its link are kept as hashes, and the link works once', async () => {
    const token = await tokenFor('max@acme.example')
    expect(token).toMatch(/^tg_link_.{43}$/)
    const set = (password: string) => call('POST', '/api/v1/password', { token, password })
    const short = await set('elevenchars')
    expect([short.status, short.body.error?.param]).toEqual([400, 'password'])
    expect((await set('x'.repeat(129))).status).toBe(400)
    // Neither used the link up.
    const told = await set(PASSWORD)
    expect(told.status).toBe(200)
    expect(withoutId(await set(PASSWORD))).toMatchObject({ status: 401, cookies: [] })
    const kept = JSON.stringify(await server.control.changes.db.execute('SELECT * FROM login, password'))
    for (const secret of [token, cookieIn(told).split('=')[1] ?? '', PASSWORD])
      expect(kept).not.toContain(secret)
    expect(kept).toContain('$argon2id$')
  })

  it('may be any letters, however they are typed', async () => {
    const composed = 'crème brûlée à la'
    await join('vic@acme.example', composed.normalize('NFD'))
    expect((await enter('vic@acme.example', composed.normalize('NFC'))).status).toBe(200)
    expect((await enter('vic@acme.example', composed.toUpperCase())).status).toBe(401)
  })

  it('that is wrong, of nobody or of nobody yet is answered the same, and as slowly', async () => {
    const tried = [
      ['ada@acme.example', 'wrong horse battery'],
      ['nobody@acme.example', PASSWORD],
      ['adam@acme.example', PASSWORD],
      ['ada@acme.example', 'x'],
      ['not an address', PASSWORD],
    ] as const
    const answers: unknown[] = []
    const times: number[][] = tried.map(() => [])
    for (let round = 0; round < 3; round++)
      for (const [i, [email, password]] of tried.entries()) {
        const began = performance.now()
        answers.push(withoutId(await enter(email, password)))
        times[i]?.push(performance.now() - began)
      }
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 401, error: { code: 'unauthenticated' }, cookies: [] })
    // Not the time itself: whether the work is done for each of them.
    const least = times.map((one) => Math.min(...one))
    expect(Math.min(...least)).toBeGreaterThan(Math.max(...least) / 4)
  })

  it('of one organisation opens no other one', async () => {
    await join('both@acme.example', 'password of acme')
    await join('both@acme.example', 'password of other', other)
    const opened = async (password: string, more: object = {}) => {
      const { status, body } = await enter('both@acme.example', password, more)
      return [status, body.organisation?.slug, body.role, body.organisations?.map(({ slug }) => slug)]
    }
    expect(await opened('password of acme')).toEqual([200, 'acme', 'member', ['acme']])
    expect(await opened('password of other')).toEqual([200, 'other', 'viewer', ['other']])
    expect((await opened('password of acme', { organisation: 'other' }))[0]).toBe(401)
    // Whoever chose the same for both is in both.
    await join('both@acme.example', 'password of acme', other)
    expect(await opened('password of acme')).toEqual([200, 'acme', 'member', ['acme', 'other']])
    expect(await opened('password of acme', { organisation: 'other' })).toEqual([
      200,
      'other',
      'viewer',
      ['other'],
    ])
  })

  it('cannot be set for those above, nor by members or for other organisations', async () => {
    const { cookie, csrf } = await join('adam@acme.example')
    const link = (user: string, headers: Record<string, string>) =>
      call('POST', '/api/v1/password-links', { user }, headers)
    const admin = { cookie, ...csrf }
    expect((await link('max@acme.example', admin)).status).toBe(200)
    expect((await link('ada@acme.example', admin)).status).toBe(403)
    expect((await link('eve@other.example', admin)).status).toBe(404)
    for (const email of ['mia@acme.example', 'max@acme.example']) {
      const { cookie, csrf } = await join(email)
      expect((await link('max@acme.example', { cookie, ...csrf })).status).toBe(403)
    }
  })
})

describe('a login', () => {
  it('changes something only for its own page', async () => {
    const { cookie, csrf } = await join('adam@acme.example')
    const link = (headers: Record<string, string>) =>
      call('POST', '/api/v1/password-links', { user: 'gus@acme.example' }, headers)
    const { csrf: others } = await join('ada@acme.example')
    for (const told of [{}, { 'x-csrf-token': '' }, others]) {
      const headers: Record<string, string> = { cookie, ...told }
      const refused = await link(headers)
      expect([refused.status, refused.body.error?.code]).toEqual([403, 'forbidden'])
    }
    expect((await call('POST', '/api/v1/logout', undefined, { cookie })).status).toBe(403)
    expect((await call('DELETE', '/api/v1/logins', undefined, { cookie })).status).toBe(403)
    expect((await link({ cookie, ...csrf })).status).toBe(200)
  })

  it('sends nothing, runs nothing, and gives way to a key', async () => {
    const { cookie, csrf } = await join('ada@acme.example')
    const fact = { type: 'session', id: 's', started_at: '2026-03-04T10:00:00Z' }
    expect((await call('POST', '/api/v1/facts', fact, { cookie, ...csrf })).status).toBe(401)
    expect((await call('GET', '/api/v1/organisations', undefined, { cookie })).status).toBe(401)
    const token = cookie.split('=')[1] ?? ''
    for (const [name, value] of [
      ['authorization', `Bearer ${token}`],
      ['cookie', `tachograph_key=${token}`],
    ] as const)
      expect((await call('GET', '/api/v1/me', undefined, { [name]: value })).status).toBe(401)
    expect(
      (await call('GET', '/api/v1/me', undefined, { cookie, authorization: 'Bearer tg_wrong' })).status,
    ).toBe(401)
    const key = (
      await server.control.keys.create(acme.id, {
        name: `key ${keyed++}`,
        scopes: ['read'],
        expires_at: null,
      })
    ).key
    const asKey = await call('GET', '/api/v1/me', undefined, { cookie, authorization: `Bearer ${key}` })
    expect(asKey.body).toMatchObject({ kind: 'key', email: null, login: null, csrf_token: null })
  })

  it('has the role of its person, as it is now', async () => {
    const { cookie, csrf } = await join('gus@acme.example')
    const status = async (path: string) => (await call('GET', path, undefined, { cookie })).status
    expect([await status('/api/v1/me'), await status('/api/v1/status')]).toEqual([200, 403])
    await server.control.people.setRole(acme.id, 'gus@acme.example', 'admin')
    await expect.poll(() => status('/api/v1/status'), { timeout: 10_000 }).toBe(200)
    const link = await call(
      'POST',
      '/api/v1/password-links',
      { user: 'max@acme.example' },
      { cookie, ...csrf },
    )
    expect(link.status).toBe(200)
    await server.control.people.setRole(acme.id, 'gus@acme.example', 'guest')
  })

  it('is over within seconds when its person leaves, and stays so when they are back', async () => {
    const { cookie } = await join('max@acme.example')
    const link = await tokenFor('max@acme.example')
    const status = async () => (await call('GET', '/api/v1/me', undefined, { cookie })).status
    expect(await status()).toBe(200)
    await server.control.people.deactivate(acme.id, 'max@acme.example')
    await expect.poll(status, { timeout: 10_000 }).toBe(401)
    expect((await enter('max@acme.example')).status).toBe(401)
    expect((await call('POST', '/api/v1/password', { token: link, password: PASSWORD })).status).toBe(401)
    const refused = await call('POST', '/api/v1/password-links', { user: 'max@acme.example' }, operator(acme))
    expect(refused.status).toBe(404)
    await server.control.people.reactivate(acme.id, 'max@acme.example')
    await new Promise((resolve) => setTimeout(resolve, 3_100))
    expect(await status()).toBe(401)
    expect((await call('POST', '/api/v1/password', { token: link, password: PASSWORD })).status).toBe(401)
    expect((await enter('max@acme.example')).status).toBe(200)
  }, 40_000)

  it('is over in time: a month after it began, a week after it was used', async () => {
    const { db } = server.control.changes
    const over: [string, Partial<typeof logins.$inferInsert>][] = [
      ['mia@acme.example', { expires_at: new Date(Date.now() - 1_000) }],
      ['adam@acme.example', { last_used_at: new Date(Date.now() - 7 * 86_400_000 - 1_000) }],
    ]
    for (const [email, values] of over) {
      const { told } = await join(email)
      // Asked for with a token that nobody has used yet, so that no answer is remembered.
      await server.control.changes.db
        .update(logins)
        .set(values)
        .where(eq(logins.id, told.body.login?.id ?? ''))
      const fresh = await enter(email)
      expect(fresh.status).toBe(200)
      const rows = await db.select({ id: logins.id }).from(logins)
      expect(rows.map(({ id }) => id)).not.toContain(told.body.login?.id)
    }
    const { told, cookie } = await join('mia@acme.example')
    await db
      .update(logins)
      .set({ expires_at: new Date() })
      .where(eq(logins.id, told.body.login?.id ?? ''))
    await expect
      .poll(async () => (await call('GET', '/api/v1/me', undefined, { cookie })).status, { timeout: 10_000 })
      .toBe(401)
  })

  it('ends at once: by going, from another browser, all at the same time, with a new password', async () => {
    const first = await join('mia@acme.example')
    const enterAgain = async () => {
      const told = await enter('mia@acme.example')
      return {
        cookie: cookieIn(told),
        csrf: { 'x-csrf-token': told.body.csrf_token ?? '' },
        id: told.body.login?.id,
      }
    }
    const [second, third] = [await enterAgain(), await enterAgain()]
    const me = async ({ cookie }: { cookie: string }) =>
      (await call('GET', '/api/v1/me', undefined, { cookie })).status
    const as = ({ cookie, csrf }: typeof first | typeof second) => ({ cookie, ...csrf })
    const listed = await call('GET', '/api/v1/logins', undefined, { cookie: second.cookie })
    const { data } = listed.body as unknown as { data: { id: string; current: boolean; address: string }[] }
    expect(data.map(({ id, current, address }) => [id, current, address])).toEqual([
      [third.id, false, '127.0.0.1'],
      [second.id, true, '127.0.0.1'],
      [first.told.body.login?.id, false, '127.0.0.1'],
    ])
    const stranger = await join('adam@acme.example')
    const steal = await call('DELETE', `/api/v1/logins/${third.id}`, undefined, as(stranger))
    expect(steal.status).toBe(404)
    expect((await call('DELETE', `/api/v1/logins/${third.id}`, undefined, as(second))).status).toBe(200)
    expect([await me(first), await me(second), await me(third)]).toEqual([200, 200, 401])
    const gone = await call('POST', '/api/v1/logout', undefined, as(first))
    expect(gone.headers.getSetCookie().every((one) => /=; .*Expires=Thu, 01 Jan 1970/.test(one))).toBe(true)
    expect([await me(first), await me(second)]).toEqual([401, 200])
    const [fourth, fifth] = [await enterAgain(), await enterAgain()]
    expect((await call('DELETE', '/api/v1/logins', undefined, as(second))).body).toEqual({ ended: 3 })
    expect([await me(second), await me(fourth), await me(fifth), await me(stranger)]).toEqual([
      401, 401, 401, 200,
    ])
    const sixth = await enterAgain()
    await join('mia@acme.example', 'another password')
    expect(await me(sixth)).toBe(401)
    expect([(await enter('mia@acme.example')).status]).toEqual([401])
    await join('mia@acme.example')
  })

  it('is switched to another organisation that its password opened, and to no other', async () => {
    const entered = await enter('both@acme.example', 'password of acme')
    const headers = { cookie: cookieIn(entered), 'x-csrf-token': entered.body.csrf_token ?? '' }
    const to = (organisation: string) => call('POST', '/api/v1/login/organisation', { organisation }, headers)
    expect((await to('other')).body).toMatchObject({ role: 'viewer', organisation: { slug: 'other' } })
    const me = await call('GET', '/api/v1/me', undefined, headers)
    expect(me.body).toMatchObject({ role: 'viewer', organisation: { slug: 'other' } })
    expect((await to('acme')).body).toMatchObject({ role: 'member', organisation: { slug: 'acme' } })
    const third = await server.control.organisations.create({ name: 'Third', owner: 'both@acme.example' })
    for (const name of [third.id, 'third', 'nobody']) expect((await to(name)).status).toBe(404)
  })

  it('is not there for passwords where an organisation lets people in by single sign-on alone', async () => {
    const { cookie } = await join('ada@acme.example')
    const link = await tokenFor('adam@acme.example')
    const off = { password_login: false }
    const alone = await call('PATCH', '/api/v1/settings', off, operator(acme))
    expect([alone.status, alone.body.error?.code]).toEqual([409, 'conflict'])
    const { db } = server.control.changes
    const issuer = 'https://id.acme.example'
    await db.insert(singleSignOn).values({
      ...{ organisation_id: acme.id, issuer, client_id: 'c', client_secret: 's' },
      ...{ domains: [], assume_verified: false },
    })
    await server.control.organisations.changeSettings(acme.id, off)
    try {
      expect((await enter('ada@acme.example')).status).toBe(401)
      expect((await call('POST', '/api/v1/password', { token: link, password: PASSWORD })).status).toBe(401)
      const made = await call('POST', '/api/v1/password-links', { user: 'max@acme.example' }, operator(acme))
      expect([made.status, made.body.error?.code]).toEqual([409, 'conflict'])
      const status = async () => (await call('GET', '/api/v1/me', undefined, { cookie })).status
      await expect.poll(status, { timeout: 10_000 }).toBe(401)
      // The other organisation is as it was, and is no way into this one.
      const both = await enter('both@acme.example', 'password of acme')
      expect(both.body.organisations?.map(({ slug }) => slug)).toEqual(['other'])
      const headers = { cookie: cookieIn(both), 'x-csrf-token': both.body.csrf_token ?? '' }
      expect(
        (await call('POST', '/api/v1/login/organisation', { organisation: 'acme' }, headers)).status,
      ).toBe(404)
    } finally {
      await server.control.organisations.changeSettings(acme.id, { password_login: true })
      await db.delete(singleSignOn)
    }
  }, 40_000)

  it('takes the place of a key in the browser, and a key that of a login', async () => {
    const told = await join('ada@acme.example')
    const cleared = (name: string, { headers }: Told) =>
      headers.getSetCookie().some((one) => one.startsWith(`${name}=;`))
    expect(cleared('tachograph_key', told.told)).toBe(true)
    const { key } = await server.control.keys.create(acme.id, {
      name: `key ${keyed++}`,
      scopes: ['read'],
      expires_at: null,
    })
    expect(cleared('tachograph_login', await call('POST', '/api/v1/login', { key }))).toBe(true)
    const cookie = `tachograph_key=${key}`
    expect((await call('GET', '/api/v1/me', undefined, { cookie })).body.kind).toBe('key')
    // What a key in a cookie may do ends with reading.
    expect((await call('DELETE', '/api/v1/logins', undefined, { cookie })).status).toBe(401)
  })

  it('is not what a key of the same person is', async () => {
    const { cookie } = await join('max@acme.example')
    const told = { name: `key ${keyed++}`, scopes: ['read'], expires_at: null, user: 'max@acme.example' }
    const { key } = await server.control.keys.create(acme.id, told)
    const headers = { authorization: `Bearer ${key}` }
    for (const [method, path, body] of [
      ['DELETE', '/api/v1/logins'],
      ['DELETE', `/api/v1/logins/${acme.id}`],
      ['POST', '/api/v1/login/organisation', { organisation: 'acme' }],
    ] as const)
      expect((await call(method, path, body, headers)).status, path).toBe(403)
    const me = await call('GET', '/api/v1/me', undefined, { ...headers, cookie })
    expect([me.status, me.body.kind]).toEqual([200, 'key'])
    expect((await call('GET', '/api/v1/me', undefined, { cookie })).body.kind).toBe('login')
  })
})

describe('attempts', () => {
  it('that fail have to wait, longer and longer, until they are forgotten', () => {
    const attempts = new LoginAttempts({ free: 3, firstMs: 1_000, mostMs: 5_000 })
    const waits: number[] = []
    let now = 0
    for (let i = 0; i < 7; i++) {
      attempts.begin('a', now)
      const wait = attempts.wait('a', now)
      waits.push(wait)
      now += wait * 1_000
    }
    expect(waits).toEqual([0, 0, 1, 2, 4, 5, 5])
    expect(attempts.wait('b', now)).toBe(0)
    attempts.takeBack('a')
    expect(attempts.wait('a', now)).toBe(0)
    attempts.begin('a', now)
    expect(attempts.wait('a', now)).toBe(5)
    attempts.begin('a', now + 3_700_000)
    expect(attempts.wait('a', now + 3_700_000)).toBe(0)
    const few = new LoginAttempts({ free: 1, firstMs: 1_000, mostMs: 5_000 }, 2)
    for (const name of ['a', 'b', 'c']) few.begin(name, 0)
    expect(['a', 'b', 'c'].map((name) => few.wait(name, 0))).toEqual([0, 1, 1])
  })

  /** A server of its own, so that nothing has failed there yet, behind a proxy that tells from where requests come. */
  const behindProxy = async (publicUrl: string | null = null) => {
    const { backend } = server
    const trustedProxies = ['127.0.0.0/8']
    const app = await buildServer({ backend, trustedProxies, publicUrl, logLevel: 'silent', web: '/nowhere' })
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    const enter = async (
      email: string,
      password: string,
      address: string,
      more: Record<string, string> = {},
    ) => {
      const headers = { 'content-type': 'application/json', 'x-forwarded-for': address, ...more }
      const body = JSON.stringify({ email, password })
      const response = await fetch(`${url}/api/v1/login`, { method: 'POST', headers, body })
      const { error } = (await response.json()) as Told['body']
      return { status: response.status, error, headers: response.headers }
    }
    return { app, enter }
  }

  it('are ten for an account that is there or not, also all at the same time; others go on', async () => {
    await join('vic@acme.example')
    const { app, enter } = await behindProxy()
    for (const email of ['vic@acme.example', 'nobody@there.example']) {
      const tries = Array.from({ length: 14 }, (_, i) => enter(email, `wrong password ${i}`, `192.0.2.${i}`))
      const tried = await Promise.all(tries)
      const statuses = tried.map(({ status }) => status).sort()
      expect(statuses).toEqual([...Array<number>(10).fill(401), ...Array<number>(4).fill(429)])
      const refused = tried.find(({ status }) => status === 429)
      expect(refused?.error?.code).toBe('rate_limited')
      expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    // The right password is no exception: else the answers would tell it.
    expect((await enter('vic@acme.example', PASSWORD, '192.0.2.99')).status).toBe(429)
    expect((await enter('ada@acme.example', PASSWORD, '192.0.2.99')).status).toBe(200)
    await app.close()
  })

  it('are fifty for an address, which nobody can make up who is no proxy', async () => {
    const { app, enter } = await behindProxy()
    const statuses = async (count: number, address: (i: number) => string) =>
      Promise.all(
        // A password that is too long for any is refused without work.
        Array.from({ length: count }, async (_, i) => {
          const { status } = await enter(`nobody${i}@there.example`, 'x'.repeat(1_000), address(i))
          return status
        }),
      )
    const found = await statuses(54, (i) => `2001:db8:0:1::${i}`)
    expect(found.filter((status) => status === 429)).toHaveLength(4)
    expect((await enter('ada@acme.example', PASSWORD, '2001:db8:0:1::99')).status).toBe(429)
    expect((await enter('ada@acme.example', PASSWORD, '10.9.9.9, 2001:db8:0:1::99')).status).toBe(429)
    expect((await enter('ada@acme.example', PASSWORD, '2001:db8:0:2::99')).status).toBe(200)
    await app.close()
    // Row 65: here there is no proxy that is believed.
    const spoof = (i: number) =>
      call(
        ...([
          'POST',
          '/api/v1/login',
          { email: 'spoof@there.example', password: 'x'.repeat(1_000) },
        ] as const),
        { 'x-forwarded-for': `198.51.100.${i}` },
      )
    const spoofed = await Promise.all(Array.from({ length: 60 }, (_, i) => spoof(i)))
    expect(spoofed.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(50)
  })

  it('that come by HTTPS get a cookie for HTTPS alone', async () => {
    const secure = ({ headers }: { headers: Headers }) =>
      headers.getSetCookie().every((one) => /; Secure/.test(one) && /SameSite=Strict/.test(one))
    const { app, enter } = await behindProxy()
    const https = { 'x-forwarded-proto': 'https' }
    expect(secure(await enter('ada@acme.example', PASSWORD, '192.0.2.1', https))).toBe(true)
    expect(secure(await enter('ada@acme.example', PASSWORD, '192.0.2.1'))).toBe(false)
    await app.close()
    const told = await behindProxy('https://tachograph.acme.example')
    expect(secure(await told.enter('ada@acme.example', PASSWORD, '192.0.2.1'))).toBe(true)
    await told.app.close()
  })

  it('are written down, as is what came of them, without a secret or an address', async () => {
    const rows = await server.control.changes.db.select().from(auditEvent)
    const types = rows.filter((row) => row.organisation_id === acme.id).map((row) => row.event_type)
    for (const type of ['login.opened', 'login.failed', 'login.ended', 'password.set', 'password.link_made'])
      expect(types).toContain(type)
    const text = JSON.stringify(rows)
    for (const secret of ['tg_', '$argon2', PASSWORD, '@acme.example', '127.0.0.1'])
      expect(text).not.toContain(secret)
  })
})
