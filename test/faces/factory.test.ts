/** The Factory Analytics API: golden facts of two organisations, every field of every answer, and the rulings (catalogue 1.6). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROLES } from '../../src/control/scopes.ts'
import { VIEW_NAMES } from '../../src/faces/factory/parameters.ts'
import * as golden from '../golden/factory/answers.ts'
import { ACME, BETA } from '../golden/factory/facts.ts'
import { listeningForTeam } from './listening.ts'

let server: Awaited<ReturnType<typeof listeningForTeam>>
/** Headers of a key of each organisation, and of each role in the first. */
const keys: Record<string, { authorization: string }> = {}
/** Ada is a member of her organisation; nobody has told the other one of Eve. */
const OWNERS = { Acme: 'ada@acme.example', Beta: 'owner@beta.example' }
const PERIOD = 'startDate=2026-06-14&endDate=2026-06-17'

beforeAll(async () => {
  server = await listeningForTeam()
  const { organisations, keys: made } = server.control
  for (const [name, facts] of [
    ['Acme', ACME],
    ['Beta', BETA],
  ] as const) {
    const org = await organisations.create({ name, owner: OWNERS[name] })
    // Matchers and commands of hooks are content.
    await organisations.changeSettings(org.id, { content: true })
    const scopes = ['ingest', 'read', 'admin']
    const { key } = await made.create(org.id, { name: 'all', scopes, expires_at: null })
    keys[name] = { authorization: `Bearer ${key}` }
    const headers = { ...keys[name], 'content-type': 'application/x-ndjson' }
    const body = facts.map((fact) => JSON.stringify(fact)).join('\n')
    const receipt = await (await server.get('/api/v1/facts', { method: 'POST', headers, body })).json()
    expect(receipt).toMatchObject({ rejected: [] })
    await server.get('/api/v1/status?settled=true', { headers: keys[name] })
    if (name === 'Beta') continue
    for (const role of ROLES) {
      const told = await made.create(org.id, { name: role, scopes: ['read'], expires_at: null, role })
      keys[role] = { authorization: `Bearer ${told.key}` }
    }
  }
}, 120_000)
afterAll(() => server?.close())

interface Told {
  data: Record<string, unknown>[]
  meta: Record<string, unknown>
}
const asked = (path: string, who = 'Acme') => server.get(path, { headers: keys[who] })
async function told<T = Told>(path: string, who = 'Acme'): Promise<T> {
  const response = await asked(path, who)
  const text = await response.text()
  expect(`${response.status} ${text}`).toMatch(/^200 /)
  return JSON.parse(text) as T
}
const view = async (name: string, more = '', who = 'Acme') =>
  (await told(`/api/v1/analytics/${name}?${PERIOD}${more}`, who)).data

/** Puts `{address}` in the place of each id, and makes sure that an id is one. */
function withNames(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return value.startsWith('user_') ? (names.get(value) ?? value) : value
  if (Array.isArray(value)) return value.map((v) => withNames(v, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, withNames(v, names)]))
}

const known = new Map<string, Promise<Map<string, string>>>()
/** The ids of people, and who they are; one has no address. */
function named(who = 'Acme'): Promise<Map<string, string>> {
  const asking = known.get(who) ?? namesOf(who)
  known.set(who, asking)
  return asking
}
async function namesOf(who: string): Promise<Map<string, string>> {
  const rows = await view('users', '&aggregate=1&limit=100', who)
  return new Map(rows.map((r) => [String(r.user_id), `{${r.user_email ?? 'ci-bot'}}`]))
}

