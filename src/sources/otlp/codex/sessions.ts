/** Who and where, as Codex tells it with every log record and, less of it, with spans. */
import { clientOf, HARNESS, madeAt } from '../../codex/names.ts'
import { type Context, context, type Origin, told } from '../origin.ts'
import { name } from '../values.ts'

export const AGENT = { harness: HARNESS, source: 'codex/otlp', parserVersion: 1 }

const THREAD = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** On spans `thread.id` may be the number of a worker thread of the program. */
function threadOf({ attributes }: Origin): string | null {
  const thread = name(attributes, 'thread.id') ?? name(attributes, 'thread_id')
  return thread !== null && THREAD.test(thread) ? thread : null
}

/** What all events of a record carry. */
export const whoOf = (origin: Origin): Context =>
  context(AGENT, origin, {
    session: name(origin.attributes, 'conversation.id') ?? threadOf(origin),
    client: clientOf(told(origin, 'originator', 'service.name')),
  })

/**
 * When a conversation began, in ms since 1970 UTC, which ids of newer versions (UUID version 7) say; null for others. A
 * conversation that is resumed is told to start again, under the same id, so the time of that record is no start.
 */
export function startOf(conversation: string | null, at: number): number | null {
  const began = madeAt(conversation)
  return began !== null && began <= at ? began : null
}

/** When a record was made: what its own attribute says, to the ms; else `at`. Sent again, it is the same. */
export const stampOf = ({ attributes }: Origin, at: number): string =>
  name(attributes, 'event.timestamp') ?? String(at)
