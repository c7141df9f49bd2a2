/**
 * Works-council mode (promise V5): figures are made of published rows alone, and what is published never tells of fewer
 * than k people, however answers are subtracted from each other.
 *
 * Every row of a rollup belongs to one class of its day: rows that are equal in all names, where k people or more have
 * such rows; of the rest those that are equal in the names that matter most, if they are of k people or more, with every
 * other name replaced by `other`; of the rest all of the day, if that is k people or more. What is left is in no answer
 * at all. Classes do not overlap and are the same for every question, so a sum or a difference of answers is one of whole
 * classes. Days are those of UTC, as two zones would tell hours apart, and end yesterday, as a day that goes on would
 * tell of minutes.
 */
import { TachographError } from '../errors.ts'
import type { Cell, Metric } from './metric.ts'
import { IS_HUMAN, PERSON, WITH_PERSON } from './sql.ts'

/** A rollup: when a row was, its names, and those that are kept longest. */
interface Published {
  instant: string
  names: readonly string[]
  coarse: readonly string[]
}

const WHERE = ['harness', 'client', 'agent', 'project', 'repo'] as const
const bucketed = (own: readonly string[], coarse: readonly string[] = []): Published => ({
  instant: 'bucket',
  names: [...WHERE, ...own],
  coarse: ['harness', ...coarse],
})

/** Rollups whose rows may be published. A metric that reads any other table is refused. */
export const ROLLUPS: Readonly<Record<string, Published>> = {
  rollup_usage: bucketed(['provider', 'model', 'tier'], ['model', 'provider']),
  rollup_tools: bucketed(['tool', 'mcp_server', 'raw_tool'], ['tool']),
  rollup_activity: bucketed([]),
  rollup_changes: bucketed(['extension', 'language'], ['extension', 'language']),
  rollup_performance: bucketed(['provider', 'model', 'status', 'error_type'], ['model', 'provider']),
  rollup_execution: bucketed(
    ['tool', 'mcp_server', 'status', 'decision', 'risk_proposed', 'risk_executed', 'autonomy_mode'],
    ['tool'],
  ),
  rollup_counter: bucketed(
    ['name', 'provider', 'model', 'tool', 'mcp_server', 'status', 'language'],
    ['name'],
  ),
  rollup_features: bucketed(['kind', 'name', 'event', 'matcher', 'command'], ['kind']),
  rollup_session: {
    instant: 'started_at',
    names: [...WHERE, 'branch', 'kind', 'version'],
    coarse: ['harness', 'kind'],
  },
}

/**
 * Metrics that put sums of several rollups side by side. Any other one that reads sessions and something else joins the
 * two by session, and rows that are published together in one rollup may be of too few people in the other.
 */
const SIDE_BY_SIDE = ['summary.overview', 'activity.depth', 'activity.by_client']

/** Tables whose rows of their own are in no answer: they only say which of the published ones belong together. */
const BESIDE = ['identity', 'model_table', 'numbers', 'range', 'rollup_changes']

const OTHER = `'other'`

/** Names that nobody knows anything of are one person together: several of them may be of one. */
const WHO = `if(p.user != '' OR position(r.user, '@') > 0, ${PERSON}, '')`

/** People of the rows that are in no class yet, within a part of the day. */
const left = (level: string, part: string): string =>
  `length(arrayDistinct(arrayFlatten(groupArrayIf(who, ${level} = 0) OVER (PARTITION BY ${part})))) >= {fewest:UInt32}`

/** One row per day and names: `of` says what its class has in common: 1 all names, 2 the coarse ones, 3 the day, 0 nothing. */
function classesOf(table: string, { instant, names, coarse }: Published): string {
  const keys = names.map((n) => `r.${n} AS ${n}`).join(', ')
  const all = names.join(', ')
  return `SELECT day, ${all}, if(second = 0 AND ${left('second', 'day')}, 3, second) AS of FROM (
    SELECT day, ${all}, who, if(first = 0 AND ${left('first', ['day', ...coarse].join(', '))}, 2, first) AS second FROM (
      SELECT toDate(r.${instant}) AS day, ${keys}, groupUniqArrayIf(${WHO}, ${IS_HUMAN}) AS who,
        if(length(who) = 0 OR length(who) >= {fewest:UInt32}, 1, 0) AS first
      FROM ${table} AS r FINAL ${WITH_PERSON} WHERE ${inTime(`r.${instant}`)} GROUP BY day, ${all}))`
}

