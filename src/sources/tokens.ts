/** Makes token counts disjoint: agents differ in what their counts of input and output contain (catalogue G-TOK-1). */

import { MAX_COUNT } from '../facts/field.ts'

/** Counts as an agent tells them; null is unknown. */
export interface TokensTold {
  input: number | null
  cache_read: number | null
  cache_write: number | null
  output: number | null
  reasoning: number | null
}

export interface Contains {
  /** Whether `input` contains the tokens read from and written to a cache. */
  cache: boolean
  /** Whether `output` contains the tokens of reasoning. */
  reasoning: boolean
}

export interface Tokens {
  in_uncached: number | null
  cache_read: number | null
  cache_write: number | null
  /** Reasoning included. */
  out: number | null
  reasoning: number | null
  /** The counts as told, where they contradict each other and had to be cut at 0. */
  extra?: Record<string, number>
}

/** Whether all of these are counts that can be believed, as far as they are told. */
export const areCounts = (told: Iterable<number | null>): boolean =>
  [...told].every((n) => n === null || (Number.isInteger(n) && n >= 0 && n <= MAX_COUNT))

/** Fresh input, cache and output without overlap. Where parts are larger than their whole, the whole is their sum. */
export function disjoint(told: TokensTold, contains: Contains): Tokens {
  const { input, cache_read, cache_write, output, reasoning } = told
  const cached = contains.cache ? (cache_read ?? 0) + (cache_write ?? 0) : 0
  const in_uncached = input === null ? null : Math.max(input - cached, 0)
  const whole = output === null || contains.reasoning ? output : output + (reasoning ?? 0)
  const contradicts =
    (input !== null && input < cached) || (whole !== null && contains.reasoning && whole < (reasoning ?? 0))
  return {
    in_uncached,
    cache_read,
    cache_write,
    out: whole === null ? null : Math.max(whole, reasoning ?? 0),
    reasoning,
    ...(contradicts ? { extra: { told_input: input ?? 0, told_output: output ?? 0 } } : {}),
  }
}
