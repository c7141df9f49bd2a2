/** Runs a metric: checks what is asked, binds it, asks the store, checks each row of the answer. */
import { TachographError } from '../errors.ts'
import { identityOf } from '../facts/identity.ts'
import type { Params, Store } from '../store/store.ts'
import { asPublished, publishedNote, publishedRow } from './council.ts'
import { keptFrom } from './kept.ts'
import { type Cell, FILTERS, type Filter, type Metric, notNarrowed, type Unit } from './metric.ts'
import {
  cursorAfter,
  PAGE_LIMIT,
  type Page,
  type PageQuestion,
  pageOf,
  pageParams,
  pageSql,
} from './paging.ts'
import { type Reach, reachParams, refuseOthers, refuseSums } from './reach.ts'
import { setting } from './sql.ts'
import { type Period, type Window, windowOf } from './window.ts'

/** What a caller may say. Dates are YYYY-MM-DD; several values of one filter mean "or". */
export interface Question extends PageQuestion, Period {
  filters?: Partial<Record<Filter, readonly string[]>>
}

export interface Answer {
  data: Record<string, Cell>[]
  meta: {
    metric: string
    unit: Unit
    org: string
    from: string
    to: string
    tz: string
    /** True when the last day is not over. */
    partial: boolean
    /** Of how many things the answer speaks, where some are unknown; else null. */
    coverage: { known: number; total: number } | null
    /** First whole day from which on all that the answer counts is kept; null where that is so of all of it (promise V6). */
    kept_from: string | null
    filters: Partial<Record<Filter, string[]>>
    notes: string[]
    /** Of metrics that come in pages: whether there is more, and what to ask the next page with. */
    has_more?: boolean
    next_cursor?: string | null
  }
}

const MAX_VALUES = 500

/**
 * Errors: `bad_param` for what is asked wrongly, `forbidden` for what tells of single people where the reach allows
 * sums alone, `unavailable` when the engine is away.
 */
export async function run(
  store: Store,
  reach: Reach,
  asked: Metric,
  question: Question,
  now: number,
): Promise<Answer> {
  const { m, params, page, meta, tell } = preparedFor(reach, asked, question, now)
  const [{ rows, more }, covered] = await Promise.all([
    page
      ? pageRows(store, m, page, params)
      : store.rows(m.sql, { params }).then((all) => ({ rows: all, more: null })),
    m.coverage ? store.rows<{ known: number; total: number }>(m.coverage, { params }) : [],
  ])
  return {
    data: rows.map(tell),
    meta: { ...meta, coverage: covered[0] ?? null, ...more },
  }
}

export type Stream = Pick<Answer, 'meta'> & { rows: AsyncGenerator<Record<string, Cell>> }

/**
 * The same rows as they come, few in memory at a time, for exports. Without `limit` and `cursor` a metric in pages gives
 * all of them. Of coverage nothing is said. The query ends when reading stops or `signal` is aborted. Errors: those of
 * `run`; of the engine while reading.
 */
export function stream(
  store: Store,
  reach: Reach,
  asked: Metric,
  question: Question,
  now: number,
  signal?: AbortSignal,
): Stream {
  const { m, params, page, meta, tell } = preparedFor(reach, asked, question, now)
  const all = question.limit === undefined && question.cursor === undefined
  return {
    meta,
    rows: page ? pagesOf(store, m, page, params, all) : streamOf(store, m, tell, params, signal),
  }
}

async function* streamOf(
  store: Store,
  m: Metric,
  tell: (row: object) => Record<string, Cell>,
  params: Params,
  signal: AbortSignal | undefined,
) {
  for await (const row of store.stream(m.sql, { params, signal })) yield tell(row)
}

/** One page, or it and all after it. */
async function* pagesOf(store: Store, m: Metric, first: Page, params: Params, all: boolean) {
  let page: Page | null = all ? { ...first, limit: PAGE_LIMIT.most } : first
  while (page) {
    const { rows, more } = await pageRows(store, m, page, params)
    for (const row of rows) yield m.row.parse(row)
    const cursor: string | null = all ? more.next_cursor : null
    page = cursor === null ? null : pageOf(m, { limit: page.limit, search: page.search, cursor })
  }
}

/** What is asked, as parameters of SQL, and what is said of the answer. */
function preparedFor(reach: Reach, asked: Metric, question: Question, now: number) {
  const window = windowOf({ ...question, tz: reach.fewest === null ? (question.tz ?? reach.tz) : 'UTC' }, now)
  const filters = question.filters ?? {}
  refuseSingle(reach, asked, filters)
  const { fewest } = reach
  const m = narrowed(fewest === null ? asked : asPublished(asked), filters)
  const meta: Answer['meta'] = {
    metric: m.id,
    unit: m.unit,
    org: reach.org,
    from: window.from,
    to: window.to,
    tz: window.tz,
    partial: window.partial,
    coverage: null,
    kept_from: keptFrom(asked, reach.kept, window, now),
    filters: Object.fromEntries(Object.entries(filters).map(([f, values]) => [f, [...values]])),
    notes: [...(m.notes ?? []), ...notesOn(m, filters), ...(fewest === null ? [] : [publishedNote(fewest)])],
  }
  const params = {
    ...reachParams(reach, now),
    ...windowParams(window),
    ...filterParams(m, filters),
  }
  const tell = (row: object): Record<string, Cell> => {
    const told = m.row.parse(row)
    return fewest === null ? told : publishedRow(told, fewest)
  }
  return { m, params, page: pageOf(m, pageQuestion(question)), meta, tell }
}

