/** Activity (catalogue 1.3): who is active, how many sessions and messages there are. */
import { z } from 'zod'
import { FOR_EVER } from '../seconds.ts'
import { count, date, type Filter, flag, label, metric, minutes, ratio } from './metric.ts'
import {
  byDay,
  DAY,
  DAYS,
  dayOf,
  filtered,
  from,
  IS_HUMAN,
  inScope,
  named,
  PERSON,
  quotient,
  rounded,
} from './sql.ts'

const ACTIVITY_FILTERS = [
  'user',
  'harness',
  'client',
  'agent',
  'project',
  'repo',
] as const satisfies readonly Filter[]

/** A session without an event for this long is over (catalogue G-SES-2). */
export const IDLE_SECONDS = 1_800

/** The quarter-hour of the first data; 0 where there is none. */
const FIRST_DATA = `SELECT min(at) AS first FROM (SELECT toUnixTimestamp(r.bucket) AS at FROM ${from('rollup_activity')}
WHERE ${filtered(ACTIVITY_FILTERS)} AND r.bucket < toDateTime({end:UInt32}, 'UTC') AND r.human_messages + r.model_calls > 0
ORDER BY r.bucket LIMIT 1)`

/** The days, ascending, on which each person was active, from the first day that the window looks back on. */
const DAYS_OF_PERSONS = `SELECT ${PERSON} AS person, arraySort(groupUniqArray(toUInt32(${DAY}))) AS active_days FROM ${from('rollup_activity')}
WHERE ${filtered(ACTIVITY_FILTERS)} AND r.bucket >= toDateTime({starts:Array(UInt32)}[1], 'UTC')
  AND r.bucket < toDateTime({end:UInt32}, 'UTC') AND r.human_messages + r.model_calls > 0 AND ${IS_HUMAN} AND person != '' GROUP BY person`

/**
 * How many people more than on the day before have been active within 1, 7 and 30 days. Somebody who was active counts
 * from that day until so many days later, or until they are active again, when they begin to count anew.
 */
const EVENTS = `arrayFlatten(arrayMap((day, again) -> [(day, 1, 1, 1), (least(day + 1, again), -1, 0, 0),
    (least(day + 7, again), 0, -1, 0), (least(day + 30, again), 0, 0, -1)], active_days, arrayPushBack(arrayPopFront(active_days), ${FOR_EVER})))`
const COMING_AND_GOING = `SELECT toDate(event.1) AS date, sum(event.2) AS daily, sum(event.3) AS weekly, sum(event.4) AS monthly
FROM (SELECT arrayJoin(${EVENTS}) AS event FROM (${DAYS_OF_PERSONS})) GROUP BY date
UNION ALL SELECT date, 0, 0, 0 FROM (${DAYS})`

const WITHIN_DAYS = `SELECT date, sum(sum(daily)) OVER (ORDER BY date) AS dau, sum(sum(weekly)) OVER (ORDER BY date) AS wau,
  sum(sum(monthly)) OVER (ORDER BY date) AS mau
FROM (${COMING_AND_GOING}) GROUP BY date`

export const activeUsers = metric({
  id: 'activity.users',
  title: 'Active users',
  unit: 'count',
  doc: 'People with a human message or a model call: on the day, in the 7 and in the 30 days that end with it. Service accounts do not count.',
  catalogue: ['F-ACT-1', 'F-ACT-2', 'F-ACT-3', 'F-ACT-4', 'G-ACT-1'],
  filters: ACTIVITY_FILTERS,
  row: z.object({
    date: date('Day.'),
    daily_active_users: count('People active on the day (F-ACT-1).'),
    weekly_active_users: count('People active in the 7 days that end with it (F-ACT-2).'),
    monthly_active_users: count('People active in the 30 days that end with it (F-ACT-3).'),
    stickiness: ratio('Daily by monthly active users (F-ACT-4).'),
    warmup: flag('True where the data began after the first of these 30 days: they tell of fewer.'),
  }),
  sql: `SELECT toString(d.date) AS date, x.dau AS daily_active_users, x.wau AS weekly_active_users,
  x.mau AS monthly_active_users, ${quotient('x.dau', 'x.mau')} AS stickiness,
  toBool(f.first = 0 OR f.first >= {starts:Array(UInt32)}[toUInt32(d.date) - {dates:Array(UInt16)}[1] - 27]) AS warmup
FROM (${DAYS}) AS d INNER JOIN (${WITHIN_DAYS}) AS x ON d.date = x.date
CROSS JOIN (${FIRST_DATA}) AS f ORDER BY date`,
})

