/** The model calls of a thread: which of the counts that Codex writes again and again are a call of their own. */
import { label, type Row, record } from '../row.ts'
import { type Telling, tokensOf } from '../telling.ts'
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
/** A count that a version does not write is 0 to one that does: threads go on in later versions. */
const same = (a: Vector, b: Vector): boolean => NAMES.every((name) => Object.is(a[name] ?? 0, b[name] ?? 0))
/** Cumulative counts that fall begin anew. */
const fell = (now: Vector, before: Vector): boolean =>
  (now.input ?? 0) < (before.input ?? 0) || (now.output ?? 0) < (before.output ?? 0)

const minus = (now: Vector, before: Vector): Vector =>
  Object.fromEntries(
    NAMES.map((name) => [name, now[name] === null ? null : now[name] - (before[name] ?? 0)]),
  ) as unknown as Vector

/** Nothing was sent and nothing came back: what stands there is the size of a context, or nothing at all. */
const isNothing = (v: Vector): boolean =>
  !v.input && !v.output && !Number.isNaN(v.input) && !Number.isNaN(v.output)

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
  /** Of totals that came to their end; less than 0 where the first one held what another thread tells. */
  #before = 0
  /** True where the first total held more than its call: the thread begins with a part of the history of another. */
  inherits = false

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
    if (total && before && same(total, before)) {
      telling.naive(plain(counts))
      telling.drop('repeated_row', plain(counts))
      return null
    }
    if (!counts || isNothing(counts)) {
      telling.naive(plain(counts))
      telling.drop('no_usage', plain(counts))
      return null
    }
    if (total) this.#note(total, own)
    // Cache writes count as a part of the input only where the input is large enough to hold them.
    const { input, cache_read, cache_write, output, reasoning } = counts
    const tokens = disjoint(
      { input, cache_read, cache_write, output, reasoning },
      { cache: true, reasoning: true },
    )
    // Where parts contradict their whole, the whole is their sum.
    telling.naive(tokensOf(tokens))
    return { counts, tokens, model: label(info.model) }
  }

  /** Takes note of a total. What it held before the first call was told elsewhere. */
  #note(total: Vector, own: Vector | null): void {
    const before = this.#total
    if (!before) {
      this.inherits = own !== null && !same(total, own)
      if (this.inherits) this.#before = plain(own) - plain(total)
    } else if (fell(total, before)) this.#before += plain(before)
    this.#total = total
    this.#telling.reported = Math.max(0, this.#before + plain(total))
  }
}
