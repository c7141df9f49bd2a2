/** What the rollups say, in the same lines as `expected`. */
import type { Store } from '../../src/store/store.ts'
import type { Expected, Lines } from './expected.ts'

const WHO = ['user', 'harness', 'client', 'agent', 'project', 'repo']
const text = (column: string) => `toString(${column})`
const ms = (column: string) =>
  `ifNull(toString(toUnixTimestamp64Milli(toDateTime64(${column}, 3, 'UTC'))), '')`
const joined = (parts: string[], by: string) => `arrayStringConcat([${parts.join(', ')}], '${by}')`

/** Lines `bucket|who|keys = sums`, by bucket, who and keys. */
function sums(table: string, keys: string[], measures: string[], where = '1', join = ''): string {
  const told = joined([ms('bucket'), ...[...WHO, ...keys].map(text)], '|')
  const values = joined(
    measures.map((m) => `toString(sum(${m}))`),
    ',',
  )
  const by = ['bucket', ...WHO, ...keys.filter((k) => !k.startsWith("'"))].join(', ')
  return `SELECT concat(${told}, ' = ', ${values}) AS line FROM ${table} FINAL ${join} WHERE org = {org:String} AND ${where} GROUP BY ${by}`
}

/** The same of the counts in each bin: `|<name>|<bin> = calls`. */
const bins = (table: string, keys: string[], name: string): string =>
  sums(table, [...keys, `'${name}'`, 'bin'], ['1'], '1', `ARRAY JOIN ${name}_bins AS bin`)

const CALL = ['model', 'status', 'error_type']
const RUN = ['tool', 'status', 'decision', 'risk_proposed']
const TOKENS = ['in_uncached', 'cache_read', 'cache_write', 'cache_write_1h', 'out']
const COUNTS = [
  'engaged_ms',
  'engaged_user_ms',
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
  changes: sums('rollup_changes', ['session', 'path'], ['changes', 'added', 'removed', 'modified']),
  performance: [
    sums('rollup_performance', CALL, [
      'calls',
      'latency_ms',
      'ttft_ms',
      'attempts',
      'tried_calls',
      'retried_calls',
    ]),
    bins('rollup_performance', CALL, 'latency'),
    bins('rollup_performance', CALL, 'ttft'),
  ].join(' UNION ALL '),
  execution: [
    sums('rollup_execution', RUN, ['calls', 'duration_ms']),
    bins('rollup_execution', RUN, 'duration'),
  ].join(' UNION ALL '),
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
  const [usage, tools, activity, changes, performance, execution, sessions, facts] = await Promise.all([
    lines(QUERIES.usage),
    lines(QUERIES.tools),
    lines(QUERIES.activity),
    lines(QUERIES.changes),
    lines(QUERIES.performance),
    lines(QUERIES.execution),
    lines(QUERIES.sessions),
    store.rows<{ n: number }>(`SELECT ${counts} AS n`, { params: { org } }),
  ])
  return { usage, tools, activity, changes, performance, execution, sessions, facts: facts[0]?.n ?? -1 }
}
