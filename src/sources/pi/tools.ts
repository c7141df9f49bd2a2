/** The tools of a conversation: each call is brought together with its result, a message of its own. */
import { label, list, path, type Row, record, text } from '../row.ts'
import type { Session, Tool, ToolStatus } from '../telling.ts'
import { ofNumberedDiff } from './edits.ts'

interface Use {
  tool: Tool
  /** The file it was given. */
  path: string | null
}

/** The texts of a message, one below the other. */
export const textOf = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : list(content)
        .map((part) => text(record(part)?.text) ?? '')
        .join('\n')

const SKILL = /[\\/]([^\\/]+)[\\/]SKILL\.md$/
/** A person stopped it: it neither worked nor failed. */
const ABORTED = /(?:^|\n)(?:Command|Operation) aborted\s*$/

export class Tools {
  readonly #prefix: string
  readonly #hashLine: (line: string) => string
  /** Results name the call alone; an id that is used again means the later call. */
  readonly #uses = new Map<string, Use>()

  constructor(prefix: string, hashLine: (line: string) => string) {
    this.#prefix = prefix
    this.#hashLine = hashLine
  }

  /** A call that stands in a message of the assistant; `stamp` tells the message from others that use the same ids. */
  call(session: Session, at: number, stamp: string, block: Row): void {
    const name = label(block.name)
    const id = label(block.id)
    if (!name || !id) return
    const input = record(block.arguments)
    const key = `${this.#prefix}/tool:${stamp}:${id}`
    const tool = session.tool(at, key, name, { command: text(input?.command) })
    const file = path(input?.path) ?? path(input?.file_path)
    this.#uses.set(id, { tool, path: file })
    const skill = tool.named.tool === 'Read' && file ? label(SKILL.exec(file)?.[1]) : null
    if (skill) session.feature(at, key, 'skill', skill)
    if (tool.named.tool === 'Task')
      session.feature(at, key, 'subagent', label(input?.agent) ?? label(input?.agentId))
  }

  /** A result; null where nothing called for it. */
  result(session: Session, at: number, message: Row): Tool | null {
    const use = this.#uses.get(label(message.toolCallId) ?? '')
    if (!use) return null
    const { tool } = use
    const output = () => textOf(message.content)
    if (!tool.end({ at, status: statusOf(message, output), output })) return tool
    if (tool.succeeded && use.path) this.#changed(session, at, use.path, tool, record(message.details))
    return tool
  }

  #changed(session: Session, at: number, file: string, { key, named }: Tool, details: Row | null): void {
    if (named.tool === 'Edit') {
      const diff = text(details?.diff)
      const size = diff === null ? null : ofNumberedDiff(diff, this.#hashLine)
      session.change(at, key, file, 'edit', size ?? { added: null, removed: null })
    } else if (named.tool === 'Create') {
      // It makes files and writes over others alike, and says which in no place.
      session.change(at, key, file, 'edit', { added: null, removed: null })
    }
  }
}

function statusOf(message: Row, output: () => string): ToolStatus {
  if (message.isError !== true) return message.isError === false ? 'ok' : 'unknown'
  return ABORTED.test(output().slice(-200)) ? 'unknown' : 'error'
}
