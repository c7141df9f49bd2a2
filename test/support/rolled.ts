/** What the rollups say, in the same lines as `expected`. */
import type { Store } from '../../src/store/store.ts'
import type { Expected, Lines } from './expected.ts'

const WHO = ['user', 'harness', 'client', 'agent', 'project', 'repo']
const text = (column: string) => `toString(${column})`
const ms = (column: string) =>
  `ifNull(toString(toUnixTimestamp64Milli(toDateTime64(${column}, 3, 'UTC'))), '')`
const joined = (parts: string[], by: string) => `arrayStringConcat([${parts.join(', ')}], '${by}')`

/** Lines `bucket|who|keys = sums`, by bucket, who and keys. */
function sums(table: string, keys: string[], measures: string[], where = '1'): string {
  const told = joined([ms('bucket'), ...[...WHO, ...keys].map(text)], '|')
  const values = joined(
    measures.map((m) => `toString(sum(${m}))`),
    ',',
  )
  const by = ['bucket', ...WHO, ...keys.filter((k) => !k.startsWith("'"))].join(', ')
  return `SELECT concat(${told}, ' = ', ${values}) AS line FROM ${table} FINAL WHERE org = {org:String} AND ${where} GROUP BY ${by}`
}

const TOKENS = ['in_uncached', 'cache_read', 'cache_write', 'cache_write_1h', 'out']
const COUNTS = [
  'engaged_ms',
  'human_messages',
  'assistant_messages',
  'model_calls',
  'tool_calls',
  'file_changes',
]
const QUERIES = {
  usage: `${sums('rollup_usage', ['provider', 'model'], ['calls', ...TOKENS, 'cost_nano_usd', 'reported_calls'])}
    UNION ALL ${sums('rollup_usage', ["'errors'"], ['errors'], 'errors > 0')}`,
  tools: sums('rollup_tools', ['tool'], ['calls', 'ok', 'duration_ms', 'timed_calls']),
  activity: sums(
    'rollup_activity',
    [],
    ['human_messages', 'assistant_messages', 'model_calls', 'tool_calls'],
  ),
  changes: sums('rollup_changes', ['session', 'path'], ['changes', 'added', 'removed']),
  sessions: `SELECT ${joined(
    [
      ...['session', 'user', 'project', 'kind'].map(text),
      ...['started_at', 'last_event_at', 'ended_at'].map(ms),
      ...COUNTS.map(text),
    ],
    '|',
  )} AS line FROM rollup_session FINAL WHERE org = {org:String}`,
}

const FACTS = ['model_call', 'tool_call', 'message', 'file_change', 'feature_use']

export async function rolled(store: Store, org: string): Promise<Expected> {
  const lines = async (sql: string): Promise<Lines> =>
    (await store.rows<{ line: string }>(sql, { params: { org } })).map((r) => r.line).sort()
  const counts = FACTS.map((t) => `(SELECT uniqExact(id) FROM ${t} FINAL WHERE org = {org:String})`).join(
    ' + ',
  )
  const [usage, tools, activity, changes, sessions, facts] = await Promise.all([
    lines(QUERIES.usage),
    lines(QUERIES.tools),
    lines(QUERIES.activity),
    lines(QUERIES.changes),
    lines(QUERIES.sessions),
    store.rows<{ n: number }>(`SELECT ${counts} AS n`, { params: { org } }),
  ])
  return { usage, tools, activity, changes, sessions, facts: facts[0]?.n ?? -1 }
}
