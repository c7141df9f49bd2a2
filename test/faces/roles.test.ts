/**
 * Roles and routes (ruling Z-5, promises S1, S2): every route of a team's server by every role, and by the owner of
 * another organisation. A route that is not in this table makes the test fail.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../src/control/scopes.ts'
import { ROLES } from '../../src/control/scopes.ts'
import { METRICS } from '../../src/metrics/index.ts'
import { listeningForTeam } from './listening.ts'

let server: Awaited<ReturnType<typeof listeningForTeam>>
/** Keys by role, each of a person of that role and good for everything the role may do. */
const keys: Record<string, string> = {}
let foreign = ''
const ids: Record<string, string> = {}

const ALL = ['ingest', 'read', 'admin']
const DAY = '2026-03-04'
const of = (role: string) => `${role}@acme.example`

beforeAll(async () => {
  server = await listeningForTeam()
  const { control } = server
  const acme = await control.organisations.create({ name: 'Acme', owner: of('owner') })
  const other = await control.organisations.create({ name: 'Other', owner: 'eve@other.example' })
  for (const role of ROLES) {
    if (role !== 'owner') await control.people.create(acme.id, { email: of(role), role })
    const told = { name: role, scopes: ALL, expires_at: null, user: of(role) }
    keys[role] = (await control.keys.create(acme.id, told)).key
  }
  const told = { name: 'eve', scopes: ALL, expires_at: null, user: 'eve@other.example' }
  foreign = (await control.keys.create(other.id, told)).key
  const team = await control.teams.create(acme.id, { name: 'Blue' })
  for (const [role, manager] of [
    ['manager', true],
    ['member', false],
  ] as const)
    await control.teams.add(acme.id, team.id, { user: of(role), manager, since: new Date('2026-01-01') })
  ids.team = team.id
  ids.user = (await control.people.get(acme.id, of('viewer'))).id
  ids.key = (await control.keys.list(acme.id)).find(({ name }) => name === 'guest')?.id ?? ''
  const facts = ROLES.flatMap((role) => [
    { type: 'session', id: `s-${role}`, started_at: `${DAY}T10:00:00Z`, user: of(role) },
    {
      type: 'model_call',
      id: `c-${role}`,
      at: `${DAY}T10:00:00Z`,
      session: `s-${role}`,
      user: of(role),
      model: 'm',
      out: 1,
    },
    {
      type: 'message',
      id: `m-${role}`,
      at: `${DAY}T10:00:00Z`,
      session: `s-${role}`,
      user: of(role),
      role: 'user',
      human: true,
    },
  ])
  const body = facts.map((fact) => JSON.stringify(fact)).join('\n')
  const headers = { ...as('owner'), 'content-type': 'application/x-ndjson' }
  expect((await server.get('/api/v1/facts', { method: 'POST', body, headers })).status).toBe(200)
  await server.get('/api/v1/status?settled=true', { headers: as('owner') })
}, 120_000)
afterAll(() => server?.close())

const as = (who: string) => ({ authorization: `Bearer ${keys[who] ?? who}` })

const status = async (role: string) =>
  (await (await server.get('/api/v1/status', { headers: as(role) })).json()) as Record<string, unknown>

/** Metrics that the list says are refused: each is, for the reason that the list gives. */
async function refused(role: string): Promise<{ id: string; refused: string }[]> {
  const headers = as(role)
  const list = await server.get('/api/v1/metrics', { headers })
  const { data } = (await list.json()) as { data: { id: string; refused: string | null }[] }
  expect(data).toHaveLength(METRICS.length)
  const found = data.flatMap(({ id, refused: why }) => (why === null ? [] : [{ id, refused: why }]))
  for (const { id, refused: why } of found) {
    const answer = await server.get(`/api/v1/metrics/${id}`, { headers })
    expect([answer.status, await answer.json()]).toMatchObject([403, { error: { message: why } }])
  }
  return found
}

/** Who may use what. `reads`: whoever may read anything. `persons`: of them those who may see single people. */
const GROUPS = {
  everybody: ROLES,
  reads: ['owner', 'admin', 'manager', 'member', 'viewer'],
  persons: ['owner', 'admin', 'manager', 'member'],
  managers: ['owner', 'admin', 'manager'],
  administrators: ['owner', 'admin'],
  owner: ['owner'],
  operator: [],
  // For people with a cookie: no key has logins.
  loggedIn: [],
} as const satisfies Record<string, readonly Role[]>
type Group = keyof typeof GROUPS

/** Routes that need no key. */
const OPEN = [
  ...['GET /healthz', 'GET /readyz', 'GET /openapi.json', 'GET /api/v1/login', 'POST /api/v1/login'],
  ...['POST /api/v1/logout', 'POST /api/v1/password'],
  ...['GET /login/oidc/:organisation', 'GET /login/oidc/callback'],
]

