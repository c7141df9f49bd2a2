/** Sessions: one derived row each, from all events of the session and from what it tells itself. */
import { DIMENSIONS, factsOf, label, type Merge, number } from './rollup.ts'

/** Longest gap between two events that still counts as engaged time (catalogue G-SES-3). */
const ENGAGED_GAP_MS = 300_000

export const SESSION_ROLLUP = { name: 'session', table: 'rollup_session' } as const
export const SESSION_READS = ['message', 'model_call', 'tool_call', 'file_change', 'session'] as const
const EVENTS = ['message', 'model_call', 'tool_call', 'file_change'] as const

const IN_BUCKETS = 'toUnixTimestamp(bucket) IN {buckets:Array(UInt32)}'
const FROM = "toDateTime({first:UInt32}, 'UTC')"
const TO = "toDateTime({last:UInt32} + 900, 'UTC')"

/**
 * Sessions that may have changed when these buckets did: those with events in them, those whose own state was seen in
 * them, and those derived before that reach into them and may have lost an event.
 */
const TOUCHED = `SELECT DISTINCT session FROM (
  ${EVENTS.map((t) => `SELECT session FROM ${t} WHERE org = {org:String} AND day IN {days:Array(Date)} AND ${IN_BUCKETS}`).join(' UNION ALL ')}
  UNION ALL SELECT id AS session FROM session WHERE org = {org:String}
    AND (toUnixTimestamp(toStartOfFifteenMinutes(observed_at)) IN {buckets:Array(UInt32)}
      OR toUnixTimestamp(toStartOfFifteenMinutes(ifNull(started_at, observed_at))) IN {buckets:Array(UInt32)})
  UNION ALL SELECT session FROM rollup_session FINAL
    WHERE org = {org:String} AND started_at < ${TO} AND last_event_at >= ${FROM}
) WHERE session != ''`

/**
 * The sessions to be derived anew, and the days their events lie on as far as they were derived before. Parameters:
 * org, days, buckets, first, last (seconds).
 */
export const SESSIONS_TOUCHED = `SELECT t.session AS session, toUInt32(toDate(d.started_at)) AS from, toUInt32(toDate(d.last_event_at)) AS to
FROM (${TOUCHED}) AS t
LEFT JOIN (SELECT session, started_at, last_event_at FROM rollup_session FINAL WHERE org = {org:String}) AS d ON t.session = d.session`

const WITHIN = `org = {org:String} AND day BETWEEN toDate({from:UInt32}) AND toDate({to:UInt32}) AND session IN {sessions:Array(String)}`

const flags = {
  message: `if(role = 'assistant', 2, if(ifNull(human, false), 1, 0))`,
  model_call: '3',
  tool_call: '4',
  file_change: '5',
} as const

const extra = {
  message: [number('human'), label('role')],
  model_call: [],
  tool_call: [],
  file_change: [],
} as const

const events = (merge: Merge) =>
  EVENTS.map(
    (t) => `SELECT session, at, branch, ${DIMENSIONS.join(', ')}, ${flags[t]} AS what
    FROM (${factsOf(t, [label('branch'), ...extra[t]], merge, WITHIN)})`,
  ).join('\n  UNION ALL ')

/** Whether any event of these sessions has more than one source. */
export const SESSIONS_SEVERAL = `SELECT max(several) AS several FROM (
  ${EVENTS.map((t) => `SELECT count() > uniqExact(id) AS several FROM ${t} FINAL WHERE ${WITHIN}`).join(' UNION ALL ')})`

const LABELS = [...DIMENSIONS, 'branch'] as const
const STATED = [...LABELS, 'kind', 'version', 'parent_session'] as const

const fromEvents = (
  merge: Merge,
) => `SELECT e.session AS session, min(e.at) AS first_at, max(e.at) AS last_at,
  arraySort(groupArray(toUnixTimestamp64Milli(e.at))) AS times,
  ${LABELS.map((l) => `argMinIf(e.${l}, e.at, e.${l} != ''${l === 'agent' ? ' AND 0' : ''}) AS ${l}`).join(', ')},
  countIf(e.what = 1) AS human_messages, countIf(e.what = 2) AS assistant_messages,
  countIf(e.what = 3) AS model_calls, countIf(e.what = 4) AS tool_calls, countIf(e.what = 5) AS file_changes
FROM (${events(merge)}) AS e WHERE e.session != '' GROUP BY e.session`

const fromState = `SELECT v.id AS session,
  ${STATED.map((l) => `argMaxIf(v.${l}, (v.observed_at, v.hash), v.${l} != '') AS ${l}`).join(', ')},
  argMaxIf(v.started_at, (v.observed_at, v.hash), isNotNull(v.started_at)) AS told_start,
  argMaxIf(v.ended_at, (v.observed_at, v.hash), isNotNull(v.ended_at)) AS told_end,
  min(v.observed_at) AS first_seen, max(v.observed_at) AS last_seen
FROM session AS v WHERE v.org = {org:String} AND v.id IN {sessions:Array(String)} GROUP BY v.id`

const COLUMNS = [
  'session',
  ...STATED,
  'started_at',
  'last_event_at',
  'ended_at',
  'engaged_ms',
  'human_messages',
  'assistant_messages',
  'model_calls',
  'tool_calls',
  'file_changes',
] as const

/** Makes the rows of all touched sessions anew; rows of sessions that have nothing any more are deleted. */
export const sessionRebuild = (
  merge: Merge,
) => `INSERT INTO rollup_session (org, ${COLUMNS.join(', ')}, ver, is_deleted)
SELECT {org:String}, ${COLUMNS.join(', ')}, {ver:UInt64} AS ver, 1 AS is_deleted
FROM rollup_session FINAL WHERE org = {org:String} AND session IN {sessions:Array(String)}
UNION ALL
SELECT {org:String}, session, ${STATED.join(', ')}, started_at, last_event_at, ended_at, engaged_ms,
  human_messages, assistant_messages, model_calls, tool_calls, file_changes, {ver:UInt64} + 1 AS ver, 0 AS is_deleted
FROM (
  SELECT if(e.session != '', e.session, s.session) AS session,
    ${LABELS.map((l) => `if(s.${l} != '', s.${l}, e.${l}) AS ${l}`).join(', ')},
    s.kind AS kind, s.version AS version, s.parent_session AS parent_session,
    if(e.session = '', s.first_seen, e.first_at) AS first_at,
    ifNull(s.told_start, first_at) AS started_at,
    greatest(if(e.session = '', s.last_seen, e.last_at), started_at) AS last_event_at,
    s.told_end AS ended_at,
    toUInt64(arraySum(arrayMap(gap -> least(gap, ${ENGAGED_GAP_MS}), arrayPopFront(arrayDifference(e.times))))) AS engaged_ms,
    e.human_messages AS human_messages, e.assistant_messages AS assistant_messages, e.model_calls AS model_calls,
    e.tool_calls AS tool_calls, e.file_changes AS file_changes
  FROM (${fromEvents(merge)}) AS e
  FULL OUTER JOIN (${fromState}) AS s ON e.session = s.session
)`
