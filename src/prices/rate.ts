/** Rates: what the tokens of one model cost at one provider and tier, by date and size of the call. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { isListedProvider, isPriced, type ListedRow, listedFor } from './listed.ts'
import { type Reading, readNames } from './names.ts'
import { overriddenRows, type PriceOverride } from './overrides.ts'
import { completed, multiplied, type TokenPrices, tierMultiple } from './published.ts'

/**
 * One row of the `rate` table. Provider, model and tier are as the calls report them, so calls join to it directly.
 * Prices are pico-USD (1e-12 USD) per token, whole numbers; null = this kind of token has no price.
 */
export interface Rate extends TokenPrices {
  provider: string
  model: string
  tier: string
  /** First instant it holds, in ms since 1970 UTC; 0 = always. */
  valid_from: number
  /** Holds for all tokens of a call that has more input tokens than this; 0 = the base row. */
  above_input: number
}

export interface Priced {
  provider: string
  model: string
  tier: string
}

/** Tiers that name the ordinary price. */
const STANDARD = new Set(['', 'standard', 'default', 'on_demand'])

/**
 * All rows of a model as reported, oldest first, each date with its base row; none = unpriced (catalogue G-COST-1). An
 * unknown model, provider or tier has no rows: nothing is taken from a similar name. Overrides replace what the
 * package lists for the model and tier from their first date on.
 */
export function ratesFor(reported: Priced, overrides: readonly PriceOverride[] = []): Rate[] {
  const reading = readNames(reported.provider, reported.model, isListedProvider)
  const tier = STANDARD.has(reported.tier.toLowerCase()) ? 'standard' : reported.tier.toLowerCase()
  const own = overriddenRows(reported, tier, reading, overrides)
  const since = Math.min(...own.map((row) => row.valid_from))
  const rows = [...publicRows(reading, tier).filter((row) => row.valid_from < since), ...own]
  return rows
    .sort((a, b) => a.valid_from - b.valid_from || a.above_input - b.above_input)
    .map((row) => ({ provider: reported.provider, model: reported.model, tier: reported.tier, ...row }))
}

function publicRows(reading: Reading, tier: string): ListedRow[] {
  const listed = listedFor(reading)
  if (!listed) return []
  const by = tierMultiple(tier, listed.provider, listed.model)
  if (by === null) return []
  const rows = listed.rows.map((row) => ({
    ...row,
    ...multiplied(completed(row, listed.provider, listed.model), by),
  }))
  return rows.some(isPriced) ? rows : []
}

const PACKAGE_VERSION = packageVersion()
/** Goes up when this folder turns the same data into other rates. */
const RULES = 2

/**
 * Names the prices a cost was computed with: package version, rules of this folder, hash of the overrides. Costs with
 * equal versions are equal; a new version means a rebuild.
 */
export function priceVersion(overrides: readonly PriceOverride[] = []): string {
  const rows = overrides.map((row) => JSON.stringify(Object.entries(row).sort()))
  const hash = createHash('sha256').update(rows.sort().join('\n')).digest('hex').slice(0, 12)
  return `genai-prices-${PACKAGE_VERSION}.${RULES}+${hash}`
}

function packageVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@pydantic/genai-prices')
  const text = readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
