/** Tokens by day and anything else, their weights, and what models are used for: worked out in the comments. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { billableTable, MODEL_TIER } from '../../src/prices/index.ts'
import { type Listening, listening } from '../faces/listening.ts'
import { GOLDEN, PRICES, WINDOW } from './golden.ts'

/** The multiplier of big is told with vendor and date, and holds for big whatever it is called. */
const BILLABLE = billableTable.parse({
  weights: { cache_write: 0.5 },
  multipliers: { 'acme/Big-20260101': 2, small: 0.4 },
  tiers: { secret: 'efficient' },
})

let server: Listening
beforeAll(async () => {
  server = await listening({ overrides: PRICES, billable: BILLABLE })
  await server.post(GOLDEN)
  await server.post([
    { type: 'member', id: 'm-ann', team: ['core', 'web'], observed_at: '2026-01-02T00:00:00Z' },
    ...[
      { id: 'a1', model: 'claude-opus-5', autonomy_mode: 'spec', in_uncached: 10, out: 5, reasoning: 3 },
      {
        id: 'a2',
        model: 'Claude-Opus-5-20260101',
        autonomy_mode: 'auto-low',
        in_uncached: 20,
        out: 1,
        reasoning: 0,
      },
      {
        id: 'a3',
        model: 'claude-opus-5',
        autonomy_mode: 'spec',
        agent: 'code-reviewer',
        in_uncached: 7,
        out: 1,
      },
      {
        id: 'a4',
        model: 'claude-haiku-5',
        autonomy_mode: 'manual',
        agent: 'Explore',
        cache_read: 50,
        out: 4,
      },
      { id: 'a5', model: 'claude-haiku-5', agent: 'build', cache_write: 2, out: 1 },
      { id: 'a6', model: 'mystery', autonomy_mode: 'manual', in_uncached: 1, out: 1 },
    ].map((call) => ({ type: 'model_call', at: '2026-04-01T12:00:00Z', ...call })),
  ])
})
afterAll(() => server.close())

type Row = Record<string, number | string | null>
const rows = async (metric: string, words = WINDOW) => (await server.ask(metric, words)).data as Row[]
const only = (data: Row[], ...columns: string[]) => data.map((row) => columns.map((c) => row[c]))

describe('weights', () => {
  it('are those of the configuration, times the multiplier of the model', async () => {
    // big: 2 × (1210 + 801 + 50000 / 10 + 4000 / 2) = 2 × 9011, small: 0.4 × (5100 + 1020 + 100); by fresh tokens alone:
    // 2 × 2011, 0.4 × 6120; the others weigh 1
    expect(only(await rows('tokens.by_model'), 'model', 'billable', 'standard_credits')).toEqual([
      ['big', 18022, 4022],
      ['small', 2488, 2448],
      ['secret', 770, 770],
      ['unknown', 10, 10],
    ])
  })

  it('make the same whole by whatever', async () => {
    for (const by of [
      'by_day',
      'by_user',
      'by_harness',
      'by_project',
      'by_repo',
      'by_client',
      'by_day_and_model',
    ]) {
      const data = await rows(`tokens.${by}`)
      const sum = (column: string) => data.reduce((s, row) => s + Number(row[column]), 0)
      expect([by, sum('billable'), sum('standard_credits'), sum('input'), sum('calls')]).toEqual([
        ...[by, 21290, 7250, 7019, 7], // 18022 + 2488 + 770 + 10; 4022 + 2448 + 770 + 10; 1210 + 5100 + 700 + 9
      ])
    }
  })

  it('change with the configuration, for what is there already', async () => {
    const plain = await server.instance.store.rows<{ n: number }>(
      'SELECT count() AS n FROM model_table FINAL',
    )
    expect(plain).toEqual([{ n: 4 }]) // every other model, big, small, secret
  })
})

