/** Every metric over facts small enough to check with a pencil: the sums are worked out in the comments. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Listening, listening } from '../faces/listening.ts'
import { GOLDEN, PRICES, WINDOW } from './golden.ts'

let server: Listening

beforeAll(async () => {
  server = await listening({ overrides: PRICES })
  const receipt = await server.post(GOLDEN)
  expect(receipt).toEqual({ accepted: 43, updated: 0, duplicate: 0, rejected: [] })
})
afterAll(() => server.close())

const rows = async (metric: string, words = WINDOW) => (await server.ask(metric, words)).data

/**
 * Cost of the calls in micro-USD, big at 3 in, 15 out, 0.3 read, 3.75 written, 6 written for an hour; small at 1, 5, 0.1:
 *   c1 = 1000×3 + 20000×0.3 + 3000×3.75 + 1000×6 + 500×15 = 3000 + 6000 + 11250 + 6000 + 7500 = 33750
 *   c2 = 200×3 + 30000×0.3 + 300×15 = 600 + 9000 + 4500 = 14100
 *   c3 = 5000×1 + 1000×0.1 + 1000×5 = 5000 + 100 + 5000 = 10100
 *   c4 = unpriced
 *   c5 = 100×1 + 20×5 = 200
 *   c6 = 125000 reported
 *   c7 = unpriced: nobody told the model
 * Billable tokens are input + output + cache writes + a tenth of cache reads, standard credits input + output.
 */
