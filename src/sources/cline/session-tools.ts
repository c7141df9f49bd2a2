/** The tools that the Cline SDK offers to models: what was proposed, how it ended, and what it changed. */
import { hashed, ofReplacement, ofText } from '../added-lines.ts'
import { filesOf } from '../apply-patch.ts'
import { label, list, type Row, record, records, text } from '../row.ts'
import type { Session, Tool, ToolStatus } from '../telling.ts'
import { toolName } from '../tool-names.ts'

/** How much of a result is looked at, to tell a refusal from a failure. */
const LOOKED_AT = 300

/** Results are text, or one record for each part of the call. */
function outputOf(content: unknown): string {
  if (typeof content === 'string') return content
  return list(content)
    .map((part) => text(record(part)?.result) ?? text(record(part)?.text) ?? '')
    .join('\n')
}

function statusOf(block: Row): ToolStatus {
  const failed = block.is_error === true || records(block.content).some((part) => part.success === false)
  if (!failed) return 'ok'
  const begin = outputOf(block.content).slice(0, LOOKED_AT)
  return /denied|declined|reject|not approved/i.test(begin) && /user|approv/i.test(begin)
    ? 'rejected'
    : 'error'
}

const commandsOf = (input: Row | null): string | null => {
  const commands = list(input?.commands ?? input?.command ?? input?.cmd).map(
    (one) => text(one) ?? [text(record(one)?.command), ...list(record(one)?.args)].join(' '),
  )
  return commands.length > 0 ? commands.join('\n') : (text(input?.commands) ?? text(input?.command))
}

interface Use {
  tool: Tool
  input: Row | null
}

export class SessionTools {
  readonly #session: Session
  readonly #hashLine: (line: string) => string
  /** By the model's id, which is unique among what waits for an end. */
  readonly #uses = new Map<string, Use>()

  constructor(session: Session, hashLine: (line: string) => string) {
    this.#session = session
    this.#hashLine = hashLine
  }

  proposed(at: number, message: string, content: unknown): void {
    records(content).forEach((block, i) => {
      const name = block.type === 'tool_use' ? label(block.name) : null
      if (name === null) return
      const id = label(block.id) ?? `${i}`
      const input = record(block.input)
      const key = `cline/tool:${message}:${id}`
      const { kind } = toolName(name)
      const tool = this.#session.tool(at, key, name, { command: kind === 'shell' ? commandsOf(input) : null })
      this.#uses.set(id, { tool, input })
      const skill = name === 'skills' ? label(input?.skill ?? input?.skill_name ?? input?.skillName) : null
      if (skill) this.#session.feature(at, `${key}#skill`, 'skill', skill)
    })
  }

  ended(at: number, content: unknown): void {
    for (const block of records(content)) {
      const use = block.type === 'tool_result' ? this.#uses.get(label(block.tool_use_id) ?? '') : undefined
      if (!use) continue
      const status = statusOf(block)
      const decision = status === 'rejected' ? 'user' : null
      const output = () => outputOf(block.content)
      if (use.tool.end({ at, status, decision, output }) && status === 'ok') this.#changed(at, use, output())
    }
  }

  #changed(at: number, { tool, input }: Use, output: string): void {
    if (tool.name === 'editor') this.#edited(at, tool.key, input ?? {}, output.slice(0, LOOKED_AT))
    else if (tool.name === 'apply_patch') {
      const patch = text(input?.input) ?? text(input?.patch)
      for (const { added_lines, ...file } of patch === null ? [] : filesOf(patch)) {
        const line_hashes = hashed(added_lines, this.#hashLine)
        this.#session.change(at, tool.key, file.path, file.op, { ...file, line_hashes })
      }
    }
  }

  /** A file that is not there is made of the new text; a line number inserts; else the old text is replaced. */
  #edited(at: number, key: string, input: Row, output: string): void {
    const file = text(input.path)
    const before = text(input.old_text)
    const after = text(input.new_text)
    if (file === null || after === null) return
    const created = output.includes('File created')
    const whole = created || before === null || (input.insert_line ?? null) !== null
    const size = whole ? ofText(after, this.#hashLine) : ofReplacement(before, after, this.#hashLine)
    this.#session.change(at, key, file, created ? 'create' : 'edit', size ?? { added: null, removed: null })
  }
}
