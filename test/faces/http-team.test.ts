/** A server for a team: who may use which route, and that nobody sees or changes what is another organisation's. */
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto'
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Organisation } from '../../src/control/organisations.ts'
import { buildServer } from '../../src/faces/http/server.ts'
import { VIEW_NAMES } from '../../src/faces/session-analytics/parameters.ts'
import { type Listening, listening, listeningForTeam, OPERATOR } from './listening.ts'

let server: Awaited<ReturnType<typeof listeningForTeam>>
let acme: Organisation
let other: Organisation
const keys: Record<string, string> = {}

beforeAll(async () => {
  server = await listeningForTeam()
  const { organisations, keys: made } = server.control
  acme = await organisations.create({ name: 'Acme', owner: 'ada@example.com' })
  other = await organisations.create({ name: 'Other', owner: 'eve@example.com' })
  const expires_at = null
  const key = async (org: string, ...scopes: string[]) =>
    (await made.create(org, { name: scopes.join(' '), scopes, expires_at })).key
  keys.ingest = await key(acme.id, 'ingest')
  keys.read = await key(acme.id, 'read')
  keys.both = await key(acme.id, 'ingest', 'read')
  keys.others = await key(other.id, 'ingest', 'read')
  keys.operator = OPERATOR
  // The operator's own organisation is another one.
  for (const who of ['both', 'operator']) {
    await ask({ method: 'POST', path: '/api/v1/facts', body: SESSION('ours') }, as(who))
    await ask({ path: '/api/v1/status?settled=true' }, as(who))
  }
}, 60_000)
afterAll(() => server.close())

const FACT = '{"type":"model_call","id":"c","at":"2026-03-04T10:00:00Z","model":"m","in_uncached":7,"out":1}'
const SESSION = (id: string) => JSON.stringify({ type: 'session', id, started_at: '2026-03-04T10:00:00Z' })
const NEW_ORG = () => JSON.stringify({ name: `Org ${Math.random()}`, owner: 'a@example.com' })
const NEW_KEY = JSON.stringify({ name: 'made', scopes: ['read'] })

const as = (who: string | undefined, headers: Record<string, string> = {}) =>
  who === undefined ? headers : { ...headers, authorization: `Bearer ${keys[who] ?? who}` }

interface Asked {
  method?: string
  path: string
  body?: string
}
const ask = ({ path, method = 'GET', body }: Asked, headers: Record<string, string>) =>
  server.get(path, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body }),
  })

