/** Filters, empty windows, and sums that must agree however they are broken down. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoFacts } from '../../src/demo/index.ts'
import { METRICS } from '../../src/metrics/index.ts'
import { FILTERS, type Filter, type Metric } from '../../src/metrics/metric.ts'
import { filtered, setting } from '../../src/metrics/sql.ts'
import { type Listening, listening } from '../faces/listening.ts'
import { together } from '../support/together.ts'

const END = Date.UTC(2026, 5, 20, 15, 30)
const DAYS = 12
const WINDOW = 'from=2026-06-01&to=2026-06-20'
const all: readonly Metric[] = METRICS

let server: Listening
beforeAll(async () => {
  server = await listening()
  for (const facts of demoFacts({ people: 6, days: DAYS, end: END, seed: 3 }))
    await server.instance.writer.write(facts)
  await server.instance.rebuilder.flush()
  // Nobody told who, where and with what.
  await server.post([
    { type: 'model_call', id: 'bare', at: '2026-06-18T10:00:00Z', in_uncached: 77, out: 7 },
    { type: 'model_call', id: 'named', at: '2026-06-18T10:00:00Z', model: 'unknown', in_uncached: 5, out: 1 },
    { type: 'model_call', id: 'comma', at: '2026-06-18T10:00:00Z', project: 'a,b', in_uncached: 3, out: 1 },
    { type: 'tool_call', id: 'bare', at: '2026-06-18T10:00:00Z', tool: '' },
  ])
}, 120_000)
afterAll(() => server.close())

type Row = Record<string, number | string | null>
const rows = async (metric: string, words = WINDOW) => (await server.ask(metric, words)).data as Row[]
const only = (filter: string, value: string) => `${WINDOW}&${filter}=${encodeURIComponent(value)}`
const sum = (data: Row[], column: string) => data.reduce((s, row) => s + Number(row[column] ?? 0), 0)

describe('the same whole, however it is broken down', () => {
  const TOKENS = ['input', 'output', 'cache_read', 'cache_write', 'calls', 'unpriced_calls']

  it('tokens and calls by day, model, user and agent program are those of the overview', async () => {
    const [overview] = await rows('summary.overview')
    const grouped = ['by_project', 'by_repo', 'by_client', 'by_team', 'by_day_and_model', 'by_day_and_user']
    for (const g of ['by_day', 'by_model', 'by_user', 'by_harness', ...grouped]) {
      const by = `tokens.${g}`
      const data = await rows(by)
      for (const column of TOKENS)
        expect([by, column, sum(data, column)]).toEqual([by, column, overview?.[column]])
    }
    expect(Number(overview?.calls)).toBeGreaterThan(500)
  })

  it('cost too, but for the rounding of each row', async () => {
    const [overview] = await rows('summary.overview')
    for (const by of ['cost.by_day', 'cost.by_model', 'cost.by_user', 'cost.by_project', 'tokens.by_model']) {
      const data = await rows(by)
      expect(Math.abs(sum(data, 'cost_usd') - Number(overview?.cost_usd))).toBeLessThanOrEqual(
        0.005 * (data.length + 1),
      )
      if (by === 'cost.by_model' || by === 'cost.by_user')
        expect(Math.abs(sum(data, 'share') - 1)).toBeLessThanOrEqual(0.00005 * data.length)
    }
    expect(Number(overview?.cost_usd)).toBeGreaterThan(1)
  })

  it('sessions, messages, tool calls and lines', async () => {
    const [overview] = await rows('summary.overview')
    expect(sum(await rows('sessions.by_day'), 'sessions')).toBe(overview?.sessions)
    expect(sum(await rows('messages.by_day'), 'user_messages')).toBe(overview?.user_messages)
    expect(sum(await rows('tools.by_day'), 'calls')).toBe(overview?.tool_calls)
    expect(sum(await rows('tools.by_tool'), 'calls')).toBe(overview?.tool_calls)
    for (const by of ['tools.by_raw_tool', 'tools.by_day_and_tool'])
      expect([by, sum(await rows(by), 'calls')]).toEqual([by, overview?.tool_calls])
    for (const by of ['delegation.by_day', 'delegation.summary', 'delegation.by_user', 'delegation.by_team'])
      expect([by, sum(await rows(by), 'tool_calls')]).toEqual([by, overview?.tool_calls])
    const uses = sum(await rows('features.by_name'), 'count')
    expect(sum(await rows('features.by_day_and_name'), 'count')).toBe(uses)
    const days = await rows('features.by_day')
    const kinds = ['skills', 'slash_commands', 'hooks', 'subagents']
    expect(kinds.reduce((n, kind) => n + sum(days, `${kind}_invocations`), 0)).toBe(uses)
    expect(uses).toBeGreaterThan(20)
    for (const lines of ['lines_added', 'lines_removed']) {
      expect(sum(await rows('productivity.by_day'), lines)).toBe(overview?.[lines])
      expect(sum(await rows('productivity.by_language'), lines)).toBe(overview?.[lines])
    }
    const files = Number(overview?.files_created) + Number(overview?.files_edited)
    expect(sum(await rows('productivity.by_language'), 'files')).toBe(files)
    expect(sum(await rows('productivity.by_extension'), 'files')).toBe(files)
  })

  it('sessions with all their calls, and series by time', async () => {
    const [whole] = await rows('sessions.cohort_summary')
    const [overview] = await rows('summary.overview')
    expect(whole?.sessions).toBe(overview?.sessions)
    // A session counts for each of its models and agents.
    for (const by of [
      'cohort_by_user',
      'cohort_by_project',
      'cohort_by_coaching',
      'cohort_by_model',
      'cohort_by_agent',
    ])
      for (const column of ['sessions', 'tokens', 'calls', 'unpriced_calls'])
        if (column !== 'sessions' || !/model|agent/.test(by))
          expect([by, column, sum(await rows(`sessions.${by}`), column)]).toEqual([
            by,
            column,
            whole?.[column],
          ])
    for (const interval of ['hour', 'day', 'week', 'month']) {
      const series = await rows(`sessions.timeseries_${interval}`)
      expect([interval, sum(series, 'sessions')]).toEqual([interval, overview?.sessions])
      expect([interval, sum(series, 'calls')]).toEqual([interval, overview?.calls])
    }
    const lasted = (await rows('sessions.duration_patterns'))[0] ?? {}
    const { median_duration_ms, ...classes } = lasted
    expect(Object.values(classes).reduce((n: number, v) => n + Number(v), 0)).toBe(
      Number(whole?.sessions) - Number(whole?.active_sessions),
    )
    expect(sum(await rows('sessions.start_patterns'), 'sessions')).toBe(whole?.sessions)
    expect(sum(await rows('sessions.by_day_and_user'), 'sessions')).toBe(whole?.sessions)
  })

  it('attempts, failures, durations, risk and code', async () => {
    const [overview] = await rows('summary.overview')
    const models = await rows('models.performance')
    const days = await rows('models.performance_by_day')
    for (const column of ['calls', 'errors', 'attempts', 'retried_calls', 'latency_calls', 'ttft_calls']) {
      expect([column, sum(days, column)]).toEqual([column, sum(models, column)])
      expect([column, sum(models, column)]).not.toEqual([column, 0])
    }
    expect(sum(models, 'calls')).toBe(overview?.calls)
    expect(sum(await rows('models.errors'), 'errors')).toBe(sum(models, 'errors'))
    const [commands] = await rows('tools.by_tool', only('tool', 'Execute'))
    const risk = await rows('tools.risk')
    expect(sum(risk, 'proposed')).toBe(commands?.calls)
    expect(sum(risk, 'executed')).toBe(Number(commands?.calls) - Number(commands?.rejected))
    expect(risk.length).toBeGreaterThan(2)
    expect(sum(await rows('sessions.by_kind'), 'sessions')).toBe(overview?.sessions)
    for (const by of ['code.by_day', 'code.by_repository']) {
      const code = await rows(by)
      expect(sum(code, 'lines_added')).toBe(overview?.lines_added)
      expect(sum(code, 'lines_removed')).toBe(overview?.lines_removed)
      expect(sum(code, 'lines_modified')).toBeGreaterThan(0)
    }
  })

  it('a row is what its filter gives', async () => {
    for (const [metric, column, filter] of [
      ['tokens.by_model', 'model', 'model'],
      ['tokens.by_user', 'user', 'user'],
      ['tokens.by_harness', 'harness', 'harness'],
      ['cost.by_project', 'project', 'project'],
    ] as const) {
      const by = await rows(metric)
      expect(by.length).toBeGreaterThan(2)
      for (const row of by.slice(0, 4).concat(by.slice(-2))) {
        expect(await rows(metric, only(filter, String(row[column])))).toEqual([
          'share' in row ? { ...row, share: row.share === null || row.share === 0 ? row.share : 1 } : row,
        ])
        const days = await rows('tokens.by_day', only(filter, String(row[column])))
        expect(sum(days, 'calls')).toBe(row.calls)
      }
    }
  })
})

/** Figures that are not of what happened: who there is, and how long things are. */
const BESIDE = new Set([
  ...[
    'seats',
    'members',
    'idle_seats',
    'adoption_rate',
    'share_of_users',
    'lag_weeks',
    'weeks',
    'cost_per_seat',
  ],
])
/** Rows for people who did nothing are what it is about. */
const IDLE = (m: string, row: object) =>
  m === 'cohorts.adoption' && (row as { cohort: string }).cohort === 'none'

