/** Rates against prices written down from the providers' own price pages. */
import { createRequire } from 'node:module'
import { findProvider } from '@pydantic/genai-prices'
import { describe, expect, it } from 'vitest'
import { rowsOf } from './listed.ts'
import { priceOverrides } from './overrides.ts'
import { completed } from './published.ts'
import { priceVersion, type Rate, ratesFor } from './rate.ts'

const rates = (provider: string, model: string, tier = '') => ratesFor({ provider, model, tier })
/** [input, cache read, 5 min write, 1 h write, output] in USD per million tokens. */
const usd = (rate: Rate | undefined) =>
  rate &&
  [rate.input, rate.cache_read, rate.cache_write_5m, rate.cache_write_1h, rate.output].map((p) =>
    p === null ? null : p / 1e6,
  )
const when = (rate: Rate) => [new Date(rate.valid_from).toISOString().slice(0, 10), rate.above_input]

const SONNET_45 = [3, 0.3, 3.75, 6, 15]
const OPUS_46 = [5, 0.5, 6.25, 10, 25]

describe('list prices', () => {
  it('has every kind of token of a Claude model', () => {
    expect(rates('anthropic', 'claude-haiku-4-5').map(usd)).toEqual([[1, 0.1, 1.25, 2, 5]])
  })

  it('has a row per context tier', () => {
    const rows = rates('anthropic', 'claude-sonnet-4-5')
    expect(rows.map((r) => r.above_input)).toEqual([0, 200_000])
    expect(rows.map(usd)).toEqual([SONNET_45, [6, 0.6, 7.5, 12, 22.5]])
  })

  it('has a row per date, each with its tiers', () => {
    const rows = rates('anthropic', 'claude-opus-4-6')
    expect(rows.map(when)).toEqual([
      ['1970-01-01', 0],
      ['1970-01-01', 200_000],
      ['2026-03-13', 0],
    ])
    expect(rows.map(usd)).toEqual([OPUS_46, [10, 1, 12.5, 20, 37.5], OPUS_46])
  })

  it('keeps dates and tiers of OpenAI', () => {
    const rows = rates('openai', 'gpt-5.6-sol')
    expect(rows.map(when)).toEqual([
      ['1970-01-01', 0],
      ['1970-01-01', 271_999],
      ['2026-08-21', 0],
      ['2026-08-21', 271_999],
    ])
    expect(rows.map((r) => usd(r)?.[4])).toEqual([30, 45, 20, 30])
  })

  it('gives provider, model and tier back as they were reported', () => {
    const reported = { provider: 'AWS.Bedrock', model: 'us.anthropic.claude-opus-4-6-v1', tier: 'Standard' }
    expect(ratesFor(reported)[0]).toMatchObject(reported)
  })

  it('takes the one-hour write at twice plain input where the data has only one write price', () => {
    expect(rates('vertex_ai', 'claude-sonnet-4-6').map(usd)).toEqual([[3, 0.3, 3.75, 6, 15]])
    expect(rates('copilot', 'claude-sonnet-5').map(usd)).toEqual([[2, 0.2, 2.5, null, 10]])
  })

  it('lets a listed price stand where a rule would give another', () => {
    const listed = { input: 100, cache_read: 1, cache_write_5m: 2, cache_write_1h: 3, output: 4 }
    expect(completed(listed, 'anthropic', 'claude-opus-9')).toEqual(listed)
    expect(completed(listed, 'openai', 'gpt-5')).toEqual(listed)
  })

  it('has one row per tier and kind, in whatever order the tiers are listed', () => {
    const tiers = [
      { start: 20, price: 3 },
      { start: 10, price: 2 },
    ]
    const prices = {
      input_mtok: { base: 1, tiers },
      output_mtok: { base: 5, tiers: [{ start: 20, price: 6 }] },
    }
    const rows = rowsOf(prices, 0).map((r) => [r.above_input, r.input, r.output])
    expect(rows).toEqual([
      [0, 1e6, 5e6],
      [10, 2e6, 5e6],
      [20, 3e6, 6e6],
    ])
  })

  it('agrees with the published cache multiples wherever the data has them', () => {
    const models = findProvider({ providerId: 'anthropic' })?.models ?? []
    const priced = models.flatMap((m) => rates('anthropic', m.id)).filter((r) => r.cache_write_1h !== null)
    expect(priced.length).toBeGreaterThan(20)
    for (const row of priced) expect(row.cache_write_1h).toBe((row.input ?? Number.NaN) * 2)
  })

  it('bills cache writes of OpenAI before GPT-5.6 as plain input, later ones by their own price', () => {
    expect(usd(rates('openai', 'gpt-5.1-codex')[0])).toEqual([1.25, 0.125, 1.25, null, 10])
    expect(usd(rates('openai', 'gpt-5.6-luna')[0])).toEqual([1, 0.1, 1.25, null, 6])
    expect(usd(rates('google', 'gemini-3-pro-preview')[0])).toEqual([2, 0.2, null, null, 12])
    const later = { input: 1, cache_read: 1, cache_write_5m: null, cache_write_1h: null, output: 1 }
    for (const model of ['gpt-5.6-nova', 'gpt-5-7', 'gpt-6-sol']) {
      expect(completed(later, 'openai', model).cache_write_5m).toBeNull()
    }
  })
})

