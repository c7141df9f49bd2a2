/**
 * Cohorts: the root sessions that started in a window, with all calls they and their subagents' sessions ever made
 * (catalogue S-SUM-2, G-SES-1). Rows are of sessions and of the agents within them.
 */
import type { z } from 'zod'
import { perHead } from '../prices/index.ts'
import { ENDED, WALL_MS } from './activity.ts'
import { type Cell, count, type Filter, ms, tokens, usd } from './metric.ts'
import { costOf, dollars, filtered, from, IS_HUMAN, PERSON, rounded } from './sql.ts'

export const COHORT_FILTERS = [
  'user',
  'harness',
  'client',
  'agent',
  'project',
  'repo',
] as const satisfies readonly Filter[]

/** A session is chosen by what it tells of itself, its calls by who made them. */
const OF_SESSION = COHORT_FILTERS.filter((f) => f !== 'agent')

const IN_WINDOW = `r.started_at >= toDateTime({start:UInt32}, 'UTC') AND r.started_at < toDateTime({end:UInt32}, 'UTC')`
const ROOTS_IN_SCOPE = `${filtered(OF_SESSION, 'r.started_at')} AND r.parent_session = '' AND ${IN_WINDOW}`

/** Of a session: what the calls of its cohort are grouped by. */
const ATTRIBUTES = {
  main_agent: 'r.agent',
  person: PERSON,
  is_human: IS_HUMAN,
  project: 'r.project',
  repo: 'r.repo',
  started_at: 'r.started_at',
  is_over: ENDED,
  wall_ms: `toInt64(${WALL_MS})`,
  status: 'lowerUTF8(r.status)',
  is_answered: 'r.is_answered',
  prompts: 'r.human_messages',
  answers: 'r.assistant_messages',
  file_changes: 'r.file_changes',
  told_calls: 'r.model_calls',
} as const
export type Attribute = keyof typeof ATTRIBUTES

/** Of a session `r`: how long it was, in ms, and whether it is over. */
export const IN_MS = { wall: ATTRIBUTES.wall_ms, over: ATTRIBUTES.is_over } as const

const roots = (attributes: readonly Attribute[]): string =>
  `SELECT r.session AS root${attributes.map((a) => `, ${ATTRIBUTES[a]} AS ${a}`).join('')}
    FROM ${from('rollup_session')} WHERE ${ROOTS_IN_SCOPE}`

/** Subagents that start subagents: so many sessions deep their root is found; what is deeper is in no cohort. */
const DEPTH = 3
/** What ended before the window cannot be of a session that started in it. */
const CHILDREN = `SELECT r.session AS child, r.parent_session AS parent, r.started_at AS since, ifNull(r.ended_at, r.last_event_at) AS until FROM ${from('rollup_session')}
      WHERE ${filtered([], 'r.started_at')} AND r.parent_session != '' AND r.last_event_at >= toDateTime({start:UInt32}, 'UTC')`

const levels = Array.from({ length: DEPTH }, (_, i) => `k${i}`)
/** Sessions of subagents, and the session at the top of each. */
export const DESCENDANTS = `SELECT k0.child AS session, multiIf(${levels
  .slice(1)
  .reverse()
  .map((k) => `${k}.child != '', ${k}.parent`)
  .join(', ')}, k0.parent) AS root, k0.since AS since, k0.until AS until
    FROM (${CHILDREN}) AS k0
    ${levels
      .slice(1)
      .map((k, i) => `LEFT JOIN (${CHILDREN}) AS ${k} ON ${levels[i]}.parent = ${k}.child`)
      .join('\n    ')}`

/** The session that made the calls of a row of usage, and the one at its top. */
const MADE_BY = `if(r.counter_of != '', r.counter_of, r.session)`
export const ROOT_OF = `if(d.session != '', d.root, ${MADE_BY})`
/** Rows of usage `r`, with the person `p` and, where a subagent's session made it, the session `d`. */
export const USAGE_OF_ROOTS = `${from('rollup_usage')} LEFT JOIN (${DESCENDANTS}) AS d ON ${MADE_BY} = d.session`
/** Sessions tell when they started, and clocks differ: their calls are looked for some weeks before. There is no end to them. */
export const SINCE = `r.bucket >= toDateTime({starts:Array(UInt32)}[1], 'UTC')`

const SUMS = {
  calls: 'toUInt64(sum(r.calls))',
  known: 'toUInt64(sum(r.reported_calls) + sum(r.priced_calls))',
  nano: 'toInt64(sum(r.cost_nano_usd))',
  tokens: 'toUInt64(sum(r.in_uncached) + sum(r.out))',
  cache_read: 'toUInt64(sum(r.cache_read))',
  cache_write: 'toUInt64(sum(r.cache_write))',
} as const
const sums = Object.keys(SUMS)

