/** Seats: how many people there are to be active, as paid for or as members, on the last day of a window (catalogue F-ACT-13). */
import type { Filter } from './metric.ts'

/** What else narrows figures per seat narrows who is active, not how many there are. */
export const SEAT_FILTERS = [
  'harness',
  'client',
  'agent',
  'project',
  'repo',
] as const satisfies readonly Filter[]

const LAST = '{last:UInt32}'
const SERVICES = `SELECT user FROM identity FINAL WHERE org = {org:String} AND kind = 'service'`

/** People who are members on the last day, whether facts of the organisation or its teams say so. */
const MEMBERS = `SELECT m.user AS user FROM (
    SELECT argMaxIf(v.user, (v.observed_at, v.hash), v.user != '') AS told, if(position(told, '@') > 0, lowerUTF8(trimBoth(told)), told) AS user,
      argMaxIf(v.kind, (v.observed_at, v.hash), v.kind != '') AS kind,
      argMaxIf(v.joined_at, (v.observed_at, v.hash), isNotNull(v.joined_at)) AS joined_at,
      argMaxIf(v.left_at, (v.observed_at, v.hash), isNotNull(v.left_at)) AS left_at
    FROM member AS v WHERE v.org = {org:String} GROUP BY v.id
  ) AS m
  WHERE m.kind != 'service' AND ifNull(toUnixTimestamp(m.joined_at), 0) < {end:UInt32}
    AND (isNull(m.left_at) OR toUnixTimestamp(assumeNotNull(m.left_at)) >= ${LAST})
  UNION DISTINCT SELECT user FROM team_member FINAL WHERE org = {org:String} AND since < {end:UInt32} AND until > ${LAST}`

/** People who are members on the last day, and since when, in seconds since 1970 UTC, where that is known. */
export const MEMBERSHIPS = `SELECT user, min(since) AS joined FROM (
  SELECT if(position(told, '@') > 0, lowerUTF8(trimBoth(told)), told) AS user, toUInt32(toUnixTimestamp(assumeNotNull(joined_at))) AS since
  FROM (
    SELECT argMaxIf(v.user, (v.observed_at, v.hash), v.user != '') AS told,
      argMaxIf(v.joined_at, (v.observed_at, v.hash), isNotNull(v.joined_at)) AS joined_at
    FROM member AS v WHERE v.org = {org:String} GROUP BY v.id
  ) WHERE isNotNull(joined_at)
  UNION ALL SELECT user, since FROM team_member FINAL WHERE org = {org:String} AND since > 0
) WHERE user IN (${MEMBERS}) GROUP BY user`

/** People `user` who are within reach on the last day. */
const WITHIN = `({whole:Bool} OR arrayExists((who, since, until) -> who = user AND since < {end:UInt32} AND until > ${LAST},
  {people:Array(String)}, {since:Array(UInt32)}, {until:Array(UInt32)}))`

/** Members within reach. */
export const COUNTED_MEMBERS = `SELECT user FROM (${MEMBERS})
WHERE user != '' AND user NOT IN (${SERVICES}) AND ${WITHIN}`

/** SELECT of one row with `seats`, null where there are none. Seats that are paid for are those of all. */
export const SEATS = `SELECT nullIf(if({whole:Bool}, ifNull({seats:Nullable(UInt32)}, members), members), 0) AS seats
FROM (SELECT toUInt32(uniqExact(user)) AS members FROM (${COUNTED_MEMBERS}))`

/** SELECT of `team` and its `members` on the last day, within reach. */
export const TEAM_SEATS = `SELECT team, uniqExact(user) AS members FROM team_member FINAL
WHERE org = {org:String} AND since < {end:UInt32} AND until > ${LAST} AND user NOT IN (${SERVICES})
  AND ${WITHIN} GROUP BY team`

/** Price of a seat in a month, in nano-USD, and how long the window is: what `pricedSeats` takes. */
export const SEAT_NANO = '{seat_nano:Nullable(Int64)}'
export const DAYS_LONG = '{days:UInt32}'
