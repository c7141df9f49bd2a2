/** Cohorts of adoption (catalogue I-COH-1): people by how often they use agents, and what each group does. */
import { z } from 'zod'
import { perHead } from '../prices/index.ts'
import { count, label, metric, ratio, tokens, usd } from './metric.ts'
import { COUNTED_MEMBERS } from './seats.ts'
import { costOf, dollars, onlyFilteredBy, quotient } from './sql.ts'
import { COST_COVERAGE, NOT_YOUR_BILL } from './tokens.ts'
import { sumsByPerson, USER_FILTERS } from './users-figures.ts'

const COHORTS = `['none', 'light', 'moderate', 'heavy']`
/** Active days a week. */
const COHORT = `multiIf(active = 0, 'none', active * 7 < {days:UInt32}, 'light', active * 7 <= 3 * {days:UInt32}, 'moderate', 'heavy')`

const OUTCOMES = {
  user_messages: count('Messages they typed.'),
  files: count('Files created or edited.'),
  git_commits: count('Commits that agents made.'),
  git_prs_created: count('Pull requests that agents opened.'),
  prs_merged: count('Pull requests of theirs that were merged, whoever wrote them.'),
  all_tokens: tokens('Input of all kinds plus output.'),
}
const SUMS = Object.keys(OUTCOMES)

/** Service accounts and identities that are no person are in no cohort; members who did nothing are. */
const people = `SELECT user, sum(active) AS active, ${[...SUMS, 'nano', 'known', 'calls'].map((c) => `sum(${c}) AS ${c}`).join(', ')}
FROM (
  SELECT user, days_active AS active, files_created + files_edited AS files,
    ${[...SUMS.filter((c) => c !== 'files'), 'nano', 'known', 'calls'].join(', ')} FROM (${sumsByPerson()})
  UNION ALL
  SELECT user, 0 AS active, 0 AS files, ${[...SUMS.filter((c) => c !== 'files'), 'nano', 'known', 'calls'].map((c) => `0 AS ${c}`).join(', ')}
  FROM (${COUNTED_MEMBERS}) WHERE ${onlyFilteredBy(['harness', 'client', 'agent', 'project', 'repo'])}
) WHERE user != '' AND user NOT IN (SELECT user FROM identity FINAL WHERE org = {org:String} AND kind = 'service') GROUP BY user`

const cohorts = `SELECT ${COHORT} AS cohort, count() AS users, sum(active) AS days, ${[...SUMS, 'nano', 'known', 'calls'].map((c) => `sum(${c}) AS ${c}`).join(', ')}
FROM (${people}) GROUP BY cohort`

export const adoptionCohorts = metric({
  id: 'cohorts.adoption',
  title: 'Cohorts of adoption',
  unit: 'count',
  doc: 'People by their active days a week: none, light (less than 1), moderate (1 to 3), heavy (more), and what each group did in all and by head. Members who did nothing are in none. It says what goes together, not what causes what.',
  catalogue: ['I-COH-1'],
  filters: USER_FILTERS,
  coverage: COST_COVERAGE,
  notes: [NOT_YOUR_BILL],
  row: z.object({
    cohort: label('none, light, moderate or heavy.'),
    users: count('People.'),
    share_of_users: ratio('Share of all people of the answer.'),
    active_days_per_week: ratio('Mean of their active days a week.'),
    ...OUTCOMES,
    cost_usd: usd('API-equivalent cost of the calls whose cost is known; not your bill.'),
    messages_per_user: ratio('Messages they typed / people.'),
    files_per_user: ratio('Files / people.'),
    commits_per_user: ratio('Commits / people.'),
    prs_merged_per_user: ratio('Merged pull requests / people.'),
    tokens_per_user: ratio('Tokens / people.'),
    cost_per_user: usd('Cost by head.'),
  }),
  sql: `SELECT c.cohort AS cohort, x.users AS users, ${quotient('x.users', 'sum(x.users) OVER ()')} AS share_of_users,
  ${quotient('(x.days * 7)', '(x.users * {days:UInt32})')} AS active_days_per_week, ${SUMS.map((c) => `x.${c} AS ${c}`).join(', ')},
  ${costOf('x.nano', 'x.known', 'x.calls')} AS cost_usd, ${quotient('x.user_messages', 'x.users')} AS messages_per_user,
  ${quotient('x.files', 'x.users')} AS files_per_user, ${quotient('x.git_commits', 'x.users')} AS commits_per_user,
  ${quotient('x.prs_merged', 'x.users')} AS prs_merged_per_user, ${quotient('x.all_tokens', 'x.users')} AS tokens_per_user,
  if(x.known = 0 AND x.calls > 0, NULL, ${dollars(perHead('x.nano', 'x.users'))}) AS cost_per_user
FROM (SELECT arrayJoin(${COHORTS}) AS cohort) AS c LEFT JOIN (${cohorts}) AS x ON x.cohort = c.cohort
ORDER BY indexOf(${COHORTS}, c.cohort)`,
})
