/** How Gemini CLI and its forks name what happened: transcripts and telemetry use the same keys. */

export const HARNESS = 'gemini-cli'

/** Counts as the models of Google tell them; null is unknown. */
export interface Counts {
  input: number | null
  output: number | null
  cached: number | null
  thoughts: number | null
  tool: number | null
  total: number | null
}

/**
 * Names a call by its session and by what it cost: neither side has an id of it that the other knows. Null where the
 * counts name nothing: answers without any output are asked for again, and then cost the same.
 */
export function usageKey(harness: string, session: string | null, counts: Counts): string | null {
  const { input, cached, output, thoughts } = counts
  if (session === null || !input || !((output ?? 0) + (thoughts ?? 0) > 0)) return null
  return `${harness}/usage:${session}:${input}:${cached ?? 0}:${output ?? 0}:${thoughts ?? 0}`
}

/** The id comes from whoever serves the model, and some number the calls of a session. */
export const toolKey = (harness: string, session: string | null, id: string): string =>
  `${harness}/tool:${session ?? ''}:${id}`

/** A sub-agent that was started. */
export const agentKey = (session: string, id: string): string => `${HARNESS}/agent:${session}::${id}`
