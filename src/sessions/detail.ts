/** One session in full: its entry, and the sums of its own facts. */
import { TachographError } from '../errors.ts'
import { type Reach, reachParams, refuseSums } from '../metrics/reach.ts'
import { costOf, dollars, filtered, from } from '../metrics/sql.ts'
import { costNano, rateJoin, withTier } from '../prices/cost.ts'
import { type Chosen, factsOf, label, number } from '../rollups/rollup.ts'
import { SESSION_EVENTS } from '../rollups/session.ts'
import type { Store } from '../store/store.ts'
import { ENTRY, type EntryRow, entryOf, type SessionEntry, told } from './entry.ts'

/** Sums are of the session itself, not of subagent sessions it started. Null is unknown: no fact tells it. */
export interface SessionDetail extends SessionEntry {
  /** Disjoint, but for reasoning, which is a part of output (G-TOK-1). */
  tokens: Record<(typeof TOKENS)[number], number | null>
  /** API-equivalent cost of the calls whose cost is known: reported, else tokens times list price (G-COST-1). */
  cost_usd: number | null
  /** Of how many model calls the cost is known (G-NULL-2). */
  cost_coverage: { known: number; total: number }
  /** Most used first. */
  models: { provider: string | null; model: string | null; calls: number }[]
  /** Most used first. */
  tools: { tool: string | null; calls: number; ok: number; error: number; rejected: number }[]
  /** By path and operation. Lines are sums of those changes that tell them. */
  files: FileRow[]
  /** Further files, beyond those that are listed. */
  files_more: number
  /** What the agent counted itself and reported as metrics. */
  counters: CounterRow[]
  /** Sources that told of it. */
  sources: string[]
}

/** One counter, by name. Times are ms. */
interface CounterRow {
  name: string
  /** Null for the counter cost. */
  value: number | null
  /** Of the counter cost. */
  usd: number | null
  /** False where facts of the session tell the same one by one, and are counted in its place. */
  counted: boolean
}

interface FileRow {
  path: string
  op: string
  added: number | null
  removed: number | null
}

const TOKENS = ['input', 'cache_read', 'cache_write', 'output', 'reasoning'] as const
const MAX_FILES = 500

const IN_DAYS = 'org = {org:String} AND day IN {days:Array(Date)}'
const OURS = 'session = {session:String}'

/** Facts that any source tells of the session, told in full: another source may say whose they really are. */
const within = (table: string): string =>
  `${IN_DAYS} AND (day, id) IN (SELECT day, id FROM ${table} WHERE ${IN_DAYS} AND ${OURS})`

/** The session's facts of a type, one row each. Parameters: org, session, and days on which it has events. */
const facts = (table: string, columns: readonly Chosen[]): string =>
  `SELECT * FROM (${factsOf(table, columns, 'several', within(table))}) WHERE ${OURS}`

const CALLS = facts('model_call', [
  ...['provider', 'model', 'tier'].map((c) => label(c)),
  ...['in_uncached', 'cache_read', 'cache_write', 'cache_write_1h', 'out', 'reasoning'].map((c) => number(c)),
  number('cost_nano_usd', 'timing'),
])

/** A part may come from another source than its whole: it is never counted as more. */
const REASONING = 'if(isNull(c.reasoning), NULL, least(assumeNotNull(c.reasoning), ifNull(c.out, 0)))'
/** Nothing was used without calls; with calls, none of which tells it, nobody knows. */
const total = (column: string): string => `if(calls = 0, 0, sumOrNull(u.${column}))`

const USAGE = `SELECT count() AS calls, countIf(isNotNull(u.call_nano)) AS known,
  ${TOKENS.map((t) => `${total(`${t}_tokens`)} AS ${t}`).join(', ')},
  sum(ifNull(u.call_nano, 0)) AS known_nano, ${costOf('known_nano', 'known', 'calls')} AS cost_usd
FROM (
  SELECT c.in_uncached AS input_tokens, c.cache_read AS cache_read_tokens, c.cache_write AS cache_write_tokens,
    c.out AS output_tokens, ${REASONING} AS reasoning_tokens, ${costNano('c', 'r')} AS call_nano
  FROM ${withTier(CALLS)} AS c
  ${rateJoin('c', 'r')}
) AS u`

/**
 * The version of the rates that were stored last. Rates of a model are stored before its calls are first counted, and
 * those of a new version take the place of the old, so this is what they can be priced by.
 */
export const PRICE_VERSION = 'SELECT argMax(version, ver) AS version FROM rate WHERE org = {org:String}'

const MODELS = `SELECT provider, model, count() AS calls
FROM (${facts('model_call', [label('provider'), label('model')])})
GROUP BY provider, model ORDER BY calls DESC, model, provider`

/** Calls one by one, or as the agent counts them where it tells none. */
const TOOLS = `SELECT tool, sum(n) AS calls, sumIf(n, status = 'ok') AS ok, sumIf(n, status = 'error') AS error,
  sumIf(n, status = 'rejected') AS rejected
FROM (
  SELECT tool, status, 1 AS n FROM (${facts('tool_call', [label('tool'), label('status')])})
  UNION ALL SELECT tool, status, value AS n FROM rollup_counter FINAL
  WHERE org = {org:String} AND ${OURS} AND name = 'tool_calls' AND is_counted
) GROUP BY tool HAVING calls > 0 ORDER BY calls DESC, tool`

