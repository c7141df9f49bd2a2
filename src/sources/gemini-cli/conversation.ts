/** Gathers what a chat of Gemini CLI tells, in whichever of its two formats. */

import { vendorOf } from '../provider.ts'
import { instant, label, type Row, record, records, text } from '../row.ts'
import type { ReadResult, TranscriptFile } from '../source.ts'
import { type Session, Telling } from '../telling.ts'
import { isTyped } from './content.ts'
import { agentKey, HARNESS } from './keys.ts'
import { FolderByHash, folderBeside, isHash, type Place, placeOf } from './project.ts'
import { modelOf, type Names, type Usage, UsageKeys, usageOf } from './tokens.ts'
import { type Caller, tellTool } from './tools.ts'

export const PARSER_VERSION = 2

const COUNTS: Names = {
  input: 'input',
  output: 'output',
  cached: 'cached',
  thoughts: 'thoughts',
  tool: 'tool',
  total: 'total',
}

/** An answer of a model, which is written again, whole, whenever more of it is known. */
interface Answer extends Caller {
  session: Session
  usage: Usage | null
  model: string | null
}

/** Arguments of tools that name a place. */
const PLACES = ['file_path', 'absolute_path', 'dir_path', 'path'] as const

export class Conversation {
  readonly telling: Telling
  readonly #file: TranscriptFile
  readonly #place: Place
  readonly #answers = new Map<string, Answer>()
  readonly #keys = new UsageKeys(HARNESS)
  #session: Session | null = null
  /** Id of the sub-agent whose chat this is. */
  #agent: string | null = null
  #isSubagent: boolean
  #hash: string | null = null
  #byHash: FolderByHash | null = null

  constructor(file: TranscriptFile) {
    this.telling = new Telling({ harness: HARNESS, parserVersion: PARSER_VERSION }, file)
    this.#file = file
    this.#place = placeOf(file.path)
    this.#isSubagent = this.#place.parent !== null
  }

  /** What stands at the beginning, or takes the place of a part of that. */
  about(row: Row): void {
    const { parent } = this.#place
    const id = label(row.sessionId)
    if (row.kind === 'subagent') this.#isSubagent = true
    this.#hash = label(row.projectHash) ?? this.#hash
    if (id !== null && (parent ?? id) !== this.#session?.id) this.#session = this.#begin(parent ?? id)
    if (parent !== null && id !== null && id !== parent) this.#agent ??= id
    const started_at = instant(row.startTime)
    if (started_at !== null && this.#session && this.telling.time(started_at) !== null)
      this.#introduce(this.#session, started_at, { started_at })
  }

  /** A message; one that stands in a history was told before, unless the agent put it in the place of others. */
  message(row: Row, inHistory = false): void {
    switch (row.type) {
      case 'gemini':
        this.#answer(row, inHistory)
        break
      case 'user':
        if (!inHistory) this.#prompt(row)
        break
      case 'info':
      case 'warning':
      case 'error':
        break
      default:
        this.telling.drop('unknown_record')
    }
  }

  end(): void {
    for (const { session, key, at, usage, model } of this.#answers.values()) {
      const named = usage && this.#keys.next(session.id, usage.counts)
      const keys = named ? [named, key] : [key]
      if (!usage?.plausible) {
        this.telling.drop(usage ? 'implausible_count' : 'no_usage', usage?.sum)
        session.message(at, keys, 'assistant')
        continue
      }
      const completeness = usage.tokens.out === null ? 1 : 2
      session.call(at, keys, { model, provider: vendorOf(model), ...usage.tokens, completeness })
    }
  }

  /** The chat of a sub-agent tells nothing of the session that started it, as a whole. */
  result(read: ReadResult): ReadResult {
    return this.#isSubagent ? { ...read, facts: read.facts.filter(({ type }) => type !== 'session') } : read
  }

  #begin(id: string): Session {
    const session = this.telling.session(id)
    if (this.#isSubagent) session.agent = 'subagent'
    return session
  }

  /** The session of what comes without one: files are named by the beginning of its id. */
  get #current(): Session {
    const stem = /([^\\/]*?)(?:\.jsonl?)?$/.exec(this.#file.path)?.[1] ?? ''
    this.#session ??= this.#begin(
      this.#place.parent ?? label(/^session-.*-([0-9a-f]{8})$/.exec(stem)?.[1] ?? stem) ?? 'unknown',
    )
    return this.#session
  }

  /** Tells of a session where it belongs to, once that is known. */
  #introduce(session: Session, at: number, told: { started_at?: number } = {}): void {
    const { project } = this.#place
    if (session.cwd === null) {
      const cwd = folderBeside(this.#file, this.#place, this.#hash ?? project)
      session.tell(at, cwd ? { cwd } : { project: isHash(project) ? null : project })
    }
    session.tell(at, told)
    if (this.#agent !== null) session.feature(at, agentKey(session.id, this.#agent), 'subagent', null, WEAK)
  }

  #answer(row: Row, inHistory: boolean): void {
    const usage = usageOf(row.tokens, COUNTS, false)
    if (usage) this.telling.naive(usage.sum)
    const at = this.telling.time(row.timestamp, usage?.sum)
    if (at === null) return
    const session = this.#current
    const key = keyOf(row, session, at)
    const known = this.#answers.get(key)
    // What sums up a conversation is no answer.
    if (!known && inHistory && !usage) return
    const answer = known ?? { key, at, batch: null, session, usage: null, model: null }
    if (!known) this.#answers.set(key, answer)
    session.tell(at)
    if (usage) {
      if (answer.usage) this.telling.drop('repeated_row', answer.usage.sum)
      answer.usage = usage
    }
    answer.model = modelOf(row) ?? answer.model
    records(row.toolCalls).forEach((call, i) => {
      this.#locate(session, at, record(call.args))
      tellTool(session, this.#file, call, answer, i)
    })
  }

  #prompt(row: Row): void {
    const at = this.telling.time(row.timestamp)
    if (at === null) return
    const session = this.#current
    if (!this.#isSubagent && isTyped(row.content)) session.prompt(at, keyOf(row, session, at))
    else session.tell(at)
  }

  /** Looks for the folder of the project above the places that tools were given. */
  #locate(session: Session, at: number, args: Row | null): void {
    if (session.cwd !== null || !isHash(this.#hash)) return
    this.#byHash ??= new FolderByHash(this.#hash)
    for (const name of PLACES) {
      const cwd = this.#byHash.within(text(args?.[name]) ?? '')
      if (cwd) session.tell(at, { cwd })
    }
  }
}

/** The session that started it knows its name. */
const WEAK = { completeness: 1 }

const keyOf = (row: Row, session: Session, at: number): string => {
  const id = label(row.id)
  return id === null ? `${HARNESS}/at:${session.id}:${at}` : `${HARNESS}/message:${id}`
}
