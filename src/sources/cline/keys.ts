/** What Cline is called, and the keys that its transcripts have in common with its telemetry. */
import type { Tokens } from '../tokens.ts'

export const HARNESS = 'cline'

/**
 * Neither side gives a request an id that the other knows, but both know session and counts. In one session the same
 * four counts hardly ever come twice. Null where nothing was counted.
 */
export function usageKey(session: string, tokens: Tokens): string | null {
  const { in_uncached, cache_read, cache_write, out } = tokens
  const counts = [in_uncached, cache_read, cache_write, out].map((n) => n ?? 0)
  return counts.some((n) => n > 0) ? `cline/usage:${session}:${counts.join(':')}` : null
}

export const subagentKey = (session: string, agent: string): string => `cline/subagent:${session}:${agent}`

/** Providers whose models are paid by subscription, or run on the machine: their cost is told as 0, which is no price. */
const UNPRICED = new Set(['claude-code', 'openai-codex', 'qwen-code', 'vscode-lm', 'ollama', 'lmstudio'])

/** The cost as reported. 0 is the price of a free model, but not where the provider charges nothing by the token. */
export const costOf = (cost: number | null, provider: string | null): number | null =>
  cost === 0 && provider !== null && UNPRICED.has(provider.toLowerCase()) ? null : cost
