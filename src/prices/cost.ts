/** Cost of a model call in nano-USD, in TypeScript and, by the same rule, in SQL. */
import type { ModelCall } from '../facts/index.ts'
import type { Rate } from './rate.ts'

/** What of a model call its cost depends on. Token counts that are null are unknown, times are ms since 1970 UTC. */
export type CostedCall = Pick<
  ModelCall,
  'at' | 'in_uncached' | 'cache_read' | 'cache_write' | 'cache_write_1h' | 'out' | 'cost_usd' | 'cost_source'
>

export interface Cost {
  /** Nano-USD (1e-9 USD); null = unpriced, which is never zero (catalogue G-NULL-2). */
  nano: bigint | null
  source: 'reported' | 'credits' | 'priced' | 'unpriced'
}

/** USD as told to nano-USD, half away from zero (catalogue G-NUM-1). */
export function nanoOf(usd: number): bigint {
  return BigInt(Math.sign(usd) * Math.round(Math.abs(usd) * 1e9))
}

/** Cost of a call in nano-USD: what its source reports, else its tokens at their rates, else null (G-COST-1). */
export function costOf(call: CostedCall, rates: readonly Rate[]): bigint | null {
  return assess(call, rates).nano
}

/** `costOf`, and where the figure comes from. `rates` are the rows of the call's provider, model and tier. */
export function assess(call: CostedCall, rates: readonly Rate[]): Cost {
  if (call.cost_usd != null) return { nano: nanoOf(call.cost_usd), source: call.cost_source ?? 'reported' }
  const nano = pricedOf(call, rates)
  return { nano, source: nano === null ? 'unpriced' : 'priced' }
}

/**
 * Tokens times rates. Null when fresh input or output is unknown, when no rate holds, or when tokens of a kind were
 * used that has no price. Cache counts that are unknown are none; writes of one hour are never more than all writes.
 */
function pricedOf(call: CostedCall, rates: readonly Rate[]): bigint | null {
  if (call.in_uncached == null || call.out == null) return null
  const read = call.cache_read ?? 0
  const write = call.cache_write ?? 0
  const hour = Math.min(call.cache_write_1h ?? 0, write)
  const rate = rateAt(rates, call.at, call.in_uncached + read + write)
  if (!rate) return null
  const parts: [number, number | null][] = [
    [call.in_uncached, rate.input],
    [read, rate.cache_read],
    [write - hour, rate.cache_write_5m],
    [hour, rate.cache_write_1h],
    [call.out, rate.output],
  ]
  let pico = 0n
  for (const [tokens, price] of parts) {
    if (tokens === 0) continue
    if (price === null) return null
    pico += BigInt(tokens) * BigInt(price)
  }
  return (pico + 500n) / 1000n
}

/** The latest row that holds, and of that date the one for the largest calls; the base row holds for every call. */
function rateAt(rates: readonly Rate[], at: number, inputTotal: number): Rate | null {
  let best: Rate | null = null
  for (const rate of rates) {
    if (rate.valid_from > at || (rate.above_input > 0 && rate.above_input >= inputTotal)) continue
    const later =
      !best ||
      rate.valid_from > best.valid_from ||
      (rate.valid_from === best.valid_from && rate.above_input > best.above_input)
    if (later) best = rate
  }
  return best
}

/** Places in the tuples of `RATE_ROWS`. */
const PLACE = {
  valid_from: 1,
  above_input: 2,
  input: 3,
  cache_read: 4,
  cache_write_5m: 5,
  cache_write_1h: 6,
  output: 7,
} as const

/**
 * One row per (provider, model, tier) with all its rates, oldest and smallest first. Query parameters: `org`, and
 * `price_version` as `priceVersion` gives it, so that rows of former prices need not be deleted first.
 */
export const RATE_ROWS = `SELECT provider, model, tier,
  arraySort(p -> (p.${PLACE.valid_from}, p.${PLACE.above_input}), groupArray(tuple(${Object.keys(PLACE).join(', ')}))) AS rates
FROM rate FINAL
WHERE org = {org:String} AND version = {price_version:String}
GROUP BY provider, model, tier`

/** SQL: these calls, where a tier that nobody told is the standard one: that is what an API-equivalent price means. */
export const withTier = (calls: string): string =>
  `(SELECT * REPLACE (if(tier = '', 'standard', tier) AS tier) FROM (${calls}))`

/** Joins the rates `r` to the calls `c`; calls without rates stay. */
export function rateJoin(c: string, r: string): string {
  const on = ['provider', 'model', 'tier'].map((key) => `${r}.${key} = ${c}.${key}`).join(' AND ')
  return `LEFT JOIN (${RATE_ROWS}) AS ${r} ON ${on}`
}

/**
 * SQL: tokens times rates in nano-USD, `Nullable(Int64)`, null = unpriced; the same as `costOf` without what is
 * reported. `c` has the columns of a model call, `r` comes from `rateJoin`.
 */
export function pricedNano(c: string, r: string): string {
  const read = `ifNull(${c}.cache_read, 0)`
  const write = `ifNull(${c}.cache_write, 0)`
  const hour = `least(ifNull(${c}.cache_write_1h, 0), ${write})`
  const holds = `p.${PLACE.valid_from} <= ${c}.at AND (p.${PLACE.above_input} = 0 OR p.${PLACE.above_input} < ${c}.in_uncached + ${read} + ${write})`
  const pico = [
    part(`${c}.in_uncached`, PLACE.input),
    part(read, PLACE.cache_read),
    part(`(${write} - ${hour})`, PLACE.cache_write_5m),
    part(hour, PLACE.cache_write_1h),
    part(`${c}.out`, PLACE.output),
  ].join(' + ')
  return `arrayMap(p -> toInt64(intDiv(${pico} + 500, 1000)), arrayFilter(p -> ${holds}, ${r}.rates))[-1]`
}

/** SQL: tokens of one kind in pico-USD. 128 bits, as a trillion tokens at a high price do not fit into 64. */
function part(tokens: string, place: number): string {
  return `if(${tokens} = 0, toInt128(0), toInt128(${tokens}) * toInt128(p.${place}))`
}

/** SQL: `costOf` in full. `reported` is the column of `c` with the reported cost in nano-USD. */
export function costNano(c: string, r: string, reported = 'cost_nano_usd'): string {
  return `ifNull(${c}.${reported}, ${pricedNano(c, r)})`
}
