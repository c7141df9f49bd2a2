/** Reads the sessions of the Cline SDK, on which the command line and the newer extension stand: messages and a manifest beside them. */
import { basename, dirname, join } from 'node:path'
import { providerNamed, vendorOf } from '../provider.ts'
import { count, instant, label, path, type Row, record, records, text, usd, wholeRow } from '../row.ts'
import type { Beginning, ReadResult, TranscriptFile, TranscriptFormat } from '../source.ts'
import { type Session, tokensOf as sumOf, Telling } from '../telling.ts'
import { disjoint, type Tokens } from '../tokens.ts'
import { costOf, HARNESS, subagentKey, usageKey } from './keys.ts'
import { SessionTools } from './session-tools.ts'

export const AGENT = { harness: HARNESS, parserVersion: 2 }

const ENDING = '.messages.json'

const accepts = (file: string): boolean => file.endsWith(ENDING)

const recognises = ({ text: begin }: Beginning): boolean =>
  /^\s*\{/.test(begin) &&
  /"agent"\s*:\s*"(?:lead|subagent|teammate)"/.test(begin) &&
  /"messages"\s*:/.test(begin)

/** The manifest of a session; sub-agents lie in the folder of the session that started them, and have none of their own. */
const manifestsOf = (file: string): string[] => {
  const folder = dirname(file)
  const own = `${file.slice(0, -ENDING.length)}.json`
  const root = join(folder, `${basename(folder)}.json`)
  return own === root ? [own] : [own, root]
}

const CLIENTS: readonly (readonly [RegExp, string])[] = [
  [/vscode|jetbrains|extension|ide\b/, 'ide'],
  [/desktop/, 'desktop'],
  [/web/, 'web'],
  [/sdk|core|api/, 'sdk'],
]

function clientOf({ source, interactive }: Row): string | null {
  const told = text(source)?.toLowerCase() ?? ''
  if (/cli|terminal/.test(told)) return interactive === false ? 'non-interactive' : 'terminal'
  return CLIENTS.find(([pattern]) => pattern.test(told))?.[1] ?? null
}

/** Words of the telemetry for the same. */
const KINDS: Readonly<Record<string, string>> = { subagent: 'subagent', teammate: 'team_teammate' }

interface Place {
  telling: Telling
  session: Session
  /** Null for the lead. */
  agent: string | null
  manifest: Row
  /** Until when messages were copied from another session, and which. */
  forked: { at: number; from: string | null } | null
  tools: SessionTools
  begun: boolean
  /** How often the same counts were told. */
  told: Map<string, number>
  metrics: boolean
}

function manifestOf(file: TranscriptFile): Row {
  for (const beside of manifestsOf(file.path)) {
    const content = file.nearby.read(beside)
    const row = content && wholeRow(content)
    if (row) return row
  }
  return {}
}

function placeOf(telling: Telling, file: TranscriptFile, whole: Row): Place {
  const manifest = manifestOf(file)
  const name = basename(file.path, ENDING)
  const id = label(whole.sessionId) ?? label(manifest.session_id) ?? label(name) ?? 'unknown'
  const session = telling.session(id)
  const agent = KINDS[text(whole.agent) ?? ''] ?? null
  session.agent = agent
  const fork = record(record(manifest.metadata)?.fork)
  const at = instant(fork?.forkedAt)
  return {
    ...{ telling, session, agent, manifest, metrics: false, begun: false, told: new Map() },
    forked: at === null ? null : { at, from: label(fork?.forkedFromSessionId) },
    tools: new SessionTools(session, file.hashLine),
  }
}

function read(file: TranscriptFile, content: Buffer): ReadResult {
  const telling = new Telling(AGENT, file)
  const whole = wholeRow(content)
  if (!whole || !Array.isArray(whole.messages)) {
    telling.rows = 1
    telling.drop('broken_line')
    return telling.result()
  }
  const place = placeOf(telling, file, whole)
  const messages = records(whole.messages)
  const timed = messages.find((message) => instant(message.ts) !== null)
  // What people and tools say has no time in some versions: it came right behind what has one.
  let latest: unknown = timed?.ts ?? place.manifest.started_at ?? whole.updated_at
  about(place)
  for (const message of messages) {
    telling.rows++
    latest = message.ts ?? latest
    one(place, message, latest)
  }
  if (!place.metrics) inAll(place)
  return telling.result()
}

function one(place: Place, message: Row, time: unknown): void {
  const { telling, session, forked, tools } = place
  const metrics = message.role === 'assistant' ? record(message.metrics) : null
  const tokens = metrics && tokensOf(metrics)
  const sum = tokens ? sumOf(tokens) : 0
  if (metrics) {
    telling.naive(sum)
    place.metrics = true
  }
  const at = telling.time(time, sum)
  if (at === null) return
  session.rank = forked && at <= forked.at ? 1 : 0
  begin(place, at)
  const id = label(message.id) ?? `${session.id}:${at}:${telling.rows}`
  if (message.role === 'assistant') {
    assistant(place, { at, id, message, metrics, tokens })
    tools.proposed(at, id, message.content)
  } else if (message.role === 'user') {
    tools.ended(at, message.content)
    if (place.agent === null && isPrompt(message)) session.prompt(at, `cline/msg:${id}`)
  } else telling.drop('unknown_record')
}

/** Results of tools are told in the name of the user, and so are summaries, which name their kind. */
function isPrompt(message: Row): boolean {
  const blocks = records(message.content)
  if (blocks.some((block) => block.type === 'tool_result') || record(message.metadata)?.kind) return false
  return (
    text(message.content) !== null || blocks.some((block) => /^(?:text|image|file)$/.test(`${block.type}`))
  )
}

/** In the files, unlike in the telemetry since August 2026, the input contains what was read from and written to the cache. */
function tokensOf(metrics: Row): Tokens {
  const told = {
    input: count(metrics.inputTokens),
    cache_read: count(metrics.cacheReadTokens),
    cache_write: count(metrics.cacheWriteTokens),
    output: count(metrics.outputTokens),
    reasoning: null,
  }
  const cached = (told.cache_read ?? 0) + (told.cache_write ?? 0)
  return disjoint(told, { cache: !(told.input !== null && told.input < cached), reasoning: true })
}

/** Some providers tell no usage, and then 0 stands there. */
const isNothing = ({ in_uncached, cache_read, cache_write, out }: Tokens): boolean =>
  [in_uncached, cache_read, cache_write, out].every((n) => n === null || n === 0)

interface Turn {
  at: number
  id: string
  message: Row
  metrics: Row | null
  tokens: Tokens | null
}

function assistant(place: Place, { at, id, message, metrics, tokens }: Turn): void {
  const { telling, session } = place
  const key = `cline/msg:${id}`
  if (!metrics || !tokens || isNothing(tokens)) {
    session.message(at, key, 'assistant')
    telling.drop('no_usage')
    return
  }
  const keys = [key]
  // Sub-agents are not in the telemetry of requests, and may by chance have the counts of their parent.
  if (place.agent === null) {
    const owner = session.rank > 0 ? (place.forked?.from ?? session.id) : session.id
    const usage = usageKey(owner, tokens)
    if (usage) {
      const nth = (place.told.get(usage) ?? 0) + 1
      place.told.set(usage, nth)
      keys.push(nth === 1 ? usage : `${usage}#${nth}`)
    }
  }
  session.call(at, keys, {
    ...servedBy(record(message.modelInfo) ?? {}),
    ...tokens,
    ...money(metrics, message),
  })
}

function servedBy(info: Row): { model: string | null; provider: string | null } {
  const model = label(info.id)
  return { model, provider: providerNamed(label(info.provider)) ?? vendorOf(model) }
}

function money(metrics: Row, message: Row): { cost_usd: number; cost_source: 'reported' } | null {
  const cost = costOf(usd(metrics.cost), label(record(message.modelInfo)?.provider))
  return cost === null ? null : { cost_usd: cost, cost_source: 'reported' }
}

function about({ session, manifest, telling }: Place): void {
  const begun = manifest.started_at ? telling.time(manifest.started_at) : null
  if (begun === null) return
  session.tell(begun, {
    client: clientOf(manifest),
    cwd: path(manifest.cwd),
    provider: providerNamed(label(manifest.provider)),
    started_at: begun,
    ended_at: manifest.ended_at ? telling.time(manifest.ended_at) : null,
  })
}

/** With its first message a sub-agent has begun. */
function begin(place: Place, at: number): void {
  const { session, manifest, agent, telling } = place
  if (place.begun) return
  place.begun = true
  if (session.cwd === null) session.tell(at, { cwd: path(manifest.cwd), client: clientOf(manifest) })
  if (agent !== 'subagent') return
  const name = basename(telling.file.path, ENDING)
  session.feature(at, subagentKey(session.id, name), 'subagent', null)
}

/** Older versions told the usage of a session in its manifest alone. It counts once the session has ended, so that it does not grow. */
function inAll({ telling, session, manifest, agent }: Place): void {
  const usage = record(record(manifest.metadata)?.usage)
  if (!usage || agent !== null || !manifest.ended_at) return
  const tokens = tokensOf(usage)
  telling.naive(sumOf(tokens))
  const at = telling.time(manifest.ended_at, sumOf(tokens))
  if (at === null) return
  const cost = costOf(usd(usage.totalCost ?? usage.cost), label(manifest.provider))
  session.call(at, [`cline/session:${session.id}`], {
    ...servedBy({ id: manifest.model, provider: manifest.provider }),
    ...tokens,
    ...(cost === null ? null : { cost_usd: cost, cost_source: 'reported' as const }),
    message: false,
  })
}

export const sessionFormat: TranscriptFormat = {
  ...{ form: 'document', accepts, recognises, read },
  beside: manifestsOf,
}
