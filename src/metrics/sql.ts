/** The few pieces of SQL that metrics share: where rows come from, who a person is, what is in scope. */
import type { Filter } from './metric.ts'

/** Rows of a rollup `r`, each with the person `p` its identity belongs to, where one is known. */
export const from = (table: string): string =>
  `${table} AS r FINAL LEFT JOIN (SELECT identity, user, kind FROM identity FINAL WHERE org = {org:String}) AS p ON r.user = p.identity`

/** The person: what the identity resolves to, else the identity as reported (catalogue G-ID-1). */
export const PERSON = `if(p.user != '', p.user, r.user)`
export const IS_HUMAN = `p.kind != 'service'`

/** The calendar day of a row in the zone of the question. */
export const DAY = 'toDate(r.bucket, {tz:String})'

const filterSql = (filter: Filter): string => {
  const value = filter === 'user' ? PERSON : `r.${filter}`
  return `(empty({${filter}:Array(String)}) OR ${value} IN {${filter}:Array(String)})`
}

/** The organisation and the filters. */
export const filtered = (filters: readonly Filter[]): string =>
  ['r.org = {org:String}', ...filters.map(filterSql)].join(' AND ')

/** The organisation, the filters and the window by quarter-hours. */
export const inScope = (filters: readonly Filter[]): string =>
  `${filtered(filters)} AND r.bucket >= toDateTime({start:UInt32}, 'UTC') AND r.bucket < toDateTime({end:UInt32}, 'UTC')`

/** Every day of the window, for series without gaps. */
export const DAYS = 'SELECT toDate({from:String}) + number AS date FROM numbers({days:UInt32})'

/** A series by day without gaps: `select` yields `date` and the columns. Days without rows have 0, or null where nullable. */
export const byDay = (columns: readonly string[], select: string): string =>
  `SELECT toString(d.date) AS date, ${columns.map((c) => `x.${c} AS ${c}`).join(', ')}
FROM (${DAYS}) AS d LEFT JOIN (${select}) AS x ON d.date = x.date ORDER BY date`

/** A quotient that is null without a denominator (G-NULL-1), rounded to 4 places (G-NUM-1). */
export const quotient = (a: string, b: string): string => `if(${b} = 0, NULL, round(${a} / ${b}, 4))`

/** Nano-USD to USD: 2 places, 6 below one cent (G-NUM-1). Null where no call of the group has a known cost. */
export const dollars = (nano: string, known: string): string =>
  `if(${known} = 0, NULL, if(abs(${nano}) < 10000000, round(${nano} / 1e9, 6), round(${nano} / 1e9, 2)))`

/** Nothing was told: shown as such, never left out. */
export const named = (value: string): string => `if(${value} = '', 'unknown', ${value})`
