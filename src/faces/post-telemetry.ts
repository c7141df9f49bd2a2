/** Takes OTLP requests: decodes them, lets agents read their records, writes the facts, counts what became of them. */
import { createHash } from 'node:crypto'
import { TachographError } from '../errors.ts'
import type { Fact, SessionFact } from '../facts/index.ts'
import type { Forwarding } from '../forward/forwarding.ts'
import type { Intake } from '../ingest/intake.ts'
import type { Quarantined } from '../ingest/quarantine.ts'
import { isRefused } from '../ingest/writer.ts'
import { decodeJson } from '../otlp/json.ts'
import { decodeProtobuf } from '../otlp/protobuf.ts'
import { redacted } from '../otlp/redact.ts'
import { requestOf } from '../otlp/replay.ts'
import type { Encoding } from '../otlp/reply.ts'
import { type Decoded, type Items, type Signal, UndecodableError } from '../otlp/signals.ts'
import { keptOf, OTLP_AGENTS, readTelemetry } from '../sources/index.ts'
import type { Fate, IngestCounts, Refusal } from './ingest-counts.ts'
import { Room } from './room.ts'

/** What the sender is told of a request that was taken. */
export interface Taken {
  rejected: number
  /** Why, or a warning; empty for none. */
  message: string
}

/** A record that was not taken, as a request of OTLP/JSON. */
interface NotTaken {
  agent: string
  reason: Refusal
  detail: string
  record: unknown
}

/** Where telemetry goes. */
type Door = Pick<Intake, 'org' | 'write' | 'keep'>

/** What became of one record: its fate, or why it was refused. */
type Read = { agent: string } & ({ fate: Fate; refused: null } | { fate: null; refused: NotTaken })

interface News {
  session: SessionFact
  /** Names it among all organisations. */
  key: string
  /** A hash of all but the time it was seen. */
  says: string
}

/** Sessions that are remembered as told, so that not every request tells them again. */
const MOST_SESSIONS = 20_000

/** The door for telemetry of one server. */
export class Telemetry {
  readonly #counts: IngestCounts
  /** Null where nothing is passed on. */
  readonly forwarding: Forwarding | null
  /** By organisation and session: a hash of what it was last told to be. */
  readonly #sessions = new Map<string, string>()
  /** For what is being taken in, over all doors. */
  readonly room: Room

  constructor(counts: IngestCounts, forwarding: Forwarding | null = null, room = new Room()) {
    this.#counts = counts
    this.forwarding = forwarding
    this.room = room
  }

  /**
   * Resolves once every record that was taken is durable. Errors: `bad_request` for a body that cannot be decoded,
   * `unavailable`; then nothing is promised, and the same body may be sent again.
   */
  async take(scope: Door, signal: Signal, encoding: Encoding, body: Buffer, now: number): Promise<Taken> {
    const door = `otlp/${signal}` as const
    const { items, refused, warning } = decoded(signal, encoding, body)
    const count = (agent: string, fate: Fate, records = 1) =>
      this.#counts.count(scope.org, { door, agent }, fate, records)
    const read = await this.#read(scope, signal, items, now)
    const all = [
      ...refused.map((one) => ({ ...one, agent: 'unknown' })),
      ...read.flatMap((one) => one.refused ?? []),
    ]
    const kept = await this.#quarantined(scope, signal, all, now)
    for (const { agent, fate } of read) if (fate) count(agent, fate)
    const not = read.flatMap(({ fate }) => (typeof fate === 'object' && fate ? [fate.refused] : []))
    for (const [i, { agent, reason }] of all.entries()) count(agent, { refused: reason, kept: i < kept })
    if (this.forwarding)
      for (const [agent, own] of byAgent(items, read))
        await this.forwarding.pass(scope.org, signal, own, agent)
    const [first] = all
    const why = first ? `${first.reason}: ${first.detail}` : not[0]
    const message = why ?? warning
    return { rejected: all.length + not.length, message: message.slice(0, 500) }
  }

