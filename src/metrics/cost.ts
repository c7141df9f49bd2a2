/** Cost (catalogue F-TOK-12, G-COST-1): API-equivalent by default; what is unpriced is counted, never taken as zero. */
import { z } from 'zod'
import { count, date, label, metric, ratio, usd } from './metric.ts'
import { byDay, costOf, DAY, dollars, from, inScope, named, PERSON, quotient } from './sql.ts'
import { fromTeams, teamNameAt } from './teams.ts'
import { COST_COVERAGE, NOT_YOUR_BILL, USAGE_FILTERS } from './tokens.ts'

const NANO = 'sum(r.cost_nano_usd)'
const KNOWN = '(sum(r.reported_calls) + sum(r.priced_calls))'

const costColumns = {
  cost_usd: usd(
    'API-equivalent cost: what the source reports, else tokens times list price. Null when there are calls and none has a known cost.',
  ),
  reported_usd: usd('Part of it that the source itself reported.'),
  calls: count('Model calls.'),
  unpriced_calls: count('Calls without a known cost.'),
}

const SUMS = `${costOf(NANO, KNOWN, 'sum(r.calls)')} AS cost_usd,
  ${dollars('sum(r.reported_nano_usd)')} AS reported_usd,
  sum(r.calls) AS calls, sum(r.unpriced_calls) AS unpriced_calls`

const shared = {
  unit: 'usd',
  filters: USAGE_FILTERS,
  coverage: COST_COVERAGE,
  notes: [NOT_YOUR_BILL],
} as const

const by = (
  column: string,
  value: string,
  rows = from('rollup_usage'),
) => `SELECT ${column}, cost_usd, reported_usd, calls, unpriced_calls, share FROM (
  SELECT ${value} AS ${column}, ${SUMS}, ${NANO} AS nano, sum(nano) OVER () AS total,
    if(${KNOWN} = 0 AND nano = 0, NULL, ${quotient('nano', 'total')}) AS share
  FROM ${rows} WHERE ${inScope(USAGE_FILTERS)} GROUP BY ${column}
) ORDER BY nano DESC, ${column}`

const share = ratio('Share of all known cost; null where none of it is known.')

export const costByDay = metric({
  ...shared,
  id: 'cost.by_day',
  title: 'Cost by day',
  doc: 'API-equivalent cost per calendar day, without gaps.',
  catalogue: ['F-TOK-12', 'D-HOST-3'],
  row: z.object({ date: date('Day.'), ...costColumns }),
  sql: byDay(
    Object.keys(costColumns),
    `SELECT ${DAY} AS date, ${SUMS} FROM ${from('rollup_usage')} WHERE ${inScope(USAGE_FILTERS)} GROUP BY date`,
  ),
})

export const costByModel = metric({
  ...shared,
  id: 'cost.by_model',
  title: 'Cost by model',
  doc: 'API-equivalent cost per model, dearest first.',
  catalogue: ['F-TOK-12', 'S-CB-1'],
  row: z.object({ model: label('Model as reported.'), ...costColumns, share }),
  sql: by('model', named('r.model')),
})

export const costByUser = metric({
  ...shared,
  id: 'cost.by_user',
  single: true,
  title: 'Cost by user',
  doc: 'API-equivalent cost per person, dearest first.',
  catalogue: ['F-TOK-12', 'S-CB-3'],
  row: z.object({
    user: label('Person, or identity where no person is known for it.'),
    ...costColumns,
    share,
  }),
  sql: by('user', named(PERSON)),
})

export const costByProject = metric({
  ...shared,
  id: 'cost.by_project',
  title: 'Cost by project',
  doc: 'API-equivalent cost per project as reported, dearest first.',
  catalogue: ['F-TOK-12', 'S-CB-2'],
  row: z.object({ project: label('Project.'), ...costColumns, share }),
  sql: by('project', named('r.project')),
})

export const costByRepo = metric({
  ...shared,
  id: 'cost.by_repo',
  title: 'Cost by repository',
  doc: 'API-equivalent cost per repository, dearest first.',
  catalogue: ['D-HOST-3', 'F-TOK-12'],
  row: z.object({ repo: label('Repository.'), ...costColumns, share }),
  sql: by('repo', named('r.repo')),
})

export const costByTeam = metric({
  ...shared,
  id: 'cost.by_team',
  title: 'Cost by team',
  doc: 'API-equivalent cost by the team people were in at the time, dearest first. Who is in two teams counts in both; shares are of the sum over teams.',
  catalogue: ['D-HOST-3', 'F-TOK-12', 'G-ID-2'],
  row: z.object({ team: label('Team, or unassigned for people in none.'), ...costColumns, share }),
  sql: by('team', teamNameAt('r.bucket'), fromTeams('rollup_usage')),
})
