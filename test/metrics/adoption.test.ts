/** Adoption by team and repository, cohorts, seats, workflows and what ships, over facts small enough to check with a pencil. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../src/settings.ts'
import { type Listening, listening } from '../faces/listening.ts'

const SHOP = 'github.com/acme/shop'
const API = 'github.com/acme/api'
const [ANN, BOB, CAT, DAN] = ['ann', 'bob', 'cat', 'dan'].map((n) => `${n}@acme.example`) as [
  string,
  string,
  string,
  string,
]
const at = (day: string, time = '10:00') => `2026-${day}T${time}:00Z`
const session = (id: string, user: string, day: string, repo: string | null, more: object = {}) => ({
  ...{ type: 'session', id, user, harness: 'claude-code', repo, started_at: at(day), ...more },
})
const event = (type: string, id: string, session: string, day: string, more: object) => ({
  ...{ type, id, session, at: at(day, '10:01'), ...more },
})
const prompt = (session: string, day: string) =>
  event('message', `m-${session}`, session, day, { role: 'user', human: true })
const call = (session: string, day: string, tokens: number, cost_usd: number | null, more: object = {}) =>
  event('model_call', `c-${session}`, session, day, {
    ...{
      model: 'x',
      in_uncached: tokens,
      out: 0,
      cost_usd,
      ...(cost_usd === null ? {} : { cost_source: 'reported' }),
    },
    ...more,
  })
const command = (session: string, day: string, name: string) =>
  event('feature_use', `f-${session}-${name}`, session, day, { kind: 'slash_command', name })
const change = (session: string, day: string, path: string, added: number) =>
  event('file_change', `${session}-${path}`, session, day, {
    path,
    op: 'edit',
    added,
    removed: 0,
    language: 'TypeScript',
  })

const FACTS = [
  ...[ANN, BOB, CAT].map((user) => ({ type: 'member', id: `m-${user}`, user })),
  session('a1', ANN, '03-03', SHOP),
  session('a1c', ANN, '03-03', SHOP, { parent_session: 'a1', agent: 'explorer' }),
  session('a2', ANN, '03-06', API),
  session('b1', BOB, '03-06', SHOP),
  session('d1', DAN, '03-07', null, { ci_workflow: 'nightly' }),
  ...[prompt('a1', '03-03'), prompt('a2', '03-06'), prompt('b1', '03-06'), prompt('d1', '03-07')],
  call('a1', '03-03', 100, 1),
  call('a1c', '03-03', 50, 0.5, { agent: 'explorer' }),
  call('a2', '03-06', 30, 0.3),
  call('b1', '03-06', 20, null),
  ...[command('a2', '03-06', 'review'), command('b1', '03-06', 'review'), command('b1', '03-06', 'plan')],
  ...[change('a1', '03-03', 'a.ts', 10), change('b1', '03-06', 'b.ts', 4)],
  event('commit', 'g1', 'a1', '03-03', { sha: 'aaaaaaa1', attribution: 'explicit', added: 9, removed: 0 }),
  {
    ...{ type: 'pull_request', id: 'p1', attribution: 'explicit', sessions: ['a1'], added: 10, repo: SHOP },
    ...{ created_at: at('03-03', '11:00'), merged_at: at('03-04'), deployed_at: at('03-05') },
  },
  {
    ...{ type: 'pull_request', id: 'p2', attribution: 'coauthor', author: BOB, added: 20 },
    ...{ created_at: at('03-06'), merged_at: at('03-07') },
  },
]

const [MARCH_5, FOR_EVER] = [Date.UTC(2026, 2, 5) / 1000, 2 ** 32 - 1]
/** ann goes from core to platform; nobody said where dan is. */
const TEAMS = [
  { team: 'core', user: ANN, since: 0, until: MARCH_5 },
  { team: 'platform', user: ANN, since: MARCH_5, until: FOR_EVER },
  { team: 'platform', user: BOB, since: 0, until: FOR_EVER },
  { team: 'platform', user: CAT, since: 0, until: FOR_EVER },
]
/** Monday to Sunday. */
const WEEK = 'from=2026-03-02&to=2026-03-08'

