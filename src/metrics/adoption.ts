/** Adoption (catalogue D-HOST-1, D-HOST-3): who uses agents, how much and at what cost, by organisation, team and repository. */
import { z } from 'zod'
import { perHead } from '../prices/index.ts'
import { SESSION_FRAGMENTS } from './activity.ts'
import { ACTIVE } from './activity-users.ts'
import { fromPullRequests } from './delivery.ts'
import { count, type Filter, label, metric, onlyBy, ratio, tokens, usd } from './metric.ts'
import { SEAT_FILTERS, SEATS, TEAM_SEATS } from './seats.ts'
import { costOf, dollars, from, inScope, named, onlyFilteredBy, PERSON, quotient } from './sql.ts'
import { type Share, stacked } from './stacked.ts'
import { fromTeams, teamNameAt } from './teams.ts'
import { COST_COVERAGE, NOT_YOUR_BILL } from './tokens.ts'

const { ACTIVITY_FILTERS, SESSION_SCOPE } = SESSION_FRAGMENTS
const SCOPE = inScope(ACTIVITY_FILTERS)
const ESTIMATE = 'Cost is an estimate from list prices where agents report none (D-HOST-3).'

const columns = {
  active_users: count('People with a message they typed or a model call in the period.'),
  sessions: count('Root sessions that started.'),
  all_tokens: tokens('Input of all kinds plus output.'),
  cost_usd: usd(
    'Estimated cost: API-equivalent, of the calls whose cost is known; not your bill (D-HOST-3).',
  ),
  unpriced_calls: count('Calls without a known cost; they are in no sum of money.'),
}
const seatFilters: readonly Filter[] = SEAT_FILTERS
const perSeat = (sql: string) => `if(${onlyFilteredBy(seatFilters)}, ${sql}, NULL)`

/** Sums of each table by `by`, which says of an instant what rows belong to. */
const shares = (rows: (table: string) => string, by: (instant: string) => string, names: string): Share[] => [
  {
    sums: ['active_users'],
    select: `SELECT ${by('r.bucket')}, uniqExact(${PERSON}) AS active_users FROM ${rows('rollup_activity')} WHERE ${SCOPE} AND ${ACTIVE} GROUP BY ${names}`,
  },
  {
    sums: ['sessions'],
    select: `SELECT ${by('r.started_at')}, count() AS sessions FROM ${rows('rollup_session')} WHERE ${SESSION_SCOPE} GROUP BY ${names}`,
  },
  {
    sums: ['all_tokens', 'nano', 'known', 'calls', 'unpriced_calls'],
    select: `SELECT ${by('r.bucket')}, sum(r.in_uncached + r.cache_read + r.cache_write + r.out) AS all_tokens, sum(r.cost_nano_usd) AS nano,
  sum(r.reported_calls) + sum(r.priced_calls) AS known, sum(r.calls) AS calls, sum(r.unpriced_calls) AS unpriced_calls
FROM ${rows('rollup_usage')} WHERE ${SCOPE} GROUP BY ${names}`,
  },
]
const FIGURES = `x.active_users AS active_users, x.sessions AS sessions, x.all_tokens AS all_tokens,
  ${costOf('x.nano', 'x.known', 'x.calls')} AS cost_usd, x.unpriced_calls AS unpriced_calls`

const shared = {
  unit: 'count',
  filters: ACTIVITY_FILTERS,
  coverage: COST_COVERAGE,
  notes: [NOT_YOUR_BILL, ESTIMATE],
} as const

const byTeam = stacked(
  ['team'],
  [
    ...shares(fromTeams, (instant) => `${teamNameAt(instant)} AS team`, 'team'),
    { sums: ['members'], select: TEAM_SEATS },
  ],
)

export const adoptionByTeam = metric({
  ...shared,
  id: 'adoption.by_team',
  title: 'Adoption by team',
  doc: 'People, sessions, tokens and cost by the team people were in at the time, most active people first. Who is in two teams counts in both, so that sums may be more than the whole.',
  catalogue: ['D-HOST-1', 'D-HOST-3', 'G-ID-2', 'F-ACT-13'],
  row: z.object({
    team: label('Team, or unassigned for people in none.'),
    members: onlyBy(seatFilters, count('People in the team on the last day.')),
    ...columns,
    adoption_rate: onlyBy(seatFilters, ratio('Active people / members; null without any.')),
  }),
  sql: `SELECT x.team AS team, ${perSeat('x.members')} AS members, ${FIGURES},
  ${perSeat(quotient('x.active_users', 'x.members'))} AS adoption_rate
FROM (${byTeam}) AS x ORDER BY active_users DESC, sessions DESC, team`,
})

export const adoptionByRepo = metric({
  ...shared,
  id: 'adoption.by_repo',
  title: 'Adoption by repository',
  doc: 'People, sessions, tokens and cost by repository, most active people first. Who worked in two counts in both.',
  catalogue: ['D-HOST-1', 'D-HOST-3'],
  row: z.object({
    repo: label('Repository.'),
    ...columns,
    adoption_rate: onlyBy(
      seatFilters,
      ratio('Active people / seats of the organisation; null without seats.'),
    ),
  }),
  sql: `SELECT ${named('x.repo')} AS repo, ${FIGURES}, ${perSeat(quotient('x.active_users', 'ifNull(seat.seats, 0)'))} AS adoption_rate
FROM (${stacked(
    ['repo'],
    shares(from, () => 'r.repo AS repo', 'repo'),
  )}) AS x CROSS JOIN (${SEATS}) AS seat
ORDER BY active_users DESC, sessions DESC, repo`,
})

const whole = stacked(
  ['org'],
  [
    ...shares(from, () => 'r.org AS org', 'org'),
    {
      sums: ['prs_merged'],
      select: `SELECT r.org AS org, countIf(r.event = 'merged') AS prs_merged FROM ${fromPullRequests} WHERE ${SCOPE} GROUP BY org`,
    },
    // So that there is a row where nothing happened.
    { sums: ['sessions'], select: 'SELECT {org:String} AS org, 0 AS sessions' },
  ],
)

export const adoptionOfOrganisation = metric({
  ...shared,
  id: 'adoption.organisation',
  title: 'Adoption of the organisation',
  doc: 'People, sessions, tokens and cost of the whole organisation, by seat, person and merged pull request, in one row.',
  catalogue: ['D-HOST-1', 'D-HOST-3', 'F-ACT-13', 'I-COST-1'],
  row: z.object({
    seats: onlyBy(
      seatFilters,
      count('Seats as set, else members on the last day; null where there are none.'),
    ),
    ...columns,
    adoption_rate: onlyBy(seatFilters, ratio('Active people / seats (F-ACT-13).')),
    cost_per_active_user: usd('Cost by active person.'),
    prs_merged: count('Pull requests merged, whoever wrote them.'),
    cost_per_merged_pr: usd(
      'All cost by merged pull request, so that what produced none is not hidden (I-COST-1 b); null without any.',
    ),
  }),
  sql: `SELECT ${perSeat('seat.seats')} AS seats, ${FIGURES}, ${perSeat(quotient('x.active_users', 'ifNull(seat.seats, 0)'))} AS adoption_rate,
  if(x.known = 0 AND x.calls > 0, NULL, ${dollars(perHead('x.nano', 'x.active_users'))}) AS cost_per_active_user, x.prs_merged AS prs_merged,
  if(x.known = 0 AND x.calls > 0, NULL, ${dollars(perHead('x.nano', 'x.prs_merged'))}) AS cost_per_merged_pr
FROM (${whole}) AS x CROSS JOIN (${SEATS}) AS seat`,
})
