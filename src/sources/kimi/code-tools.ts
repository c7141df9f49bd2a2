/** The tools of Kimi Code: calls, who allowed them, how they ended, and what they changed. */
import { ofReplacement, ofText } from '../added-lines.ts'
import { label, list, type Row, record, text } from '../row.ts'
import type { Session, Tool, ToolStatus } from '../telling.ts'

interface Call {
  tool: Tool
  args: Row
  decision: string | null
}

/** Output of a tool: text, or parts of which some are text. */
const outputOf = (result: Row): string =>
  text(result.output) ??
  list(result.output)
    .map((part) => text(record(part)?.text) ?? '')
    .join('\n')

export class CodeTools {
  readonly #session: Session
  readonly #hashLine: (line: string) => string
  /** Ids are counted anew in every session, and again after some events: the last call of an id is meant. */
  readonly #calls = new Map<string, Call>()
  readonly #decisions = new Map<string, string>()
  /** Files that were read or written: what is written to one of them is no new file. */
  readonly #known = new Set<string>()

  constructor(session: Session, hashLine: (line: string) => string) {
    this.#session = session
    this.#hashLine = hashLine
  }

  /** A decision stands before the call that it is of. */
  decided(id: string | null, decision: string | null): void {
    if (id !== null && decision !== null) this.#decisions.set(id, decision)
  }

  call(event: Row, at: number): void {
    const name = label(event.name)
    const id = label(event.toolCallId) ?? label(event.uuid)
    if (name === null || id === null) return
    const key = `kimi-code/tool:${label(event.stepUuid) ?? at}:${id}`
    const args = record(event.args) ?? {}
    const tool = this.#session.tool(at, key, name, { command: text(args.command) })
    this.#calls.set(id, { tool, args, decision: this.#decisions.get(id) ?? null })
    this.#decisions.delete(id)
    if (name === 'Agent' || name === 'Task')
      this.#session.feature(at, `${key}#subagent`, 'subagent', label(args.subagent_type))
  }

  result(event: Row, at: number): void {
    const id = label(event.toolCallId) ?? label(event.parentUuid) ?? ''
    const call = this.#calls.get(id)
    if (!call) return
    const result = record(event.result) ?? {}
    const decision = call.decision ?? this.#decisions.get(id) ?? null
    const refused = decision === 'rejected' || decision === 'cancelled'
    const status: ToolStatus = refused ? 'rejected' : result.isError === true ? 'error' : 'ok'
    const by = decision === null ? null : 'user'
    if (call.tool.end({ at, status, decision: by, output: () => outputOf(result) }) && status === 'ok')
      this.#changed(at, call)
  }

  #changed(at: number, { tool, args }: Call): void {
    const file = text(args.path)
    if (file === null) return
    const isNew = !this.#known.has(file)
    this.#known.add(file)
    const content = text(args.content)
    const [before, after] = [text(args.old_string), text(args.new_string)]
    const unknown = { added: null, removed: null }
    if (tool.name === 'Write' && content !== null) {
      const size = isNew ? ofText(content, this.#hashLine) : unknown
      this.#session.change(at, tool.key, file, isNew ? 'create' : 'edit', size)
    } else if (tool.name === 'Edit' && before !== null && after !== null) {
      // How often it was replaced is not told.
      const size = args.replace_all === true ? null : ofReplacement(before, after, this.#hashLine)
      this.#session.change(at, tool.key, file, 'edit', size ?? unknown)
    }
  }
}
