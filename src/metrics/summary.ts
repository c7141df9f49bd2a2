/** The figures at the top of the overview, in one row. */
import { z } from 'zod'
import { SESSION_FRAGMENTS } from './activity.ts'
import {
  type Cell,
  count,
  type Filter,
  lines,
  metric,
  minutes,
  onlyBy,
  ratio,
  tokens,
  usd,
} from './metric.ts'
import { ALL_UNITS, CHANGE_FILTERS, UNIT_SUMS } from './productivity.ts'
import { costOf, from, IS_HUMAN, inScope, onlyFilteredBy, PERSON, quotient } from './sql.ts'
import { NOT_YOUR_BILL, USAGE_FILTERS } from './tokens.ts'
import { TOOL_FILTERS } from './tools.ts'

const { ACTIVITY_FILTERS, SESSION_SCOPE, SESSION_SUMS } = SESSION_FRAGMENTS

const FILTERS = [...new Set<Filter>([...ACTIVITY_FILTERS, ...USAGE_FILTERS, ...TOOL_FILTERS])]

/** One rollup's share of the row: its columns, what they are, and the filters that can narrow them. */
interface Part {
  filters: readonly Filter[]
  columns: Record<string, z.ZodType<Cell>>
  select: string
}

const usage: Part = {
  filters: USAGE_FILTERS,
  columns: {
    input: tokens('Fresh input tokens.'),
    output: tokens('Output tokens.'),
    cache_read: tokens('Input tokens read from the cache.'),
    cache_write: tokens('Input tokens written to the cache.'),
    calls: count('Model calls.'),
    cost_usd: usd('API-equivalent cost of the calls whose cost is known; not your bill.'),
    unpriced_calls: count('Calls without a known cost.'),
  },
  select: `SELECT sum(r.in_uncached) AS input, sum(r.out) AS output, sum(r.cache_read) AS cache_read, sum(r.cache_write) AS cache_write,
  sum(r.calls) AS calls, sum(r.reported_calls) + sum(r.priced_calls) AS known, sum(r.unpriced_calls) AS unpriced_calls,
  ${costOf('sum(r.cost_nano_usd)', 'known', 'calls')} AS cost_usd FROM ${from('rollup_usage')} WHERE ${inScope(USAGE_FILTERS)}`,
}

const sessions: Part = {
  filters: ACTIVITY_FILTERS,
  columns: {
    sessions: count('Root sessions that started.'),
    median_duration_minutes: minutes('Median wall time of the sessions that ended.'),
  },
  select: `SELECT ${SESSION_SUMS} FROM ${from('rollup_session')} WHERE ${SESSION_SCOPE}`,
}

const activity: Part = {
  filters: ACTIVITY_FILTERS,
  columns: {
    active_users: count('People with a human message or a model call.'),
    user_messages: count('Messages people typed.'),
  },
  select: `SELECT uniqExactIf(${PERSON}, r.human_messages + r.model_calls > 0 AND ${IS_HUMAN} AND ${PERSON} != '') AS active_users,
  sum(r.human_messages) AS user_messages FROM ${from('rollup_activity')} WHERE ${inScope(ACTIVITY_FILTERS)}`,
}

const tools: Part = {
  filters: TOOL_FILTERS,
  columns: {
    tool_calls: count('Tool calls.'),
    tool_success_rate: ratio('Succeeded / (succeeded + failed).'),
  },
  select: `SELECT sum(r.calls) AS tool_calls, ${quotient('sum(r.ok)', '(sum(r.ok) + sum(r.error))')} AS tool_success_rate
  FROM ${from('rollup_tools')} WHERE ${inScope(TOOL_FILTERS)}`,
}

const changes: Part = {
  filters: CHANGE_FILTERS,
  columns: {
    files_created: count('Distinct files created per session.'),
    files_edited: count('Distinct files edited per session that the session had not created.'),
    lines_added: lines('Lines added.'),
    lines_removed: lines('Lines removed.'),
  },
  select: `SELECT ${UNIT_SUMS} FROM (${ALL_UNITS})`,
}

/** In the order of the row. */
const PARTS: Record<string, Part> = { usage, sessions, activity, tools, changes }

const columns = Object.values(PARTS).flatMap((part) =>
  Object.entries(part.columns).map(([name, schema]) => [name, onlyBy(part.filters, schema)] as const),
)

const values = Object.entries(PARTS).flatMap(([as, part]) =>
  Object.keys(part.columns).map((c) => `if(${onlyFilteredBy(part.filters)}, ${as}.${c}, NULL) AS ${c}`),
)

export const overview = metric({
  id: 'summary.overview',
  title: 'Overview',
  unit: 'count',
  doc: 'Tokens, cost, sessions, messages, tool calls, active users and file changes of the whole period, in one row. What a filter cannot narrow is null while it is set.',
  catalogue: ['F-TOK-2', 'F-TOK-12', 'F-ACT-1', 'F-ACT-5', 'F-ACT-7', 'F-TOOL-1', 'F-PROD-1', 'F-PROD-2'],
  filters: FILTERS,
  row: z.object(Object.fromEntries(columns)),
  coverage: `SELECT known, calls AS total FROM (${usage.select})
WHERE ${onlyFilteredBy(USAGE_FILTERS)}`,
  notes: [NOT_YOUR_BILL],
  sql: `SELECT ${values.join(',\n  ')}
FROM ${Object.entries(PARTS)
    .map(([as, { select }]) => `(${select}) AS ${as}`)
    .join('\nCROSS JOIN ')}`,
})
