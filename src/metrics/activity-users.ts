/** Activity (catalogue 1.3): people by surface, how deep they go, and the figures of a whole period in one row. */
import { z } from 'zod'
import { SESSION_FRAGMENTS } from './activity.ts'
import {
  count,
  date,
  type Filter,
  flag,
  label,
  metric,
  minutes,
  onlyBy,
  ratio,
  tokens,
  usd,
} from './metric.ts'
import { SEAT_FILTERS, SEATS } from './seats.ts'
import {
  byDay,
  costOf,
  DAY,
  dayOf,
  filtered,
  from,
  IS_HUMAN,
  inScope,
  named,
  onlyFilteredBy,
  PERSON,
  quotient,
} from './sql.ts'
import { stacked } from './stacked.ts'
import { NOT_YOUR_BILL } from './tokens.ts'

const { ACTIVITY_FILTERS, SESSION_SCOPE, SESSION_SUMS } = SESSION_FRAGMENTS

/** True of rows that make a person active (G-ACT-1). */
export const ACTIVE = `(r.human_messages + r.model_calls > 0 AND ${IS_HUMAN} AND ${PERSON} != '')`
const ACTIVITY = `FROM ${from('rollup_activity')} WHERE ${inScope(ACTIVITY_FILTERS)}`

export const usersByDayAndClient = metric({
  id: 'activity.users_by_day_and_client',
  title: 'Active users by day and surface',
  unit: 'count',
  doc: 'People active on a surface on a day; who used two counts in both, so that their sum may be more than the active people of the day. Days and surfaces without anybody have no row.',
  catalogue: ['F-ACT-8'],
  filters: ACTIVITY_FILTERS,
  row: z.object({
    date: date('Day.'),
    client: label('Surface: terminal, ide, …'),
    daily_active_users: count('People active on it on the day.'),
  }),
  sql: `SELECT toString(${DAY}) AS date, ${named('r.client')} AS client, uniqExact(${PERSON}) AS daily_active_users
${ACTIVITY} AND ${ACTIVE} GROUP BY date, client ORDER BY date, daily_active_users DESC, client`,
})

const sessionsStarted = (by: string, names: string) => ({
  sums: ['sessions'],
  select: `SELECT ${by}, count() AS sessions FROM ${from('rollup_session')} WHERE ${SESSION_SCOPE} GROUP BY ${names}`,
})

export const depth = metric({
  id: 'activity.depth',
  title: 'Depth of use by day',
  unit: 'ratio',
  doc: 'Messages per session and per active person, per calendar day, without gaps. A session counts on the day it began, a message on its own.',
  catalogue: ['F-ACT-10', 'F-ACT-11'],
  filters: ACTIVITY_FILTERS,
  row: z.object({
    date: date('Day.'),
    messages: count('Messages of people and agents (F-ACT-6).'),
    user_messages: count('Messages people typed (F-ACT-7).'),
    sessions: count('Root sessions that started (F-ACT-5).'),
    active_users: count('People active on the day (F-ACT-1).'),
    messages_per_session: ratio('Messages / sessions.'),
    user_messages_per_session: ratio('Messages people typed / sessions.'),
    messages_per_active_user: ratio('Messages / active people.'),
  }),
  sql: `SELECT *, ${quotient('messages', 'sessions')} AS messages_per_session,
  ${quotient('user_messages', 'sessions')} AS user_messages_per_session,
  ${quotient('messages', 'active_users')} AS messages_per_active_user
FROM (${byDay(
    ['messages', 'user_messages', 'sessions', 'active_users'],
    stacked(
      ['date'],
      [
        {
          sums: ['messages', 'user_messages', 'active_users'],
          select: `SELECT ${DAY} AS date, sum(r.human_messages) AS user_messages, user_messages + sum(r.assistant_messages) AS messages,
  uniqExactIf(${PERSON}, ${ACTIVE}) AS active_users ${ACTIVITY} GROUP BY date`,
        },
        sessionsStarted(`${dayOf('r.started_at')} AS date`, 'date'),
      ],
    ),
  )}) ORDER BY date`,
})

