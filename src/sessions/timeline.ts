/** The lifecycle of one session, step by step: prompts, model calls, tools, edits and validations (catalogue D-TRC-1, D-TRC-2). */
import { TachographError } from '../errors.ts'
import { type Reach, reachParams, refuseSums } from '../metrics/reach.ts'
import { filtered, from } from '../metrics/sql.ts'
import { type Chosen, factsOf, label, number } from '../rollups/rollup.ts'
import type { Store } from '../store/store.ts'
import { type FactRow, lifecycle, type SpanRow, type Step } from './lifecycle.ts'

export interface Timeline {
  session: string
  /** In order of time; a step never comes before the one it lies within. */
  steps: Step[]
  /** Further steps, beyond those that are listed. */
  steps_more: number
}

const MOST_STEPS = 5_000

const IN_DAYS = 'org = {org:String} AND day IN {days:Array(Date)}'
const OURS = 'session = {session:String}'
const within = (table: string): string =>
  `${IN_DAYS} AND (day, id) IN (SELECT day, id FROM ${table} WHERE ${IN_DAYS} AND ${OURS})`

/** Fields of a step in the order in which all parts have them; what a fact has not is empty. */
const FIELDS = {
  kind: `''`,
  duration_ms: 'NULL',
  name: `''`,
  model: `''`,
  tool: `''`,
  status: `''`,
  error_type: `''`,
  validation: `''`,
  path: `''`,
  op: `''`,
  added: 'NULL',
  removed: 'NULL',
} as const
type Field = keyof typeof FIELDS

function part(
  table: string,
  columns: readonly Chosen[],
  told: Partial<Record<Field, string>>,
  where = 'true',
): string {
  const fields = Object.entries({ ...FIELDS, ...told }).map(([name, sql]) => `${sql} AS ${name}`)
  return `SELECT toString(f.id) AS id, toUnixTimestamp64Milli(f.at) AS at_ms, ${fields.join(', ')}
  FROM (${factsOf(table, columns, 'several', within(table))}) AS f WHERE f.${OURS} AND ${where}`
}

/** What a tool call is as a step: what it is for says more than what it is. */
const TOOL_KIND = `multiIf(f.validation != '', 'validation', f.tool IN ('Edit', 'Create'), 'edit',
    f.tool = 'Task', 'subagent', 'tool')`

const FACTS = `SELECT * FROM (
  ${[
    part(
      'message',
      [label('role'), number('human')],
      { kind: `'prompt'` },
      `f.role != 'assistant' AND ifNull(f.human, false)`,
    ),
    part(
      'model_call',
      [
        label('model'),
        label('status', 'timing'),
        label('error_type', 'timing'),
        number('latency_ms', 'timing'),
      ],
      {
        ...{ kind: `'model_call'`, duration_ms: 'f.latency_ms', model: 'f.model' },
        ...{ status: 'f.status', error_type: 'f.error_type' },
      },
    ),
    part(
      'tool_call',
      [...['tool', 'raw_tool', 'status', 'validation'].map((c) => label(c)), number('duration_ms', 'timing')],
      {
        ...{ kind: TOOL_KIND, duration_ms: 'f.duration_ms', name: 'f.raw_tool', tool: 'f.tool' },
        ...{ status: 'f.status', validation: 'f.validation' },
      },
    ),
    part(
      'file_change',
      [...['path', 'op'].map((c) => label(c)), ...['added', 'removed'].map((c) => number(c))],
      { kind: `'change'`, path: 'f.path', op: 'f.op', added: 'f.added', removed: 'f.removed' },
    ),
    part(
      'feature_use',
      ['kind', 'name'].map((c) => label(c)),
      { kind: 'f.kind', name: 'f.name' },
      `f.kind != 'subagent'`,
    ),
  ].join('\n  UNION ALL ')}
) ORDER BY at_ms, id LIMIT ${MOST_STEPS + 1}`

/** The type of the fact that a span times, and its key in the ledger as `store/schema/0030_fact_key.sql` has it. */
const ABOUT_TYPE = `multiIf(s.kind = 'model_call', 'model_call', s.kind = 'prompt', 'message', 'tool_call')`
const ABOUT_HEX = `lower(hex(substring(SHA256(concat(${ABOUT_TYPE}, '\\n', s.about)), 1, 16)))`
const ABOUT_KEY = `toUUIDOrZero(concat(${[
  [1, 8],
  [9, 4],
  [13, 4],
  [17, 4],
  [21, 12],
]
  .map(([from, length]) => `substring(${ABOUT_HEX}, ${from}, ${length})`)
  .join(`, '-', `)}))`

const SPANS = `SELECT s.*, if(k.key = toUUIDOrZero(''), '', toString(if(k.of = toUUIDOrZero(''), k.key, k.of))) AS fact
FROM (
  SELECT toString(s.id) AS id, toUnixTimestamp64Milli(s.at) AS at_ms, s.trace_id AS trace_id, s.span_id AS span_id,
    s.parent_span_id AS parent_span_id, s.kind AS kind, s.name AS name, s.duration_ms AS duration_ms, s.status AS status,
    s.error_type AS error_type, s.model AS model, s.tool AS tool, s.validation AS validation,
    if(s.about = '', toUUIDOrZero(''), ${ABOUT_KEY}) AS about_key
  FROM span AS s FINAL WHERE ${IN_DAYS} AND ${OURS} ORDER BY s.at, s.id LIMIT ${MOST_STEPS + 1}
) AS s
LEFT JOIN (
  SELECT key, argMax(alias_of, ver) AS of FROM fact_key
  WHERE org = {org:String} AND day IN (SELECT arrayJoin([d - 1, d, d + 1]) FROM (SELECT arrayJoin({days:Array(Date)}) AS d))
    AND type IN ('model_call', 'message', 'tool_call')
    AND key IN (
      SELECT ${ABOUT_KEY} FROM span AS s FINAL WHERE ${IN_DAYS} AND ${OURS} AND s.about != ''
    )
  GROUP BY key
) AS k ON s.about_key = k.key`

const DAYS = `SELECT r.days AS days FROM ${from('rollup_session')}
WHERE ${filtered([], 'r.started_at')} AND r.session = {session:String}`

/** Errors: `not_found`, for a session out of reach as for one that nobody has, `forbidden`, and `unavailable`. */
export async function sessionTimeline(store: Store, reach: Reach, id: string): Promise<Timeline> {
  refuseSums(reach, 'Sessions are of')
  const of = { ...reachParams(reach), session: id }
  const [found] = await store.rows<{ days: string[] }>(DAYS, { params: of })
  if (!found) throw new TachographError('not_found', `There is no session ${id.slice(0, 60)}.`)
  const params = { ...of, days: found.days }
  const [facts, spans] = await Promise.all([
    store.rows<FactRow>(FACTS, { params }),
    store.rows<SpanRow>(SPANS, { params }),
  ])
  const steps = lifecycle(facts, spans)
  return {
    session: id,
    steps: steps.slice(0, MOST_STEPS),
    steps_more: Math.max(steps.length - MOST_STEPS, 0),
  }
}
