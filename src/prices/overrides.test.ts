/** The users' own prices over the listed ones. */
import { describe, expect, it } from 'vitest'
import { priceOverrides } from './overrides.ts'
import { type Rate, ratesFor } from './rate.ts'

/** [input, cache read, 5 min write, 1 h write, output] in USD per million tokens. */
const usd = (rate: Rate) =>
  [rate.input, rate.cache_read, rate.cache_write_5m, rate.cache_write_1h, rate.output].map((p) =>
    p === null ? null : p / 1e6,
  )
const LISTED_OPUS = [5, 0.5, 6.25, 10, 25]

describe('overrides', () => {
  const table = (...rows: object[]) => priceOverrides.parse(rows)
  const own = { model: 'claude-opus-5', input: 1, output: 2 }
  const opus = (overrides: object[], tier = '', model = 'claude-opus-5', provider = 'anthropic') =>
    ratesFor({ provider, model, tier }, table(...overrides))

  it('replace the listed rows; a kind left out has no price', () => {
    expect(opus([own]).map(usd)).toEqual([[1, null, null, null, 2]])
  })

  it('hold from their date on, the list before', () => {
    const rows = opus(
      [{ ...own, model: 'claude-opus-4-6', from: '2026-02-01' }],
      '',
      'claude-opus-4-6-20260205',
    )
    expect(rows.map((r) => [new Date(r.valid_from).toISOString().slice(0, 10), r.above_input])).toEqual([
      ['1970-01-01', 0],
      ['1970-01-01', 200_000],
      ['2026-02-01', 0],
    ])
  })

  it('hold for their tier only', () => {
    expect(opus([own], 'batch').map(usd)).toEqual([[2.5, 0.25, 3.125, 5, 12.5]])
    expect(opus([{ ...own, tier: 'priority' }], 'priority').map(usd)).toEqual([[1, null, null, null, 2]])
    expect(opus([{ ...own, tier: 'priority' }]).map(usd)).toEqual([LISTED_OPUS])
  })

  it('hold for their provider only, and there win over one for any provider', () => {
    const bedrock = { ...own, provider: 'aws.bedrock', input: 9 }
    expect(opus([bedrock]).map(usd)).toEqual([LISTED_OPUS])
    expect(opus([own, bedrock], '', 'us.anthropic.claude-opus-5', 'bedrock').map(usd)).toEqual([
      [9, null, null, null, 2],
    ])
    expect(opus([bedrock, own]).map(usd)).toEqual([[1, null, null, null, 2]])
  })

  it('under the exact name win over one without the date', () => {
    const exact = { ...own, model: 'claude-opus-5-20260724', input: 7 }
    expect(opus([own, exact], '', 'claude-opus-5-20260724').map((r) => usd(r)[0])).toEqual([7])
    expect(opus([exact, own], '', 'claude-opus-5-20260724').map((r) => usd(r)[0])).toEqual([7])
    expect(opus([own, exact], '', 'claude-opus-5-20260901').map((r) => usd(r)[0])).toEqual([1])
  })

  it('price what nobody lists; free means free in every kind', () => {
    const local = { model: 'qwen3-coder:30b', provider: 'ollama', input: 0, output: 0 }
    expect(opus([local], '', 'qwen3-coder:30b', 'ollama').map(usd)).toEqual([[0, 0, 0, 0, 0]])
  })

  it('may have long-context rows', () => {
    const rows = opus([{ ...own, above_input: 1000, input: 3 }, own])
    expect(rows.map((r) => [r.above_input, usd(r)[0]])).toEqual([
      [0, 1],
      [1000, 3],
    ])
  })

  it.each([
    ['a row twice', [own, own], /priced twice/],
    ['the same row in another spelling', [own, { ...own, model: 'Claude-Opus-5' }], /priced twice/],
    ['long context alone', [{ ...own, above_input: 5 }], /without above_input/],
    ['a negative price', [{ ...own, input: -1 }], /./],
    ['a price nobody would ask', [{ ...own, input: 2001 }], /./],
    ['a date that is none', [{ ...own, from: '2026-02-30' }], /./],
    ['an unknown column', [{ ...own, inptu: 1 }], /./],
  ])('refuse %s', (_, rows, message) => {
    expect(() => table(...rows)).toThrow(message)
  })
})
