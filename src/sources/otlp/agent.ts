/** What an agent's telemetry is to the program: records in, facts out, without store, network or clock. */
import type { DropReason, Fact, SessionFact } from '../../facts/index.ts'
import type { LogRecord } from '../../otlp/signals.ts'

/** What became of one record. */
export type Reading =
  /** Facts it tells, none where it tells nothing that is counted; and the session it belongs to, where it names one. */
  | { facts: Fact[]; session: SessionFact | null; unknown?: true }
  /** It cannot be believed. */
  | { refused: DropReason; detail: string }

/** One agent that sends OpenTelemetry. */
export interface OtlpAgent {
  /** The harness, as in `harness` of its facts: claude-code, codex, … */
  id: string
  title: string
  /** Raised whenever the same record may yield other facts. */
  parserVersion: number
  /** Attributes that name things and hold no text of people: they stay in records that are refused and kept. */
  names: readonly string[]
  /** Whether a log record is of this agent: by its name first, then its scope, never by the name of the service alone. */
  ownsLog(record: LogRecord): boolean
  /** `at` is the time of the record in ms since 1970 UTC, made sure of. */
  readLog(record: LogRecord, at: number): Reading
}
