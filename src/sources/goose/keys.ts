/** What Goose calls sessions, requests, messages and tools; its telemetry and its database tell them alike. */
import { uniqueId } from '../ids.ts'

export const HARNESS = 'goose'

/** The day and a number that every machine counts for itself: of several people, only with who it is. */
const LOCAL = /^\d{8}_\d+$/

/** The session where several people send theirs. */
export const sessionAmong = (id: string, user: string | null): string =>
  user !== null && LOCAL.test(id) ? `${id}:${user}` : id

export const toolKey = (session: string, id: string): string => `${HARNESS}/tool:${session}:${id}`

/** Older versions name messages by their session and a number. */
const LOCAL_MESSAGE = /^msg_\d{8}_\d+_\d+$/

/** Names a message in every copy of its session; null where its id does not. */
export function messageKey(id: string | null, user: string | null): string | null {
  const unique = uniqueId(id)
  if (unique === null) return null
  return `${HARNESS}/message:${user !== null && LOCAL_MESSAGE.test(unique) ? `${unique}:${user}` : unique}`
}

export interface RequestCounts {
  input: number | null
  cache_read: number | null
  cache_write: number | null
  output: number | null
}

/** A request has no id that is kept: in one session its counts, as its provider told them, say which it is. */
export function requestKey(
  session: string,
  { input, cache_read, cache_write, output }: RequestCounts,
): string {
  const counts = [input, cache_read, cache_write, output].map((n) => n ?? '')
  return `${HARNESS}/usage:${session}:${counts.join(':')}`
}
