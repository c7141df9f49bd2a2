/** Tools: tool calls and how they ended, per 15 minutes. */
import { DIMENSIONS, factsOf, inContext, label, number, type Rollup } from './rollup.ts'

const KEYS = ['tool', 'mcp_server', 'raw_tool'] as const

const COLUMNS = [...[...KEYS, 'status'].map((c) => label(c)), number('duration_ms', 'timing')]

const MEASURES = {
  calls: 'count()',
  ok: `countIf(e.status = 'ok')`,
  error: `countIf(e.status = 'error')`,
  rejected: `countIf(e.status = 'rejected')`,
  duration_ms: 'sum(ifNull(e.duration_ms, 0))',
  timed_calls: 'countIf(isNotNull(e.duration_ms))',
}

export const tools: Rollup = {
  name: 'tools',
  table: 'rollup_tools',
  version: 2,
  reads: ['tool_call'],
  keys: [...DIMENSIONS, ...KEYS],
  measures: Object.keys(MEASURES),
  madeOfFacts: `counter_of = ''`,
  select: (reading) =>
    inContext(
      {
        tables: ['tool_call'],
        from: `(${factsOf('tool_call', COLUMNS, reading.merge)}) AS e`,
        keys: KEYS,
        measures: MEASURES,
      },
      reading,
    ),
}
