/** Reads one Droid transcript, line by line, into facts. */
import { JsonLines } from '../json-lines.ts'
import { label, list, type Row, record, records, text } from '../row.ts'
import type { TranscriptFile, TranscriptReader } from '../source.ts'
import {
  type About,
  type Ending,
  type Session,
  Telling,
  type Tool,
  type TranscriptAgent,
} from '../telling.ts'
import { type ToolName, toolName } from '../tool-names.ts'
import { changing } from './changes.ts'
import { HARNESS, messageKey, toolKey } from './keys.ts'
import { isPrompt } from './prompts.ts'
import { modelIn, providerIn, type Settings, settingsOf, tellUsage } from './settings.ts'

export const AGENT: TranscriptAgent = { harness: HARNESS, parserVersion: 2 }

/** Kinds of rows that tell nothing that is counted. */
const SILENT = new Set(['todo_state', 'compaction_state', 'session_settings', 'agent_turn_outcome'])

/** How much of a result is looked at, from its beginning and from its end. */
const LOOKED_AT = 256

function resultText({ content }: Row): string {
  if (typeof content === 'string') return content
  const first = list(content)
    .map(record)
    .find((part) => part?.type === 'text')
  return text(first?.text) ?? ''
}

const REFUSED =
  /\b(?:cancell?ed|rejected|declined|denied) by (?:the )?user\b|\buser (?:cancell?ed|rejected|declined|denied)\b/i
const EXIT = /\[Process exited with code (-?\d{1,10})\]\s*$/

function endingOf(block: Row, result: string): Pick<Ending, 'status' | 'decision'> {
  const code = EXIT.exec(result.slice(-LOOKED_AT))?.[1]
  const failed =
    typeof block.is_error === 'boolean'
      ? block.is_error
      : result.startsWith('Error: ') || Number(code ?? 0) !== 0
  if (!failed) return { status: 'ok' }
  return REFUSED.test(result.slice(0, LOOKED_AT))
    ? { status: 'rejected', decision: 'user' }
    : { status: 'error' }
}

/** A tool of a server is called `<server>___<tool>`. */
function namedTool(name: string): ToolName {
  const [server, tool] = name.split('___', 2)
  return server && tool ? { tool: 'MCP', kind: 'mcp', mcp_server: server.toLowerCase() } : toolName(name)
}

/** The session is named by the first row; where that is lost, by the file. */
const idOfFile = (path: string): string =>
  label(path.replace(/^.*[\\/]/, '').replace(/\.jsonl$/, '')) ?? 'unknown'

class Transcript {
  readonly #telling: Telling
  readonly #file: TranscriptFile
  readonly #settings: Settings
  readonly #inputs = new Map<Tool, Row>()
  #session: Session | null = null
  /** It was started by another session: what it was told was typed by no person. */
  #delegated = false
  /** The last message of a copied conversation. */
  #boundary: string | null = null
  /** When a model was called last. */
  #called: number | null = null
  #served: Pick<Settings, 'model' | 'provider'>
  #last: number | null = null
  /** The first row tells no time: what it says of the session is told with the first message. */
  #about: About | null = null

  constructor(telling: Telling) {
    this.#telling = telling
    this.#file = telling.file
    const settings = settingsOf(telling.file)
    this.#settings = settings
    this.#served = { model: settings.model, provider: settings.provider }
  }

  get #current(): Session {
    this.#session ??= this.#telling.session(idOfFile(this.#file.path))
    return this.#session
  }

  row(row: Row, number: number): void {
    if (row.type === 'message') this.#message(row, number)
    else if (row.type === 'session_start') this.#start(row)
    else if (typeof row.type !== 'string' || !SILENT.has(row.type)) this.#telling.drop('unknown_record')
  }

  end(): void {
    const session = this.#session
    if (session)
      tellUsage(this.#telling, session, { ...this.#settings, ...this.#served }, this.#called ?? this.#last)
  }

  #start(row: Row): void {
    this.#session ??= this.#telling.session(label(row.id) ?? idOfFile(this.#file.path))
    const parent = label(row.callingSessionId)
    this.#delegated = parent !== null || label(row.callingToolUseId) !== null
    this.#about = { cwd: label(row.cwd, 4096), version: label(row.version), parent }
    if (label(row.parent) === null) return
    this.#session.rank = 1
    this.#boundary = label(row.forkedAtMessageId)
  }

  #message(row: Row, number: number): void {
    const message = record(row.message)
    if (!message || (message.role !== 'user' && message.role !== 'assistant')) {
      this.#telling.drop('unknown_record')
      return
    }
    const at = this.#telling.time(row.timestamp)
    if (at === null) return
    const session = this.#current
    const id = label(row.id)
    this.#last = Math.max(this.#last ?? at, at)
    session.tell(at, this.#about ?? {})
    this.#about = null
    const key = messageKey(id ?? `#${number}`, session.id)
    if (message.role === 'assistant') this.#assistant(message, at, key)
    else this.#user(message, at, key)
    if (id !== null && id === this.#boundary) session.rank = 0
  }

  #assistant(message: Row, at: number, key: string): void {
    const session = this.#current
    this.#served = {
      model: modelIn(message.modelId) ?? this.#settings.model,
      provider: providerIn(message.apiProvider) ?? this.#settings.provider,
    }
    session.message(at, key, 'assistant')
    session.counter(at, key, { name: 'model_calls', value: 1, temporality: 'delta', ...this.#served })
    this.#called = Math.max(this.#called ?? at, at)
    records(message.content).forEach((block, i) => {
      if (block.type === 'tool_use') this.#use(block, at, `${key}#${i}`)
    })
  }

  #use(block: Row, at: number, place: string): void {
    const name = label(block.name)
    if (!name) return
    const session = this.#current
    const id = label(block.id)
    const key = id === null ? place : toolKey(id, session.id)
    const input = record(block.input) ?? {}
    const tool = session.tool(at, key, name, { command: text(input.command), named: namedTool(name) })
    if (changing(name)) this.#inputs.set(tool, input)
    if (name === 'Task') session.feature(at, key, 'subagent', label(input.subagent_type))
    if (name === 'Skill') session.feature(at, key, 'skill', label(input.skill) ?? label(input.name))
  }

  #user(message: Row, at: number, key: string): void {
    const hook = label(message.hookEventName)
    if (hook !== null) {
      this.#current.feature(at, key, 'hook', hook, { event: hook })
      return
    }
    const results = records(message.content).filter((block) => block.type === 'tool_result')
    for (const block of results) this.#result(block, at)
    if (results.length === 0 && !this.#delegated && isPrompt(message)) this.#current.prompt(at, key)
  }

  #result(block: Row, at: number): void {
    const id = label(block.tool_use_id)
    const session = this.#current
    const tool = id === null ? undefined : session.toolOf(toolKey(id, session.id))
    if (!tool) return
    const result = resultText(block)
    if (!tool.end({ at, ...endingOf(block, result), output: () => result })) return
    const input = this.#inputs.get(tool)
    this.#inputs.delete(tool)
    if (input && tool.succeeded) changing(tool.name)?.(session, at, tool.key, input, this.#file.hashLine)
  }
}

export function openTranscript(file: TranscriptFile): TranscriptReader {
  const telling = new Telling(AGENT, file)
  const transcript = new Transcript(telling)
  return new JsonLines(
    telling,
    (row, number) => transcript.row(row, number),
    () => transcript.end(),
  )
}
