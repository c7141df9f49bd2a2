/** What a database of OpenCode holds that misleads its readers, and the mistakes that come of it. */
import type { World as WorldOf } from '../world.ts'

export const TRAPS = [
  'forks',
  'messages_copied_by_forks',
  'messages_of_several_calls',
  'messages_without_a_total',
  'calls_that_failed',
  'commands_run_by_people',
] as const

export const MISTAKES = [
  'forks_counted_again',
  'last_call_of_a_message_only',
  'reasoning_left_out',
  'reasoning_added_where_contained',
] as const

export type World = WorldOf<(typeof TRAPS)[number], (typeof MISTAKES)[number]>
