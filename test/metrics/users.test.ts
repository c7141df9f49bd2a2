/** People one by one, and their pages: the golden facts, and ten invented people in May. The sums are worked out in the comments. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Listening, listening } from '../faces/listening.ts'
import { GOLDEN, PRICES, WINDOW } from './golden.ts'

const MAY = 'from=2026-05-04&to=2026-05-17'
const person = (i: number) => `p${i}@acme.example`
/** Person i is active on i + 1 days and types a message on each; 9 has two merged pull requests. */
const TEN = Array.from({ length: 10 }, (_, i) => [
  ...Array.from({ length: i + 1 }, (_, d) => ({
    ...{ type: 'message', id: `p${i}-${d}`, at: `2026-05-${String(4 + d).padStart(2, '0')}T09:00:00Z` },
    ...{ session: `ps${i}`, role: 'user', human: true, user: person(i) },
  })),
  {
    ...{ type: 'member', id: `pm${i}`, user: person(i), name: i === 3 ? 'Zoë Quine' : `Person ${i}` },
    joined_at: i === 1 ? '2026-05-10T00:00:00Z' : '2026-01-01T00:00:00Z',
  },
]).flat()
const MERGED = [1, 2].map((number) => ({
  ...{ type: 'pull_request', id: `pr${number}`, author: person(9), created_at: '2026-05-05T09:00:00Z' },
  merged_at: '2026-05-06T09:00:00Z',
}))
const USES = [
  ...['auto-high', 'manual', 'manual', 'auto-high', 'auto-low'].map((autonomy_mode, i) => ({
    ...{ type: 'tool_call', id: `pt${i}`, at: '2026-05-06T09:00:00Z', user: person(9), session: 'ps9' },
    ...{ tool: 'Read', autonomy_mode },
  })),
  ...['skill', 'skill', 'hook', 'slash_command', 'subagent'].map((kind, i) => ({
    ...{
      type: 'feature_use',
      id: `pu${i}`,
      at: '2026-05-06T09:00:00Z',
      user: person(9),
      session: 'ps9',
      kind,
    },
  })),
  { type: 'session', id: 'ps9c', user: person(9), started_at: '2026-05-06T09:00:00Z' },
  {
    ...{
      type: 'counter',
      id: 'pk',
      at: '2026-05-06T09:00:00Z',
      user: person(9),
      session: 'ps9c',
      name: 'hooks',
    },
    ...{ series: 'x', temporality: 'delta', value: 4 },
  },
]
const SPENT = {
  ...{
    type: 'model_call',
    id: 'pc',
    at: '2026-05-06T09:00:00Z',
    user: person(9),
    session: 'ps9',
    model: 'x',
  },
  ...{ in_uncached: 300_000, out: 100_000, cost_usd: 3.5, cost_source: 'reported' },
}

let server: Listening
beforeAll(async () => {
  server = await listening({ overrides: PRICES })
  await server.post(GOLDEN)
  const facts = [...TEN, ...MERGED, ...USES, SPENT]
  expect(await server.post(facts)).toMatchObject({ accepted: facts.length, rejected: [] })
})
afterAll(() => server.close())

const rows = async (metric: string, words = WINDOW) => (await server.ask(metric, words)).data

const NOTHING = {
  ...{ days_active: 0, tool_calls: 0, mcp_calls: 0, billable_tokens: 0, standard_credits: 0, all_tokens: 0 },
  ...{ cost_usd: 0, unpriced_calls: 0, sessions: 0, messages: 0, user_messages: 0, assistant_messages: 0 },
  ...{ files_created: 0, files_edited: 0, git_commits: 0, git_prs_created: 0, prs_merged: 0 },
  ...{ skill_calls: 0, slash_commands: 0, hooks: 0, delegation_level: null },
  ...{ primary_model: null, primary_model_tier: null, autonomy_ratio: null, languages: [] },
  ...{ prs_per_million_tokens: null, prs_created_per_million_tokens: null, cost_per_merged_pr: null },
}
const ANN = { user: 'ann@acme.example', email: 'ann@acme.example', name: 'Ann', kind: 'human' }
const PER_TOKEN = { prs_per_million_tokens: 0, prs_created_per_million_tokens: 0 }

