/** People, teams, keys, settings and the audit log over HTTP: who may, what is refused, and that each change is one row. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROLES, type Role } from '../../src/control/scopes.ts'
import * as contract from '../../src/faces/contract-people.ts'
import { countsOf } from '../../src/ingest/writer.ts'
import { call } from '../support/facts.ts'
import { listeningForTeam, OPERATOR } from './listening.ts'

let server: Awaited<ReturnType<typeof listeningForTeam>>
let org: string
let other: string
/** A key of a person of each role, with every scope. */
const keys: Record<string, string> = { operator: OPERATOR }

beforeAll(async () => {
  server = await listeningForTeam()
  const { organisations, people, teams } = server.control
  org = (await organisations.create({ name: 'Acme', owner: 'owner@acme.example' })).id
  other = (await organisations.create({ name: 'Other', owner: 'eve@other.example' })).id
  for (const role of ROLES) {
    const email = `${role}@acme.example`
    if (role !== 'owner') await people.create(org, { email, role })
    const key = { name: role, scopes: ['ingest', 'read', 'admin'], expires_at: null, user: email }
    keys[role] = (await server.control.keys.create(org, key)).key
  }
  await teams.create(org, { name: 'Mine' })
  await teams.add(org, 'Mine', { user: 'manager@acme.example', manager: true })
  await teams.create(org, { name: 'Others' })
}, 60_000)
afterAll(() => server.close())

