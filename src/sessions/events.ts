/** Events one by one in the order of time, for audit: what was done, when, by whom, and never what was said (catalogue D-AUD-1). */
import { TachographError } from '../errors.ts'
import { identityOf } from '../facts/identity.ts'
import { type Reach, reachParams, refuseOthers, refuseSums } from '../metrics/reach.ts'
import { storedNames } from '../metrics/run.ts'
import { exactDollars, filtered, from, PERSON, WITH_PERSON, withinReach } from '../metrics/sql.ts'
import { type Period, windowOf } from '../metrics/window.ts'
import {
  type Chosen,
  DIMENSIONS,
  factsOf,
  IN_BUCKETS,
  label,
  number,
  sessionContext,
} from '../rollups/rollup.ts'
import type { Params, Store } from '../store/store.ts'

/** A field: how it is stored, and which source is trusted first with it. */
type Fields = Readonly<Record<string, Chosen>>

const labels = (...names: string[]): Fields => Object.fromEntries(names.map((name) => [name, label(name)]))
const counts = (...names: string[]): Fields => Object.fromEntries(names.map((name) => [name, number(name)]))
const timings = (...names: string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, number(name, 'timing')]))

/** What is told of each type beside who and where. Texts of people and hashes of lines are not among it. */
export const EVENT_FIELDS = {
  message: { ...labels('role'), ...counts('human') },
  model_call: {
    ...labels('provider', 'model', 'tier'),
    ...counts('in_uncached', 'cache_read', 'cache_write', 'cache_write_1h', 'out', 'reasoning'),
    ...timings('latency_ms', 'ttft_ms', 'attempts'),
    ...{ status: label('status', 'timing'), error_type: label('error_type', 'timing') },
    ...labels('effort', 'autonomy_mode'),
    ...{ cost_usd: number('cost_nano_usd', 'timing'), cost_source: label('cost_source', 'timing') },
  },
  tool_call: {
    ...labels('tool', 'raw_tool', 'kind', 'mcp_server'),
    ...timings('duration_ms'),
    ...labels('status', 'decision', 'autonomy_mode', 'risk_proposed', 'risk_executed', 'validation'),
  },
  feature_use: labels('kind', 'name', 'event', 'matcher'),
  file_change: { ...labels('path', 'op'), ...counts('added', 'removed'), ...labels('extension', 'language') },
} as const satisfies Readonly<Record<string, Fields>>

export type EventType = keyof typeof EVENT_FIELDS
export const EVENT_TYPES = Object.keys(EVENT_FIELDS) as EventType[]

/** Who and where, for every type. */
export const EVENT_CONTEXT = ['session', ...DIMENSIONS, 'branch'] as const
export const EVENT_FILTERS = [...DIMENSIONS, 'branch', 'session'] as const
export type EventFilter = (typeof EVENT_FILTERS)[number]

/** One event. Null is unknown; `at` is ISO 8601 in UTC; `id` is the same whenever it is asked for. */
export interface SessionEvent {
  at: string
  type: EventType
  id: string
  /** Sources that told of it. */
  sources: string[]
  /** Context and fields. */
  [field: string]: unknown
}

/** What a caller may say. Dates are YYYY-MM-DD; several values of one filter mean "or". */
export interface EventsQuestion extends Period {
  /** Default: all. */
  types?: readonly string[]
  filters?: Partial<Record<EventFilter, readonly string[]>>
}

interface Asked {
  reach: Reach
  /** Seconds since 1970 UTC: the first, and the first that is not asked for any more. */
  start: number
  end: number
  types: readonly EventType[]
  filters: Partial<Record<EventFilter, readonly string[]>>
}

/** Facts that are merged together at most, unless one quarter of an hour has more; rows of one answer of the store. */
const CHUNK = 20_000
const PAGE = 5_000
/** Quarter-hours are counted for so long at once. */
const SPAN_S = 31 * 86_400

const oneOf = (filter: EventFilter): string =>
  `(empty({${filter}:Array(String)}) OR ${filter === 'user' ? PERSON : `r.${filter}`} IN {${filter}:Array(String)})`

/** Facts of these sessions, as any source tells; merged they may turn out to be of others. */
const ofSessions = (table: string): string =>
  `(empty({session:Array(String)}) OR (day, id) IN (SELECT day, id FROM ${table} WHERE ${IN_BUCKETS} AND session IN {session:Array(String)}))`