/** What each route answers to nobody, and to holders of each key. Whoever is not named is refused. */
const OPEN = ['nobody', 'wrong', 'ingest', 'read', 'both', 'operator'] as const
const MATRIX: [string, (key: string) => Asked, readonly string[]][] = [
  ['GET /healthz', () => ({ path: '/healthz' }), OPEN],
  ['GET /readyz', () => ({ path: '/readyz' }), OPEN],
  ['GET /openapi.json', () => ({ path: '/openapi.json' }), OPEN],
  [
    'POST /api/v1/login',
    () => ({ method: 'POST', path: '/api/v1/login', body: JSON.stringify({ key: keys.read }) }),
    OPEN,
  ],
  ['POST /api/v1/logout', () => ({ method: 'POST', path: '/api/v1/logout' }), OPEN],
  ['GET /api/v1/login', () => ({ path: '/api/v1/login' }), OPEN],
  ['GET /api/v1/me', () => ({ path: '/api/v1/me' }), ['read', 'both', 'operator']],
  ['GET /api/v1/logins', () => ({ path: '/api/v1/logins' }), ['read', 'both', 'operator']],
  // Of people who are logged in; what they may do is in login.test.ts.
  ['DELETE /api/v1/logins', () => ({ method: 'DELETE', path: '/api/v1/logins' }), []],
  ['DELETE /api/v1/logins/:id', () => ({ method: 'DELETE', path: '/api/v1/logins/none' }), []],
  [
    'POST /api/v1/login/organisation',
    () => ({ method: 'POST', path: '/api/v1/login/organisation', body: '{"organisation":"acme"}' }),
    [],
  ],
  [
    'POST /api/v1/password-links',
    () => ({ method: 'POST', path: '/api/v1/password-links', body: '{"user":"ada@example.com"}' }),
    ['operator'],
  ],
  ['GET /api/v1/metrics', () => ({ path: '/api/v1/metrics' }), ['read', 'both', 'operator']],
  [
    'GET /api/v1/metrics/:id',
    () => ({ path: '/api/v1/metrics/tokens.by_model' }),
    ['read', 'both', 'operator'],
  ],
  ...['tokens', 'tools', 'activity', 'productivity', 'users'].flatMap((view) =>
    ['/api/v1/analytics', '/analytics'].map((base): [string, () => Asked, readonly string[]] => [
      `GET ${base}/${view}`,
      () => ({ path: `${base}/${view}?startDate=2026-03-01&endDate=2026-03-04` }),
      ['read', 'both', 'operator'],
    ]),
  ),
  ...VIEW_NAMES.flatMap((view) =>
    ['/api/v1', ''].map((base): [string, () => Asked, readonly string[]] => [
      `GET ${base}/:org_id/sessions/analytics/${view}`,
      () => ({ path: `${base}/acme/sessions/analytics/${view}` }),
      ['read', 'both', 'operator'],
    ]),
  ),
  ['GET /api/v1/sessions', () => ({ path: '/api/v1/sessions' }), ['read', 'both', 'operator']],
  ['GET /api/v1/sessions/:id', () => ({ path: '/api/v1/sessions/ours' }), ['read', 'both', 'operator']],
  [
    'GET /api/v1/sessions/:id/timeline',
    () => ({ path: '/api/v1/sessions/ours/timeline' }),
    ['read', 'both', 'operator'],
  ],
  [
    'GET /api/v1/sessions/:id/events',
    () => ({ path: '/api/v1/sessions/ours/events' }),
    ['read', 'both', 'operator'],
  ],
  ['GET /api/v1/reconciliation', () => ({ path: '/api/v1/reconciliation' }), ['read', 'both', 'operator']],
  ['GET /api/v1/identities', () => ({ path: '/api/v1/identities' }), ['read', 'both', 'operator']],
  ['GET /api/v1/events', () => ({ path: '/api/v1/events' }), ['read', 'both', 'operator']],
  ['GET /api/v1/status', () => ({ path: '/api/v1/status' }), ['read', 'both', 'operator']],
  [
    'POST /api/v1/facts',
    () => ({ method: 'POST', path: '/api/v1/facts', body: FACT }),
    ['ingest', 'both', 'operator'],
  ],
  ['GET /api/v1/collector', () => ({ path: '/api/v1/collector' }), ['ingest', 'both', 'operator']],
  ['GET /metrics', () => ({ path: '/metrics' }), ['read', 'both', 'operator']],
  ['GET /api/v1/ingest', () => ({ path: '/api/v1/ingest' }), ['read', 'both', 'operator']],
  ...['logs', 'metrics', 'traces'].map((signal): [string, () => Asked, readonly string[]] => [
    `POST /v1/${signal}`,
    () => ({ method: 'POST', path: `/v1/${signal}`, body: '{}' }),
    ['ingest', 'both', 'operator'],
  ]),
  ...['logs', 'metrics', 'traces'].map((signal): [string, (key: string) => Asked, readonly string[]] => [
    `POST /k/:key/v1/${signal}`,
    (key) => ({ method: 'POST', path: `/k/${key}/v1/${signal}`, body: '{}' }),
    ['ingest', 'both'],
  ]),
  ['GET /api/v1/organisations', () => ({ path: '/api/v1/organisations' }), ['operator']],
  [
    'POST /api/v1/organisations',
    () => ({ method: 'POST', path: '/api/v1/organisations', body: NEW_ORG() }),
    ['operator'],
  ],
  ['GET /api/v1/quarantine', () => ({ path: '/api/v1/quarantine' }), ['operator']],
  ['DELETE /api/v1/quarantine', () => ({ method: 'DELETE', path: '/api/v1/quarantine' }), ['operator']],
  [
    'POST /api/v1/quarantine/replay',
    () => ({ method: 'POST', path: '/api/v1/quarantine/replay' }),
    ['operator'],
  ],
  ...administration(),
  ['GET /api/v1/keys', () => ({ path: '/api/v1/keys' }), ['operator']],
  ['POST /api/v1/keys', () => ({ method: 'POST', path: '/api/v1/keys', body: NEW_KEY }), ['operator']],
]

