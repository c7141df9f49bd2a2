/** The Sessions Analytics API over facts that can be checked with a pencil: every view, every filter, every role, bad questions. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Control } from '../../src/control/control.ts'
import { VIEW_NAMES, type ViewName } from '../../src/faces/session-analytics/parameters.ts'
import { meta as metaShape, SHAPES } from '../../src/faces/session-analytics/shapes.ts'
import { UserIds } from '../../src/faces/user-ids.ts'
import { ANN, acme, BEN, bolt, CAT, RANGE } from '../golden/session-analytics/facts.ts'
import { type Listening, listeningForTeam } from './listening.ts'

let server: Listening & { control: Control }
/** Keys by who holds them. */
const keys: Record<string, string> = {}
let org: string
let other: string

interface Body {
  // biome-ignore lint/suspicious/noExplicitAny: what a client sees is looked at field by field
  data: any
  // biome-ignore lint/suspicious/noExplicitAny: as above
  meta: any
}

const asked = (path: string, who = 'owner', init: { accept?: string } = {}) =>
  server.get(path, {
    headers: {
      ...(keys[who] === undefined ? {} : { authorization: `Bearer ${keys[who]}` }),
      ...(init.accept === undefined ? {} : { accept: init.accept }),
    },
  })

async function view(name: ViewName, words = '', who = 'owner'): Promise<Body & { empty: string | null }> {
  const response = await asked(`/api/v1/acme/sessions/analytics/${name}?${RANGE}&${words}`, who)
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${text}`)
  return { ...(JSON.parse(text) as Body), empty: response.headers.get('x-tachograph-empty') }
}

async function refusal(path: string, who = 'owner') {
  const response = await asked(path, who)
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

beforeAll(async () => {
  server = await listeningForTeam()
  const { control } = server
  const acmeOrg = await control.organisations.create({ name: 'Acme', owner: 'olga@acme.example' })
  const boltOrg = await control.organisations.create({ name: 'Bolt', owner: 'bob@bolt.example' })
  org = acmeOrg.id
  other = boltOrg.id
  keys.owner = (
    await control.keys.create(org, {
      name: 'owner',
      scopes: ['read'],
      expires_at: null,
      user: 'olga@acme.example',
    })
  ).key
  for (const [role, email] of [
    ['admin', 'ada@acme.example'],
    ['manager', 'mo@acme.example'],
    ['member', ANN],
    ['member', BEN],
    ['member', CAT],
    ['viewer', 'vic@acme.example'],
    ['guest', 'gus@acme.example'],
  ] as const) {
    const person = await control.people.create(org, { email, role })
    const name = role === 'member' ? (email.split('@')[0] as string) : role
    keys[name] = (
      await control.keys.create(org, { name, scopes: ['read'], expires_at: null, user: person.id })
    ).key
  }
  const team = await control.teams.create(org, { name: 'Payments' })
  const since = new Date('2026-01-01T00:00:00Z')
  await control.teams.add(org, team.id, { user: 'mo@acme.example', manager: true, since })
  await control.teams.add(org, team.id, { user: BEN, since })
  const coached = await control.teams.create(org, { name: 'Coaching' })
  await control.teams.add(org, coached.id, { user: ANN, since })
  for (const [id, facts] of [
    [org, acme(Date.now())],
    [other, bolt],
  ] as const) {
    const { key } = await control.keys.create(id, {
      name: 'send',
      scopes: ['ingest', 'read', 'admin'],
      expires_at: null,
    })
    keys[id === org ? 'org' : 'bolt'] = key
    const response = await server.get('/api/v1/facts', {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${key}` },
      body: facts.map((fact) => JSON.stringify(fact)).join('\n'),
    })
    expect(await response.json()).toMatchObject({ rejected: [] })
    await (await server.instance.tenant(id)).rebuilder.flush()
  }
})
afterAll(() => server?.close())

