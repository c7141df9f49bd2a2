/** Who is active, new, back or gone, over facts small enough to check with a pencil. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../src/settings.ts'
import { type Listening, listening } from '../faces/listening.ts'

const at = (day: string, time = '10:00') => `2026-${day}T${time}:00Z`
let n = 0
const prompt = (user: string, day: string, session: string, time = '10:00') => ({
  ...{ type: 'message', id: `m${++n}`, at: at(day, time), session, role: 'user', human: true, user },
  ...{ harness: 'claude-code' },
})
const session = (id: string, user: string, day: string, client: string, minutes: number) => ({
  ...{ type: 'session', id, user, client, harness: 'claude-code', started_at: at(day) },
  ended_at: at(day, `10:${minutes}`),
})
const member = (user: string, more: object = {}) => ({ type: 'member', id: `m-${user}`, user, ...more })

/**
 * The window is Thursday 5 to Monday 9 March 2026: five days, three of them weekdays. The one before it is 28 February to
 * 4 March.
 *   ann  3 March, 5, 6, 9 March: returning
 *   bob  20 January, 6 March: active again after a pause
 *   cat  7 March (Saturday): new
 *   dan  4 March: dormant
 *   ci   9 March, a service account
 */
const FACTS = [
  member('ann@acme.example', { joined_at: at('01-01') }),
  member('bob@acme.example'),
  member('cat@acme.example'),
  member('dan@acme.example', { left_at: at('03-09', '12:00') }), // Still there on the last day.
  member('eve@acme.example', { left_at: at('03-08') }),
  member('fay@acme.example', { joined_at: at('03-10') }),
  member('ci', { kind: 'service' }),
  session('s1', 'ann@acme.example', '03-05', 'terminal', 10),
  session('s2', 'ann@acme.example', '03-06', 'ide', 20),
  session('s3', 'bob@acme.example', '03-06', 'terminal', 30),
  prompt('ann@acme.example', '03-03', 's0'),
  prompt('ann@acme.example', '03-05', 's1'),
  prompt('ann@acme.example', '03-05', 's1', '10:01'),
  { ...prompt('ann@acme.example', '03-05', 's1', '10:02'), role: 'assistant', human: false },
  prompt('ann@acme.example', '03-06', 's2'),
  prompt('ann@acme.example', '03-09', 's4'),
  prompt('bob@acme.example', '01-20', 's5'),
  prompt('bob@acme.example', '03-06', 's3'),
  prompt('cat@acme.example', '03-07', 's6'),
  prompt('dan@acme.example', '03-04', 's7'),
  {
    ...{
      type: 'model_call',
      id: 'c1',
      at: at('03-09'),
      session: 's8',
      user: 'ci',
      model: 'big',
      client: 'ci',
    },
    ...{ in_uncached: 70, cache_read: 20, out: 10, cost_usd: 0.5, cost_source: 'reported' },
  },
]
const WINDOW = 'from=2026-03-05&to=2026-03-09'

let server: Listening
beforeAll(async () => {
  server = await listening()
  expect(await server.post(FACTS)).toMatchObject({ accepted: FACTS.length, rejected: [] })
})
afterAll(() => server.close())

const rows = async (metric: string, words = WINDOW) => (await server.ask(metric, words)).data

const SUMMARY = {
  dau: 1, // ann on the 9th
  wau: 4, // 3 to 9 March: ann, bob, cat, dan
  mau: 4, // 8 February to 9 March: the same
  warmup: false, // The data begin on 20 January.
  stickiness: 0.25,
  // People by day: ann 1, ann and bob 2, cat 1, nobody 0, ann 1 = 5; 5 / 5 days / 4
  stickiness_mean: 0.25,
  // Without the weekend: 1 + 2 + 1 = 4 over 3 days; / 4
  stickiness_mean_weekdays: 0.3333,
  sessions: 6, // s1 s2 s3 s4 s6 s8
  // 10, 20, 30 as told, and three that are over with one event: 60 / 6
  sessions_avg_duration_minutes: 10,
  sessions_median_duration_minutes: 5, // 0 0 0 10 20 30
  active_users: 3,
  new_users: 1,
  returning_users: 1,
  resumed_users: 1,
  dormant_users: 1,
  seats: 4, // ann, bob, cat, dan
  adoption_rate: 0.75,
}