const IN_WINDOW = `org = {org:String} AND day >= toDate(toDateTime({start:UInt32}, 'UTC')) AND day <= toDate(toDateTime({end:UInt32}, 'UTC'))
  AND bucket >= toDateTime({start:UInt32}, 'UTC') AND bucket < toDateTime({end:UInt32}, 'UTC')`

/** How many rows of which types lie in each quarter-hour. Parameters: org, start, end, session. */
const counted = (
  types: readonly EventType[],
): string => `SELECT bucket AS b, sum(n) AS n, groupArray(type) AS types FROM (
  ${types
    .map(
      (
        type,
      ) => `SELECT '${type}' AS type, toUnixTimestamp(bucket) AS bucket, count() AS n FROM ${type} WHERE ${IN_WINDOW}
    AND (empty({session:Array(String)}) OR session IN {session:Array(String)}) GROUP BY bucket`,
    )
    .join('\n  UNION ALL ')}
) GROUP BY b ORDER BY b`

/** Parameters: org, days, buckets, every filter as an array, and the place after which it begins. */
function pageOf(type: EventType): string {
  const chosen: Chosen[] = [label('branch'), ...Object.values(EVENT_FIELDS[type])]
  const filled = DIMENSIONS.map((d) => `if(c.${d} != '', c.${d}, s.${d}) AS ${d}`)
  const shown = Object.entries(EVENT_FIELDS[type] as Fields).map(([name, { column }]) =>
    column === name ? `r.${column} AS ${name}` : `${exactDollars(`r.${column}`)} AS ${name}`,
  )
  const context = EVENT_CONTEXT.map((name) =>
    name === 'user' ? `${PERSON} AS user` : `r.${name} AS ${name}`,
  )
  return `SELECT toUnixTimestamp64Milli(r.at) AS at_ms, toString(r.id) AS id, r.sources AS sources,
  ${[...context, ...shown].join(', ')}
FROM (
  SELECT c.id AS id, c.at AS at, c.session AS session, o.sources AS sources, ${[...filled, ...chosen.map(({ column }) => `c.${column} AS ${column}`)].join(', ')}
  FROM (${factsOf(type, chosen, 'several', `${IN_BUCKETS} AND ${ofSessions(type)}`)}) AS c
  LEFT JOIN (${sessionContext([type], { allSessions: false })}) AS s ON c.session = s.id
  LEFT JOIN (SELECT id, arraySort(groupUniqArray(source)) AS sources FROM ${type} FINAL WHERE ${IN_BUCKETS} GROUP BY id) AS o ON c.id = o.id
) AS r ${WITH_PERSON}
WHERE ${withinReach('r.at')} AND ${EVENT_FILTERS.map(oneOf).join(' AND ')}
  AND (toUnixTimestamp64Milli(r.at), toString(r.id)) > ({after:Int64}, {after_id:String})
ORDER BY at_ms, id LIMIT ${PAGE}`
}

type Row = Record<string, unknown> & { at_ms: number; id: string; sources: string[] }

/**
 * Events of the window, in order; reading may stop at any time. `now` is ms since 1970 UTC. Errors: `bad_param` for what
 * is asked wrongly, `forbidden`, `unavailable`.
 */
export async function* eventsIn(
  store: Store,
  reach: Reach,
  { types = [], filters = {}, ...question }: EventsQuestion,
  now: number,
): AsyncGenerator<SessionEvent> {
  refuseSums(reach, 'Events are of')
  refuseOthers(reach, (filters.user ?? []).map(identityOf))
  const { start, end } = windowOf({ ...question, tz: question.tz ?? reach.tz }, now)
  const stored = Object.entries(filters).map(([name, values]) => [
    name,
    name === 'session' ? values : storedNames(name, values),
  ])
  yield* eventsOf(store, { reach, start, end, types: typesOf(types), filters: Object.fromEntries(stored) })
}

function typesOf(asked: readonly string[]): readonly EventType[] {
  const wrong = asked.find((type) => !(EVENT_TYPES as string[]).includes(type))
  if (wrong !== undefined)
    throw new TachographError('bad_param', `type: one or more of ${EVENT_TYPES.join(', ')}.`, {
      param: 'type',
    })
  return asked.length === 0 ? EVENT_TYPES : EVENT_TYPES.filter((type) => asked.includes(type))
}