/** Routes that need the scope `admin`: what each role may do with them is tried in http-people. */
function administration(): [string, () => Asked, readonly string[]][] {
  const told: [string, string, object?][] = [
    ['GET', '/api/v1/users'],
    ['POST', '/api/v1/users', { email: 'bo@example.com', aliases: ['bo'] }],
    ['GET', '/api/v1/users/:id'],
    ['PATCH', '/api/v1/users/:id', { name: 'Bo' }],
    ['PUT', '/api/v1/users/:id/role', { role: 'manager' }],
    ['POST', '/api/v1/users/:id/deactivate'],
    ['POST', '/api/v1/users/:id/reactivate'],
    ['GET', '/api/v1/service-accounts'],
    ['POST', '/api/v1/service-accounts', { name: 'robot' }],
    ['PATCH', '/api/v1/service-accounts/:id', { aliases: ['r'] }],
    ['PUT', '/api/v1/service-accounts/:id/role', { role: 'viewer' }],
    ['DELETE', '/api/v1/service-accounts/:id'],
    ['GET', '/api/v1/teams'],
    ['POST', '/api/v1/teams', { name: 'robot' }],
    ['GET', '/api/v1/teams/:id'],
    ['PATCH', '/api/v1/teams/:id', { name: 'robot' }],
    ['POST', '/api/v1/teams/:id/members', { user: 'bo@example.com' }],
    ['PATCH', '/api/v1/teams/:id/members/:user', { manager: true }],
    ['DELETE', '/api/v1/teams/:id/members/:user'],
    ['DELETE', '/api/v1/teams/:id'],
    ['GET', '/api/v1/projects'],
    ['POST', '/api/v1/projects', { name: 'robot' }],
    ['PATCH', '/api/v1/projects/:id', { aliases: ['x'] }],
    ['GET', '/api/v1/repositories'],
    ['POST', '/api/v1/repositories', { name: 'robot' }],
    ['PATCH', '/api/v1/repositories/:id', { aliases: ['x'] }],
    ['GET', '/api/v1/settings'],
    ['PATCH', '/api/v1/settings', { seats: 5 }],
    ['GET', '/api/v1/audit'],
    ['GET', '/api/v1/erasures'],
    ['POST', '/api/v1/erasures', { user: 'gone@example.com' }],
    ['POST', '/api/v1/erasures/forget', { user: 'gone@example.com' }],
    ['DELETE', '/api/v1/pseudonyms'],
  ]
  return told.map(([method, route, body]) => {
    const path = route.replace(':user', 'bo').replace(':id', route.includes('/users/') ? 'bo' : 'robot')
    const asked = { method, path, ...(body ? { body: JSON.stringify(body) } : {}) }
    return [`${method} ${route}`, () => asked, ['operator']]
  })
}

describe.each(MATRIX)('%s', (name, asked, allowed) => {
  it.each(OPEN)('as %s', async (who) => {
    const key = who === 'nobody' ? undefined : who === 'wrong' ? 'tg_wrong' : who
    const inAddress = name.includes('/:key/')
    const told = keys[key ?? ''] ?? key ?? 'nobody'
    const response = await ask(asked(told), inAddress ? {} : as(key))
    await response.arrayBuffer()
    // The operator's key is none where it would be a part of an address.
    const known = who !== 'nobody' && who !== 'wrong' && !(inAddress && who === 'operator')
    const expected = allowed.includes(who) ? 200 : known ? 403 : 401
    expect(response.status).toBe(expected)
    if (expected === 401) expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /)
  })
})

