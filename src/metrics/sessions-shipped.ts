/** What came of sessions: lines, commits and pull requests of those that started in a period (catalogue S-SUM-7). */
import { z } from 'zod'
import { COHORT_FILTERS, DESCENDANTS, PULL_REQUESTS, ROOTS_IN_SCOPE_OF_AGENTS, SINCE } from './cohort.ts'
import { COMMIT, MADE_BY_AGENT } from './delivery.ts'
import { count, date, metric } from './metric.ts'
import { byDay, dayOf, filtered, from } from './sql.ts'

const columns = {
  sessions: count('Root sessions that started.'),
  lines_added: count('Lines added by file changes of these sessions, whenever they were made.'),
  lines_removed: count('Lines removed by them.'),
  commits: count('Commits that their agents made (F-PROD-5).'),
  pull_requests: count('Pull requests of theirs, told or matched by more than their time (G-ATT-1).'),
  merged_pull_requests: count('Of these, merged by now.'),
}

/** Rows of a rollup by the root session whose work they are, also where a subagent's session did it. */
const ofRoots = (table: string, sums: string, more = 'true'): string =>
  `SELECT if(d.session != '', d.root, r.session) AS root, ${sums}
  FROM ${from(table)} LEFT JOIN (${DESCENDANTS}) AS d ON r.session = d.session
  WHERE ${filtered(['agent'])} AND ${SINCE} AND ${more} GROUP BY root`

const distinct = (list: string) => `length(arrayDistinct(arrayFlatten(groupArray(${list}))))`

export const shippedByDay = metric({
  id: 'sessions.shipped_by_day',
  title: 'What came of sessions, by day',
  unit: 'count',
  doc: 'What root sessions and their subagents changed, by the day they started, without gaps. A pull request of sessions of several days counts on each of them. What agents only count is not told by session and in no figure.',
  catalogue: ['S-SUM-7'],
  filters: COHORT_FILTERS,
  unpublished: true,
  row: z.object({ date: date('Day.'), ...columns }),
  sql: byDay(
    Object.keys(columns),
    `SELECT ${dayOf('c.started_at')} AS date, count() AS sessions, sum(w.added) AS lines_added, sum(w.removed) AS lines_removed,
  ${distinct('g.made')} AS commits, ${distinct('q.opened')} AS pull_requests, ${distinct('q.merged')} AS merged_pull_requests
FROM (SELECT r.session AS root, r.started_at AS started_at FROM ${from('rollup_session')} WHERE ${ROOTS_IN_SCOPE_OF_AGENTS}) AS c
LEFT JOIN (${ofRoots('rollup_changes', 'sum(r.added) AS added, sum(r.removed) AS removed')}) AS w ON w.root = c.root
LEFT JOIN (${ofRoots('rollup_commits', `groupUniqArray(${COMMIT}) AS made`, MADE_BY_AGENT)}) AS g ON g.root = c.root
LEFT JOIN (${PULL_REQUESTS}) AS q ON q.session = c.root GROUP BY date`,
  ),
})
