/** Counters: what agents report as metrics, per 15 minutes and session, and which of it is counted. */
import type { CounterName } from '../facts/index.ts'
import { contextOf, DIMENSIONS } from './rollup.ts'

/** Facts that tell one by one what counters sum up. */
interface ToldBy {
  table: string
  /** SQL that is true of facts that tell it; not every fact of a type tells all that is counted of it. */
  where: string
  counters: readonly CounterName[]
}

const TOKEN_COUNTERS: readonly CounterName[] = [
  'tokens_input',
  'tokens_cache_read',
  'tokens_cache_write',
  'tokens_output',
  'tokens_reasoning',
]
const USAGE_COUNTERS: readonly CounterName[] = ['model_calls', ...TOKEN_COUNTERS, 'cost']

/** A session that has such facts is counted by them, and its counters are not (D3). */
const TOLD_BY: readonly ToldBy[] = [
  { table: 'model_call', where: 'true', counters: ['model_calls'] },
  {
    table: 'model_call',
    where: 'isNotNull(in_uncached) OR isNotNull(out) OR isNotNull(cost_nano_usd)',
    counters: [...TOKEN_COUNTERS, 'cost'],
  },
  { table: 'tool_call', where: 'true', counters: ['tool_calls', 'tool_time'] },
  {
    table: 'file_change',
    where: 'true',
    counters: [
      ...(['lines_added', 'lines_removed', 'lines_modified'] as const),
      ...(['files_created', 'files_edited', 'files_deleted'] as const),
    ],
  },
  { table: 'commit', where: 'true', counters: ['commits'] },
  { table: 'message', where: 'ifNull(human, false)', counters: ['prompts'] },
  { table: 'feature_use', where: `kind = 'skill'`, counters: ['skills'] },
  { table: 'feature_use', where: `kind = 'slash_command'`, counters: ['slash_commands'] },
  { table: 'feature_use', where: `kind = 'hook'`, counters: ['hooks'] },
  { table: 'feature_use', where: `kind = 'subagent'`, counters: ['subagents'] },
]

/** Fact types whose presence decides whether counters of their session are counted. */
export const COUNTER_READS = ['counter', ...new Set(TOLD_BY.map(({ table }) => table))] as const

const OURS = '{sessions:Array(String)}'
const IN_DAYS = 'org = {org:String} AND day IN (SELECT toDate(arrayJoin({days:Array(UInt32)})))'
const MADE_IN_DAYS =
  'org = {org:String} AND toDate(bucket) IN (SELECT toDate(arrayJoin({days:Array(UInt32)})))'

/** Of these sessions those that have counters now, or had. Parameters: org, sessions, days. */
export const SESSIONS_WITH_COUNTERS = `SELECT DISTINCT session FROM (
  SELECT session FROM counter WHERE ${IN_DAYS} AND session IN ${OURS}
  UNION ALL SELECT session FROM rollup_counter WHERE org = {org:String} AND session IN ${OURS}
)`

const LABELS = ['provider', 'model', 'tool', 'mcp_server', 'status', 'language'] as const
const KEYS = ['session', 'bucket', ...DIMENSIONS, 'name', ...LABELS] as const

/**
 * What each reading adds. One of a delta is what was added; one that is cumulative adds what it is above the one before
 * it of the same start, and all of itself where it is less: then the count began anew. Of two of one instant the lower came
 * first.
 */
const added = (column: string): string =>
  `if(r.temporality = 'delta' OR r.${column}_now < r.${column}_before, r.${column}_now, r.${column}_now - r.${column}_before)`

const readings = `SELECT c.*, ifNull(c.value, 0) AS value_now, ifNull(c.nano_usd, 0) AS usd_now,
    lagInFrame(ifNull(c.value, 0), 1, 0) OVER before AS value_before,
    lagInFrame(ifNull(c.nano_usd, 0), 1, 0) OVER before AS usd_before
  FROM (SELECT * FROM counter FINAL WHERE ${IN_DAYS} AND session IN ${OURS} ORDER BY source LIMIT 1 BY id) AS c
  WINDOW before AS (PARTITION BY c.session, c.name, c.series, c.started ORDER BY c.at, ifNull(c.value, 0), ifNull(c.nano_usd, 0), c.id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)`

