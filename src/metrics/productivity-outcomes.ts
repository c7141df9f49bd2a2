/** What comes out of it (catalogue F-PROD-9, 10, 11): the way from sessions to what ships, output against adoption, agent-written changes. */
import { z } from 'zod'
import { SESSION_FRAGMENTS } from './activity.ts'
import { ACTIVE } from './activity-users.ts'
import { DESCENDANTS, ROOT_OF, USAGE_OF_ROOTS } from './cohort.ts'
import {
  COMMIT,
  commitShares,
  DELIVERY_FILTERS,
  fromPullRequests,
  MADE_BY_AGENT,
  pullRequestShares,
} from './delivery.ts'
import { count, date, flag, label, metric, ratio, tokens, usd } from './metric.ts'
import { SCRATCH, UNIT_SUMS, unitsBy } from './productivity.ts'
import { costOf, from, inScope, PERSON, quotient, rounded } from './sql.ts'
import { stacked } from './stacked.ts'
import { NOT_YOUR_BILL } from './tokens.ts'
import { WEEK, WEEKS } from './weeks.ts'

const { SESSION_SCOPE } = SESSION_FRAGMENTS
const SCOPE = inScope(DELIVERY_FILTERS)

/** In order. The first step is every session. */
const STEPS = {
  sessions: 'true',
  with_file_change: 'x.changed > 0',
  with_commit: 'x.committed > 0',
  with_pull_request: 'x.opened > 0',
  with_merged_pull_request: 'x.merged > 0',
  with_deployed_pull_request: 'x.deployed > 0',
} as const
const REACHED = `[${Object.values(STEPS).join(', ')}]`
const NAMES = `[${Object.keys(STEPS)
  .map((s) => `'${s}'`)
  .join(', ')}]`

const SINCE = `r.bucket >= toDateTime({starts:Array(UInt32)}[1], 'UTC')`
/** What became of sessions, whenever that was. */
const outcomes = stacked(
  ['session'],
  [
    {
      sums: ['changed'],
      select: `SELECT r.session AS session, count() AS changed FROM rollup_changes AS r FINAL
WHERE r.org = {org:String} AND ${SINCE} AND r.path != '' AND NOT ${SCRATCH} GROUP BY session`,
    },
    {
      sums: ['committed'],
      select: `SELECT r.session AS session, count() AS committed FROM rollup_commits AS r FINAL
WHERE r.org = {org:String} AND ${SINCE} AND ${MADE_BY_AGENT} GROUP BY session`,
    },
    {
      sums: ['opened', 'merged', 'deployed'],
      select: `SELECT arrayJoin(all) AS session, count() AS opened, countIf(is_merged) AS merged, countIf(is_deployed) AS deployed
FROM (SELECT groupUniqArrayArray(v.sessions) AS all, max(isNotNull(v.merged_at)) AS is_merged, max(isNotNull(v.deployed_at)) AS is_deployed
  FROM pull_request AS v WHERE v.org = {org:String} GROUP BY v.id) GROUP BY session`,
    },
  ],
)
const OUTCOMES = ['changed', 'committed', 'opened', 'merged', 'deployed']
const USED = ['tokens', 'nano', 'known', 'calls', 'unpriced']

const byRoot = stacked(
  ['root'],
  [
    {
      sums: OUTCOMES,
      select: `SELECT if(d.session != '', d.root, o.session) AS root, ${OUTCOMES.map((c) => `sum(o.${c}) AS ${c}`).join(', ')}
FROM (${outcomes}) AS o LEFT JOIN (${DESCENDANTS}) AS d ON d.session = o.session GROUP BY root`,
    },
    {
      sums: USED,
      select: `SELECT ${ROOT_OF} AS root, sum(r.in_uncached + r.cache_read + r.cache_write + r.out) AS tokens, sum(r.cost_nano_usd) AS nano,
  sum(r.reported_calls) + sum(r.priced_calls) AS known, sum(r.calls) AS calls, sum(r.unpriced_calls) AS unpriced
FROM ${USAGE_OF_ROOTS} WHERE r.org = {org:String} AND ${SINCE} GROUP BY root`,
    },
  ],
)

