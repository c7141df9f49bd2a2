/** One log record of Codex, with who and when. */
import type { LogRecord } from '../../../otlp/signals.ts'
import type { Context } from '../origin.ts'

export interface Event {
  record: LogRecord
  /** ms since 1970 UTC. */
  at: number
  who: Context
}
