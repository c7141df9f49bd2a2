/** Sessions: one derived row each, from all events of the session and from what it tells itself. */
import { COUNTER_READS } from './counters.ts'
import { DIMENSIONS, factsOf, HAS_SEVERAL, label, type Merge, number } from './rollup.ts'

/** Longest gap between two events that still counts as engaged time (catalogue G-SES-3). */
const ENGAGED_GAP_MS = 300_000

export const SESSION_ROLLUP = { name: 'session', table: 'rollup_session', version: 4 } as const
export const SESSION_READS: readonly string[] = [
  ...new Set([
    ...['message', 'model_call', 'tool_call', 'file_change', 'session', 'span', 'commit', 'feature_use'],
    ...COUNTER_READS,
  ]),
]
export const SESSION_EVENTS = ['message', 'model_call', 'tool_call', 'file_change'] as const

const IN_DAYS = 'org = {org:String} AND day IN (SELECT toDate(arrayJoin({days:Array(UInt32)})))'
const OURS = '{sessions:Array(String)}'

/**
 * A fact that one source tells of one of the sessions, told in full: another source may say whose it really is. Where
 * no fact has several, its session says it all.
 */
const within = (table: string): string =>
  `${IN_DAYS} AND (day, id) IN (SELECT day, id FROM ${table} WHERE ${IN_DAYS} AND session IN ${OURS})`