let server: Listening
beforeAll(async () => {
  server = await listening()
  expect(await server.post(FACTS)).toMatchObject({ accepted: FACTS.length, rejected: [] })
  const { org, store } = server.instance
  await store.insert(
    'team_member',
    TEAMS.map((t) => ({ org, ...t, ver: '1' })),
  )
})
afterAll(() => server.close())

const rows = async (metric: string, words = WEEK) => (await server.ask(metric, words)).data

describe('adoption', () => {
  const figures = (
    active_users: number,
    sessions: number,
    all_tokens: number,
    cost_usd: number,
    unpriced_calls: number,
  ) => ({
    ...{ active_users, sessions, all_tokens, cost_usd, unpriced_calls },
  })

  it('adoption.by_team: people count in the team they were in at the time', async () => {
    expect(await rows('adoption.by_team')).toEqual([
      // ann on the 6th, and bob; cat is idle; a2 and b1: 30 + 20 tokens
      { team: 'platform', members: 3, ...figures(2, 2, 50, 0.3, 1), adoption_rate: 0.6667 },
      // ann on the 3rd: a1 with its subagent
      { team: 'core', members: 0, ...figures(1, 1, 150, 1.5, 0), adoption_rate: null },
      { team: 'unassigned', members: 0, ...figures(1, 1, 0, 0, 0), adoption_rate: null },
    ])
  })

  it('adoption.by_repo', async () => {
    expect(await rows('adoption.by_repo')).toEqual([
      { repo: SHOP, ...figures(2, 2, 170, 1.5, 1), adoption_rate: 0.6667 }, // a1, b1; of three members
      { repo: API, ...figures(1, 1, 30, 0.3, 0), adoption_rate: 0.3333 },
      { repo: 'unknown', ...figures(1, 1, 0, 0, 0), adoption_rate: 0.3333 },
    ])
  })

  it('adoption.organisation, and what does not narrow seats', async () => {
    const whole = {
      ...{ ...figures(3, 4, 200, 1.8, 1), seats: 3, adoption_rate: 1 },
      ...{ cost_per_active_user: 0.6, prs_merged: 2, cost_per_merged_pr: 0.9 },
    }
    expect(await rows('adoption.organisation')).toEqual([whole])
    expect(await rows('adoption.organisation', `${WEEK}&user=${ANN}`)).toEqual([
      {
        ...{ ...figures(1, 2, 180, 1.8, 0), seats: null, adoption_rate: null },
        ...{ cost_per_active_user: 1.8, prs_merged: 1, cost_per_merged_pr: 1.8 },
      },
    ])
    expect(await rows('adoption.organisation', 'from=2025-01-01&to=2025-01-01')).toEqual([
      {
        ...{ ...figures(0, 0, 0, 0, 0), seats: 3, adoption_rate: 0 },
        ...{ cost_per_active_user: null, prs_merged: 0, cost_per_merged_pr: null },
      },
    ])
  })

  it('cost and code by team and repository', async () => {
    const cost = (cost_usd: number, calls: number, unpriced_calls: number, share: number) => ({
      ...{ cost_usd, reported_usd: cost_usd, calls, unpriced_calls, share },
    })
    expect(await rows('cost.by_repo')).toEqual([
      { repo: SHOP, ...cost(1.5, 3, 1, 0.8333) }, // 1.5 / 1.8
      { repo: API, ...cost(0.3, 1, 0, 0.1667) },
    ])
    expect(await rows('cost.by_team')).toEqual([
      { team: 'core', ...cost(1.5, 2, 0, 0.8333) },
      { team: 'platform', ...cost(0.3, 2, 1, 0.1667) },
    ])
    expect(await rows('code.by_team')).toMatchObject([
      { team: 'core', files_modified: 1, lines_added: 10, share_of_files: 0.5, share_of_lines: 0.7143 },
      { team: 'platform', files_modified: 1, lines_added: 4, share_of_files: 0.5, share_of_lines: 0.2857 },
    ])
  })
})