describe('golden facts', () => {
  const CASES: [string, string, string, unknown[]][] = [
    ['tokens', '', 'Acme', golden.ACME_TOKENS],
    ['tokens', '&group_by=model', 'Acme', golden.ACME_TOKENS_BY_MODEL],
    ['tokens', '&group_by=user', 'Acme', golden.ACME_TOKENS_BY_USER],
    ['tools', '', 'Acme', golden.ACME_TOOLS],
    ['tools', '&group_by=tool_name', 'Acme', golden.ACME_TOOLS_BY_NAME],
    ['activity', '', 'Acme', golden.ACME_ACTIVITY],
    ['activity', '&group_by=client', 'Acme', golden.ACME_ACTIVITY_BY_CLIENT],
    ['productivity', '', 'Acme', golden.ACME_PRODUCTIVITY],
    ['productivity', '&group_by=extension', 'Acme', golden.ACME_BY_EXTENSION],
    ['productivity', '&group_by=language', 'Acme', golden.ACME_BY_LANGUAGE],
    ['users', '', 'Acme', golden.ACME_USERS],
    ['users', '&aggregate=1', 'Acme', golden.ACME_USERS_AGGREGATED],
    ['users', '', 'Beta', golden.BETA_USERS],
  ]
  it.each(CASES)('/%s%s of %s', async (name, more, who, expected) => {
    expect(withNames(await view(name, more, who), await named(who))).toEqual(expected)
  })

  it.each([
    ['tokens', golden.BETA_TOKENS_16],
    ['tools', golden.BETA_TOOLS_16],
    ['activity', golden.BETA_ACTIVITY_16],
    ['productivity', golden.BETA_PRODUCTIVITY_16],
  ])('/%s of the other organisation', async (name, expected) => {
    const rows = (await view(name, '', 'Beta')).filter((r) => r.date === '2026-06-16')
    expect(withNames(rows, await named('Beta'))).toEqual([expected])
  })
})

/** The documented examples (catalogue 1.6 and ruling Z-4): the numbers are theirs, the shape is the contract. */
const DOCUMENTED: Readonly<Record<string, object>> = {
  'activity?view=summary': {
    ...{ dau: 156, wau: 295, mau: 418, stickiness: 0.37, sessions: 247, sessions_avg_duration_minutes: 18.5 },
  },
  'activity?': {
    date: '2026-01-15',
    daily_active_users: 128,
    weekly_active_users: 312,
    monthly_active_users: 485,
    daily_active_users_by_client: { 'terminal-ui': 95, web: 42, 'non-interactive-cli': 18 },
    ...{ sessions: 890, messages: 12500, user_messages: 4200 },
  },
  'activity?group_by=client': { date: '2026-01-15', group_key: 'terminal-ui', daily_active_users: 95 },
  'tools?': {
    ...{ date: '2026-01-15', tool_calls: 45000, by_tool: [{ tool: 'Read', invocations: 12500 }] },
    ...{ mcp_users_with_mcp: 42, mcp_by_server: [{ server: 'github', invocations: 1200 }] },
    ...{ skills_invocations: 320, skills_by_name: [{ name: 'browser', count: 180 }] },
    ...{ slash_commands_invocations: 1500, slash_commands_by_name: [{ name: 'review', count: 420 }] },
    hooks_invocations: 2800,
    hooks_by_event: [{ event: 'PostToolUse', matcher: '*.ts', command: 'eslint --fix', count: 1200 }],
    ...{ web_users: 42, autonomy_ratio_avg: 8.5, autonomy_ratio_p50: 6.2, autonomy_ratio_p90: 18.4 },
    ...{ tool_calls_per_session_avg: 45.2, user_turns_per_session_avg: 5.3 },
    tool_autonomy_level_ratio: { auto_high: 0.35, auto_medium: 0.42, auto_low: 0.18, manual: 0.05 },
  },
  'tools?group_by=tool_name': { date: '2026-01-15', group_key: 'Read', tool_calls: 12500 },
  'productivity?': {
    ...{ date: '2026-01-15', files_created: 245, files_edited: 1820 },
    by_extension: [{ extension: '.ts', count: 890 }],
    by_language: [{ language: 'TypeScript', count: 1310 }],
    ...{ git_commits: 156, git_prs_created: 42 },
  },
  'users?': {
    ...{ user_id: 'user_…', user_email: 'developer@company.com', date: '2026-01-15', tool_calls: 1250 },
    ...{ billable_tokens: 450000, primary_model: 'claude-sonnet-4-20250514', primary_model_tier: 'standard' },
    ...{ files_created: 12, files_edited: 85, git_commits: 8, git_prs_created: 2, mcp_calls: 45 },
    ...{ skill_calls: 8, slash_commands: 22, hooks: 120, sessions: 15, messages: 180, user_messages: 62 },
    ...{ assistant_messages: 118, autonomy_ratio: 9.2, delegation_level: 'auto-high' },
    languages: ['TypeScript', 'Python', 'Go'],
  },
  'tokens?': {
    ...{ date: '2026-01-15', billable_tokens: 0, input_tokens: 0, output_tokens: 0 },
    ...{ cache_read_tokens: 0, cache_write_tokens: 0 },
    by_model: [
      { model_id: 'm', model_tier: 'standard', billable_tokens: 0, input_tokens: 0, output_tokens: 0 },
    ],
    by_user: [
      {
        ...{ user_id: 'user_…', user_email: 'developer@company.com', billable_tokens: 0 },
        by_model: [
          { model_id: 'm', model_tier: 'standard', billable_tokens: 0, input_tokens: 0, output_tokens: 0 },
        ],
      },
    ],
  },
  'tokens?group_by=model': {
    ...{ date: '2026-01-15', group_key: 'm', billable_tokens: 0, input_tokens: 0, output_tokens: 0 },
  },
}