const TABLE: Record<string, Group> = {
  'GET /api/v1/metrics': 'reads',
  'GET /api/v1/metrics/:id': 'reads',
  'GET /api/v1/status': 'reads',
  'GET /api/v1/ingest': 'persons',
  'GET /metrics': 'reads',
  'GET /api/v1/sessions': 'persons',
  'GET /api/v1/sessions/:id': 'persons',
  'GET /api/v1/sessions/:id/timeline': 'persons',
  'GET /api/v1/sessions/:id/events': 'persons',
  'GET /api/v1/events': 'persons',
  'GET /api/v1/identities': 'administrators',
  'GET /api/v1/reconciliation': 'administrators',
  // What is sent is not read: the scope of the key decides.
  'POST /api/v1/facts': 'everybody',
  'GET /api/v1/collector': 'everybody',
  'POST /v1/logs': 'everybody',
  'POST /v1/metrics': 'everybody',
  'POST /v1/traces': 'everybody',
  'POST /k/:key/v1/logs': 'everybody',
  'POST /k/:key/v1/metrics': 'everybody',
  'POST /k/:key/v1/traces': 'everybody',
  // Of one's own.
  'GET /api/v1/me': 'everybody',
  'POST /api/v1/login/organisation': 'everybody',
  'GET /api/v1/logins': 'everybody',
  'DELETE /api/v1/logins': 'loggedIn',
  'DELETE /api/v1/logins/:id': 'loggedIn',
  'POST /api/v1/password-links': 'administrators',
  'GET /api/v1/users': 'managers',
  'POST /api/v1/users': 'administrators',
  'GET /api/v1/users/:id': 'managers',
  'PATCH /api/v1/users/:id': 'administrators',
  'PUT /api/v1/users/:id/role': 'administrators',
  'POST /api/v1/users/:id/deactivate': 'administrators',
  'POST /api/v1/users/:id/reactivate': 'administrators',
  'GET /api/v1/service-accounts': 'administrators',
  'POST /api/v1/service-accounts': 'administrators',
  'PATCH /api/v1/service-accounts/:id': 'administrators',
  'PUT /api/v1/service-accounts/:id/role': 'administrators',
  'DELETE /api/v1/service-accounts/:id': 'administrators',
  'GET /api/v1/teams': 'managers',
  'POST /api/v1/teams': 'administrators',
  'GET /api/v1/teams/:id': 'managers',
  'PATCH /api/v1/teams/:id': 'administrators',
  'DELETE /api/v1/teams/:id': 'administrators',
  'POST /api/v1/teams/:id/members': 'managers',
  'PATCH /api/v1/teams/:id/members/:user': 'administrators',
  'DELETE /api/v1/teams/:id/members/:user': 'managers',
  'GET /api/v1/projects': 'administrators',
  'POST /api/v1/projects': 'administrators',
  'PATCH /api/v1/projects/:id': 'administrators',
  'GET /api/v1/repositories': 'administrators',
  'POST /api/v1/repositories': 'administrators',
  'PATCH /api/v1/repositories/:id': 'administrators',
  'GET /api/v1/keys': 'administrators',
  'POST /api/v1/keys': 'administrators',
  'DELETE /api/v1/keys/:id': 'administrators',
  'GET /api/v1/settings': 'administrators',
  'PATCH /api/v1/settings': 'administrators',
  'GET /api/v1/audit': 'administrators',
  'GET /api/v1/single-sign-on': 'administrators',
  'PUT /api/v1/single-sign-on': 'owner',
  'DELETE /api/v1/single-sign-on': 'owner',
  'GET /api/v1/erasures': 'administrators',
  'POST /api/v1/erasures': 'administrators',
  'POST /api/v1/erasures/forget': 'administrators',
  'DELETE /api/v1/pseudonyms': 'administrators',
  'GET /api/v1/organisations': 'operator',
  'POST /api/v1/organisations': 'operator',
  'GET /api/v1/quarantine': 'operator',
  'DELETE /api/v1/quarantine': 'operator',
  'POST /api/v1/quarantine/replay': 'operator',
  ...Object.fromEntries(
    ['tokens', 'tools', 'activity', 'productivity', 'users'].flatMap((view) => [
      [`GET /api/v1/analytics/${view}`, 'managers' as const],
      [`GET /analytics/${view}`, 'managers' as const],
    ]),
  ),
  ...Object.fromEntries(
    [
      'summary',
      'timeseries',
      'by-agent',
      'cost-breakdown',
      'by-project',
      'success-trend',
      'coaching',
    ].flatMap((view) => [
      [`GET /api/v1/:org_id/sessions/analytics/${view}`, 'reads' as const],
      [`GET /:org_id/sessions/analytics/${view}`, 'reads' as const],
    ]),
  ),
  ...Object.fromEntries(
    ['by-user'].flatMap((view) => [
      [`GET /api/v1/:org_id/sessions/analytics/${view}`, 'persons' as const],
      [`GET /:org_id/sessions/analytics/${view}`, 'persons' as const],
    ]),
  ),
}

