/** The views of the Sessions Analytics API: native metrics of one organisation in the shapes of `shapes.ts`. */
import { TachographError } from '../../errors.ts'
import {
  cohortOfAgents,
  cohortOfCoaching,
  cohortOfModels,
  cohortOfProjects,
  cohortOfUsers,
  cohortSummary,
  familyOf,
} from '../../metrics/cohort-figures.ts'
import { outcomesByAgent, successByDay } from '../../metrics/sessions-outcomes.ts'
import { DURATION_CLASSES } from '../../metrics/sessions-patterns.ts'
import { SESSION_SERIES } from '../../metrics/sessions-series.ts'
import type { Asked, ViewName } from './parameters.ts'
import { SERIES_METRICS, UNASSIGNED, UNTOLD } from './parameters.ts'
import type { Reading } from './reading.ts'

export interface ViewAnswer {
  data: object | object[]
  /** What this view says beside what all say. */
  meta: object
  /** The same as a table. */
  rows: Record<string, unknown>[]
}
type View = (reading: Reading, asked: Asked) => Promise<ViewAnswer>

const assigned = (name: string): string => (name === UNTOLD ? UNASSIGNED : name)
const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 1000))

/** A cohort's figures as they are beside the documented ones. */
interface Figures {
  active_sessions: number
  median_duration_ms: number | null
  cache_read: number
  cache_write: number
  calls: number
  unpriced_calls: number
}
const beside = ({ extra }: Asked, row: Figures): object =>
  extra
    ? {
        active_sessions: row.active_sessions,
        median_duration_seconds: seconds(row.median_duration_ms),
        cache_read_tokens: row.cache_read,
        cache_write_tokens: row.cache_write,
        calls: row.calls,
        unpriced_calls: row.unpriced_calls,
      }
    : {}

const coverageOf = (rows: readonly { calls: number; unpriced_calls: number }[]) => {
  const total = rows.reduce((sum, { calls }) => sum + calls, 0)
  return { known: total - rows.reduce((sum, { unpriced_calls }) => sum + unpriced_calls, 0), total }
}

const listed = <T>(rows: readonly T[], { page, per_page }: Asked) => ({
  shown: rows.slice((page - 1) * per_page, page * per_page),
  meta: {
    current_page: page,
    per_page,
    total_pages: Math.ceil(rows.length / per_page),
    total_count: rows.length,
  },
})

const summary: View = async (reading, asked) => {
  const [row] = await reading.of(cohortSummary)
  if (!row) throw new TachographError('internal', 'a summary without a row')
  const data = {
    total_sessions: row.sessions,
    total_cost: reading.number('total_cost', row.cost_usd),
    total_tokens: row.tokens,
    avg_duration_seconds: seconds(row.avg_duration_ms),
    avg_cost_per_session: row.avg_cost_usd,
    unique_users: row.unique_users,
    ...beside(asked, row),
  }
  const note =
    'Cost and tokens are those of all calls of the sessions that started in the range; a timeseries counts calls on their own day.'
  return { data, meta: { note, coverage: coverageOf([row]) }, rows: [data] }
}

const timeseries: View = async (reading, { interval, metric }) => {
  const rows = await reading.of(SESSION_SERIES[interval])
  const data = rows.map((row, i) => {
    const all = {
      sessions: row.sessions,
      cost: metric === null || metric === 'cost' ? reading.number('cost', row.cost_usd) : 0,
      tokens: row.tokens,
    }
    const partial = row.is_partial || (i === rows.length - 1 && reading.partial)
    return {
      date: row.period,
      ...Object.fromEntries(
        SERIES_METRICS.filter((m) => metric === null || m === metric).map((m) => [m, all[m]]),
      ),
      ...(partial ? { partial: true } : {}),
    }
  })
  const note =
    'Cost and tokens are counted on the day of the call, sessions on that of their start; a summary counts all calls of its sessions.'
  return { data, meta: { interval, metric: metric ?? 'all', note, coverage: coverageOf(rows) }, rows: data }
}

const byAgent: View = async (reading, asked) => {
  const rows = await reading.of(cohortOfAgents)
  const { shown, meta } = listed(rows, asked)
  const outcomes = asked.extra ? await reading.of(outcomesByAgent) : []
  const data = shown.map((row) => {
    const outcome = outcomes.find(({ agent }) => agent === row.agent)
    return {
      agent_name: row.agent,
      session_count: row.sessions,
      avg_cost: row.avg_cost_usd,
      avg_duration_seconds: seconds(row.avg_duration_ms),
      total_tokens: row.tokens,
      ...(asked.extra && {
        total_cost: reading.number('total_cost', row.cost_usd),
        success_rate: outcome?.success_rate ?? null,
        merge_rate: outcome?.merge_rate ?? null,
        pull_requests: outcome?.pull_requests ?? 0,
        cost_per_merged_pull_request: outcome?.cost_per_merged_usd ?? null,
      }),
      ...beside(asked, row),
    }
  })
  return { data, meta: { ...meta, coverage: coverageOf(rows) }, rows: data }
}

interface Cost {
  cost_usd: number | null
  share: number | null
}
const costed = (reading: Reading, row: Cost) => ({
  cost: reading.number('cost', row.cost_usd),
  share: reading.number('share', row.share),
})
/** What is assigned to nothing has a row only where it cost something (ruling Z-7). */
const worthTelling = (name: string, { cost_usd }: Cost): boolean =>
  name !== UNTOLD || (cost_usd !== null && cost_usd !== 0)