describe('users.by_user', () => {
  it('what each person did, spent and shipped', async () => {
    const { data, meta } = await server.ask('users.by_user', WINDOW)
    expect(meta).toMatchObject({ coverage: { known: 5, total: 7 }, has_more: false, next_cursor: null })
    expect(data).toEqual([
      {
        ...{ ...NOTHING, ...PER_TOKEN, ...ANN, last_active: '2026-03-04', label: null },
        // 2, 3 and 4 March; t1 to t5, of which t5 by MCP; s1 and s2
        ...{ days_active: 3, tool_calls: 5, mcp_calls: 1, sessions: 2 },
        // c1 1000 + 20000 + 4000 + 500, c2 200 + 30000 + 300, c3 5000 + 1000 + 1000
        all_tokens: 63_000,
        // c1 1000 + 2000 + 4000 + 500, c2 200 + 3000 + 300, c3 5000 + 100 + 1000; in + out 1500 + 500 + 6000
        ...{ billable_tokens: 17_100, standard_credits: 8_000 },
        ...{ cost_usd: 0.06, messages: 6, user_messages: 3, assistant_messages: 3 },
        // new.ts; app.ts of s1, new.ts of s2
        ...{ files_created: 1, files_edited: 2, languages: ['TypeScript'] },
        // big has 56,000 tokens, small 7,000; nobody told its reasoning; 5 / 3
        ...{ primary_model: 'big', primary_model_tier: 'unknown', autonomy_ratio: 1.6667 },
      },
      {
        ...{ ...NOTHING, ...PER_TOKEN, user: 'bob@acme.example', email: 'bob@acme.example', name: 'Bob' },
        ...{ kind: 'human', last_active: '2026-03-04', label: null },
        // t6, t7; s3 and its subagent are one; c4 770 + c5 120
        ...{ days_active: 1, tool_calls: 2, sessions: 1, all_tokens: 890, billable_tokens: 890 },
        ...{ standard_credits: 890, cost_usd: 0.0002, unpriced_calls: 1 },
        ...{ messages: 2, user_messages: 1, assistant_messages: 1, files_created: 1, files_edited: 1 },
        ...{ primary_model: 'secret', primary_model_tier: 'unknown', autonomy_ratio: 2 },
        languages: ['Makefile', 'TypeScript'], // One file each.
      },
      {
        ...{ ...NOTHING, ...PER_TOKEN, user: 'ci-bot', email: null, name: 'CI', kind: 'service' },
        ...{ last_active: null, label: null, tool_calls: 1, mcp_calls: 1, sessions: 1 },
        ...{ all_tokens: 11, billable_tokens: 11, standard_credits: 11, cost_usd: 0.13 },
        ...{ primary_model: 'big', primary_model_tier: 'unknown' },
      },
      {
        ...{ ...NOTHING, ...PER_TOKEN, user: 'unknown', email: null, name: null, kind: 'human' },
        ...{ last_active: null, label: null, all_tokens: 10, billable_tokens: 10, standard_credits: 10 },
        ...{ cost_usd: null, unpriced_calls: 1, primary_model: 'unknown', primary_model_tier: 'unknown' },
      },
    ])
  })

  it('sums agree with the figures of all', async () => {
    const data = await rows('users.by_user')
    const sum = (column: string) => data.reduce((s, r) => s + Number(r[column]), 0)
    const [all] = await rows('summary.overview')
    for (const column of ['tool_calls', 'sessions', 'user_messages', 'files_created', 'files_edited'])
      expect([column, sum(column)]).toEqual([column, all?.[column]])
  })

  it('tokens and money by merged pull request', async () => {
    const [last] = await rows('users.by_user', `${MAY}&user=${person(9)}`)
    // 2 × 1,000,000 / 400,000; 3.5 / 2
    expect(last).toMatchObject({ prs_merged: 2, prs_per_million_tokens: 5, cost_per_merged_pr: 1.75 })
  })

  it('features, also those that are only counted, and how freely their agents work', async () => {
    const [last] = await rows('users.by_user', `${MAY}&user=${person(9)}`)
    // Two manual to two auto-high: the less autonomous. One hook told, four counted.
    expect(last).toMatchObject({ skill_calls: 2, hooks: 5, slash_commands: 1, delegation_level: 'manual' })
  })

  it('labels: the top tenth, and of the lowest quarter those who have been there for 14 days', async () => {
    const labels = (await rows('users.by_user', MAY)).map((r) => r.label)
    // Of ten the first is a tenth, the last two are a quarter; person 1 joined on 10 May.
    expect(labels).toEqual(['may_need_enablement', ...Array(8).fill(null), 'power_user'])
  })
})