describe('tokens and cost', () => {
  const usage = (
    [input, output, cache_read, cache_write, reasoning]: number[],
    calls: number,
    cost_usd: number | null,
    unpriced_calls: number,
    cache_efficiency: number | null,
    [billable, standard_credits]: [number, number],
  ) => ({
    input,
    output,
    cache_read,
    cache_write,
    reasoning,
    calls,
    cost_usd,
    unpriced_calls,
    cache_efficiency,
    billable,
    standard_credits,
  })

  it('tokens.by_day', async () => {
    expect(await rows('tokens.by_day')).toEqual([
      // c1: 20000 / (1000 + 20000 + 4000) = 0.8; 0.03375 USD is 3 cents
      { date: '2026-03-02', ...usage([1000, 500, 20000, 4000, 0], 1, 0.03, 0, 0.8, [7500, 1500]) },
      // c2: 30000 / 30200 = 0.99338; 0.0141 USD
      { date: '2026-03-03', ...usage([200, 300, 30000, 0, 0], 1, 0.01, 0, 0.9934, [3500, 500]) },
      // c3 + c4 + c5: in 5000 + 700 + 100, out 1000 + 70 + 20; 1000 / 6800 = 0.14706; 0.0101 + 0.0002
      { date: '2026-03-04', ...usage([5800, 1090, 1000, 0, 400], 3, 0.01, 1, 0.1471, [6990, 6890]) },
      // c6 + c7: 0.125 USD, half away from zero is 13 cents
      { date: '2026-03-05', ...usage([19, 2, 0, 0, 0], 2, 0.13, 1, 0, [21, 21]) },
    ])
  })

  it('tokens.by_model', async () => {
    expect(await rows('tokens.by_model')).toEqual([
      // c1 + c2 + c6: 0.03375 + 0.0141 + 0.125 = 0.17285; 50000 / (1210 + 50000 + 4000) = 0.90563
      { model: 'big', ...usage([1210, 801, 50000, 4000, 0], 3, 0.17, 0, 0.9056, [11011, 2011]) },
      // c3 + c5: 0.0103; 1000 / 6100 = 0.16393
      { model: 'small', ...usage([5100, 1020, 1000, 0, 400], 2, 0.01, 0, 0.1639, [6220, 6120]) },
      { model: 'secret', ...usage([700, 70, 0, 0, 0], 1, null, 1, 0, [770, 770]) },
      { model: 'unknown', ...usage([9, 1, 0, 0, 0], 1, null, 1, 0, [10, 10]) },
    ])
  })

  it('tokens.by_user: aliases count for their person, service accounts are there', async () => {
    expect(await rows('tokens.by_user')).toEqual([
      // c1 + c2 + c3: in 1000 + 200 + 5000; 0.03375 + 0.0141 + 0.0101 = 0.05795; 51000 / (6200 + 51000 + 4000) = 0.83333
      {
        user: 'ann@acme.example',
        ...usage([6200, 1800, 51000, 4000, 400], 3, 0.06, 0, 0.8333, [17100, 8000]),
      },
      // c4 + c5: only c5 is priced, 0.0002 USD: below a cent six places
      { user: 'bob@acme.example', ...usage([800, 90, 0, 0, 0], 2, 0.0002, 1, 0, [890, 890]) },
      { user: 'ci-bot', ...usage([10, 1, 0, 0, 0], 1, 0.13, 0, 0, [11, 11]) },
      { user: 'unknown', ...usage([9, 1, 0, 0, 0], 1, null, 1, 0, [10, 10]) },
    ])
  })

  it('tokens.by_harness', async () => {
    expect(await rows('tokens.by_harness')).toEqual([
      // c1 + c2 + c4 + c5 + c6: in 1000 + 200 + 700 + 100 + 10; out 500 + 300 + 70 + 20 + 1
      // 0.03375 + 0.0141 + 0.0002 + 0.125 = 0.17305; 50000 / (2010 + 50000 + 4000) = 0.89270
      { harness: 'claude-code', ...usage([2010, 891, 50000, 4000, 0], 5, 0.17, 1, 0.8927, [11901, 2901]) },
      { harness: 'codex', ...usage([5000, 1000, 1000, 0, 400], 1, 0.01, 0, 0.1667, [6100, 6000]) },
      { harness: 'unknown', ...usage([9, 1, 0, 0, 0], 1, null, 1, 0, [10, 10]) },
    ])
  })

  const cost = (cost_usd: number | null, reported_usd: number, calls: number, unpriced_calls: number) => ({
    cost_usd,
    reported_usd,
    calls,
    unpriced_calls,
  })

  it('cost.by_day', async () => {
    expect(await rows('cost.by_day')).toEqual([
      { date: '2026-03-02', ...cost(0.03, 0, 1, 0) },
      { date: '2026-03-03', ...cost(0.01, 0, 1, 0) },
      { date: '2026-03-04', ...cost(0.01, 0, 3, 1) },
      { date: '2026-03-05', ...cost(0.13, 0.13, 2, 1) },
    ])
  })

  // All known cost: 33750 + 14100 + 10100 + 200 + 125000 = 183150 micro-USD.
  it('cost.by_model', async () => {
    expect(await rows('cost.by_model')).toEqual([
      { model: 'big', ...cost(0.17, 0.13, 3, 0), share: 0.9438 }, // 172850 / 183150 = 0.94376
      { model: 'small', ...cost(0.01, 0, 2, 0), share: 0.0562 }, // 10300 / 183150 = 0.05624
      { model: 'secret', ...cost(null, 0, 1, 1), share: null },
      { model: 'unknown', ...cost(null, 0, 1, 1), share: null },
    ])
  })

  it('cost.by_user', async () => {
    expect(await rows('cost.by_user')).toEqual([
      { user: 'ci-bot', ...cost(0.13, 0.13, 1, 0), share: 0.6825 }, // 125000 / 183150 = 0.68250
      { user: 'ann@acme.example', ...cost(0.06, 0, 3, 0), share: 0.3164 }, // 57950 / 183150 = 0.31641
      { user: 'bob@acme.example', ...cost(0.0002, 0, 2, 1), share: 0.0011 }, // 200 / 183150 = 0.00109
      { user: 'unknown', ...cost(null, 0, 1, 1), share: null },
    ])
  })

  it('cost.by_project', async () => {
    expect(await rows('cost.by_project')).toEqual([
      // c1 + c2 + c4 + c5 + c6 = 33750 + 14100 + 200 + 125000 = 173050; / 183150 = 0.94485
      { project: 'shop', ...cost(0.17, 0.13, 5, 1), share: 0.9449 },
      { project: 'api', ...cost(0.01, 0, 1, 0), share: 0.0551 }, // 10100 / 183150 = 0.05515
      { project: 'unknown', ...cost(null, 0, 1, 1), share: null },
    ])
  })

  it('says of how many calls the cost is known', async () => {
    const { meta } = await server.ask('cost.by_day', WINDOW)
    expect(meta.coverage).toEqual({ known: 5, total: 7 })
    expect(meta.notes.join()).toMatch(/not your bill/)
  })
})