export const funnel = metric({
  id: 'productivity.funnel',
  title: 'From sessions to what ships',
  unit: 'count',
  doc: 'Of the root sessions that started in the period, how many have changed a file, made a commit, worked on a pull request, on one that is merged, on one that is deployed by now, with all tokens and cost of these sessions and their subagents. Each session counts once at every step it reached.',
  catalogue: ['F-PROD-11', 'G-SES-1'],
  filters: DELIVERY_FILTERS,
  notes: [NOT_YOUR_BILL],
  row: z.object({
    step: label(
      'sessions, with_file_change, with_commit, with_pull_request, with_merged_pull_request, with_deployed_pull_request.',
    ),
    sessions: count('Root sessions that reached it.'),
    share_of_sessions: ratio('Share of all root sessions.'),
    all_tokens: tokens('Their input of all kinds plus output.'),
    cost_usd: usd('Their API-equivalent cost, of the calls whose cost is known; not your bill.'),
    unpriced_calls: count('Their calls without a known cost; they are in no sum of money.'),
  }),
  sql: `SELECT step, sessions, ${quotient('sessions', '(max(sessions) OVER ())')} AS share_of_sessions, all_tokens,
  ${costOf('nano', 'known', 'calls')} AS cost_usd, unpriced_calls
FROM (
  SELECT n.step AS step, n.place AS place, x.sessions AS sessions, x.all_tokens AS all_tokens, x.nano AS nano, x.known AS known,
    x.calls AS calls, x.unpriced_calls AS unpriced_calls
  FROM (SELECT arrayJoin(${NAMES}) AS step, indexOf(${NAMES}, step) AS place) AS n
  LEFT JOIN (
    SELECT at AS place, count() AS sessions, sum(x.tokens) AS all_tokens, sum(x.nano) AS nano, sum(x.known) AS known,
      sum(x.calls) AS calls, sum(x.unpriced) AS unpriced_calls
    FROM (SELECT r.session AS session FROM ${from('rollup_session')} WHERE ${SESSION_SCOPE}) AS s
    LEFT JOIN (${byRoot}) AS x ON x.root = s.session
    ARRAY JOIN arrayFilter((i, reached) -> reached, arrayEnumerate(${REACHED}), ${REACHED}) AS at GROUP BY place
  ) AS x ON x.place = n.place
) ORDER BY place`,
})

/** Weeks by which output follows use, at most. */
const LAGS = 4
const FEWEST_WEEKS = 8
const OUTPUTS = ['files', 'git_commits', 'prs_merged'] as const

const weekly = stacked(
  ['week'],
  [
    {
      sums: ['active_users'],
      select: `SELECT ${WEEK} AS week, uniqExact(${PERSON}) AS active_users FROM ${from('rollup_activity')} WHERE ${SCOPE} AND ${ACTIVE} GROUP BY week`,
    },
    {
      sums: ['files'],
      select: `SELECT week, files_created + files_edited AS files FROM (
  SELECT week, ${UNIT_SUMS} FROM (${unitsBy(`${WEEK} AS week`, 'week')}) GROUP BY week)`,
    },
    ...commitShares(`${WEEK} AS week`, 'week'),
    ...pullRequestShares(`${WEEK} AS week`, 'week'),
  ],
)
const wholeWeeks = `SELECT w.week AS week, x.active_users AS active_users, ${OUTPUTS.map((c) => `x.${c} AS ${c}`).join(', ')}
  FROM (${WEEKS}) AS w LEFT JOIN (${weekly}) AS x ON x.week = w.week WHERE w.is_whole`

