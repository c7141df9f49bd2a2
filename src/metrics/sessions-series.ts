/** Sessions, cost and tokens by hour, day, ISO week and month (catalogue S-TS): sessions by their start, the rest by the call. */
import { z } from 'zod'
import { COHORT_FILTERS, COST, ROOTS_IN_SCOPE_OF_AGENTS } from './cohort.ts'
import { count, flag, label, metric, tokens, usd } from './metric.ts'
import { DAYS, dayOf, from, inScope } from './sql.ts'
import { NOT_YOUR_BILL } from './tokens.ts'

export const INTERVALS = ['hour', 'day', 'week', 'month'] as const
export type Interval = (typeof INTERVALS)[number]

interface Periods {
  /** The period of an instant. */
  of(instant: string): string
  /** SELECT of every period of the window, and whether the window cuts it off. */
  all: string
  title: string
  label: string
}

const dayStart = (instant: string): string => `roundDown(toUnixTimestamp(${instant}), {starts:Array(UInt32)})`
const isoTime = (seconds: string): string =>
  `concat(replaceOne(toString(toDateTime(${seconds}, 'UTC')), ' ', 'T'), 'Z')`

/** First instants of the days of the window. */
const STARTS = `arrayFilter(s -> s >= {start:UInt32}, {starts:Array(UInt32)})`

/** Days on which clocks change have 23 or 25 hours; each is named by its first instant. */
const HOURS = `SELECT ${isoTime('arrayJoin(hours)')} AS period, false AS is_partial FROM (
  SELECT arrayFlatten(arrayMap((first, next) -> arrayMap(k -> toUInt32(first + 3600 * k), range(toUInt32(intDiv(next - first + 3599, 3600)))),
    ${STARTS}, arrayPushBack(arrayPopFront(${STARTS}), {end:UInt32}))) AS hours)`

const PERIODS: Record<Interval, Periods> = {
  hour: {
    of: (instant) =>
      isoTime(
        `toUInt32(${dayStart(instant)} + 3600 * intDiv(toUnixTimestamp(${instant}) - ${dayStart(instant)}, 3600))`,
      ),
    all: HOURS,
    title: 'hour',
    label: 'First instant of the hour, ISO 8601 in UTC.',
  },
  day: {
    of: (instant) => `toString(${dayOf(instant)})`,
    all: `SELECT toString(date) AS period, false AS is_partial FROM (${DAYS})`,
    title: 'day',
    label: 'Day.',
  },
  week: {
    of: (instant) => `toString(toMonday(${dayOf(instant)}))`,
    all: `SELECT toString(toMonday(date)) AS period, count() < 7 AS is_partial FROM (${DAYS}) GROUP BY period`,
    title: 'week',
    label: 'Monday of the ISO week.',
  },
  month: {
    of: (instant) => `toString(toStartOfMonth(${dayOf(instant)}))`,
    all: `SELECT toString(first) AS period, days < dateDiff('day', first, addMonths(first, 1)) AS is_partial
  FROM (SELECT toStartOfMonth(date) AS first, count() AS days FROM (${DAYS}) GROUP BY first)`,
    title: 'month',
    label: 'First day of the month.',
  },
}

const seriesOf = (interval: Interval) => {
  const { of, all, title, label: doc } = PERIODS[interval]
  return metric({
    id: `sessions.timeseries_${interval}`,
    title: `Sessions, cost and tokens by ${title}`,
    unit: 'count',
    doc: `Root sessions by the ${title} in which they started, cost and tokens by the ${title} of the call, without gaps.`,
    catalogue: ['S-TS-1', 'S-TS-2', 'S-TS-3'],
    filters: COHORT_FILTERS,
    unpublished: true,
    notes: [
      'Cost and tokens are by the time of the call, sessions by their start: figures of the sessions of a period differ at its edges.',
      NOT_YOUR_BILL,
    ],
    row: z.object({
      period: label(doc),
      sessions: count('Root sessions that started.'),
      cost_usd: usd('API-equivalent cost of the calls whose cost is known; not your bill.'),
      tokens: tokens('Fresh input and output tokens.'),
      calls: count('Model calls.'),
      unpriced_calls: count('Of these, calls without a known cost.'),
      is_partial: flag('Whether the window cuts the period off: its figures are of a part of it.'),
    }),
    sql: `SELECT p.period AS period, x.sessions AS sessions, ${COST} AS cost_usd, x.tokens AS tokens, x.calls AS calls,
  x.calls - x.known AS unpriced_calls, toBool(p.is_partial) AS is_partial, x.nano AS nano, x.known AS known
FROM (${all}) AS p LEFT JOIN (
  SELECT y.period AS period, sum(y.sessions) AS sessions, sum(y.nano) AS nano, sum(y.known) AS known, sum(y.calls) AS calls, sum(y.tokens) AS tokens
  FROM (
    SELECT ${of('r.started_at')} AS period, toUInt64(count()) AS sessions, toInt64(0) AS nano, toUInt64(0) AS known, toUInt64(0) AS calls, toUInt64(0) AS tokens
    FROM ${from('rollup_session')} WHERE ${ROOTS_IN_SCOPE_OF_AGENTS} GROUP BY period
    UNION ALL
    SELECT ${of('r.bucket')} AS period, toUInt64(0) AS sessions, toInt64(sum(r.cost_nano_usd)) AS nano,
      toUInt64(sum(r.reported_calls) + sum(r.priced_calls)) AS known, toUInt64(sum(r.calls)) AS calls, toUInt64(sum(r.in_uncached) + sum(r.out)) AS tokens
    FROM ${from('rollup_usage')} WHERE ${inScope(COHORT_FILTERS)} GROUP BY period
  ) AS y GROUP BY y.period
) AS x ON p.period = x.period ORDER BY period`,
  })
}

export const SESSION_SERIES = {
  hour: seriesOf('hour'),
  day: seriesOf('day'),
  week: seriesOf('week'),
  month: seriesOf('month'),
} as const satisfies Record<Interval, unknown>
