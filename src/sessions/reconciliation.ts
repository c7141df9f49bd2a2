/** Holds what was read against what is counted, per agent and per session, and against what the agents say themselves. */
import type { Reach } from '../metrics/reach.ts'
import { costOf } from '../metrics/sql.ts'
import { windowOf } from '../metrics/window.ts'
import { pricedNano, rateJoin, withTier } from '../prices/cost.ts'
import { factsOf, label, number } from '../rollups/rollup.ts'
import type { Params, Store } from '../store/store.ts'
import { PRICE_VERSION } from './detail.ts'
import { listSessions, type SessionsQuestion } from './list.ts'

/** Tokens are input of all kinds plus output. Null is unknown. */
export interface ReadOfTranscripts {
  files: number
  rows: number
  /** Rows that tell token counts, and their plain sum. */
  told_rows: number
  told_tokens: number
  dropped: { reason: string; records: number; tokens: number }[]
  /** What came of them, file by file. */
  calls: number
  tokens: number
  /** The totals that agents write themselves; null where none does. */
  reported_tokens: number | null
}

export interface Counted {
  calls: number
  tokens: number
  /** Calls by where their cost comes from. */
  reported_calls: number
  priced_calls: number
  unpriced_calls: number
  cost_usd: number | null
}

export interface ReconciledAgent {
  harness: string | null
  transcripts: ReadOfTranscripts | null
  /** Calls that each source tells, also those that others tell too. */
  told_by: { source: string; calls: number; tokens: number }[]
  counted: Counted
}

export interface ReconciledSession extends ReconciledAgent {
  session: string
  started_at: string
  /** The agent's own total: of its transcripts, else of its metrics where these are not what is counted. */
  agent_total: { from: 'transcript' | 'metrics'; tokens: number; ours: number; difference: number } | null
}

const IN_DAYS = 'org = {org:String} AND day IN {days:Array(Date)}'
const OURS = 'session IN {sessions:Array(String)}'
const sumOf = (row: string): string =>
  ['in_uncached', 'cache_read', 'cache_write', 'out'].map((t) => `ifNull(${row}.${t}, 0)`).join(' + ')

const CALLS = factsOf(
  'model_call',
  [
    ...['provider', 'model', 'tier'].map((c) => label(c)),
    ...['in_uncached', 'cache_read', 'cache_write', 'cache_write_1h', 'out'].map((c) => number(c)),
    number('cost_nano_usd', 'timing'),
  ],
  'several',
  `${IN_DAYS} AND (day, id) IN (SELECT day, id FROM model_call WHERE ${IN_DAYS} AND ${OURS})`,
)

const COUNTED_COLUMNS = `count() AS calls, sum(k.tokens) AS tokens,
  countIf(isNotNull(k.reported)) AS reported_calls,
  countIf(isNull(k.reported) AND isNotNull(k.priced)) AS priced_calls,
  countIf(isNull(k.reported) AND isNull(k.priced)) AS unpriced_calls,
  sum(ifNull(k.reported, ifNull(k.priced, 0))) AS nano,
  ${costOf('nano', '(reported_calls + priced_calls)', 'calls')} AS cost_usd`

/** Parameters: org, sessions, days, price_version. */
const COUNTED = `SELECT k.session AS session, ${COUNTED_COLUMNS} FROM (
  SELECT c.session AS session, ${sumOf('c')} AS tokens, c.cost_nano_usd AS reported, ${pricedNano('c', 'r')} AS priced
  FROM ${withTier(CALLS)} AS c ${rateJoin('c', 'r')} WHERE c.${OURS}
) AS k GROUP BY k.session`

const TOLD_BY = `SELECT m.session AS session, m.source AS source, count() AS calls, sum(${sumOf('m')}) AS tokens
FROM model_call AS m FINAL WHERE m.org = {org:String} AND m.day IN {days:Array(Date)} AND m.${OURS}
GROUP BY m.session, m.source ORDER BY session, source`

const READ_COLUMNS = `count() AS files, sum(ifNull(t.rows, 0)) AS rows, sum(ifNull(t.told_rows, 0)) AS told_rows,
  sum(ifNull(t.told_tokens, 0)) AS told_tokens, sum(ifNull(t.calls, 0)) AS calls, sum(ifNull(t.tokens, 0)) AS tokens,
  sumOrNull(t.reported_tokens) AS reported_tokens,
  sumIf(ifNull(t.tokens, 0), isNotNull(t.reported_tokens)) AS ours`
const DROPPED_COLUMNS = `d.1 AS reason, sum(JSONExtractUInt(d.2, 'records')) AS records, sum(JSONExtractUInt(d.2, 'tokens')) AS tokens`