const FILES = `SELECT e.path AS path, e.op AS op, sumOrNull(e.added) AS added, sumOrNull(e.removed) AS removed,
  count() OVER () AS files
FROM (${facts('file_change', [label('path'), label('op'), number('added'), number('removed')])}) AS e
GROUP BY e.path, e.op ORDER BY path, op LIMIT ${MAX_FILES}`

const COUNTERS = `SELECT c.name AS name, if(c.name = 'cost', NULL, sum(c.value)) AS value,
  if(c.name = 'cost', ${dollars('sum(c.nano_usd)')}, NULL) AS usd, max(c.is_counted) AS counted
FROM rollup_counter AS c FINAL WHERE c.org = {org:String} AND c.session = {session:String}
GROUP BY c.name ORDER BY name`

const SOURCES = `SELECT DISTINCT source FROM (
  ${SESSION_EVENTS.map(
    (table) => `SELECT source FROM ${table} FINAL
    WHERE ${within(table)} AND id IN (SELECT id FROM (${facts(table, [])}))`,
  ).join('\n  UNION ALL ')}
  ${['counter', 'span'].map((t) => `UNION ALL SELECT source FROM ${t} WHERE ${IN_DAYS} AND ${OURS}`).join(' ')}
  UNION ALL SELECT source FROM session WHERE org = {org:String} AND id = {session:String}
) ORDER BY source`

const FOUND = `SELECT ${ENTRY}, r.days AS days FROM ${from('rollup_session')}
WHERE ${filtered([], 'r.started_at')} AND r.session = {session:String}`

type UsageRow = Record<(typeof TOKENS)[number], number | null> & {
  calls: number
  known: number
  cost_usd: number | null
}
type ToolRow = Record<'calls' | 'ok' | 'error' | 'rejected', number> & { tool: string }

/**
 * The session of that id; `now` is ms since 1970 UTC. Errors: `not_found`, for a session out of reach as for one that nobody
 * has, `forbidden`, and `unavailable`.
 */
export async function sessionDetail(
  store: Store,
  reach: Reach,
  id: string,
  now: number,
): Promise<SessionDetail> {
  refuseSums(reach, 'Sessions are of')
  const of = { ...reachParams(reach), session: id }
  const [[found], [rates]] = await Promise.all([
    store.rows<EntryRow & { days: string[] }>(FOUND, { params: of }),
    store.rows<{ version: string }>(PRICE_VERSION, { params: of }),
  ])
  if (!found) throw new TachographError('not_found', `There is no session ${id.slice(0, 60)}.`)
  const params = { ...of, days: found.days }
  const price_version = rates?.version ?? ''
  const [[usage], models, tools, files, counters, sources] = await Promise.all([
    store.rows<UsageRow>(USAGE, { params: { ...params, price_version } }),
    store.rows<{ provider: string; model: string; calls: number }>(MODELS, { params }),
    store.rows<ToolRow>(TOOLS, { params }),
    store.rows<FileRow & { files: number }>(FILES, { params }),
    store.rows<CounterRow>(COUNTERS, { params }),
    store.rows<{ source: string }>(SOURCES, { params }),
  ])
  return {
    ...entryOf(found, now),
    ...spent(usage as UsageRow, counters),
    models: models.map((m) => ({ provider: told(m.provider), model: told(m.model), calls: m.calls })),
    tools: tools.map(({ tool, ...counts }) => ({ tool: told(tool), ...counts })),
    files: files.map(({ path, op, added, removed }) => ({ path, op, added, removed })),
    files_more: (files[0]?.files ?? 0) - files.length,
    counters: counters.map((c) => ({ ...c, counted: Boolean(c.counted) })),
    sources: sources.map((s) => s.source),
  }
}

/** Counter of each kind of tokens. */
const COUNTER_OF: Record<(typeof TOKENS)[number], string> = {
  input: 'tokens_input',
  cache_read: 'tokens_cache_read',
  cache_write: 'tokens_cache_write',
  output: 'tokens_output',
  reasoning: 'tokens_reasoning',
}

/** Of the calls; of a session that tells none, what its agent counted, which knows no number of calls. */
function spent({ calls, known, cost_usd, ...told }: UsageRow, counters: readonly CounterRow[]) {
  const cost_coverage = { known, total: calls }
  const { input, cache_read, cache_write, output, reasoning } = told
  if (calls > 0 || counters.length === 0)
    return { tokens: { input, cache_read, cache_write, output, reasoning }, cost_usd, cost_coverage }
  const counted = (name: string) => counters.find((c) => c.name === name && c.counted)
  const tokens = Object.fromEntries(
    TOKENS.map((kind) => [kind, counted(COUNTER_OF[kind])?.value ?? null]),
  ) as SessionDetail['tokens']
  // A counter of cost that stays at 0 while tokens are used knows no price.
  const used = TOKENS.some((kind) => (tokens[kind] ?? 0) > 0)
  const usd = counted('cost')?.usd ?? null
  return { tokens, cost_usd: usd === 0 && used ? null : usd, cost_coverage }
}
