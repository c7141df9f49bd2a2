/** Messages of OpenCode with their parts and counts, and how they come into the database. */
import type { Random } from '../random.ts'
import type { Tokens } from '../truth.ts'
import type { Store } from './store.ts'

/** A message with its parts, as a fork copies it. */
export interface Message {
  id: string
  created: number
  data: { parentID?: string; [field: string]: unknown }
  parts: string[]
  /** The calls it tells. */
  spent: Tokens
}

/** What a reader takes who adds up messages. */
export const asTold = ({ input, output, cache }: Told['tokens']) => ({
  ...{ in_uncached: input, cache_read: cache.read, cache_write: cache.write, out: output },
})
export const NOTHING = {
  in_uncached: 0,
  cache_read: 0,
  cache_write: 0,
  cache_write_1h: 0,
  out: 0,
  reasoning: 0,
}

/** Counts and cost, as messages and steps tell them. */
export interface Told {
  tokens: {
    input: number
    output: number
    reasoning: number
    cache: { read: number; write: number }
    total?: number
  }
  cost: number
}
export const UNTOLD: Told = {
  tokens: { input: 0, output: 0, reasoning: 0, cache: { read: 0, write: 0 } },
  cost: 0,
}

/** The part that tells of a command a person ran: its id is of the agent's own making. */
export function ownCommand(random: Random, at: number): string {
  const state = {
    ...{ status: 'completed', input: { command: 'git status' }, output: 'clean', title: '' },
    ...{ metadata: { output: 'clean' }, time: { start: at, end: at + 90 } },
  }
  const callID = `01${random.hex(24).toUpperCase()}`
  return JSON.stringify({ type: 'tool', callID, tool: 'bash', state })
}

/** What a session copied when it began has the times it had before, but is written then. */
export function writeAll(store: Store, session: string, began: number, messages: readonly Message[]): void {
  for (const { id, created, data, parts } of messages) {
    const { completed = created } = data.time as { completed?: number }
    store.message(id, session, created, Math.max(completed, began), data)
    for (const part of parts) store.part(id, session, Math.max(created, began), part)
  }
}
