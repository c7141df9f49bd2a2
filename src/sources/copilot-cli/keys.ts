/** What the facts of Copilot are called, whoever tells them: its transcripts and databases, and its telemetry. */
import { uniqueId } from '../ids.ts'

export const HARNESS = 'copilot-cli'

/** The chat of VS Code adds this to the ids of providers. */
const NUMBERED = /__vscode-\d{1,20}$/

/**
 * Keys say `copilot`, not the harness: VS Code runs the CLI itself and then tells of its tools too. `within` is the
 * session, for ids that some providers count anew in every conversation.
 */
export function toolKey(id: string, within: string | null): string {
  const unique = uniqueId(id.replace(NUMBERED, ''))
  return unique === null
    ? `copilot/tool:${within === null ? '' : `${within}:`}${id}`
    : `copilot/tool:${unique}`
}

/** The response of a model; null for an id that may stand elsewhere too. */
export const responseKey = (id: string | null): string | null => {
  const unique = uniqueId(id)
  return unique === null ? null : `copilot/res:${unique}`
}

export const hookKey = (id: string): string => `copilot/hook:${id}`

/** The database of the CLI names no response: a call is known by its counts, which occur but once in a session. */
export const usageKey = (
  session: string,
  told: { input: number | null; cache_read: number | null; output: number | null },
): string => `copilot/usage:${session}:${told.input ?? 0}:${told.cache_read ?? 0}:${told.output ?? 0}`

/** `auto` lets Copilot choose: it is no model. */
export const modelNamed = (model: string | null): string | null =>
  model?.toLowerCase() === 'auto' ? null : model
