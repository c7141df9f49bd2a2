/** Execution: how long tool calls ran, how risky they were, who allowed them and in which mode of autonomy, per 15 minutes. */
import { binsOf } from '../facts/bins.ts'
import { DIMENSIONS, factsOf, inContext, label, type Merge, number, type Rollup } from './rollup.ts'

const KEYS = [
  ...['tool', 'mcp_server', 'status', 'decision', 'risk_proposed', 'risk_executed', 'autonomy_mode'],
] as const

const COLUMNS = [...KEYS.map((c) => label(c)), number('duration_ms', 'timing')]

const MEASURES = {
  calls: 'count()',
  duration_ms: 'sum(ifNull(e.took, 0))',
  duration_bins: binsOf('e.took'),
}

/** A call of which nothing of this is told has no row. */
const told = (merge: Merge) => `(
  SELECT ${['bucket', 'session', ...DIMENSIONS, ...KEYS].map((c) => `c.${c} AS ${c}`).join(', ')}, c.duration_ms AS took
  FROM (${factsOf('tool_call', COLUMNS, merge)}) AS c
  WHERE isNotNull(c.duration_ms) OR c.decision != '' OR c.risk_proposed != '' OR c.risk_executed != ''
    OR c.autonomy_mode != ''
) AS e`

export const execution: Rollup = {
  name: 'execution',
  table: 'rollup_execution',
  version: 2,
  reads: ['tool_call'],
  keys: [...DIMENSIONS, ...KEYS],
  measures: Object.keys(MEASURES),
  select: (reading) =>
    inContext({ tables: ['tool_call'], from: told(reading.merge), keys: KEYS, measures: MEASURES }, reading),
}
