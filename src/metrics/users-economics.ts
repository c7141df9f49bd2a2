/** What agents cost by seat and by person (catalogue F-USR-11, I-COST-1). */
import { z } from 'zod'
import { perHead, pricedSeats } from '../prices/index.ts'
import { ACTIVE } from './activity-users.ts'
import { fromPullRequests } from './delivery.ts'
import { count, metric, onlyBy, usd } from './metric.ts'
import { COUNTED_MEMBERS, DAYS_LONG, SEAT_NANO, SEATS } from './seats.ts'
import { dollars, filtered, from, inScope, onlyFilteredBy, PERSON } from './sql.ts'
import { COST_COVERAGE, NOT_YOUR_BILL } from './tokens.ts'
import { USER_FILTERS } from './users-figures.ts'

const SCOPE = inScope(USER_FILTERS)
const IN_30_DAYS = `r.bucket >= toDateTime({starts:Array(UInt32)}[{days:UInt32}], 'UTC') AND r.bucket < toDateTime({end:UInt32}, 'UTC')`

const usage = `SELECT sum(r.cost_nano_usd) AS nano, sum(r.reported_calls) + sum(r.priced_calls) AS known, sum(r.calls) AS calls
FROM ${from('rollup_usage')} WHERE ${SCOPE}`
const active = `SELECT uniqExact(${PERSON}) AS active_users FROM ${from('rollup_activity')} WHERE ${SCOPE} AND ${ACTIVE}`
/** Of 30 days, and of these the members. */
const lately = `SELECT uniqExact(person) AS mau, uniqExactIf(person, person IN (${COUNTED_MEMBERS})) AS members_active
FROM (SELECT ${PERSON} AS person FROM ${from('rollup_activity')} WHERE ${filtered(USER_FILTERS)} AND ${IN_30_DAYS} AND ${ACTIVE})`
const merged = `SELECT countIf(r.event = 'merged') AS prs_merged FROM ${fromPullRequests} WHERE ${SCOPE}`

/** Of all seats that are paid for, or of the members; null where there are none. */
const IDLE = `greatest(toInt64(seat.seats) - toInt64(if(isNull({seats:Nullable(UInt32)}) OR NOT {whole:Bool}, l.members_active, l.mau)), 0)`

const sums = `SELECT a.active_users AS active_users, seat.seats AS seats, ${IDLE} AS idle, m.prs_merged AS prs_merged,
  u.nano AS nano, u.known = 0 AND u.calls > 0 AS is_unknown
FROM (${usage}) AS u CROSS JOIN (${active}) AS a CROSS JOIN (${lately}) AS l CROSS JOIN (${merged}) AS m CROSS JOIN (${SEATS}) AS seat`

/** Seats are of all: what a filter leaves over cannot be held against them. */
const ofAll = (sql: string) => `if(${onlyFilteredBy([])}, ${sql}, NULL)`
const priced = `SELECT active_users, ${ofAll('seats')} AS seats, ${ofAll('idle')} AS idle_seats, prs_merged, if(is_unknown, NULL, nano) AS usage_nano,
  ${ofAll(pricedSeats('seats', SEAT_NANO, DAYS_LONG))} AS seats_nano, ${ofAll(pricedSeats('idle', SEAT_NANO, DAYS_LONG))} AS idle_nano,
  usage_nano + ifNull(seats_nano, 0) AS total_nano
FROM (${sums})`

export const usersEconomics = metric({
  id: 'users.economics',
  title: 'Cost by seat and person',
  unit: 'usd',
  doc: 'What agents cost, with the price of seats where it is set, by seat, active person and merged pull request, and the seats nobody uses; in one row.',
  catalogue: ['F-USR-11', 'I-COST-1'],
  filters: USER_FILTERS,
  coverage: COST_COVERAGE,
  notes: [
    NOT_YOUR_BILL,
    'Seats cost a twelfth of a year’s price for each month; a month is the twelfth part of 365 days.',
  ],
  row: z.object({
    active_users: count('People active in the period.'),
    seats: onlyBy([], count('Seats as set, else members on the last day; null where there are none.')),
    idle_seats: onlyBy([], count('Seats without activity in the 30 days that end with the last day.')),
    prs_merged: count('Pull requests merged, whoever wrote them.'),
    usage_usd: usd('API-equivalent cost of the calls whose cost is known.'),
    seats_usd: onlyBy([], usd('Price of the seats over the days of the period; null where no price is set.')),
    total_usd: onlyBy([], usd('Both together.')),
    idle_seats_usd: onlyBy([], usd('Price of the idle seats over the same days.')),
    cost_per_seat: onlyBy([], usd('Both together / seats.')),
    cost_per_active_user: usd(
      'Both together / active people; the cost of usage alone while a filter is set.',
    ),
    cost_per_merged_pr: usd(
      'Both together / merged pull requests, so that what produced none is not hidden (I-COST-1 b); null without any.',
    ),
  }),
  sql: `SELECT active_users, seats, idle_seats, prs_merged, ${dollars('usage_nano')} AS usage_usd, ${dollars('seats_nano')} AS seats_usd,
  ${ofAll(dollars('total_nano'))} AS total_usd, ${dollars('idle_nano')} AS idle_seats_usd,
  ${dollars(perHead('total_nano', 'ifNull(seats, 0)'))} AS cost_per_seat,
  ${dollars(perHead('total_nano', 'active_users'))} AS cost_per_active_user,
  ${dollars(perHead('total_nano', 'prs_merged'))} AS cost_per_merged_pr
FROM (${priced})`,
})
