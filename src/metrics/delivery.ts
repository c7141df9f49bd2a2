/** Delivery: commits and pull requests, whose they are and when they happened, for the metrics that count them. */
import { pullRequest } from '../facts/states.ts'
import type { Filter } from './metric.ts'
import { from, inScope, WITH_PERSON } from './sql.ts'
import type { Share } from './stacked.ts'
import { mergedField } from './states.ts'

export const DELIVERY_FILTERS = [
  'user',
  'harness',
  'client',
  'agent',
  'project',
  'repo',
] as const satisfies readonly Filter[]

/** A commit is the same by its first 7 digits: agents print no more of it, forges tell all. */
const SHORT = 7
export const COMMIT = `(if(r.repo = '', r.session, r.repo), substring(r.sha, 1, ${SHORT}))`
const AMENDED = `(r.session, substring(r.sha, 1, ${SHORT})) IN (
    SELECT session, substring(amends, 1, ${SHORT}) FROM rollup_commits FINAL WHERE org = {org:String} AND amends != '')`
/** Made by the agent itself, and not amended by a later one (F-PROD-5). */
export const MADE_BY_AGENT = `r.attribution = 'explicit' AND NOT ${AMENDED}`

/** git_commits (F-PROD-5) by `by`, which are named `names`. */
export const commitShares = (by: string, names: string): Share[] => [
  {
    sums: ['git_commits'],
    select: `SELECT ${by}, uniqExact(${COMMIT}) AS git_commits FROM ${from('rollup_commits')}
WHERE ${inScope(DELIVERY_FILTERS)} AND ${MADE_BY_AGENT} GROUP BY ${names}`,
  },
  counted('commits', 'git_commits', by, names),
]

/** What agents count themselves, where nothing tells it one by one. */
const counted = (counter: string, column: string, by: string, names: string): Share => ({
  sums: [column],
  select: `SELECT ${by}, sum(r.value) AS ${column} FROM ${from('rollup_counter')}
WHERE ${inScope(DELIVERY_FILTERS)} AND r.name = '${counter}' AND r.is_counted GROUP BY ${names}`,
})

const FIELDS = [
  ...(['repo', 'project', 'author', 'attribution', 'sessions', 'created_at', 'merged_at'] as const),
  ...(['closed_at', 'deployed_at', 'added', 'removed'] as const),
] as const

const OF_SESSION = ['user', 'harness', 'client', 'agent', 'project', 'repo'] as const

/** Pull requests to which something happened in the window. */
const IN_WINDOW = `v.id IN (SELECT id FROM pull_request WHERE org = {org:String} AND (${[
  'created_at',
  'merged_at',
]
  .map((at) => `${at} >= toDateTime({start:UInt32}, 'UTC') AND ${at} < toDateTime({end:UInt32}, 'UTC')`)
  .join(' OR ')}))`

const author = `if(position(v.author, '@') > 0, lowerUTF8(trimBoth(v.author)), v.author)`

/** What the first of its sessions tells of who and where. */
const ofSessions = `SELECT o.id AS id, ${OF_SESSION.map((d) => `argMin(s.${d}, (s.started_at, s.session)) AS ${d}`).join(', ')}
FROM (SELECT DISTINCT v.id AS id, arrayJoin(v.sessions) AS session FROM pull_request AS v WHERE v.org = {org:String} AND ${IN_WINDOW}) AS o
INNER JOIN (
  SELECT session, started_at, ${OF_SESSION.join(', ')} FROM rollup_session FINAL WHERE org = {org:String} AND session IN (
    SELECT arrayJoin(v.sessions) FROM pull_request AS v WHERE v.org = {org:String} AND ${IN_WINDOW})
) AS s ON s.session = o.session GROUP BY o.id`

/**
 * Rows `r` with person `p`: what happened to each pull request, by `event` (opened or merged) at `bucket`. It is of the
 * person whose session opened it, where an agent did, else of its author.
 */
export const fromPullRequests = `(
  SELECT {org:String} AS org, v.id AS id, v.attribution AS attribution, v.sessions AS sessions, v.added AS added, v.removed AS removed,
    isNotNull(v.merged_at) AS is_merged, isNotNull(v.deployed_at) AS is_deployed,
    if(s.user != '' AND (v.attribution = 'explicit' OR v.author = ''), s.user, ${author}) AS user,
    s.harness AS harness, s.client AS client, s.agent AS agent,
    if(v.project != '', v.project, s.project) AS project, if(v.repo != '', v.repo, s.repo) AS repo,
    happened.1 AS event, assumeNotNull(happened.2) AS bucket
  FROM (
    SELECT v.id AS id, ${FIELDS.map((f) => mergedField(pullRequest, f)).join(', ')}
    FROM pull_request AS v WHERE v.org = {org:String} AND ${IN_WINDOW} GROUP BY v.id
  ) AS v
  LEFT JOIN (${ofSessions}) AS s ON s.id = v.id
  ARRAY JOIN arrayFilter(x -> isNotNull(x.2), [('opened', v.created_at), ('merged', v.merged_at)]) AS happened
) AS r ${WITH_PERSON}`

/** Opened by an agent, or marked as its work (F-PROD-6). */
export const OPENED_BY_AGENT = `r.event = 'opened' AND r.attribution = 'explicit'`

/** git_prs_created (F-PROD-6) and, for whom it matters, prs_opened and prs_merged by `by`, which are named `names`. */
export const pullRequestShares = (by: string, names: string): Share[] => [
  {
    sums: ['git_prs_created', 'prs_opened', 'prs_merged'],
    select: `SELECT ${by}, countIf(${OPENED_BY_AGENT}) AS git_prs_created, countIf(r.event = 'opened') AS prs_opened,
  countIf(r.event = 'merged') AS prs_merged FROM ${fromPullRequests}
WHERE ${inScope(DELIVERY_FILTERS)} GROUP BY ${names}`,
  },
  counted('pull_requests', 'git_prs_created', by, names),
]
