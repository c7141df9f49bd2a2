/** Turns decoded telemetry into facts: finds the agent of each record and lets it read. */
import { EARLIEST, MAX_AHEAD } from '../../facts/field.ts'
import type { DropReason, Fact, SessionFact } from '../../facts/index.ts'
import type { LogRecord } from '../../otlp/signals.ts'
import type { OtlpAgent } from './agent.ts'

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

export interface LogsRead {
  /** By record, in order. */
  told: Told[]
  /** The sessions they belong to, each once, as the last of its records tells it. */
  sessions: SessionFact[]
}

/** `now` is ms since 1970 UTC: the time of a record that tells none. */
export function readLogs(agents: readonly OtlpAgent[], records: readonly LogRecord[], now: number): LogsRead {
  const sessions = new Map<string, SessionFact>()
  const told = records.map((record): Told => {
    const agent = agents.find((one) => one.ownsLog(record))
    if (!agent) return { agent: 'unknown', facts: [], refused: null, unknown: true }
    const at = Math.round(record.time ?? record.observed ?? now)
    if (at < EARLIEST || at > now + MAX_AHEAD)
      return refusal(agent, 'time_out_of_range', `its time is ${at} ms since 1970`)
    const reading = agent.readLog(record, at)
    if ('refused' in reading) return refusal(agent, reading.refused, reading.detail)
    const { session } = reading
    if (session) sessions.set(`${session.source} ${session.id}`, latest(sessions, session))
    return { agent: agent.id, facts: reading.facts, refused: null, unknown: reading.unknown === true }
  })
  return { told, sessions: [...sessions.values()] }
}

const refusal = (agent: OtlpAgent, reason: DropReason, detail: string): Told => ({
  agent: agent.id,
  facts: [],
  refused: { reason, detail },
  unknown: false,
})

function latest(sessions: ReadonlyMap<string, SessionFact>, session: SessionFact): SessionFact {
  const before = sessions.get(`${session.source} ${session.id}`)
  return before && before.observed_at > session.observed_at ? before : session
}