it('lists every route in the matrix', () => {
  const routes = server.app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .filter((line) => /\((?!HEAD\))/.test(line)).length
  // A line has all methods of an address; DELETE /api/v1/keys/:id is tried below, POST /api/v1/password in login.test.ts,
  // /api/v1/single-sign-on, /login/oidc/:organisation and /login/oidc/callback in oidc.test.ts.
  expect(routes).toBe(new Set(MATRIX.map(([name]) => name.split(' ')[1])).size + 5)
})

describe('organisations', () => {
  const tokens = async (headers: Record<string, string>) => {
    const { data } = (await (
      await ask({ path: '/api/v1/metrics/tokens.by_model?from=2026-04-01&to=2026-04-30' }, headers)
    ).json()) as { data: { model: string; input: number }[] }
    return data.map(({ model, input }) => [model, input])
  }
  const send = async (id: string, model: string, headers: Record<string, string>) => {
    const fact = { type: 'model_call', id, at: '2026-04-04T10:00:00Z', model, in_uncached: 5, out: 1 }
    const response = await ask({ method: 'POST', path: '/api/v1/facts', body: JSON.stringify(fact) }, headers)
    return (await response.json()) as { accepted: number; duplicate: number }
  }

  it('see their own facts, and the same id is another fact for each', async () => {
    expect(await send('same', 'ours', as('both'))).toMatchObject({ accepted: 1 })
    expect(await send('same', 'theirs', as('others'))).toMatchObject({ accepted: 1 })
    expect(await send('same', 'theirs', as('others'))).toMatchObject({ accepted: 0, duplicate: 1 })
    for (const who of ['both', 'others']) await ask({ path: '/api/v1/status?settled=true' }, as(who))
    expect(await tokens(as('read'))).toEqual([['ours', 5]])
    expect(await tokens(as('others'))).toEqual([['theirs', 5]])
  })

  it('have sessions of their own: that of another is answered as one that nobody has', async () => {
    const told = async (path: string, who: string) => {
      const response = await ask({ path }, as(who))
      const body = (await response.json()) as { error?: { request_id: string } }
      if (body.error) body.error.request_id = ''
      return { status: response.status, body }
    }
    const path = '/api/v1/sessions/theirs'
    const nobodys = await told(path, 'read')
    expect(nobodys).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } })
    await ask({ method: 'POST', path: '/api/v1/facts', body: SESSION('theirs') }, as('others'))
    await ask({ path: '/api/v1/status?settled=true' }, as('others'))
    expect(await told(path, 'others')).toMatchObject({ status: 200, body: { data: { id: 'theirs' } } })
    expect(await told(path, 'read')).toEqual(nobodys)
    const list = '/api/v1/sessions?from=2026-03-01&to=2026-03-31'
    for (const [who, id] of [
      ['read', 'ours'],
      ['others', 'theirs'],
    ] as const)
      expect((await told(list, who)).body).toMatchObject({ data: [{ id }] })
  })

  it('cannot be changed by what a request says', async () => {
    for (const name of [other.id, other.slug]) {
      const headers = { ...as('read'), 'tachograph-org': name, 'x-scope-orgid': name }
      expect(await tokens(headers)).toEqual([['ours', 5]])
    }
    const fact = { type: 'model_call', org: other.id, id: 'x', at: '2026-04-04T10:00:00Z', model: 'smuggled' }
    await ask({ method: 'POST', path: '/api/v1/facts', body: JSON.stringify(fact) }, as('both'))
    await ask({ path: '/api/v1/status?settled=true' }, as('others'))
    expect(await tokens(as('others'))).toEqual([['theirs', 5]])
  })

  it('are named by the operator, by id or slug', async () => {
    for (const name of [other.id, other.slug])
      expect(await tokens({ ...as('operator'), 'tachograph-org': name })).toEqual([['theirs', 5]])
    expect(
      (await ask({ path: '/api/v1/keys' }, { ...as('operator'), 'tachograph-org': 'nobody' })).status,
    ).toBe(404)
  })

  it('tell nothing of the folders of the server', async () => {
    const status = await (await ask({ path: '/api/v1/status' }, as('read'))).json()
    expect(status).toMatchObject({ mode: 'team', org: acme.id, commands: null, discovery: { sources: [] } })
  })
})

