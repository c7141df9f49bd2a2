/** Single sign-on against a real provider on loopback, and against one that lies (rows 67 and 100, promises S7 and S12). */
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signOnSubject } from '../../src/control/login-schema.ts'
import type { Organisation } from '../../src/control/organisations.ts'
import { isPublic, onlyPublic, publicFetch } from '../../src/control/public-fetch.ts'
import { auditEvent, membership } from '../../src/control/schema.ts'
import { seal, sealKeyFrom, unseal } from '../../src/control/sealed.ts'
import type { Me } from '../../src/faces/contract-login.ts'
import { buildServer } from '../../src/faces/http/server.ts'
import { CLIENT, openTestProvider, type TestProvider, travel } from '../support/openid.ts'
import { listeningForTeam, OPERATOR } from './listening.ts'

let team: Awaited<ReturnType<typeof listeningForTeam>>
let app: Awaited<ReturnType<typeof buildServer>>
let url: string
let provider: TestProvider
let rival: TestProvider
let acme: Organisation
let other: Organisation

beforeAll(async () => {
  team = await listeningForTeam()
  const options = { backend: team.backend, logLevel: 'silent', web: '/nowhere' }
  app = await buildServer({ ...options, allowPrivateIssuers: true, trustedProxies: ['127.0.0.1'] })
  url = await app.listen({ host: '127.0.0.1', port: 0 })
  provider = await openTestProvider([`${url}/login/oidc/callback`])
  rival = await openTestProvider([`${url}/login/oidc/callback`])
  const { organisations, people } = team.control
  acme = await organisations.create({ name: 'Acme', owner: 'ada@acme.example' })
  other = await organisations.create({ name: 'Other', owner: 'eve@other.example' })
  for (const name of ['max', 'mia', 'zoe'])
    await people.create(acme.id, { email: `${name}@acme.example`, role: name === 'mia' ? 'admin' : 'member' })
  expect((await put(acme, { issuer: provider.issuer, ...CLIENT })).status).toBe(200)
  expect((await put(other, { issuer: rival.issuer, ...CLIENT })).status).toBe(200)
}, 60_000)
afterAll(async () => {
  await provider?.close()
  await rival?.close()
  await app?.close()
  await team?.close()
})

const PATH = '/api/v1/single-sign-on'
const operator = (org: Organisation) => ({ authorization: `Bearer ${OPERATOR}`, 'tachograph-org': org.id })

let clients = 0
/** An address that nobody asked from before: how often one address may begin has a test of its own. */
const elsewhere = () => {
  const next = ++clients
  return { 'x-forwarded-for': `10.0.${next >> 8}.${next & 255}` }
}