/** Transcripts `t` of sessions, or of a window: those of several sessions are there by when they were last written. */
const read = (key: string, where: string): string =>
  `SELECT ${key} AS key, ${READ_COLUMNS} FROM transcript AS t FINAL WHERE t.org = {org:String} AND ${where} GROUP BY key`
const dropped = (key: string, where: string): string =>
  `SELECT ${key} AS key, ${DROPPED_COLUMNS} FROM transcript AS t FINAL ARRAY JOIN JSONExtractKeysAndValuesRaw(t.dropped) AS d
   WHERE t.org = {org:String} AND ${where} GROUP BY key, reason ORDER BY key, reason`

const OF_SESSIONS = `t.${OURS}`
const STARTED = `started_at >= toDateTime({start:UInt32}, 'UTC') AND started_at < toDateTime({end:UInt32}, 'UTC')`
const OF_WINDOW = `if(t.session = '', t.observed_at >= toDateTime({start:UInt32}, 'UTC') AND t.observed_at < toDateTime({end:UInt32}, 'UTC'),
  t.session IN (SELECT session FROM rollup_session FINAL WHERE org = {org:String} AND ${STARTED}))`

/** What agents count themselves: beside calls that are told one by one, or in their place. */
const METRICS = `SELECT session, sumIf(value, NOT is_counted AND name != 'model_calls') AS tokens,
  countIf(NOT is_counted AND name != 'model_calls') AS told, sumIf(value, is_counted AND name != 'model_calls') AS counted_tokens,
  greatest(sumIf(value, is_counted AND name = 'model_calls'), counted_tokens > 0) AS counted_calls
FROM rollup_counter FINAL
WHERE org = {org:String} AND ${OURS}
  AND name IN ('model_calls', 'tokens_input', 'tokens_cache_read', 'tokens_cache_write', 'tokens_output')
GROUP BY session`

const USED = `r.org = {org:String} AND r.bucket >= toDateTime({start:UInt32}, 'UTC') AND r.bucket < toDateTime({end:UInt32}, 'UTC')`
const BY_AGENT = `SELECT r.harness AS harness, sum(r.calls) AS calls,
  sum(r.in_uncached + r.cache_read + r.cache_write + r.out) AS tokens, sum(r.reported_calls) AS reported_calls,
  sum(r.priced_calls) AS priced_calls, sum(r.unpriced_calls) AS unpriced_calls, sum(r.cost_nano_usd) AS nano,
  ${costOf('nano', '(reported_calls + priced_calls)', 'calls')} AS cost_usd
FROM rollup_usage AS r FINAL WHERE ${USED} GROUP BY harness ORDER BY calls DESC, harness`
const TOLD_BY_AGENT = `SELECT toString(m.harness) AS harness, m.source AS source, count() AS calls, sum(${sumOf('m')}) AS tokens
FROM model_call AS m FINAL WHERE m.org = {org:String} AND m.day >= toDate(toDateTime({start:UInt32}, 'UTC'))
  AND m.day <= toDate(toDateTime({end:UInt32}, 'UTC'))
  AND m.bucket >= toDateTime({start:UInt32}, 'UTC') AND m.bucket < toDateTime({end:UInt32}, 'UTC')
GROUP BY harness, source ORDER BY harness, source`

type ReadRow = Omit<ReadOfTranscripts, 'dropped'> & { key: string; ours: number }
type DropRow = ReadOfTranscripts['dropped'][number] & { key: string }

const NOTHING: Counted = {
  ...{ calls: 0, tokens: 0, reported_calls: 0, priced_calls: 0, unpriced_calls: 0, cost_usd: 0 },
}

const countedOf = (row: (Counted & { nano?: unknown }) | undefined): Counted => {
  if (!row) return NOTHING
  const { calls, tokens, reported_calls, priced_calls, unpriced_calls, cost_usd } = row
  return { calls, tokens, reported_calls, priced_calls, unpriced_calls, cost_usd }
}

function readOf(row: ReadRow | undefined, drops: readonly DropRow[]): ReadOfTranscripts | null {
  if (!row) return null
  const { key, ours: _, ...rest } = row
  const mine = drops.filter((drop) => drop.key === key)
  return { ...rest, dropped: mine.map(({ reason, records, tokens }) => ({ reason, records, tokens })) }
}

const named = (name: string): string | null => (name === '' ? null : name)

/**
 * Per agent, most calls first: what its transcripts told, of sessions that started in the window, and what is counted in
 * the window. `now` is ms since 1970 UTC. Errors: `bad_param`, `unavailable`.
 */
