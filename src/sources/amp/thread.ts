/** Reads one thread of Amp: a JSON document with its messages, and in some versions a ledger of what was used. */
import { basename } from 'node:path'
import { vendorOf } from '../provider.ts'
import { instant, label, type Row, record, records, text, wholeRow } from '../row.ts'
import type { Beginning, ReadResult, TranscriptFile, TranscriptFormat } from '../source.ts'
import { type About, type Session, Telling } from '../telling.ts'
import { Tools } from './tools.ts'
import { type Entry, entriesOf, isNothing, messageId, tracesOf, type Use, usageOf } from './usage.ts'

export const AGENT = { harness: 'amp', parserVersion: 2 }

const NAME = /^T-[\w-]+\.json$/

const accepts = (file: string): boolean => NAME.test(file.split(/[\\/]/).at(-1) ?? '')

const recognises = ({ text: begin }: Beginning): boolean =>
  /^\s*\{/.test(begin) && /"id"\s*:\s*"T-[\w-]+"/.test(begin) && /"messages"\s*:\s*\[/.test(begin)

/** Roles of what is shown to people alone. */
const SILENT = new Set(['info', 'system'])

class Thread {
  readonly telling: Telling
  readonly #whole: Row
  readonly #id: string
  readonly #session: Session
  readonly #tools: Tools
  readonly #traces: ReturnType<typeof tracesOf>
  readonly #ledger = new Map<string, Entry>()
  /** What has no time came right behind what has one. */
  #latest: unknown

  constructor(telling: Telling, whole: Row, file: TranscriptFile) {
    this.telling = telling
    this.#whole = whole
    const name = basename(file.path, '.json')
    this.#id = label(whole.id) ?? label(name) ?? 'unknown'
    this.#session = telling.session(this.#id)
    this.#tools = new Tools(this.#session, file.hashLine)
    this.#traces = tracesOf(whole)
    this.#latest = whole.created ?? null
  }

  read(): void {
    const messages = records(this.#whole.messages)
    const begun = instant(this.#whole.created)
    const at = begun === null ? null : this.telling.time(begun)
    if (at !== null) this.#session.tell(at, { ...aboutOf(this.#whole), started_at: at })
    const beside: Entry[] = []
    for (const entry of entriesOf(this.#whole)) {
      this.telling.naive(entry.sum)
      if (entry.message !== null && !this.#ledger.has(entry.message)) this.#ledger.set(entry.message, entry)
      else beside.push(entry)
    }
    for (const message of messages) {
      this.telling.rows++
      this.#message(message)
    }
    // Of messages that are no longer there, and of none.
    for (const entry of [...this.#ledger.values(), ...beside]) {
      this.telling.rows++
      this.#entry(entry)
    }
  }

  #message(message: Row): void {
    const { telling } = this
    const id = messageId(message.messageId) ?? `#${telling.rows}`
    const use = usageOf(message)
    if (use) telling.naive(use.sum)
    const entry = this.#ledger.get(id) ?? null
    const trace = this.#traces.get(id)
    this.#latest =
      use?.at ??
      entry?.at ??
      trace?.begun ??
      record(message.meta)?.sentAt ??
      message.timestamp ??
      this.#latest
    const at = telling.time(this.#latest, use?.sum ?? 0)
    if (at === null) return
    if (this.#session.cwd === null) this.#session.tell(at, aboutOf(this.#whole))
    if (message.role === 'assistant') {
      this.#assistant(at, id, use, trace?.ended ? trace.ended - trace.begun : null)
      this.#tools.proposed(at, id, message.content)
    } else if (message.role === 'user') {
      this.#tools.ended(at, message.content)
      if (isPrompt(message)) this.#session.prompt(at, this.#keyOf(id))
    } else if (!SILENT.has(text(message.role) ?? '')) telling.drop('unknown_record')
  }

  #keyOf = (message: string): string => `amp/msg:${this.#id}:${message}`

  /** The message tells more than the ledger; what only the ledger tells is taken from there. */
  #assistant(at: number, id: string, use: Use | null, latency: number | null): void {
    const { telling } = this
    const session = this.#session
    const entry = this.#ledger.get(id) ?? null
    this.#ledger.delete(id)
    const told = use && !isNothing(use.tokens) ? use : entry && !isNothing(entry.tokens) ? entry : null
    const keys = [this.#keyOf(id), ...(entry?.id ? [`amp/event:${entry.id}`] : [])]
    if (!told) {
      session.message(at, keys, 'assistant')
      telling.drop('no_usage', (use?.sum ?? 0) + (entry?.sum ?? 0))
      return
    }
    if (entry && told !== entry) telling.drop('repeated_row', entry.sum)
    else if (use && told !== use) telling.drop('repeated_row', use.sum)
    const model = told.model ?? entry?.model ?? null
    const stamp = instant(use?.at)
    // A thread that is continued in another is copied, with the times of its requests.
    if (stamp !== null) keys.push(`amp/usage:${stamp}:${vectorOf(told)}`)
    this.#call(
      at,
      keys,
      { ...told, model, credits: told.credits ?? entry?.credits ?? null },
      { latency, message: true },
    )
  }

  #entry(entry: Entry): void {
    const at = this.telling.time(entry.at, entry.sum)
    if (at === null) return
    if (isNothing(entry.tokens)) {
      this.telling.drop('no_usage', entry.sum)
      return
    }
    const keys = entry.message === null ? [] : [this.#keyOf(entry.message)]
    if (entry.id) keys.push(`amp/event:${entry.id}`)
    if (keys.length === 0) keys.push(`amp/event:${this.#id}:${at}:${vectorOf(entry)}`)
    this.#call(at, keys, entry, { latency: null, message: false })
  }

  #call(
    at: number,
    keys: string[],
    use: Use,
    { latency, message }: { latency: number | null; message: boolean },
  ): void {
    const { model, tokens, credits } = use
    this.#session.call(at, keys, {
      ...{ model, provider: vendorOf(model), message, ...tokens },
      ...(latency !== null && latency >= 0 ? { latency_ms: latency } : {}),
      ...(credits === null ? {} : { extra: { ...tokens.extra, credits } }),
    })
  }
}

const vectorOf = ({ tokens: { in_uncached, cache_read, cache_write, out } }: Use): string =>
  [in_uncached, cache_read, cache_write, out].map((n) => n ?? 0).join(':')

/** Results of tools are told in the name of the user. */
function isPrompt(message: Row): boolean {
  const blocks = records(message.content)
  if (blocks.some((block) => block.type === 'tool_result')) return false
  return (
    text(message.content) !== null || blocks.some((block) => block.type === 'text' || block.type === 'image')
  )
}

function clientOf(platform: Row, initial: Row): string | null {
  const told = `${text(platform.client) ?? ''} ${text(platform.clientType) ?? ''}`.toLowerCase()
  if (/vs ?code|jetbrains|cursor|windsurf|neovim|zed|ide\b/.test(told)) return 'ide'
  if (!/cli\b/.test(told)) return /web/.test(told) ? 'web' : null
  return initial.interactive === false ? 'non-interactive' : 'terminal'
}

function aboutOf(thread: Row): About {
  const initial = record(record(thread.env)?.initial) ?? {}
  const tree = records(initial.trees)[0] ?? {}
  const repository = record(tree.repository) ?? {}
  const platform = record(initial.platform) ?? {}
  return {
    client: clientOf(platform, initial),
    version: label(platform.clientVersion),
    cwd: folderOf(tree.uri),
    project: label(tree.displayName),
    repository: label(repository.url),
    branch: label(repository.ref)?.replace(/^refs\/heads\//, '') ?? null,
    revision: label(repository.sha),
  }
}

function folderOf(uri: unknown): string | null {
  const told = label(uri, 4096)
  if (told === null || !told.startsWith('file:')) return told
  try {
    const folder = decodeURIComponent(new URL(told).pathname)
    // Windows writes `file:///C:/…`.
    return /^\/[A-Za-z]:/.test(folder) ? folder.slice(1) : folder
  } catch {
    return null
  }
}

function read(file: TranscriptFile, content: Buffer): ReadResult {
  const telling = new Telling(AGENT, file)
  const whole = wholeRow(content)
  if (whole && Array.isArray(whole.messages)) new Thread(telling, whole, file).read()
  else {
    telling.rows = 1
    telling.drop('broken_line')
  }
  return telling.result()
}

export const threadFormat: TranscriptFormat = { form: 'document', accepts, recognises, read }
