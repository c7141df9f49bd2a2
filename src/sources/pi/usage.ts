/** Reads the usage that pi writes: disjoint counts, and the cost that it works out from a list of prices of its own. */
import { MAX_USD } from '../../facts/field.ts'
import type { ModelCall } from '../../facts/index.ts'
import { type Row, record } from '../row.ts'

export type Usage = Pick<
  ModelCall,
  'in_uncached' | 'cache_read' | 'cache_write' | 'cache_write_1h' | 'out' | 'reasoning'
> &
  Partial<Pick<ModelCall, 'cost_usd' | 'cost_source'>>

/** What is no count is kept as one that cannot be believed, so that the call is dropped and not counted in part. */
const count = (value: unknown): number | null =>
  value === null || value === undefined ? null : typeof value === 'number' ? value : -1

/** Null where none is told. Counts that are all 0 say that the provider told nothing: a call without tokens is none. */
export function usageOf(told: unknown): Usage | null {
  const usage = record(told)
  if (!usage) return null
  const counts = {
    in_uncached: count(usage.input),
    cache_read: count(usage.cacheRead),
    cache_write: count(usage.cacheWrite),
    out: count(usage.output),
  }
  if (Object.values(counts).every((n) => n === null || n === 0)) return null
  return {
    ...counts,
    cache_write_1h: count(usage.cacheWrite1h),
    reasoning: count(usage.reasoning),
    ...costOf(usage),
  }
}

/** Of a model that pi knows no price of, the cost is 0. */
function costOf(usage: Row): Pick<Usage, 'cost_usd' | 'cost_source'> {
  const usd = record(usage.cost)?.total
  return typeof usd === 'number' && usd > 0 && usd <= MAX_USD
    ? { cost_usd: usd, cost_source: 'reported' }
    : {}
}

/** Stands for the counts in a key: the same in every copy. */
export const vectorOf = (usage: Usage | null): string =>
  usage === null ? '' : [usage.in_uncached, usage.out, usage.cache_read, usage.cache_write].join(':')
