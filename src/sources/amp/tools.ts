/** The tools of Amp: calls, how they ran, and what they changed. */
import { hashed, ofDiff, ofReplacement, ofText } from '../added-lines.ts'
import { filesOf } from '../apply-patch.ts'
import { uniqueId } from '../ids.ts'
import { label, list, type Row, record, records, text } from '../row.ts'
import type { Session, Tool, ToolStatus } from '../telling.ts'

interface Use {
  tool: Tool
  input: Row
}

/** Agents that are called as tools. */
const AGENTS = new Set(['Task', 'oracle', 'librarian'])

const RUNS: Readonly<Record<string, ToolStatus>> = {
  ...{
    done: 'ok',
    error: 'error',
    cancelled: 'unknown',
    rejected: 'rejected',
    'rejected-by-user': 'rejected',
  },
}

function statusOf(run: Row): ToolStatus | null {
  const told = text(run.status) ?? ''
  const status = Object.hasOwn(RUNS, told) ? (RUNS[told] ?? null) : null
  const result = record(run.result)
  const failed = result?.success === false || (typeof result?.exitCode === 'number' && result.exitCode !== 0)
  return status === 'ok' && failed ? 'error' : status
}

const outputOf = (run: Row): string =>
  text(run.result) ??
  text(record(run.result)?.output) ??
  list(run.result)
    .map((part) => text(part) ?? '')
    .join('\n')

export class Tools {
  readonly #session: Session
  readonly #hashLine: (line: string) => string
  readonly #uses = new Map<string, Use>()

  constructor(session: Session, hashLine: (line: string) => string) {
    this.#session = session
    this.#hashLine = hashLine
  }

  proposed(at: number, message: string, content: unknown): void {
    records(content).forEach((block, i) => {
      const name = block.type === 'tool_use' ? label(block.name) : null
      if (name === null) return
      const id = label(block.id) ?? `${message}#${i}`
      const input = record(block.input) ?? {}
      const key = `amp/tool:${uniqueId(id) ?? `${this.#session.id}:${message}:${id}`}`
      const command = text(input.cmd) ?? text(input.command)
      this.#uses.set(id, { tool: this.#session.tool(at, key, name, { command }), input })
      if (AGENTS.has(name))
        this.#session.feature(at, `${key}#subagent`, 'subagent', label(input.subagent_type) ?? name)
    })
  }

  ended(at: number, content: unknown): void {
    for (const block of records(content)) {
      if (block.type !== 'tool_result') continue
      const use = this.#uses.get(label(block.toolUseID) ?? label(block.tool_use_id) ?? '')
      const run = record(block.run) ?? {}
      const status = statusOf(run)
      if (!use || status === null) continue
      const decision = status === 'rejected' ? 'user' : null
      const output = () => outputOf(run)
      if (use.tool.end({ at, status, duration_ms: null, decision, output }) && status === 'ok')
        this.#changed(at, use, run)
    }
  }

  #changed(at: number, { tool, input }: Use, run: Row): void {
    const session = this.#session
    const file = text(input.path)
    const unknown = { added: null, removed: null }
    const diff = text(record(run.result)?.diff)
    if (tool.name === 'apply_patch') {
      const patch = text(input.patchText) ?? text(input.patch) ?? text(input.input)
      for (const { added_lines, ...one } of patch === null ? [] : filesOf(patch))
        session.change(at, tool.key, one.path, one.op, {
          ...one,
          line_hashes: hashed(added_lines, this.#hashLine),
        })
    } else if (file === null) return
    else if (tool.name === 'create_file') {
      const content = text(input.content)
      session.change(
        at,
        tool.key,
        file,
        'create',
        content === null ? unknown : ofText(content, this.#hashLine),
      )
    } else if (tool.name === 'edit_file') {
      const [before, after] = [text(input.old_str), text(input.new_str)]
      const once = input.replace_all !== true && before !== null && after !== null
      const size =
        diff !== null
          ? ofDiff(diff, this.#hashLine)
          : once
            ? ofReplacement(before, after, this.#hashLine)
            : null
      session.change(at, tool.key, file, 'edit', size ?? unknown)
    }
  }
}
