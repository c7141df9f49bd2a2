/** The few pieces of SQL that metrics share: where rows come from, who a person is, what is in scope. */
import { FILTERS, type Filter } from './metric.ts'

/** The person `p` that the identity of a row `r` belongs to, where one is known. */
export const WITH_PERSON =
  'LEFT JOIN (SELECT identity, user, kind FROM identity FINAL WHERE org = {org:String}) AS p ON r.user = p.identity'

/** Rows of a rollup `r`, each with its person. */
export const from = (table: string): string => `${table} AS r FINAL ${WITH_PERSON}`

/** The person: what the identity resolves to, else the identity as reported (catalogue G-ID-1). */
export const PERSON = `if(p.user != '', p.user, r.user)`
export const IS_HUMAN = `p.kind != 'service'`

/**
 * The calendar day of an instant in the zone of the question, by the first instants of its days. The engine is asked
 * for no zone: it would keep 4.5 MB for each one it ever heard of, and may know other rules than the runtime.
 */
export const dayOf = (instant: string): string =>
  `toDate(transform(roundDown(toUnixTimestamp(${instant}), {starts:Array(UInt32)}), {starts:Array(UInt32)}, {dates:Array(UInt16)}))`
export const DAY = dayOf('r.bucket')

const isUnset = (filter: Filter): string => `empty({${filter}:Array(String)})`
const filterSql = (filter: Filter): string => {
  const value = filter === 'user' ? PERSON : `r.${filter}`
  return `(${isUnset(filter)} OR ${value} IN {${filter}:Array(String)})`
}

/**
 * SQL of a question that sets these filters: what is said of others is left out. The engine would plan it again in every
 * part of a query, which takes a fifth to a third of the time of one over a few thousand rows.
 */
export const setting = (filters: readonly Filter[], sql: string): string =>
  (Object.keys(FILTERS) as Filter[])
    .filter((filter) => !filters.includes(filter))
    .reduce((text, one) => text.replaceAll(filterSql(one), 'true').replaceAll(isUnset(one), 'true'), sql)

/** True of rows of people whom the caller may read, at that time (parameters of `reachParams`). */
export const withinReach = (instant: string): string => {
  const at = `toUnixTimestamp(${instant})`
  return `({whole:Bool} OR (${PERSON} IN {people:Array(String)} AND arrayExists((who, since, until) -> who = ${PERSON} AND ${at} >= since AND ${at} < until,
    {people:Array(String)}, {since:Array(UInt32)}, {until:Array(UInt32)})))`
}

/** The organisation, whom the caller may read, and the filters. `instant` says when a row `r` was. */
export const filtered = (filters: readonly Filter[], instant = 'r.bucket'): string =>
  ['r.org = {org:String}', withinReach(instant), ...filters.map(filterSql)].join(' AND ')

/** The organisation, the filters and the window by quarter-hours. */
export const inScope = (filters: readonly Filter[]): string =>
  `${filtered(filters)} AND r.bucket >= toDateTime({start:UInt32}, 'UTC') AND r.bucket < toDateTime({end:UInt32}, 'UTC')`

/** True while no filter is set but those that are listed. */
export const onlyFilteredBy = (can: readonly Filter[]): string => {
  const others = (Object.keys(FILTERS) as Filter[]).filter((f) => !can.includes(f))
  return others.length === 0 ? 'true' : others.map(isUnset).join(' AND ')
}

/** Every day of the window, for series without gaps. */
export const DAYS = 'SELECT toDate({from:String}) + number AS date FROM numbers({days:UInt32})'

/**
 * A series by day without gaps: `select` yields `date` and the columns. On days without rows a sum is 0, money too,
 * and what would need a denominator is null (G-NULL-1).
 */
export const byDay = (columns: readonly string[], select: string): string =>
  `SELECT toString(d.date) AS date, ${columns.map((c) => `${c.endsWith('_usd') ? `if(x.date = d.date, x.${c}, 0)` : `x.${c}`} AS ${c}`).join(', ')}
FROM (${DAYS}) AS d LEFT JOIN (${select}) AS x ON d.date = x.date ORDER BY date`

/** Rounded half away from zero (G-NUM-1); the engine's own `round` takes a tie of floats to the even neighbour. */
export const rounded = (x: string, places: number): string =>
  `sign(${x}) * floor(abs(${x}) * ${10 ** places} + 0.5) / ${10 ** places}`

/** A quotient that is null without a denominator (G-NULL-1), rounded to 4 places (G-NUM-1). */
export const quotient = (a: string, b: string): string => `if(${b} = 0, NULL, ${rounded(`(${a} / ${b})`, 4)})`

const inUnits = (nano: string, unit: number): string =>
  `intDiv(${nano} + sign(${nano}) * ${unit / 2}, ${unit})`

/** Nano-USD to USD: 2 places, 6 below one cent (G-NUM-1). */
export const dollars = (nano: string): string =>
  `if(abs(${nano}) < 10000000, ${inUnits(nano, 1_000)} / 1000000, ${inUnits(nano, 10_000_000)} / 100)`

/** Nano-USD to USD of one happening, not rounded; null stays null. */
export const exactDollars = (nano: string): string => `${nano} / 1000000000`

/** Nano-USD to USD, null where there are calls and the cost of none of them is known (G-NULL-2). */
export const costOf = (nano: string, known: string, calls: string): string =>
  `if(${known} = 0 AND ${calls} > 0 AND ${nano} = 0, NULL, ${dollars(nano)})`

/** Nothing was told: shown as such, never left out. */
export const named = (value: string): string => `if(${value} = '', 'unknown', ${value})`
