/** What a rollup is: rows per 15 minutes that are always made anew from the facts, never added to. */
import { COUNTS_RANK, TIMING_RANK, YIELDS } from '../facts/precedence.ts'

export interface Rollup {
  name: string
  table: string
  /** Raised whenever the same facts give other rows: those of an older version are then made anew. */
  version: number
  /** Fact types it is made from: a write of one marks its buckets. */
  reads: readonly string[]
  /** Columns that identify a row, org and bucket left out. */
  keys: readonly string[]
  /**
   * Columns that are counted or summed; those named `_bins` hold the bin of each duration, least first, and of those named
   * `_at` the ones that begin with `first_` the first instant, others the last.
   */
  measures: readonly string[]
  /** SQL that is true of rows made of facts, where some are made of counters instead: those are left alone. */
  madeOfFacts?: string
  /** Columns that are the same in all rows of one rebuild, and what stands in them. */
  carried?: Readonly<Record<string, string>>
  /**
   * SELECT that yields `bucket`, the keys and the measures, for `{org:String}` and the buckets in question:
   * `{buckets:Array(UInt32)}` (seconds since 1970 UTC), which lie in `{days:Array(Date)}`.
   */
  select(reading: Reading): string
}

/**
 * `several` merges per field what several sources tell of one fact. `one` is the same where every fact in question has
 * one source only, and takes a fifth of the time.
 */
export type Merge = 'one' | 'several'

/** How the facts and their sessions are read. */
export interface Reading {
  merge: Merge
  /** True for so many buckets that it takes longer to find out whose they are than to read every session. */
  allSessions: boolean
}

const holdsBins = (measure: string): boolean => measure.endsWith('_bins')
const isInstant = (measure: string): boolean => measure.endsWith('_at')
/** All of a measure: the sum, all bins, the first or the last instant. */
export const sumOf = (measure: string, column: string): string => {
  if (isInstant(measure)) return `${measure.startsWith('first_') ? 'min' : 'max'}(${column})`
  return holdsBins(measure) ? `arraySort(groupArrayArray(${column}))` : `sum(${column})`
}
/** What a measure is where nothing is counted. */
export const noneOf = (measure: string): string => {
  if (isInstant(measure)) return 'NULL'
  return holdsBins(measure) ? 'emptyArrayUInt16()' : '0'
}

/** Whether facts on these days come from more than one source at all, or yield to one: quick, and nearly always false. */
export const hasSources = (table: string): string =>
  `SELECT uniqExact(source) > 1 OR max(owner_rank) = ${YIELDS} AS several FROM ${table} WHERE org = {org:String} AND day IN {days:Array(Date)}`

/** Whether several sources tell any of these facts, or one yields to a transcript. */
export const HAS_SEVERAL = `count() > uniqExact(id) OR max(owner_rank) = ${YIELDS} AS several`

export const hasSeveral = (table: string): string =>
  `SELECT ${HAS_SEVERAL} FROM ${table} FINAL WHERE ${IN_BUCKETS}`

/** Who did it and where: the columns by which every rollup of events can be filtered and grouped. */
export const DIMENSIONS = ['user', 'harness', 'client', 'agent', 'project', 'repo'] as const

/** Facts of the buckets in question. */
export const IN_BUCKETS = `org = {org:String} AND day IN {days:Array(Date)} AND toUnixTimestamp(bucket) IN {buckets:Array(UInt32)}`

/** A column of a fact, and which sources are trusted first with it. */
export interface Chosen {
  column: string
  rank: 'counts' | 'timing'
  kind: 'label' | 'number'
}
export const label = (column: string, rank: Chosen['rank'] = 'counts'): Chosen => ({
  column,
  rank,
  kind: 'label',
})
export const number = (column: string, rank: Chosen['rank'] = 'counts'): Chosen => ({
  column,
  rank,
  kind: 'number',
})

/**
 * From the most trusted source that knows it, and of two that are trusted alike from the one whose name comes first.
 * Unknown is '' or null.
 */
const choose = ({ column, rank, kind }: Chosen): string =>
  `argMinIf(f.${column}, (f.${rank}_rank, f.source), ${kind === 'label' ? `f.${column} != ''` : `isNotNull(f.${column})`}) AS ${column}`

