/** The model calls of a thread: which of the counts that Codex writes again and again are a call of their own. */
import { label, type Row, record } from '../row.ts'
import type { Telling } from '../telling.ts'
import { disjoint, type Tokens } from '../tokens.ts'

const FIELDS = {
  input: ['input_tokens'],
  cache_read: ['cached_input_tokens', 'cache_read_input_tokens'],
  cache_write: ['cache_write_input_tokens', 'cache_creation_input_tokens'],
  output: ['output_tokens'],
  reasoning: ['reasoning_output_tokens'],
  total: ['total_tokens'],
} as const
type Name = keyof typeof FIELDS

/** Counts as told; null is not told. What is no count at all is NaN, so that the call is refused and not made up. */
export type Vector = Readonly<Record<Name, number | null>>

function vectorOf(told: Row): Vector {
  const of = (name: Name): number | null => {
    const value = FIELDS[name].map((field) => told[field]).find((v) => v !== undefined && v !== null)
    return value === undefined
      ? null
      : Number.isInteger(value) && (value as number) >= 0
        ? (value as number)
        : Number.NaN
  }
  return {
    input: of('input'),
    cache_read: of('cache_read'),
    cache_write: of('cache_write'),
    output: of('output'),
    reasoning: of('reasoning'),
    total: of('total'),
  }
}

const NAMES = Object.keys(FIELDS) as Name[]
const same = (a: Vector, b: Vector): boolean => NAMES.every((name) => Object.is(a[name], b[name]))
/** Cumulative counts that fall begin anew. */
const fell = (now: Vector, before: Vector): boolean =>
  (now.input ?? 0) < (before.input ?? 0) || (now.output ?? 0) < (before.output ?? 0)

const minus = (now: Vector, before: Vector): Vector =>
  Object.fromEntries(
    NAMES.map((name) => [name, now[name] === null ? null : now[name] - (before[name] ?? 0)]),
  ) as unknown as Vector

const isZero = (v: Vector): boolean => NAMES.every((name) => v[name] === null || v[name] === 0)

/** Input and output, as a plain sum over rows would take them; after a compaction an estimate stands there as a sum alone. */
const plain = (v: Vector | null): number => {
  const sum = (v?.input ?? 0) + (v?.output ?? 0) || (v?.total ?? 0)
  return Number.isFinite(sum) ? sum : 0
}

export interface Used {
  counts: Vector
  tokens: Tokens
  model: string | null
}

export class Usage {
  readonly #telling: Telling
  #total: Vector | null = null
  /** Of totals that came to their end. */
  #before = 0

  constructor(telling: Telling) {
    this.#telling = telling
  }

  /**
   * The call that a `token_count` tells, or null: a total that stands as it stood tells of no further call. Every turn
   * writes its last count twice or more.
   */
  take(info: Row): Used | null {
    const telling = this.#telling
    const told = record(info.total_token_usage)
    const last = record(info.last_token_usage)
    if (!told && !last) return null
    const total = told && vectorOf(told)
    const own = last && vectorOf(last)
    const before = this.#total
    const counts = own ?? (total && before && !fell(total, before) ? minus(total, before) : total)
    telling.naive(plain(counts))
    if (total && before && same(total, before)) {
      telling.drop('repeated_row', plain(counts))
      return null
    }
    if (total && before && fell(total, before)) this.#before += plain(before)
    if (total) {
      this.#total = total
      telling.reported = this.#before + plain(total)
    }
    if (!counts || isZero(counts)) {
      telling.drop('no_usage')
      return null
    }
    // Cache writes count as a part of the input only where the input is large enough to hold them.
    const { input, cache_read, cache_write, output, reasoning } = counts
    const tokens = disjoint(
      { input, cache_read, cache_write, output, reasoning },
      { cache: true, reasoning: true },
    )
    return { counts, tokens, model: label(info.model) }
  }
}