const costBreakdown: View = async (reading) => {
  const [[whole], models, projects, users] = await Promise.all([
    reading.of(cohortSummary),
    reading.of(cohortOfModels),
    reading.of(cohortOfProjects),
    reading.persons ? reading.of(cohortOfUsers) : null,
  ])
  const by_model = models
    .filter((row) => worthTelling(row.model, row))
    .map((row) => ({
      model: assigned(row.model),
      family: familyOf(row.model),
      ...costed(reading, row),
    }))
  const by_project = projects
    .filter((row) => worthTelling(row.project, row))
    .map((row) => ({
      project_id: assigned(row.project),
      project_name: assigned(row.project),
      ...costed(reading, row),
    }))
  const by_user = users
    ?.filter((row) => worthTelling(row.user, row))
    .map((row) => ({ ...reading.person(row.user), ...costed(reading, row) }))
  const rows = [
    ...by_model.map(({ model, family, ...rest }) => ({ block: 'model', id: model, name: family, ...rest })),
    ...by_project.map((p) => ({
      block: 'project',
      id: p.project_id,
      name: p.project_name,
      cost: p.cost,
      share: p.share,
    })),
    ...(by_user ?? []).map((u) => ({
      block: 'user',
      id: u.user_id,
      name: u.email,
      cost: u.cost,
      share: u.share,
    })),
  ]
  return {
    data: { by_model, by_project, ...(by_user && { by_user }) },
    meta: {
      total_cost: reading.number('total_cost', whole?.cost_usd ?? null),
      coverage: coverageOf(whole ? [whole] : []),
    },
    rows,
  }
}

/** Figures of a row of a list. */
const totals = (
  reading: Reading,
  row: Cost & {
    sessions: number
    avg_cost_usd: number | null
    tokens: number
    avg_duration_ms: number | null
  },
) => ({
  session_count: row.sessions,
  total_cost: reading.number('total_cost', row.cost_usd),
  avg_cost: row.avg_cost_usd,
  total_tokens: row.tokens,
  avg_duration_seconds: seconds(row.avg_duration_ms),
  share: reading.number('share', row.share),
})

const byProject: View = async (reading, asked) => {
  const rows = await reading.of(cohortOfProjects)
  const { shown, meta } = listed(rows, asked)
  const data = shown.map((row) => ({
    project_id: assigned(row.project),
    project_name: assigned(row.project),
    ...totals(reading, row),
    ...beside(asked, row),
  }))
  return { data, meta: { ...meta, coverage: coverageOf(rows) }, rows: data }
}

/** Minutes of the classes of durations, as they are shown. */
const MINUTES = ['<5', '5-15', '15-30', '30-60', '60-120', '>120'] as const

const byUser: View = async (reading, asked) => {
  const rows = await reading.of(cohortOfUsers)
  const { shown, meta } = listed(rows, asked)
  const about = await reading.about(shown.map(({ user }) => user))
  const data = shown.map((row) => {
    const of = <T>(all: ReadonlyMap<string, T[]>): T[] => all.get(row.user) ?? []
    const [lasted] = of(about.durations)
    const median = lasted?.median_duration_ms ?? null
    return {
      ...reading.person(row.user),
      ...totals(reading, row),
      sessions_over_time: of(about.days).map(({ date, sessions }) => ({ date, sessions })),
      agents: of(about.agents).map(({ agent, sessions, share }) => ({
        agent_name: agent,
        session_count: sessions,
        share: reading.number('agents.share', share),
      })),
      durations: {
        histogram: DURATION_CLASSES.map((name, i) => ({
          minutes: MINUTES[i] as string,
          sessions: Number(lasted?.[name as keyof typeof lasted] ?? 0),
        })),
        median_seconds: seconds(median === null ? null : Number(median)),
      },
      starts: of(about.starts).map(({ weekday, hour, sessions }) => ({ weekday, hour, sessions })),
      ...beside(asked, row),
    }
  })
  const plain = data.map(({ sessions_over_time, agents, durations, starts, ...rest }) => ({
    ...rest,
    median_duration_seconds: durations.median_seconds,
  }))
  return { data, meta: { ...meta, coverage: coverageOf(rows) }, rows: plain }
}

const successTrend: View = async (reading) => {
  const rows = await reading.of(successByDay)
  const data = rows.map((row) => ({
    date: row.date,
    ended_sessions: row.ended_sessions,
    successful_sessions: row.successes,
    failed_sessions: row.failures,
    success_rate: row.success_rate,
  }))
  return { data, meta: {}, rows: data }
}

const coaching: View = async (reading) => {
  const rows = await reading.of(cohortOfCoaching)
  const data = rows.map((row) => ({
    cohort: row.cohort,
    unique_users: row.unique_users,
    session_count: row.sessions,
    total_cost: reading.number('total_cost', row.cost_usd),
    avg_cost: row.avg_cost_usd,
    total_tokens: row.tokens,
    avg_duration_seconds: seconds(row.avg_duration_ms),
  }))
  return { data, meta: { coverage: coverageOf(rows) }, rows: data }
}

export const VIEWS: Readonly<Record<ViewName, View>> = {
  summary,
  timeseries,
  'by-agent': byAgent,
  'cost-breakdown': costBreakdown,
  'by-user': byUser,
  'by-project': byProject,
  'success-trend': successTrend,
  coaching,
}
