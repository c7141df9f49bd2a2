/** Tools in detail (catalogue F-TOOL-2, 3, 4, 8): by the agent's own name, day by day, and who uses MCP and the web. */
import { z } from 'zod'
import { SESSION_FRAGMENTS } from './activity.ts'
import { count, date, label, metric } from './metric.ts'
import { DAY, DAYS, dayOf, filtered, from, IS_HUMAN, inScope, named, PERSON } from './sql.ts'
import { TOOL_FILTERS, TOOL_SUMS, toolColumns } from './tools.ts'

const { ACTIVITY_FILTERS } = SESSION_FRAGMENTS

export const toolsByRawTool = metric({
  id: 'tools.by_raw_tool',
  title: 'Tool calls by name of the tool',
  unit: 'count',
  doc: 'Calls by canonical tool and the name the agent gives it, and how they ended, most used first. What agents only count tells no such name.',
  catalogue: ['F-TOOL-2'],
  filters: TOOL_FILTERS,
  row: z.object({
    tool: label('Canonical tool.'),
    raw_tool: label('Name the agent gives it, as reported.'),
    ...toolColumns,
  }),
  sql: `SELECT ${named('r.tool')} AS tool, ${named('r.raw_tool')} AS raw_tool, ${TOOL_SUMS} FROM ${from('rollup_tools')}
WHERE ${inScope(TOOL_FILTERS)} GROUP BY tool, raw_tool ORDER BY calls DESC, tool, raw_tool`,
})

export const toolsByDayAndTool = metric({
  id: 'tools.by_day_and_tool',
  title: 'Tool calls by day and tool',
  unit: 'count',
  doc: 'Calls of each canonical tool per day and how they ended; days and tools without calls have no row.',
  catalogue: ['F-TOOL-1', 'F-TOOL-2', 'F-API-2'],
  filters: TOOL_FILTERS,
  row: z.object({ date: date('Day.'), tool: label('Canonical tool.'), ...toolColumns }),
  sql: `SELECT toString(${DAY}) AS date, ${named('r.tool')} AS tool, ${TOOL_SUMS} FROM ${from('rollup_tools')}
WHERE ${inScope(TOOL_FILTERS)} GROUP BY date, tool ORDER BY date, tool`,
})

export const toolsByDayAndMcpServer = metric({
  id: 'tools.by_day_and_mcp_server',
  title: 'MCP calls by day and server',
  unit: 'count',
  doc: 'Calls of tools of MCP servers per day and server, in lower case; days and servers without calls have no row.',
  catalogue: ['F-TOOL-4'],
  filters: TOOL_FILTERS,
  row: z.object({ date: date('Day.'), server: label('MCP server.'), ...toolColumns }),
  sql: `SELECT toString(${DAY}) AS date, lowerUTF8(r.mcp_server) AS server, ${TOOL_SUMS} FROM ${from('rollup_tools')}
WHERE ${inScope(TOOL_FILTERS)} AND r.mcp_server != '' GROUP BY date, server ORDER BY date, server`,
})

/** Calls of MCP, also where the server is not told. */
export const IS_MCP = `(r.mcp_server != '' OR r.tool = 'MCP')`
/** A person, not a service account, and one that is known by some name. */
export const IS_SOMEBODY = `${IS_HUMAN} AND ${PERSON} != ''`

/** As far as monthly figures look back: settings that are older say nothing of today. */
const CONFIGURED_DAYS = 30

const MCP_USERS = `SELECT ${DAY} AS date, uniqExact(${PERSON}) AS users FROM ${from('rollup_tools')}
  WHERE ${inScope(ACTIVITY_FILTERS)} AND ${IS_MCP} AND ${IS_SOMEBODY} GROUP BY date`

const STARTED_BEFORE_END = `r.started_at < toDateTime({end:UInt32}, 'UTC')`

const CONFIGURED = `SELECT told + shift AS date, uniqExact(person) AS users FROM (
    SELECT DISTINCT ${dayOf('r.started_at')} AS told, ${PERSON} AS person FROM ${from('rollup_session')}
    WHERE ${filtered(ACTIVITY_FILTERS, 'r.started_at')} AND ${IS_SOMEBODY} AND ${STARTED_BEFORE_END}
      AND r.started_at >= toDateTime({starts:Array(UInt32)}[1], 'UTC')
      AND r.session IN (SELECT id FROM session WHERE org = {org:String} AND notEmpty(mcp_servers_configured))
  ) ARRAY JOIN range(${CONFIGURED_DAYS}) AS shift GROUP BY date`

const WEB_USERS = `SELECT ${dayOf('r.started_at')} AS date, uniqExact(${PERSON}) AS users FROM ${from('rollup_session')}
  WHERE ${filtered(ACTIVITY_FILTERS, 'r.started_at')} AND r.client = 'web' AND ${IS_SOMEBODY} AND ${STARTED_BEFORE_END}
    AND r.started_at >= toDateTime({start:UInt32}, 'UTC') GROUP BY date`

export const toolsUsersByDay = metric({
  id: 'tools.users_by_day',
  title: 'People who use MCP and the web, by day',
  unit: 'count',
  doc: 'People with a call of an MCP tool, people whose sessions have MCP servers configured, and people with a session on the web, per calendar day, without gaps. Service accounts do not count.',
  catalogue: ['F-TOOL-3', 'F-TOOL-8', 'X-F-4'],
  filters: ACTIVITY_FILTERS,
  row: z.object({
    date: date('Day.'),
    mcp_users_with_mcp: count('People with a call of an MCP tool on the day (F-TOOL-3).'),
    mcp_users_configured: count(
      'People with a session that has an MCP server configured, started on the day or in the 29 before it; only what sessions tell of their settings is known.',
    ),
    web_users: count('People with a session on the web that started on the day (F-TOOL-8).'),
  }),
  sql: `SELECT toString(d.date) AS date, m.users AS mcp_users_with_mcp, c.users AS mcp_users_configured, w.users AS web_users
FROM (${DAYS}) AS d
LEFT JOIN (${MCP_USERS}) AS m ON m.date = d.date
LEFT JOIN (${CONFIGURED}) AS c ON c.date = d.date
LEFT JOIN (${WEB_USERS}) AS w ON w.date = d.date ORDER BY date`,
})
