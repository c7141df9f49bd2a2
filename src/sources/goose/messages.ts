/** The messages of a session: what a person typed, what was said, and the tools that were called. */
import { label, list, type Row, record, records, text } from '../row.ts'
import type { Session, Telling, Tool, ToolStatus } from '../telling.ts'
import { type ToolName, toolName } from '../tool-names.ts'
import { type Change, changeOf } from './changes.ts'
import { messageKey, toolKey } from './keys.ts'
import type { Ledger, Timings } from './ledger.ts'
import { bareName, namedTool } from './names.ts'
import { parsed, parsedRecord, timeOf } from './values.ts'

interface Use {
  tool: Tool
  name: string
  input: Row
  /** Names it in every copy of the session. */
  key: string
}

/** What is said with a message, or done by it; all other blocks are notes to the person. */
const SAID = new Set('text image document toolRequest thinking redactedThinking reasoning'.split(' '))
const SILENT = new Set(
  (
    'toolConfirmationRequest actionRequired systemNotification error conversationCompacted ' +
    'contextLengthExceeded summarizationRequested'
  ).split(' '),
)
/** The editor of older versions is several tools, by its commands. */
const EDITOR: ReadonlyMap<unknown, ToolName> = new Map([
  ['view', toolName('view')],
  ['write', toolName('write')],
])
const COMMAND = /^\s*\/(prompts|prompt|compact|summarize|clear|skills|doctor|goal|grind|status)(?:\s|$)/
/** An original is never older than this before its session, in ms: clocks of the window and the program differ. */
const BEFORE = 60_000

export class Messages {
  readonly #telling: Telling
  readonly #session: Session
  readonly #timings: Timings
  /** When its session was made: what is older was copied. */
  readonly #made: number | null
  /** Whether a person is at it. */
  readonly #attended: boolean
  readonly #uses = new Map<string, Use>()
  /** Messages of the assistant, which a ledger tells better. */
  readonly #said: { at: number; key: string; rank: number }[] = []
  #latest: number | null = null

  constructor(
    telling: Telling,
    session: Session,
    timings: Timings,
    { made, attended }: { made: number | null; attended: boolean },
  ) {
    this.#telling = telling
    this.#session = session
    this.#timings = timings
    this.#made = made
    this.#attended = attended
  }

  /** Time of the last message. */
  get latest(): number | null {
    return this.#latest
  }

  row(row: Row): void {
    this.#telling.rows++
    const at = this.#telling.time(timeOf(row.created_timestamp))
    if (at === null) return
    const content = parsed(row.content_json)
    if (!Array.isArray(content)) {
      this.#telling.drop('broken_line')
      return
    }
    this.#latest = Math.max(this.#latest ?? at, at)
    this.#session.rank = this.#made !== null && at < this.#made - BEFORE ? 1 : 0
    this.#session.tell(at)
    const metadata = parsedRecord(row.metadata_json) ?? {}
    const told = label(row.message_id)
    const key = messageKey(told, this.#telling.file.user) ?? `goose/message:${this.#session.id}:${told ?? at}`
    const blocks = records(content)
    for (const block of blocks) this.#block(block, at, key)
    if (row.role === 'assistant') {
      this.#timings.add(metadata)
      if (blocks.some(({ type }) => SAID.has(String(type))))
        this.#said.push({ at, key, rank: this.#session.rank })
    } else if (row.role === 'user') this.#typed(blocks, metadata, at, key)
    else this.#telling.drop('unknown_record')
  }

  /** Messages of the assistant for which no request stands in the ledger: those from before it was kept. */
  said({ begun, carried }: Ledger): void {
    const before = begun === null ? this.#said : carried ? this.#said.filter(({ at }) => at <= begun) : []
    // The last of them came of the first request that the ledger tells.
    if (begun !== null) before.pop()
    for (const { at, key, rank } of before) {
      this.#session.rank = rank
      this.#session.message(at, key, 'assistant')
    }
  }

  #typed(blocks: readonly Row[], metadata: Row, at: number, key: string): void {
    if (!this.#attended || metadata.userVisible === false || metadata.turnContext === true) return
    if (blocks.some(({ type }) => type === 'toolResponse' || type === 'actionRequired')) return
    const texts = blocks.flatMap((block) => (block.type === 'text' ? (text(block.text) ?? []) : []))
    const command = COMMAND.exec(texts[0] ?? '')?.[1]
    if (command) this.#session.feature(at, key, 'slash_command', command)
    else if (
      texts.some((one) => one.trim() !== '') ||
      blocks.some(({ type }) => type === 'image' || type === 'document')
    )
      this.#session.prompt(at, key)
  }

  #block(block: Row, at: number, key: string): void {
    switch (block.type) {
      case 'toolRequest':
      case 'frontendToolRequest':
        this.#request(block, at, key)
        break
      case 'toolResponse':
        this.#response(block, at)
        break
      default:
        if (typeof block.type !== 'string' || !(SAID.has(block.type) || SILENT.has(block.type)))
          this.#telling.drop('unknown_record')
    }
  }

