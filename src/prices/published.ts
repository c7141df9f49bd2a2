/** Price rules that providers publish as a rule instead of a price, each with its source. */

/** Prices of one token in pico-USD (1e-12 USD), whole numbers; null = this kind of token has no price. */
export interface TokenPrices {
  input: number | null
  cache_read: number | null
  cache_write_5m: number | null
  cache_write_1h: number | null
  output: number | null
}

/** USD per million tokens to pico-USD per token; listed thirds (OpenRouter) lose less than half a pico-USD. */
export const picoPerToken = (usdPerMillion: number): number => Math.round(usdPerMillion * 1e6)

export const TOKEN_KINDS = ['input', 'cache_read', 'cache_write_5m', 'cache_write_1h', 'output'] as const

/**
 * A cache write that lives one hour costs twice the plain input price of Claude models; one that lives five minutes
 * costs 1.25 times it, which is in the data. Source: platform.claude.com/docs/en/about-claude/pricing, section prompt
 * caching; openrouter.ai/docs, prompt caching. The clouds list the same ratio (Bedrock: Opus 5.5 at 4 and 8 USD).
 */
const ONE_HOUR_WRITE = {
  times: 2,
  models: /claude/,
  providers: ['anthropic', 'aws', 'azure', 'google', 'openrouter'],
}

/**
 * Cache writes that are billed as plain input: OpenAI charges nothing extra for them before GPT-5.6. Sources:
 * platform.openai.com/docs/guides/prompt-caching; learn.microsoft.com, Azure OpenAI, prompt caching.
 */
const PLAIN_INPUT_WRITE = {
  models: /^(?:gpt-[34]|gpt-5(?!\.[6-9]|-[6-9])|o[134]|chatgpt-|codex-)/,
  providers: ['azure', 'openai'],
}

/** Models that cost nothing by name. Source: openrouter.ai/docs, free model variants. */
const FREE = { models: /:free$/, providers: ['openrouter'] }

interface TierRule {
  tier: string
  provider: string
  models: RegExp
  times: number
}

/**
 * Tiers priced as a multiple of the standard price, cache prices included. A tier that is not here (priority, flex,
 * fast elsewhere) has no price of its own in public data as a rule, so it needs an override.
 *
 * - Batch: half of all usage. Sources: platform.claude.com/docs/en/build-with-claude/batch-processing;
 *   platform.openai.com/docs/guides/batch.
 * - Fast: Opus 4.6 and 4.7 6 times, later Opus twice, long context as standard. First-party API only. Sources:
 *   platform.claude.com/docs/en/build-with-claude/fast-mode and …/about-claude/pricing.
 */
const TIER_RULES: readonly TierRule[] = [
  { tier: 'batch', provider: 'anthropic', models: /./, times: 0.5 },
  { tier: 'batch', provider: 'openai', models: /./, times: 0.5 },
  { tier: 'fast', provider: 'anthropic', models: /^claude-opus-4-[67]$/, times: 6 },
  { tier: 'fast', provider: 'anthropic', models: /^claude-opus-(?:4-8|5|5-5)$/, times: 2 },
]

/** Fills the kinds a listed row leaves out where a published rule gives them. `model` is the package's id. */
export function completed(prices: TokenPrices, provider: string, model: string): TokenPrices {
  const known = { ...prices }
  if (applies(FREE, provider, model)) for (const kind of TOKEN_KINDS) known[kind] ??= 0
  if (applies(PLAIN_INPUT_WRITE, provider, model)) known.cache_write_5m ??= known.input
  if (applies(ONE_HOUR_WRITE, provider, model) && known.cache_write_5m !== null) {
    known.cache_write_1h ??= times(known.input, ONE_HOUR_WRITE.times)
  }
  return known
}

/** The multiple of the standard price that a tier costs; null when no published rule says. */
export function tierMultiple(tier: string, provider: string, model: string): number | null {
  if (tier === 'standard') return 1
  const rule = TIER_RULES.find((r) => r.tier === tier && r.provider === provider && r.models.test(model))
  return rule?.times ?? null
}

export function multiplied(prices: TokenPrices, by: number): TokenPrices {
  return {
    input: times(prices.input, by),
    cache_read: times(prices.cache_read, by),
    cache_write_5m: times(prices.cache_write_5m, by),
    cache_write_1h: times(prices.cache_write_1h, by),
    output: times(prices.output, by),
  }
}

function times(price: number | null, by: number): number | null {
  return price === null ? null : Math.round(price * by)
}

function applies(rule: { models: RegExp; providers: string[] }, provider: string, model: string): boolean {
  return rule.providers.includes(provider) && rule.models.test(model)
}
