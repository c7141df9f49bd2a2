/** One conversation of pi, entry by entry: a header, then a tree of entries that may branch within the file. */
import { EARLIEST } from '../../facts/field.ts'
import { providerNamed } from '../provider.ts'
import { instant, label, list, path, type Row, record, records, text } from '../row.ts'
import { type About, type Session, type Telling, tokensOf } from '../telling.ts'
import { Tools, textOf } from './tools.ts'
import { usageOf, vectorOf } from './usage.ts'

/** Where agents that are built on pi differ from it. */
export interface Ways {
  /** Whether the program wrote a message itself, in the place of a model. */
  synthetic(message: Row): boolean
  /** Whether a message with the role of the user was typed by a person. */
  typed(message: Row, text: string): boolean
}

/** Kinds of entries that tell nothing that is counted, but for the usage of a summary. */
const SILENT = new Set(
  'compaction branch_summary custom custom_message label session_info context_transform ephemeral reset'.split(
    ' ',
  ),
)
const SILENT_ROLES = new Set(
  'bashExecution custom hookMessage branchSummary compactionSummary system'.split(' '),
)
const SKILL = /^\s*<skill name="([^"\n]{1,200})"/

export class Conversation {
  readonly #telling: Telling
  readonly #ways: Ways
  readonly #tools: Tools
  /** Id of the session where its header does not tell one. */
  readonly #fallback: string | null
  #session: Session | null = null
  #about: About = {}
  /** Since when entries are its own, in a copy of another conversation; null in one that is none. */
  #copiedUntil: number | null = null
  #level: string | null = null
  /** Thinking level behind each entry: an entry carries on from its parent, which need not be the one before. */
  readonly #levels = new Map<string, string | null>()

  constructor(telling: Telling, ways: Ways, fallback: string | null) {
    this.#telling = telling
    this.#ways = ways
    this.#fallback = fallback
    this.#tools = new Tools(telling.agent.harness, (line) => telling.file.hashLine(line))
  }

  row(row: Row): void {
    if (row.type === 'session') {
      this.#header(row)
      return
    }
    if ('parentId' in row) this.#level = this.#levels.get(label(row.parentId) ?? '') ?? null
    this.#entry(row)
    const id = label(row.id)
    if (id !== null) this.#levels.set(id, this.#level)
  }