describe('golden facts', () => {
  it('summary', async () => {
    const { data, meta, empty } = await view('summary')
    expect(data).toEqual({
      total_sessions: 6,
      total_cost: 5.45,
      total_tokens: 6262,
      avg_duration_seconds: 1620,
      avg_cost_per_session: 1.09,
      unique_users: 3,
    })
    expect(meta).toMatchObject({
      ...{ org_id: org, start_date: '2026-03-02', end_date: '2026-03-15', filters: {}, timezone: 'UTC' },
      // Of the 11 calls of the cohort two are of the model without a price.
      coverage: { known: 9, total: 11 },
    })
    expect(empty).toBeNull()
  })

  it('summary with what is beside it', async () => {
    const { data } = await view('summary', 'extra=1')
    // 300, 600, 1800, 1800, 3600: the middle one.
    expect(data).toMatchObject({
      active_sessions: 1,
      median_duration_seconds: 1800,
      calls: 11,
      unpriced_calls: 2,
    })
  })

  it('timeseries by day, without gaps, by the day of the call', async () => {
    const { data, meta, empty } = await view('timeseries')
    expect(data).toHaveLength(14)
    const days: Record<string, unknown> = Object.fromEntries(
      data.map((row: { date: string }) => [row.date.slice(8), row]),
    )
    const row = (date: string, sessions: number, cost: number, tokens: number) => ({
      date: `2026-03-${date}`,
      sessions,
      cost,
      tokens,
    })
    // s1 1.15 and the call of s6, 5.00; 1750 + 2.
    expect(days['02']).toEqual(row('02', 1, 6.15, 1752))
    // s2 over midnight: a session of the 3rd, its calls on both days.
    expect(days['03']).toEqual(row('03', 1, 0.4, 500))
    expect(days['04']).toEqual(row('04', 0, 0.6, 700))
    // What s4 did five minutes ago is of today.
    expect(days['05']).toEqual(row('05', 1, 0.25, 110))
    expect(days['06']).toEqual(row('06', 0, 0, 0))
    expect(days['10']).toEqual(row('10', 1, 2.3, 2905))
    expect(days['11']).toEqual(row('11', 1, 0, 0))
    expect(days['12']).toEqual(row('12', 1, 0, 77))
    // The cost of the 12th is unknown, and its 0 says so.
    expect(empty).toBe('cost')
    expect(meta).toMatchObject({ interval: 'day', metric: 'all' })
    expect(meta.note).toContain('day of the call')
  })

  it('timeseries by week, month and hour, and of one measure', async () => {
    const weeks = await view('timeseries', 'interval=week')
    // 6.15 + 0.40 + 0.60 + 0.25 = 7.40; 1752 + 500 + 700 + 110 = 3062. 2.30 and 2905 + 77 = 2982.
    expect(weeks.data).toEqual([
      { date: '2026-03-02', sessions: 3, cost: 7.4, tokens: 3062 },
      { date: '2026-03-09', sessions: 3, cost: 2.3, tokens: 2982 },
    ])
    const cut = await asked(
      '/acme/sessions/analytics/timeseries?interval=week&metric=sessions&start_date=2026-03-04&end_date=2026-03-10',
    )
    // From Wednesday: s4. To Tuesday: s3.
    expect(((await cut.json()) as Body).data).toEqual([
      { date: '2026-03-02', sessions: 1, partial: true },
      { date: '2026-03-09', sessions: 1, partial: true },
    ])
    expect((await view('timeseries', 'interval=month&metric=tokens')).data).toEqual([
      { date: '2026-03-01', tokens: 6044, partial: true },
    ])
    const hours = await view('timeseries', 'interval=hour')
    expect(hours.data).toHaveLength(14 * 24)
    expect(hours.data.find((h: { date: string }) => h.date === '2026-03-02T09:00:00Z')).toEqual({
      ...{ date: '2026-03-02T09:00:00Z', sessions: 1, cost: 1.15, tokens: 1750 },
    })
  })

  it('by-agent: own calls, own time, a session once for each', async () => {
    const { data, meta } = await view('by-agent')
    const agent = (
      agent_name: string,
      session_count: number,
      avg_cost: number,
      avg_duration_seconds: number,
      total_tokens: number,
    ) => ({
      ...{ agent_name, session_count, avg_cost, avg_duration_seconds, total_tokens },
    })
    expect(data).toEqual([
      // s1 1.00, s2 1.00, s4 1.00, s7 0, and s5 of unknown cost: 3.00 / 4; (1800 + 1800 + 300 + 600) / 4.
      agent('default', 5, 0.75, 1125, 2807),
      agent('rails-expert', 1, 2, 3600, 2555),
      agent('tester', 1, 0.3, 600, 350),
      agent('Explore', 1, 0.15, 600, 550),
    ])
    expect(meta).toMatchObject({ current_page: 1, total_pages: 1, total_count: 4 })
    const more = await view('by-agent', 'extra=1')
    // s1 changed a file, s2 was answered, s7 was not; s5 does not tell; s4 goes on.
    expect(more.data[0]).toMatchObject({ success_rate: 0.6667, total_cost: 3, pull_requests: 0 })
    expect(more.data[1]).toMatchObject({ success_rate: 0 })
  })

  it('cost-breakdown: every block adds up to the cost of the summary', async () => {
    const { data, meta, empty } = await view('cost-breakdown')
    expect(meta.total_cost).toBe(5.45)
    expect(data.by_model).toEqual([
      { model: 'claude-opus-4-8', family: 'opus', cost: 3, share: 0.5505 },
      { model: 'claude-sonnet-4-5', family: 'sonnet', cost: 1.3, share: 0.2385 },
      { model: 'gpt-5', family: 'gpt', cost: 1, share: 0.1835 },
      { model: 'claude-haiku-4-5', family: 'haiku', cost: 0.15, share: 0.0275 },
      { model: 'secret', family: 'other', cost: 0, share: 0 },
    ])
    // web: s1, s2 and s7; api: s3 and its subagent, s5 unknown; s4 has none.
    expect(data.by_project).toEqual([
      { project_id: 'api', project_name: 'api', cost: 2.3, share: 0.422 },
      { project_id: 'web', project_name: 'web', cost: 2.15, share: 0.3945 },
      { project_id: 'unassigned', project_name: 'unassigned', cost: 1, share: 0.1835 },
    ])
    expect(
      data.by_user.map((u: { email: string; cost: number; share: number }) => [u.email, u.cost, u.share]),
    ).toEqual([
      [BEN, 2.3, 0.422],
      [ANN, 2.15, 0.3945],
      [CAT, 1, 0.1835],
      [null, 0, 0],
    ])
    for (const block of Object.values(data) as { cost: number; share: number }[][]) {
      expect(block.reduce((sum, { cost }) => sum + cost, 0)).toBeCloseTo(5.45, 9)
      expect(block.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 3)
    }
    expect(empty).toBe('cost,share')
  })

  it('cost-breakdown: nothing is unassigned where that would cost nothing', async () => {
    const { data } = await view('cost-breakdown', `user_id=${ANN}`)
    expect(data.by_project.map((p: { project_id: string }) => p.project_id)).toEqual(['web'])
  })

  it('by-user', async () => {
    const { data, meta } = await view('by-user', 'per_page=2')
    expect(meta).toMatchObject({ current_page: 1, total_pages: 2, total_count: 4 })
    expect(data.map((u: { email: string }) => u.email)).toEqual([BEN, ANN])
    const { user_id, ...ann } = data[1]
    const people = await server.control.people.ids(org)
    expect(people.map(({ id }) => `user_${id.replaceAll('-', '')}`)).toContain(user_id)
    expect(ann).toEqual({
      ...{ email: ANN, session_count: 2, total_cost: 2.15, avg_cost: 1.08, total_tokens: 2950 },
      ...{ avg_duration_seconds: 1800, share: 0.3945 },
      sessions_over_time: [
        { date: '2026-03-02', sessions: 1 },
        { date: '2026-03-03', sessions: 1 },
      ],
      agents: [
        { agent_name: 'default', session_count: 2, share: 1 },
        { agent_name: 'Explore', session_count: 1, share: 0.5 },
      ],
      durations: {
        // Half an hour is of the class that begins with it.
        histogram: ['<5', '5-15', '15-30', '30-60', '60-120', '>120'].map((minutes) => ({
          minutes,
          sessions: minutes === '30-60' ? 2 : 0,
        })),
        median_seconds: 1800,
      },
      // Monday at 9, Tuesday at 23.
      starts: [
        { weekday: 1, hour: 9, sessions: 1 },
        { weekday: 2, hour: 23, sessions: 1 },
      ],
    })
    const byId = await view('summary', `user_id=${user_id}`)
    expect(byId.data).toMatchObject({ total_sessions: 2, total_cost: 2.15, unique_users: 1 })
    expect((await view('by-user', 'page=2&per_page=3')).data).toHaveLength(1)
    expect((await view('by-user', 'page=9')).data).toEqual([])
  })

  it('ids of people cannot be made with what keys are told', async () => {
    const summed = async (key: string) =>
      (await view('summary', `user_id=${new UserIds(key).of(ANN)}`)).data.total_sessions
    expect(await summed(server.backend.idKey(org))).toBe(2)
    expect(await summed(server.backend.lineKey(org))).toBe(0)
  })

  it('by-user as a table, of more people than one question may name; a median of 0 is 0', async () => {
    const { control, get, instance } = server
    const { id } = await control.organisations.create({ name: 'Crowd', owner: 'olga@acme.example' })
    const told = { name: 'all', scopes: ['ingest', 'read', 'admin'], expires_at: null }
    keys.crowd = (await control.keys.create(id, told)).key
    const at = '2026-03-05T09:00:00Z'
    const facts = Array.from({ length: 600 }, (_, i) => ({
      ...{ type: 'session', id: `c${i}`, user: `p${i}@crowd.example`, harness: 'claude-code' },
      ...{ started_at: at, ended_at: at, observed_at: at },
    }))
    const headers = { 'content-type': 'application/x-ndjson', authorization: `Bearer ${keys.crowd}` }
    const body = facts.map((fact) => JSON.stringify(fact)).join('\n')
    expect((await get('/api/v1/facts', { method: 'POST', headers, body })).status).toBe(200)
    await (await instance.tenant(id)).rebuilder.flush()
    const table = await asked(`/crowd/sessions/analytics/by-user?${RANGE}&format=csv`, 'crowd')
    const [head = '', ...rows] = (await table.text()).trim().split('\r\n')
    const at0 = head.split(',').indexOf('median_duration_seconds')
    expect(rows.map((row) => row.split(',')[at0])).toEqual(facts.map(() => '0'))
  })

  it('by-project, success-trend and coaching', async () => {
    const { data: projects } = await view('by-project')
    expect(
      projects.map((p: Record<string, unknown>) => [
        p.project_id,
        p.session_count,
        p.total_cost,
        p.total_tokens,
      ]),
    ).toEqual([
      ['api', 2, 2.3, 2982],
      ['web', 3, 2.15, 2950],
      ['unassigned', 1, 1, 330],
    ])
    const { data: days } = await view('success-trend')
    const day = (date: string) => days.find((d: { date: string }) => d.date === date)
    expect(day('2026-03-02')).toMatchObject({ ended_sessions: 1, successful_sessions: 1, success_rate: 1 })
    expect(day('2026-03-10')).toMatchObject({ ended_sessions: 1, failed_sessions: 1, success_rate: 0 })
    expect(day('2026-03-12')).toMatchObject({ ended_sessions: 1, failed_sessions: 0, success_rate: null })
    const { data: cohorts } = await view('coaching')
    expect(cohorts).toEqual([
      expect.objectContaining({ cohort: 'coached', session_count: 2, total_cost: 2.15, unique_users: 1 }),
      expect.objectContaining({ cohort: 'others', session_count: 4, total_cost: 3.3, unique_users: 2 }),
    ])
  })

  it.each([
    ['project_id=web', 3, 2.15],
    ['project_id=web,api', 5, 4.45],
    ['project_id=unassigned', 1, 1],
    ['repo=acme/web', 2, 2.15],
    ['agent_name=Explore', 1, 0.15],
    ['agent_name=default', 5, 3],
    ['agent_name=Explore,tester', 2, 0.45],
    ['project_id=web&agent_name=Explore', 1, 0.15],
    ['project_id=api&agent_name=Explore', 0, 0],
    [`user_id=${ANN},${CAT}`, 3, 3.15],
    [`user_id=${ANN}&project_id=api`, 0, 0],
    ['project_id=nobody-knows', 0, 0],
    ['user_id=nobody', 0, 0],
  ])('filter %s', async (words, total_sessions, total_cost) => {
    const { data } = await view('summary', words)
    expect(data).toMatchObject({ total_sessions, total_cost })
    const series = await view('timeseries', words)
    expect(series.data.reduce((sum: number, row: { sessions: number }) => sum + row.sessions, 0)).toBe(
      total_sessions,
    )
    const { meta } = await view('cost-breakdown', words)
    expect(meta.total_cost).toBe(total_cost)
  })

  it('an agent asked for alone is its row among all', async () => {
    const { data: agents } = await view('by-agent')
    for (const { agent_name, session_count, avg_cost, avg_duration_seconds, total_tokens } of agents) {
      const { data } = await view('summary', `agent_name=${agent_name}`)
      expect(data).toMatchObject({
        ...{
          total_sessions: session_count,
          avg_cost_per_session: avg_cost,
          avg_duration_seconds,
          total_tokens,
        },
      })
    }
  })

  it('nothing at all: sums are 0, means null', async () => {
    const { data, empty } = await view('summary', 'project_id=none')
    expect(data).toEqual({
      ...{ total_sessions: 0, total_cost: 0, total_tokens: 0, unique_users: 0 },
      ...{ avg_duration_seconds: null, avg_cost_per_session: null },
    })
    expect(empty).toBeNull()
    // One call, and nobody knows what it cost.
    const unknown = await view('summary', 'user_id=ci-bot')
    expect(unknown.data).toMatchObject({
      total_sessions: 1,
      total_cost: 0,
      avg_cost_per_session: null,
      unique_users: 0,
    })
    expect(unknown.empty).toBe('total_cost')
  })
})