describe('users.by_user_and_day', () => {
  it('a row a person and day', async () => {
    const data = await rows('users.by_user_and_day', `${WINDOW}&user=ann@acme.example`)
    expect(
      data.map((r) => [r.date, r.days_active, r.tool_calls, r.all_tokens, r.sessions, r.files_edited]),
    ).toEqual([
      ['2026-03-02', 1, 2, 25_500, 1, 1], // t1, t2; c1; s1; app.ts
      ['2026-03-03', 1, 1, 30_500, 0, 1], // t3; c2; app.ts
      ['2026-03-04', 1, 2, 7_000, 1, 1], // t4, t5; c3; s2; new.ts
    ])
    expect(data[2]).toMatchObject({ ...ANN, primary_model: 'small', primary_model_tier: 'thinking' })
  })

  it('pages are cut by person, in the order of their whole period', async () => {
    const first = await server.ask('users.by_user_and_day', `${MAY}&sort=user_messages&limit=2`)
    expect(first.data.map((r) => r.user)).toEqual([...Array(10).fill(person(9)), ...Array(9).fill(person(8))])
    expect(first.data.slice(0, 2).map((r) => r.date)).toEqual(['2026-05-04', '2026-05-05'])
    const { next_cursor, has_more } = first.meta
    expect(has_more).toBe(true)
    const second = await rows(
      'users.by_user_and_day',
      `${MAY}&sort=user_messages&limit=2&cursor=${next_cursor}`,
    )
    expect(new Set(second.map((r) => r.user))).toEqual(new Set([person(7), person(6)]))
  })
})

interface Refusal {
  error: { param?: string }
}

describe('pages', () => {
  const page = (words: string) => server.ask('users.by_user', `${MAY}&${words}`)
  const names = (data: { user?: unknown }[]) => data.map((r) => String(r.user).slice(0, 2)).join(' ')

  it.each([
    ['order=desc', 'p9 p8 p7 p6 p5 p4 p3 p2 p1 p0'],
    ['sort=user_messages&order=asc', 'p0 p1 p2 p3 p4 p5 p6 p7 p8 p9'],
    ['sort=name', 'p0 p1 p2 p4 p5 p6 p7 p8 p9 p3'],
    // Equal ones by name; unknown comes last, either way.
    ['sort=cost_per_merged_pr&order=asc', 'p9 p0 p1 p2 p3 p4 p5 p6 p7 p8'],
    ['sort=label&order=desc', 'p9 p0 p1 p2 p3 p4 p5 p6 p7 p8'],
    ['search=ZOË', 'p3'],
    ['search=%25', ''],
  ])('%s, all at once and one by one', async (words, expected) => {
    expect(names((await page(words)).data)).toBe(expected)
    const seen: unknown[] = []
    let cursor = ''
    for (let i = 0; i < 12; i++) {
      const { data, meta } = await page(`${words}&limit=4${cursor && `&cursor=${cursor}`}`)
      seen.push(names(data))
      expect(meta.has_more).toBe(meta.next_cursor !== null)
      if (!meta.next_cursor) break
      cursor = meta.next_cursor
    }
    expect(seen.join(' ')).toBe(expected)
  })

  const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
  it.each([
    ['limit', 'limit=0'],
    ['limit', 'limit=1001'],
    ['limit', 'limit=ten'],
    ['limit', 'limit=1&limit=2'],
    ['sort', 'sort=languages'],
    ['sort', 'sort=user)--'],
    ['sort', 'sort='],
    ['order', 'order=up'],
    ['search', `search=${'x'.repeat(201)}`],
    ['cursor', 'cursor=garbage'],
    ['cursor', 'cursor='],
    ['cursor', `cursor=${cursor('user', 'asc', 5, 'p')}`],
    ['cursor', `cursor=${cursor('secret', 'asc', 'p', 'p')}`],
    ['cursor', `cursor=${cursor('user', 'asc', 'p', 'p', 1)}`],
    ['cursor', `sort=name&cursor=${cursor('user', 'asc', 'p', 'p')}`],
  ])('%s is refused: %s', async (param, words) => {
    const response = await server.get(`/api/v1/metrics/users.by_user?${MAY}&${words}`)
    expect([response.status, ((await response.json()) as Refusal).error.param]).toEqual([400, param])
  })

  it('a metric without pages takes none of it', async () => {
    const response = await server.get('/api/v1/metrics/tokens.by_day?limit=5')
    expect([response.status, ((await response.json()) as Refusal).error.param]).toEqual([400, 'limit'])
  })
})
