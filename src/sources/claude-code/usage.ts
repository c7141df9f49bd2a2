/** Reads `message.usage`: four disjoint token counts, what changes their price, and numbers without a name here yet. */
import { MAX_COUNT } from '../../facts/field.ts'
import { type Row, record } from '../row.ts'

export interface Usage {
  in_uncached: number
  cache_read: number
  cache_write: number
  cache_write_1h: number
  out: number
  /** Sum of the four; what cannot be believed counts 0. */
  tokens: number
  /** False when a count is negative, no number or beyond any real one. */
  plausible: boolean
  /** How far the row has come: rows of one call are told apart by it, so a count that is not believed is kept here. */
  progress: number
  /** A part of the output. */
  reasoning: number | null
  tier: string
}

/** Gateways write null where they know nothing: that is 0, anything else that is no count is not believed. */
const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_COUNT

export function readUsage(told: Row): Usage {
  let plausible = true
  const count = (value: unknown): number => {
    if (isCount(value)) return value
    if (value !== null && value !== undefined) plausible = false
    return 0
  }
  const split = record(told.cache_creation)
  const write5m = count(split?.ephemeral_5m_input_tokens)
  const write1h = count(split?.ephemeral_1h_input_tokens)
  const in_uncached = count(told.input_tokens)
  const cache_read = count(told.cache_read_input_tokens)
  const cache_write = Math.max(count(told.cache_creation_input_tokens), write5m + write1h)
  const output = told.output_tokens
  const out = count(output)
  return {
    in_uncached,
    cache_read,
    cache_write,
    cache_write_1h: write1h,
    out,
    tokens: in_uncached + cache_read + cache_write + out,
    plausible,
    progress: typeof output === 'number' ? output : -1,
    reasoning: reasoningOf(told),
    tier: tierOf(told),
  }
}

function reasoningOf(told: Row): number | null {
  const thinking = record(told.output_tokens_details)?.thinking_tokens
  return isCount(thinking) ? thinking : null
}

function tierOf(told: Row): string {
  if (told.speed === 'fast') return 'fast'
  const tier = told.service_tier
  return tier === 'batch' || tier === 'priority' ? tier : 'standard'
}

const NAMED = new Set([
  'input_tokens',
  'output_tokens',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
  'cache_creation.ephemeral_5m_input_tokens',
  'cache_creation.ephemeral_1h_input_tokens',
  'output_tokens_details.thinking_tokens',
])
const NAME = /^[a-z][a-z0-9_]{0,63}$/
const MOST_EXTRA = 16

/** Numbers other than 0 that have no field of their own. `iterations` is a list of parts of this very call: left out. */
export function extraOf(told: Row): Record<string, number> | undefined {
  let extra: Record<string, number> | undefined
  const keep = (name: string, value: unknown): void => {
    if (typeof value !== 'number' || !(value > 0 && value <= MAX_COUNT) || NAMED.has(name)) return
    if (!name.split('.').every((part) => NAME.test(part))) return
    extra ??= {}
    if (Object.keys(extra).length === MOST_EXTRA) return
    extra[name] = value
  }
  const tools = record(told.server_tool_use)
  keep('server_tool_use.web_search_requests', tools?.web_search_requests)
  keep('server_tool_use.web_fetch_requests', tools?.web_fetch_requests)
  // A usage that was read in part has no others.
  if (Object.getPrototypeOf(told) !== Object.prototype) return extra
  for (const [name, value] of Object.entries(told)) {
    keep(name, value)
    for (const [leaf, v] of Object.entries(record(value) ?? {})) keep(`${name}.${leaf}`, v)
  }
  return extra
}
