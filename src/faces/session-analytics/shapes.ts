/** The rows of the Sessions Analytics API, field by field; what is optional comes with `extra=1` (catalogue 3, Z-7). */
import { z } from 'zod'

const count = z.int().min(0)
const usd = z.number()
const share = z.number().min(0).max(1)
const seconds = z.int().min(0).nullable().describe('Whole seconds; null where no session is over.')
const mean = z.number().nullable().describe('US dollars; null where no cost is known.')
const ratio = z.number().nullable()
const extra = <T extends z.ZodType>(schema: T) => schema.optional().describe('With `extra=1`.')

const beside = {
  active_sessions: extra(count),
  median_duration_seconds: extra(seconds),
  cache_read_tokens: extra(count),
  cache_write_tokens: extra(count),
  calls: extra(count),
  unpriced_calls: extra(count),
}

export const summary = z.object({
  total_sessions: count,
  total_cost: usd,
  total_tokens: count,
  avg_duration_seconds: seconds,
  avg_cost_per_session: mean,
  unique_users: count,
  ...beside,
})

export const seriesRow = z.object({
  date: z.string().describe('Day, Monday of the week, first day of the month, or first instant of the hour.'),
  sessions: count.optional(),
  cost: usd.optional(),
  tokens: count.optional(),
  partial: z.literal(true).optional().describe('Where the range cuts the period off, or it is not over.'),
})

export const agentRow = z.object({
  agent_name: z.string(),
  session_count: count,
  avg_cost: mean,
  avg_duration_seconds: seconds,
  total_tokens: count,
  total_cost: extra(usd),
  success_rate: extra(ratio),
  merge_rate: extra(ratio),
  pull_requests: extra(count),
  cost_per_merged_pull_request: extra(mean),
  ...beside,
})

const cost = { cost: usd, share }
export const breakdown = z.object({
  by_model: z.array(z.object({ model: z.string(), family: z.string(), ...cost })),
  by_project: z.array(z.object({ project_id: z.string(), project_name: z.string(), ...cost })),
  by_user: z
    .array(z.object({ user_id: z.string(), email: z.string().nullable(), ...cost }))
    .optional()
    .describe('Left out for whoever may read sums alone.'),
})

const totals = {
  session_count: count,
  total_cost: usd,
  avg_cost: mean,
  total_tokens: count,
  avg_duration_seconds: seconds,
  share,
}
export const projectRow = z.object({ project_id: z.string(), project_name: z.string(), ...totals, ...beside })

export const userRow = z.object({
  user_id: z.string(),
  email: z.string().nullable(),
  ...totals,
  sessions_over_time: z.array(z.object({ date: z.iso.date(), sessions: count })),
  agents: z.array(z.object({ agent_name: z.string(), session_count: count, share })),
  durations: z.object({
    histogram: z.array(z.object({ minutes: z.string(), sessions: count })),
    median_seconds: seconds,
  }),
  starts: z
    .array(z.object({ weekday: z.int().min(1).max(7), hour: z.int().min(0).max(23), sessions: count }))
    .describe('By weekday, 1 for Monday, and hour; hours without sessions are left out.'),
  ...beside,
})

export const successRow = z.object({
  date: z.iso.date(),
  ended_sessions: count,
  successful_sessions: count,
  failed_sessions: count,
  success_rate: ratio,
})

export const coachingRow = z.object({
  cohort: z.enum(['coached', 'others']),
  unique_users: count,
  session_count: count,
  total_cost: usd,
  avg_cost: mean,
  total_tokens: count,
  avg_duration_seconds: seconds,
})

export const SHAPES = {
  summary,
  timeseries: z.array(seriesRow),
  'by-agent': z.array(agentRow),
  'cost-breakdown': breakdown,
  'by-user': z.array(userRow),
  'by-project': z.array(projectRow),
  'success-trend': z.array(successRow),
  coaching: z.array(coachingRow),
} as const

export const meta = z.looseObject({
  org_id: z.string(),
  start_date: z.iso.date(),
  end_date: z.iso.date(),
  filters: z.record(z.string(), z.array(z.string())),
  timezone: z.string(),
})

export const failureShape = z.object({
  error: z.string(),
  details: z.record(z.string(), z.array(z.string())).optional().describe('What is wrong, by field.'),
})