const clauseOf = (filter: Filter) => filtered([filter]).slice(filtered([]).length)

/**
 * Filters of a metric by what its SQL does with them. Two are alike when they stand in the same places in the same
 * words, the usual condition on the rows of a table, and nowhere else; then what one of them does, the other does.
 * Whose a row is takes more than its column: `user` is like no other.
 */
function alike(m: Metric): Filter[][] {
  const classes = new Map<string, Filter[]>()
  for (const filter of m.filters) {
    const place = m.filters.reduce(
      (sql, f) => sql.replaceAll(clauseOf(f), f === filter ? ' AND it' : ''),
      `${m.sql};${m.coverage ?? ''}`,
    )
    const key = (filter === 'user' ? 'user ' : '') + place.replaceAll(`{${filter}:`, '{it:')
    classes.set(key, [...(classes.get(key) ?? []), filter])
  }
  return [...classes.values()]
}

describe('filters', () => {
  it('every metric takes those it names, and an unknown value gives nothing', async () => {
    const asked = all.flatMap((m, i) =>
      alike(m).map((filters) => ({ m, filter: filters[i % filters.length] as Filter })),
    )
    expect(new Set(asked.map(({ filter }) => filter)).size).toBe(Object.keys(FILTERS).length)
    expect(asked.length).toBeGreaterThanOrEqual(2 * all.length)
    await together(asked, async ({ m, filter }) => {
      const data = await rows(m.id, only(filter, 'nobody-and-nothing'))
      const numbers = data
        .filter((row) => !IDLE(m.id, row))
        .flatMap((row) => Object.entries(row))
        .flatMap(([name, v]) => (typeof v === 'number' && !BESIDE.has(name) ? [v] : []))
      expect([m.id, filter, numbers.every((n) => n === 0)]).toEqual([m.id, filter, true])
    })
  }, 300_000)

  it('which stand in the same places are told from those that do not', () => {
    const metricOf = (sql: string) => ({ filters: ['user', 'model', 'repo'], sql }) as unknown as Metric
    const [both, one] = [filtered(['user', 'model', 'repo']), filtered(['user', 'model'])]
    expect(alike(metricOf(`${both} UNION ALL ${both}`))).toEqual([['user'], ['model', 'repo']])
    expect(alike(metricOf(`${both} UNION ALL ${one}`))).toEqual([['user'], ['model'], ['repo']])
    expect(alike(metricOf(`${both} AND empty({repo:Array(String)})`))).toHaveLength(3)
  })

  it('a metric refuses a filter it cannot be asked by, and says which it can', async () => {
    const response = await server.get(`/api/v1/metrics/messages.by_day?model=x`)
    expect(response.status).toBe(400)
    const { error } = (await response.json()) as { error: { code: string; message: string; param: string } }
    expect(error).toMatchObject({ code: 'bad_param', param: 'model' })
    expect(error.message).toContain('user, harness')
  })

  it('several values of one filter are "or", several filters "and"', async () => {
    const users = (await rows('tokens.by_user')).map((r) => String(r.user))
    const [a, b] = users as [string, string]
    const both = await rows('tokens.by_user', `${only('user', a)}&user=${encodeURIComponent(b)}`)
    expect(both.map((r) => r.user)).toEqual([a, b])
    const [model] = await rows('tokens.by_model', only('user', a))
    const narrowed = await rows(
      'tokens.by_user',
      `${only('model', String(model?.model))}&user=${encodeURIComponent(a)}`,
    )
    expect(sum(narrowed, 'calls')).toBe(model?.calls)
  })

  it('what is shown as unknown can be asked for as unknown', async () => {
    const [row] = await rows('tokens.by_model', only('model', 'unknown'))
    expect(row).toMatchObject({ model: 'unknown', calls: 3, input: 85 }) // 77 + 5 + 3
    expect(await rows('tokens.by_user', only('user', 'unknown'))).toMatchObject([
      { user: 'unknown', calls: 3 },
    ])
    expect(await rows('tools.by_tool', only('tool', 'unknown'))).toMatchObject([
      { tool: 'unknown', calls: 1 },
    ])
  })

  it('a comma is part of a name', async () => {
    expect(
      await rows(
        'tokens.by_day',
        `${only('project', 'a,b')}&from=2026-06-18&to=2026-06-18`.replace(`${WINDOW}&`, ''),
      ),
    ).toMatchObject([{ input: 3, calls: 1 }])
    expect(sum(await rows('tokens.by_day', only('project', 'a')), 'calls')).toBe(0)
  })

  it('the answer repeats what was asked', async () => {
    const { meta } = await server.ask('tokens.by_model', only('model', 'unknown'))
    expect(meta.filters).toEqual({ model: ['unknown'] })
  })
})