describe('activity', () => {
  type Minutes = (number | null)[]
  const sessions = (count: number, [avg, median, p90]: Minutes, [engaged, user, agent]: Minutes) => ({
    sessions: count,
    active_sessions: 0,
    ended_sessions: count,
    avg_duration_minutes: avg,
    median_duration_minutes: median,
    p90_duration_minutes: p90,
    avg_engaged_minutes: engaged,
    avg_engaged_user_minutes: user,
    avg_engaged_agent_minutes: agent,
  })
  const NONE = [null, null, null]

  it('sessions.by_day: a session over midnight counts on the day it began, subagents do not count', async () => {
    expect(await rows('sessions.by_day')).toEqual([
      // s1: 22:50 to 00:20. Engaged: 22:50 1 22:51 5 (of 9) 23:00 1 23:01 1 23:02 1 23:03 1 23:04 5 (of 61) 00:05 5 00:10 1 00:11 1 00:12 1 00:13
      // Of these only the gap before 00:05 ends with a message somebody typed.
      { date: '2026-03-02', ...sessions(1, [90, 90, 90], [23, 5, 18]) },
      { date: '2026-03-03', ...sessions(0, NONE, NONE) },
      // s2: 09:00 to 09:30 as told. Engaged: 09:00 5 09:05 5 09:10 1 09:11 1 09:12 = 12
      // s3: 13:00 to its last event, 13:45. Engaged: 13:00 5 (of 10) 13:10 5 13:15 1 13:16 1 13:17 5 (of 28) 13:45 = 17
      // p90 of 30 and 45 = 30 + 0.9 × 15. Both begin with the only message that somebody typed.
      { date: '2026-03-04', ...sessions(2, [37.5, 37.5, 43.5], [14.5, 0, 14.5]) },
      // s4: 06:00 to 06:02. c7 has no session.
      { date: '2026-03-05', ...sessions(1, [2, 2, 2], [2, 0, 2]) },
    ])
  })

  it('sessions.by_kind', async () => {
    expect(await rows('sessions.by_kind')).toEqual([
      // s1 and s3: 90 and 45, p90 = 45 + 0.9 × 45; engaged 23 and 17, of which 5 and 0 are the user's
      { kind: 'interactive', ...sessions(2, [67.5, 67.5, 85.5], [20, 2.5, 17.5]) },
      { kind: 'headless', ...sessions(1, [2, 2, 2], [2, 0, 2]) }, // s4
      { kind: 'unknown', ...sessions(1, [30, 30, 30], [12, 0, 12]) }, // s2
    ])
  })

  it('messages.by_day: tool results are no messages', async () => {
    expect(await rows('messages.by_day')).toEqual([
      { date: '2026-03-02', messages: 2, user_messages: 1, assistant_messages: 1 }, // m1, m2
      { date: '2026-03-03', messages: 2, user_messages: 1, assistant_messages: 1 }, // m3, m4; m5 is none
      { date: '2026-03-04', messages: 4, user_messages: 2, assistant_messages: 2 }, // m6 m8, m7 m9
      { date: '2026-03-05', messages: 0, user_messages: 0, assistant_messages: 0 },
    ])
  })

  // The data begin on 10 February: from 11 March on, all 30 days come after that.
  const active = (date: string, dau: number, wau: number, mau: number, stickiness: number | null) => ({
    date,
    daily_active_users: dau,
    weekly_active_users: wau,
    monthly_active_users: mau,
    stickiness,
    warmup: date < '2026-03-11',
  })

  it('activity.users: days before the window count, service accounts and unknown people do not', async () => {
    expect(await rows('activity.users')).toEqual([
      active('2026-03-02', 1, 1, 2, 0.5), // ann; in 30 days dan too
      active('2026-03-03', 1, 1, 2, 0.5),
      active('2026-03-04', 2, 2, 3, 0.6667), // ann as ann-laptop, bob
      active('2026-03-05', 0, 2, 3, 0), // ci-bot and nobody
    ])
  })

  it('activity.users: 7 and 30 days end with the day itself', async () => {
    expect(await rows('activity.users', 'from=2026-03-09&to=2026-03-12')).toEqual([
      active('2026-03-09', 0, 2, 3, 0), // 3 to 9 March: ann on the 3rd and 4th, bob on the 4th
      active('2026-03-10', 0, 2, 3, 0), // 4 to 10 March
      active('2026-03-11', 0, 0, 3, 0), // 10 February is the first of 30 days
      active('2026-03-12', 0, 0, 2, 0),
    ])
    expect(await rows('activity.users', 'from=2026-04-03&to=2026-04-03')).toEqual([
      active('2026-04-03', 0, 0, 0, null), // the last of ann and bob was 4 March
    ])
  })
})