async function ask(who: string, method: string, path: string, body?: unknown) {
  const response = await server.get(`/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${keys[who] ?? who}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: each test says what it expects
  return { status: response.status, body: (await response.json()) as any }
}

let n = 0
const fresh = () => `n${++n}@acme.example`

describe('by role', () => {
  const ADMINS: Role[] = ['owner', 'admin']
  const MANAGERS: Role[] = [...ADMINS, 'manager']
  const TABLE: [string, string, () => unknown, Role[]][] = [
    ['GET', '/users', () => undefined, MANAGERS],
    ['GET', '/users/manager@acme.example', () => undefined, MANAGERS],
    ['POST', '/users', () => ({ email: fresh() }), ADMINS],
    ['PATCH', '/users/member@acme.example', () => ({ name: `M ${++n}` }), ADMINS],
    ['PUT', '/users/member@acme.example/role', () => ({ role: 'member' }), ADMINS],
    ['GET', '/teams', () => undefined, MANAGERS],
    ['GET', '/teams/mine', () => undefined, MANAGERS],
    ['GET', '/teams/others', () => undefined, ADMINS],
    ['POST', '/teams', () => ({ name: `Team ${++n}` }), ADMINS],
    ['GET', '/service-accounts', () => undefined, ADMINS],
    ['POST', '/service-accounts', () => ({ name: `bot ${++n}` }), ADMINS],
    ['GET', '/keys', () => undefined, ADMINS],
    ['POST', '/keys', () => ({ name: 'k', scopes: ['read'] }), ADMINS],
    ['GET', '/projects', () => undefined, ADMINS],
    ['POST', '/projects', () => ({ name: `P ${++n}` }), ADMINS],
    ['GET', '/repositories', () => undefined, ADMINS],
    ['GET', '/settings', () => undefined, ADMINS],
    ['PATCH', '/settings', () => ({ seats: ++n }), ADMINS],
    ['GET', '/audit', () => undefined, ADMINS],
    ['GET', '/organisations', () => undefined, []],
  ]
  it.each(TABLE)('%s %s', async (method, path, body, allowed) => {
    for (const role of ROLES) {
      const { status } = await ask(role, method, path, body())
      // A team that is not theirs is none.
      const refused = role === 'manager' && path === '/teams/others' ? 404 : 403
      expect([role, status]).toEqual([role, allowed.includes(role) ? 200 : refused])
    }
    expect((await ask('operator', method, path, body())).status).toBe(200)
  })

  it('a manager edits members of their own team', async () => {
    const user = 'member@acme.example'
    const added = await ask('manager', 'POST', '/teams/mine/members', { user })
    expect(contract.teamWithPeople.decode(added.body).members).toBe(2)
    const seen = await ask('manager', 'GET', '/users')
    expect(seen.body.data.map(({ email }: { email: string }) => email)).toEqual([
      'manager@acme.example',
      user,
    ])
    expect((await ask('manager', 'POST', '/teams/others/members', { user })).status).toBe(404)
    expect((await ask('manager', 'PATCH', `/teams/mine/members/${user}`, { manager: true })).status).toBe(403)
    expect((await ask('manager', 'DELETE', `/teams/mine/members/${user}`)).status).toBe(200)
    expect((await ask('manager', 'GET', `/users/${user}`)).status).toBe(404)
  })

  it('a key may do no more than its scopes either', async () => {
    const made = await ask('owner', 'POST', '/keys', {
      name: 'r',
      scopes: ['read'],
      user: 'owner@acme.example',
    })
    expect(made.body).toMatchObject({ role: 'owner', holder: { kind: 'user', name: 'owner@acme.example' } })
    expect((await ask(made.body.key, 'GET', '/users')).status).toBe(403)
    expect((await ask(made.body.key, 'GET', '/status')).status).toBe(200)
  })

  it('nobody makes or takes what is above them, and the last owner stays (rows 96, 97)', async () => {
    expect((await ask('admin', 'PUT', '/users/member@acme.example/role', { role: 'owner' })).status).toBe(403)
    expect((await ask('admin', 'PUT', '/users/owner@acme.example/role', { role: 'guest' })).status).toBe(403)
    expect((await ask('admin', 'POST', '/keys', { name: 'k', scopes: ['read'], role: 'owner' })).status).toBe(
      403,
    )
    for (const [method, path, body] of [
      ['PUT', '/users/owner@acme.example/role', { role: 'admin' }],
      ['POST', '/users/owner@acme.example/deactivate', undefined],
    ] as const) {
      const refused = await ask('owner', method, path, body)
      expect([refused.status, refused.body.error.code]).toEqual([409, 'conflict'])
    }
  })
})

describe('bad input', () => {
  const USER = '/users/member@acme.example'
  it.each<[string, string, unknown, string]>([
    ['PATCH', USER, { role: 'admin' }, 'role'],
    ['PATCH', USER, { org_id: 'x' }, 'org_id'],
    ['PATCH', USER, { email: 'x@y.example' }, 'email'],
    ['PATCH', USER, { aliases: 'x' }, 'aliases'],
    ['PATCH', USER, '{"name":"a","__proto__":{"role":"owner"}}', '__proto__'],
    ['PUT', `${USER}/role`, { role: 'root' }, 'role'],
    ['PUT', `${USER}/role`, { role: 'admin', org: 'x' }, 'org'],
    ['POST', '/users', { email: 'nobody' }, 'email'],
    ['POST', '/users', { email: 'a@b.example', role: 'admin', organisation_id: 'x' }, 'organisation_id'],
    ['POST', '/teams', { name: '' }, 'name'],
    ['POST', '/teams/mine/members', { user: USER, since: 'yesterday' }, 'since'],
    ['POST', '/keys', { name: 'k', scopes: ['operate'] }, 'scopes'],
    ['POST', '/keys', { name: 'k', scopes: ['read'], user: 'a', service: 'b' }, 'service'],
    ['PATCH', '/settings', { timezone: 'Mars' }, 'timezone'],
    ['PATCH', '/settings', { org_id: 'x' }, 'org_id'],
    ['PATCH', '/settings', { fewest_people: 1 }, 'fewest_people'],
    ['GET', '/users?limit=0', undefined, 'limit'],
    ['GET', '/users?role=root', undefined, 'role'],
    ['GET', '/users?cursor=%00', undefined, 'cursor'],
    ['GET', "/users?cursor=x'--", undefined, 'cursor'],
    ['GET', '/users?org=x', undefined, 'org'],
    ['GET', '/audit?cursor=1e3', undefined, 'cursor'],
    ['GET', '/audit?from=yesterday', undefined, 'from'],
  ])('%s %s %j is refused by name', async (method, path, body, param) => {
    const { status, body: answer } = await ask('owner', method, path, body)
    expect([status, answer.error?.code, answer.error?.param]).toEqual([400, 'bad_param', param])
  })

  it.each(["'; DROP TABLE person --", '%00', '../..', '\u202Eevil', 'x'.repeat(5000), '__proto__'])(
    'a name that is %s is nobody',
    async (name) => {
      for (const path of ['users', 'teams', 'service-accounts', 'keys']) {
        const method = path === 'users' || path === 'teams' ? 'GET' : 'DELETE'
        const told = await ask('owner', method, `/${path}/${encodeURIComponent(name)}`)
        expect(told.status).toBe(404)
      }
    },
  )
})

describe('another organisation', () => {
  it('is answered as one that nobody has', async () => {
    const { people, teams, keys: made, serviceAccounts } = server.control
    const eve = await people.get(other, 'eve@other.example')
    const team = await teams.create(other, { name: 'Theirs' })
    const key = await made.create(other, { name: 'theirs', scopes: ['read'], expires_at: null })
    const bot = await serviceAccounts.create(other, { name: 'their-bot' })
    const none = '3b241101-e2bb-4255-8caf-4136c566a962'
    const told = async (method: string, path: string, id: string, body?: unknown) => {
      const { status, body: answer } = await ask('owner', method, path.replace('ID', id), body)
      return [
        status,
        JSON.stringify(answer.error)
          .replaceAll(id, '')
          .replace(/"request_id":"[^"]*"/, ''),
      ]
    }
    for (const [id, method, path, body] of [
      [eve.id, 'GET', '/users/ID'],
      [eve.id, 'PATCH', '/users/ID', { name: 'x' }],
      [eve.id, 'PUT', '/users/ID/role', { role: 'guest' }],
      [eve.id, 'POST', '/users/ID/deactivate'],
      [eve.id, 'POST', '/teams/mine/members', { user: eve.id }],
      [team.id, 'GET', '/teams/ID'],
      [team.id, 'DELETE', '/teams/ID'],
      [team.id, 'POST', '/teams/ID/members', { user: 'member@acme.example' }],
      [key.id, 'DELETE', '/keys/ID'],
      [bot.id, 'DELETE', '/service-accounts/ID'],
    ] as const) {
      const unknown = body && 'user' in body && body.user === id ? { user: none } : body
      const theirs = await told(method, path, id, body)
      expect(theirs[0]).toBe(404)
      expect(theirs).toEqual(
        (await told(method, path, none, unknown))
          .map((one) => String(one).replaceAll(none, ''))
          .map((one, i) => (i === 0 ? Number(one) : one)),
      )
    }
    expect((await people.get(other, eve.id)).role).toBe('owner')
  })
})

describe('the audit log', () => {
  it('has one row for a change, with who made it and by which way, and no key', async () => {
    const email = fresh()
    const made = await ask('admin', 'POST', '/users', { email, role: 'viewer' })
    const key = await ask('operator', 'POST', '/keys', { name: 'ci', scopes: ['read'], user: email })
    await ask('member', 'POST', '/users', { email: fresh() })
    const { body } = await ask('owner', 'GET', '/audit?limit=2')
    const { data } = contract.auditAnswer.decode(body)
    expect(
      data.map(({ eventType, actor, source, target }) => [
        eventType,
        actor.principalKind,
        actor.email,
        actor.role,
        source,
        target?.kind,
      ]),
    ).toEqual([
      ['key.created', 'operator', null, 'owner', 'cli', 'key'],
      ['user.created', 'user', 'admin@acme.example', 'admin', 'api', 'user'],
    ])
    expect(data[1]?.target).toEqual({ kind: 'user', id: made.body.id, name: email })
    expect(JSON.stringify(body)).not.toContain(key.body.key)
    const next = await ask('owner', 'GET', `/audit?limit=2&cursor=${body.meta.next_cursor}`)
    expect(next.body.data).toHaveLength(2)
    expect(Number(next.body.data[0].id)).toBeLessThan(Number(body.data[1].id))
    const found = await ask('owner', 'GET', `/audit?target=${encodeURIComponent(email)}`)
    expect(found.body.data).toHaveLength(1)
  })
})

describe('answers', () => {
  it('come by pages, in the shapes of the description', async () => {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const { body }: { body: contract.UsersAnswer } = await ask(
        'owner',
        'GET',
        `/users?limit=3${cursor ? `&cursor=${cursor}` : ''}`,
      )
      seen.push(...contract.usersAnswer.decode(body).data.map(({ email }) => email))
      cursor = body.meta.next_cursor
    } while (cursor)
    expect(seen).toEqual([...new Set(seen)].sort())
    expect(seen.length).toBeGreaterThan(6)
    const settings = await ask('owner', 'PATCH', '/settings', { timezone: 'Asia/Kathmandu', seats: null })
    expect(settings.body.data).toMatchObject({ timezone: 'Asia/Kathmandu', seats: null, content: false })
    expect((await ask('owner', 'GET', '/settings')).body).toEqual(settings.body)
    const project = await ask('owner', 'POST', '/projects', { name: 'Shop', repositories: ['acme/shop'] })
    expect(contract.project.decode(project.body).repositories).toEqual(['acme/shop'])
    const repositories = await ask('owner', 'GET', '/repositories')
    expect(repositories.body.data).toContainEqual(
      expect.objectContaining({ name: 'acme/shop', project: 'Shop' }),
    )
  })
})

it('who is erased by the id of their record is gone from facts too, and stays so under every name', async () => {
  const user = fresh()
  const { id } = await server.control.people.create(org, { email: user, aliases: ['gone-laptop'] })
  const { store } = server.instance
  const { writer } = await server.instance.tenant(org)
  const told = ['gone-laptop', user].map((who, i) => call({ keys: [`gone${i}`], user: who }))
  await writer.write(told)
  const erased = await ask('owner', 'POST', '/erasures', { user: id })
  expect([erased.status, erased.body.facts]).toEqual([200, 2])
  const { refused } = countsOf(await writer.write(told))
  expect(refused).toMatchObject({ erased_person: { records: 2 } })
  const left =
    'SELECT count() AS n FROM model_call WHERE org = {org:String} AND user IN {users:Array(String)}'
  expect(await store.rows(left, { params: { org, users: [user, 'gone-laptop'] } })).toEqual([{ n: 0 }])
}, 60_000)
