/** Dimensions: which names occur in a period, one metric for each filter; completion of filters asks them. */
import { z } from 'zod'
import { SESSION_FRAGMENTS } from './activity.ts'
import { count, FILTERS, type Filter, label, type Metric, metric } from './metric.ts'
import { from, inScope, named, onlyFilteredBy, PERSON } from './sql.ts'
import { USAGE_FILTERS } from './tokens.ts'
import { TOOL_FILTERS } from './tools.ts'

const ALL = Object.keys(FILTERS) as Filter[]

/** Facts that are counted, by the rollup they are in. What tells no model is not among the facts of a model. */
const COUNTED: readonly { table: string; filters: readonly Filter[]; facts: string }[] = [
  { table: 'rollup_usage', filters: USAGE_FILTERS, facts: 'r.calls' },
  {
    table: 'rollup_activity',
    filters: SESSION_FRAGMENTS.ACTIVITY_FILTERS,
    facts: 'r.human_messages + r.assistant_messages',
  },
  { table: 'rollup_tools', filters: TOOL_FILTERS, facts: 'r.calls' },
]

/** More names than this are of no use to anybody who looks for one. */
const MOST = 10_000

const TITLES: Record<Filter, string> = {
  user: 'People',
  harness: 'Agent programs',
  client: 'Surfaces',
  agent: 'Agents and subagent types',
  project: 'Projects',
  repo: 'Repositories',
  provider: 'Providers',
  model: 'Models',
  tool: 'Tools',
}

function valuesOf(dimension: Filter): string {
  const value = named(dimension === 'user' ? PERSON : `r.${dimension}`)
  const parts = COUNTED.filter(({ filters }) => filters.includes(dimension)).map(
    ({ table, filters, facts }) =>
      `SELECT ${value} AS value, sum(${facts}) AS facts FROM ${from(table)}
  WHERE ${inScope(filters)} AND ${onlyFilteredBy(filters)} GROUP BY value`,
  )
  return `SELECT value AS ${dimension}, sum(facts) AS facts FROM (${parts.join('\nUNION ALL ')})
GROUP BY value HAVING facts > 0 ORDER BY facts DESC, value LIMIT ${MOST}`
}

/** One metric for each filter, named `dimensions.` and the filter. */
export const DIMENSION_VALUES: readonly Metric[] = ALL.map((dimension) =>
  metric({
    id: `dimensions.${dimension}`,
    title: TITLES[dimension],
    unit: 'count',
    ...(dimension === 'user' ? { single: true as const } : {}),
    doc: `Names for the filter ${dimension} that occur in the period, those with most facts first, at most ${MOST.toLocaleString('en')}. Facts are messages, model calls and tool calls that every other filter fits.`,
    catalogue: ['S-FLT-1'],
    filters: ALL,
    row: z.object({
      [dimension]: label(FILTERS[dimension]),
      facts: count('Messages, model calls and tool calls with it.'),
    }),
    sql: valuesOf(dimension),
  }),
)