describe('tools', () => {
  const tool = (
    calls: number,
    ok: number,
    error: number,
    rejected: number,
    rate: number | null,
    ms: number | null,
  ) => ({
    calls,
    ok,
    error,
    rejected,
    success_rate: rate,
    avg_duration_ms: ms,
  })

  it('tools.by_tool: refused and unknown calls are in no success rate', async () => {
    expect(await rows('tools.by_tool')).toEqual([
      { tool: 'Edit', ...tool(2, 1, 0, 1, 1, 80) }, // t2, t6
      { tool: 'Execute', ...tool(2, 1, 1, 0, 0.5, 1000) }, // t3, t4 of unknown length
      { tool: 'MCP', ...tool(2, 1, 1, 0, 0.5, 201) }, // t5, t8: (301 + 100) / 2 = 200.5
      { tool: 'Read', ...tool(2, 1, 0, 0, 1, 120) }, // t1, t7 of unknown end
    ])
  })

  it('tools.by_day', async () => {
    expect(await rows('tools.by_day')).toEqual([
      { date: '2026-03-02', ...tool(2, 2, 0, 0, 1, 100) }, // t1, t2: (120 + 80) / 2
      { date: '2026-03-03', ...tool(1, 0, 1, 0, 0, 1000) }, // t3
      { date: '2026-03-04', ...tool(4, 2, 0, 1, 1, 301) }, // t4, t5, t6, t7
      { date: '2026-03-05', ...tool(1, 0, 1, 0, 0, 100) }, // t8
    ])
  })

  it('tools.by_mcp_server: one server however its name is written', async () => {
    expect(await rows('tools.by_mcp_server')).toEqual([{ server: 'github', ...tool(2, 1, 1, 0, 0.5, 201) }])
  })
})

describe('productivity', () => {
  const files = (created: number, edited: number, added: number, removed: number) => ({
    files_created: created,
    files_edited: edited,
    lines_added: added,
    lines_removed: removed,
    git_commits: 0,
    git_prs_created: 0,
  })

  it('productivity.by_day: what a session created it does not edit, and scratch files are no work', async () => {
    expect(await rows('productivity.by_day')).toEqual([
      // new.ts created; app.ts edited twice is one file; lines 10 + 5 + 1, 2 + 1
      { date: '2026-03-02', ...files(1, 1, 16, 3) },
      // new.ts of yesterday is no edit, app.ts is one of this day too; lines 3 + 2, 1
      { date: '2026-03-03', ...files(0, 1, 5, 1) },
      // s2 edits new.ts, which another session created; s3 creates Makefile and edits page.tsx; 4 + 20 + 7, 4 + 3
      { date: '2026-03-04', ...files(1, 2, 31, 7) },
      // A deleted file is neither created nor edited.
      { date: '2026-03-05', ...files(0, 0, 0, 30) },
    ])
  })

  it('productivity.by_language: .ts and .tsx are one language', async () => {
    expect(await rows('productivity.by_language')).toEqual([
      // new.ts and app.ts of s1, new.ts of s2, page.tsx of s3; 10 + 3 + 5 + 1 + 2 + 4 + 7, 1 + 2 + 1 + 4 + 3
      { language: 'TypeScript', files: 4, lines_added: 32, lines_removed: 11 },
      { language: 'Makefile', files: 1, lines_added: 20, lines_removed: 0 },
      { language: 'Python', files: 0, lines_added: 0, lines_removed: 30 },
    ])
  })

  it('productivity.by_extension', async () => {
    expect(await rows('productivity.by_extension')).toEqual([
      { extension: '.ts', files: 3 },
      { extension: '', files: 1 },
      { extension: '.tsx', files: 1 },
    ])
  })
})