/** SQL that is true of facts that count: those that yield do not, where a transcript tells their session (D3). */
const counts = (table: string, where: string): string => `NOT (owner_rank = ${YIELDS} AND session IN (
    SELECT id FROM session WHERE org = {org:String} AND endsWith(source, '/transcript')
      AND id IN (SELECT session FROM ${table} WHERE ${where} AND owner_rank = ${YIELDS})))`

/**
 * The facts of a type within the buckets, one row each, merged from what every source tells (design D3). Id, bucket,
 * at, session and the dimensions come along with `columns`.
 */
export function factsOf(table: string, columns: readonly Chosen[], merge: Merge, where = IN_BUCKETS): string {
  const all = [...[...DIMENSIONS, 'session'].map((c) => label(c)), ...columns]
  if (merge === 'one') {
    return `SELECT id, bucket, at, ${all.map((c) => c.column).join(', ')} FROM ${table} FINAL WHERE ${where}`
  }
  return `SELECT f.id AS id, any(f.bucket) AS bucket, argMin(f.at, (f.counts_rank, f.at)) AS at,
    ${all.map(choose).join(',\n    ')}
  FROM (SELECT *, ${COUNTS_RANK} AS counts_rank, ${TIMING_RANK} AS timing_rank
    FROM ${table} FINAL WHERE ${where} AND ${counts(table, where)}) AS f
  GROUP BY f.id`
}

/** What sessions `v` tell of who and where, by `id`. `theirs` says which. */
export function contextOf(theirs: string): string {
  const columns = DIMENSIONS.map((d) => `argMaxIf(v.${d}, (v.observed_at, v.hash), v.${d} != '') AS ${d}`)
  return `SELECT v.id AS id, ${columns.join(', ')} FROM session AS v
  WHERE v.org = {org:String} ${theirs} GROUP BY v.id`
}

/** What the sessions of these tables' facts tell, for events that do not. Joined as `s`. */
export function sessionContext(
  tables: readonly string[],
  { allSessions }: Pick<Reading, 'allSessions'>,
): string {
  const sessions = tables.map((t) => `SELECT session FROM ${t} WHERE ${IN_BUCKETS}`).join(' UNION ALL ')
  return contextOf(
    allSessions ? '' : `AND v.id IN (SELECT DISTINCT session FROM (${sessions}) WHERE session != '')`,
  )
}

/** What a rollup counts of each session, before it is known whose session it is. */
export interface Counted {
  /** Fact types that are counted. */
  tables: readonly string[]
  /** What follows FROM: it yields bucket, session, the dimensions and all that the measures need. */
  from: string
  /** Further columns to group by. */
  keys: readonly string[]
  /** What is counted, by the name of its column. */
  measures: Readonly<Record<string, string>>
}

/**
 * SELECT of the measures by bucket, dimensions and keys, where the dimensions of a fact are filled up from its session.
 * Counting comes first: there are far fewer rows left for the sessions to be joined with.
 */
export function inContext({ tables, from, keys, measures }: Counted, reading: Reading): string {
  const sums = Object.keys(measures)
  const own = ['session', ...DIMENSIONS, ...keys.filter((key) => key !== 'session')]
  const filled = DIMENSIONS.map((d) => `if(c.${d} != '', c.${d}, s.${d}) AS ${d}`)
  return `SELECT bucket, ${[...DIMENSIONS, ...keys].join(', ')}, ${sums.map((m) => `${sumOf(m, `g.${m}`)} AS ${m}`).join(', ')}
FROM (
  SELECT c.bucket AS bucket, ${[...filled, ...[...keys, ...sums].map((column) => `c.${column} AS ${column}`)].join(', ')}
  FROM (
    SELECT bucket, ${own.join(', ')},
      ${Object.entries(measures)
        .map(([name, counted]) => `${counted} AS ${name}`)
        .join(', ')}
    FROM ${from} GROUP BY bucket, ${own.join(', ')}
  ) AS c
  LEFT JOIN (${sessionContext(tables, reading)}) AS s ON c.session = s.id
) AS g
GROUP BY bucket, ${[...DIMENSIONS, ...keys].join(', ')}`
}
