/** `/tools`: how is it used? (Catalogue F-API-2, X-F-4, X-F-5.) */
import { delegationByDay } from '../../metrics/delegation.ts'
import { featuresByDay, featuresByDayAndName } from '../../metrics/features.ts'
import { toolsByDay } from '../../metrics/tools.ts'
import { toolsByDayAndMcpServer, toolsByDayAndTool, toolsUsersByDay } from '../../metrics/tools-daily.ts'
import { rounded, type Unsettled } from './numbers.ts'
import { grouped, type Reading } from './reading.ts'
import type { GroupedTools, ToolsRow } from './shapes.ts'

interface Named {
  name: string
  calls: number
}
/** Most first, of equals by name. */
const mostFirst = (rows: readonly Named[] = []): Named[] =>
  [...rows].sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1))

interface Use {
  date: string
  kind: string
  name: string
  event: string
  matcher: string
  command: string
  count: number
}

export async function toolDays(reading: Reading): Promise<Unsettled<ToolsRow>[]> {
  const [days, tools, servers, people, features, uses, delegation] = await Promise.all([
    reading.shown(toolsByDay),
    reading.shown(toolsByDayAndTool),
    reading.shown(toolsByDayAndMcpServer),
    reading.shown(toolsUsersByDay),
    reading.shown(featuresByDay),
    reading.shown(featuresByDayAndName),
    reading.shown(delegationByDay),
  ])
  const toolsOf = grouped(tools, (r) => r.date)
  const serversOf = grouped(servers, (r) => r.date)
  const usesOf = grouped(uses, (r) => r.date)
  const peopleOf = new Map(people.map((r) => [r.date, r]))
  const featuresOf = new Map(features.map((r) => [String(r.date), r]))
  const delegationOf = new Map(delegation.map((r) => [String(r.date), r]))
  return days.map(({ date, calls }) => {
    const persons = peopleOf.get(date)
    const named = namedUses(usesOf.get(date))
    return {
      date,
      tool_calls: calls,
      by_tool: mostFirst(toolsOf.get(date)?.map((r) => ({ name: r.tool, calls: r.calls }))).map((r) => ({
        ...{ tool: r.name, invocations: r.calls },
      })),
      mcp_users_with_mcp: persons?.mcp_users_with_mcp ?? null,
      mcp_by_server: mostFirst(serversOf.get(date)?.map((r) => ({ name: r.server, calls: r.calls }))).map(
        (r) => ({ server: r.name, invocations: r.calls }),
      ),
      skills_invocations: numberOf(featuresOf.get(date), 'skills_invocations'),
      skills_by_name: named('skill'),
      slash_commands_invocations: numberOf(featuresOf.get(date), 'slash_commands_invocations'),
      slash_commands_by_name: named('slash_command'),
      hooks_invocations: numberOf(featuresOf.get(date), 'hooks_invocations'),
      hooks_by_event: hooks(usesOf.get(date)),
      web_users: persons?.web_users ?? null,
      ...ratios(delegationOf.get(date)),
      ...(reading.asked.extra && {
        mcp_users_configured: persons?.mcp_users_configured ?? null,
        headless_tool_calls: numberOf(delegationOf.get(date), 'headless_tool_calls'),
      }),
    }
  })
}

/** Days and tools without calls have no row. */
export async function groupedTools(reading: Reading): Promise<GroupedTools[]> {
  const days = grouped(await reading.of(toolsByDayAndTool), (r) => r.date)
  return [...days].flatMap(([date, rows]) =>
    mostFirst(rows.map((r) => ({ name: r.tool, calls: r.calls }))).map((r) => ({
      ...{ date, group_key: r.name, tool_calls: r.calls },
    })),
  )
}

type Row = Readonly<Record<string, unknown>>

const numberOf = (row: Row | undefined, column: string): number | null => {
  const value = row?.[column]
  return typeof value === 'number' ? value : null
}

const PLACES = { ratio: 1, share: 2 }

/** Of sessions by the day they started; shares of modes are of calls by their own time. */
function ratios(row: Row | undefined) {
  const at = (column: string, places: number) => rounded(numberOf(row, column), places)
  return {
    autonomy_ratio_avg: at('autonomy_ratio_avg', PLACES.ratio),
    autonomy_ratio_p50: at('autonomy_ratio_p50', PLACES.ratio),
    autonomy_ratio_p90: at('autonomy_ratio_p90', PLACES.ratio),
    tool_calls_per_session_avg: at('tool_calls_per_session_avg', PLACES.ratio),
    user_turns_per_session_avg: at('user_turns_per_session_avg', PLACES.ratio),
    tool_autonomy_level_ratio: {
      auto_high: at('auto_high', PLACES.share),
      auto_medium: at('auto_medium', PLACES.share),
      auto_low: at('auto_low', PLACES.share),
      manual: at('manual', PLACES.share),
    },
  }
}

const namedUses =
  (uses: readonly Use[] = []) =>
  (kind: 'skill' | 'slash_command') =>
    mostFirst(uses.filter((u) => u.kind === kind).map((u) => ({ name: u.name, calls: u.count }))).map(
      ({ name, calls }) => ({ name, count: calls }),
    )

const hooks = (uses: readonly Use[] = []) =>
  uses
    .filter((u) => u.kind === 'hook')
    .sort((a, b) => b.count - a.count)
    // What is only counted tells no event.
    .map(({ event, matcher, command, count }) => ({ event: event || 'unknown', matcher, command, count }))
