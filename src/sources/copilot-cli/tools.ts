/** The tool calls of an event log: each is proposed in a message, started, and completed. */
import { duration, label, type Row, record, records, text, wholeRow } from '../row.ts'
import type { Ending, Session, Tool } from '../telling.ts'
import { type ToolName, toolName } from '../tool-names.ts'
import { type Arguments, changing, type HashLine } from './changes.ts'
import { toolKey } from './keys.ts'

/** Arguments are an object, the JSON of one, or the text of a patch. */
function argumentsIn(told: unknown): Arguments {
  const written = text(told)
  const fields = record(told) ?? (written?.startsWith('{') ? wholeRow(Buffer.from(written)) : null)
  return { fields: fields ?? {}, patch: fields ? null : written }
}

function namedTool(name: string, told: Row): ToolName {
  const server = label(told.mcpServerName)
  return server === null ? toolName(name) : { tool: 'MCP', kind: 'mcp', mcp_server: server.toLowerCase() }
}

const REFUSED = /^(?:denied|rejected)\b/i

/** A command that ran and failed is a success of the shell. */
function exitOf(data: Row): number {
  const codes = [record(data.shellExecution), ...records(record(data.result)?.contents)].map(
    (part) => part?.exitCode,
  )
  const code = codes.find((one) => typeof one === 'number')
  return typeof code === 'number' ? code : 0
}

function statusOf(data: Row): Ending['status'] {
  if (typeof data.success !== 'boolean') return 'unknown'
  if (data.success) return exitOf(data) === 0 ? 'ok' : 'error'
  return REFUSED.test(text(record(data.error)?.code) ?? '') ? 'rejected' : 'error'
}

function outputIn(told: unknown): string {
  const result = record(told)
  return text(result?.detailedContent) ?? text(result?.content) ?? ''
}

export class Tools {
  readonly #hashLine: HashLine
  readonly #started = new Map<Tool, number>()
  readonly #arguments = new Map<Tool, Arguments>()

  constructor(hashLine: HashLine) {
    this.#hashLine = hashLine
  }

  /** A call that a model proposed; `told` has its id and, of a tool of a server, the server. */
  proposed(session: Session, at: number, told: Row, name: unknown, args: unknown): Tool | null {
    const id = label(told.toolCallId)
    const called = label(name)
    if (id === null || called === null) return null
    const key = toolKey(id, session.id)
    const known = session.toolOf(key)
    if (known) return known
    const read = argumentsIn(args)
    const command = text(read.fields.command)
    const tool = session.tool(at, key, called, { command, named: namedTool(called, told) })
    if (changing(called)) this.#arguments.set(tool, read)
    return tool
  }

  started(session: Session, at: number, told: Row, name: unknown, args: unknown): void {
    const tool = this.proposed(session, at, told, name, args)
    if (tool && !tool.ended && !this.#started.has(tool)) this.#started.set(tool, at)
  }

  completed(session: Session, at: number, data: Row): void {
    const id = label(data.toolCallId)
    const tool = id === null ? undefined : session.toolOf(toolKey(id, session.id))
    if (!tool) return
    const from = this.#started.get(tool)
    const ended = tool.end({
      at,
      status: statusOf(data),
      duration_ms: duration(at - (from ?? tool.at)),
      output: () => outputIn(data.result),
    })
    if (!ended) return
    this.#started.delete(tool)
    const args = this.#arguments.get(tool)
    this.#arguments.delete(tool)
    if (args && tool.succeeded) changing(tool.name)?.(session, at, tool.key, args, this.#hashLine)
  }
}