describe('shapes', () => {
  it.each(VIEW_NAMES)('%s has the fields of its shape and no others', async (name) => {
    const plain = await view(name)
    expect(SHAPES[name].parse(plain.data)).toEqual(plain.data)
    expect(() => metaShape.parse(plain.meta)).not.toThrow()
    const more = await view(name, 'extra=1')
    expect(SHAPES[name].parse(more.data)).toEqual(more.data)
  })

  it('documented fields stand in the documented order', async () => {
    expect(Object.keys((await view('summary')).data)).toEqual([
      ...['total_sessions', 'total_cost', 'total_tokens', 'avg_duration_seconds'],
      ...['avg_cost_per_session', 'unique_users'],
    ])
    expect(Object.keys((await view('timeseries')).data[0])).toEqual(['date', 'sessions', 'cost', 'tokens'])
    expect(Object.keys((await view('by-agent')).data[0])).toEqual([
      ...['agent_name', 'session_count', 'avg_cost', 'avg_duration_seconds', 'total_tokens'],
    ])
  })

  it.each(VIEW_NAMES)('%s as CSV', async (name) => {
    const url = `/acme/sessions/analytics/${name}?${RANGE}`
    const response = await asked(`${url}&format=csv`)
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const text = await response.text()
    expect(await (await asked(url, 'owner', { accept: 'text/csv' })).text()).toBe(text)
    expect(text.split('\r\n').length).toBeGreaterThan(2)
  })
})

