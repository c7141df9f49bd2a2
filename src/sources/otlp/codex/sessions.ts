/** Who and where, as Codex tells it with every log record and, less of it, with spans. */
import { EARLIEST } from '../../../facts/field.ts'
import { type Context, context, type Origin, told } from '../origin.ts'
import { name } from '../values.ts'

export const HARNESS = 'codex'
export const AGENT = { harness: HARNESS, source: 'codex/otlp', parserVersion: 1 }

/** What a program that embeds Codex calls itself, in lower case and with `_` between words. */
const CLIENTS: readonly (readonly [RegExp, string])[] = [
  [/github_action/, 'ci'],
  [/exec/, 'non-interactive'],
  [/sdk/, 'sdk'],
  [/desktop/, 'desktop'],
  [/vscode|vs_code|jetbrains|xcode|app_server|(?:^|_)ide(?:_|$)/, 'ide'],
  [/^codex_(?:cli|tui)(?:_|$)/, 'terminal'],
]

/** The surface an originator stands for; null for one this version does not know. */
export function clientOf(originator: string | null): string | null {
  const plain = originator?.toLowerCase().replace(/[\s_-]+/g, '_') ?? ''
  return CLIENTS.find(([pattern]) => pattern.test(plain))?.[1] ?? null
}

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
  if (conversation === null || !/^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(conversation)) return null
  const began = Number.parseInt(conversation.slice(0, 8) + conversation.slice(9, 13), 16)
  return began >= EARLIEST && began <= at ? began : null
}

/** When a record was made: what its own attribute says, to the ms; else `at`. Sent again, it is the same. */
export const stampOf = ({ attributes }: Origin, at: number): string =>
  name(attributes, 'event.timestamp') ?? String(at)