describe('activity.summary', () => {
  it('the figures of the last day, and those of the whole period', async () => {
    expect(await rows('activity.summary')).toEqual([SUMMARY])
  })

  it('seats that are set take the place of members', async () => {
    const { backend } = server
    const { settings } = backend
    backend.settings = async () => ({ ...DEFAULT_SETTINGS, seats: 6 })
    const asked = await rows('activity.summary')
    backend.settings = settings
    expect(asked).toEqual([{ ...SUMMARY, seats: 6, adoption_rate: 0.5 }])
  })

  it('narrowed to some people, of whom nobody knows the seats', async () => {
    const { data, meta } = await server.ask('activity.summary', `${WINDOW}&user=bob@acme.example`)
    expect(data).toMatchObject([
      { dau: 0, mau: 1, active_users: 1, resumed_users: 1, seats: null, adoption_rate: null },
    ])
    expect(meta.notes.join()).toContain('Null, as not known per user: seats, adoption_rate.')
    expect(await rows('activity.summary', `${WINDOW}&client=ide`)).toMatchObject([
      { active_users: 1, seats: 4, adoption_rate: 0.25 },
    ])
  })

  it('nothing yet: no seat is lost, no quotient made up', async () => {
    expect(await rows('activity.summary', 'from=2025-01-01&to=2025-01-02')).toEqual([
      {
        ...{ dau: 0, wau: 0, mau: 0, warmup: true, stickiness: null, stickiness_mean: null },
        ...{ stickiness_mean_weekdays: null, sessions: 0, sessions_avg_duration_minutes: null },
        ...{ sessions_median_duration_minutes: null, active_users: 0, new_users: 0, returning_users: 0 },
        // ann had not joined; of the others nobody knows since when.
        ...{ resumed_users: 0, dormant_users: 0, seats: 4, adoption_rate: 0 },
      },
    ])
  })
})

describe('activity.users', () => {
  const column = async (name: string, words: string) =>
    (await rows('activity.users', words)).map((r) => r[name])

  it('somebody who comes back counts once, and until 7 days after they came last', async () => {
    const words = 'from=2026-03-05&to=2026-03-16'
    // The 5th: ann on the 3rd and 5th, dan on the 4th; the 6th: bob too; the 7th: cat; dan is gone on the 11th, bob on the 13th.
    expect(await column('weekly_active_users', words)).toEqual([2, 3, 4, 4, 4, 4, 3, 3, 2, 1, 1, 0])
    expect(await column('daily_active_users', words)).toEqual([1, 2, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0])
  })

  it('nor longer than 30 days', async () => {
    const words = 'from=2026-04-02&to=2026-04-08'
    // dan came last on 4 March, bob on the 6th, cat on the 7th, ann on the 9th.
    expect(await column('monthly_active_users', words)).toEqual([4, 3, 3, 2, 1, 1, 0])
    expect(await column('warmup', words)).toEqual(Array(7).fill(false))
    expect(await column('warmup', 'from=2026-02-17&to=2026-02-19')).toEqual([true, false, false])
  })
})

it('activity.users_by_day_and_client: who used two surfaces counts in both', async () => {
  const on = (date: string, client: string, daily_active_users: number) => ({
    date,
    client,
    daily_active_users,
  })
  expect(await rows('activity.users_by_day_and_client')).toEqual([
    on('2026-03-05', 'terminal', 1),
    on('2026-03-06', 'ide', 1),
    on('2026-03-06', 'terminal', 1),
    on('2026-03-07', 'unknown', 1),
    on('2026-03-09', 'unknown', 1),
  ])
})

it('activity.depth', async () => {
  const data = await rows('activity.depth')
  expect(data).toHaveLength(5)
  expect(data[0]).toEqual({
    ...{ date: '2026-03-05', messages: 3, user_messages: 2, sessions: 1, active_users: 1 },
    ...{ messages_per_session: 3, user_messages_per_session: 2, messages_per_active_user: 3 },
  })
  // ann and bob, a session and a message each.
  expect(data[1]).toMatchObject({ messages: 2, sessions: 2, active_users: 2, messages_per_active_user: 1 })
  expect(data[3]).toMatchObject({ messages: 0, sessions: 0, messages_per_session: null })
})

it('activity.by_client: machines count in sessions and tokens, not as people', async () => {
  const none = { all_tokens: 0, cost_usd: 0, unpriced_calls: 0 }
  expect(await rows('activity.by_client')).toEqual([
    { client: 'terminal', sessions: 2, active_users: 2, ...none },
    { client: 'unknown', sessions: 2, active_users: 2, ...none },
    { client: 'ci', sessions: 1, active_users: 0, all_tokens: 100, cost_usd: 0.5, unpriced_calls: 0 },
    { client: 'ide', sessions: 1, active_users: 1, ...none },
  ])
})