describe('decisions', () => {
  it('X-S-1: both prefixes, by id and by slug, say the same', async () => {
    const bodies = await Promise.all(
      [`/acme`, `/${org}`, `/api/v1/acme`, `/api/v1/${org}`].map(async (base) =>
        (await asked(`${base}/sessions/analytics/summary?${RANGE}`)).json(),
      ),
    )
    for (const body of bodies) expect(body).toEqual(bodies[0])
  })

  it.each([
    // X-S-2: roles of both products.
    ['owner', 6, 5.45],
    ['admin', 6, 5.45],
    ['manager', 2, 2.3],
    ['ann', 2, 2.15],
    ['cat', 1, 1],
    ['viewer', 6, 5.45],
  ])('X-S-2: %s sees %i sessions in every view', async (who, sessions, cost) => {
    expect((await view('summary', '', who)).data).toMatchObject({
      total_sessions: sessions,
      total_cost: cost,
    })
    const { data } = await view('timeseries', 'metric=sessions', who)
    expect(data.reduce((sum: number, row: { sessions: number }) => sum + row.sessions, 0)).toBe(sessions)
    const { data: projects } = await view('by-project', '', who)
    expect(projects.reduce((sum: number, row: { session_count: number }) => sum + row.session_count, 0)).toBe(
      sessions,
    )
    expect((await view('cost-breakdown', '', who)).meta.total_cost).toBe(cost)
  })

  it('X-S-3: the mean cost is of the cohort, the series of the calls of the days', async () => {
    const { data: one } = await view('summary')
    const { data: series } = await view('timeseries')
    // 5.45 + s6's 5.00 - s4's 0.75 of today = 9.70.
    expect(series.reduce((sum: number, row: { cost: number }) => sum + row.cost, 0)).toBeCloseTo(9.7, 9)
    expect(one.avg_cost_per_session).toBe(1.09)
  })
})