describe('keys', () => {
  it('are made, listed without the key, and ended at once', async () => {
    const body = JSON.stringify({ name: 'ci', scopes: ['read'], expires_at: '2999-01-01T00:00:00Z' })
    const made = await (await ask({ method: 'POST', path: '/api/v1/keys', body }, as('operator'))).json()
    const { key, ...entry } = made as Record<string, string>
    expect((await ask({ path: '/api/v1/status' }, as(key))).status).toBe(200)
    const listed = await (await ask({ path: '/api/v1/keys' }, as('operator'))).text()
    expect(listed).not.toContain(key)
    expect(JSON.parse(listed).data).toContainEqual(
      expect.objectContaining({ ...entry, last_used_at: expect.anything() }),
    )
    const end: Asked = { method: 'DELETE', path: `/api/v1/keys/${entry.id}` }
    expect((await ask(end, { ...as('operator'), 'tachograph-org': other.id })).status).toBe(404)
    for (const who of ['read', 'both', 'ingest']) expect((await ask(end, as(who))).status).toBe(403)
    expect((await ask(end, as('operator'))).status).toBe(200)
    const refused = await ask({ path: '/api/v1/status' }, as(key))
    const unknown = await ask({ path: '/api/v1/status' }, as('tg_unknown'))
    const body401 = async (response: Response) => {
      const { error } = (await response.json()) as { error: Record<string, string> }
      return [response.status, { ...error, request_id: '' }]
    }
    expect(await body401(refused)).toEqual(await body401(unknown))
  })

  it.each([
    ['no JSON', '{', 'bad_request', undefined],
    ['a list', '[]', 'bad_param', undefined],
    ['no name', '{"scopes":["read"]}', 'bad_param', 'name'],
    ['an unknown scope', '{"name":"a","scopes":["write"]}', 'bad_param', 'scopes'],
    ['an organisation in the body', '{"name":"a","scopes":["read"],"org_id":"x"}', 'bad_param', 'org_id'],
    [
      'a past end',
      '{"name":"a","scopes":["read"],"expires_at":"2020-01-01T00:00:00Z"}',
      'bad_param',
      'expires_at',
    ],
    ['a prototype', '{"name":"a","scopes":["read"],"__proto__":{"a":1}}', 'bad_param', '__proto__'],
  ])('with %s are refused', async (_what, body, code, param) => {
    const response = await ask({ method: 'POST', path: '/api/v1/keys', body }, as('operator'))
    expect(response.status).toBe(400)
    const { error } = (await response.json()) as { error: Record<string, string> }
    expect(error.code).toBe(code)
    expect(error.param).toBe(param)
  })

  it('are refused in other forms', async () => {
    const path = '/api/v1/status'
    for (const authorization of [
      keys.read as string,
      `Basic ${keys.read}`,
      'Bearer',
      `Bearer ${keys.read} x`,
    ])
      expect((await ask({ path }, { authorization })).status).toBe(401)
    expect((await ask({ path: `${path}?key=${keys.read}` }, {})).status).toBe(401)
    const long = await ask({ path }, { authorization: `Bearer ${'x'.repeat(10_000)}` })
    expect(long.status).toBe(401)
  })
})

