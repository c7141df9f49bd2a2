/** What a request of Kimi used: four counts that do not overlap, in two spellings. */
import { count, type Row } from '../row.ts'
import type { Tokens } from '../tokens.ts'

export function tokensOf(told: Row): Tokens {
  return {
    in_uncached: count(told.inputOther ?? told.input_other),
    cache_read: count(told.inputCacheRead ?? told.input_cache_read),
    cache_write: count(told.inputCacheCreation ?? told.input_cache_creation),
    out: count(told.output),
    reasoning: null,
  }
}

export const vectorOf = ({ in_uncached, cache_read, cache_write, out }: Tokens): string =>
  [in_uncached, cache_read, cache_write, out].map((n) => n ?? 0).join(':')

export const isNothing = (tokens: Tokens): boolean => vectorOf(tokens) === '0:0:0:0'
