/** What rollouts of Codex hold that misleads their readers, and the mistakes that come of it. */
import type { World as WorldOf } from '../world.ts'

export const TRAPS = [
  'counts_written_again',
  'counts_of_limits_alone',
  'counts_after_a_compaction',
  'totals_begun_anew',
  'forks',
  'calls_copied_by_forks',
  'subagents_with_history',
  'calls_copied_by_subagents',
  'files_in_both_places',
  'patches_within_commands',
] as const

export const MISTAKES = [
  'counts_written_again_counted',
  'forks_counted_again',
  // Their origin stands in a second header alone.
  'unnamed_forks_counted_again',
  'subagent_history_counted_again',
  'subagent_beginning_taken_for_history',
  'files_in_both_places_counted_twice',
  'cache_writes_left_in_input',
  'reasoning_added_to_output',
] as const

export type World = WorldOf<(typeof TRAPS)[number], (typeof MISTAKES)[number]>
