/** Costs from our rows against the package's own calculator, over every model of three makers. */
import { calcPrice, findProvider, type MatchLogic, type ModelInfo } from '@pydantic/genai-prices'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { costOf } from './cost.ts'
import { type Rate, ratesFor } from './rate.ts'

/** Every model of the three makers that has prices by token, with a name that its own match rule accepts. */
const LISTED = ['anthropic', 'openai', 'google'].flatMap((provider) =>
  (findProvider({ providerId: provider })?.models ?? []).flatMap((model) => {
    const name = [model.id, ...namesIn(model.match)].find((n) => matched(provider, n) === model)
    return name && 'input_mtok' in firstPrices(model) ? [{ provider, model: name }] : []
  }),
)

function namesIn(rule: MatchLogic): string[] {
  if ('or' in rule) return rule.or.flatMap(namesIn)
  if ('and' in rule) return rule.and.flatMap(namesIn)
  return 'regex' in rule ? [] : Object.values(rule)
}

function matched(providerId: string, name: string): ModelInfo | undefined {
  return calcPrice({}, name, { providerId })?.model
}

function firstPrices(model: ModelInfo): object {
  return Array.isArray(model.prices) ? (model.prices[0]?.prices ?? {}) : model.prices
}

describe("the package's own calculator", () => {
  it('is compared over every model', () => {
    expect(LISTED.length).toBeGreaterThan(150)
    const unpriced = LISTED.filter(
      ({ provider, model }) => ratesFor({ provider, model, tier: '' }).length === 0,
    )
    expect(unpriced).toEqual([])
  })

  const count = fc.oneof(
    { arbitrary: fc.constant(0), weight: 1 },
    { arbitrary: fc.integer({ min: 0, max: 400_000 }), weight: 3 },
    { arbitrary: fc.constantFrom(128_000, 128_001, 200_000, 200_001, 271_999, 272_000, 272_001), weight: 2 },
  )
  const at = fc.oneof(
    fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2027, 5) }),
    fc
      .tuple(
        fc.constantFrom('2025-06-10', '2026-03-13', '2026-07-30', '2026-08-21', '2027-01-01'),
        fc.constantFrom(-1, 0, 1),
      )
      .map(([day, shift]) => Date.parse(day) + shift),
  )

  it('gives the same cost for any call', () => {
    const call = fc.record({
      in_uncached: count,
      cache_read: count,
      cache_write: count,
      cache_write_1h: count,
      out: count,
      at,
    })
    fc.assert(
      fc.property(fc.constantFrom(...LISTED), call, (model, told) => {
        const rows = ratesFor({ ...model, tier: 'standard' })
        const used = onlyPriced(told, rows, model.provider)
        expect(costOf(used, rows)).not.toBeNull()
        const expected = calcPrice(
          {
            input_tokens: used.in_uncached + used.cache_read + used.cache_write,
            cache_read_tokens: used.cache_read,
            cache_write_tokens: used.cache_write,
            cache_write_1h_tokens: used.cache_write_1h,
            output_tokens: used.out,
          },
          model.model,
          { providerId: model.provider, timestamp: new Date(used.at) },
        )
        const nano = (expected?.total_price ?? Number.NaN) * 1e9
        expect(Math.abs(Number(costOf(used, rows)) - nano)).toBeLessThan(0.51 + nano * 1e-12)
      }),
      { numRuns: 4000 },
    )
  })
})

type Counts = Record<'in_uncached' | 'cache_read' | 'cache_write' | 'cache_write_1h' | 'out' | 'at', number>

/**
 * Without the kinds of token that have no price: there the calculator bills plain input and we bill nothing. Where the
 * one-hour price is ours by published rule it is left out too, as the calculator does not know it.
 */
function onlyPriced(call: Counts, rows: Rate[], provider: string): Counts {
  const has = (kind: 'cache_read' | 'cache_write_5m' | 'cache_write_1h' | 'output') =>
    rows.every((row) => row[kind] !== null)
  const write = has('cache_write_5m') ? call.cache_write : 0
  return {
    ...call,
    cache_read: has('cache_read') ? call.cache_read : 0,
    cache_write: write,
    cache_write_1h:
      has('cache_write_1h') && provider === 'anthropic' ? Math.min(call.cache_write_1h, write) : 0,
    out: has('output') ? call.out : 0,
  }
}