/** Whether facts that tell it are there for the session `r`. */
const isTold = ({ table, where }: ToldBy): string =>
  `r.session IN (SELECT session FROM ${table} FINAL WHERE ${IN_DAYS} AND session IN ${OURS} AND (${where}))`

const TOLD_PULL_REQUESTS = `r.session IN (SELECT arrayJoin(sessions) FROM pull_request WHERE org = {org:String} AND hasAny(sessions, ${OURS}))`

const names = (list: readonly string[]): string => list.map((name) => `'${name}'`).join(', ')

const isCounted = `NOT multiIf(${TOLD_BY.map(
  (told) => `r.name IN (${names(told.counters)}), ${isTold(told)}`,
).join(', ')}, r.name = 'pull_requests', ${TOLD_PULL_REQUESTS}, false)`

const made = `SELECT r.session AS session, r.bucket AS bucket,
    ${DIMENSIONS.map((d) => `if(r.${d} != '', r.${d}, s.${d}) AS ${d}`).join(', ')},
    ${['name', ...LABELS].map((l) => `r.${l} AS ${l}`).join(', ')},
    toUInt64(${added('value')}) AS value, toInt64(${added('usd')}) AS nano_usd, ${isCounted} AS is_counted
  FROM (${readings}) AS r
  LEFT JOIN (${contextOf(`AND v.id IN ${OURS}`)}) AS s ON r.session = s.id`

/** Makes the increments of the sessions anew; what is gone is deleted. Parameters: org, sessions, days, ver. */
const INCREMENTS = `INSERT INTO rollup_counter (org, ${KEYS.join(', ')}, value, nano_usd, is_counted, ver, is_deleted)
SELECT {org:String}, ${KEYS.map((k) => `x.${k}`).join(', ')}, sum(x.value), sum(x.nano_usd), max(x.is_counted),
  {ver:UInt64}, NOT max(x.made)
FROM (
  SELECT ${KEYS.join(', ')}, 0 AS value, 0 AS nano_usd, false AS is_counted, false AS made
  FROM rollup_counter FINAL WHERE org = {org:String} AND session IN ${OURS}
  UNION ALL
  SELECT ${KEYS.join(', ')}, value, nano_usd, is_counted, true AS made FROM (${made})
) AS x GROUP BY ${KEYS.map((k) => `x.${k}`).join(', ')}`

interface Target {
  table: string
  /** Beside bucket and dimensions. */
  keys: readonly string[]
  /** Column that holds the session, so that rows of it are found again. */
  session: string
  /** True of rows that are made of counters. */
  of: string
  counters: readonly CounterName[]
  measures: Readonly<Record<string, string>>
}

const sumOf = (name: CounterName, column = 'value'): string => `sumIf(c.${column}, c.name = '${name}')`
const callsOf = (status: string): string => `sumIf(c.value, c.name = 'tool_calls' AND c.status = '${status}')`

const TOKENS = `sumIf(c.value, startsWith(c.name, 'tokens_'))`
/** A counter that stays at 0 knows no price. */
const IS_REPORTED = `${sumOf('cost', 'nano_usd')} > 0`
/** Tokens without a cost come from at least one call, of which the cost is unknown (G-NULL-2). */
const UNPRICED = `if(${IS_REPORTED}, 0, greatest(${sumOf('model_calls')}, ${TOKENS} > 0))`

