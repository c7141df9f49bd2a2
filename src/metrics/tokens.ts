/** Tokens (catalogue 1.1): the buckets are disjoint, input is fresh input. */
import { z } from 'zod'
import { weighted } from '../prices/index.ts'
import { count, date, type Filter, label, metric, ratio, tokens, usd } from './metric.ts'
import { byDay, costOf, DAY, from, inScope, named, PERSON, quotient } from './sql.ts'
import { fromTeams, teamAt, teamNamed } from './teams.ts'

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

export const usageColumns = {
  input: tokens('Fresh input tokens, neither read from nor written to a cache (F-TOK-2).'),
  output: tokens('Output tokens, reasoning included (F-TOK-3).'),
  cache_read: tokens('Input tokens read from the cache (F-TOK-4).'),
  cache_write: tokens('Input tokens written to the cache (F-TOK-5).'),
  reasoning: tokens('Reasoning tokens, a part of output.'),
  calls: count('Model calls.'),
  cost_usd: usd('API-equivalent cost of the calls whose cost is known; not your bill (F-TOK-12).'),
  unpriced_calls: count('Calls without a known cost; they are in no sum of money.'),
  cache_efficiency: ratio('Share of all input that was read from the cache (F-TOK-6).'),
  billable: tokens(
    'Tokens weighted by kind and model: input, output and cache writes 1, cache reads 0.1, times the multiplier of the model, where the configuration says nothing else (F-TOK-1). It is no money.',
  ),
  standard_credits: tokens(
    'The same with the weights of the Factory-compatible routes: input and output 1, the cache 0, where the configuration says nothing else (Z-4). It is no money.',
  ),
}

export const USAGE = from('rollup_usage')

export const SUMS = `sum(r.in_uncached) AS input, sum(r.out) AS output, sum(r.cache_read) AS cache_read,
  sum(r.cache_write) AS cache_write, sum(r.reasoning) AS reasoning, sum(r.calls) AS calls,
  ${costOf('sum(r.cost_nano_usd)', '(sum(r.reported_calls) + sum(r.priced_calls))', 'sum(r.calls)')} AS cost_usd,
  sum(r.unpriced_calls) AS unpriced_calls,
  ${quotient('sum(r.cache_read)', '(sum(r.in_uncached) + sum(r.cache_read) + sum(r.cache_write))')} AS cache_efficiency,
  ${weighted('billable')} AS billable, ${weighted('standard')} AS standard_credits`
/** What is used most comes first. */
export const MOST_FIRST = 'input + output + cache_read + cache_write DESC'

export const COST_COVERAGE = `SELECT sum(r.reported_calls) + sum(r.priced_calls) AS known, sum(r.calls) AS total
FROM ${from('rollup_usage')} WHERE ${inScope(USAGE_FILTERS)}`

export const NOT_YOUR_BILL =
  'Cost is API-equivalent: what the calls would cost at list prices. It is not your bill.'

const by = (column: string, value: string) => `SELECT ${named(value)} AS ${column}, ${SUMS}
FROM ${USAGE} WHERE ${inScope(USAGE_FILTERS)}
GROUP BY ${column} ORDER BY ${MOST_FIRST}, ${column}`

export const shared = {
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
  catalogue: ['F-TOK-1', 'F-TOK-2', 'F-TOK-3', 'F-TOK-4', 'F-TOK-5', 'F-TOK-6', 'F-TOK-10', 'F-TOK-12'],
  row: z.object({ date: date('Day.'), ...usageColumns }),
  sql: byDay(
    Object.keys(usageColumns),
    `SELECT ${DAY} AS date, ${SUMS} FROM ${USAGE} WHERE ${inScope(USAGE_FILTERS)} GROUP BY date`,
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

export const tokensByClient = metric({
  ...shared,
  id: 'tokens.by_client',
  title: 'Tokens by surface',
  doc: 'Tokens of each kind, calls and cost per surface agents were used on, most used first.',
  catalogue: ['F-TOK-8', 'F-ACT-12'],
  row: z.object({ client: label('Surface: terminal, ide, …'), ...usageColumns }),
  sql: by('client', 'r.client'),
})

export const tokensByRepo = metric({
  ...shared,
  id: 'tokens.by_repo',
  title: 'Tokens by repository',
  doc: 'Tokens of each kind, calls and cost per repository, most used first.',
  catalogue: ['F-TOK-8'],
  row: z.object({ repo: label('Repository.'), ...usageColumns }),
  sql: by('repo', 'r.repo'),
})

export const tokensByProject = metric({
  ...shared,
  id: 'tokens.by_project',
  title: 'Tokens by project',
  doc: 'Tokens of each kind, calls and cost per project as reported, most used first.',
  catalogue: ['F-TOK-8', 'F-REP-6'],
  row: z.object({ project: label('Project.'), ...usageColumns }),
  sql: by('project', 'r.project'),
})

export const tokensByTeam = metric({
  ...shared,
  id: 'tokens.by_team',
  title: 'Tokens by team',
  doc: 'Tokens of each kind, calls and cost per team its person was in at the time, most used first. A person in two teams counts in both, so that the sum may be more than the whole.',
  catalogue: ['F-TOK-8', 'G-ID-2'],
  row: z.object({ team: label('Team, or unassigned for people in none.'), ...usageColumns }),
  sql: `SELECT ${teamAt('r.bucket')} AS place, ${teamNamed('place')} AS team, ${SUMS}
FROM ${fromTeams('rollup_usage')} WHERE ${inScope(USAGE_FILTERS)} GROUP BY place ORDER BY ${MOST_FIRST}, team`,
})