  #request(block: Row, at: number, message: string): void {
    const id = label(block.id)
    const called = record(record(block.toolCall)?.value)
    const raw = label(called?.name)
    if (!id || !raw) return
    const input = record(called?.arguments) ?? {}
    const key = `${message}#${id}`
    const before = this.#uses.get(id)
    if (before?.key === key) return
    // Some servers count ids anew: the second call of one is known by its message alone.
    const keys = before ? [key] : [toolKey(this.#session.id, id), key]
    const own = namedTool(raw)
    const name = own.kind === 'mcp' ? '' : bareName(raw)
    const named = (name === 'text_editor' ? EDITOR.get(input.command) : null) ?? own
    const command = named.kind === 'shell' ? text(input.command) : null
    const tool = this.#session.tool(at, keys, raw, { command, named })
    this.#uses.set(id, { tool, name, input, key })
    if (named.tool === 'Task') this.#session.feature(at, [key, ...keys], 'subagent', label(input.source))
    const skill = name === 'load_skill' ? label(text(input.name)?.split('/')[0]) : null
    if (skill) this.#session.feature(at, [key, ...keys], 'skill', skill)
  }

  #response(block: Row, at: number): void {
    const use = this.#uses.get(label(block.id) ?? '')
    if (!use) return
    const result = record(block.toolResult)
    const output = answerOf(result)
    // Times are told in seconds, and those of a request are when the model began to answer: no duration.
    if (!use.tool.end({ at, ...endingOf(result, output), duration_ms: null, output: () => output })) return
    if (!use.tool.succeeded) return
    const changed = changeOf(use.name, use.input, output.slice(0, 100), (line) =>
      this.#telling.file.hashLine(line),
    )
    if (changed) this.#change(use, at, changed)
  }

  #change({ key }: Use, at: number, { path, op, size }: Change): void {
    this.#session.change(at, key, path, op, size ?? { added: null, removed: null })
  }
}

const DECLINED = /^The user has declined to run this tool/
const SKIPPED = /^Let the user know the tool call was skipped in goose chat mode/
const STOPPED = /^(?:Tool call was cancelled before execution|Interrupted by the user)/

function endingOf(result: Row | null, output: string): { status: ToolStatus; decision?: string } {
  if (DECLINED.test(output)) return { status: 'rejected', decision: 'user' }
  if (SKIPPED.test(output)) return { status: 'rejected', decision: 'config' }
  const error = text(result?.error) ?? ''
  if (STOPPED.test(output) || error.includes('Interrupted by the user')) return { status: 'unknown' }
  const value = record(result?.value)
  if (result?.status === 'error' || value?.isError === true || value?.is_error === true)
    return { status: 'error' }
  return { status: result?.status === 'success' ? 'ok' : 'unknown' }
}

/** What a tool answered: a list of parts, which older versions stored without anything around it. */
function answerOf(result: Row | null): string {
  const parts = Array.isArray(result?.value) ? result.value : list(record(result?.value)?.content)
  return records(parts)
    .map((part) => text(part.text) ?? '')
    .join('\n')
}