async function call(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  const response = await fetch(url + path, {
    ...{ method, redirect: 'manual' as const },
    headers: { ...elsewhere(), ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  const told = (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown> & {
    error?: { code: string; param?: string }
  }
  return { status: response.status, text, told, headers: response.headers }
}
const put = (org: Organisation, body: object, headers = operator(org)) => call('PUT', PATH, body, headers)

type Jar = Map<string, string>
const cookieIn = (jar: Jar, name: string): string | undefined =>
  [...jar.values()].find((one) => one.startsWith(`${name}=`))

/** To the provider, where `subject` signs in, up to the address that leads back. */
async function away(subject: string, org = 'acme', from = provider): Promise<{ back: string; jar: Jar }> {
  from.next = subject
  const jar: Jar = new Map()
  const [start, stop] = [`${url}/login/oidc/${org}`, `${url}/login/oidc/callback`]
  return { back: await travel(start, stop, { jar, headers: elsewhere() }), jar }
}
const cameBack = (back: string, jar: Jar) =>
  call('GET', back.slice(url.length), undefined, { cookie: cookieIn(jar, 'tachograph_sign_on') ?? '' })

/** The whole way; answers who is logged in, or the refusal. */
async function signIn(subject: string, org = 'acme', from = provider) {
  const { back, jar } = await away(subject, org, from)
  const { status, headers, told } = await cameBack(back, jar)
  const cookie = headers
    .getSetCookie()
    .find((one) => one.startsWith('tachograph_login=tg_'))
    ?.split(';')[0]
  if (!cookie) return { status, code: told.error?.code, cookie: '' }
  const me = (await call('GET', '/api/v1/me', undefined, { cookie })).told as unknown as Me
  return { status, location: headers.get('location'), cookie, me }
}

const bindings = () => team.control.changes.db.select().from(signOnSubject)
const members = () => team.control.changes.db.select().from(membership)

/** Nobody was let in, added or bound. */
async function expectRefused(work: () => Promise<{ status: number }>, status = 401): Promise<void> {
  const before = [await bindings(), await members()]
  expect((await work()).status).toBe(status)
  expect([await bindings(), await members()]).toEqual(before)
}

describe('signing in', () => {
  it('lets in whom the provider names by a verified address, and knows them by subject from then on', async () => {
    provider.accounts.a1 = { email: 'Ada@acme.example', email_verified: true, name: 'Ada' }
    const first = await signIn('a1')
    expect(first).toMatchObject({
      ...{ status: 302, location: `${url}/` },
      me: { kind: 'login', role: 'owner', email: 'ada@acme.example', login: { way: 'sign_on' } },
    })
    expect(first.me?.organisations.map(({ slug }) => slug)).toEqual(['acme'])
    // Another name is no other person, and the address of a colleague does not make them one.
    provider.accounts.a1 = { email: 'max@acme.example', email_verified: true }
    expect((await signIn('a1')).me?.email).toBe('ada@acme.example')
    expect(await bindings()).toHaveLength(1)
  })

  it('goes by code, PKCE, state and nonce, in a cookie that nobody can read', async () => {
    const { headers, status } = await call('GET', '/login/oidc/acme')
    expect(status).toBe(302)
    const { searchParams } = new URL(headers.get('location') ?? '')
    expect(Object.fromEntries(searchParams)).toMatchObject({
      ...{ response_type: 'code', code_challenge_method: 'S256', client_id: CLIENT.client_id },
      redirect_uri: `${url}/login/oidc/callback`,
    })
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(searchParams.get(name)?.length).toBeGreaterThan(40)
    const [cookie = ''] = headers.getSetCookie()
    expect(cookie).toMatch(
      /^tachograph_sign_on=[\w-]+; Max-Age=600; Path=\/login\/oidc; HttpOnly; SameSite=Lax$/,
    )
    expect(cookie).not.toContain(searchParams.get('state'))
  })

  it('is begun thirty times a minute by one address, and by others all the same', async () => {
    const from = async (address: string) =>
      (await call('GET', '/login/oidc/acme', undefined, { 'x-forwarded-for': address })).status
    // One at a time would let a few come back meanwhile.
    const begun = await Promise.all(Array.from({ length: 60 }, () => from('192.0.2.7')))
    expect(begun.filter((status) => status === 302).length).toBeGreaterThanOrEqual(30)
    expect(begun).toContain(429)
    expect(await from('192.0.2.8')).toBe(302)
  })

  it('is not for those whose address is not verified, unknown, or that left', async () => {
    provider.accounts.u1 = { email: 'max@acme.example', email_verified: false }
    provider.accounts.u2 = { email: 'max@acme.example' }
    provider.accounts.u3 = { email: 'nobody@acme.example', email_verified: true }
    provider.accounts.u4 = {}
    for (const subject of ['u1', 'u2', 'u3', 'u4']) await expectRefused(() => signIn(subject))
    await team.control.people.deactivate(acme.id, 'zoe@acme.example')
    provider.accounts.z1 = { email: 'zoe@acme.example', email_verified: true }
    await expectRefused(() => signIn('z1'))
    await team.control.people.reactivate(acme.id, 'zoe@acme.example')
    const { cookie, status } = await signIn('z1')
    expect(status).toBe(302)
    await team.control.people.deactivate(acme.id, 'zoe@acme.example')
    await expect
      .poll(async () => (await call('GET', '/api/v1/me', undefined, { cookie })).status, { timeout: 10_000 })
      .toBe(401)
    await expectRefused(() => signIn('z1'))
  })

  it('does not make one person of two subjects, nor of two issuers', async () => {
    provider.accounts.a2 = { email: 'ada@acme.example', email_verified: true }
    await expectRefused(() => signIn('a2'))
    // The provider of another organisation says it too: that organisation knows nobody of the kind.
    rival.accounts.a1 = { email: 'ada@acme.example', email_verified: true }
    await expectRefused(() => signIn('a1', 'other', rival))
    // Nor can it be asked in the name of this one.
    const { back, jar } = await away('a1', 'other', rival)
    const mine = await call('GET', '/login/oidc/acme')
    jar.set('x', mine.headers.getSetCookie()[0]?.split(';')[0] ?? '')
    const cookie = jar.get('x') ?? ''
    await expectRefused(() => call('GET', back.slice(url.length), undefined, { cookie }))
  })

  it('of another organisation opens that one, also where it adds whoever comes', async () => {
    const changed = { issuer: rival.issuer, ...CLIENT, domains: ['acme.example'], default_role: 'viewer' }
    expect((await put(other, changed)).status).toBe(200)
    const { me, cookie } = await signIn('a1', 'other', rival)
    expect(me).toMatchObject({ role: 'viewer', email: 'ada@acme.example', organisation: { slug: 'other' } })
    expect(me?.organisations).toHaveLength(1)
    const headers = { cookie, 'x-csrf-token': me?.csrf_token ?? '' }
    expect((await call('POST', '/api/v1/login/organisation', { organisation: 'acme' }, headers)).status).toBe(
      404,
    )
    rival.accounts.b1 = { email: 'bob@elsewhere.example', email_verified: true }
    await expectRefused(() => signIn('b1', 'other', rival))
    rival.accounts.c1 = { email: 'cat@sub.acme.example', email_verified: true }
    await expectRefused(() => signIn('c1', 'other', rival))
  })

  it('adds nobody whom the organisation has erased, before they are let in again', async () => {
    const changed = { issuer: rival.issuer, ...CLIENT, domains: ['acme.example'], default_role: 'viewer' }
    expect((await put(other, changed)).status).toBe(200)
    const { erasures } = await team.instance.tenant(other.id)
    await erasures.erase('gus@acme.example')
    rival.accounts.g1 = { email: 'Gus@acme.example', email_verified: true }
    await expectRefused(() => signIn('g1', 'other', rival))
    const gus = { email: 'other-gus@acme.example', aliases: ['gus@acme.example'] }
    await expectRefused(() => call('POST', '/api/v1/users', gus, operator(other)), 409)
    const ada = (to: object) => call('PATCH', '/api/v1/users/ada@acme.example', to, operator(other))
    await expectRefused(() => ada({ name: 'Gus', aliases: ['ada-mac', 'Gus@Acme.example'] }), 409)
    const { told } = await ada({ aliases: ['ada-mac'] })
    expect(told).toMatchObject({ aliases: ['ada-mac'], name: expect.not.stringContaining('Gus') })
    for (const bot of [{ name: 'gus@acme.example' }, { name: 'ci', aliases: ['Gus@acme.example'] }])
      expect((await call('POST', '/api/v1/service-accounts', bot, operator(other))).status).toBe(409)
    await erasures.forget('gus@acme.example')
    expect((await signIn('g1', 'other', rival)).me).toMatchObject({ email: 'gus@acme.example' })
  }, 60_000)

  it('is not for another browser, another state, twice, or without having begun', async () => {
    const { back, jar } = await away('a1')
    await expectRefused(() => cameBack(back, new Map()))
    await expectRefused(() => cameBack(back, new Map([['x', 'tachograph_sign_on=made-up']])))
    await expectRefused(() => cameBack(back.replace(/state=[^&]+/, 'state=another'), jar))
    await expectRefused(() => cameBack(back.replace(/state=[^&]+/, ''), jar))
    await expectRefused(() => cameBack(back.replace(/code=[^&]+/, 'code=another'), jar))
    await expectRefused(() => cameBack(back.replace(/iss=[^&]+/, 'iss=https://evil.example'), jar))
    const { back: again, jar: itsJar } = await away('a1')
    expect((await cameBack(again, itsJar)).status).toBe(302)
    await expectRefused(() => cameBack(again, itsJar))
    for (const path of ['/login/oidc/callback', '/login/oidc/callback?error=access_denied&state=x'])
      await expectRefused(() => call('GET', path))
    for (const name of ['nobody', 'third']) await expectRefused(() => call('GET', `/login/oidc/${name}`), 404)
    const page = await call('GET', '/login/oidc/callback', undefined, { accept: 'text/html' })
    expect([page.status, page.headers.get('content-type')]).toEqual([401, 'text/html; charset=utf-8'])
    expect(page.text).toContain('Signing in did not work')
  })
})

describe('a provider that lies', () => {
  let server: Server
  let issuer: string
  let lie: (claims: Record<string, unknown>) => Record<string, unknown> = (claims) => claims
  let signer: CryptoKey
  let stranger: CryptoKey
  let jwk: JWK
  let nonce = ''
  let named: string | null = null
  beforeAll(async () => {
    const keys = await generateKeyPair('RS256', { extractable: true })
    signer = keys.privateKey
    stranger = (await generateKeyPair('RS256')).privateKey
    jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k', use: 'sig', alg: 'RS256' }
    server = createServer(async (request, response) => {
      const json = (body: object) => {
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify(body))
      }
      if (request.url?.startsWith('/.well-known/'))
        return json({
          ...{
            issuer: named ?? issuer,
            authorization_endpoint: `${issuer}/auth`,
            token_endpoint: `${issuer}/token`,
          },
          ...{
            jwks_uri: `${issuer}/jwks`,
            response_types_supported: ['code'],
            subject_types_supported: ['public'],
          },
          id_token_signing_alg_values_supported: ['RS256'],
        })
      if (request.url === '/jwks') return json({ keys: [jwk] })
      const now = Math.floor(Date.now() / 1_000)
      const { by, ...claims } = lie({
        ...{ iss: issuer, aud: CLIENT.client_id, sub: 'm1', nonce, iat: now, exp: now + 60 },
        ...{ email: 'mia@acme.example', email_verified: true },
      })
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', kid: 'k' })
        .sign(by === 'stranger' ? stranger : signer)
      json({ access_token: 'a', token_type: 'Bearer', id_token: token })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    issuer = `http://127.0.0.1:${(server.address() as { port: number }).port}`
    await call('DELETE', PATH, undefined, operator(acme))
    expect((await put(acme, { issuer, ...CLIENT })).status).toBe(200)
  })
  afterAll(() => server.close())

  const enter = async () => {
    const begun = await call('GET', '/login/oidc/acme')
    const to = new URL(begun.headers.get('location') ?? '')
    nonce = to.searchParams.get('nonce') ?? ''
    const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const back = `/login/oidc/callback?code=c&state=${to.searchParams.get('state')}`
    return call('GET', back, undefined, { cookie })
  }

  it.each<[string, (claims: Record<string, unknown>) => Record<string, unknown>]>([
    ['another nonce', (claims) => ({ ...claims, nonce: 'another' })],
    ['no nonce', ({ nonce: _, ...claims }) => claims],
    ['another audience', (claims) => ({ ...claims, aud: 'somebody else' })],
    [
      'an audience of many, for another one',
      (claims) => ({ ...claims, aud: ['x', CLIENT.client_id], azp: 'x' }),
    ],
    ['another issuer', (claims) => ({ ...claims, iss: provider.issuer })],
    ['a time that is over', (claims) => ({ ...claims, exp: Number(claims.iat) - 600 })],
    ['a signature of somebody else', (claims) => ({ ...claims, by: 'stranger' })],
    ['an address that is not verified', (claims) => ({ ...claims, email_verified: false })],
    ['an address that is no text', (claims) => ({ ...claims, email: ['mia@acme.example'] })],
  ])('with %s is not believed', async (_what, how) => {
    lie = how
    await expectRefused(enter)
  })

  it('is believed where it does not', async () => {
    lie = (claims) => claims
    expect((await enter()).status).toBe(302)
    expect(await bindings()).toContainEqual(expect.objectContaining({ issuer, subject: 'm1' }))
  })

  it('may not say that it is another one', async () => {
    named = 'https://accounts.google.com'
    const refused = await put(acme, { issuer, ...CLIENT, client_secret: 'changed' })
    expect([refused.status, refused.told.error?.param]).toEqual([400, 'issuer'])
    named = null
  })
})

describe('its settings', () => {
  it('are of owners; admins see them, without the secret', async () => {
    const shown = await call('GET', PATH, undefined, operator(acme))
    expect(shown.told).toMatchObject({ client_id: CLIENT.client_id, domains: [], default_role: null })
    expect(shown.text).not.toMatch(/secret/)
    const kept = JSON.stringify(await team.control.changes.db.execute('SELECT * FROM single_sign_on'))
    expect(kept).not.toContain(CLIENT.client_secret)
    expect(JSON.stringify(await team.control.changes.db.select().from(auditEvent))).not.toContain(
      CLIENT.client_secret,
    )
    const made = await call('POST', '/api/v1/password-links', { user: 'mia@acme.example' }, operator(acme))
    const token = String(made.told.url).split('#password=')[1]
    const entered = await call('POST', '/api/v1/password', { token, password: 'correct horse battery' })
    const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const admin = { cookie, 'x-csrf-token': String(entered.told.csrf_token) }
    expect((await call('GET', PATH, undefined, admin)).status).toBe(200)
    expect((await call('PUT', PATH, { issuer: rival.issuer, ...CLIENT }, admin)).status).toBe(403)
    expect((await call('DELETE', PATH, undefined, admin)).status).toBe(403)
  })

  it('keep people bound to their issuer, and a secret to its client', async () => {
    await call('DELETE', PATH, undefined, operator(acme))
    expect((await put(acme, { issuer: provider.issuer, ...CLIENT })).status).toBe(200)
    const moved = await put(acme, { issuer: rival.issuer, ...CLIENT })
    expect([moved.status, moved.told.error?.code]).toEqual([409, 'conflict'])
    const { issuer } = (await call('GET', PATH, undefined, operator(acme))).told
    const { client_secret: _, ...without } = { issuer, ...CLIENT }
    expect((await put(acme, without)).status).toBe(200)
    expect((await put(acme, { ...without, client_id: 'another' })).told.error?.param).toBe('client_secret')
  })

  it('cannot be removed where there would be no way in, and end the logins that came by them', async () => {
    await call('DELETE', PATH, undefined, operator(acme))
    expect((await put(acme, { issuer: provider.issuer, ...CLIENT })).status).toBe(200)
    provider.accounts.a1 = { email: 'ada@acme.example', email_verified: true }
    await team.control.organisations.changeSettings(acme.id, { password_login: false })
    const { cookie, status } = await signIn('a1')
    expect(status).toBe(302)
    const refused = await call('DELETE', PATH, undefined, operator(acme))
    expect([refused.status, refused.told.error?.code]).toEqual([409, 'conflict'])
    await team.control.organisations.changeSettings(acme.id, { password_login: true })
    expect((await call('DELETE', PATH, undefined, operator(acme))).status).toBe(200)
    expect((await call('GET', '/api/v1/me', undefined, { cookie })).status).toBe(401)
    expect((await call('GET', PATH, undefined, operator(acme))).status).toBe(404)
    expect((await bindings()).filter((one) => one.organisation_id === acme.id)).toEqual([])
  })

  it.each([
    ['a role that looks after people', { default_role: 'admin', domains: ['acme.example'] }, 'default_role'],
    ['a role for anybody on the Internet', { default_role: 'viewer' }, 'domains'],
    ['a domain that is none', { domains: ['@acme.example'] }, 'domains'],
    ['no secret', { client_secret: undefined }, 'client_secret'],
    ['an unknown field', { organisation_id: 'x' }, 'organisation_id'],
    ['a prototype', JSON.parse('{"__proto__":{"a":1}}') as object, '__proto__'],
  ])('with %s are refused', async (_what, more, param) => {
    const body = { issuer: provider.issuer, ...CLIENT, ...more }
    const told = Object.hasOwn(more, '__proto__') ? { ...body, ['__proto__' as string]: 1 } : body
    const text = Object.hasOwn(more, '__proto__')
      ? JSON.stringify(body).replace(/}$/, ',"__proto__":{"a":1}}')
      : JSON.stringify(told)
    const response = await fetch(url + PATH, {
      ...{ method: 'PUT', body: text },
      headers: { 'content-type': 'application/json', ...operator(acme) },
    })
    const { error } = (await response.json()) as { error: { param?: string } }
    expect([response.status, error.param]).toEqual([400, param])
  })
})

describe('addresses of the own network', () => {
  it.each([
    ...[
      'http://127.0.0.1:1',
      'https://127.0.0.1',
      'https://169.254.169.254',
      'https://[::1]',
      'file:///etc/passwd',
    ],
    ...[
      'https://localhost',
      'https://10.0.0.1',
      'http://example.com',
      'https://[::ffff:10.0.0.1]',
      'https://2130706433',
    ],
    ...[
      'https://user:secret@example.com',
      'https://intranet',
      'https://printer.local',
      'gopher://example.com',
      'x',
    ],
    ...[
      'https://0x7f.1',
      'https://[fe80::1]',
      'https://[64:ff9b::a00:1]',
      'https://[2002:a00:1::]',
      'https://0',
    ],
  ])('%s is not called', async (issuer) => {
    const strict = await team.get(PATH, {
      ...{ method: 'PUT', body: JSON.stringify({ issuer, ...CLIENT }) },
      headers: { 'content-type': 'application/json', ...operator(acme) },
    })
    const { error } = (await strict.json()) as { error: { code: string } }
    expect([strict.status, error.code]).toEqual([400, 'url_not_allowed'])
  })

  it('stay uncalled where a name stands for them', async () => {
    const calls: string[] = []
    const canary = createServer((request) => void calls.push(String(request.url)))
    await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve))
    const { port } = canary.address() as { port: number }
    const refused = await new Promise<Error | null>((resolve) => {
      const socket = connect({ host: 'localhost', port, lookup: onlyPublic }, () => resolve(null))
      socket.on('error', resolve)
    })
    expect(refused).toMatchObject({ code: 'url_not_allowed' })
    for (const address of [`https://127.0.0.1:${port}/`, `https://localhost:${port}/`])
      await expect(publicFetch({ allowPrivate: false })(address)).rejects.toMatchObject({
        code: 'url_not_allowed',
      })
    expect(calls).toEqual([])
    canary.close()
  })

  it.each<[string, boolean]>([
    ...(['8.8.8.8', '2606:4700::1111', '192.0.1.1', '172.32.0.1'] as const).map((one): [string, boolean] => [
      one,
      true,
    ]),
    ...(
      [
        '100.64.0.1',
        '172.31.255.255',
        '224.0.0.1',
        '255.255.255.255',
        'fc00::1',
        'ff02::1',
        '::',
        '2001:db8::1',
      ] as const
    ).map((one): [string, boolean] => [one, false]),
  ])('%s is public: %s', (address, is) => expect(isPublic(address)).toBe(is))
})

it('seals for one key and one purpose', () => {
  const key = sealKeyFrom('a'.repeat(64))
  const sealed = seal(key, 'x', 'Gehéimnis')
  expect(unseal(key, 'x', sealed)).toBe('Gehéimnis')
  expect(seal(key, 'x', 'Gehéimnis')).not.toBe(sealed)
  for (const [otherKey, about, text] of [
    [sealKeyFrom('b'.repeat(64)), 'x', sealed],
    [key, 'y', sealed],
    [key, 'x', `${sealed.slice(0, -4)}AAAA`],
    [key, 'x', ''],
  ] as const)
    expect(unseal(otherKey, about, text)).toBeNull()
})