describe('permissions', () => {
  const at = (name: string, words = '') => `/acme/sessions/analytics/${name}?${RANGE}&${words}`

  it('S-PERM-1: a member sees themselves alone, and may not ask for anybody else', async () => {
    const { data } = await view('cost-breakdown', '', 'ann')
    expect(data.by_user).toEqual([expect.objectContaining({ email: ANN, cost: 2.15, share: 1 })])
    expect((await view('by-user', '', 'ann')).data).toHaveLength(1)
    expect((await view('summary', `user_id=${ANN}`, 'ann')).data.total_sessions).toBe(2)
    for (const name of VIEW_NAMES) {
      const refused = await refusal(at(name, `user_id=${BEN}`), 'ann')
      expect(refused).toEqual({
        status: 403,
        body: { error: expect.any(String), details: { user_id: [expect.any(String)] } },
      })
      // Whoever is not there is refused alike: nothing is learned of who is.
      expect(await refusal(at(name, 'user_id=nobody@acme.example'), 'ann')).toEqual(refused)
      expect((await refusal(at(name, `user_id=${ANN},${BEN}`), 'ann')).status).toBe(403)
    }
  })

  it('S-PERM-2: a manager sees their team, admin and owner everybody', async () => {
    const emails = async (who: string) =>
      (await view('by-user', '', who)).data.map((u: { email: string }) => u.email)
    expect(await emails('manager')).toEqual([BEN])
    expect((await emails('admin')).toSorted()).toEqual([ANN, BEN, CAT, null].toSorted())
    expect((await refusal(at('summary', `user_id=${ANN}`), 'manager')).status).toBe(403)
    expect((await view('summary', `user_id=${BEN}`, 'manager')).data.total_cost).toBe(2.3)
  })

  it('S-PERM-3: a viewer reads sums and no rows of people; a guest nothing', async () => {
    const { data } = await view('cost-breakdown', '', 'viewer')
    expect(Object.keys(data)).toEqual(['by_model', 'by_project'])
    expect((await refusal(at('by-user'), 'viewer')).status).toBe(403)
    expect((await refusal(at('summary', `user_id=${ANN}`), 'viewer')).status).toBe(403)
    for (const name of VIEW_NAMES) expect((await refusal(at(name), 'guest')).status).toBe(403)
  })

  it('S-PERM-4: tables are scoped as answers are', async () => {
    const text = await (await asked(at('by-user', 'format=csv'), 'ann')).text()
    expect(text).toContain(ANN)
    expect(text).not.toContain(BEN)
    expect((await asked(at('by-user', 'format=csv'), 'viewer')).status).toBe(403)
  })

  it('the same session told to two organisations is two', async () => {
    const response = await asked(`/bolt/sessions/analytics/summary?${RANGE}`, 'bolt')
    expect(((await response.json()) as Body).data).toMatchObject({
      total_sessions: 1,
      total_cost: 9,
      total_tokens: 11,
    })
  })
})

