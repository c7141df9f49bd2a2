/** Token counts and cost, as messages and steps tell them. */
import { MAX_USD } from '../../facts/field.ts'
import { type Row, record } from '../row.ts'
import { tokensOf } from '../telling.ts'
import { disjoint, type Tokens } from '../tokens.ts'

export interface Counts {
  tokens: Tokens
  /** Null where it is 0, which stands for prices the agent does not know and for subscriptions. */
  cost: number | null
  /** The numbers as they are written, which copies have alike. */
  told: readonly (number | null)[]
  /** Input of all kinds plus output. */
  sum: number
  /** False where all is 0 or nothing told: the agent then knows no counts. */
  known: boolean
}

/** What is no number cannot be believed, but is told. */
const count = (value: unknown): number | null =>
  value === undefined || value === null ? null : typeof value === 'number' ? value : Number.NaN

/**
 * Whether reasoning is a part of the output. It is told beside it, and the total tells so; versions of OpenCode before
 * spring 2026 told no total, and all of the output.
 */
const containsReasoning = (total: number | null, rest: number, reasoning: number | null): boolean =>
  reasoning !== null && reasoning > 0 && (total === null || total === rest)

const UNKNOWN: Tokens = {
  in_uncached: null,
  cache_read: null,
  cache_write: null,
  out: null,
  reasoning: null,
}

/** Of a message or step: its `tokens` and `cost`. `later` is the second generation of the format, which tells no total. */
export function countsOf(row: Row, later = false): Counts {
  const tokens = record(row.tokens) ?? {}
  const cache = record(tokens.cache) ?? {}
  const input = count(tokens.input)
  const output = count(tokens.output)
  const reasoning = count(tokens.reasoning)
  const cache_read = count(cache.read)
  const cache_write = count(cache.write)
  const cost = typeof row.cost === 'number' ? row.cost : null
  const all = [input, output, reasoning, cache_read, cache_write]
  const known = all.some((n) => n !== null && n !== 0)
  const rest = (input ?? 0) + (output ?? 0) + (cache_read ?? 0) + (cache_write ?? 0)
  const parts = { input, output, reasoning, cache_read, cache_write }
  const contains = {
    cache: false,
    reasoning: !later && containsReasoning(count(tokens.total), rest, reasoning),
  }
  const broken = all.some((n) => n !== null && !(n >= 0))
  // As they are, for their reader to refuse: made disjoint they would look well.
  const raw = { in_uncached: input, cache_read, cache_write, out: output, reasoning }
  const made = !known ? UNKNOWN : broken ? raw : disjoint(parts, contains)
  return {
    tokens: made,
    cost: cost !== null && cost > 0 && cost <= MAX_USD ? cost : null,
    told: [...all, cost],
    sum: tokensOf(made),
    known,
  }
}