export const outputAndAdoption = metric({
  id: 'productivity.output_and_adoption',
  title: 'Output and adoption',
  unit: 'ratio',
  doc: 'How weekly output and weekly active people go together: the correlation (Pearson) of the people of a week with the output of that week or up to four weeks later, over whole weeks; null under 8 pairs of weeks, or where one of both never changes.',
  catalogue: ['F-PROD-9'],
  filters: DELIVERY_FILTERS,
  notes: ['What goes together need not cause each other.'],
  row: z.object({
    output: label('files, git_commits or prs_merged.'),
    lag_weeks: count('Weeks by which the output comes later.'),
    weeks: count('Pairs of weeks.'),
    correlation: ratio('From -1 to 1.'),
  }),
  sql: `SELECT output, lag AS lag_weeks, count() AS weeks, corr(toFloat64(users), toFloat64(made)) AS r,
  if(weeks < ${FEWEST_WEEKS} OR isNaN(r), NULL, ${rounded('r', 4)}) AS correlation
FROM (
  SELECT s.o.1 AS output, l.lag AS lag, s.users[i] AS users, s.o.2[i + l.lag] AS made
  FROM (SELECT groupArray(active_users) AS users, arrayJoin([${OUTPUTS.map((c) => `('${c}', groupArray(${c}))`).join(', ')}]) AS o
    FROM (SELECT * FROM (${wholeWeeks}) AS w ORDER BY week)) AS s
  CROSS JOIN (SELECT toUInt32(number) AS lag FROM numbers(${LAGS + 1})) AS l
  ARRAY JOIN arrayEnumerate(s.users) AS i
  WHERE i + l.lag <= length(s.users)
) GROUP BY output, lag ORDER BY output, lag`,
})

/** Lines that agents committed in the sessions of a pull request, where all of them are told. */
const agentLines = `SELECT o.id AS id, sum(c.added) AS added, min(c.is_sized) AS is_sized, max(c.shared) AS is_shared
FROM (SELECT DISTINCT id, arrayJoin(sessions) AS session FROM pull_request WHERE org = {org:String}) AS o
INNER JOIN (
  SELECT s.session AS session, s.added AS added, s.is_sized AS is_sized, n.pulls > 1 AS shared
  FROM (
    SELECT session, sum(added) AS added, min(is_sized) AS is_sized FROM (
      SELECT any(r.session) AS session, max(r.added) AS added, max(r.sized_commits) > 0 AS is_sized FROM rollup_commits AS r FINAL
      WHERE r.org = {org:String} AND r.session != '' AND r.attribution IN ('explicit', 'matched') GROUP BY ${COMMIT}
    ) GROUP BY session
  ) AS s
  INNER JOIN (SELECT arrayJoin(sessions) AS session, uniqExact(id) AS pulls FROM pull_request WHERE org = {org:String} GROUP BY session) AS n
    ON n.session = s.session
) AS c ON c.session = o.session GROUP BY id`

/** Least share of lines by agents of a change that they wrote, in hundredths. */
const WRITTEN = 90

export const agentWritten = metric({
  id: 'productivity.agent_written',
  title: 'Agent-written changes by week',
  unit: 'count',
  doc: `Merged pull requests per ISO week of which agents wrote ${WRITTEN} % of the added lines or more, by the commits they made in its sessions. Where these lines are not told, or a session worked on several pull requests, nobody can say.`,
  catalogue: ['F-PROD-10'],
  filters: DELIVERY_FILTERS,
  row: z.object({
    week: date('Monday of the week.'),
    is_whole: flag('Whether all its days lie in the period; else its figures are of a part of it.'),
    merged: count('Pull requests merged.'),
    judged: count('Of these, the ones of which the share is known; none of an agent counts as known.'),
    agent_written: count('Of these, the ones that agents wrote.'),
    share: ratio('Agent-written / judged.'),
  }),
  sql: `SELECT toString(w.week) AS week, toBool(w.is_whole) AS is_whole, x.merged AS merged, x.judged AS judged, x.agent_written AS agent_written,
  ${quotient('x.agent_written', 'x.judged')} AS share
FROM (${WEEKS}) AS w LEFT JOIN (
  SELECT week, count() AS merged, countIf(by_agents = 0 OR is_known) AS judged,
    countIf(by_agents AND is_known AND least(lines, added) * 100 >= added * ${WRITTEN}) AS agent_written
  FROM (
    SELECT m.week AS week, m.by_agents AS by_agents, ifNull(m.added, 0) AS added, a.added AS lines,
      ifNull(m.added, 0) > 0 AND a.id != '' AND a.is_sized AND NOT a.is_shared AS is_known
    FROM (SELECT ${WEEK} AS week, r.id AS id, r.added AS added, r.attribution IN ('explicit', 'matched') AS by_agents
      FROM ${fromPullRequests} WHERE ${SCOPE} AND r.event = 'merged') AS m
    LEFT JOIN (${agentLines}) AS a ON a.id = m.id
  ) GROUP BY week
) AS x ON x.week = w.week ORDER BY week`,
})
