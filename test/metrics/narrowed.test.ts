/** The overview and the lists of names over the golden facts, narrowed by every filter: sums are worked out in the comments. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FILTERS } from '../../src/metrics/metric.ts'
import { type Listening, listening } from '../faces/listening.ts'
import { GOLDEN, PRICES, WINDOW } from './golden.ts'

let server: Listening
beforeAll(async () => {
  server = await listening({ overrides: PRICES })
  await server.post(GOLDEN)
})
afterAll(() => server.close())

const rows = async (metric: string, words = WINDOW) => (await server.ask(metric, words)).data

const OVERVIEW = {
  // in 1000 + 200 + 5000 + 700 + 100 + 10 + 9; out 500 + 300 + 1000 + 70 + 20 + 1 + 1
  input: 7019,
  output: 1892,
  cache_read: 51000,
  cache_write: 4000,
  calls: 7,
  cost_usd: 0.18, // 0.18315
  unpriced_calls: 2,
  sessions: 4,
  median_duration_minutes: 37.5, // 2, 30, 45, 90
  active_users: 2,
  user_messages: 4,
  tool_calls: 8,
  tool_success_rate: 0.6667, // ok t1 t2 t4 t5, failed t3 t8: 4 / 6
  files_created: 2, // new.ts, Makefile
  files_edited: 3, // app.ts over two days, new.ts of s2, page.tsx
  lines_added: 52,
  lines_removed: 41,
}

describe('summary.overview', () => {
  it('agrees with all the others', async () => {
    const { data, meta } = await server.ask('summary.overview', WINDOW)
    expect(data).toEqual([OVERVIEW])
    expect(meta.coverage).toEqual({ known: 5, total: 7 })
  })

  const NULLS = Object.fromEntries(Object.keys(OVERVIEW).map((column) => [column, null]))
  const narrowed = async (words: string) => {
    const { data, meta } = await server.ask('summary.overview', `${WINDOW}&${words}`)
    return { row: data[0], coverage: meta.coverage, said: meta.notes.slice(1) }
  }
  const NOT_BY_MODEL =
    'sessions, median_duration_minutes, active_users, user_messages, tool_calls, tool_success_rate, files_created, files_edited, lines_added, lines_removed'

  it('by model: tokens and cost; what knows no model is null, and said', async () => {
    expect(await narrowed('model=small')).toEqual({
      // c3 + c5: 5000 + 100 in, 1000 + 20 out; 0.0101 + 0.0002 USD
      row: {
        ...NULLS,
        ...{ input: 5100, output: 1020, cache_read: 1000, cache_write: 0 },
        ...{ calls: 2, cost_usd: 0.01, unpriced_calls: 0 },
      },
      coverage: { known: 2, total: 2 },
      said: [`Null, as not known per model: ${NOT_BY_MODEL}.`],
    })
  })

  it('by provider: the same', async () => {
    const { row, coverage } = await narrowed('provider=inhouse')
    // c4, whose price nobody knows
    const c4 = { input: 700, output: 70, cache_read: 0, cache_write: 0, calls: 1, unpriced_calls: 1 }
    expect(row).toEqual({ ...NULLS, ...c4, cost_usd: null })
    expect(coverage).toEqual({ known: 0, total: 1 })
  })

  it('by tool: tool calls alone', async () => {
    expect(await narrowed('tool=Execute')).toMatchObject({
      // t3 failed, t4 succeeded
      row: { ...NULLS, tool_calls: 2, tool_success_rate: 0.5 },
      coverage: null,
    })
  })

  it('by model and tool: nothing, and by which each is null', async () => {
    const { row, coverage, said } = await narrowed('model=small&tool=Read')
    expect([row, coverage]).toEqual([NULLS, null])
    expect(said).toHaveLength(3)
    expect(said).toContain('Null, as not known per model: tool_calls, tool_success_rate.')
  })

  it('by person and model, both', async () => {
    const { row } = await narrowed('user=bob@acme.example&model=small')
    // c5
    expect(row).toMatchObject({ input: 100, output: 20, calls: 1, cost_usd: 0.0002, active_users: null })
  })

  it('by project: all of it, without a further note', async () => {
    const { row, said } = await narrowed('project=shop')
    // s1, s3 and s4; c1 + c2 + c4 + c5 + c6: 0.03375 + 0.0141 + 0.0002 + 0.125; messages m1, m3, m8; all but t4, t5
    expect(row).toMatchObject({ sessions: 3, calls: 5, cost_usd: 0.17, user_messages: 3, tool_calls: 6 })
    expect(said).toEqual([])
  })
})

describe('dimensions', () => {
  const names = async (dimension: string, words = '') =>
    (await rows(`dimensions.${dimension}`, `${WINDOW}&${words}`)).map((r) => [r[dimension], r.facts])
  const counted = (facts: Record<string, number>) => Object.entries(facts)

  it('lists the names of every filter, those with most facts first', async () => {
    // Messages m1 to m9, calls c1 to c7 and tool calls t1 to t8: 24 facts, but m5, which nobody typed.
    expect(await names('user')).toEqual([
      ['ann@acme.example', 14], // m1, m2, c1, t1, t2; m3, m4, c2, t3; m6, m7, c3, t4, t5
      ['bob@acme.example', 6], // m8, m9, c4, t6; c5, t7
      ['ci-bot', 2], // c6, t8
      ['unknown', 1], // c7
    ])
    // s1, s3, s3a and s4: 9 + 4 + 2 + 2; s2; c7
    expect(await names('harness')).toEqual(counted({ 'claude-code': 17, codex: 5, unknown: 1 }))
    expect(await names('client')).toEqual(counted({ terminal: 15, ide: 5, ci: 2, unknown: 1 }))
    expect(await names('agent')).toEqual(counted({ unknown: 21, explorer: 2 }))
    expect(await names('project')).toEqual(counted({ shop: 17, api: 5, unknown: 1 }))
    // Nobody told that of s3a, s4 and c7.
    const repos = { 'github.com/acme/shop': 13, 'github.com/acme/api': 5, unknown: 5 }
    expect(await names('repo')).toEqual(counted(repos))
    expect(await names('provider')).toEqual(counted({ acme: 5, inhouse: 1, unknown: 1 }))
    expect(await names('model')).toEqual(counted({ big: 3, small: 2, secret: 1, unknown: 1 }))
    expect(await names('tool')).toEqual(counted({ Edit: 2, Execute: 2, MCP: 2, Read: 2 }))
  })

  it('keeps to the period and to what the other filters fit', async () => {
    expect(await rows('dimensions.user', 'from=2026-02-10&to=2026-02-10')).toEqual([
      { user: 'dan@acme.example', facts: 1 },
    ])
    expect(await names('tool', 'user=bob@acme.example')).toEqual(counted({ Edit: 1, Read: 1 }))
    expect(await names('model', 'user=ann@acme.example&repo=github.com/acme/api')).toEqual(
      counted({ small: 1 }),
    )
    // c3 and c5; messages and tool calls tell no model
    expect(await names('user', 'model=small')).toEqual(
      counted({ 'ann@acme.example': 1, 'bob@acme.example': 1 }),
    )
    // t3 and t4
    expect(await names('harness', 'tool=Execute')).toEqual(counted({ 'claude-code': 1, codex: 1 }))
    expect(await names('user', 'model=small&tool=Execute')).toEqual([])
  })

  it('what is listed fits something when it is filtered by', async () => {
    for (const filter of Object.keys(FILTERS)) {
      for (const [name, facts] of await names(filter))
        expect(await names(filter, `${filter}=${name}`)).toEqual([[name, facts]])
    }
  })
})