const KEYED = /:key/
/** A request of a route, with names that nothing has but for sessions and metrics. */
function asked(route: string, key: string): [string, RequestInit] {
  const [method = '', pattern = ''] = route.split(' ')
  const slot = pattern.includes('/metrics/')
    ? 'tokens.by_model'
    : pattern.includes('/sessions/')
      ? 's-member'
      : 'none'
  const path = pattern.replace(':key', key).replace(':org_id', 'acme').replace(/:\w+/g, slot)
  const query = path.includes('/api/v1/analytics/') ? `?startDate=${DAY}&endDate=${DAY}` : ''
  const headers: Record<string, string> = KEYED.test(route) ? {} : { authorization: `Bearer ${key}` }
  if (method === 'GET' || method === 'DELETE') return [path + query, { method, headers }]
  headers['content-type'] = 'application/json'
  return [path + query, { method, headers, body: '{}' }]
}

/** Routes of the server, as `METHOD /path`; those of the page and HEAD left out. */
function routes(): string[] {
  const open: string[] = []
  const found: string[] = []
  for (const line of server.app.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent = '', part = '', methods] = /^([│ ]*)[├└]── (\S*)(?: \(([A-Z, ]+)\))?/.exec(line) ?? []
    const depth = indent.length / 4
    open.length = depth
    open[depth] = part
    for (const method of methods?.split(', ') ?? [])
      if (method !== 'HEAD' && method !== 'OPTIONS') found.push(`${method} ${open.join('')}`)
  }
  return found
}

it('the table has every route, and no other', () => {
  expect(routes().sort()).toEqual([...OPEN, ...Object.keys(TABLE)].sort())
})

describe.each(Object.entries(TABLE))('%s', (route, group) => {
  it('answers whom it is for, and nobody else', async () => {
    const answers = ROLES.map(async (role) => {
      const response = await server.get(...asked(route, keys[role] as string))
      return { role, status: response.status, text: await response.text() }
    })
    for (const { role, status, text } of await Promise.all(answers)) {
      const allowed = (GROUPS[group] as readonly Role[]).includes(role)
      expect(status < 500, `${role}: ${text}`).toBe(true)
      if (allowed) expect([401, 403], `${role}: ${text}`).not.toContain(status)
      else expect(status, `${role}: ${text}`).toBe(403)
    }
  })

  it('asks for a key, and for one that is good', async () => {
    for (const key of ['', 'tg_none']) {
      const [path, init] = asked(route, key || 'none')
      const headers = { ...(init.headers as Record<string, string>) }
      if (key === '') delete headers.authorization
      expect((await server.get(path, { ...init, headers })).status).toBe(401)
    }
  })
})