/** What a value looks like: its keys in their order, and of what type each is. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])]
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)])
}

describe('the documented shape', () => {
  it.each(Object.keys(DOCUMENTED))('%s', async (address) => {
    const [name, words = ''] = address.split('?')
    const path = `/api/v1/analytics/${name}?startDate=2026-06-15&endDate=2026-06-15&${words}`
    if (words === 'view=summary') {
      expect(shapeOf(await told(path))).toEqual(shapeOf(DOCUMENTED[address]))
      return
    }
    const { data, meta } = await told(path)
    expect(shapeOf(data[0])).toEqual(shapeOf(DOCUMENTED[address]))
    const more = name === 'users' ? { has_more: false, next_cursor: null } : {}
    expect(meta).toEqual({
      ...{ org_id: expect.any(String), start_date: '2026-06-15', end_date: '2026-06-15' },
      ...more,
    })
  })
})

describe('rulings', () => {
  it('Z-3: a summary is of people at its last day and of sessions over all of them', async () => {
    const days = 'startDate=2026-06-15&endDate=2026-06-16'
    const path = `/api/v1/analytics/activity?${days}&view=summary`
    expect(await told(path)).toEqual(golden.ACME_SUMMARY)
    expect(await told(`${path}&extra=1`)).toEqual({ ...golden.ACME_SUMMARY, ...golden.ACME_SUMMARY_EXTRA })
    expect(await told(path, 'Beta')).toEqual(golden.BETA_SUMMARY)
  })

  it('Z-3, X-F-1: the short address needs no dates, and activity is a flat object', async () => {
    expect(Object.keys(await told('/analytics/activity'))).toEqual(Object.keys(golden.ACME_SUMMARY))
    const { data, meta } = await told('/analytics/tokens')
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
    expect([data.length, data[0]?.date, data.at(-1)?.date]).toEqual([30, day(30), day(1)])
    expect(meta).toMatchObject({ start_date: day(30), end_date: day(1) })
    const days = await told(`/analytics/activity?${PERIOD}&view=daily`)
    expect(days.data).toEqual(golden.ACME_ACTIVITY)
    expect((await told(`/analytics/activity?${PERIOD}&group_by=client`)).data).toEqual(
      golden.ACME_ACTIVITY_BY_CLIENT,
    )
    expect((await asked(`/api/v1/analytics/activity`)).status).toBe(400)
  })

  it('X-F-1, Z-7: stickiness and duration of days come with extra=1 alone, and 0 for nothing is told', async () => {
    const path = `/api/v1/analytics/activity?${PERIOD}`
    const plain = await asked(path)
    expect(plain.headers.get('x-tachograph-empty')).toBeNull()
    const extra = await asked(`${path}&extra=1`)
    expect(((await extra.json()) as Told).data).toEqual(
      golden.ACME_ACTIVITY.map((row, i) => ({ ...row, ...golden.ACME_ACTIVITY_EXTRA[i] })),
    )
    expect(extra.headers.get('x-tachograph-empty')).toBe('sessions_avg_duration_minutes,stickiness')
  })

  it('G-NULL-1: ratios of nothing are 0, and the header names them', async () => {
    const response = await asked('/api/v1/analytics/tools?startDate=2026-06-14&endDate=2026-06-14')
    expect(response.headers.get('x-tachograph-empty')?.split(',')).toEqual([
      ...['autonomy_ratio_avg', 'autonomy_ratio_p50', 'autonomy_ratio_p90'],
      ...['tool_autonomy_level_ratio', 'tool_calls_per_session_avg', 'user_turns_per_session_avg'],
    ])
  })

  it('Z-7: what lies beside the documented fields comes with extra=1 alone', async () => {
    const beside: Readonly<Record<string, string[]>> = {
      tokens: ['billable_tokens_weighted', 'cache_efficiency', 'cost_usd'],
      tools: ['mcp_users_configured', 'headless_tool_calls'],
      productivity: ['lines_added', 'lines_removed'],
    }
    for (const [name, fields] of Object.entries(beside)) {
      const [plain, extra] = [await view(name), await view(name, '&extra=1')]
      const keys = Object.keys(plain[1] ?? {})
      expect(Object.keys(extra[1] ?? {})).toEqual([...keys, ...fields])
    }
    const [, day] = await view('tokens', '&extra=1')
    // 155 + 66 + 200 written to the cache + 1000 / 10 read from it; 1000 / (155 + 1000 + 200) of all input.
    expect(day).toMatchObject({ billable_tokens_weighted: 521, cache_efficiency: 0.738 })
    const [, shipped] = await view('productivity', '&extra=1')
    expect(shipped).toMatchObject({ lines_added: 25, lines_removed: 3 })
  })

  it('X-F-2: tokens are grouped by user too, and every grouping has the same sums', async () => {
    const days = await view('tokens')
    const sum = (rows: Record<string, unknown>[]) => rows.reduce((n, r) => n + Number(r.billable_tokens), 0)
    for (const day of days) {
      const of = async (group: string) =>
        (await view('tokens', `&group_by=${group}`)).filter((r) => r.date === day.date)
      const parts = [day.by_model, day.by_user, await of('model'), await of('user')]
      expect(parts.map((rows) => sum(rows as Record<string, unknown>[]))).toEqual(
        parts.map(() => day.billable_tokens),
      )
    }
    expect(sum(days)).toBe(234)
    // Of a person: 221 + 10; the 3 that are nobody's are in no row of users.
    expect(sum(await view('users'))).toBe(231)
  })

  it('X-F-3: billable tokens are input and output, the weighted ones a field of their own', async () => {
    const [, day] = await view('tokens', '&extra=1')
    expect(day?.billable_tokens).toBe(Number(day?.input_tokens) + Number(day?.output_tokens))
    expect(day?.billable_tokens_weighted).not.toBe(day?.billable_tokens)
  })

  it('X-F-4: people who used MCP and people who configured it are two fields', async () => {
    const [, day] = await view('tools', '&extra=1')
    expect([day?.mcp_users_with_mcp, day?.mcp_users_configured]).toEqual([1, 2])
  })

  it('X-F-5: the ratio of autonomy is that of its sums, not of all calls to all messages', async () => {
    const [, day] = await view('tools', '&extra=1')
    // 9 calls to 3 messages would be 3; the 2 of a session in which nobody spoke are told apart.
    expect([day?.autonomy_ratio_avg, day?.headless_tool_calls]).toEqual([2.3, 2])
  })

  it('X-F-6: sessions of a day and people of a day are counts of their own', async () => {
    const days = await view('activity')
    expect(days.map((d) => [d.sessions, d.daily_active_users])).toEqual([
      ...[
        [0, 0],
        [3, 2],
        [2, 1],
        [0, 0],
      ],
    ])
  })

  it('X-F-7: the day that is not over is refused', async () => {
    const today = new Date().toISOString().slice(0, 10)
    for (const name of VIEW_NAMES) {
      const response = await asked(`/api/v1/analytics/${name}?startDate=2026-06-14&endDate=${today}`)
      expect([response.status, await response.json()]).toEqual([
        400,
        expect.objectContaining({ detail: expect.stringContaining('not over') }),
      ])
    }
  })

  it('X-F-8: the five views are there under both addresses', async () => {
    const day = 'startDate=2026-06-15&endDate=2026-06-15'
    for (const name of VIEW_NAMES) {
      const words = `${day}${name === 'activity' ? '&view=daily' : ''}`
      const [long, short] = ['/api/v1/analytics', '/analytics'].map((base) =>
        told(`${base}/${name}?${words}`),
      )
      expect(await short).toEqual(await long)
    }
  })

  it('Z-15: users are searched, sorted and summed up', async () => {
    const names = await named()
    const order = async (words: string) =>
      (await view('users', `&aggregate=1${words}`)).map((r) => names.get(String(r.user_id)))
    expect(await order('&search=BOB')).toEqual(['{bob@acme.example}'])
    expect(await order('&search=ACME.example')).toEqual(['{ada@acme.example}', '{bob@acme.example}'])
    expect(await order('&search=%25')).toEqual([])
    expect(await order('&sort=billable_tokens')).toEqual([
      ...['{ada@acme.example}', '{bob@acme.example}', '{ci-bot}'],
    ])
    expect(await order('&sort=billable_tokens&order=asc')).toEqual([
      ...['{ci-bot}', '{bob@acme.example}', '{ada@acme.example}'],
    ])
    // Bob 1, CI 2, Ada 6.
    expect(await order('&sort=tool_calls&order=asc')).toEqual([
      ...['{bob@acme.example}', '{ci-bot}', '{ada@acme.example}'],
    ])
    expect(await order('&sort=user_email&order=desc')).toEqual([
      ...['{bob@acme.example}', '{ada@acme.example}', '{ci-bot}'],
    ])
  })
})

describe('pages of users', () => {
  it.each(['', '&aggregate=1&sort=user_email&order=desc', '&aggregate=1&sort=primary_model'])(
    'hold all people once, whole%s',
    async (words) => {
      const all = await view('users', `&limit=100${words}`)
      const rows: Record<string, unknown>[] = []
      let cursor: unknown = ''
      for (let page = 0; page < 9 && cursor !== null; page++) {
        const more = cursor === '' ? '' : `&cursor=${cursor}`
        const { data, meta } = await told(`/api/v1/analytics/users?${PERIOD}&limit=1${words}${more}`)
        expect(new Set(data.map((r) => r.user_id)).size).toBeLessThanOrEqual(1)
        expect(meta.has_more).toBe(meta.next_cursor !== null)
        rows.push(...data)
        cursor = meta.next_cursor
      }
      expect(rows).toEqual(all)
      expect(rows.length).toBeGreaterThan(2)
    },
  )

  it('have cursors that are ids of people, of this organisation alone', async () => {
    const { data, meta } = await told(`/api/v1/analytics/users?${PERIOD}&limit=1`)
    expect(meta.next_cursor).toBe(data.at(-1)?.user_id)
    const [eve] = await view('users', '', 'Beta')
    const response = await asked(`/api/v1/analytics/users?${PERIOD}&cursor=${eve?.user_id}`)
    expect(response.status).toBe(400)
  })

  it('have ids that are the same for ever and tell no address', async () => {
    const names = await named()
    const ids = [...names.keys()]
    expect(new Set((await view('tokens', '&group_by=user')).map((r) => r.group_key))).toEqual(
      new Set([...ids, 'unknown']),
    )
    const [org] = await server.control.organisations.list()
    const members = await server.control.people.ids(org?.id ?? '')
    expect(members.map(({ id, user }) => [`user_${id.replaceAll('-', '')}`, `{${user}}`])).toEqual([
      [...names].find(([, name]) => name === '{ada@acme.example}'),
    ])
    for (const id of ids) {
      expect(id).toMatch(/^user_[\w-]+$/)
      const bytes = Buffer.from(id.slice(5), 'base64url').toString('latin1')
      expect(`${id} ${bytes}`).not.toMatch(/ada|bob|acme|ci-bot/)
    }
  })
})

describe('permissions', () => {
  it('F-PERM-1, Z-5: owner, admin and manager see the whole organisation, everybody else nothing', async () => {
    const path = `/api/v1/analytics/tokens?${PERIOD}&group_by=model`
    for (const role of ROLES) {
      const response = await asked(path, role)
      const body = (await response.json()) as Told
      if (['owner', 'admin', 'manager'].includes(role)) expect(body.data).toEqual(golden.ACME_TOKENS_BY_MODEL)
      else
        expect([response.status, body]).toEqual([
          403,
          {
            title: 'Forbidden',
            detail: expect.stringContaining(role),
            status: 403,
            requestId: expect.any(String),
          },
        ])
    }
    for (const name of VIEW_NAMES)
      for (const base of ['/api/v1/analytics', '/analytics'])
        expect((await asked(`${base}/${name}?${PERIOD}`, 'member')).status).toBe(403)
  })

  it('F-ERR-401: without a key, and with one that is wrong', async () => {
    for (const authorization of ['', 'Bearer tg_wrong', 'Basic x']) {
      const headers = authorization === '' ? undefined : { authorization }
      const response = await server.get(`/api/v1/analytics/users?${PERIOD}`, { headers })
      expect([response.status, await response.json()]).toEqual([
        401,
        { title: 'Unauthorized', detail: expect.any(String), status: 401, requestId: expect.any(String) },
      ])
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /)
    }
  })
})

describe('CSV', () => {
  const lines = async (address: string): Promise<string[]> => {
    const response = await asked(address)
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    return (await response.text()).trimEnd().split('\r\n')
  }
  const csv = (name: string, more = '') => lines(`/api/v1/analytics/${name}?${PERIOD}${more}&format=csv`)

  it('F-API-8: elements of lists are rows of their own, after the row that had them', async () => {
    const [header, ...rows] = await csv('productivity')
    expect(header).toBe(
      'date,files_created,files_edited,git_commits,git_prs_created,group_by,group_key,count',
    )
    expect(rows).toEqual([
      '2026-06-14,0,0,0,0,,,',
      '2026-06-15,1,2,1,1,,,',
      '2026-06-15,,,,,by_extension,.py,1',
      '2026-06-15,,,,,by_extension,.ts,1',
      '2026-06-15,,,,,by_extension,.tsx,1',
      '2026-06-15,,,,,by_language,TypeScript,2',
      '2026-06-15,,,,,by_language,Python,1',
      '2026-06-16,0,0,0,0,,,',
      '2026-06-17,0,0,0,0,,,',
    ])
  })

  it('has every measure of tools and tokens', async () => {
    const tools = await csv('tools')
    expect(tools[0]).toBe(
      'date,tool_calls,mcp_users_with_mcp,skills_invocations,slash_commands_invocations,hooks_invocations,web_users,autonomy_ratio_avg,autonomy_ratio_p50,autonomy_ratio_p90,tool_calls_per_session_avg,user_turns_per_session_avg,tool_autonomy_level_ratio_auto_high,tool_autonomy_level_ratio_auto_medium,tool_autonomy_level_ratio_auto_low,tool_autonomy_level_ratio_manual,group_by,group_key,invocations,count,matcher,command',
    )
    expect(tools[2]).toBe('2026-06-15,9,1,2,1,1,1,2.3,2,2.8,3.5,1.5,0.57,0.14,0,0.29,,,,,,')
    expect(tools).toContain('2026-06-15,,,,,,,,,,,,,,,,hooks_by_event,PostToolUse,,1,*.ts,eslint --fix')
    const tokens = await csv('tokens')
    expect(tokens.filter((line) => line.includes('by_'))).toHaveLength(2 + 3 + 2 + 2)
    expect(tokens).toContain('2026-06-16,3,,,,,by_user,unknown,,')
    expect(await csv('tokens', '&group_by=model')).toEqual([
      'date,group_key,billable_tokens,input_tokens,output_tokens',
      ...golden.ACME_TOKENS_BY_MODEL.map((r) => Object.values(r).join(',')),
    ])
    expect(await csv('activity')).toContain('2026-06-15,,,,,,,daily_active_users_by_client,terminal-ui,1')
  })

  it('F-USR-13: users by day or summed up, all of them unless a page is asked for', async () => {
    const [header, ...daily] = await csv('users')
    expect(header).toBe(USERS_HEADER)
    expect(daily).toHaveLength(golden.ACME_USERS.length)
    const ada = daily[0]?.split(',').slice(1)
    expect(ada?.join(',')).toBe(
      'ada@acme.example,2026-06-15,6,200,claude-sonnet-4-5,standard,1,2,1,1,1,2,1,1,1,5,2,3,3,auto-high,"TypeScript, Python"',
    )
    const [more, ...people] = await csv('users', '&aggregate=1')
    expect(more).toBe(`${USERS_HEADER},days_active`)
    expect(people).toHaveLength(3)
    expect(await csv('users', '&limit=1')).toHaveLength(1 + 2)
  })

  it('comes by the header that asks for it', async () => {
    const headers = { ...keys.Acme, accept: 'text/csv' }
    const response = await server.get('/analytics/activity', { headers })
    expect(await response.text()).toMatch(
      /^dau,wau,mau,stickiness,sessions,sessions_avg_duration_minutes\r\n[\d.,]+\r\n$/,
    )
  })
})

const USERS_HEADER =
  'user_id,user_email,date,tool_calls,billable_tokens,primary_model,primary_model_tier,files_created,files_edited,git_commits,git_prs_created,mcp_calls,skill_calls,slash_commands,hooks,sessions,messages,user_messages,assistant_messages,autonomy_ratio,delegation_level,languages'

/** The last, since it changes the organisation. */
describe('where works councils watch', () => {
  it('nothing of single people is told, and what is withheld is named', async () => {
    const [org] = await server.control.organisations.list()
    await server.control.organisations.changeSettings(org?.id ?? '', { works_council: true })
    const of = (name: string, words = '') => asked(`/api/v1/analytics/${name}?${PERIOD}${words}`)
    for (const address of [of('users'), of('users', '&format=csv'), of('tokens', '&group_by=user')])
      expect([(await address).status]).toEqual([403])
    const tokens = await of('tokens')
    // Two people are fewer than five; what the service account did is of no person.
    expect(tokens.headers.get('x-tachograph-empty')).toContain('billable_tokens')
    expect(((await tokens.json()) as Told).data.map((r) => [r.billable_tokens, r.by_user])).toEqual(
      [0, 6, 0, 0].map((sum) => [sum, []]),
    )
    for (const name of ['tools', 'activity', 'productivity']) {
      const response = await of(name)
      expect([name, response.status]).toEqual([name, 200])
      expect(await response.text()).not.toMatch(/ada|bob|user_[0-9a-f]{8}/)
    }
  })
})
