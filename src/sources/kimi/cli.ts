/** Reads what Kimi CLI sends to its surface: events of turns, steps and tools, with their times in seconds. */
import { ofReplacement } from '../added-lines.ts'
import { JsonLines } from '../json-lines.ts'
import { vendorOf } from '../provider.ts'
import { label, list, type Row, record, records, text, wholeRow } from '../row.ts'
import type { Beginning, TranscriptFile, TranscriptFormat } from '../source.ts'
import { type Session, tokensOf as sumOf, Telling, type Tool, type ToolStatus } from '../telling.ts'
import { accepts, cliPlace, type Place } from './places.ts'
import { isNothing, tokensOf, vectorOf } from './usage.ts'

export const AGENT = { harness: 'kimi-cli', parserVersion: 2 }

/** Events that tell nothing that is counted. */
const SILENT = new Set(
  (
    'TurnEnd StepInterrupted CompactionBegin CompactionEnd HookTriggered MCPLoadingBegin MCPLoadingEnd Notification ' +
    'ContentPart TextPart ThinkPart ImageURLPart AudioURLPart VideoURLPart PlanDisplay ToolCallRequest QuestionRequest ' +
    'QuestionResponse MCPStatusSnapshot BtwBegin BtwEnd StepRetry'
  ).split(' '),
)

const recognises = ({ rows }: Beginning): boolean =>
  rows.some((row) => typeof row.timestamp === 'number' && record(record(row.message)?.payload) !== null) ||
  (rows.length > 0 &&
    rows.every((row) => row.type === 'metadata' && 'protocol_version' in row && !('created_at' in row)))

const COMMAND = /^\s*\/([a-z][\w:.-]{0,63})(?=\s|$)/i

class Agent {
  readonly telling: Telling
  readonly #place: Place
  readonly #session: Session
  readonly #hashLine: (line: string) => string
  /** By id, which some servers count anew in every step: the last call of an id is meant. */
  readonly #calls = new Map<string, Tool>()
  /** The call that waits for leave, by the id of the request; and how it was answered, by the id of the call. */
  readonly #asked = new Map<string, string>()
  readonly #answers = new Map<string, string>()
  /** A call whose arguments come in parts. */
  #open: { id: string; name: string; at: number; key: string; args: string } | null = null

  constructor(file: TranscriptFile) {
    this.#place = cliPlace(file)
    this.telling = new Telling(AGENT, file)
    this.#session = this.telling.session(this.#place.session)
    this.#session.agent = this.#place.agent
    this.#hashLine = file.hashLine
  }

  row(row: Row): void {
    if (row.type === 'metadata') return
    const message = record(row.message) ?? {}
    // Nested events tell what sub-agents do.
    const inner = message.type === 'SubagentEvent' ? innerOf(message) : null
    const payload = record((inner ?? message).payload) ?? {}
    const usage = record(payload.token_usage)
    const tokens = usage ? sumOf(tokensOf(usage)) : 0
    if (usage) this.telling.naive(tokens)
    const seconds = row.timestamp
    const at = this.telling.time(typeof seconds === 'number' ? seconds * 1000 : null, tokens)
    if (at === null) return
    // Microseconds are told, and a copy has the same ones.
    const stamp = `${Math.round((seconds as number) * 1e6)}`
    if (this.#session.cwd === null) this.#session.tell(at, { cwd: this.#place.cwd })
    if (inner) this.#nested(message, inner, { at, stamp })
    else this.#event(text(message.type) ?? '', payload, { at, stamp })
  }

  #event(type: string, payload: Row, { at, stamp }: When): void {
    if (type !== 'ToolCallPart') this.#close()
    switch (type) {
      case 'TurnBegin':
      case 'SteerInput':
        this.#input(payload, { at, stamp })
        break
      case 'StatusUpdate':
        this.#status(payload, { at, stamp }, this.#session.agent)
        break
      case 'ToolCall':
        this.#proposed(payload, { at, stamp })
        break
      case 'ToolCallPart':
        if (this.#open) this.#open.args += text(payload.arguments_part) ?? ''
        break
      case 'ToolResult':
        this.#ended(payload, at)
        break
      case 'ApprovalRequest': {
        const [id, call] = [label(payload.id), label(payload.tool_call_id)]
        if (id && call) this.#asked.set(id, call)
        break
      }
      case 'ApprovalResponse':
      case 'ApprovalRequestResolved': {
        const call = this.#asked.get(label(payload.request_id) ?? '')
        const response = text(payload.response)
        if (call && response) this.#answers.set(call, response)
        break
      }
      case 'HookResolved': {
        const event = label(payload.event)
        const matcher = label(payload.target)
        if (event)
          this.#session.feature(at, `kimi-cli/hook:${stamp}:${event}`, 'hook', event, { event, matcher })
        break
      }
      case 'StepBegin':
        break
      default:
        if (!SILENT.has(type)) this.telling.drop('unknown_record')
    }
  }

  end(): void {
    this.#close()
  }

  /** What a sub-agent is asked was written by a model. */
  #input(payload: Row, { at, stamp }: When): void {
    if (this.#place.agent !== null) return
    const told = typeof payload.user_input === 'string' ? payload.user_input : firstText(payload.user_input)
    const command = COMMAND.exec(told)?.[1]
    const key = `kimi-cli/turn:${stamp}`
    if (command === undefined) this.#session.prompt(at, key)
    else {
      this.#session.feature(at, key, 'slash_command', command)
      const skill = /^(?:skill|flow):(.+)$/.exec(command)?.[1]
      if (skill) this.#session.feature(at, `${key}#skill`, 'skill', skill)
    }
  }

  /** One of the updates of a step tells what it used, and names the message; others tell modes and the size of the context. */
  #status(payload: Row, { at, stamp }: When, agent: string | null): void {
    const session = this.#session
    if (typeof payload.plan_mode === 'boolean') session.mode = payload.plan_mode ? 'spec' : null
    const usage = record(payload.token_usage)
    if (!usage) return
    const tokens = tokensOf(usage)
    const id = label(payload.message_id)
    const key = id === null ? `kimi-cli/usage:${stamp}:${vectorOf(tokens)}` : `kimi-cli/msg:${id}`
    if (isNothing(tokens)) {
      session.message(at, key, 'assistant')
      this.telling.drop('no_usage')
      return
    }
    const before = session.agent
    session.agent = agent
    const { model } = this.#place
    session.call(at, [key], { model, provider: vendorOf(model), ...tokens })
    session.agent = before
  }