describe('bad questions', () => {
  const at = (words: string, name = 'summary') => `/acme/sessions/analytics/${name}?${words}`

  it.each([
    ['start_date=abc', 'start_date'],
    ['start_date=2026-03-10&end_date=2026-03-01', 'start_date'],
    ['start_date=2026-02-30', 'start_date'],
    ['end_date=0001-01-01', 'end_date'],
    ['start_date=2000-01-01&end_date=2099-01-01', 'start_date'],
    ['extra=yes', 'extra'],
    ['format=xml', 'format'],
    ['tz=Mars/Phobos', 'tz'],
    ['sort=unknown', 'sort'],
    ['group_by=org_id', 'group_by'],
    ['cursor=garbage', 'cursor'],
    ['org_id=other', 'org_id'],
    ['user_id=a&user_id=b', 'user_id'],
    ['__proto__=1', '__proto__'],
  ])('%s is refused by name', async (words, param) => {
    expect(await refusal(at(words))).toEqual({
      status: 400,
      body: { error: expect.any(String), details: { [param]: [expect.any(String)] } },
    })
  })

  it.each(['0', '-1', '1e9', 'NaN', '1000000000000', "1' OR 1=1"])('page and per_page %s', async (value) => {
    for (const param of ['page', 'per_page']) {
      const { status, body } = await refusal(at(`${param}=${encodeURIComponent(value)}`, 'by-user'))
      expect([status, Object.keys(body.details as object)]).toEqual([400, [param]])
    }
  })

  it.each(['interval=second', 'metric=money', 'interval=hour&start_date=2025-01-01'])(
    'timeseries %s',
    async (words) => {
      expect((await refusal(at(words, 'timeseries'))).status).toBe(400)
    },
  )

  it.each([
    `' OR 1=1 --`,
    `') UNION ALL SELECT * FROM url('http://127.0.0.1:1/x','CSV','a String')`,
    '{user:String}',
    '\\',
    '%',
    'a\u0000b',
    '😀',
  ])('the hostile words %j are a name that nobody has', async (words) => {
    const told = encodeURIComponent(words)
    for (const filter of ['project_id', 'repo', 'agent_name', 'user_id']) {
      const { data } = await view('summary', `${filter}=${told}`)
      expect(data.total_sessions).toBe(0)
    }
    const { status } = await refusal(`/${told.replaceAll('%2F', '')}/sessions/analytics/summary`)
    expect([400, 404]).toContain(status)
  })

  it('another organisation is answered as one that nobody has', async () => {
    const nobody = await refusal('/nobody/sessions/analytics/summary')
    expect(nobody).toEqual({ status: 404, body: { error: expect.any(String) } })
    for (const name of VIEW_NAMES)
      for (const id of ['bolt', other, 'ACME', '00000000-0000-0000-0000-000000000000'])
        for (const base of ['', '/api/v1'])
          expect(await refusal(`${base}/${id}/sessions/analytics/${name}`)).toEqual(nobody)
    expect(await refusal('/acme/sessions/analytics/summary', 'bolt')).toEqual(nobody)
  })

  it('errors keep their shape wherever they are found', async () => {
    expect(await refusal('/acme/sessions/analytics/summary', 'nobody')).toEqual({
      status: 401,
      body: { error: expect.any(String) },
    })
    expect(await refusal('/api/v1/acme/sessions/analytics/nothing')).toEqual({
      status: 404,
      body: { error: expect.any(String) },
    })
  })

  it('without dates: the last 30 days that are over', async () => {
    const { meta, data } = (await (await asked('/acme/sessions/analytics/timeseries')).json()) as Body
    expect(data).toHaveLength(30)
    expect(meta.end_date).toBe(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10))
  })
})