const inTime = (instant: string): string =>
  `org = {org:String} AND ${instant} >= toDateTime({starts:Array(UInt32)}[1], 'UTC') AND ${instant} < toDateTime(least({end:UInt32}, {today:UInt32}), 'UTC')`

/** The published rows of a rollup, under the name `r`. */
function publishedRows(table: string, rollup: Published): string {
  const { instant, names, coarse } = rollup
  const shown = names.map((name) => {
    const kept = coarse.includes(name) ? 'c.of <= 2' : 'c.of = 1'
    return `if(${kept}, v.${name}, ${OTHER}) AS ${name}`
  })
  const same = ['toDate(v.at_time) = c.day', ...names.map((name) => `v.${name} = c.${name}`)]
  return `(SELECT v.* REPLACE (${shown.join(', ')})
  FROM (SELECT *, ${instant} AS at_time FROM ${table} FINAL WHERE ${inTime(instant)}) AS v
  INNER JOIN (${classesOf(table, rollup)}) AS c ON ${same.join(' AND ')} WHERE c.of > 0) AS r`
}

/**
 * A metric over published rows. Further parameters: fewest, and today (seconds since 1970 of the first instant of
 * the day that is not over, UTC). Errors: `forbidden` for a metric that reads what is not published.
 */
export const asPublished = (m: Metric): Metric => ({
  ...m,
  sql: publishedSql(m, m.sql),
  ...(m.coverage === undefined ? {} : { coverage: publishedSql(m, m.coverage) }),
})

function publishedSql(m: Metric, sql: string): string {
  const read = [...sql.matchAll(/\b(?:FROM|JOIN)\s+(\w+)\b(?! AS r FINAL)/gi)].map(
    ([, table]) => table as string,
  )
  const rollups = [...sql.matchAll(/\b(\w+) AS r FINAL/g)].map(([, table]) => table as string)
  const joined = rollups.includes('rollup_session') && new Set(rollups).size > 1
  if (
    m.unpublished ||
    read.some((table) => !BESIDE.includes(table)) ||
    rollups.some((table) => !ROLLUPS[table]) ||
    (joined && !SIDE_BY_SIDE.includes(m.id))
  )
    throw new TachographError(
      'forbidden',
      `${m.id} cannot be shown in works-council mode: nobody can say of how many people its parts are.`,
    )
  return sql.replace(/\b(\w+) AS r FINAL/g, (_, table: string) =>
    publishedRows(table, ROLLUPS[table] as Published),
  )
}

/**
 * A row of a day on which nothing is published: whether nothing happened or too few were at it is not told, so its
 * figures are unknown.
 */
export function publishedRow(row: Record<string, Cell>, fewest: number): Record<string, Cell> {
  return withoutFew(withoutEmptyDay(row), fewest)
}

/** A number of people that is too small says who they are as well as their figures would. */
const withoutFew = (row: Record<string, Cell>, fewest: number): Record<string, Cell> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) =>
      // Whether earlier days are there is looked up among published rows, which end where they end.
      name === 'warmup' ||
      (name === 'stickiness' && Number(row.daily_active_users) < fewest) ||
      (/users$/.test(name) && Number(value) < fewest)
        ? [name, null]
        : [name, value],
    ),
  )

function withoutEmptyDay(row: Record<string, Cell>): Record<string, Cell> {
  const figures = Object.entries(row).filter(([name]) => name !== 'date')
  if (!('date' in row) || figures.some(([, value]) => value !== 0 && value !== null)) return row
  return Object.fromEntries([['date', row.date as Cell], ...figures.map(([name]) => [name, null] as const)])
}

/** What a reader of published rows must know. */
export const publishedNote = (fewest: number): string =>
  `Works-council mode: what tells of fewer than ${fewest} people is put together as other, or left out; days are those of UTC and end yesterday.`
