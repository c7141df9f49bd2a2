/** List prices out of `@pydantic/genai-prices`, which is read offline and never asked to update itself. */
import {
  calcPrice,
  findProvider,
  type MatchLogic,
  type ModelInfo,
  type ModelPrice,
  type TieredPrices,
} from '@pydantic/genai-prices'
import { type Reading, stem } from './names.ts'
import { picoPerToken, type TokenPrices } from './published.ts'

/** What a model costs from a day on, for calls with more input tokens than `above_input`. */
export interface ListedRow extends TokenPrices {
  /** ms since 1970 UTC; 0 = always. */
  valid_from: number
  above_input: number
}

export interface Listed {
  /** Ids of the package. */
  provider: string
  model: string
  rows: ListedRow[]
}

/** How the package calls the kinds of token an agent reports. */
const PRICE_KEYS = {
  input: 'input_mtok',
  cache_read: 'cache_read_mtok',
  cache_write_5m: 'cache_write_mtok',
  cache_write_1h: 'cache_write_1h_mtok',
  output: 'output_mtok',
} as const

/** Whether the package has prices of this provider, by its own id. */
export function isListedProvider(id: string): boolean {
  return findProvider({ providerId: id })?.id === id
}

/**
 * All dated and tiered rows of a model; null when it is not listed or its price cannot be told from tokens alone.
 * The package matches many models by how their name begins, so `claude-sonnet-5-5` would cost what `claude-sonnet-5`
 * does; here a match only counts when the name says that very model.
 */
export function listedFor(reading: Reading): Listed | null {
  const { provider } = reading
  const told = provider === '' ? null : listedBy(provider, reading)
  // Copilot lists few of the models it serves; what their makers ask for them is what the calls are worth.
  const byMaker = provider === '' || (provider === COPILOT && !told?.rows.some(isPriced))
  return byMaker ? listedBy(makerOf(reading), reading) : told
}

export const isPriced = ({ input, output }: TokenPrices): boolean => input !== null || output !== null

const COPILOT = 'github-copilot'

const makerOf = ({ names }: Reading): string => findProvider({ modelId: names[0] ?? '' })?.id ?? ''

function listedBy(provider: string, reading: Reading): Listed | null {
  if (!isListedProvider(provider)) return null
  for (const name of reading.names) {
    const model = calcPrice({}, name, { providerId: provider })?.model
    if (!model || !isNamed(model, name)) continue
    const days = daysOfChange(model)
    if (!days) return null
    const rows = days.flatMap((day) => rowsFrom(day, name, provider))
    return rows.length > 0 ? { provider, model: model.id, rows } : null
  }
  return null
}

/**
 * The days on which prices change, the first being 0. Null for prices by time of day (DeepSeek): the package cannot
 * say from which date its hours hold, nor that they do not hold at weekends, so any figure would be a guess.
 */
function daysOfChange(model: ModelInfo): number[] | null {
  const days = new Set([0])
  for (const { constraint } of Array.isArray(model.prices) ? model.prices : []) {
    if (constraint?.type === 'time_of_date') return null
    if (constraint) days.add(Date.parse(constraint.start_date))
  }
  return [...days].sort((a, b) => a - b)
}

/** Asks the package itself which prices hold on the day, so its order of precedence is not told twice. */
function rowsFrom(day: number, name: string, providerId: string): ListedRow[] {
  const prices = calcPrice({}, name, { providerId, timestamp: new Date(day) })?.model_price
  return prices ? rowsOf(prices, day) : []
}

/** One row per context tier, the base first. None where a fee per request is due, which tokens do not tell. */
export function rowsOf(prices: ModelPrice, valid_from: number): ListedRow[] {
  if (prices.requests_kcount !== undefined) return []
  const steps = new Set([0])
  for (const key of Object.values(PRICE_KEYS)) {
    const price = prices[key]
    if (typeof price === 'object') for (const tier of price.tiers) steps.add(tier.start)
  }
  return [...steps]
    .sort((a, b) => a - b)
    .map((above_input) => ({ valid_from, above_input, ...pricesAbove(prices, above_input) }))
}

function pricesAbove(prices: ModelPrice, above: number): TokenPrices {
  const pico = (price: number | TieredPrices | undefined): number | null => {
    if (price === undefined) return null
    if (typeof price === 'number') return picoPerToken(price)
    const tier = price.tiers.filter((t) => t.start <= above).sort((a, b) => b.start - a.start)[0]
    return picoPerToken(tier?.price ?? price.base)
  }
  // Reasoning and citations are told as a part of the output: where they cost something else, output has no one price.
  const split = prices.output_reasoning_mtok !== undefined || prices.output_citation_mtok !== undefined
  return {
    input: pico(prices[PRICE_KEYS.input]),
    cache_read: pico(prices[PRICE_KEYS.cache_read]),
    cache_write_5m: pico(prices[PRICE_KEYS.cache_write_5m]),
    cache_write_1h: pico(prices[PRICE_KEYS.cache_write_1h]),
    output: split ? null : pico(prices[PRICE_KEYS.output]),
  }
}

function isNamed(model: ModelInfo, name: string): boolean {
  const wanted = stem(name)
  return stem(model.id.toLowerCase()) === wanted || spells(model.match, name, wanted)
}

/** Whether one of the names in a match rule is this one, dates and channels aside. */
function spells(rule: MatchLogic, name: string, wanted: string): boolean {
  if ('or' in rule) return rule.or.some((r) => spells(r, name, wanted))
  if ('and' in rule) return rule.and.some((r) => spells(r, name, wanted))
  if ('regex' in rule) {
    return /^\^[^(].*\$$/.test(rule.regex) && new RegExp(rule.regex).test(name)
  }
  const [text] = Object.values(rule) as [string]
  return stem(text.toLowerCase()) === wanted
}
