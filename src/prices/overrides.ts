/** The price table that users write in their configuration: contracts, discounts, local and unlisted models. */
import { z } from 'zod'
import type { ListedRow } from './listed.ts'
import { providerId, type Reading, undated } from './names.ts'
import { picoPerToken } from './published.ts'

/** Highest price that is believed: with it the cost of the largest call that is believed stays inside 64 bits. */
const MAX_USD_PER_MILLION = 2000
const usdPerMillion = z.number().min(0).max(MAX_USD_PER_MILLION)

/** One row of the table. Prices in USD per million tokens, kept to six decimals. */
export const priceOverride = z.strictObject({
  provider: z.string().min(1).optional().describe('Only for calls this provider served. Default: any.'),
  model: z.string().min(1).describe('Name as agents report it; without a date it covers every dated name.'),
  tier: z.string().min(1).default('standard').describe('standard, fast, batch, priority, …'),
  from: z.iso.date().optional().describe('First day (UTC) it holds. Default: always.'),
  above_input: z
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('Only for calls with more input tokens than this.'),
  input: usdPerMillion,
  output: usdPerMillion,
  cache_read: usdPerMillion.optional(),
  cache_write: usdPerMillion.optional().describe('Cache writes that live five minutes.'),
  cache_write_1h: usdPerMillion.optional().describe('Cache writes that live one hour.'),
})
export type PriceOverride = z.infer<typeof priceOverride>

/**
 * The table. A kind of token left out has no price: calls that use it are unpriced, unless input and output cost
 * nothing. Refused: two rows for the same case, and a long-context row without its row for short calls.
 */
export const priceOverrides = z.array(priceOverride).superRefine((rows, context) => {
  const cases = new Set<string>()
  for (const row of rows) {
    const key = caseOf(row, row.above_input)
    if (cases.has(key)) context.addIssue({ code: 'custom', message: `${row.model} is priced twice` })
    cases.add(key)
  }
  for (const row of rows) {
    if (!cases.has(caseOf(row, 0))) {
      const message = `${row.model} above ${row.above_input} input tokens needs a row without above_input too`
      context.addIssue({ code: 'custom', message })
    }
  }
})

function caseOf(row: PriceOverride, above: number): string {
  const { provider = '', model, tier, from = '' } = row
  return JSON.stringify([providerId(provider), model.toLowerCase(), tier.toLowerCase(), from, above])
}

/**
 * The overrides of one model and tier as rows. The name as reported wins over the name without prefixes, that over
 * the name without its date, and among equals a row for the provider wins over one for any.
 */
export function overriddenRows(
  reported: { provider: string; model: string },
  tier: string,
  reading: Reading,
  overrides: readonly PriceOverride[],
): ListedRow[] {
  const names = [reported.model.trim().toLowerCase(), ...reading.names, ...reading.names.map(undated)]
  const providers = [providerId(reported.provider), reading.provider]
  let closest = Number.POSITIVE_INFINITY
  let rows: ListedRow[] = []
  for (const row of overrides) {
    const name = names.indexOf(row.model.trim().toLowerCase())
    if (name < 0 || row.tier.toLowerCase() !== tier) continue
    if (row.provider && !providers.includes(providerId(row.provider))) continue
    const distance = 2 * name + (row.provider ? 0 : 1)
    if (distance > closest) continue
    if (distance < closest) rows = []
    closest = distance
    rows.push(rowOf(row))
  }
  return rows
}

function rowOf(row: PriceOverride): ListedRow {
  const unlisted = row.input === 0 && row.output === 0 ? 0 : null
  const pico = (usd: number | undefined) => (usd === undefined ? unlisted : picoPerToken(usd))
  return {
    valid_from: row.from ? Date.parse(row.from) : 0,
    above_input: row.above_input,
    input: picoPerToken(row.input),
    cache_read: pico(row.cache_read),
    cache_write_5m: pico(row.cache_write),
    cache_write_1h: pico(row.cache_write_1h),
    output: picoPerToken(row.output),
  }
}