/** The metric as it is for a question: its SQL tells of the filters alone that are set. */
function narrowed(m: Metric, filters: Question['filters'] = {}): Metric {
  const set = (Object.keys(filters) as Filter[]).filter((filter) => filters[filter]?.length)
  const { coverage, paged } = m
  // Rows of a page of keys are asked for by those keys.
  const keys = paged?.by ? [paged.key as Filter] : []
  return {
    ...{ ...m, sql: setting([...set, ...keys], m.sql) },
    ...(coverage === undefined ? {} : { coverage: setting(set, coverage) }),
    ...(paged?.by ? { paged: { ...paged, by: narrowed(paged.by, filters) } } : {}),
  }
}

const pageQuestion = ({ limit, cursor, sort, order, search }: Question): PageQuestion => ({
  ...{ limit, cursor, sort, order, search },
})

type Rows = Record<string, unknown>[]
interface PageRows {
  rows: Rows
  more: { has_more: boolean; next_cursor: string | null }
}

/** A page of rows, or all rows of a page of keys. */
async function pageRows(store: Store, m: Metric, page: Page, params: Params): Promise<PageRows> {
  const { key = '', by = m } = m.paged ?? {}
  const found: Rows = await store.rows(pageSql(by, page), { params: { ...params, ...pageParams(page) } })
  const rows = found.slice(0, page.limit)
  const last = rows.at(-1)
  const has_more = found.length > page.limit
  const more = { has_more, next_cursor: last && has_more ? cursorAfter(m, page, last) : null }
  if (by === m || rows.length === 0) return { rows, more }
  const keys = rows.map((row) => String(row[key]))
  const place = new Map(keys.map((name, i) => [name, i]))
  const of = (row: Record<string, unknown>) => place.get(String(row[key])) ?? keys.length
  const all: Rows = await store.rows(m.sql, { params: { ...params, [key]: storedAs(keys) } })
  return { rows: all.sort((a, b) => of(a) - of(b)), more }
}

/** Errors: `forbidden`. */
function refuseSingle(reach: Reach, m: Metric, filters: Question['filters'] = {}): void {
  if (m.single) refuseSums(reach, `${m.id} tells of`)
  refuseOthers(reach, (filters.user ?? []).map(identityOf))
}

/** Why a metric is refused, whatever the filters; null where it may be asked. */
export function refusalOf(reach: Reach, m: Metric): string | null {
  try {
    refuseSingle(reach, m)
    if (reach.fewest !== null) asPublished(m)
    return null
  } catch (error) {
    if (error instanceof TachographError) return error.message
    throw error
  }
}

/** Says which columns are null because of a filter, and of which. */
function notesOn(m: Metric, asked: Partial<Record<Filter, readonly string[]>>): string[] {
  const set = Object.entries(asked).flatMap(([name, values]) => (values.length > 0 ? [name] : []))
  const names = new Map<string, string[]>()
  for (const { name, filters } of notNarrowed(m, set)) {
    const by = set.filter((f) => !filters?.includes(f as Filter)).join(', ')
    names.set(by, [...(names.get(by) ?? []), name])
  }
  return [...names].map(([by, columns]) => `Null, as not known per ${by}: ${columns.join(', ')}.`)
}

function windowParams(w: Window) {
  const { from, days, start, end, before, starts, dates } = w
  return { from, days, start, end, before, last: starts.at(-1), starts, dates }
}

function filterParams(
  m: Metric,
  asked: Partial<Record<Filter, readonly string[]>>,
): Record<string, readonly string[]> {
  const params: Record<string, readonly string[]> = Object.fromEntries(
    Object.keys(FILTERS).map((name) => [name, []]),
  )
  for (const [name, values] of Object.entries(asked)) {
    if (!m.filters.includes(name as Filter)) {
      const can = m.filters.join(', ')
      throw new TachographError(
        'bad_param',
        `${name}: ${m.id} cannot be filtered by it. It can be by: ${can}.`,
        { param: name },
      )
    }
    params[name] = storedNames(name, values)
  }
  return params
}

/**
 * The values of a filter as they are stored: what is shown as unknown is an empty name, or was told as this very word.
 * Errors: `bad_param`.
 */
export function storedNames(filter: string, values: readonly string[]): string[] {
  if (values.length > MAX_VALUES)
    throw new TachographError('bad_param', `${filter}: more than ${MAX_VALUES} values.`, { param: filter })
  return storedAs(filter === 'user' ? values.map(identityOf) : values)
}

const storedAs = (names: readonly string[]): string[] =>
  names.flatMap((name) => (name === 'unknown' ? ['', name] : [name]))