  /** Sub-agents that have an id have a file of their own; of older ones this is all there is. */
  #nested(message: Row, inner: Row, when: When): void {
    const outer = record(message.payload) ?? {}
    const payload = record(inner.payload) ?? {}
    const usage = record(payload.token_usage)
    if (inner.type !== 'StatusUpdate' || !usage) return
    if (label(outer.agent_id) !== null) this.telling.drop('embedded_copy', sumOf(tokensOf(usage)))
    else this.#status({ ...payload, plan_mode: null }, when, label(outer.subagent_type) ?? 'subagent')
  }

  #proposed(payload: Row, { at, stamp }: When): void {
    const called = record(payload.function) ?? {}
    const name = label(called.name)
    const id = label(payload.id)
    if (name === null || id === null) return
    this.#open = { id, name, at, key: `kimi-cli/tool:${stamp}:${id}`, args: text(called.arguments) ?? '' }
  }

  /** The arguments are whole. */
  #close(): void {
    const open = this.#open
    if (!open) return
    this.#open = null
    const { id, name, at, key } = open
    const args = wholeRow(Buffer.from(open.args)) ?? {}
    const tool = this.#session.tool(at, key, name, { command: text(args.command) })
    this.#calls.set(id, tool)
    this.#answers.delete(id)
    if (name === 'Task' || name === 'Agent')
      this.#session.feature(
        at,
        `${key}#subagent`,
        'subagent',
        label(args.subagent_type) ?? label(args.subagent_name),
      )
  }

  #ended(payload: Row, at: number): void {
    const id = label(payload.tool_call_id) ?? ''
    const tool = this.#calls.get(id)
    if (!tool) return
    const value = record(payload.return_value) ?? record(payload.result) ?? {}
    const answer = this.#answers.get(id) ?? null
    const status: ToolStatus = answer === 'reject' ? 'rejected' : value.is_error === true ? 'error' : 'ok'
    const decision = answer === null ? null : 'user'
    if (!tool.end({ at, status, decision, output: () => outputOf(value) }) || status !== 'ok') return
    for (const [file, parts] of partsOf(value.display)) this.#changed(at, tool, file, parts)
  }

  /** What is shown of a change is the text before and after, part by part. */
  #changed(at: number, tool: Tool, file: string, parts: readonly Part[]): void {
    const op = parts.every((part) => part.before === '') ? 'create' : 'edit'
    const total = { added: 0, removed: 0, line_hashes: [] as string[] }
    for (const { before, after } of parts) {
      const size = ofReplacement(before, after, this.#hashLine)
      if (!size) {
        this.#session.change(at, tool.key, file, op, { added: null, removed: null })
        return
      }
      total.added += size.added
      total.removed += size.removed
      for (const hash of size.line_hashes) total.line_hashes.push(hash)
    }
    this.#session.change(at, tool.key, file, op, total)
  }
}

interface Part {
  before: string
  after: string
}

function partsOf(display: unknown): Map<string, Part[]> {
  const files = new Map<string, Part[]>()
  for (const block of records(display)) {
    const [file, before, after] = [text(block.path), text(block.old_text), text(block.new_text)]
    if (block.type !== 'diff' || file === null || before === null || after === null) continue
    const parts = files.get(file)
    if (parts) parts.push({ before, after })
    else files.set(file, [{ before, after }])
  }
  return files
}

interface When {
  at: number
  stamp: string
}

const innerOf = (message: Row): Row => record(record(message.payload)?.event) ?? {}

const firstText = (parts: unknown): string =>
  text(records(parts).find((part) => part.type === 'text')?.text) ?? ''

const outputOf = (value: Row): string =>
  text(value.output) ??
  list(value.output)
    .map((part) => text(record(part)?.text) ?? '')
    .join('\n')

export const cliFormat: TranscriptFormat = {
  ...{ form: 'lines', accepts, recognises },
  open: (file) => {
    const agent = new Agent(file)
    return new JsonLines(
      agent.telling,
      (row) => agent.row(row),
      () => agent.end(),
    )
  },
}