export const messagesByDay = metric({
  id: 'messages.by_day',
  title: 'Messages by day',
  unit: 'count',
  doc: 'Messages people typed and messages of agents per calendar day. Tool results are not messages.',
  catalogue: ['F-ACT-6', 'F-ACT-7', 'F-ACT-11'],
  filters: ACTIVITY_FILTERS,
  row: z.object({
    date: date('Day.'),
    messages: count('Messages of people and agents (F-ACT-6).'),
    user_messages: count('Messages people typed (F-ACT-7).'),
    assistant_messages: count('Messages of agents.'),
  }),
  sql: byDay(
    ['messages', 'user_messages', 'assistant_messages'],
    `SELECT ${DAY} AS date, sum(r.human_messages) AS user_messages, sum(r.assistant_messages) AS assistant_messages,
  user_messages + assistant_messages AS messages
FROM ${from('rollup_activity')} WHERE ${inScope(ACTIVITY_FILTERS)} GROUP BY date`,
  ),
})

const SESSION_SCOPE = `${filtered(ACTIVITY_FILTERS, 'r.started_at')} AND r.parent_session = ''
  AND r.started_at >= toDateTime({start:UInt32}, 'UTC') AND r.started_at < toDateTime({end:UInt32}, 'UTC')`
/** Ended: said so, or silent for longer than the idle time. */
export const ENDED = `(isNotNull(r.ended_at) OR r.last_event_at < now() - ${IDLE_SECONDS})`
/** An end before the start is a clock gone wrong: no time has passed. */
export const WALL_MS = `greatest(toUnixTimestamp64Milli(ifNull(r.ended_at, r.last_event_at)) - toUnixTimestamp64Milli(r.started_at), 0)`
const inMinutes = (ms: string) => `if(isNaN(${ms}), NULL, ${rounded(`(${ms} / 60000)`, 1)})`

const sessionColumns = {
  sessions: count('Root sessions that started (F-ACT-5).'),
  active_sessions: count('Of these, sessions still in progress; they are left out of durations (G-SES-2).'),
  ended_sessions: count('Of these, sessions that are over; durations are theirs.'),
  avg_duration_minutes: minutes('Mean wall time of those that ended (F-ACT-9).'),
  median_duration_minutes: minutes('Median of the same: one session left open skews the mean.'),
  p90_duration_minutes: minutes('90th percentile of the same (D-SES-2).'),
  avg_engaged_minutes: minutes('Mean engaged time: gaps between events, each at most 5 minutes (G-SES-3).'),
  avg_engaged_user_minutes: minutes('Part of it in gaps that end with a message a person typed (D-SES-4).'),
  avg_engaged_agent_minutes: minutes('The rest of it: gaps that end with anything else (D-SES-4).'),
}
const SESSION_SUMS = `count() AS sessions, countIf(NOT ${ENDED}) AS active_sessions, countIf(${ENDED}) AS ended_sessions,
  ${inMinutes(`avgIf(${WALL_MS}, ${ENDED})`)} AS avg_duration_minutes,
  ${inMinutes(`quantileExactInclusiveIf(0.5)(${WALL_MS}, ${ENDED})`)} AS median_duration_minutes,
  ${inMinutes(`quantileExactInclusiveIf(0.9)(${WALL_MS}, ${ENDED})`)} AS p90_duration_minutes,
  ${inMinutes(`avgIf(r.engaged_ms, ${ENDED})`)} AS avg_engaged_minutes,
  ${inMinutes(`avgIf(r.engaged_user_ms, ${ENDED})`)} AS avg_engaged_user_minutes,
  ${inMinutes(`avgIf(r.engaged_ms - r.engaged_user_ms, ${ENDED})`)} AS avg_engaged_agent_minutes`

export const sessionsByDay = metric({
  id: 'sessions.by_day',
  title: 'Sessions by day',
  unit: 'count',
  doc: 'Root sessions by the day they started, with their durations. Subagent sessions belong to their root.',
  catalogue: ['F-ACT-5', 'F-ACT-9', 'F-ACT-11', 'D-SES-2', 'D-SES-4', 'G-SES-1'],
  filters: ACTIVITY_FILTERS,
  row: z.object({ date: date('Day.'), ...sessionColumns }),
  sql: byDay(
    Object.keys(sessionColumns),
    `SELECT ${dayOf('r.started_at')} AS date, ${SESSION_SUMS} FROM ${from('rollup_session')} WHERE ${SESSION_SCOPE} GROUP BY date`,
  ),
})

export const sessionsByKind = metric({
  id: 'sessions.by_kind',
  title: 'Sessions by kind',
  unit: 'count',
  doc: 'Root sessions by whether a person sat at them or they ran headless, as reported, with their durations, most first.',
  catalogue: ['D-SES-1', 'D-SES-2', 'D-SES-4', 'G-SES-1'],
  filters: ACTIVITY_FILTERS,
  row: z.object({ kind: label('interactive, headless or unknown.'), ...sessionColumns }),
  sql: `SELECT ${named('r.kind')} AS kind, ${SESSION_SUMS} FROM ${from('rollup_session')} WHERE ${SESSION_SCOPE}
GROUP BY kind ORDER BY sessions DESC, kind`,
})

export const SESSION_FRAGMENTS = { SESSION_SCOPE, SESSION_SUMS, sessionColumns, ACTIVITY_FILTERS }