const CLIENT = `${named('r.client')} AS client`

export const byClient = metric({
  id: 'activity.by_client',
  title: 'Use by surface',
  unit: 'count',
  doc: 'Sessions, active people, tokens and cost by surface, most sessions first.',
  catalogue: ['F-ACT-12'],
  filters: ACTIVITY_FILTERS,
  row: z.object({
    client: label('Surface: terminal, ide, …'),
    sessions: count('Root sessions that started.'),
    active_users: count('People active on it; who used two counts in both.'),
    all_tokens: tokens('Input of all kinds plus output.'),
    cost_usd: usd('API-equivalent cost of the calls whose cost is known; not your bill.'),
    unpriced_calls: count('Calls without a known cost; they are in no sum of money.'),
  }),
  notes: [NOT_YOUR_BILL],
  sql: `SELECT client, sessions, active_users, all_tokens, ${costOf('nano', 'known', 'calls')} AS cost_usd, unpriced_calls
FROM (${stacked(
    ['client'],
    [
      sessionsStarted(CLIENT, 'client'),
      {
        sums: ['active_users'],
        select: `SELECT ${CLIENT}, uniqExact(${PERSON}) AS active_users ${ACTIVITY} AND ${ACTIVE} GROUP BY client`,
      },
      {
        sums: ['all_tokens', 'nano', 'known', 'calls', 'unpriced_calls'],
        select: `SELECT ${CLIENT}, sum(r.in_uncached + r.cache_read + r.cache_write + r.out) AS all_tokens, sum(r.cost_nano_usd) AS nano,
  sum(r.reported_calls) + sum(r.priced_calls) AS known, sum(r.calls) AS calls, sum(r.unpriced_calls) AS unpriced_calls
FROM ${from('rollup_usage')} WHERE ${inScope(ACTIVITY_FILTERS)} GROUP BY client`,
      },
    ],
  )}) ORDER BY sessions DESC, all_tokens DESC, client`,
})

const LAST_DAY = '(toDate({from:String}) + {days:UInt32} - 1)'
const IN_WINDOW = 'day >= toDate({from:String})'
const WEEKDAYS = 'countIf(toDayOfWeek(toDate({from:String}) + number) <= 5)'

/** Of each person when they were active first, before the window, and in it, and the days that the figures speak of. */
const persons = `SELECT ${PERSON} AS person, min(toUnixTimestamp(r.bucket)) AS first, max(toUnixTimestamp(r.bucket)) >= {start:UInt32} AS now,
  countIf(toUnixTimestamp(r.bucket) >= {before:UInt32} AND toUnixTimestamp(r.bucket) < {start:UInt32}) > 0 AS before,
  groupUniqArrayIf(${DAY}, r.bucket >= toDateTime({starts:Array(UInt32)}[1], 'UTC')) AS active_days
FROM ${from('rollup_activity')} WHERE ${filtered(ACTIVITY_FILTERS)} AND r.bucket < toDateTime({end:UInt32}, 'UTC') AND ${ACTIVE}
GROUP BY person`

const onDays = (condition: string) => `arrayCount(day -> ${condition}, active_days)`

/** Distinct people of the last day, of the 7 and 30 that end with it, and of each day of the window; who is new, back or gone. */
const people = `SELECT countIf(${onDays(`day = ${LAST_DAY}`)} > 0) AS dau, countIf(${onDays(`day > ${LAST_DAY} - 7`)} > 0) AS wau,
  countIf(${onDays(`day > ${LAST_DAY} - 30`)} > 0) AS mau, countIf(now) AS active_users, sum(${onDays(IN_WINDOW)}) AS person_days,
  sum(${onDays(`${IN_WINDOW} AND toDayOfWeek(day) <= 5`)}) AS weekday_person_days,
  countIf(now AND first >= {start:UInt32}) AS new_users, countIf(now AND before) AS returning_users,
  countIf(now AND first < {start:UInt32} AND NOT before) AS resumed_users, countIf(NOT now) AS dormant_users, min(first) AS first_data
FROM (${persons})`

