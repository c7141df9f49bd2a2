/** Tools (catalogue 1.2): what agents used, and whether it worked. */
import { z } from 'zod'
import { count, date, type Filter, label, metric, ms, ratio } from './metric.ts'
import { byDay, DAY, from, inScope, named, quotient, rounded } from './sql.ts'

export const TOOL_FILTERS = [
  'user',
  'harness',
  'client',
  'agent',
  'project',
  'repo',
  'tool',
] as const satisfies readonly Filter[]

export const toolColumns = {
  calls: count('Tool calls, rejected ones included (F-TOOL-1).'),
  ok: count('Calls that succeeded.'),
  error: count('Calls that failed.'),
  rejected: count('Calls that were refused before they ran.'),
  success_rate: ratio(
    'Succeeded / (succeeded + failed); calls that were refused or whose end is unknown are left out (D-TOOL-3).',
  ),
  avg_duration_ms: ms('Mean run time of the calls whose duration is known.'),
}

export const TOOL_SUMS = `sum(r.calls) AS calls, sum(r.ok) AS ok, sum(r.error) AS error, sum(r.rejected) AS rejected,
  ${quotient('sum(r.ok)', '(sum(r.ok) + sum(r.error))')} AS success_rate,
  if(sum(r.timed_calls) = 0, NULL, ${rounded('(sum(r.duration_ms) / sum(r.timed_calls))', 0)}) AS avg_duration_ms`

export const toolsByTool = metric({
  id: 'tools.by_tool',
  title: 'Tool calls by tool',
  unit: 'count',
  doc: 'Calls of each canonical tool and how they ended, most used first.',
  catalogue: ['F-TOOL-1', 'F-TOOL-2', 'D-TOOL-1', 'D-TOOL-2', 'D-TOOL-3'],
  filters: TOOL_FILTERS,
  row: z.object({ tool: label('Canonical tool.'), ...toolColumns }),
  sql: `SELECT ${named('r.tool')} AS tool, ${TOOL_SUMS} FROM ${from('rollup_tools')} WHERE ${inScope(TOOL_FILTERS)}
GROUP BY tool ORDER BY calls DESC, tool`,
})

export const toolsByDay = metric({
  id: 'tools.by_day',
  title: 'Tool calls by day',
  unit: 'count',
  doc: 'Tool calls and how they ended per calendar day, without gaps.',
  catalogue: ['F-TOOL-1', 'F-TOOL-16'],
  filters: TOOL_FILTERS,
  row: z.object({ date: date('Day.'), ...toolColumns }),
  sql: byDay(
    Object.keys(toolColumns),
    `SELECT ${DAY} AS date, ${TOOL_SUMS} FROM ${from('rollup_tools')} WHERE ${inScope(TOOL_FILTERS)} GROUP BY date`,
  ),
})

export const toolsByMcpServer = metric({
  id: 'tools.by_mcp_server',
  title: 'MCP calls by server',
  unit: 'count',
  doc: 'Calls of tools of MCP servers, by server in lower case, most used first.',
  catalogue: ['F-TOOL-4'],
  filters: TOOL_FILTERS,
  row: z.object({ server: label('MCP server.'), ...toolColumns }),
  sql: `SELECT lowerUTF8(r.mcp_server) AS server, ${TOOL_SUMS} FROM ${from('rollup_tools')}
WHERE ${inScope(TOOL_FILTERS)} AND r.mcp_server != '' GROUP BY server ORDER BY calls DESC, server`,
})