/** A subagent with a session of its own worked as long as that. */
const FIRST = `min(if(d.session != '', d.since, r.first_call_at))`
const LAST = `max(if(d.session != '', d.until, r.last_call_at))`

/** Calls by root, `by` and agent. The agent is filtered by its own name. */
const used = (by: readonly string[]): string =>
  `SELECT ${ROOT_OF} AS root, ${by.map((c) => `r.${c} AS ${c}, `).join('')}${Object.entries(SUMS)
    .map(([name, sum]) => `${sum} AS ${name}`)
    .join(', ')}, ${FIRST} AS first_at, ${LAST} AS last_at
  FROM ${USAGE_OF_ROOTS} WHERE ${filtered(['agent'])} AND ${SINCE} GROUP BY root${by.map((c) => `, ${c}`).join('')}`

/** Root sessions `r` of the window in which one of the agents worked that are asked for. */
export const ROOTS_IN_SCOPE_OF_AGENTS = `${ROOTS_IN_SCOPE} AND (empty({agent:Array(String)}) OR r.agent IN {agent:Array(String)} OR r.session IN (
      SELECT ${ROOT_OF} FROM ${USAGE_OF_ROOTS} WHERE notEmpty({agent:Array(String)}) AND ${filtered(['agent'])} AND ${SINCE}))`

/** True of a session whose own agent is asked for. */
const MAIN_IS_ASKED = '(empty({agent:Array(String)}) OR s.main_agent IN {agent:Array(String)})'
const spanOf = (first: string, last: string): string =>
  `toInt64(ifNull(dateDiff('millisecond', ${first}, ${last}), 0))`

const sessionsWith = (attributes: readonly Attribute[], by: readonly string[]) =>
  `FROM (${roots([...new Set<Attribute>([...attributes, 'main_agent', 'is_over', 'wall_ms'])])}) AS s
  LEFT JOIN (${used(by)}) AS u ON s.root = u.root WHERE ${MAIN_IS_ASKED} OR u.root != ''`

const told = (attributes: readonly Attribute[]): string =>
  [...new Set<Attribute>([...attributes, 'is_over'])].map((a) => `s.${a} AS ${a}`).join(', ')

/**
 * One row for each session of the cohort in which one of the agents worked that are asked for, with the calls of these.
 * How long they worked is as long as the session, or, if it is not that of one of them, from their first call to the last.
 */
export const cohort = (attributes: readonly Attribute[]): string =>
  `SELECT s.root AS root, ${told(attributes)}, ${sums.map((c) => `u.${c} AS ${c}`).join(', ')},
    if(${MAIN_IS_ASKED}, s.wall_ms, ${spanOf('u.first_at', 'u.last_at')}) AS duration_ms
  ${sessionsWith(attributes, [])}`

/** One row for each session of the cohort and agent in it, which is told beside its own even where it made no calls. */
export function cohortByAgent(attributes: readonly Attribute[]): string {
  const columns = ['agent', ...sums, 'first_at', 'last_at']
  const kept = [...new Set<Attribute>([...attributes, 'is_over', 'main_agent', 'wall_ms'])]
  const nothing = [
    `a.main_agent`,
    ...sums.map((c) => (c === 'nano' ? 'toInt64(0)' : 'toUInt64(0)')),
    'NULL',
    'NULL',
  ]
  return `SELECT b.root AS root, ${kept.map((a) => `b.${a} AS ${a}`).join(', ')},
    ${columns.map((c, i) => `b.one.${i + 1} AS ${c}`).join(', ')},
    if(b.one.1 = b.main_agent, b.wall_ms, ${spanOf(`b.one.${columns.length - 1}`, `b.one.${columns.length}`)}) AS duration_ms
  FROM (
    SELECT a.*, arrayJoin(if(a.lacks_main, arrayPushBack(a.worked, tuple(${nothing.join(', ')})), a.worked)) AS one FROM (
      SELECT s.root AS root, ${kept.map((a) => `any(s.${a}) AS ${a}`).join(', ')},
        groupArrayIf(tuple(${columns.map((c) => `u.${c}`).join(', ')}), u.root != '') AS worked,
        any(${MAIN_IS_ASKED}) AND countIf(u.root != '' AND u.agent = s.main_agent) = 0 AS lacks_main
      ${sessionsWith(attributes, ['agent'])} GROUP BY s.root
    ) AS a
  ) AS b`
}

/** Calls of the cohort by session, provider and model. */
export const cohortByModel = (): string =>
  `SELECT u.* FROM (${used(['provider', 'model'])}) AS u INNER JOIN (${roots([])}) AS s ON u.root = s.root`

