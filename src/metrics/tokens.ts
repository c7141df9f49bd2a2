/** Tokens (catalogue 1.1): the buckets are disjoint, input is fresh input. */
import { z } from 'zod'
import { count, date, type Filter, label, metric, ratio, tokens, usd } from './metric.ts'
import { byDay, costOf, DAY, from, inScope, named, PERSON, quotient } from './sql.ts'

export const USAGE_FILTERS = [
  'user',
  'harness',
  'client',
  'agent',
  'project',
  'repo',
  'provider',
  'model',
] as const satisfies readonly Filter[]

const usageColumns = {
  input: tokens('Fresh input tokens, neither read from nor written to a cache (F-TOK-2).'),
  output: tokens('Output tokens, reasoning included (F-TOK-3).'),
  cache_read: tokens('Input tokens read from the cache (F-TOK-4).'),
  cache_write: tokens('Input tokens written to the cache (F-TOK-5).'),
  reasoning: tokens('Reasoning tokens, a part of output.'),
  calls: count('Model calls.'),
  cost_usd: usd('API-equivalent cost of the calls whose cost is known; not your bill (F-TOK-12).'),
  unpriced_calls: count('Calls without a known cost; they are in no sum of money.'),
  cache_efficiency: ratio('Share of all input that was read from the cache (F-TOK-6).'),
}

const SUMS = `sum(r.in_uncached) AS input, sum(r.out) AS output, sum(r.cache_read) AS cache_read,
  sum(r.cache_write) AS cache_write, sum(r.reasoning) AS reasoning, sum(r.calls) AS calls,
  ${costOf('sum(r.cost_nano_usd)', '(sum(r.reported_calls) + sum(r.priced_calls))', 'sum(r.calls)')} AS cost_usd,
  sum(r.unpriced_calls) AS unpriced_calls,
  ${quotient('sum(r.cache_read)', '(sum(r.in_uncached) + sum(r.cache_read) + sum(r.cache_write))')} AS cache_efficiency`

export const COST_COVERAGE = `SELECT sum(r.reported_calls) + sum(r.priced_calls) AS known, sum(r.calls) AS total
FROM ${from('rollup_usage')} WHERE ${inScope(USAGE_FILTERS)}`

export const NOT_YOUR_BILL =
  'Cost is API-equivalent: what the calls would cost at list prices. It is not your bill.'

const by = (column: string, value: string) => `SELECT ${named(value)} AS ${column}, ${SUMS}
FROM ${from('rollup_usage')} WHERE ${inScope(USAGE_FILTERS)}
GROUP BY ${column} ORDER BY input + output + cache_read + cache_write DESC, ${column}`

const shared = {
  unit: 'tokens',
  filters: USAGE_FILTERS,
  coverage: COST_COVERAGE,
  notes: [NOT_YOUR_BILL],
} as const

export const tokensByDay = metric({
  ...shared,
  id: 'tokens.by_day',
  title: 'Tokens by day',
  doc: 'Tokens of each kind, calls and cost per calendar day, without gaps.',
  catalogue: ['F-TOK-2', 'F-TOK-3', 'F-TOK-4', 'F-TOK-5', 'F-TOK-6', 'F-TOK-10', 'F-TOK-12'],
  row: z.object({ date: date('Day.'), ...usageColumns }),
  sql: byDay(
    Object.keys(usageColumns),
    `SELECT ${DAY} AS date, ${SUMS} FROM ${from('rollup_usage')} WHERE ${inScope(USAGE_FILTERS)} GROUP BY date`,
  ),
})

export const tokensByModel = metric({
  ...shared,
  id: 'tokens.by_model',
  title: 'Tokens by model',
  doc: 'Tokens of each kind, calls and cost per model as reported, most used first.',
  catalogue: ['F-TOK-7', 'F-TOK-8'],
  row: z.object({ model: label('Model as reported.'), ...usageColumns }),
  sql: by('model', 'r.model'),
})

export const tokensByUser = metric({
  ...shared,
  id: 'tokens.by_user',
  single: true,
  title: 'Tokens by user',
  doc: 'Tokens of each kind, calls and cost per person, most used first. Service accounts are included.',
  catalogue: ['F-TOK-9'],
  row: z.object({ user: label('Person, or identity where no person is known for it.'), ...usageColumns }),
  sql: by('user', PERSON),
})

export const tokensByHarness = metric({
  ...shared,
  id: 'tokens.by_harness',
  title: 'Tokens by agent program',
  doc: 'Tokens of each kind, calls and cost per agent program, most used first.',
  catalogue: ['F-TOK-7'],
  row: z.object({ harness: label('Agent program.'), ...usageColumns }),
  sql: by('harness', 'r.harness'),
})
