/** How sessions ended and what came of them (catalogue S-SUM-7, S-AGT-5): succeeded, failed, or not told. */
import { z } from 'zod'
import { perHead } from '../prices/index.ts'
import {
  AGENT_OF,
  type Attribute,
  COHORT_FILTERS,
  COST,
  cohort,
  cohortByAgent,
  OF_THE_COHORT,
  PULL_REQUESTS,
} from './cohort.ts'
import { count, date, label, metric, ratio, usd } from './metric.ts'
import { byDay, dayOf, dollars, quotient } from './sql.ts'
import { NOT_YOUR_BILL } from './tokens.ts'

const TELLING: readonly Attribute[] = [
  ...(['status', 'is_answered', 'prompts', 'answers', 'file_changes', 'told_calls'] as const),
]

/** What agents call a session that came to nothing. */
const BAD_ENDS = `'error', 'errored', 'failed', 'failure', 'crashed', 'timeout', 'abandoned', 'aborted', 'cancelled', 'canceled', 'interrupted'`
const FAILED = `c.status IN (${BAD_ENDS})`
const SUCCEEDED = `(NOT ${FAILED} AND (c.file_changes > 0 OR c.is_answered))`
/** Agents that tell no messages do not tell whether there was an answer. */
const UNTOLD = `(NOT ${FAILED} AND NOT ${SUCCEEDED} AND c.answers = 0 AND (c.told_calls > 0 OR c.prompts = 0))`

const OUTCOMES = `countIf(c.is_over) AS ended_sessions, countIf(c.is_over AND ${SUCCEEDED}) AS successes,
  countIf(c.is_over AND ${UNTOLD}) AS unknown_outcomes, ended_sessions - successes - unknown_outcomes AS failures,
  ${quotient('successes', '(successes + failures)')} AS success_rate`

const outcomeColumns = {
  ended_sessions: count('Sessions that are over.'),
  successes: count(
    'Of these, sessions that neither failed nor were given up, and changed a file or ended with an answer.',
  ),
  failures: count(
    'Of these, sessions that failed, were given up, or left the last prompt without an answer.',
  ),
  unknown_outcomes: count('Of these, sessions whose agent tells neither.'),
  success_rate: ratio('Succeeded / (succeeded + failed).'),
}

export const successByDay = metric({
  id: 'sessions.success_by_day',
  title: 'Success of sessions by day',
  unit: 'ratio',
  doc: 'How root sessions ended, by the day they started, without gaps.',
  catalogue: ['S-SUM-7', 'S-EP-5'],
  filters: COHORT_FILTERS,
  unpublished: true,
  row: z.object({ date: date('Day.'), ...outcomeColumns }),
  sql: byDay(
    Object.keys(outcomeColumns),
    `SELECT ${dayOf('c.started_at')} AS date, ${OUTCOMES} FROM (${cohort([...TELLING, 'started_at'])}) AS c GROUP BY date`,
  ),
})

const AGENTS = `(${cohortByAgent([...TELLING])})`

export const outcomesByAgent = metric({
  id: 'sessions.outcomes_by_agent',
  title: 'What agents achieve',
  unit: 'ratio',
  doc: 'How the sessions ended in which an agent worked, and which pull requests came of them, most sessions first. A session counts for each agent that worked in it.',
  catalogue: ['S-AGT-5', 'S-SUM-7'],
  filters: COHORT_FILTERS,
  unpublished: true,
  notes: [OF_THE_COHORT, NOT_YOUR_BILL],
  row: z.object({
    agent: label('Agent or subagent type.'),
    sessions: count('Sessions in which it worked.'),
    ...outcomeColumns,
    cost_usd: usd('API-equivalent cost of its own calls; not your bill.'),
    pull_requests: count(
      'Pull requests of these sessions, told or matched by more than their time (G-ATT-1).',
    ),
    merged_pull_requests: count('Of these, merged by now.'),
    merge_rate: ratio('Merged / all of them.'),
    cost_per_merged_usd: usd('Cost by merged pull request; null without one.'),
  }),
  sql: `SELECT agent, sessions, ${Object.keys(outcomeColumns).join(', ')}, ${COST} AS cost_usd, pull_requests, merged_pull_requests,
  ${quotient('merged_pull_requests', 'pull_requests')} AS merge_rate,
  if(isNull(cost_usd), NULL, ${dollars('nano_each')}) AS cost_per_merged_usd
FROM (
  SELECT *, ${perHead('nano', 'merged_pull_requests')} AS nano_each FROM (
    SELECT agent, count() AS sessions, ${OUTCOMES}, sum(c.nano) AS nano, sum(c.known) AS known, sum(c.calls) AS calls,
      length(arrayDistinct(arrayFlatten(groupArray(c.opened)))) AS pull_requests,
      length(arrayDistinct(arrayFlatten(groupArray(c.merged)))) AS merged_pull_requests
    FROM (
      SELECT a.*, ${AGENT_OF('a.agent')} AS agent_name, q.opened AS opened, q.merged AS merged FROM ${AGENTS} AS a
      LEFT JOIN (${PULL_REQUESTS}) AS q
        ON q.session = a.root
    ) AS c GROUP BY c.agent_name AS agent
  )
) ORDER BY sessions DESC, agent`,
})