it('cohorts.adoption: of two weeks, so that one active day is light', async () => {
  const cohort = (
    cohort: string,
    users: number,
    share_of_users: number,
    active_days_per_week: number | null,
  ) => ({
    ...{ cohort, users, share_of_users, active_days_per_week },
  })
  const sums = (
    user_messages: number,
    files: number,
    git_commits: number,
    git_prs_created: number,
    prs_merged: number,
  ) => ({
    ...{ user_messages, files, git_commits, git_prs_created, prs_merged },
  })
  const each = (...[messages, files, commits, prs, tokens, cost]: (number | null)[]) => ({
    ...{
      messages_per_user: messages,
      files_per_user: files,
      commits_per_user: commits,
      prs_merged_per_user: prs,
    },
    ...{ tokens_per_user: tokens, cost_per_user: cost },
  })
  expect(await rows('cohorts.adoption', 'from=2026-02-23&to=2026-03-08')).toEqual([
    // cat
    {
      ...cohort('none', 1, 0.25, 0),
      ...sums(0, 0, 0, 0, 0),
      all_tokens: 0,
      cost_usd: 0,
      ...each(0, 0, 0, 0, 0, 0),
    },
    // bob and dan, a day each; the only call is without a price; p2
    {
      ...{ ...cohort('light', 2, 0.5, 0.5), ...sums(2, 1, 0, 0, 1), all_tokens: 20, cost_usd: null },
      ...each(1, 0.5, 0, 0.5, 10, null),
    },
    // ann, two days
    {
      ...{ ...cohort('moderate', 1, 0.25, 1), ...sums(2, 1, 1, 1, 1), all_tokens: 180, cost_usd: 1.8 },
      ...each(2, 1, 1, 1, 180, 1.8),
    },
    {
      ...cohort('heavy', 0, 0, null),
      ...sums(0, 0, 0, 0, 0),
      all_tokens: 0,
      cost_usd: 0,
      ...each(null, null, null, null, null, null),
    },
  ])
})

describe('users.economics', () => {
  const people = { active_users: 3, prs_merged: 2, usage_usd: 1.8 }

  it('members are seats where none are set; what has no price is not free', async () => {
    expect(await rows('users.economics')).toEqual([
      {
        ...{ ...people, seats: 3, idle_seats: 1, seats_usd: null, idle_seats_usd: null, total_usd: 1.8 }, // cat
        ...{ cost_per_seat: 0.6, cost_per_active_user: 0.6, cost_per_merged_pr: 0.9 },
      },
    ])
  })

  it('with seats and their price', async () => {
    const { backend } = server
    const { settings } = backend
    backend.settings = async () => ({ ...DEFAULT_SETTINGS, seats: 5, seat_price_usd: 36.5 })
    const [all, some] = [await rows('users.economics'), await rows('users.economics', `${WEEK}&user=${ANN}`)]
    backend.settings = settings
    // A seat is 36.5 × 12 / 365 = 1.2 a day: 5 × 7 × 1.2 = 42, of which two are idle: 16.8. 43.8 by 5, 3 and 2.
    expect(all).toEqual([
      {
        ...{ ...people, seats: 5, idle_seats: 2, seats_usd: 42, idle_seats_usd: 16.8, total_usd: 43.8 },
        ...{ cost_per_seat: 8.76, cost_per_active_user: 14.6, cost_per_merged_pr: 21.9 },
      },
    ])
    expect(some).toMatchObject([{ seats: null, seats_usd: null, usage_usd: 1.8, cost_per_active_user: 1.8 }])
  })
})

