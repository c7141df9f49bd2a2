/** What an agent's telemetry is to the program: records in, facts out, without store, network or clock. */
import type { DropReason, Fact, SessionFact } from '../../facts/index.ts'
import type { Items, Signal } from '../../otlp/signals.ts'

/** What became of one record. */
export type Reading =
  /**
   * Facts it tells, none where it tells nothing that is counted; and the session it belongs to, where it names one.
   * `unknown` marks a kind of record that this version does not know.
   */
  | { facts: Fact[]; session: SessionFact | null; unknown?: true }
  /** It cannot be believed. */
  | { refused: DropReason; detail: string }

/** Reads the records of one signal. */
export interface Reader<Item> {
  /** Whether a record is of this agent: by its name first, then its scope, never by the name of the service alone. */
  owns(record: Item): boolean
  /**
   * `at` is the time of the record in ms since 1970 UTC, made sure of: of a span its start, of a metric point its end.
   * Throws Implausible for a record that cannot be believed; whatever else it throws refuses that record, too.
   */
  read(record: Item, at: number): Reading
}

/** One agent that sends OpenTelemetry. */
export interface OtlpAgent {
  /** The harness, as in `harness` of its facts: claude-code, codex, … */
  id: string
  title: string
  /** Attributes that name things and hold no text of people: they stay in records that are refused and kept. */
  names: readonly string[]
  /** By signal, for those that it sends. */
  reads: { readonly [S in Signal]?: Reader<Items[S]> }
}
