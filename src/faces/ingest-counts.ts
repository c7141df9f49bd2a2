/** What came in through each door since the server started: received = accepted + duplicate + rejected + quarantined, always. */
import type { DropReason } from '../facts/index.ts'
import type { Forwarding } from '../forward/forwarding.ts'
import type { Intake } from '../ingest/intake.ts'
import type { RefusalReason } from '../otlp/signals.ts'
import type { IngestAnswer } from './contract.ts'

/** Why a record was refused. */
export type Refusal = DropReason | RefusalReason

export interface Came {
  /** Ways in: facts as JSON, OTLP by signal. */
  door: 'facts' | 'otlp/logs' | 'otlp/metrics' | 'otlp/traces'
  /** The harness; `api` for facts, `unknown` for telemetry that no agent here owns. */
  agent: string
}

export interface Counts extends Came {
  received: number
  accepted: number
  duplicate: number
  rejected: number
  /** Refused too, but kept to be tried again. */
  quarantined: number
  /** Of both. */
  reasons: Partial<Record<Refusal, number>>
  /** Of the accepted ones: records that this version has no use for. */
  unused: number
  /** When anything last came, ms since 1970 UTC. */
  last_at: number
}

export type Fate = 'accepted' | 'duplicate' | 'unused' | { refused: Refusal; kept?: boolean }

export class IngestCounts {
  readonly since = Date.now()
  /** By organisation, door and agent. */
  readonly #counts = new Map<string, Map<string, Counts>>()

  count(org: string, came: Came, fate: Fate, records = 1): void {
    const counts = this.#of(org, came)
    counts.received += records
    counts.last_at = Date.now()
    if (typeof fate === 'object') {
      if (fate.kept) counts.quarantined += records
      else counts.rejected += records
      counts.reasons[fate.refused] = (counts.reasons[fate.refused] ?? 0) + records
    } else if (fate === 'duplicate') counts.duplicate += records
    else counts.accepted += records
    if (fate === 'unused') counts.unused += records
  }

  #of(org: string, { door, agent }: Came): Counts {
    const mine = this.#counts.get(org) ?? new Map<string, Counts>()
    this.#counts.set(org, mine)
    const name = `${door} ${agent}`
    const known = mine.get(name)
    if (known) return known
    const none = { received: 0, accepted: 0, duplicate: 0, rejected: 0, quarantined: 0, unused: 0 }
    const counts: Counts = { door, agent, ...none, reasons: {}, last_at: 0 }
    mine.set(name, counts)
    return counts
  }

  /** Of one organisation, by door and agent. */
  of(org: string): Counts[] {
    return [...(this.#counts.get(org)?.values() ?? [])]
  }
}

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

/** What an organisation is told of its doors; the store need not be there. */
export async function ingestAnswerOf(
  counts: IngestCounts,
  intake: Intake,
  forwarding: Forwarding | null,
): Promise<IngestAnswer> {
  await intake.ready()
  const spool = intake.state()
  const queues = (await forwarding?.state(intake.org)) ?? []
  return {
    data: counts.of(intake.org).map((one) => ({ ...one, last_at: new Date(one.last_at).toISOString() })),
    spool: { ...spool, oldest_at: iso(spool.oldest_at) },
    forward: queues.map((one) => ({
      ...one,
      oldest_at: iso(one.oldest_at),
      delivered_at: iso(one.delivered_at),
    })),
    meta: { since: new Date(counts.since).toISOString() },
  }
}
