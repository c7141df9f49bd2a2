/** The figures at the top of the overview, in one row. */
import { z } from 'zod'
import { SESSION_FRAGMENTS } from './activity.ts'
import { count, lines, metric, minutes, ratio, tokens, usd } from './metric.ts'
import { ALL_UNITS, UNIT_SUMS } from './productivity.ts'
import { costOf, from, IS_HUMAN, inScope, PERSON, quotient } from './sql.ts'

const { ACTIVITY_FILTERS, SESSION_SCOPE, SESSION_SUMS } = SESSION_FRAGMENTS

const usage = `SELECT sum(r.in_uncached) AS input, sum(r.out) AS output, sum(r.cache_read) AS cache_read, sum(r.cache_write) AS cache_write,
  sum(r.calls) AS calls, sum(r.reported_calls) + sum(r.priced_calls) AS known, sum(r.unpriced_calls) AS unpriced_calls,
  ${costOf('sum(r.cost_nano_usd)', 'known', 'calls')} AS cost_usd FROM ${from('rollup_usage')} WHERE ${inScope(ACTIVITY_FILTERS)}`

export const overview = metric({
  id: 'summary.overview',
  title: 'Overview',
  unit: 'count',
  doc: 'Tokens, cost, sessions, messages, tool calls, active users and file changes of the whole period, in one row.',
  catalogue: ['F-TOK-2', 'F-TOK-12', 'F-ACT-1', 'F-ACT-5', 'F-ACT-7', 'F-TOOL-1', 'F-PROD-1', 'F-PROD-2'],
  filters: ACTIVITY_FILTERS,
  row: z.object({
    input: tokens('Fresh input tokens.'),
    output: tokens('Output tokens.'),
    cache_read: tokens('Input tokens read from the cache.'),
    cache_write: tokens('Input tokens written to the cache.'),
    calls: count('Model calls.'),
    cost_usd: usd('API-equivalent cost of the calls whose cost is known; not your bill.'),
    unpriced_calls: count('Calls without a known cost.'),
    sessions: count('Root sessions that started.'),
    median_duration_minutes: minutes('Median wall time of the sessions that ended.'),
    active_users: count('People with a human message or a model call.'),
    user_messages: count('Messages people typed.'),
    tool_calls: count('Tool calls.'),
    tool_success_rate: ratio('Succeeded / (succeeded + failed).'),
    files_created: count('Distinct files created per session.'),
    files_edited: count('Distinct files edited per session that the session had not created.'),
    lines_added: lines('Lines added.'),
    lines_removed: lines('Lines removed.'),
  }),
  coverage: `SELECT known, calls AS total FROM (${usage})`,
  notes: ['Cost is API-equivalent: what the calls would cost at list prices. It is not your bill.'],
  sql: `SELECT u.input AS input, u.output AS output, u.cache_read AS cache_read, u.cache_write AS cache_write, u.calls AS calls,
  u.cost_usd AS cost_usd, u.unpriced_calls AS unpriced_calls, s.sessions AS sessions,
  s.median_duration_minutes AS median_duration_minutes, a.active_users AS active_users, a.user_messages AS user_messages,
  t.tool_calls AS tool_calls, t.tool_success_rate AS tool_success_rate, f.files_created AS files_created,
  f.files_edited AS files_edited, f.lines_added AS lines_added, f.lines_removed AS lines_removed
FROM (${usage}) AS u
CROSS JOIN (SELECT ${SESSION_SUMS} FROM ${from('rollup_session')} WHERE ${SESSION_SCOPE}) AS s
CROSS JOIN (SELECT uniqExactIf(${PERSON}, r.human_messages + r.model_calls > 0 AND ${IS_HUMAN} AND ${PERSON} != '') AS active_users,
  sum(r.human_messages) AS user_messages FROM ${from('rollup_activity')} WHERE ${inScope(ACTIVITY_FILTERS)}) AS a
CROSS JOIN (SELECT sum(r.calls) AS tool_calls, ${quotient('sum(r.ok)', '(sum(r.ok) + sum(r.error))')} AS tool_success_rate
  FROM ${from('rollup_tools')} WHERE ${inScope(ACTIVITY_FILTERS)}) AS t
CROSS JOIN (SELECT ${UNIT_SUMS} FROM (${ALL_UNITS})) AS f`,
})
