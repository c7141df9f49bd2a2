/** Delegation, features, and tools in detail, over the golden facts and a few more: worked out in the comments. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../src/settings.ts'
import { type Listening, listening } from '../faces/listening.ts'
import { GOLDEN, PRICES, WINDOW } from './golden.ts'

const CARA = 'cara@acme.example'
const DAN = 'dan@acme.example'
const EVE = 'eve@acme.example'
const APRIL = 'from=2026-04-10&to=2026-04-11'

const called = (session: string, at: string, modes: string[], more: object = {}) =>
  modes.map((autonomy_mode, i) => ({
    ...{ type: 'tool_call', id: `${session}-${i}`, at: `2026-04-${at}:00Z`, session, tool: 'Execute' },
    ...{ autonomy_mode, status: 'ok', ...more },
  }))
const begun = (id: string, user: string, at: string, parent_session?: string) => ({
  ...{ type: 'session', id, user, harness: 'claude-code', parent_session },
  ...{ started_at: `2026-04-${at}:00Z`, observed_at: `2026-04-${at}:00Z` },
})
const typed = (session: string, n: number, role = 'user') =>
  Array.from({ length: n }, (_, i) => ({
    ...{ type: 'message', id: `${session}-${role}-${i}`, at: '2026-04-10T10:00:00Z', session, role },
    human: role === 'user',
  }))
const used = (kind: string, name: string, user: string, more: object = {}) => ({
  ...{
    type: 'feature_use',
    id: `${kind}-${name}-${user}`,
    at: '2026-04-10T11:00:00Z',
    kind,
    name,
    user,
    ...more,
  },
})

let server: Listening
beforeAll(async () => {
  // Matchers and commands of hooks are content.
  server = await listening({ overrides: PRICES, settings: { ...DEFAULT_SETTINGS, content: true } })
  await server.post(GOLDEN)
  await server.post([
    // p1 of cara: one message, one call of its own, two of a sub-agent after midnight, one of that one's sub-agent
    begun('p1', CARA, '10T10:00'),
    ...typed('p1', 1),
    ...called('p1', '10T10:05', ['auto-high'], { raw_tool: 'Bash' }),
    begun('p1a', CARA, '11T00:10', 'p1'),
    ...called('p1a', '11T00:11', ['auto-high', 'auto-high'], { raw_tool: 'bash' }),
    begun('p1b', CARA, '11T00:12', 'p1a'),
    ...called('p1b', '11T00:13', ['spec']),
    // p2 of cara: two messages, one call
    begun('p2', CARA, '10T12:00'),
    ...typed('p2', 2),
    ...called('p2', '10T12:05', ['manual']),
    // p3 of eve: nobody typed anything; a mode that nobody knows
    begun('p3', EVE, '10T13:00'),
    ...typed('p3', 1, 'assistant'),
    ...called('p3', '10T13:05', ['', 'turbo']),
    // p4 of dan: as many calls in one mode as in the other
    begun('p4', DAN, '11T09:00'),
    { ...typed('p4', 1)[0], at: '2026-04-11T09:00:00Z' },
    ...called('p4', '11T09:05', ['auto-high', 'auto-low']),
    // Features
    used('skill', 'browser', CARA),
    used('skill', 'browser', CARA, { id: 'again', at: '2026-04-11T11:00:00Z' }),
    used('slash_command', '/Help', CARA),
    used('slash_command', 'review', EVE),
    used('hook', 'lint', EVE, { event: 'PostToolUse', matcher: '*.ts', command: 'eslint --fix' }),
    used('subagent', 'Explore', CARA),
    // dan's agent counts its skills and tells none of them
    {
      ...{ type: 'counter', id: 'r1', at: '2026-04-11T09:30:00Z', session: 'k1', series: 'x', user: DAN },
      ...{ temporality: 'delta', name: 'skills', value: 3, harness: 'droid' },
    },
    // ann is on the web, and has a server configured
    {
      ...{ type: 'session', id: 's5', user: 'ann-laptop', client: 'web', mcp_servers_configured: ['github'] },
      ...{ started_at: '2026-02-20T09:00:00Z', observed_at: '2026-02-20T09:00:00Z' },
    },
    {
      type: 'session',
      id: 's6',
      user: 'ci-bot',
      client: 'web',
      started_at: '2026-02-20T09:00:00Z',
      observed_at: '2026-02-20T09:00:00Z',
    },
  ])
})
afterAll(() => server.close())

type Row = Record<string, number | string | boolean | null>
const rows = async (metric: string, words = WINDOW) => (await server.ask(metric, words)).data as Row[]
const only = (data: Row[], ...columns: string[]) => data.map((row) => columns.map((c) => row[c]))

const RATIOS = ['autonomy_ratio_avg', 'autonomy_ratio_p50', 'autonomy_ratio_p90', 'autonomy_sessions']
const MEANS = ['tool_calls_per_session_avg', 'user_turns_per_session_avg', 'sessions', 'headless_tool_calls']
const MODES = ['auto_high', 'auto_medium', 'auto_low', 'manual', 'mode_known_calls', 'tool_calls']

describe('delegation', () => {
  it('delegation.by_day: calls of sub-agents belong to the session that started them', async () => {
    const data = await rows('delegation.by_day')
    expect(only(data, 'date', ...RATIOS)).toEqual([
      ['2026-03-02', 1.5, 1.5, 1.5, 1], // s1: t1 + t2 + t3 by m1 + m3
      ['2026-03-03', null, null, null, 0],
      ['2026-03-04', 2, 2, 2, 2], // s2: t4 + t5 by m6; s3: t6 and t7 of its sub-agent by m8
      ['2026-03-05', null, null, null, 0], // nobody typed anything in s4
    ])
    expect(only(data, ...MEANS)).toEqual([
      [3, 2, 1, 0],
      [null, null, 0, 0],
      [2, 1, 2, 0],
      [null, null, 0, 1], // t8, in a session without any message
    ])
    expect(only(data, ...MODES)).toEqual([
      [null, null, null, null, 0, 2],
      [null, null, null, null, 0, 1],
      [null, null, null, null, 0, 4],
      [null, null, null, null, 0, 1],
    ])
  })

  it('counts sub-agents of sub-agents, also those of the day after, and modes by the time of the call', async () => {
    const data = await rows('delegation.by_day', APRIL)
    expect(only(data, ...RATIOS)).toEqual([
      // p1: 1 + 2 + 1 by 1, p2: 1 by 2: 5 / 3; of 4 and 0.5 the median is 2.25, p90 = 0.5 + 0.9 × 3.5
      [1.6667, 2.25, 3.65, 2],
      [2, 2, 2, 1], // p4
    ])
    expect(only(data, ...MEANS)).toEqual([
      [2.3333, 1, 3, 2], // (4 + 1 + 2) / 3, 3 / 3; both calls of p3 are headless
      [2, 1, 1, 0],
    ])
    expect(only(data, ...MODES)).toEqual([
      [0.5, 0, 0, 0.5, 2, 4], // one of p1, one of p2; of p3 none is known
      [0.6, 0, 0.2, 0.2, 5, 5], // 2 + 1 auto-high, 1 auto-low, 1 spec
    ])
    const { meta } = await server.ask('delegation.by_day', APRIL)
    expect(meta.coverage).toEqual({ known: 7, total: 9 })
  })

  it('delegation.summary: percentiles over all sessions', async () => {
    // s1 1.5, s2 2, s3 2: 7 / 4, median 2, p90 2; 7 calls and 4 messages in 3 sessions
    expect(only(await rows('delegation.summary'), ...RATIOS, ...MEANS, 'tool_calls')).toEqual([
      [1.75, 2, 2, 3, 2.3333, 1.3333, 3, 1, 8],
    ])
    // 4, 0.5, 2: 7 / 4, median 2, p90 = 2 + 0.8 × 2
    expect(only(await rows('delegation.summary', APRIL), ...RATIOS, ...MODES)).toEqual([
      [1.75, 2, 3.6, 3, 0.5714, 0, 0.1429, 0.2857, 7, 9],
    ])
  })

  it('delegation.by_user: of modes with equally many calls the less autonomous', async () => {
    const data = await rows('delegation.by_user', APRIL)
    expect(
      only(data, 'user', 'tool_calls', 'delegation_level', 'autonomy_ratio_avg', 'headless_tool_calls'),
    ).toEqual([
      [CARA, 5, 'auto-high', 1.6667, 0],
      [DAN, 2, 'auto-low', 2, 0],
      [EVE, 2, 'unknown', null, 2],
    ])
  })

  it('delegation.by_team', async () => {
    const row = { org: server.instance.org, since: 0, until: 4_294_967_295, ver: 9 }
    await server.instance.store.insert('team_member', [
      { ...row, team: 'core', user: CARA },
      { ...row, team: 'core', user: DAN },
      { ...row, team: 'web', user: DAN },
    ])
    const data = await rows('delegation.by_team', APRIL)
    expect(
      only(data, 'team', 'tool_calls', 'autonomy_ratio_avg', 'autonomy_sessions', 'mode_known_calls'),
    ).toEqual([
      ['core', 7, 1.75, 3, 7],
      ['unassigned', 2, null, 0, 0],
      ['web', 2, 2, 1, 2],
    ])
  })
})

describe('features', () => {
  it('features.by_day: those that are only counted too', async () => {
    expect(await rows('features.by_day', APRIL)).toEqual([
      {
        ...{ date: '2026-04-10', skills_invocations: 1, slash_commands_invocations: 2 },
        ...{ hooks_invocations: 1, subagents_invocations: 1 },
      },
      {
        ...{ date: '2026-04-11', skills_invocations: 4, slash_commands_invocations: 0 },
        ...{ hooks_invocations: 0, subagents_invocations: 0 },
      },
    ])
  })

  it('features.by_day_and_name', async () => {
    expect(
      only(
        await rows('features.by_day_and_name', APRIL),
        ...['date', 'kind', 'name', 'event', 'matcher', 'command', 'count', 'builtin'],
      ),
    ).toEqual([
      ['2026-04-10', 'hook', 'lint', 'PostToolUse', '*.ts', 'eslint --fix', 1, false],
      ['2026-04-10', 'skill', 'browser', '', '', '', 1, false],
      ['2026-04-10', 'slash_command', '/Help', '', '', '', 1, true],
      ['2026-04-10', 'slash_command', 'review', '', '', '', 1, false],
      ['2026-04-10', 'subagent', 'Explore', '', '', '', 1, false],
      ['2026-04-11', 'skill', 'browser', '', '', '', 1, false],
      ['2026-04-11', 'skill', 'unknown', '', '', '', 3, false],
    ])
  })

  it('features.by_name', async () => {
    expect(only(await rows('features.by_name', APRIL), 'kind', 'name', 'count', 'users', 'builtin')).toEqual([
      ['hook', 'lint', 1, 1, false],
      ['skill', 'unknown', 3, 1, false],
      ['skill', 'browser', 2, 1, false],
      ['slash_command', '/Help', 1, 1, true],
      ['slash_command', 'review', 1, 1, false],
      ['subagent', 'Explore', 1, 1, false],
    ])
  })

  it('features.adoption: of those who were active', async () => {
    // cara and dan are; eve typed nothing and called no model
    expect(await rows('features.adoption', APRIL)).toEqual([
      { kind: 'skill', users: 2, active_users: 2, adoption: 1 },
      { kind: 'slash_command', users: 1, active_users: 2, adoption: 0.5 },
      { kind: 'hook', users: 0, active_users: 2, adoption: 0 },
      { kind: 'mcp', users: 0, active_users: 2, adoption: 0 },
      { kind: 'subagent', users: 1, active_users: 2, adoption: 0.5 },
    ])
    // ann and bob; ann called an MCP server (t5), and so did the bot
    expect(await rows('features.adoption', `${WINDOW}`)).toContainEqual({
      ...{ kind: 'mcp', users: 1, active_users: 2, adoption: 0.5 },
    })
  })
})

describe('tools', () => {
  it('tools.by_day_and_tool and tools.by_day_and_mcp_server', async () => {
    expect(only(await rows('tools.by_day_and_tool'), 'date', 'tool', 'calls')).toEqual([
      ['2026-03-02', 'Edit', 1],
      ['2026-03-02', 'Read', 1],
      ['2026-03-03', 'Execute', 1],
      ['2026-03-04', 'Edit', 1],
      ['2026-03-04', 'Execute', 1],
      ['2026-03-04', 'MCP', 1],
      ['2026-03-04', 'Read', 1],
      ['2026-03-05', 'MCP', 1],
    ])
    expect(only(await rows('tools.by_day_and_mcp_server'), 'date', 'server', 'calls')).toEqual([
      ['2026-03-04', 'github', 1],
      ['2026-03-05', 'github', 1],
    ])
  })

  it('tools.by_raw_tool: names that differ by case are told apart here alone', async () => {
    expect(only(await rows('tools.by_raw_tool', APRIL), 'tool', 'raw_tool', 'calls')).toEqual([
      ['Execute', 'unknown', 6], // p1b, p2, p3, p4
      ['Execute', 'bash', 2],
      ['Execute', 'Bash', 1],
    ])
  })

  it('tools.users_by_day: service accounts are nobody, settings hold for 30 days', async () => {
    const users = async (words: string) =>
      only(
        await rows('tools.users_by_day', words),
        ...['mcp_users_with_mcp', 'mcp_users_configured', 'web_users'],
      )
    expect(await users(WINDOW)).toEqual([
      [0, 1, 0],
      [0, 1, 0],
      [1, 1, 0],
      [0, 1, 0],
    ])
    expect(await users('from=2026-02-19&to=2026-02-20')).toEqual([
      [0, 0, 0],
      [0, 1, 1],
    ])
    expect(await users('from=2026-03-21&to=2026-03-22')).toEqual([
      [0, 1, 0],
      [0, 0, 0],
    ])
  })
})