describe('a key in the address', () => {
  const send = (key: string, headers: Record<string, string> = {}, path = '/v1/logs') =>
    ask({ method: 'POST', path: `/k/${key}${path}`, body: '{}' }, headers)
  const bodies = async (responses: Promise<Response>[]) =>
    Promise.all(responses.map(async (response) => (await response).text()))

  it('sends for the organisation of the key', async () => {
    const exporter = new OTLPLogExporter({ url: `${server.url}/k/${keys.ingest}/v1/logs` })
    const provider = new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter })] })
    const attributes = { 'event.name': 'user_prompt', 'session.id': 'keyed', 'message.uuid': 'k1' }
    const logger = provider.getLogger('com.anthropic.claude_code.events')
    logger.emit({
      timestamp: Date.parse('2026-05-04T10:00:00Z'),
      body: 'claude_code.user_prompt',
      attributes,
    })
    await provider.shutdown()
    await ask({ path: '/api/v1/status?settled=true' }, as('read'))
    const status = async (who: string) => (await ask({ path: '/api/v1/sessions/keyed' }, as(who))).status
    expect([await status('read'), await status('others')]).toEqual([200, 404])
  })

  it('is the only one: with a header beside it, whichever, it is refused', async () => {
    for (const headers of [as('ingest'), as('both'), as('operator'), { authorization: 'Basic x' }])
      expect((await send(keys.ingest as string, headers)).status).toBe(401)
  })

  it('is not one of a cookie, and none that is empty', async () => {
    expect((await send('nobody', { cookie: `tachograph_key=${keys.both}` })).status).toBe(401)
    expect((await send('')).status).toBe(401)
    expect((await send('%00')).status).toBe(401)
  })

  it('asks no questions and posts no facts', async () => {
    for (const path of ['/api/v1/facts', '/api/v1/status', '/metrics'])
      expect((await send(keys.both as string, {}, path)).status).toBe(404)
  })

  it('is in no answer and in no log', async () => {
    const lines: string[] = []
    const { backend } = server
    const log = { write: (line: string) => void lines.push(line) }
    const app = await buildServer({ backend, web: '/nowhere', logLevel: 'debug', log })
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    const key = keys.ingest as string
    const post = (path: string, body = '{}') =>
      fetch(url + path, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
    const answers = await bodies([
      post(`/k/${key}/v1/logs`),
      post(`/k/${key}/v1/logs`, 'garbage'),
      post(`/k/${key}/v1/logs?x=${key}`),
      post(`/k/${key}/v1/nothing`),
      post(`/k/${key}/v1/%zz`),
      post(`/K/${key}`),
      post(`/k/${keys.read}/v1/logs`),
      fetch(`${url}/k/${key}/v1/logs`),
    ])
    await app.close()
    expect(lines.join('')).toContain('/k/…/v1/logs')
    for (const told of [...answers, ...lines])
      for (const secret of [key, keys.read as string]) expect(told).not.toContain(secret)
  })
})

describe('the page', () => {
  const cookieOf = async (key: string) => {
    const response = await ask({ method: 'POST', path: '/api/v1/login', body: JSON.stringify({ key }) }, {})
    return { response, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' }
  }

  it('is let in by a key for reading, for reading alone', async () => {
    const { response, cookie } = await cookieOf(keys.both as string)
    expect(response.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/)
    expect((await ask({ path: '/api/v1/status' }, { cookie })).status).toBe(200)
    expect((await ask({ method: 'POST', path: '/api/v1/facts', body: FACT }, { cookie })).status).toBe(401)
    expect((await ask({ path: '/api/v1/keys' }, { cookie })).status).toBe(401)
  })

  it('is not let in by other keys', async () => {
    expect((await cookieOf(keys.ingest as string)).response.status).toBe(403)
    expect((await cookieOf('tg_wrong')).response.status).toBe(401)
    expect((await cookieOf(OPERATOR)).response.status).toBe(401)
  })
})

describe('in personal mode', () => {
  let personal: Listening
  beforeAll(async () => {
    personal = await listening()
  })
  afterAll(() => personal.close())

  it('a key that is sent is refused: who sends one believes to be somewhere else', async () => {
    for (const path of ['/api/v1/status', '/healthz', '/api/v1/keys'])
      expect((await personal.get(path, { headers: as('read') })).status).toBe(path === '/healthz' ? 200 : 401)
    const body = JSON.stringify({ key: keys.read })
    const inAddress = await personal.get(`/k/${keys.ingest}/v1/logs`, { method: 'POST', body: '{}' })
    expect(inAddress.status).toBe(401)
    const login = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
    expect((await personal.get('/api/v1/login', login)).status).toBe(401)
  })

  it('there are no keys, and it says how to begin with them', async () => {
    const response = await personal.get('/api/v1/keys')
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('tachograph init')
  })
})
