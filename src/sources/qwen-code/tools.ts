/** The tool calls of a transcript: a model's row proposes one, another tells its result, and events beside them how long it took. */
import { functionCalls, functionResponses, outputOf } from '../gemini-cli/content.ts'
import { editOf } from '../gemini-cli/edits.ts'
import { toolKey } from '../gemini-cli/keys.ts'
import { endingOf } from '../gemini-cli/tools.ts'
import { duration, label, type Row, record, text } from '../row.ts'
import type { TranscriptFile } from '../source.ts'
import type { Ending, Tool } from '../telling.ts'
import { type ToolName, toolName } from '../tool-names.ts'
import { HARNESS } from './names.ts'
import type { Spot } from './rows.ts'

/** A call that was proposed. */
interface Call {
  tool: Tool
  args: Row | null
  /** What an event told of how it went. */
  event: Row | null
}

const DECIDERS: ReadonlyMap<string, string> = new Map([
  ['accept', 'user'],
  ['modify', 'user'],
  ['reject', 'user'],
  ['auto_accept', 'auto'],
])

/** Arguments longer than this are told apart by their beginning and length. */
const LONGEST = 10_000

/** By what an event, which has no id, names the call it is of. */
function fingerprint(name: unknown, args: unknown): string {
  const whole = written(args)
  return `${text(name) ?? ''} ${whole.length} ${whole.slice(0, LONGEST)}`
}

/** Arguments may be nested deeper than can be written again. */
function written(args: unknown): string {
  try {
    return JSON.stringify(args) ?? ''
  } catch {
    return ''
  }
}

export class ToolCalls {
  readonly #file: TranscriptFile
  /** The call of an id that was proposed last: some servers number the calls of a turn. */
  readonly #byId = new Map<string, Call>()
  /** Rows that proposed an id. */
  readonly #rows = new Map<string, string[]>()
  readonly #waiting = new Map<string, Call[]>()

  constructor(file: TranscriptFile) {
    this.#file = file
  }

  /** The calls that a row of the assistant proposes. */
  proposed(row: Row, spot: Spot): void {
    functionCalls(record(row.message)?.parts).forEach((call, i) => {
      const { at, session, key } = spot
      const id = label(call.id)
      const name = label(call.name) ?? 'unknown'
      const args = record(call.args)
      const named = toolName(name)
      const own = `${HARNESS}/tool:${spot.uuid ?? key}:${id ?? i}`
      const keys = id === null ? [own] : [own, this.#shared(spot, id, own)]
      if (session.toolOf(own)) return
      const command = named.tool === 'Execute' ? text(args?.command) : null
      const told: Call = { tool: session.tool(at, keys, name, { command, named }), args, event: null }
      if (id !== null) this.#byId.set(id, told)
      const print = fingerprint(call.name, call.args)
      const waiting = this.#waiting.get(print)
      if (waiting) waiting.push(told)
      else this.#waiting.set(print, [told])
      this.#feature(told, spot)
    })
  }

  /** The key that telemetry knows, told apart where a session has the id again. */
  #shared({ origin }: Spot, id: string, own: string): string {
    const key = toolKey(HARNESS, origin, id)
    const rows = this.#rows.get(key) ?? []
    this.#rows.set(key, rows)
    if (!rows.includes(own)) rows.push(own)
    const n = rows.indexOf(own)
    return n === 0 ? key : `${key}#${n + 1}`
  }

  #feature({ tool, args }: Call, { session }: Spot): void {
    if (tool.name === 'skill')
      session.feature(tool.at, tool.key, 'skill', label(args?.skill) ?? label(args?.name))
    else if (tool.named.tool === 'Task')
      session.feature(tool.at, tool.key, 'subagent', label(args?.subagent_type) ?? label(args?.subagent_name))
  }

  /** What an event tells of a call that ended; true when it is one that a row proposed. */
  event(event: Row): boolean {
    const call = this.#waiting.get(fingerprint(event.function_name, event.function_args))?.shift()
    if (!call) return false
    call.event = event
    const server = label(event.mcp_server_name)
    if (server || event.tool_type === 'mcp') call.tool.named = asMcp(call.tool.named, server)
    return true
  }

  /** A call of a sub-agent that has no transcript of its own. */
  alone(event: Row, { at, session, key }: Spot): void {
    const name = label(event.function_name) ?? 'unknown'
    const args = record(event.function_args)
    const server = label(event.mcp_server_name)
    const named = event.tool_type === 'mcp' ? asMcp(toolName(name), server) : toolName(name)
    const took = duration(event.duration_ms)
    const command = named.tool === 'Execute' ? text(args?.command) : null
    const before = session.agent
    session.agent = 'subagent'
    const tool = session.tool(at - Math.min(took ?? 0, LONGEST_MS), key, name, { command, named })
    const ending = endingOf(event.status, text(event.error)?.slice(0, 1000) ?? '')
    if (ending) tool.end({ at, duration_ms: took, ...decided(ending, event) })
    if (ending?.status === 'ok') this.#change(tool, args, { diffStat: event.metadata }, '', at, session)
    session.agent = before
  }

  /** The row that tells a result. */
  result(row: Row, { at, session }: Spot): void {
    const told = record(row.toolCallResult)
    const parts = record(row.message)?.parts
    const [response] = functionResponses(parts)
    const call = this.#byId.get(label(told?.callId) ?? label(response?.id) ?? '')
    if (!call || call.tool.ended) return
    const answer = record(response?.response)
    const error = text(answer?.error)
    const status = told?.status ?? (error === null ? 'success' : 'error')
    const ending = endingOf(status, error?.slice(0, 1000) ?? '')
    if (!ending) return
    const output = () => outputOf(parts)
    const ran = duration(call.event?.duration_ms) ?? duration(told?.durationMs)
    call.tool.end({
      at,
      ...(ran === null ? {} : { duration_ms: ran }),
      ...decided(ending, call.event),
      output,
    })
    if (call.tool.succeeded) this.#change(call.tool, call.args, told?.resultDisplay, output(), at, session)
  }

  #change(
    tool: Tool,
    args: Row | null,
    shown: unknown,
    output: string,
    at: number,
    session: Spot['session'],
  ): void {
    const edit = editOf(tool.named, args, shown, output, this.#file.hashLine)
    if (edit) session.change(at, tool.key, edit.path, edit.op, edit.size)
  }
}

/** A tool that ran longer than this did not. */
const LONGEST_MS = 24 * 3600_000

const asMcp = ({ mcp_server }: ToolName, server: string | null): ToolName => ({
  tool: 'MCP',
  kind: 'mcp',
  mcp_server: server?.toLowerCase() ?? mcp_server,
})

/** Who allowed or refused it, where an event tells. */
function decided(
  ending: Pick<Ending, 'status' | 'decision'>,
  event: Row | null,
): Pick<Ending, 'status' | 'decision'> {
  const decision = label(event?.decision)
  if (decision === 'reject') return { status: 'rejected', decision: 'user' }
  return { ...ending, decision: ending.decision ?? DECIDERS.get(decision ?? '') ?? null }
}