describe('tokens by day and more', () => {
  it('tokens.by_day_and_model', async () => {
    expect(
      only(await rows('tokens.by_day_and_model'), 'date', 'model', 'model_tier', 'input', 'output', 'calls'),
    ).toEqual([
      ['2026-03-02', 'big', 'unknown', 1000, 500, 1], // c1
      ['2026-03-03', 'big', 'unknown', 200, 300, 1], // c2
      ['2026-03-04', 'secret', 'unknown', 700, 70, 1], // c4
      ['2026-03-04', 'small', 'thinking', 5100, 1020, 2], // c3 + c5; of c3 alone reasoning is told: 400
      ['2026-03-05', 'big', 'unknown', 10, 1, 1], // c6
      ['2026-03-05', 'unknown', 'unknown', 9, 1, 1], // c7
    ])
    // Half of the calls think: that is not most of them.
    const april = await rows(
      'tokens.by_day_and_model',
      'from=2026-04-01&to=2026-04-01&model=claude-opus-5&model=Claude-Opus-5-20260101',
    )
    expect(only(april, 'model', 'model_tier')).toEqual([
      ['Claude-Opus-5-20260101', 'standard'],
      ['claude-opus-5', 'thinking'],
    ])
  })

  it('tokens.by_day_and_user', async () => {
    expect(only(await rows('tokens.by_day_and_user'), 'date', 'user', 'email', 'input', 'billable')).toEqual([
      ['2026-03-02', 'ann@acme.example', 'ann@acme.example', 1000, 11000], // 2 × (1000 + 500 + 2000 + 2000)
      ['2026-03-03', 'ann@acme.example', 'ann@acme.example', 200, 7000], // 2 × (200 + 300 + 3000)
      ['2026-03-04', 'ann@acme.example', 'ann@acme.example', 5000, 2440], // 0.4 × (5000 + 1000 + 100)
      ['2026-03-04', 'bob@acme.example', 'bob@acme.example', 800, 818], // 700 + 70 + 0.4 × (100 + 20)
      ['2026-03-05', 'ci-bot', null, 10, 22],
      ['2026-03-05', 'unknown', null, 9, 10],
    ])
  })

  it('tokens.trend: the first day looks one day back', async () => {
    const trend = await rows('tokens.trend', 'from=2026-03-03&to=2026-03-06')
    expect(only(trend, 'date', 'input', 'input_delta', 'cache_read_delta', 'calls_delta')).toEqual([
      ['2026-03-03', 200, -0.8, 0.5, 0], // from 1000; from 20000 to 30000; 1 and 1
      ['2026-03-04', 5800, 28, -0.9667, 2], // from 30000 to 1000; from 1 to 3
      ['2026-03-05', 19, -0.9967, -1, -0.3333], // 5781 / 5800 = 0.99672; from 3 to 2
      ['2026-03-06', 0, -1, null, -1],
    ])
    expect(only(await rows('tokens.trend', 'from=2026-03-02&to=2026-03-02'), 'input', 'input_delta')).toEqual(
      [[1000, null]],
    )
  })

  it('tokens.by_team: who is in two teams counts in both', async () => {
    const store = server.instance.store
    const row = { org: server.instance.org, since: 0, until: 4_294_967_295, ver: 9, user: 'ann@acme.example' }
    const march4 = Date.UTC(2026, 2, 4) / 1000
    await store.command('TRUNCATE TABLE team_member')
    await store.insert('team_member', [
      { ...row, team: 'core' },
      { ...row, team: 'web', since: march4 },
      { ...row, team: 'core', user: 'bob@acme.example', until: march4 },
    ])
    expect(only(await rows('tokens.by_team'), 'team', 'input', 'calls')).toEqual([
      ['core', 6200, 3], // ann: c1 + c2 + c3; bob had left it
      ['web', 5000, 1], // c3
      ['unassigned', 819, 4], // c4 to c7: bob, the bot, and whoever it was
    ])
  })
})

describe('models', () => {
  it('models.ranking', async () => {
    expect(await rows('models.ranking')).toEqual([
      // 1210 + 50000 + 4000 + 801, of all 63911; c1 + c2 by ann, c6 by the bot
      {
        rank: 1,
        model: 'big',
        tokens: 56011,
        share: 0.8764,
        calls: 3,
        rank_by_calls: 1,
        users: 2,
        rank_by_users: 1,
      },
      // 5100 + 1000 + 1020; c3 by ann, c5 by bob
      {
        rank: 2,
        model: 'small',
        tokens: 7120,
        share: 0.1114,
        calls: 2,
        rank_by_calls: 2,
        users: 2,
        rank_by_users: 1,
      },
      {
        rank: 3,
        model: 'secret',
        tokens: 770,
        share: 0.012,
        calls: 1,
        rank_by_calls: 3,
        users: 1,
        rank_by_users: 3,
      },
      {
        rank: 4,
        model: 'unknown',
        tokens: 10,
        share: 0.0002,
        calls: 1,
        rank_by_calls: 3,
        users: 0,
        rank_by_users: 4,
      },
    ])
  })

  it('tiers follow from names of families, as whole words', async () => {
    const named = {
      frontier: [
        'claude-opus-4-8',
        'openai/GPT-5.5',
        'gpt-5.3-codex',
        'gemini-3.1-pro-preview',
        'o3-2025-04-16',
      ],
      balanced: ['claude-sonnet-4-6', 'minimax-m2', 'kimi-k2.5', 'gpt-4.1', 'gemini-2.0'],
      efficient: [
        'claude-haiku-4-5-20251001',
        'gpt-5.4-mini',
        'o4-mini',
        'gemini-3.5-flash',
        'glm-4.5-air',
        'secret',
      ],
      '': ['acme-internal-coder', 'unfair', ''],
    }
    for (const [tier, models] of Object.entries(named)) {
      const told = await server.instance.store.rows<{ tier: string }>(
        `SELECT ${MODEL_TIER} AS tier FROM (SELECT arrayJoin({models:Array(String)}) AS model) AS r`,
        { params: { org: server.instance.org, models } },
      )
      expect(told.map((t) => t.tier)).toEqual(models.map(() => tier))
    }
  })

  it('models.allocation: a review in spec mode is a review, a main agent that has a name no subagent', async () => {
    expect(await rows('models.allocation', 'from=2026-04-01&to=2026-04-01')).toEqual([
      { tier: 'efficient', activity: 'subagent', tokens: 54, share: 0.5243, calls: 1 }, // a4, of all 103
      { tier: 'frontier', activity: 'execute', tokens: 21, share: 0.2039, calls: 1 }, // a2
      { tier: 'frontier', activity: 'spec', tokens: 15, share: 0.1456, calls: 1 }, // a1
      { tier: 'frontier', activity: 'review', tokens: 8, share: 0.0777, calls: 1 }, // a3
      { tier: 'efficient', activity: 'unknown', tokens: 3, share: 0.0291, calls: 1 }, // a5
      { tier: 'unknown', activity: 'execute', tokens: 2, share: 0.0194, calls: 1 }, // a6
    ])
    expect(
      only(await rows('models.allocation', `${WINDOW}&model=secret`), 'tier', 'activity', 'tokens'),
    ).toEqual([['efficient', 'unknown', 770]])
  })
})
