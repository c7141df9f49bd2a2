/** Commits and pull requests over facts small enough to check with a pencil: the sums are worked out in the comments. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Listening, listening } from '../faces/listening.ts'

/** Two ISO weeks: 2 March 2026 is a Monday. */
const WINDOW = 'from=2026-03-02&to=2026-03-15'
const SHOP = 'github.com/acme/shop'
const event = (type: string, id: string, at: string, more: object) => ({
  type,
  id,
  at: `2026-${at}Z`,
  ...more,
})
const commit = (id: string, at: string, sha: string, more: object = {}) =>
  event('commit', id, at, { session: 'a1', sha, attribution: 'explicit', repo: SHOP, ...more })
const pull = (number: number, more: object) => ({
  ...{
    type: 'pull_request',
    id: `${SHOP}#${number}`,
    repo: SHOP,
    number,
    observed_at: '2026-03-20T00:00:00Z',
  },
  ...more,
})
const change = (id: string, at: string, path: string, language: string, added: number) =>
  event('file_change', id, at, { session: 'a1', path, op: 'edit', added, language, extension: '.x' })

const FACTS = [
  { type: 'member', id: 'm-ann', user: 'ann@acme.example', aliases: ['ann-gh'] },
  {
    ...{ type: 'session', id: 'a1', user: 'ann@acme.example', harness: 'claude-code', client: 'terminal' },
    ...{ project: 'shop', repo: SHOP, started_at: '2026-03-03T10:00:00Z', ended_at: '2026-03-03T11:30:00Z' },
  },
  {
    type: 'session',
    id: 'b1',
    user: 'bob@acme.example',
    harness: 'codex',
    started_at: '2026-03-10T09:00:00Z',
  },
  change('f1', '03-03T10:05:00', 'a.ts', 'TypeScript', 10),
  change('f2', '03-03T10:06:00', 'b.py', 'Python', 3),
  commit('c1', '03-03T10:20:00', 'aaaaaaa1'),
  // The same commit in full, as a forge tells it.
  commit('c2', '03-03T10:21:00', `aaaaaaa1${'0'.repeat(32)}`),
  change('f3', '03-03T10:40:00', 'c.py', 'Python', 5),
  commit('c3', '03-03T11:00:00', 'bbbbbbb2'),
  commit('c4', '03-03T11:05:00', 'ccccccc3', { amends: 'bbbbbbb2' }),
  commit('c5', '03-04T11:05:00', 'ddddddd4', { session: null, user: 'ann-gh', attribution: 'coauthor' }),
  event('counter', 'k1', '03-12T10:00:00', {
    ...{ session: 'c1', series: 'x', temporality: 'delta', name: 'commits', value: 4 },
    ...{ user: 'bob@acme.example', harness: 'droid' },
  }),
  event('counter', 'k2', '03-12T10:00:00', {
    ...{ session: 'c1', series: 'y', temporality: 'delta', name: 'pull_requests', value: 2 },
    ...{ user: 'bob@acme.example', harness: 'droid' },
  }),
  pull(1, {
    ...{ attribution: 'explicit', sessions: ['a1'], author: 'ann-gh' },
    ...{ created_at: '2026-03-03T11:10:00Z', merged_at: '2026-03-04T09:00:00Z' },
  }),
  pull(2, { attribution: 'coauthor', author: 'Bob@acme.example', created_at: '2026-03-05T11:00:00Z' }),
  pull(3, {
    ...{ attribution: 'explicit', sessions: ['b1'] },
    ...{ created_at: '2026-03-10T10:00:00Z', merged_at: '2026-03-16T09:00:00Z' },
  }),
  pull(4, { author: 'ann-gh', created_at: '2026-02-27T10:00:00Z', merged_at: '2026-03-11T09:00:00Z' }),
]

let server: Listening
beforeAll(async () => {
  server = await listening()
  expect(await server.post(FACTS)).toMatchObject({ accepted: FACTS.length, rejected: [] })
})
afterAll(() => server.close())

const rows = async (metric: string, words = '') => (await server.ask(metric, `${WINDOW}&${words}`)).data

describe('productivity.by_day', () => {
  const git = async (words = '') =>
    (await rows('productivity.by_day', words))
      .filter((r) => r.git_commits !== 0 || r.git_prs_created !== 0)
      .map((r) => [r.date, r.git_commits, r.git_prs_created])

  it('a commit counts once, whoever told it, and an amended one not at all', async () => {
    expect(await git()).toEqual([
      ['2026-03-03', 2, 1], // aaaaaaa1 and ccccccc3, which took the place of bbbbbbb2; pull request 1
      ['2026-03-10', 0, 1], // pull request 3
      ['2026-03-12', 4, 2], // what droid counts itself
    ])
  })

  it('pull requests are of the person whose session opened them', async () => {
    expect(await git('user=ann@acme.example')).toEqual([['2026-03-03', 2, 1]])
    expect(await git('user=bob@acme.example&harness=codex')).toEqual([['2026-03-10', 0, 1]])
    expect(await git(`repo=${SHOP}&project=shop`)).toEqual([['2026-03-03', 2, 1]])
  })
})

it('productivity.by_day_and_language and _extension sum to the files of the day', async () => {
  expect(await rows('productivity.by_day_and_language')).toEqual([
    { date: '2026-03-03', language: 'Python', files: 2 }, // b.py, c.py
    { date: '2026-03-03', language: 'TypeScript', files: 1 },
  ])
  expect(await rows('productivity.by_day_and_extension')).toEqual([
    { date: '2026-03-03', extension: '.x', files: 3 },
  ])
})

it('productivity.pull_requests: throughput by merge, merge rate by opening', async () => {
  expect(await rows('productivity.pull_requests')).toEqual([
    // Opened 1 and 2, of which 1 is merged; merged 1.
    {
      ...{ week: '2026-03-02', is_whole: true, opened: 2, merged: 1 },
      ...{ opened_and_merged: 1, merge_rate: 0.5, opened_by_agents: 1 },
    },
    // Opened 3, which is merged on the 16th; merged 4, which was opened in February.
    {
      ...{ week: '2026-03-09', is_whole: true, opened: 1, merged: 1 },
      ...{ opened_and_merged: 1, merge_rate: 1, opened_by_agents: 1 },
    },
  ])
  const part = await server.ask('productivity.pull_requests', 'from=2026-03-17&to=2026-03-17')
  expect(part.data).toMatchObject([{ week: '2026-03-16', is_whole: false, opened: 0, merge_rate: null }])
})

it('productivity.commits_by_language: of most lines since the commit before', async () => {
  expect(await rows('productivity.commits_by_language')).toEqual([
    // aaaaaaa1: 10 lines of TypeScript to 3 of Python.
    // ccccccc3: 5 of Python. Of the session of pull request 1: 10 to 8.
    { language: 'TypeScript', commits: 1, pull_requests: 1 },
    { language: 'Python', commits: 1, pull_requests: 0 },
    { language: 'unknown', commits: 0, pull_requests: 1 }, // pull request 3
  ])
})
