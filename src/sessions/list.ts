/** Lists the sessions of a window, newest first, a page at a time. */
import { TachographError } from '../errors.ts'
import { identityOf } from '../facts/identity.ts'
import { SESSION_FRAGMENTS } from '../metrics/activity.ts'
import { FILTERS } from '../metrics/metric.ts'
import { type Reach, reachParams, refuseOthers, refuseSums } from '../metrics/reach.ts'
import { storedNames } from '../metrics/run.ts'
import { filtered, from } from '../metrics/sql.ts'
import { type Period, windowOf } from '../metrics/window.ts'
import type { Store } from '../store/store.ts'
import { cursorOf, type Place, placeOf } from './cursor.ts'
import { ENTRY, type EntryRow, entryOf, type SessionEntry, STARTED_MS } from './entry.ts'

const SHARED = SESSION_FRAGMENTS.ACTIVITY_FILTERS
const OWN = { branch: 'Branch.', kind: 'interactive or headless.' } as const

/** Filters of sessions: those of the metrics of sessions, and what only a session has. */
export type SessionFilter = (typeof SHARED)[number] | keyof typeof OWN
export const SESSION_FILTERS = {
  ...Object.fromEntries(SHARED.map((name) => [name, FILTERS[name]])),
  ...OWN,
} as Readonly<Record<SessionFilter, string>>

/** What a caller may say. Dates are YYYY-MM-DD; several values of one filter mean "or". */
export interface SessionsQuestion extends Period {
  /** Sessions of one page, 1 to 500. Default: 50. */
  limit?: number
  /** `next_cursor` of the page before. */
  cursor?: string
  /** Leaves out what other sessions started as their subagents. */
  roots?: boolean
  filters?: Partial<Record<SessionFilter, readonly string[]>>
}

export interface SessionsPage {
  data: SessionEntry[]
  meta: {
    org: string
    from: string
    to: string
    tz: string
    /** True when the last day is not over. */
    partial: boolean
    /** What to ask the next page with; null on the last one. */
    next_cursor: string | null
  }
}

export const LIMIT = { default: 50, most: 500 } as const

const oneOf = (name: keyof typeof OWN): string =>
  `(empty({${name}:Array(String)}) OR r.${name} IN {${name}:Array(String)})`

/** Parameters: those of `reachParams`, start, end, every filter as an array, roots, the place after which it begins ('' for none), limit. */
const PAGE = `SELECT ${ENTRY} FROM ${from('rollup_session')}
WHERE ${filtered(SHARED, 'r.started_at')} AND ${oneOf('branch')} AND ${oneOf('kind')}
  AND r.started_at >= toDateTime({start:UInt32}, 'UTC') AND r.started_at < toDateTime({end:UInt32}, 'UTC')
  AND (NOT {roots:Bool} OR r.parent_session = '')
  AND ({id:String} = '' OR ${STARTED_MS} < {at:Int64} OR (${STARTED_MS} = {at:Int64} AND r.session > {id:String}))
ORDER BY r.started_at DESC, r.session LIMIT {limit:UInt32}`

const NOWHERE: Place = { at: 0, id: '' }

/**
 * Sessions that started in the window, newest first, those of one instant by id. `now` is ms since 1970 UTC.
 * Errors: `bad_param` for what is asked wrongly, `forbidden`, `unavailable`.
 */
export async function listSessions(
  store: Store,
  reach: Reach,
  question: SessionsQuestion,
  now: number,
): Promise<SessionsPage> {
  const { limit, params, meta } = preparedFor(reach, question, now)
  // One more than asked for, to know whether there is another page.
  const rows = await store.rows<EntryRow>(PAGE, { params: { ...params, limit: limit + 1 } })
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next_cursor = last && rows.length > limit ? cursorOf({ at: last.started_at, id: last.id }) : null
  return { data: shown.map((row) => entryOf(row, now)), meta: { ...meta, next_cursor } }
}

/** More than there can be. */
const ALL = 2 ** 32 - 1

/**
 * The same as they come, few in memory at a time, for exports: all of the window unless a page is asked for. The query
 * ends when reading stops or `signal` is aborted. Errors: those of `listSessions`; `unavailable` while reading.
 */
export function streamSessions(
  store: Store,
  reach: Reach,
  question: SessionsQuestion,
  now: number,
  signal?: AbortSignal,
): Omit<SessionsPage, 'data'> & { rows: AsyncGenerator<SessionEntry> } {
  const { params, meta } = preparedFor(reach, question, now)
  const limit = question.limit ?? (question.cursor === undefined ? ALL : LIMIT.default)
  const rows = async function* () {
    const found = store.stream<EntryRow>(PAGE, { params: { ...params, limit }, signal })
    for await (const row of found) yield entryOf(row, now)
  }
  return { meta: { ...meta, next_cursor: null }, rows: rows() }
}

function preparedFor(reach: Reach, question: SessionsQuestion, now: number) {
  refuseSums(reach, 'Sessions are of')
  refuseOthers(reach, (question.filters?.user ?? []).map(identityOf))
  const { from, to, tz, partial, start, end } = windowOf({ ...question, tz: question.tz ?? reach.tz }, now)
  const { limit = LIMIT.default, cursor, roots = false, filters = {} } = question
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT.most)
    throw new TachographError('bad_param', `limit: a whole number from 1 to ${LIMIT.most}.`, {
      param: 'limit',
    })
  const place = cursor === undefined ? NOWHERE : placeOf(cursor)
  const params = { ...reachParams(reach), start, end, roots, ...place, ...valuesOf(filters) }
  return { limit, params, meta: { org: reach.org, from, to, tz, partial } }
}

function valuesOf(asked: SessionsQuestion['filters'] = {}): Record<string, readonly string[]> {
  const names = Object.keys(SESSION_FILTERS) as SessionFilter[]
  return Object.fromEntries(names.map((name) => [name, storedNames(name, asked[name] ?? [])]))
}
