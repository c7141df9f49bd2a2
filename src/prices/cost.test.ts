/** Costs that can be checked with a pencil. */
import { describe, expect, it } from 'vitest'
import { assess, type CostedCall, costOf, nanoOf } from './cost.ts'
import { type Rate, ratesFor } from './rate.ts'

const NOW = Date.UTC(2026, 8, 1)
const call = (counts: Partial<CostedCall>): CostedCall => ({ at: NOW, in_uncached: 0, out: 0, ...counts })
const rate = (change: Partial<Rate> = {}): Rate => ({
  provider: 'p',
  model: 'm',
  tier: '',
  valid_from: 0,
  above_input: 0,
  input: 3_000_000,
  cache_read: 300_000,
  cache_write_5m: 3_750_000,
  cache_write_1h: 6_000_000,
  output: 15_000_000,
  ...change,
})
const sonnet = ratesFor({ provider: 'anthropic', model: 'claude-sonnet-4-5', tier: '' })
const opus = ratesFor({ provider: 'anthropic', model: 'claude-opus-4-6', tier: '' })

describe('costOf', () => {
  it('adds up the kinds of token', () => {
    // 1,000 × 3 + 500 × 0.30 + 100 × 15 USD per million = 0.003 + 0.00015 + 0.0015
    const told = call({ in_uncached: 1000, cache_read: 500, out: 100 })
    expect(costOf(told, sonnet)).toBe(4_650_000n)
  })

  it('prices cache writes by how long they live', () => {
    // 1,000 writes, 400 of them for an hour: 600 × 3.75 + 400 × 6 = 2,250 + 2,400
    expect(costOf(call({ cache_write: 1000, cache_write_1h: 400 }), sonnet)).toBe(4_650_000n)
    expect(costOf(call({ cache_write: 1000 }), sonnet)).toBe(3_750_000n)
    expect(costOf(call({ cache_write: 1000, cache_write_1h: 9000 }), sonnet)).toBe(6_000_000n)
  })

  it('takes the dearer tier for all tokens once all input together is above the threshold', () => {
    // 200,000 input: 0.60 + 0.015; one token more: 200,001 × 6 = 1.200006 and 1,000 × 22.5 = 0.0225
    expect(costOf(call({ in_uncached: 200_000, out: 1000 }), sonnet)).toBe(615_000_000n)
    expect(costOf(call({ in_uncached: 200_001, out: 1000 }), sonnet)).toBe(1_222_506_000n)
    // 100,000 fresh × 6 + 100,001 read × 0.6: cached input counts towards the threshold
    expect(costOf(call({ in_uncached: 100_000, cache_read: 100_001 }), sonnet)).toBe(660_000_600n)
  })

  it('takes the prices of the day', () => {
    const long = { in_uncached: 300_000, out: 0 }
    const change = Date.UTC(2026, 2, 13)
    expect(costOf(call({ ...long, at: change - 1 }), opus)).toBe(3_000_000_000n)
    expect(costOf(call({ ...long, at: change }), opus)).toBe(1_500_000_000n)
  })

  it('chooses the same row in whatever order they come', () => {
    const rows = [
      rate(),
      rate({ above_input: 10, input: 1 }),
      rate({ valid_from: 5, input: 2_000 }),
      rate({ valid_from: 5, above_input: 10, input: 4_000 }),
      rate({ valid_from: NOW + 1, input: 9_000 }),
    ]
    for (const order of [rows, rows.toReversed()]) {
      expect(costOf(call({ in_uncached: 10 }), order)).toBe(20n)
      expect(costOf(call({ in_uncached: 11 }), order)).toBe(44n)
      expect(costOf(call({ in_uncached: 10, at: 4 }), order)).toBe(30_000n)
    }
  })

  it('rounds half a nano-USD up', () => {
    expect(costOf(call({ in_uncached: 1 }), [rate({ input: 499 })])).toBe(0n)
    expect(costOf(call({ in_uncached: 1 }), [rate({ input: 500 })])).toBe(1n)
    expect(costOf(call({ in_uncached: 3 }), [rate({ input: 500 })])).toBe(2n)
  })

  it('stays exact beyond 2^53', () => {
    const most = 1_000_000_000_000
    expect(costOf(call({ in_uncached: most, out: most }), [rate({ input: 599_999_999, output: 1 })])).toBe(
      600_000_000_000_000_000n,
    )
  })
})

describe('unpriced is null, never zero', () => {
  it.each([
    ['no rates', call({ in_uncached: 1 }), []],
    ['no rates and no tokens', call({}), []],
    ['no rate yet', call({ in_uncached: 1, at: 5 }), [rate({ valid_from: 6 })]],
    ['only a rate for larger calls', call({ in_uncached: 5 }), [rate({ above_input: 5 })]],
    ['a kind without a price', call({ cache_read: 1 }), [rate({ cache_read: null })]],
    [
      'an hour without a price',
      call({ cache_write: 2, cache_write_1h: 1 }),
      [rate({ cache_write_1h: null })],
    ],
    ['unknown input', call({ in_uncached: null, out: 5 }), [rate()]],
    ['unknown output', call({ in_uncached: 5, out: null }), [rate()]],
  ])('%s', (_, told, rows) => {
    expect(costOf(told, rows)).toBeNull()
    expect(assess(told, rows).source).toBe('unpriced')
  })

  it('but a kind without a price that was not used does no harm', () => {
    expect(costOf(call({ in_uncached: 1 }), [rate({ cache_read: null, cache_write_1h: null })])).toBe(3000n)
  })

  it('and a priced call without tokens costs nothing', () => {
    expect(assess(call({}), [rate()])).toEqual({ nano: 0n, source: 'priced' })
  })

  it('and unknown cache counts are none', () => {
    const told = call({ in_uncached: 1, cache_read: null, cache_write: null, cache_write_1h: 7 })
    expect(costOf(told, [rate()])).toBe(3000n)
  })
})

describe('a reported cost wins', () => {
  it('over the rates, zero included', () => {
    expect(assess(call({ in_uncached: 1000, cost_usd: 0.25 }), [rate()])).toEqual({
      nano: 250_000_000n,
      source: 'reported',
    })
    expect(costOf(call({ in_uncached: 1000, cost_usd: 0 }), [rate()])).toBe(0n)
    expect(costOf(call({ in_uncached: 1000, cost_usd: null }), [rate()])).toBe(3_000_000n)
  })

  it('and keeps where it comes from', () => {
    expect(assess(call({ cost_usd: 1, cost_source: 'credits' }), []).source).toBe('credits')
  })

  it('in nano-USD, half away from zero', () => {
    expect(nanoOf(1.5e-9)).toBe(2n)
    expect(nanoOf(-1.5e-9)).toBe(-2n)
    expect(nanoOf(0.1 + 0.2)).toBe(300_000_000n)
  })
})