describe('what is of another organisation', () => {
  const BY_ID: readonly (readonly [string, string])[] = [
    ...['', '/timeline', '/events'].map((rest) => [`GET /api/v1/sessions/:id${rest}`, 's-member'] as const),
    ...['GET', 'PATCH', 'DELETE'].map((method) => [`${method} /api/v1/teams/:id`, 'team'] as const),
    ['POST /api/v1/teams/:id/members', 'team'],
    ['GET /api/v1/users/:id', 'user'],
    ['PATCH /api/v1/users/:id', 'user'],
    ['PUT /api/v1/users/:id/role', 'user'],
    ['POST /api/v1/users/:id/deactivate', 'user'],
    ['DELETE /api/v1/keys/:id', 'key'],
    ['GET /api/v1/:id/sessions/analytics/summary', 'acme'],
  ]
  const bodies: Record<string, string> = {
    'PUT /api/v1/users/:id/role': '{"role":"guest"}',
    'POST /api/v1/teams/:id/members': '{"user":"eve@other.example"}',
    'PATCH /api/v1/teams/:id': '{"name":"Red"}',
    'PATCH /api/v1/users/:id': '{"name":"Eve"}',
  }
  const answered = async (route: string, id: string) => {
    const [method = '', pattern = ''] = route.split(' ')
    const body = bodies[route]
    const headers = {
      authorization: `Bearer ${foreign}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    }
    const path = pattern.replace(':id', id)
    const response = await server.get(path, { method, headers, ...(body === undefined ? {} : { body }) })
    const text = (await response.text()).replaceAll(id, 'ID').replace(/"request_?id":"[^"]*"/i, '')
    return { status: response.status, text }
  }
  it.each(BY_ID)('%s is as if it were not there', async (route, what) => {
    const made = what === 's-member' ? 'nobody' : '00000000-0000-4000-8000-000000000000'
    const [theirs, none] = [await answered(route, ids[what] ?? what), await answered(route, made)]
    expect(theirs.status).toBe(404)
    expect(theirs).toEqual(none)
  })
})

describe('of sessions and tokens', () => {
  const users = async (role: string, path: string, field: string) => {
    const response = await server.get(path, { headers: as(role) })
    const { data } = (await response.json()) as { data?: Record<string, string>[] }
    return data?.map((row) => String(row[field]).replace('@acme.example', '')).sort() ?? response.status
  }
  const EVERYBODY = [...ROLES].sort()
  it.each([
    ['owner', EVERYBODY],
    ['admin', EVERYBODY],
    ['manager', ['manager', 'member']],
    ['member', ['member']],
    ['viewer', 403],
    ['guest', 403],
  ])('%s sees those of %j', async (role, whose) => {
    const window = `from=${DAY}&to=${DAY}`
    expect(await users(role, `/api/v1/metrics/tokens.by_user?${window}`, 'user')).toEqual(whose)
    expect(await users(role, `/api/v1/sessions?${window}`, 'user')).toEqual(whose)
  })

  it('a viewer reads sums of everybody, a member asks for nobody else', async () => {
    const tokens = async (role: string, more = '') => {
      const path = `/api/v1/metrics/tokens.by_model?from=${DAY}&to=${DAY}${more}`
      const response = await server.get(path, { headers: as(role) })
      const { data } = (await response.json()) as { data?: { calls: number }[] }
      return data?.map(({ calls }) => calls) ?? response.status
    }
    expect(await tokens('viewer')).toEqual([ROLES.length])
    expect(await tokens('member')).toEqual([1])
    expect(await tokens('viewer', `&user=${of('owner')}`)).toBe(403)
    expect(await tokens('member', `&user=${of('owner')}`)).toBe(403)
  })

  it('the list of metrics says which of them are refused, and why', async () => {
    expect([(await refused('owner')).length, (await refused('member')).length]).toEqual([0, 0])
    const single = METRICS.filter((m) => m.single).map(({ id }) => id)
    expect((await refused('viewer')).map(({ id }) => id)).toEqual(single)
  })

  it('an id of a session out of reach is as one that nobody has', async () => {
    expect((await server.get('/api/v1/sessions/s-owner', { headers: as('member') })).status).toBe(404)
    expect((await server.get('/api/v1/sessions/s-member', { headers: as('manager') })).status).toBe(200)
  })
})

describe('where works councils watch', () => {
  const change = (settings: object) =>
    server.get('/api/v1/settings', {
      ...{ method: 'PATCH', body: JSON.stringify(settings) },
      headers: { ...as('owner'), 'content-type': 'application/json' },
    })

  it('nobody sees single people, but everybody themselves', async () => {
    expect((await change({ works_council: true })).status).toBe(200)
    for (const path of [
      ...[
        '/api/v1/sessions',
        '/api/v1/events',
        '/api/v1/identities',
        '/api/v1/reconciliation',
        '/api/v1/ingest',
      ],
      ...['/api/v1/metrics/tokens.by_user', '/api/v1/metrics/users.by_user?format=csv'],
      `/api/v1/analytics/users?startDate=${DAY}&endDate=${DAY}`,
      '/api/v1/acme/sessions/analytics/by-user',
    ])
      expect((await server.get(path, { headers: as('owner') })).status, path).toBe(403)
    const mine = await server.get(`/api/v1/metrics/tokens.by_user?from=${DAY}&to=${DAY}`, {
      headers: as('member'),
    })
    expect(((await mine.json()) as { data: unknown[] }).data).toHaveLength(1)
    const [ofOwner, ofMember] = [await refused('owner'), await refused('member')]
    expect(ofMember).toEqual([])
    expect(ofOwner.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['tokens.by_user', 'tokens.by_team', 'productivity.pull_requests']),
    )
    expect(ofOwner.map(({ id }) => id)).not.toContain('summary.overview')
    expect(await status('owner')).toMatchObject({
      ...{ tz: 'UTC', works_council: { fewest_people: 5, applies: true } },
    })
    expect((await status('member')).works_council).toEqual({ fewest_people: 5, applies: false })
    // Two sizes of groups could be subtracted from each other.
    expect((await change({ fewest_people: 6 })).status).toBe(409)
    expect((await change({ works_council: false, timezone: 'Asia/Kolkata' })).status).toBe(200)
    expect(await status('viewer')).toMatchObject({ tz: 'Asia/Kolkata', works_council: null })
    const audit = await server.get('/api/v1/audit', { headers: as('owner') })
    expect(await audit.text()).toMatch(/works_council/)
  })
})