const TARGETS: readonly Target[] = [
  {
    table: 'rollup_activity',
    keys: [],
    session: 'counter_of',
    of: `counter_of != ''`,
    counters: ['prompts', 'model_calls', ...TOKEN_COUNTERS],
    measures: {
      human_messages: sumOf('prompts'),
      // Tokens come from a call, which makes a person active (G-ACT-1).
      model_calls: `greatest(${sumOf('model_calls')}, ${TOKENS} > 0)`,
    },
  },
  {
    table: 'rollup_usage',
    keys: ['provider', 'model'],
    session: 'counter_of',
    of: `counter_of != ''`,
    counters: USAGE_COUNTERS,
    measures: {
      errors: `sumIf(c.value, c.name = 'model_calls' AND c.status = 'error')`,
      calls: `if(${IS_REPORTED}, ${sumOf('model_calls')}, ${UNPRICED})`,
      in_uncached: sumOf('tokens_input'),
      cache_read: sumOf('tokens_cache_read'),
      cache_write: sumOf('tokens_cache_write'),
      out: sumOf('tokens_output'),
      reasoning: sumOf('tokens_reasoning'),
      cost_nano_usd: sumOf('cost', 'nano_usd'),
      reported_nano_usd: sumOf('cost', 'nano_usd'),
      reported_calls: `if(${IS_REPORTED}, ${sumOf('model_calls')}, 0)`,
      unpriced_calls: UNPRICED,
    },
  },
  {
    table: 'rollup_tools',
    keys: ['tool', 'mcp_server'],
    session: 'counter_of',
    of: `counter_of != ''`,
    counters: ['tool_calls', 'tool_time'],
    measures: {
      calls: sumOf('tool_calls'),
      ok: callsOf('ok'),
      error: callsOf('error'),
      rejected: callsOf('rejected'),
      duration_ms: sumOf('tool_time'),
      timed_calls: `if(${sumOf('tool_time')} > 0, ${sumOf('tool_calls')}, 0)`,
    },
  },
  {
    table: 'rollup_changes',
    keys: ['language'],
    session: 'session',
    of: `path = ''`,
    counters: ['lines_added', 'lines_removed', 'lines_modified'],
    measures: {
      added: sumOf('lines_added'),
      removed: sumOf('lines_removed'),
      modified: sumOf('lines_modified'),
    },
  },
]

/** By table: rows that are made of counters, and the column that names their session. */
export const ROWS_OF_COUNTERS: ReadonlyMap<string, { where: string; session: string }> = new Map([
  ['rollup_counter', { where: 'true', session: 'session' }],
  ...TARGETS.map(({ table, of, session }) => [table, { where: of, session }] as const),
])

/** Rows of another rollup made of counters that are counted. */
function intoRollup({ table, keys, session, of, counters, measures }: Target): string {
  const own = ['bucket', ...DIMENSIONS, ...keys]
  const sums = Object.keys(measures)
  return `INSERT INTO ${table} (org, ${session}, ${[...own, ...sums].join(', ')}, ver, is_deleted)
SELECT {org:String}, x.of, ${[...own.map((k) => `x.${k}`), ...sums.map((m) => `sum(x.${m})`)].join(', ')},
  {ver:UInt64}, NOT max(x.made)
FROM (
  SELECT ${session} AS of, ${own.join(', ')}, ${sums.map((m) => `0 AS ${m}`).join(', ')}, false AS made
  FROM ${table} FINAL WHERE ${MADE_IN_DAYS} AND ${of} AND ${session} IN ${OURS}
  UNION ALL
  SELECT c.session AS of, ${own.map((k) => `c.${k} AS ${k}`).join(', ')},
    ${Object.entries(measures)
      .map(([name, sum]) => `${sum} AS ${name}`)
      .join(', ')}, true AS made
  FROM (
    SELECT * FROM rollup_counter FINAL
    WHERE org = {org:String} AND session IN ${OURS} AND is_counted AND name IN (${names(counters)})
  ) AS c
  GROUP BY c.session, ${own.map((k) => `c.${k}`).join(', ')}
) AS x GROUP BY x.of, ${own.map((k) => `x.${k}`).join(', ')}`
}

/**
 * Statements that make the counters of sessions anew, in this order: what each added, then the rows of other rollups
 * that are made of them. Parameters: org, sessions, days (since 1970, all on which they have events), ver.
 */
export const COUNTER_REBUILD: readonly string[] = [INCREMENTS, ...TARGETS.map(intoRollup)]
