/** Takes OTLP requests: decodes them, lets agents read their records, writes the facts, counts what became of them. */
import { createHash } from 'node:crypto'
import { TachographError } from '../errors.ts'
import type { Fact, SessionFact } from '../facts/index.ts'
import { decodeJson } from '../otlp/json.ts'
import { decodeProtobuf } from '../otlp/protobuf.ts'
import type { Encoding } from '../otlp/reply.ts'
import { type Decoded, type Signal, UndecodableError } from '../otlp/signals.ts'
import { OTLP_AGENTS, readLogs, type Told } from '../sources/index.ts'
import type { Scope } from './backend.ts'
import type { Came, IngestCounts } from './ingest-counts.ts'

/** What the sender is told of a request that was taken. */
export interface Taken {
  rejected: number
  /** Why, or a warning; empty for none. */
  message: string
}

/** Sessions that are remembered as told, so that not every request tells them again. */
const MOST_SESSIONS = 20_000

/** The door for telemetry of one server. */
export class Telemetry {
  readonly #counts: IngestCounts
  /** By organisation and session: a hash of what it was last told to be. */
  readonly #sessions = new Map<string, string>()

  constructor(counts: IngestCounts) {
    this.#counts = counts
  }

  /**
   * Resolves once every record that was taken is durable. Errors: `bad_request` for a body that cannot be decoded,
   * `unavailable`; then nothing is promised, and the same body may be sent again.
   */
  async take(scope: Scope, signal: Signal, encoding: Encoding, body: Buffer, now: number): Promise<Taken> {
    const door = `otlp/${signal}` as const
    const { items, refused, warning } = decoded(signal, encoding, body)
    const told = signal === 'logs' ? await this.#logs(scope, items as Decoded<'logs'>['items'], now) : []
    if (signal !== 'logs' && items.length > 0)
      this.#counts.count(scope.org, { door, agent: 'unknown' }, 'unused', items.length)
    for (const { reason } of refused)
      this.#counts.count(scope.org, { door, agent: 'unknown' }, { refused: reason })
    const reasons = [...refused, ...told.flatMap((one) => one.refused ?? [])]
    const [first] = reasons
    const message = first ? `${first.reason}: ${first.detail}` : warning
    return { rejected: reasons.length, message: message.slice(0, 500) }
  }

  async #logs(scope: Scope, records: Decoded<'logs'>['items'], now: number): Promise<Told[]> {
    const { told, sessions } = readLogs(OTLP_AGENTS, records, now)
    const news = sessions.filter((session) => this.#isNews(scope.org, session))
    const facts: Fact[] = told.flatMap((one) => one.facts)
    const { outcomes } = await scope.write([...facts, ...news])
    for (const session of news) this.#remember(scope.org, session)
    let n = 0
    for (const { agent, refused, unknown, facts } of told) {
      const came: Came = { door: 'otlp/logs', agent }
      const mine = outcomes.slice(n, n + facts.length)
      n += facts.length
      const known = mine.length > 0 && mine.every((outcome) => outcome === 'duplicate')
      const fate = refused
        ? { refused: refused.reason }
        : known
          ? 'duplicate'
          : unknown
            ? 'unused'
            : 'accepted'
      this.#counts.count(scope.org, came, fate)
    }
    return told
  }

  #isNews(org: string, session: SessionFact): boolean {
    return this.#sessions.get(sessionKey(org, session)) !== digest(session)
  }

  #remember(org: string, session: SessionFact): void {
    if (this.#sessions.size >= MOST_SESSIONS) this.#sessions.clear()
    this.#sessions.set(sessionKey(org, session), digest(session))
  }
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