export async function reconcileAgents(
  store: Store,
  reach: Reach,
  question: Pick<SessionsQuestion, 'from' | 'to' | 'tz' | 'filters'>,
  now: number,
): Promise<ReconciledAgent[]> {
  const { start, end } = windowOf({ ...question, tz: question.tz ?? reach.tz }, now)
  const params = { org: reach.org, start, end }
  const [agents, told, reads, drops] = await Promise.all([
    store.rows<Counted & { harness: string }>(BY_AGENT, { params }),
    store.rows<{ harness: string; source: string; calls: number; tokens: number }>(TOLD_BY_AGENT, { params }),
    store.rows<ReadRow>(read('t.harness', OF_WINDOW), { params }),
    store.rows<DropRow>(dropped('t.harness', OF_WINDOW), { params }),
  ])
  const asked = question.filters?.harness ?? []
  const names = [...new Set([...agents.map((a) => a.harness), ...reads.map((r) => r.key)])].filter(
    (name) => asked.length === 0 || asked.includes(name),
  )
  return names.map((harness) => ({
    harness: named(harness),
    transcripts: readOf(
      reads.find((r) => r.key === harness),
      drops,
    ),
    told_by: told
      .filter((one) => one.harness === harness)
      .map(({ source, calls, tokens }) => ({ source, calls, tokens })),
    counted: countedOf(agents.find((a) => a.harness === harness)),
  }))
}

export interface ReconciledPage {
  data: ReconciledSession[]
  meta: Awaited<ReturnType<typeof listSessions>>['meta']
}

/** Sessions of a page, newest first. Errors: those of `listSessions`. */
export async function reconcileSessions(
  store: Store,
  reach: Reach,
  question: SessionsQuestion,
  now: number,
): Promise<ReconciledPage> {
  const { data: entries, meta } = await listSessions(store, reach, question, now)
  const sessions = entries.map(({ id }) => id)
  if (sessions.length === 0) return { data: [], meta }
  const told = await tellingsOf(store, { org: reach.org, sessions })
  const data = entries.map(({ id, harness, started_at }): ReconciledSession => {
    const row = told.reads.find((r) => r.key === id)
    const metrics = told.metrics.find((m) => m.session === id)
    const counted = withCounters(countedOf(told.counted.find((c) => c.session === id)), metrics)
    const by = told.by.filter((one) => one.session === id)
    return {
      session: id,
      harness,
      started_at,
      transcripts: readOf(row, told.drops),
      told_by: by.map(({ source, calls, tokens }) => ({ source, calls, tokens })),
      counted,
      agent_total: totalOf(row, metrics, counted),
    }
  })
  return { data, meta }
}

async function tellingsOf(store: Store, of: { org: string; sessions: readonly string[] }) {
  const [[{ days = [] } = {}], [rates]] = await Promise.all([
    store.rows<{ days: string[] }>(
      `SELECT arraySort(groupUniqArrayArray(days)) AS days FROM rollup_session FINAL WHERE org = {org:String} AND ${OURS}`,
      { params: of },
    ),
    store.rows<{ version: string }>(PRICE_VERSION, { params: { org: of.org } }),
  ])
  const params: Params = { ...of, days }
  const priced: Params = { ...params, price_version: rates?.version ?? '' }
  const [counted, by, reads, drops, metrics] = await Promise.all([
    store.rows<Counted & { session: string }>(COUNTED, { params: priced }),
    store.rows<{ session: string; source: string; calls: number; tokens: number }>(TOLD_BY, { params }),
    store.rows<ReadRow>(read('t.session', OF_SESSIONS), { params: of }),
    store.rows<DropRow>(dropped('t.session', OF_SESSIONS), { params: of }),
    store.rows<MetricsRow>(METRICS, { params: of }),
  ])
  return { counted, by, reads, drops, metrics }
}

interface MetricsRow {
  session: string
  tokens: number
  /** Counters that are not counted. */
  told: number
  counted_tokens: number
  counted_calls: number
}

/** Of sessions that tell running totals in place of calls; these have no price. */
function withCounters(counted: Counted, metrics: MetricsRow | undefined): Counted {
  if (!metrics || metrics.counted_calls === 0) return counted
  const calls = counted.calls + metrics.counted_calls
  return {
    ...counted,
    calls,
    tokens: counted.tokens + metrics.counted_tokens,
    unpriced_calls: counted.unpriced_calls + metrics.counted_calls,
    cost_usd: counted.calls === 0 ? null : counted.cost_usd,
  }
}

function totalOf(
  row: ReadRow | undefined,
  metrics: MetricsRow | undefined,
  counted: Counted,
): ReconciledSession['agent_total'] {
  if (row?.reported_tokens !== null && row?.reported_tokens !== undefined) {
    const { reported_tokens: tokens, ours } = row
    return { from: 'transcript', tokens, ours, difference: tokens - ours }
  }
  if (!metrics || metrics.told === 0) return null
  const { tokens } = metrics
  return { from: 'metrics', tokens, ours: counted.tokens, difference: tokens - counted.tokens }
}