async function* eventsOf(
  store: Store,
  { reach, start, end, types, filters }: Asked,
): AsyncGenerator<SessionEvent> {
  const values = {
    ...reachParams(reach),
    ...Object.fromEntries(EVENT_FILTERS.map((name) => [name, filters[name] ?? []])),
  }
  for (let first = start; first < end; first += SPAN_S) {
    const span = { ...values, start: first, end: Math.min(first + SPAN_S, end) }
    const rows = await store.rows<Quarter>(counted(types), { params: span })
    for (const chunk of chunksOf(rows)) {
      const buckets = chunk.map(({ b }) => b)
      const days = [...new Set(buckets.map((b) => new Date(b * 1000).toISOString().slice(0, 10)))]
      const params = { ...values, buckets, days }
      const there = types.filter((type) => chunk.some((quarter) => quarter.types.includes(type)))
      yield* merged(there.map((type) => ofType(store, type, params)))
    }
  }
}

/** A quarter of an hour: its start in seconds since 1970 UTC, and what rows it has. */
interface Quarter {
  b: number
  n: number
  types: EventType[]
}

/** Quarter-hours that follow each other, together while they are not too many. */
function chunksOf(rows: readonly Quarter[]): Quarter[][] {
  const chunks: Quarter[][] = []
  let size = CHUNK
  for (const quarter of rows) {
    if (size + quarter.n > CHUNK) {
      chunks.push([])
      size = 0
    }
    chunks.at(-1)?.push(quarter)
    size += quarter.n
  }
  return chunks
}

interface Placed {
  ms: number
  event: SessionEvent
}

async function* ofType(store: Store, type: EventType, params: Params): AsyncGenerator<Placed> {
  let place = { after: -1, after_id: '' }
  for (;;) {
    const rows = await store.rows<Row>(pageOf(type), { params: { ...params, ...place } })
    for (const row of rows) yield { ms: row.at_ms, event: eventOf(type, row) }
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    place = { after: last.at_ms, after_id: last.id }
  }
}

/** By time, those of one instant in the order of the types. */
async function* merged(sources: readonly AsyncGenerator<Placed>[]): AsyncGenerator<SessionEvent> {
  const heads = await Promise.all(sources.map((source) => source.next()))
  for (;;) {
    let least = -1
    for (const [i, head] of heads.entries()) {
      const best = heads[least]
      if (!head.done && (!best || best.done || head.value.ms < best.value.ms)) least = i
    }
    const head = heads[least]
    if (!head || head.done) return
    yield head.value.event
    heads[least] = (await sources[least]?.next()) as IteratorResult<Placed>
  }
}

const known = (value: unknown): unknown => (value === '' || value === undefined ? null : value)

function eventOf(type: EventType, row: Row): SessionEvent {
  const event: SessionEvent = {
    at: new Date(row.at_ms).toISOString(),
    type,
    id: row.id,
    sources: row.sources,
  }
  for (const name of [...EVENT_CONTEXT, ...Object.keys(EVENT_FIELDS[type])]) event[name] = known(row[name])
  return event
}

/** A session's own days may miss one on which it only used a feature. */
const AROUND_S = 86_400

/**
 * Events of one session. Errors: `not_found`, for a session out of reach as for one that nobody has, `forbidden`,
 * and `unavailable`.
 */
export async function* eventsOfSession(store: Store, reach: Reach, id: string): AsyncGenerator<SessionEvent> {
  refuseSums(reach, 'Events are of')
  const [found] = await store.rows<{ first: number | null; last: number | null }>(
    `SELECT toUnixTimestamp(toDateTime(arrayMin(r.days), 'UTC')) AS first, toUnixTimestamp(toDateTime(arrayMax(r.days), 'UTC')) AS last
     FROM ${from('rollup_session')} WHERE ${filtered([], 'r.started_at')} AND r.session = {session:String}`,
    { params: { ...reachParams(reach), session: id } },
  )
  if (!found) throw new TachographError('not_found', `There is no session ${id.slice(0, 60)}.`)
  if (!found.first || !found.last) return
  const window = { start: found.first - AROUND_S, end: found.last + 2 * AROUND_S }
  yield* eventsOf(store, { reach, ...window, types: EVENT_TYPES, filters: { session: [id] } })
}