describe('D-HOST-4', () => {
  it('agents.top', async () => {
    expect(await rows('agents.top')).toEqual([
      { agent: 'explorer', sessions: 1, calls: 1, all_tokens: 50, cost_usd: 0.5 },
    ])
  })

  it('workflows.top: by sessions, then by their cost', async () => {
    expect(await rows('workflows.top')).toEqual([
      { kind: 'slash_command', name: 'review', sessions: 2, cost_usd: 0.3 }, // a2; b1 has no price
      { kind: 'agent', name: 'explorer', sessions: 1, cost_usd: 1.5 }, // a1 and its subagent
      { kind: 'ci_workflow', name: 'nightly', sessions: 1, cost_usd: 0 }, // No calls.
      { kind: 'slash_command', name: 'plan', sessions: 1, cost_usd: null },
    ])
  })
})

it('productivity.funnel: a session counts at each step it reached, subagents in their root', async () => {
  const step = (
    step: string,
    sessions: number,
    share: number,
    tokens: number,
    cost_usd: number,
    unpriced: number,
  ) => ({
    ...{ step, sessions, share_of_sessions: share, all_tokens: tokens, cost_usd, unpriced_calls: unpriced },
  })
  expect(await rows('productivity.funnel')).toEqual([
    step('sessions', 4, 1, 200, 1.8, 1),
    step('with_file_change', 2, 0.5, 170, 1.5, 1), // a1, b1
    step('with_commit', 1, 0.25, 150, 1.5, 0),
    step('with_pull_request', 1, 0.25, 150, 1.5, 0),
    step('with_merged_pull_request', 1, 0.25, 150, 1.5, 0),
    step('with_deployed_pull_request', 1, 0.25, 150, 1.5, 0),
  ])
  expect((await rows('productivity.funnel', 'from=2025-01-01&to=2025-01-01')).map((r) => r.sessions)).toEqual(
    [0, 0, 0, 0, 0, 0],
  )
})

it('productivity.agent_written: nine of ten lines are enough', async () => {
  expect(await rows('productivity.agent_written')).toEqual([
    // p1: 9 of 10 lines; p2 is no work of an agent.
    { week: '2026-03-02', is_whole: true, merged: 2, judged: 2, agent_written: 1, share: 0.5 },
  ])
})

it('productivity.output_and_adoption: whole weeks, eight pairs at least', async () => {
  // Nine weeks from 1 September 2025, with so many people who change a file each.
  const people = [1, 2, 1, 3, 1, 2, 3, 1, 2]
  const facts = people.flatMap((n, week) =>
    Array.from({ length: n }, (_, i) => {
      const about = {
        session: `w${week}-${i}`,
        user: `w${i}`,
        at: new Date(Date.UTC(2025, 8, 3 + 7 * week)).toISOString(),
      }
      return [
        { type: 'message', id: `wm${week}-${i}`, role: 'user', human: true, ...about },
        { type: 'file_change', id: `wf${week}-${i}`, path: 'a.ts', op: 'edit', ...about },
      ]
    }).flat(),
  )
  await server.post(facts)
  const data = await rows('productivity.output_and_adoption', 'from=2025-08-31&to=2025-11-03')
  const of = (output: string) =>
    data.filter((r) => r.output === output).map((r) => [r.lag_weeks, r.weeks, r.correlation])
  // At once they go together; a week later, of 1 2 1 3 1 2 3 1 with 2 1 3 1 2 3 1 2: the means are 14 / 8 and 15 / 8,
  // the products sum to 2 + 2 + 3 + 3 + 2 + 6 + 3 + 2 = 23, less 14 × 15 / 8 = -3.25; the squares to 30 - 24.5 = 5.5
  // and 33 - 28.125 = 4.875; -3.25 / sqrt(5.5 × 4.875) = -0.627646
  expect(of('files').slice(0, 3)).toEqual([
    [0, 9, 1],
    [1, 8, -0.6276],
    [2, 7, null],
  ])
  expect(of('git_commits')[0]).toEqual([0, 9, null])
})
