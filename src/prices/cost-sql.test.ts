/** The SQL of a cost gives what the TypeScript gives, on the real engine and its real tables. */
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testStore } from '../../test/support/engine.ts'
import { type CostedCall, costNano, costOf, nanoOf, pricedNano, rateJoin } from './cost.ts'
import { type Rate, ratesFor } from './rate.ts'

let store: Awaited<ReturnType<typeof testStore>>
beforeAll(async () => {
  store = await testStore()
}, 60_000)
afterAll(() => store?.close())
beforeEach(async () => {
  await store.command('TRUNCATE TABLE rate')
  await store.command('TRUNCATE TABLE model_call')
})

type Named = { provider: string; model: string; tier: string }
type Told = CostedCall & Named
interface Costs {
  cost: bigint | null
  priced: bigint | null
}

const AT = Date.UTC(2026, 2, 13)

async function insertRates(rates: Rate[], change: object = {}): Promise<void> {
  await store.insert(
    'rate',
    rates.map((rate) => ({ ...rate, org: 'acme', version: 'now', ver: 1, ...change })),
  )
}

/** Inserts the calls and asks for their costs, in the same order. The attempts column carries their number. */
async function bySql(calls: readonly Told[]): Promise<Costs[]> {
  await store.insert(
    'model_call',
    calls.map(({ cost_usd, ...call }, attempts) => ({
      ...call,
      id: `00000000-0000-0000-0000-${String(attempts).padStart(12, '0')}`,
      attempts,
      org: 'acme',
      cost_nano_usd: cost_usd == null ? null : String(nanoOf(cost_usd)),
    })),
  )
  const rows = await store.rows<Record<keyof Costs, string | null>>(
    `SELECT toString(${costNano('c', 'r')}) AS cost, toString(${pricedNano('c', 'r')}) AS priced
     FROM model_call AS c ${rateJoin('c', 'r')} ORDER BY c.attempts`,
    { params: { org: 'acme', price_version: 'now' } },
  )
  const whole = (text: string | null) => (text === null ? null : BigInt(text))
  return rows.map((row) => ({ cost: whole(row.cost), priced: whole(row.priced) }))
}

function byTypeScript(calls: readonly Told[], rates: readonly Rate[]): Costs[] {
  return calls.map((call) => {
    const own = rates.filter(
      (r) => r.provider === call.provider && r.model === call.model && r.tier === call.tier,
    )
    return { cost: costOf(call, own), priced: costOf({ ...call, cost_usd: null }, own) }
  })
}

const count = fc.oneof(
  { arbitrary: fc.constant(null), weight: 1 },
  { arbitrary: fc.constant(0), weight: 2 },
  { arbitrary: fc.integer({ min: 0, max: 400_000 }), weight: 4 },
  { arbitrary: fc.constantFrom(9, 10, 11, 200_000, 200_001, 272_000), weight: 2 },
  { arbitrary: fc.integer({ min: 0, max: 1e12 }), weight: 1 },
)
const day = fc.constantFrom(0, AT - 1, AT, AT + 1, AT + 1000)

function callOf(names: fc.Arbitrary<Named>): fc.Arbitrary<Told> {
  const counts = fc.record({
    in_uncached: count,
    cache_read: count,
    cache_write: count,
    cache_write_1h: count,
    out: count,
    at: fc.oneof(day, fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2027, 0) })),
    cost_usd: fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { freq: 9 }),
  })
  return fc.tuple(names, counts).map(([name, call]) => ({ ...name, ...call }))
}

const sample = <T>(arbitrary: fc.Arbitrary<T>, size: number) =>
  fc.sample(arbitrary, { numRuns: size, seed: 7 })

describe('cost in SQL', () => {
  it('is the cost in TypeScript for models as listed', async () => {
    const names: Named[] = [
      ['anthropic', 'claude-opus-4-6', ''],
      ['anthropic', 'claude-opus-4-6', 'fast'],
      ['anthropic', 'claude-sonnet-4-5-20250929', 'standard'],
      ['bedrock', 'us.anthropic.claude-haiku-4-5-20251001-v1:0', ''],
      ['openai', 'gpt-5.6-sol', 'batch'],
      ['openai', 'gpt-5-pro', ''],
      ['google', 'gemini-3-pro-preview', ''],
      ['anthropic', 'claude-sonnet-5-5', ''],
      ['', '', ''],
    ].map(([provider = '', model = '', tier = '']) => ({ provider, model, tier }))
    const rates = names.flatMap((name) => ratesFor(name))
    await insertRates(rates)
    const calls = sample(callOf(fc.constantFrom(...names)), 4000)
    const costs = await bySql(calls)
    expect(costs).toEqual(byTypeScript(calls, rates))
    expect(new Set(costs.map((c) => c.priced)).size).toBeGreaterThan(1000)
  })

  it('is the cost in TypeScript for any table of rates', async () => {
    const price = fc.option(fc.oneof(fc.integer({ min: 0, max: 2_000_000_000 }), fc.nat({ max: 999 })), {
      freq: 6,
    })
    const row = fc.record({
      provider: fc.constant('p'),
      model: fc.constantFrom('a', 'b', 'c'),
      tier: fc.constantFrom('', 'fast'),
      valid_from: day,
      above_input: fc.constantFrom(0, 10, 200_000),
      input: price,
      cache_read: price,
      cache_write_5m: price,
      cache_write_1h: price,
      output: price,
    })
    const key = (r: Rate) => [r.model, r.tier, r.valid_from, r.above_input].join()
    const rates = [...new Map(sample(row, 40).map((r) => [key(r), r])).values()]
    await insertRates(rates)
    const name = fc.record({
      provider: fc.constant('p'),
      model: fc.constantFrom('a', 'b', 'c'),
      tier: fc.constantFrom('', 'fast'),
    })
    const calls = sample(callOf(name), 4000)
    const costs = await bySql(calls)
    expect(costs).toEqual(byTypeScript(calls, rates))
    expect(costs.some((c) => c.priced !== null && c.priced > 2n ** 53n)).toBe(true)
  })

  it('takes no other version, organisation or deleted row', async () => {
    const name = { provider: 'anthropic', model: 'claude-opus-5', tier: '' }
    const call = { ...name, at: AT, in_uncached: 1000, out: 0 }
    const rates = ratesFor(name)
    await insertRates(rates, { org: 'other' })
    await insertRates(rates, { version: 'before' })
    expect(await bySql([call])).toEqual([{ cost: null, priced: null }])
    await store.command('TRUNCATE TABLE model_call')
    await insertRates(rates, { ver: 2 })
    expect(await bySql([call])).toEqual([{ cost: 5_000_000n, priced: 5_000_000n }])
    await store.command('TRUNCATE TABLE model_call')
    await insertRates(rates, { ver: 3, is_deleted: 1 })
    expect(await bySql([call])).toEqual([{ cost: null, priced: null }])
  })
})
