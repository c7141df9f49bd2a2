/** Tools: tool calls and how they ended, per 15 minutes. */
import { DIMENSIONS, dimensions, factsOf, label, number, type Rollup, sessionContext } from './rollup.ts'

const KEYS = [...DIMENSIONS, 'tool', 'mcp_server'] as const

const COLUMNS = [...['tool', 'mcp_server', 'status'].map((c) => label(c)), number('duration_ms', 'timing')]

export const tools: Rollup = {
  name: 'tools',
  table: 'rollup_tools',
  reads: ['tool_call'],
  keys: KEYS,
  measures: ['calls', 'ok', 'error', 'rejected', 'duration_ms', 'timed_calls'],
  select: (reading) => `SELECT bucket, ${KEYS.join(', ')},
  count() AS calls, countIf(status = 'ok') AS ok, countIf(status = 'error') AS error,
  countIf(status = 'rejected') AS rejected, sum(ifNull(t.duration, 0)) AS duration_ms,
  countIf(isNotNull(t.duration)) AS timed_calls
FROM (
  SELECT c.bucket AS bucket, ${dimensions()}, c.tool AS tool, c.mcp_server AS mcp_server, c.status AS status,
    c.duration_ms AS duration
  FROM (${factsOf('tool_call', COLUMNS, reading.merge)}) AS c
  LEFT JOIN (${sessionContext(['tool_call'], reading)}) AS s ON c.session = s.id
) AS t
GROUP BY bucket, ${KEYS.join(', ')}`,
}
