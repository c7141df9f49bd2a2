/** Names that Codex gives to threads, calls and programs, in transcripts and in telemetry alike. */
import { EARLIEST } from '../../facts/field.ts'
import { uniqueId } from '../ids.ts'

export const HARNESS = 'codex'

/** A script that calls tools; each of those calls is told by itself. */
export const WRAPPER = 'exec'

/** The key of a tool call by its id; servers of local models count ids anew in every thread. */
export const callKey = (id: string, thread: string | null): string =>
  uniqueId(id) === null && thread !== null ? `codex/tool:${thread}:${id}` : `codex/tool:${id}`

/**
 * The key of a model call, which has no id: the counts it reports, as told (0 where not told), within its thread. The context of a thread
 * grows with every call, so in practice no two calls of it report the same.
 */
export const usageKey = (
  thread: string,
  ...counts: readonly [
    input: number | null,
    cached: number | null,
    output: number | null,
    reasoning: number | null,
  ]
): string => `codex/usage:${thread}:${counts.map((n) => n ?? 0).join(':')}`

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

/** When an id of version 7 was made, in ms since 1970 UTC; null for other ids and for times that cannot be. */
export function madeAt(id: string | null): number | null {
  if (id === null || !/^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(id)) return null
  const at = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
  return at >= EARLIEST ? at : null
}

const SHELL = /^(?:\S*\/)?(?:ba|z|da|k)?sh -l?c /

/** A command without the shell that runs it; null where the words are none. */
export function scriptOf(told: unknown): string | null {
  if (typeof told === 'string') return told.replace(SHELL, '')
  if (!Array.isArray(told) || !told.every((word) => typeof word === 'string')) return null
  return told.join(' ').replace(SHELL, '')
}