  /** Keeps as many of the refused records as there is room for, without texts of people. */
  #quarantined(scope: Door, signal: Signal, refused: readonly NotTaken[], now: number): Promise<number> {
    const told = refused.filter(({ record }) => record !== null)
    const entries = told.map(({ agent, reason, detail, record }) => {
      const safe = redacted(record, keptOf(agent))
      return { signal, agent, reason, detail, subject: subjectOf(safe), record: JSON.stringify(safe) }
    })
    return scope.keep(entries, now)
  }

  /** Tries a record again that was refused: whether it was taken this time. */
  async again(
    scope: Pick<Door, 'org' | 'write'>,
    { signal, record }: Pick<Quarantined, 'signal' | 'record'>,
    now: number,
  ): Promise<boolean> {
    const as = signal as Signal
    const items = await this.#read(scope, as, decodeJson(as, Buffer.from(record)).items, now)
    return items.length > 0 && items.every(({ fate }) => fate === 'accepted' || fate === 'duplicate')
  }

  async #read<S extends Signal>(
    scope: Pick<Door, 'org' | 'write'>,
    signal: S,
    records: readonly Items[S][],
    now: number,
  ): Promise<Read[]> {
    const { told, sessions } = readTelemetry(OTLP_AGENTS, signal, records, now)
    const news = this.#news(scope.org, sessions)
    const facts: Fact[] = told.flatMap((one) => one.facts)
    const { outcomes } = await scope.write([...facts, ...news.map((one) => one.session)])
    this.#remember(news)
    let n = 0
    return told.map(({ agent, refused, unknown, facts }, i): Read => {
      const mine = outcomes.slice(n, n + facts.length)
      n += facts.length
      if (refused)
        return {
          agent,
          fate: null,
          refused: { ...refused, agent, record: requestOf(signal, records[i] as Items[S]) },
        }
      const kept = mine.filter((outcome) => !isRefused(outcome))
      const [why] = mine
      if (why !== undefined && isRefused(why) && kept.length === 0)
        return { agent, fate: { refused: why }, refused: null }
      const known = kept.length > 0 && kept.every((outcome) => outcome === 'duplicate')
      return { agent, fate: known ? 'duplicate' : unknown ? 'unused' : 'accepted', refused: null }
    })
  }

  /** The sessions that tell something else than the last time. */
  #news(org: string, sessions: readonly SessionFact[]): News[] {
    return sessions
      .map((session) => ({ session, key: sessionKey(org, session), says: digest(session) }))
      .filter(({ key, says }) => this.#sessions.get(key) !== says)
  }

  #remember(news: readonly News[]): void {
    for (const { key, says } of news) {
      if (this.#sessions.size >= MOST_SESSIONS) this.#sessions.clear()
      this.#sessions.set(key, says)
    }
  }
}

/** In the order of the records. */
function byAgent<Item>(items: readonly Item[], read: readonly Read[]): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const [i, item] of items.entries()) {
    const agent = read[i]?.agent ?? 'unknown'
    const group = groups.get(agent)
    if (group) group.push(item)
    else groups.set(agent, [item])
  }
  return groups
}

const sessionKey = (org: string, { source, id }: SessionFact): string => JSON.stringify([org, source, id])

const digest = (session: SessionFact): string =>
  createHash('sha256')
    .update(JSON.stringify({ ...session, observed_at: 0 }))
    .digest('base64url')

function decoded<S extends Signal>(signal: S, encoding: Encoding, body: Buffer): Decoded<S> {
  try {
    return encoding === 'json' ? decodeJson(signal, body) : decodeProtobuf(signal, body)
  } catch (error) {
    if (error instanceof UndecodableError) throw new TachographError('bad_request', error.message)
    throw error
  }
}

/** Whose record it is: found by its name, wherever it stands. */
function subjectOf(record: unknown): string {
  const found = /"key":"user\.email","value":\{"stringValue":"([^"\\]{1,200})"/.exec(JSON.stringify(record))
  return found?.[1] ?? ''
}
