/** The tool calls of a message of Gemini CLI, and what came of each. */
import { instant, label, type Row, record, text } from '../row.ts'
import type { TranscriptFile } from '../source.ts'
import type { Session, ToolStatus } from '../telling.ts'
import { type ToolName, toolName } from '../tool-names.ts'
import { errorOf, outputOf } from './content.ts'
import { editOf } from './edits.ts'
import { agentKey, HARNESS, toolKey } from './keys.ts'

/** A message that calls tools. */
export interface Caller {
  key: string
  at: number
  /** When its first tools had ended. */
  batch: number | null
}

/** Tools that run side by side are recorded at once, as fast as that goes. */
const AT_ONCE_MS = 1000

const mcp = (server: string): ToolName => ({ tool: 'MCP', kind: 'mcp', mcp_server: server.toLowerCase() })
const SUBAGENT: ToolName = { tool: 'Task', kind: 'agent', mcp_server: null }

/** What a tool is: `mcp_<server>_<tool>`, in older versions `<server>__<tool>`, shown with the name of its server. */
export function namedTool(name: string, shown: string | null): ToolName {
  const server = label(/ \(([^()]{1,200}) MCP Server\)$/.exec(shown ?? '')?.[1])
  if (server) return mcp(server)
  const known = toolName(name)
  if (known.tool !== 'other' || known.kind !== 'other') return known
  const prefixed = /^mcp_([^_]+)_./.exec(name) ?? /^([^_].*?)__./.exec(name)
  return prefixed?.[1] ? mcp(prefixed[1]) : known
}

/** How a tool ended; null while it has not. */
export function endingOf(
  status: unknown,
  error: string,
): { status: ToolStatus; decision: string | null } | null {
  if (status === 'success') return { status: 'ok', decision: null }
  if (status === 'error') {
    const denied = /\bdenied by policy\b/i.test(error)
    return denied ? { status: 'rejected', decision: 'config' } : { status: 'error', decision: null }
  }
  if (status !== 'cancelled') return null
  const refused = /\bUser (?:denied execution|did not allow tool call)\b/.test(error)
  // Stopped by a person while it ran: it neither did its work nor failed.
  return refused ? { status: 'rejected', decision: 'user' } : { status: 'unknown', decision: null }
}

/**
 * When a tool began, and how long it took. Newer versions record a message before its tools run; older ones record it
 * with them, or add later tools to a message from before.
 */
function timesOf(caller: Caller, told: unknown): { at: number; ended: number; duration_ms?: null } {
  const ended = instant(told)
  // Beyond a week of it the clock was set anew.
  if (ended === null || Math.abs(ended - caller.at) > 7 * 86_400_000)
    return { at: caller.at, ended: caller.at, duration_ms: null }
  caller.batch ??= ended
  if (ended > caller.at && ended - caller.batch <= AT_ONCE_MS) return { at: caller.at, ended }
  return { at: ended, ended, duration_ms: null }
}

/** Tells of a call of a tool, which is the `index`th of its message; of one that is told again, what is new. */
export function tellTool(
  session: Session,
  file: TranscriptFile,
  call: Row,
  caller: Caller,
  index: number,
): void {
  const name = label(call.name) ?? 'unknown'
  const id = label(call.id)
  const key = id === null ? `${caller.key}#${index}` : toolKey(HARNESS, session.id, id)
  const args = record(call.args)
  const agent = label(call.agentId)
  const named = agent === null ? namedTool(name, text(call.displayName)) : SUBAGENT
  const { at, ended, duration_ms } = timesOf(caller, call.timestamp)
  const command = named.tool === 'Execute' ? text(args?.command) : null
  const tool = session.tool(at, key, name, { command, named })
  if (agent !== null)
    session.feature(tool.at, agentKey(session.id, agent), 'subagent', label(args?.agent_name) ?? name)
  const ending = endingOf(call.status, errorOf(call.result))
  if (!ending || tool.ended) return
  const output = () => outputOf(call.result)
  tool.end({ at: ended, duration_ms, ...ending, output })
  if (ending.status !== 'ok') return
  if (name === 'activate_skill') session.feature(at, key, 'skill', label(args?.name))
  const edit = editOf(named, args, call.resultDisplay, output(), file.hashLine)
  if (edit) session.change(ended, key, edit.path, edit.op, edit.size)
}