const seatFilters: readonly Filter[] = SEAT_FILTERS
const perSeat = (sql: string) => `if(${onlyFilteredBy(seatFilters)}, ${sql}, NULL)`

export const activitySummary = metric({
  id: 'activity.summary',
  title: 'Activity of a period',
  unit: 'count',
  doc: 'People, sessions and how regularly people come, of the whole period in one row; daily, weekly and monthly active people are those of its last day. Service accounts do not count as people.',
  catalogue: [
    'F-ACT-1',
    'F-ACT-2',
    'F-ACT-3',
    'F-ACT-4',
    'F-ACT-5',
    'F-ACT-9',
    'F-ACT-13',
    'F-ACT-14',
    'Z-3',
  ],
  filters: ACTIVITY_FILTERS,
  row: z.object({
    dau: count('People active on the last day (F-ACT-1).'),
    wau: count('People active in the 7 days that end with it (F-ACT-2).'),
    mau: count('People active in the 30 days that end with it (F-ACT-3).'),
    warmup: flag('True where the data began after the first of these 30 days: they tell of fewer.'),
    stickiness: ratio('Daily by monthly active people of the last day (F-ACT-4).'),
    stickiness_mean: ratio(
      'Mean of the daily active people of the period by the monthly ones of its last day.',
    ),
    stickiness_mean_weekdays: ratio('The same, Saturdays and Sundays left out of the mean.'),
    sessions: count('Root sessions that started (F-ACT-5).'),
    sessions_avg_duration_minutes: minutes('Mean wall time of those that ended (F-ACT-9).'),
    sessions_median_duration_minutes: minutes('Median of the same.'),
    active_users: count('People active in the period.'),
    new_users: count('Of these, people who were never active before (F-ACT-14).'),
    returning_users: count(
      'Of these, people who were active in the period of as many days before it (F-ACT-14).',
    ),
    resumed_users: count('Of these, the rest: active again after a longer pause.'),
    dormant_users: count('People who were active before the period and not in it (F-ACT-14).'),
    seats: onlyBy(
      seatFilters,
      count('Seats as set, else members on the last day; null where there are none.'),
    ),
    adoption_rate: onlyBy(seatFilters, ratio('Active people / seats (F-ACT-13).')),
  }),
  sql: `SELECT u.dau AS dau, u.wau AS wau, u.mau AS mau,
  toBool(u.first_data = 0 OR u.first_data >= {starts:Array(UInt32)}[{days:UInt32} + 1]) AS warmup,
  ${quotient('u.dau', 'u.mau')} AS stickiness, ${quotient('u.person_days', '(u.mau * {days:UInt32})')} AS stickiness_mean,
  ${quotient('u.weekday_person_days', '(u.mau * w.weekdays)')} AS stickiness_mean_weekdays,
  s.sessions AS sessions, s.avg_duration_minutes AS sessions_avg_duration_minutes, s.median_duration_minutes AS sessions_median_duration_minutes,
  u.active_users AS active_users, u.new_users AS new_users, u.returning_users AS returning_users, u.resumed_users AS resumed_users,
  u.dormant_users AS dormant_users, ${perSeat('seat.seats')} AS seats,
  ${perSeat(quotient('u.active_users', 'ifNull(seat.seats, 0)'))} AS adoption_rate
FROM (${people}) AS u
CROSS JOIN (SELECT ${SESSION_SUMS} FROM ${from('rollup_session')} WHERE ${SESSION_SCOPE}) AS s
CROSS JOIN (SELECT ${WEEKDAYS} AS weekdays FROM numbers({days:UInt32})) AS w CROSS JOIN (${SEATS}) AS seat`,
})
