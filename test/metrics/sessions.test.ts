/** Sessions that are not over, whose clocks went wrong, or of which something is told late. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Listening, listening } from '../faces/listening.ts'

const MINUTE = 60_000
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE).toISOString()
const message = (id: string, session: string, at: string, more: object = {}) => ({
  type: 'message',
  id,
  at,
  session,
  role: 'user',
  human: true,
  ...more,
})

let server: Listening
beforeEach(async () => {
  server = await listening()
})
afterEach(() => server.close())
const total = async () => {
  const { data } = await server.ask('sessions.by_day')
  return data.filter((r) => r.sessions !== 0)
}

describe('durations', () => {
  it('only sessions that are over have one: half an hour of silence ends a session', async () => {
    await server.post([
      message('a', 'over', ago(75), { user: 'ann@acme.example' }),
      message('b', 'over', ago(35)),
      message('c', 'going on', ago(90), { user: 'bob@acme.example' }),
      message('d', 'going on', ago(5)),
    ])
    const data = await total()
    const sum = (name: string) => data.reduce((s, r) => s + Number(r[name]), 0)
    expect([sum('sessions'), sum('active_sessions')]).toEqual([2, 1])
    // They may have begun on two days; the one that is over took 40 minutes.
    const durations = data.filter((r) => r.avg_duration_minutes !== null)
    expect(durations).toHaveLength(1)
    expect(durations[0]).toMatchObject({ avg_duration_minutes: 40, median_duration_minutes: 40 })
    const [overview] = (await server.ask('summary.overview')).data
    expect(overview).toMatchObject({ sessions: 2, median_duration_minutes: 40, active_users: 2 })
  })

  it('a session that says it has ended is over at once', async () => {
    await server.post([
      message('a', 's', ago(10)),
      { type: 'session', id: 's', started_at: ago(10), ended_at: ago(4), observed_at: ago(4) },
    ])
    expect(await total()).toMatchObject([{ sessions: 1, active_sessions: 0, avg_duration_minutes: 6 }])
  })

  it('an end before the start is no time, not less than none', async () => {
    await server.post([
      { type: 'session', id: 's', started_at: '2026-03-04T10:00:00Z', ended_at: '2026-03-04T09:00:00Z' },
    ])
    const { data } = await server.ask('sessions.by_day', 'from=2026-03-04&to=2026-03-04')
    expect(data).toMatchObject([{ sessions: 1, avg_duration_minutes: 0, median_duration_minutes: 0 }])
  })

  it('the mean of four and the median of four, to one place, half away from zero', async () => {
    const session = (id: string, minutes: number) => ({
      type: 'session',
      id,
      started_at: '2026-03-04T10:00:00Z',
      ended_at: new Date(Date.UTC(2026, 2, 4, 10) + minutes * MINUTE).toISOString(),
    })
    await server.post([session('a', 1), session('b', 2), session('c', 2.5), session('d', 100)])
    const { data } = await server.ask('sessions.by_day', 'from=2026-03-04&to=2026-03-04')
    // (1 + 2 + 2.5 + 100) / 4 = 26.375; (2 + 2.5) / 2 = 2.25
    expect(data).toMatchObject([{ avg_duration_minutes: 26.4, median_duration_minutes: 2.3 }])
  })
})

describe('what a session tells late', () => {
  const CALL = {
    type: 'model_call',
    id: 'c',
    at: '2026-03-04T10:00:00Z',
    session: 's',
    in_uncached: 5,
    out: 1,
  }
  const SESSION = { type: 'session', id: 's', user: 'ann@acme.example', started_at: '2026-03-04T10:00:00Z' }
  const users = async () =>
    (await server.ask('tokens.by_user', 'from=2026-03-04&to=2026-03-04')).data.map((r) => r.user)

  it('holds for the events that came before it', async () => {
    await server.post([CALL])
    expect(await users()).toEqual(['unknown'])
    await server.post([{ ...SESSION, observed_at: '2026-03-04T11:00:00Z' }])
    expect(await users()).toEqual(['ann@acme.example'])
    await server.post([{ ...SESSION, user: 'bob@acme.example', observed_at: '2026-03-04T12:00:00Z' }])
    expect(await users()).toEqual(['bob@acme.example'])
  })

  it('a member told later gives the person of what is there already', async () => {
    await server.post([{ ...CALL, user: 'ann-laptop' }])
    expect(await users()).toEqual(['ann-laptop'])
    await server.post([{ type: 'member', id: 'm', user: 'ann@acme.example', aliases: ['ann-laptop'] }])
    expect(await users()).toEqual(['ann@acme.example'])
  })
})

it('what came of a session is of the day it started, with what its subagents did later', async () => {
  const repo = 'github.com/acme/shop'
  const change = (id: string, at: string, session: string, added: number, removed: number) => ({
    ...{ type: 'file_change', id, at: `2026-03-${at}Z`, session, path: `${id}.ts`, op: 'edit' },
    ...{ added, removed },
  })
  const commit = (id: string, session: string, sha: string, attribution = 'explicit') => ({
    ...{ type: 'commit', id, at: '2026-03-05T09:00:00Z', session, sha, attribution, repo },
  })
  const pull = (id: string, sessions: string[], merged_at: string | null, attribution = 'explicit') => ({
    ...{ type: 'pull_request', id, sessions, attribution, created_at: '2026-03-05T12:00:00Z' },
    ...(merged_at === null ? {} : { merged_at }),
  })
  await server.post([
    { type: 'session', id: 'a', user: 'ann@acme.example', started_at: '2026-03-04T10:00:00Z' },
    { type: 'session', id: 'sub', parent_session: 'a', started_at: '2026-03-04T10:10:00Z' },
    { type: 'session', id: 'b', user: 'bob@acme.example', started_at: '2026-03-05T10:00:00Z' },
    change('f1', '04T10:05:00', 'a', 10, 2),
    change('f2', '05T08:00:00', 'sub', 5, 1),
    // The same commit twice, one of the subagent, and one that the agent has not made.
    ...[commit('c1', 'a', 'aaaaaaa1'), commit('c2', 'sub', `aaaaaaa1${'0'.repeat(32)}`)],
    ...[commit('c3', 'sub', 'bbbbbbb2'), commit('c4', 'a', 'ccccccc3', 'coauthor')],
    pull('p1', ['a', 'b'], '2026-03-09T12:00:00Z'),
    pull('p2', ['a'], null, 'temporal'),
    pull('p3', ['b'], null),
  ])
  const asked = async (words = '') =>
    (await server.ask('sessions.shipped_by_day', `from=2026-03-04&to=2026-03-05${words}`)).data
  const [first, second] = [
    { sessions: 1, lines_added: 15, lines_removed: 3, commits: 2, pull_requests: 1 },
    { sessions: 1, lines_added: 0, lines_removed: 0, commits: 0, pull_requests: 2 },
  ]
  expect(await asked()).toEqual([
    { date: '2026-03-04', ...first, merged_pull_requests: 1 },
    { date: '2026-03-05', ...second, merged_pull_requests: 1 },
  ])
  expect(await asked('&user=bob@acme.example')).toMatchObject([{ sessions: 0, pull_requests: 0 }, second])
})