describe('a window without facts', () => {
  const EMPTY = 'from=2025-01-01&to=2025-01-03'
  const SERIES = new Set(['activity.users', 'activity.depth', 'tokens.trend'])
  const WHOLES = new Set([
    ...[
      'summary.overview',
      'features.adoption',
      'delegation.summary',
      'activity.summary',
      'adoption.organisation',
    ],
    ...['users.economics', 'productivity.funnel', 'productivity.pull_requests', 'productivity.agent_written'],
    ...['productivity.output_and_adoption', 'cohorts.adoption', 'adoption.by_team'],
    ...['sessions.cohort_summary', 'sessions.duration_patterns'],
    ...['hour', 'day', 'week', 'month'].map((interval) => `sessions.timeseries_${interval}`),
  ])
  /** What would need a denominator, and money that nobody has set a price for. */
  const NULLS = /^cost_per_|^avg_cost_usd$|^(?:idle_)?seats_usd$/
  it('series have every day, sums are 0, and what would need a denominator is null', async () => {
    await together(all, async (m) => {
      const data = await rows(m.id, EMPTY)
      const isSeries = m.id.endsWith('by_day') || SERIES.has(m.id)
      if (!isSeries && !WHOLES.has(m.id)) {
        expect([m.id, data]).toEqual([m.id, []])
        return
      }
      if (isSeries) expect(data.map((r) => r.date)).toEqual(['2025-01-01', '2025-01-02', '2025-01-03'])
      const shape = m.row.shape as Record<string, { meta(): { unit: string } | undefined }>
      for (const row of data) {
        if (IDLE(m.id, row)) continue
        for (const [name, value] of Object.entries(row)) {
          const unit = shape[name]?.meta()?.unit ?? ''
          if (['date', 'label', 'flag'].includes(unit) || BESIDE.has(name)) continue
          expect([m.id, name, value]).toEqual([
            m.id,
            name,
            ['ratio', 'ms', 'minutes'].includes(unit) || NULLS.test(name) ? null : 0,
          ])
        }
      }
    })
  })

  it('coverage speaks of nothing', async () => {
    expect((await server.ask('cost.by_day', EMPTY)).meta.coverage).toEqual({ known: 0, total: 0 })
  })
})

it('names of filters are those of the rollups', () => {
  for (const m of all) for (const f of m.filters) expect(Object.keys(FILTERS) as Filter[]).toContain(f)
})

it('SQL tells of those filters alone that are set', () => {
  const every = Object.keys(FILTERS) as Filter[]
  const named = (sql: string) => every.filter((filter) => sql.includes(`{${filter}:Array(String)}`))
  const sql = filtered(every)
  expect(named(sql)).toEqual(every)
  expect(named(setting([], sql))).toEqual([])
  for (const filter of every) expect(named(setting([filter], sql))).toEqual([filter])
})
