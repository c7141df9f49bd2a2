/** Turns decoded telemetry into facts: finds the agent of each record and lets it read. */
import { EARLIEST, MAX_AHEAD } from '../../facts/field.ts'
import type { DropReason, Fact, SessionFact } from '../../facts/index.ts'
import type { Items, LogRecord, MetricPoint, Signal, Span } from '../../otlp/signals.ts'
import type { OtlpAgent, Reader, Reading } from './agent.ts'
import { faultOf } from './fault.ts'
import { Implausible } from './values.ts'

/** What became of one record of a request. */
export interface Told {
  /** The harness, or `unknown`. */
  agent: string
  facts: Fact[]
  /** Why it was refused; null when it was taken. */
  refused: { reason: DropReason; detail: string } | null
  /** A kind of record this version does not know: taken, and counted as such. */
  unknown: boolean
}

export interface TelemetryRead {
  /** By record, in order. */
  told: Told[]
  /** The sessions they belong to, each once, as its records tell it, the last one first. */
  sessions: SessionFact[]
}

/** When a record happened, in ms since 1970 UTC; null when it does not tell. */
const TIMES: { [S in Signal]: (record: Items[S]) => number | null } = {
  logs: ({ time, observed }: LogRecord) => time ?? observed,
  metrics: ({ time, start }: MetricPoint) => time ?? start,
  traces: ({ start, end }: Span) => start ?? end,
}

/** `now` is ms since 1970 UTC: the time of a record that tells none. */
export function readTelemetry<S extends Signal>(
  agents: readonly OtlpAgent[],
  signal: S,
  records: readonly Items[S][],
  now: number,
): TelemetryRead {
  const readers = agents.flatMap(({ id, reads }) => {
    const reader = reads[signal] as Reader<Items[S]> | undefined
    return reader ? [{ id, reader }] : []
  })
  const sessions = new Map<string, SessionFact>()
  const told = records.map((record): Told => {
    const owner = readers.find(({ reader }) => reader.owns(record))
    if (!owner) return { agent: 'unknown', facts: [], refused: null, unknown: true }
    const at = Math.round(TIMES[signal](record) ?? now)
    if (at < EARLIEST || at > now + MAX_AHEAD)
      return refusal(owner.id, 'time_out_of_range', `its time is ${at} ms since 1970`)
    const reading = believed(owner.reader, record, at)
    if ('refused' in reading) return refusal(owner.id, reading.refused, reading.detail)
    const { session } = reading
    for (const fact of session ? [...reading.facts, session] : reading.facts) {
      const fault = faultOf(fact, now)
      if (fault) return refusal(owner.id, fault.reason, fault.detail)
    }
    if (session) sessions.set(`${session.source} ${session.id}`, latest(sessions, session))
    return { agent: owner.id, facts: reading.facts, refused: null, unknown: reading.unknown === true }
  })
  return { told, sessions: [...sessions.values()] }
}

function believed<Item>(reader: Reader<Item>, record: Item, at: number): Reading {
  try {
    return reader.read(record, at)
  } catch (error) {
    if (error instanceof Implausible) return { refused: 'implausible_count', detail: error.message }
    // The message of an error may hold a text of the record.
    return { refused: 'invalid_fact', detail: `it cannot be read (${kindOf(error)})` }
  }
}

const kindOf = (error: unknown): string => (error instanceof Error ? error.constructor.name : typeof error)

const refusal = (agent: string, reason: DropReason, detail: string): Told => ({
  agent,
  facts: [],
  refused: { reason, detail },
  unknown: false,
})

/** What the later one does not tell stays as the earlier one told it, as if they had come one after the other. */
function latest(sessions: ReadonlyMap<string, SessionFact>, session: SessionFact): SessionFact {
  const before = sessions.get(`${session.source} ${session.id}`)
  if (!before) return session
  const [earlier, later] = before.observed_at > session.observed_at ? [session, before] : [before, session]
  const told = earlier as unknown as Record<string, unknown>
  const missing: Record<string, unknown> = {}
  let any = false
  // Nearly always the same is told again, and nothing has to be made anew.
  for (const name in told) {
    if ((later as unknown as Record<string, unknown>)[name] != null || told[name] == null) continue
    missing[name] = told[name]
    any = true
  }
  return any ? { ...later, ...missing } : later
}
