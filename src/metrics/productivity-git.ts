/** Productivity (catalogue 1.4): pull requests by week, and what language commits and pull requests are in. */
import { z } from 'zod'
import { COMMIT, DELIVERY_FILTERS, fromPullRequests, MADE_BY_AGENT, OPENED_BY_AGENT } from './delivery.ts'
import { count, date, flag, label, metric, ratio } from './metric.ts'
import { from, inScope, named, quotient } from './sql.ts'
import { stacked } from './stacked.ts'
import { WEEK, WEEKS } from './weeks.ts'

const inWeeks = `SELECT ${WEEK} AS week, countIf(r.event = 'opened') AS opened, countIf(r.event = 'merged') AS merged,
  countIf(r.event = 'opened' AND r.is_merged) AS opened_and_merged, countIf(${OPENED_BY_AGENT}) AS opened_by_agents
FROM ${fromPullRequests} WHERE ${inScope(DELIVERY_FILTERS)} GROUP BY week`

export const pullRequestsByWeek = metric({
  id: 'productivity.pull_requests',
  title: 'Pull requests by week',
  unit: 'count',
  doc: 'Pull requests opened and merged per ISO week, without gaps, and how many of those that were opened in it are merged by now.',
  catalogue: ['F-PROD-7', 'F-PROD-6'],
  filters: DELIVERY_FILTERS,
  row: z.object({
    week: date('Monday of the week.'),
    is_whole: flag('Whether all its days lie in the period; else its figures are of a part of it.'),
    opened: count('Pull requests opened.'),
    merged: count('Pull requests merged, whenever they were opened: the throughput.'),
    opened_and_merged: count('Of those opened in the week, how many are merged by now.'),
    merge_rate: ratio('Of those opened in the week, the share that is merged by now.'),
    opened_by_agents: count(
      'Of those opened, the ones that agents opened or that are marked as their work (F-PROD-6).',
    ),
  }),
  notes: ['Pull requests of the last weeks may still be merged: their merge rate grows.'],
  sql: `SELECT toString(w.week) AS week, toBool(w.is_whole) AS is_whole, x.opened AS opened, x.merged AS merged, x.opened_and_merged AS opened_and_merged,
  ${quotient('x.opened_and_merged', 'x.opened')} AS merge_rate, x.opened_by_agents AS opened_by_agents
FROM (${WEEKS}) AS w LEFT JOIN (${inWeeks}) AS x ON w.week = x.week ORDER BY week`,
})

const WITH_COMMITS = `session IN (SELECT session FROM rollup_commits WHERE org = {org:String} AND session != '')`

/** Lines added by language up to a commit, since the one before it of the same session. */
const linesToCommits = `SELECT m.session AS session, m.bucket AS bucket, g.language AS language, sum(g.added) AS added
  FROM (SELECT session, bucket, language, added FROM rollup_changes FINAL
    WHERE org = {org:String} AND language != '' AND added > 0 AND ${WITH_COMMITS}) AS g
  ASOF INNER JOIN (SELECT DISTINCT session, bucket FROM rollup_commits FINAL WHERE org = {org:String}) AS m
    ON m.session = g.session AND m.bucket >= g.bucket
  GROUP BY session, bucket, language`

const MAJORITY = 'argMax(language, (added, language))'

const commitLanguages = `SELECT ${named('l.language')} AS language, uniqExact(c.commit) AS commits
FROM (SELECT DISTINCT r.session AS session, r.bucket AS bucket, ${COMMIT} AS commit FROM ${from('rollup_commits')}
  WHERE ${inScope(DELIVERY_FILTERS)} AND ${MADE_BY_AGENT}) AS c
LEFT JOIN (SELECT session, bucket, ${MAJORITY} AS language FROM (${linesToCommits}) GROUP BY session, bucket) AS l
  ON l.session = c.session AND l.bucket = c.bucket
GROUP BY language`

const pullRequestLanguages = `SELECT ${named('l.language')} AS language, count() AS pull_requests
FROM (SELECT r.id AS id FROM ${fromPullRequests} WHERE ${inScope(DELIVERY_FILTERS)} AND ${OPENED_BY_AGENT}) AS c
LEFT JOIN (
  SELECT id, ${MAJORITY} AS language FROM (
    SELECT o.id AS id, g.language AS language, sum(g.added) AS added
    FROM (SELECT DISTINCT id, arrayJoin(sessions) AS session FROM pull_request WHERE org = {org:String}) AS o
    INNER JOIN (SELECT session, language, added FROM rollup_changes FINAL WHERE org = {org:String} AND language != '' AND added > 0) AS g
      ON g.session = o.session
    GROUP BY id, language
  ) GROUP BY id
) AS l ON l.id = c.id
GROUP BY language`

export const commitsByLanguage = metric({
  id: 'productivity.commits_by_language',
  title: 'Commits by language',
  unit: 'count',
  doc: 'Commits and pull requests that agents made, by the language of most of the lines their sessions added, most commits first: for a commit those since the commit before it, to a quarter of an hour.',
  catalogue: ['Z-8'],
  filters: DELIVERY_FILTERS,
  row: z.object({
    language: label('Language; unknown where the session told no lines.'),
    commits: count('Commits (F-PROD-5).'),
    pull_requests: count('Pull requests opened (F-PROD-6).'),
  }),
  sql: `${stacked(
    ['language'],
    [
      { sums: ['commits'], select: commitLanguages },
      { sums: ['pull_requests'], select: pullRequestLanguages },
    ],
  )} ORDER BY commits DESC, pull_requests DESC, language`,
})
