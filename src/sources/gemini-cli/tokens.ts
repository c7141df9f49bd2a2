/** Token counts of Gemini CLI and its forks, made disjoint. */
import { MAX_COUNT } from '../../facts/field.ts'
import { label, type Row, record } from '../row.ts'
import { tokensOf as sumOf } from '../telling.ts'
import { disjoint, type Tokens } from '../tokens.ts'
import { type Counts, usageKey } from './keys.ts'

const UNKNOWN: Tokens = { in_uncached: null, cache_read: null, cache_write: null, out: null, reasoning: null }

/** What lies beside the counts of output and input, and not within them. */
type Beside = readonly [thoughts: boolean, tool: boolean, cached: boolean]

const BESIDE: readonly Beside[] = [
  [true, true, false],
  [true, false, false],
  [false, true, false],
  [false, false, false],
  [true, true, true],
  [true, false, true],
  [false, true, true],
  [false, false, true],
]

/**
 * Input contains what was read from the cache, and lacks the input of tools; thoughts lie beside the output. Where the
 * total says otherwise it is believed: providers and versions differ.
 */
export function tokensOf(counts: Counts, thoughtsInOutput: boolean): Tokens {
  const { input, output, cached, thoughts, total } = counts
  const tool = counts.tool ?? 0
  // A response that came without counts is told as one of no tokens.
  if (!input && !output && !total) return UNKNOWN
  const rest = total === null ? null : total - (input ?? 0) - (output ?? 0)
  const adds = ([ofThoughts, ofTool, ofCache]: Beside) =>
    (ofThoughts ? (thoughts ?? 0) : 0) + (ofTool ? tool : 0) + (ofCache ? (cached ?? 0) : 0)
  const [thoughtsBeside, toolBeside, cacheBeside] = BESIDE.find((way) => adds(way) === rest) ?? [
    !thoughtsInOutput,
    true,
    false,
  ]
  return disjoint(
    {
      input: input === null ? null : input + (toolBeside ? tool : 0),
      cache_read: cached,
      cache_write: null,
      output,
      reasoning: thoughts,
    },
    { cache: !cacheBeside, reasoning: !thoughtsBeside },
  )
}

/** What a row tells of the tokens of its call. */
export interface Usage {
  counts: Counts
  tokens: Tokens
  /** Input of all kinds plus output; what cannot be believed counts 0. */
  sum: number
  /** False when a count is negative, no whole number or beyond any real one. */
  plausible: boolean
}

/** By what name a row tells each count. */
export type Names = Readonly<Record<keyof Counts, string>>

export function usageOf(told: unknown, names: Names, thoughtsInOutput: boolean): Usage | null {
  const row = record(told)
  if (!row) return null
  let plausible = true
  const count = (name: string): number | null => {
    const value = row[name]
    if (value === null || value === undefined) return null
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_COUNT) return value
    plausible = false
    return 0
  }
  const counts: Counts = {
    input: count(names.input),
    output: count(names.output),
    cached: count(names.cached),
    thoughts: count(names.thoughts),
    tool: count(names.tool),
    total: count(names.total),
  }
  const tokens = tokensOf(counts, thoughtsInOutput)
  return { counts, tokens, sum: sumOf(tokens), plausible }
}

/** Names calls by their cost within a transcript, where the same cost may occur again. */
export class UsageKeys {
  readonly #harness: string
  readonly #seen = new Map<string, number>()

  constructor(harness: string) {
    this.#harness = harness
  }

  /** The key of the next call of that cost. */
  next(session: string, counts: Counts): string | null {
    const key = usageKey(this.#harness, session, counts)
    if (key === null) return null
    const n = (this.#seen.get(key) ?? 0) + 1
    this.#seen.set(key, n)
    return n === 1 ? key : `${key}#${n}`
  }
}

/** The model of a row, or null. */
export const modelOf = (row: Row): string | null => label(row.model)