describe('names', () => {
  it.each([
    ['anthropic', 'claude-sonnet-4-5-20250929'],
    ['', 'claude-sonnet-4-5'],
    ['anthropic', 'claude-sonnet-4-5[1m]'],
    ['anthropic', 'Claude-Sonnet-4.5'],
    ['anthropic', 'claude-4.5-sonnet-thinking'],
    ['', 'anthropic/claude-sonnet-4-5'],
    ['anthropic', 'anthropic/claude-sonnet-4-5'],
    ['litellm', 'anthropic/claude-sonnet-4.5'],
    ['openrouter', 'anthropic/claude-sonnet-4.5'],
    ['', 'openrouter/anthropic/claude-sonnet-4.5'],
    ['', 'global.anthropic.claude-sonnet-4-5-20250929-v1:0'],
    ['anthropic', 'claude-sonnet-4-5@20250929'],
    ['gcp.vertex_ai', 'claude-sonnet-4-5@default'],
    ['', 'vertex_ai/claude-sonnet-4-5@20250929'],
    ['google', 'publishers/anthropic/models/claude-sonnet-4-5'],
  ])('%s %s is Sonnet 4.5', (provider, model) => {
    expect(usd(rates(provider, model)[0])).toEqual(SONNET_45)
  })

  it.each([
    ['aws.bedrock', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'],
    ['anthropic', 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0'],
    ['', 'arn:aws:bedrock:eu-west-1:1:inference-profile/eu.anthropic.claude-sonnet-4-5-20250929-v1:0'],
    ['', 'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0'],
  ])('%s %s is Sonnet 4.5 in a region of Bedrock, a tenth dearer', (provider, model) => {
    expect(usd(rates(provider, model)[0])).toEqual([3.3, 0.33, 4.125, 6.6, 16.5])
  })

  it.each([
    ['anthropic', 'claude-sonnet-4', 3],
    ['anthropic', 'claude-4-sonnet', 3],
    ['anthropic', 'claude-3-5-haiku-20241022', 0.8],
    ['anthropic', 'claude-haiku-3.5', 0.8],
    ['anthropic', 'claude-fable-5.1', 10],
    ['anthropic', 'claude-opus-4-20250514', 15],
    ['azure.ai.openai', 'gpt-5', 1.25],
    ['openai', 'gpt-4o-20240806', 2.5],
    ['openai', 'gpt-4o-2024-05-13', 5],
    ['gemini', 'models/gemini-2.5-pro-preview-05-06', 1.25],
    ['xai', 'grok-4', 3],
    ['minimax', 'MiniMax-M2.5-highspeed', 0.6],
    ['openrouter', 'qwen/qwen3-coder:free', 0],
  ])('%s %s costs %d USD per million fresh tokens', (provider, model, price) => {
    expect(usd(rates(provider, model)[0])?.[0]).toBe(price)
  })
})

describe('names of clouds', () => {
  it('tell who served the call when nobody else does', () => {
    const vertex = rates('google', 'claude-opus-4-6')
    expect(vertex.map(usd)).not.toEqual(rates('anthropic', 'claude-opus-4-6').map(usd))
    expect(rates('', 'claude-opus-4-6@default').map(usd)).toEqual(vertex.map(usd))
  })
})

describe('Copilot', () => {
  it('has prices of its own, which win over those of the maker', () => {
    const [first] = rates('github', 'gpt-5.6-sol')
    expect([usd(first)?.[0], usd(first)?.[4]]).toEqual([4, 20])
    expect(usd(rates('openai', 'gpt-5.6-sol')[0])?.[4]).toBe(30)
  })

  it.each([
    ['gpt-4.1', 'openai', 'listed without prices'],
    ['gpt-4o-mini-2024-07-18', 'openai', 'listed without prices, with a date'],
    ['gpt-5.1-codex-max', 'openai', 'not listed'],
    ['claude-sonnet-4.5', 'anthropic', 'not listed, with a dot'],
    ['gemini-2.5-pro', 'google', 'not listed'],
    ['grok-code-fast-1', 'xai', 'not listed'],
  ])('serves %s at the prices of %s: %s', (model, maker) => {
    const own = rates('github', model)
    expect(own.length).toBeGreaterThan(0)
    expect(own.map(usd)).toEqual(rates(maker, model).map(usd))
  })
})

describe('what is not known has no rates', () => {
  it.each([
    ['anthropic', 'claude-sonnet-5-5', 'a later model whose name begins like a listed one'],
    ['anthropic', 'claude-opus-4-8-fast', 'a suffix that changes the price'],
    ['google', 'gemini-3.6-flash-image', 'another model of the same line'],
    ['openai', 'codex-auto-review', 'a routing alias'],
    ['anthropic', '<synthetic>', 'no model at all'],
    ['openai-compatible', 'gpt-4o', 'somebody else may serve it'],
    ['ollama', 'gpt-4o', 'a local server'],
    ['', 'deepseek-r1:14b', 'a local model'],
    ['deepseek', 'deepseek-v4-pro', 'prices by time of day'],
    ['perplexity', 'sonar-pro', 'a fee per request'],
    ['github-copilot', 'auto', 'a router, not a model'],
    ['github-copilot', 'claude-opus-4.6-1m', 'a suffix that may change the price'],
    ['github-copilot', 'oswe-vscode-prime', 'a model nobody else serves'],
    ['groq', 'whisper-large-v3', 'not priced by tokens'],
    ['', '', 'nothing reported'],
  ])('%s %s: %s', (provider, model) => {
    expect(rates(provider, model)).toEqual([])
  })

  it('leaves the output of a model without a price where reasoning costs extra', () => {
    expect(usd(rates('openrouter', 'perplexity/sonar-deep-research')[0])?.[4]).toBeNull()
  })
})

describe('tiers', () => {
  it('halves everything in a batch at Anthropic and OpenAI', () => {
    expect(rates('anthropic', 'claude-opus-5', 'batch').map(usd)).toEqual([[2.5, 0.25, 3.125, 5, 12.5]])
    expect(usd(rates('openai', 'gpt-5.4', 'batch')[1])).toEqual([2.5, 0.25, 2.5, null, 11.25])
  })

  it('multiplies fast Opus as published, long context included while that cost more', () => {
    expect(rates('anthropic', 'claude-opus-5-5', 'fast').map(usd)).toEqual([[8, 0.4, 10, 16, 40]])
    const rows = rates('anthropic', 'claude-opus-4-6', 'fast')
    expect(rows.map((r) => [usd(r)?.[0], usd(r)?.[4]])).toEqual([
      [30, 150],
      [60, 225],
      [30, 150],
    ])
  })

  it.each([
    ['anthropic', 'claude-sonnet-5', 'fast'],
    ['bedrock', 'global.anthropic.claude-opus-5', 'fast'],
    ['anthropic', 'claude-opus-5', 'priority'],
    ['openai', 'gpt-5', 'priority'],
    ['openai', 'gpt-5', 'flex'],
    ['google', 'gemini-2.5-pro', 'batch'],
  ])('%s %s %s has no published rule', (provider, model, tier) => {
    expect(rates(provider, model, tier)).toEqual([])
  })
})

describe('priceVersion', () => {
  const a = priceOverrides.parse([{ model: 'a', input: 1, output: 2 }])
  const b = priceOverrides.parse([{ model: 'b', input: 1, output: 2 }])

  it('names the installed package', () => {
    const require = createRequire(import.meta.url)
    const { version } = require('../../node_modules/@pydantic/genai-prices/package.json') as {
      version: string
    }
    expect(priceVersion()).toMatch(
      new RegExp(`^genai-prices-${version.replaceAll('.', '\\.')}\\.\\d+\\+[0-9a-f]{12}$`),
    )
  })

  it('changes with the overrides, not with their order', () => {
    expect(priceVersion(a)).not.toBe(priceVersion())
    expect(priceVersion(a)).not.toBe(priceVersion(b))
    expect(priceVersion([...a, ...b])).toBe(priceVersion([...b, ...a]))
  })
})