  #header(row: Row): void {
    const id = label(row.id) ?? this.#fallback
    if (id === null) {
      this.#telling.drop('invalid_fact')
      return
    }
    const at = this.#telling.time(row.timestamp)
    const copied = label(row.parentSession) ?? label(row.branchedFrom)
    this.#session = this.#telling.session(id)
    this.#copiedUntil = copied === null ? null : at
    this.#level = label(row.thinkingLevel)
    this.#levels.set('', this.#level)
    // Of a copy the first entry is older than the session.
    this.#about = {
      cwd: path(row.cwd),
      started_at: this.#copiedUntil,
      provider: providerNamed(label(row.provider)),
    }
    if (at !== null) this.#session.tell(at, this.#about)
  }

  #entry(row: Row): void {
    const message = record(row.message)
    switch (row.type) {
      case 'message':
        if (message) this.#message(row, message)
        else this.#telling.drop('unknown_record')
        break
      case 'thinking_level_change':
        this.#level = label(row.thinkingLevel)
        break
      case 'model_change':
        this.#about = { ...this.#about, provider: providerNamed(label(row.provider)) }
        break
      default:
        if (typeof row.type !== 'string' || !SILENT.has(row.type)) this.#telling.drop('unknown_record')
        else if (row.type === 'compaction' || row.type === 'branch_summary') this.#summary(row, row.type)
    }
  }

  /** The call that made a summary is told with it; messages that were kept are told again. */
  #summary(row: Row, kind: string): void {
    for (const message of records(row.retainedTail)) {
      const usage = usageOf(message.usage)
      if (!usage) continue
      this.#telling.naive(tokensOf(usage))
      this.#telling.drop('embedded_copy', tokensOf(usage))
    }
    this.#side(row, row.usage, `${kind}:${stampOf(row.timestamp)}`)
  }

  /** A call of a model that no message came of; which model is not told. */
  #side(row: Row, told: unknown, name: string): void {
    const usage = usageOf(told)
    if (!usage) return
    const tokens = tokensOf(usage)
    this.#telling.naive(tokens)
    const place = this.#place(row, null, tokens)
    if (!place) return
    const key = `${this.#telling.agent.harness}/side:${name}:${vectorOf(usage)}`
    place.session.call(place.written, [key], { ...usage, message: false })
  }

  #message(row: Row, message: Row): void {
    switch (message.role) {
      case 'assistant':
        this.#assistant(row, message)
        break
      case 'toolResult':
        this.#result(row, message)
        break
      case 'user':
        this.#user(row, message)
        break
      default:
        if (typeof message.role !== 'string' || !SILENT_ROLES.has(message.role))
          this.#telling.drop('unknown_record')
    }
  }

  #assistant(row: Row, message: Row): void {
    const usage = usageOf(message.usage)
    const tokens = usage ? tokensOf(usage) : 0
    if (usage) this.#telling.naive(tokens)
    if (this.#ways.synthetic(message)) {
      this.#telling.drop('synthetic', tokens)
      return
    }
    const place = this.#place(row, message, tokens)
    if (!place) return
    const { session, begun, written, stamp } = place
    const at = begun ?? written
    const model = label(message.model)
    const key = `${this.#telling.agent.harness}/call:${stamp}:${model ?? ''}:${vectorOf(usage)}`
    const failed = message.stopReason === 'error'
    if (usage || failed || finished(message.stopReason)) {
      session.call(at, [key], {
        ...usage,
        provider: providerNamed(label(message.provider)),
        model: label(message.responseModel) ?? model,
        latency_ms: begun === null ? null : written - begun,
        status: failed ? 'error' : 'ok',
        completeness: finished(message.stopReason) ? 2 : 1,
      })
    } else {
      this.#telling.drop('no_usage')
      session.message(at, key, 'assistant')
    }
    for (const block of records(message.content))
      if (block.type === 'toolCall') this.#tools.call(session, written, stamp, block)
  }

  #result(row: Row, message: Row): void {
    const place = this.#place(row, message)
    if (!place) return
    const tool = this.#tools.result(place.session, place.written, message)
    this.#side(row, message.usage, `tool:${tool?.key ?? place.stamp}`)
  }

  #user(row: Row, message: Row): void {
    const place = this.#place(row, message)
    if (!place) return
    const told = textOf(message.content)
    const shown = told.trim() !== '' || list(message.content).some((part) => record(part)?.type === 'image')
    if (!shown || !this.#ways.typed(message, told)) return
    const at = place.begun ?? place.written
    // Its length tells it from what another person typed in the same millisecond.
    const key = `${this.#telling.agent.harness}/prompt:${place.stamp}:${told.length}`
    place.session.prompt(at, key)
    const skill = label(SKILL.exec(told)?.[1])
    if (skill) place.session.feature(at, key, 'skill', skill)
  }

  /** When and where an entry happened; null for one that cannot be placed: it is then dropped, with its tokens. */
  #place(row: Row, message: Row | null, tokens = 0) {
    const own = message?.timestamp
    const written = this.#telling.time(row.timestamp ?? own, tokens)
    if (written === null) return null
    this.#session ??= this.#fallback === null ? null : this.#telling.session(this.#fallback)
    const session = this.#session
    if (!session) {
      this.#telling.drop('invalid_fact', tokens)
      return null
    }
    session.rank = this.#copiedUntil !== null && written < this.#copiedUntil ? 1 : 0
    session.effort = this.#level
    session.tell(written, this.#about)
    // A message bears the time at which its request began, and its entry that at which it was written.
    const begun = instant(own)
    const told = begun !== null && begun >= EARLIEST && begun <= written
    return { session, written, begun: told ? begun : null, stamp: stampOf(own ?? row.timestamp) }
  }
}

const finished = (stopReason: unknown): boolean =>
  ['stop', 'length', 'toolUse'].includes(text(stopReason) ?? '')

/** The same for a time in ms and in ISO 8601. */
const stampOf = (told: unknown): string => String(instant(told) ?? '')
