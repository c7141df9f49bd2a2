/** What an agent's telemetry is to the program: records in, facts out, without store, network or clock. */
import type { DropReason, Fact, SessionFact } from '../../facts/index.ts'
import type { Attributes, LogRecord } from '../../otlp/signals.ts'

/** What became of one record. */
export type Reading =
  /** Facts it tells; none for records that tell nothing that is counted. */
  | { facts: Fact[]; unknown?: true }
  /** It cannot be believed. */
  | { refused: DropReason; detail: string }

/** One agent that sends OpenTelemetry. */
export interface OtlpAgent {
  /** The harness, as in `harness` of its facts: claude-code, codex, … */
  id: string
  title: string
  /** Raised whenever the same record may yield other facts. */
  parserVersion: number
  /** Whether a log record is of this agent: by its name first, then its scope, never by the name of the service alone. */
  ownsLog(record: LogRecord): boolean
  /** `at` is the time of the record in ms since 1970 UTC, made sure of. */
  readLog(record: LogRecord, at: number): Reading
  /** The session a record belongs to, as told by it and its resource; null when it names none. */
  session(record: { resource: Attributes; attributes: Attributes }, at: number): SessionFact | null
}
