/** What a rollup is: rows per 15 minutes that are always made anew from the facts, never added to. */
import { COUNTS_RANK, TIMING_RANK } from '../facts/precedence.ts'

export interface Rollup {
  name: string
  table: string
  /** Fact types it is made from: a write of one marks its buckets. */
  reads: readonly string[]
  /** Columns that identify a row, org and bucket left out. */
  keys: readonly string[]
  /** Columns that are counted or summed. */
  measures: readonly string[]
  /**
   * SELECT that yields `bucket`, the keys and the measures, for `{org:String}` and the buckets in question:
   * `{buckets:Array(UInt32)}` (seconds since 1970 UTC), which lie in `{days:Array(Date)}`.
   */
  select: string
}

/** Who did it and where: the columns by which every rollup of events can be filtered and grouped. */
export const DIMENSIONS = ['user', 'harness', 'client', 'agent', 'project', 'repo'] as const

const IN_BUCKETS = `org = {org:String} AND day IN {days:Array(Date)} AND toUnixTimestamp(bucket) IN {buckets:Array(UInt32)}`

/** One column of a fact: from the most trusted source that knows it. Unknown is '' or null. */
export const chosen = (column: string, rank: 'counts' | 'timing', kind: 'label' | 'number') =>
  `argMinIf(f.${column}, f.${rank}_rank, ${kind === 'label' ? `f.${column} != ''` : `isNotNull(f.${column})`}) AS ${column}`

/**
 * The facts of a type within the buckets, one row each, merged from what every source tells (design D3). `columns` are
 * expressions made with `chosen`; id, bucket, at, session and the dimensions come along.
 */
export function factsOf(table: string, columns: readonly string[], where = IN_BUCKETS): string {
  const context = [...DIMENSIONS, 'session'].map((c) => chosen(c, 'counts', 'label'))
  return `SELECT f.id AS id, any(f.bucket) AS bucket, argMin(f.at, (f.counts_rank, f.at)) AS at,
    ${[...context, ...columns].join(',\n    ')}
  FROM (SELECT *, ${COUNTS_RANK} AS counts_rank, ${TIMING_RANK} AS timing_rank FROM ${table} FINAL WHERE ${where}) AS f
  GROUP BY f.id`
}

/** What the sessions themselves tell of who and where, for events that do not. Joined as `s`. */
export function sessionContext(tables: readonly string[]): string {
  const sessions = tables.map((t) => `SELECT session FROM ${t} WHERE ${IN_BUCKETS}`).join(' UNION ALL ')
  const columns = DIMENSIONS.map((d) => `argMaxIf(v.${d}, (v.observed_at, v.hash), v.${d} != '') AS ${d}`)
  return `SELECT v.id AS id, ${columns.join(', ')} FROM session AS v
  WHERE v.org = {org:String} AND v.id IN (SELECT DISTINCT session FROM (${sessions}) WHERE session != '') GROUP BY v.id`
}

/** The dimensions of a fact `c`, filled up from its session `s`. */
export const dimensions = (): string =>
  DIMENSIONS.map((d) => `if(c.${d} != '', c.${d}, s.${d}) AS ${d}`).join(', ')
