/** What transcripts of Claude Code hold that misleads their readers, and the mistakes that come of it. */
import type { World as WorldOf } from '../world.ts'

export const TRAPS = [
  'further_rows_of_a_call',
  'rows_copied_by_forks',
  'forks',
  'calls_replayed_aside',
  'progress_rows_with_usage',
  'synthetic_rows',
  'injected_user_rows',
  'calls_without_request_id',
  'calls_with_null_counts',
] as const

export const MISTAKES = [
  'null_counts_skipped',
  'rows_without_request_id_all_counted',
  'progress_copy_preferred',
  'forks_counted_again',
  'asides_counted_again',
] as const

export type World = WorldOf<(typeof TRAPS)[number], (typeof MISTAKES)[number]>
