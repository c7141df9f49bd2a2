/** Pages of metrics whose rows may be many: in what order rows come, where a page begins, and what is looked for. */
import { TachographError } from '../errors.ts'
import { columnsOf, type Metric } from './metric.ts'

/** What a caller may say of pages. */
export interface PageQuestion {
  limit?: number
  /** `next_cursor` of the page before. */
  cursor?: string
  /** Column. */
  sort?: string
  order?: string
  /** Part of an e-mail address or name, in any case. */
  search?: string
}

export const PAGE_PARAMS = {
  limit: 'How many on a page: 1 to 1000. Default: 100.',
  cursor: '`next_cursor` of the page before.',
  sort: 'Column to sort by. Default: what names the rows.',
  order: 'asc or desc. Default: asc for names, desc for figures. Unknown comes last.',
  search: 'Only those whose name or e-mail address contains this, in any case.',
} as const satisfies Record<keyof PageQuestion, string>

export const PAGE_LIMIT = { default: 100, most: 1_000 } as const
const MOST_SEARCHED = 200

type Order = 'asc' | 'desc'

/** Where a page begins: after this key, and this value of the column that is sorted by. */
interface Place {
  sort: string
  order: Order
  value: string | number | null
  key: string
}

/** A page that has been asked for, checked. */
export interface Page {
  limit: number
  sort: string
  order: Order
  search: string
  after: Place | null
}

const bad = (param: keyof PageQuestion, why: string) =>
  new TachographError('bad_param', `${param}: ${why}`, { param })

/** Errors: `bad_param` for what is no page of this metric. */
export function pageOf(m: Metric, question: PageQuestion): Page | null {
  if (!m.paged) {
    const [asked] = Object.entries(question).flatMap(([name, value]) => (value === undefined ? [] : [name]))
    if (asked === undefined) return null
    throw bad(asked as keyof PageQuestion, `${m.id} has no pages.`)
  }
  const { limit = PAGE_LIMIT.default, cursor, search = '' } = question
  if (!Number.isInteger(limit) || limit < 1 || limit > PAGE_LIMIT.most)
    throw bad('limit', `must be a whole number from 1 to ${PAGE_LIMIT.most}.`)
  if (search.length > MOST_SEARCHED) throw bad('search', `longer than ${MOST_SEARCHED} characters.`)
  const after = cursor === undefined ? null : placeOf(m, cursor)
  const sort = sortOf(m, question.sort ?? after?.sort ?? m.paged.key)
  const order = orderOf(question.order ?? after?.order ?? (isText(m, sort) ? 'asc' : 'desc'))
  if (after && (after.sort !== sort || after.order !== order))
    throw bad('cursor', 'it is of another order. Ask with the same sort and order, or begin anew.')
  return { limit, sort, order, search, after }
}

function sortOf(m: Metric, sort: string): string {
  const can = m.paged?.sortable ?? []
  if (can.includes(sort)) return sort
  throw bad('sort', `${m.id} cannot be sorted by ${sort.slice(0, 60)}. It can be by: ${can.join(', ')}.`)
}

function orderOf(order: string): Order {
  if (order === 'asc' || order === 'desc') return order
  throw bad('order', 'asc or desc.')
}

const isText = (m: Metric, name: string): boolean => {
  const unit = columnsOf(m.paged?.by ?? m).find((c) => c.name === name)?.unit
  return unit === 'label' || unit === 'date'
}

const written = ({ sort, order, value, key }: Place): string =>
  Buffer.from(JSON.stringify([sort, order, value, key])).toString('base64url')

/** The cursor of the page after a row. */
export const cursorAfter = (
  m: Metric,
  { sort, order }: Page,
  row: Readonly<Record<string, unknown>>,
): string =>
  written({ sort, order, value: row[sort] as Place['value'], key: String(row[m.paged?.key ?? '']) })

/** The cursor of the page after a key, in the order of keys: for faces whose cursor is the key itself. */
export const cursorAfterKey = (m: Metric, key: string): string =>
  written({ sort: m.paged?.key ?? '', order: 'asc', value: key, key })

/** Errors: `bad_param` for whatever `cursorAfter` has not made of this metric. */
function placeOf(m: Metric, cursor: string): Place {
  const [sort, order, value, key, ...more] = partsOf(cursor)
  const place = { sort, order, value, key } as Place
  const fits =
    typeof sort === 'string' &&
    m.paged?.sortable.includes(sort) &&
    (order === 'asc' || order === 'desc') &&
    (value === null || typeof value === (isText(m, sort) ? 'string' : 'number')) &&
    typeof key === 'string' &&
    more.length === 0 &&
    written(place) === cursor
  if (fits) return place
  throw bad(
    'cursor',
    'not one of ours. Send back `next_cursor` of the page before as it came, or leave it out.',
  )
}

function partsOf(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}

/**
 * SELECT of one page, and one row more where there are more. Only names of columns that the metric itself has stand in
 * it; all that the caller said is bound by `pageParams`.
 */
export function pageSql(m: Metric, { sort, order }: Page): string {
  const { key, searched, keysAlone } = m.paged ?? { key: '', searched: [] }
  const columns = keysAlone ? [...new Set([key, sort, ...searched])].join(', ') : '*'
  const [value, after] = isText(m, sort)
    ? [`page.${sort}`, '{after_text:String}']
    : [`toFloat64(page.${sort})`, '{after_number:Float64}']
  const beyond = order === 'asc' ? '>' : '<'
  const text = searched.map((c) => `ifNull(page.${c}, '')`).join(`, '\\n', `)
  return `SELECT ${columns} FROM (${m.sql}) AS page
WHERE ({search:String} = '' OR positionCaseInsensitiveUTF8(concat(${text}, ''), {search:String}) > 0)
  AND (NOT {has_after:Bool} OR if({after_null:Bool}, isNull(${value}) AND page.${key} > {after_key:String},
    ifNull(${value} ${beyond} ${after} OR (${value} = ${after} AND page.${key} > {after_key:String}), true)))
ORDER BY isNull(page.${sort}), page.${sort} ${order === 'asc' ? 'ASC' : 'DESC'}, page.${key} LIMIT {page_rows:UInt32}`
}

export const pageParams = ({ limit, search, after }: Page) => ({
  search,
  has_after: after !== null,
  after_null: after !== null && after.value === null,
  after_text: typeof after?.value === 'string' ? after.value : '',
  after_number: typeof after?.value === 'number' ? after.value : 0,
  after_key: after?.key ?? '',
  page_rows: limit + 1,
})