/** By session of theirs: ids of pull requests, opened ones and merged ones, merged from all that was told of each. */
export const PULL_REQUESTS = `SELECT session, groupArray(id) AS opened, groupArrayIf(id, is_merged) AS merged FROM (
    SELECT id, arrayJoin(sessions) AS session, is_merged FROM (
      SELECT v.id AS id, groupUniqArrayArray(v.sessions) AS sessions, countIf(isNotNull(v.merged_at)) > 0 AS is_merged,
        argMaxIf(v.attribution, (v.observed_at, v.hash), v.attribution != '') AS attribution
      FROM pull_request AS v WHERE v.org = {org:String} GROUP BY v.id
    ) WHERE attribution NOT IN ('temporal', 'none')) GROUP BY session`

/** True of a session that made calls of which no cost is known (G-NULL-2): it is in no mean of cost. */
const UNKNOWN_COST = 'c.calls > 0 AND c.known = 0 AND c.nano = 0'

export const moneyColumns = {
  cost_usd: usd(
    'API-equivalent cost of the calls of these sessions, whenever they were made (S-SUM-2); not your bill.',
  ),
  avg_cost_usd: usd('Mean of it over the sessions whose cost is known (S-SUM-5).'),
  costed_sessions: count('Sessions whose cost is known, those that cost nothing among them.'),
  tokens: tokens('Fresh input and output tokens of the same calls (S-SUM-3).'),
  cache_read: tokens('Input tokens read from the cache.'),
  cache_write: tokens('Input tokens written to the cache.'),
  calls: count('Model calls.'),
  unpriced_calls: count('Of these, calls without a known cost; they are in no sum of money.'),
} satisfies Record<string, z.ZodType<Cell>>

export const cohortColumns = {
  sessions: count('Root sessions that started in the period (S-SUM-1).'),
  active_sessions: count('Of these, sessions in progress; they are left out of durations (G-SES-2).'),
  ...moneyColumns,
  avg_duration_ms: ms('Mean wall time of the sessions that are over (S-SUM-4).'),
  median_duration_ms: ms('Median of the same.'),
  unique_users: count('People whose sessions they are; service accounts do not count (S-SUM-6).'),
} satisfies Record<string, z.ZodType<Cell>>

/** Sums over rows `c` of a cohort, from which `FIGURES` are made: in two steps, since the engine reads long expressions slowly. */
export const TOTALS = `count() AS sessions, countIf(NOT c.is_over) AS active_sessions, sum(c.nano) AS nano, sum(c.known) AS known,
  countIf(NOT (${UNKNOWN_COST})) AS costed_sessions, sum(c.tokens) AS tokens, sum(c.cache_read) AS cache_read,
  sum(c.cache_write) AS cache_write, sum(c.calls) AS calls, avgIf(c.duration_ms, c.is_over) AS mean_ms,
  quantileExactInclusiveIf(0.5)(c.duration_ms, c.is_over) AS median_ms,
  uniqExactIf(c.person, c.is_human AND c.person != '') AS unique_users`

const roundedMs = (ms: string): string => `if(isNaN(${ms}), NULL, ${rounded(ms, 0)})`

/** Cost of rows with `nano`, `known` and `calls`, null where there are calls and none has a known cost. */
export const COST = costOf('nano', 'known', 'calls')

/** The columns of `cohortColumns`, of a row of `TOTALS`. */
export const FIGURES = `sessions, active_sessions, ${COST} AS cost_usd,
  ${dollars('mean_nano')} AS avg_cost_usd, costed_sessions, tokens, cache_read, cache_write, calls,
  calls - known AS unpriced_calls, ${roundedMs('mean_ms')} AS avg_duration_ms, ${roundedMs('median_ms')} AS median_duration_ms,
  unique_users`

/** SELECT of `columns` over the totals of the rows of a cohort by `key`. */
export const figuresOf = (columns: string, key: string, rows: string): string =>
  `SELECT ${columns} FROM (
  SELECT *, ${perHead('nano', 'costed_sessions')} AS mean_nano FROM (SELECT ${key}${TOTALS} FROM (${rows}) AS c ${key === '' ? '' : 'GROUP BY 1'}))`

export const OF_THE_COHORT =
  'Cost and tokens are those of all calls of the sessions that started in the period, whenever the calls were made; series by time are by the day of the call, so the two differ at the edges.'

/** Agents that tell no name are the program itself. */
export const DEFAULT_AGENT = 'default'
export const AGENT_OF = (agent: string): string => `if(${agent} = '', '${DEFAULT_AGENT}', ${agent})`