const what = {
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

const LABELS = [...DIMENSIONS, 'branch'] as const
const STATED = [...LABELS, 'kind', 'version', 'status', 'parent_session'] as const

const events = (merge: Merge) =>
  SESSION_EVENTS.map(
    (t) => `SELECT session, at, ${LABELS.join(', ')}, ${what[t]} AS what
    FROM (${factsOf(t, [label('branch'), ...extra[t]], merge, merge === 'one' ? `${IN_DAYS} AND session IN ${OURS}` : within(t))})
    WHERE session IN ${OURS}`,
  ).join('\n  UNION ALL ')

/** The named agent of a session is what the session tells, not what its subagents do. */
const firstTold = (label: string): string =>
  label === 'agent'
    ? `'' AS agent`
    : `argMinIf(g.${label}, (g.first, g.${label}), g.${label} != '') AS ${label}`

/** In the order of the numbers that say what an event is. */
const COUNTS = ['human_messages', 'assistant_messages', 'model_calls', 'tool_calls', 'file_changes'] as const

/** When an event was, in half milliseconds: whole ones are messages a person typed, which come first of what happened at once. */
const MOMENT = 'toUnixTimestamp64Milli(e.at) * 2 + (e.what != 1)'

/** Engaged time before the events that fit: each gap goes to the event that ends it. */
const engaged = (moment: string) =>
  `toUInt64(arraySum((gap, moment) -> if(${moment}, least(gap, ${ENGAGED_GAP_MS}), 0),
      arrayDifference(arrayMap(moment -> intDiv(moment, 2), e.moments)), e.moments))`

/** In two steps, since most events of a session say the same of who and where. */
const fromEvents = (
  merge: Merge,
) => `SELECT g.session AS session, min(g.first) AS first_at, max(g.last) AS last_at,
  arraySort(groupUniqArrayArray(g.on)) AS days, arraySort(groupArrayArray(g.at)) AS moments,
  ${LABELS.map(firstTold).join(', ')},
  ${COUNTS.map((name) => `sum(g.${name}) AS ${name}`).join(', ')},
  max(g.answer) > max(g.prompt) AS is_answered
FROM (
  SELECT e.session AS session, ${LABELS.map((l) => `e.${l} AS ${l}`).join(', ')}, min(e.at) AS first, max(e.at) AS last,
    groupUniqArray(toDate(e.at)) AS on, groupArray(${MOMENT}) AS at,
    maxIf(${MOMENT}, e.what = 1) AS prompt, maxIf(${MOMENT}, e.what = 2) AS answer,
    ${COUNTS.map((name, i) => `countIf(e.what = ${i + 1}) AS ${name}`).join(', ')}
  FROM (${events(merge)}) AS e GROUP BY session, ${LABELS.join(', ')}
) AS g GROUP BY g.session`

const fromState = `SELECT v.id AS session,
  ${STATED.map((l) => `argMaxIf(v.${l}, (v.observed_at, v.hash), v.${l} != '') AS ${l}`).join(', ')},
  argMaxIf(v.started_at, (v.observed_at, v.hash), isNotNull(v.started_at)) AS told_start,
  argMaxIf(v.ended_at, (v.observed_at, v.hash), isNotNull(v.ended_at)) AS told_end,
  min(v.observed_at) AS first_seen, max(v.observed_at) AS last_seen
FROM session AS v WHERE v.org = {org:String} AND v.id IN ${OURS} GROUP BY v.id`

/**
 * Readings of counters and spans are no events; they show when a session was there that tells none. Commits and uses of
 * features say on which days there is more to be read.
 */
const fromTraces = `SELECT t.session AS session, minIf(t.at, t.shows) AS first_at, maxIf(t.at, t.shows) AS last_at, max(t.shows) AS shown,
  arraySort(groupUniqArray(t.day)) AS days
FROM (${['counter', 'span', 'commit', 'feature_use']
  .map(
    (t) => `SELECT session, day, at, ${t === 'counter' || t === 'span'} AS shows
    FROM ${t} FINAL WHERE ${IN_DAYS} AND session IN ${OURS}`,
  )
  .join(' UNION ALL ')}) AS t
WHERE NOT startsWith(t.session, 'series:') GROUP BY t.session`

/** What is counted by counters, since nothing tells it one by one. */
const COUNTED = { human_messages: 'prompts', model_calls: 'model_calls', tool_calls: 'tool_calls' } as const
const fromCounters = `SELECT k.session AS session,
  ${Object.entries(COUNTED)
    .map(([column, name]) => `sumIf(k.value, k.name = '${name}') AS ${column}`)
    .join(', ')}
FROM rollup_counter AS k FINAL WHERE k.org = {org:String} AND k.session IN ${OURS} AND k.is_counted GROUP BY k.session`

/** A session that went on was not over: some agents end it whenever they stop, and go on with it later. */
const ENDED = `if(greatest(e.last_at, t.last_at) > s.told_end + INTERVAL 1 MINUTE, NULL, s.told_end)`

const COLUMNS = [
  ...STATED,
  'started_at',
  'last_event_at',
  'ended_at',
  'days',
  'engaged_ms',
  'engaged_user_ms',
  ...COUNTS,
  'is_answered',
] as const

/**
 * The days that have to be read for the sessions, beside those that are marked: also of rows that are deleted, since what
 * shows no session by itself is read again once something else does. Parameters: org, sessions.
 */
export const SESSION_DAYS = `SELECT DISTINCT toUInt32(arrayJoin(days)) AS d FROM rollup_session
WHERE org = {org:String} AND session IN ${OURS}
UNION DISTINCT SELECT DISTINCT toUInt32(toDate(bucket)) AS d FROM rollup_counter
WHERE org = {org:String} AND session IN ${OURS}`

/** Whether any event of these sessions has more than one source. Parameters: org, sessions, days. */
export const sessionsHaveSeveral = (table: string): string =>
  `SELECT ${HAS_SEVERAL} FROM ${table} FINAL WHERE ${within(table)}`

/**
 * Makes the rows of the sessions anew; one that has nothing any more, or nothing that shows it, is deleted. Parameters:
 * org, sessions, ver, and as days (since 1970) all on which they have events.
 */
export const sessionRebuild = (
  merge: Merge,
) => `INSERT INTO rollup_session (org, session, ${COLUMNS.join(', ')}, ver, is_deleted)
SELECT {org:String}, made.session AS session, ${COLUMNS.map((c) => `made.${c} AS ${c}`).join(', ')},
  {ver:UInt64} AS ver, made.is_unseen AS is_deleted
FROM (
  SELECT asked.session AS session,
    ${LABELS.map((l) => `if(s.${l} != '', s.${l}, e.${l}) AS ${l}`).join(', ')},
    s.kind AS kind, s.version AS version, s.status AS status, s.parent_session AS parent_session, e.is_answered AS is_answered,
    multiIf(e.session != '', e.first_at, NOT t.shown, s.first_seen, s.session = '', t.first_at,
      least(s.first_seen, t.first_at)) AS first_at,
    ifNull(s.told_start, first_at) AS started_at,
    greatest(if(e.session != '', e.last_at, greatest(s.last_seen, t.last_at)), started_at) AS last_event_at,
    ${ENDED} AS ended_at,
    arraySort(arrayDistinct(arrayConcat(e.days, t.days))) AS days,
    ${engaged('true')} AS engaged_ms, ${engaged('moment % 2 = 0')} AS engaged_user_ms,
    ${COUNTS.map((c) => `e.${c}${c in COUNTED ? ` + k.${c}` : ''} AS ${c}`).join(', ')},
    e.session = '' AND s.session = '' AND NOT t.shown AS is_unseen
  FROM (SELECT arrayJoin(${OURS}) AS session) AS asked
  LEFT JOIN (${fromEvents(merge)}) AS e ON asked.session = e.session
  LEFT JOIN (${fromState}) AS s ON asked.session = s.session
  LEFT JOIN (${fromTraces}) AS t ON asked.session = t.session
  LEFT JOIN (${fromCounters}) AS k ON asked.session = k.session
) AS made`
