/** The tokens of a session as its event log tells them: output with each message, everything else when it shuts down. */
import type { CounterName } from '../../facts/index.ts'
import { count, label, type Row, record } from '../row.ts'
import { type Session, type Telling, tokensOf } from '../telling.ts'
import { areCounts, disjoint } from '../tokens.ts'
import { modelNamed } from './keys.ts'

/** Of one model; each is what was counted, or 0. */
interface Counts {
  model_calls: number
  tokens_input: number
  tokens_cache_read: number
  tokens_cache_write: number
  tokens_output: number
  tokens_reasoning: number
}

const NAMES: readonly (keyof Counts & CounterName)[] = [
  'model_calls',
  'tokens_input',
  'tokens_cache_read',
  'tokens_cache_write',
  'tokens_output',
  'tokens_reasoning',
]
/** What messages have told before. */
const TOLD = ['model_calls', 'tokens_output'] as const
type Said = Pick<Counts, (typeof TOLD)[number]>
type ByModel<T> = Map<string, T>

const sum = <T extends Said>(counts: ByModel<T>, name: (typeof TOLD)[number]): number =>
  [...counts.values()].reduce((total, one) => total + one[name], 0)

const plain = (c: Counts): number =>
  c.tokens_input + c.tokens_cache_read + c.tokens_cache_write + c.tokens_output

/** What a shutdown tells of one model; null where it tells no usage, or some that cannot be believed. */
function countsOf(metric: Row, telling: Telling): Counts | null {
  const usage = record(metric.usage)
  if (!usage) return null
  const told = {
    input: count(usage.inputTokens),
    cache_read: count(usage.cacheReadTokens),
    cache_write: count(usage.cacheWriteTokens),
    output: count(usage.outputTokens),
    reasoning: count(usage.reasoningTokens),
  }
  const calls = count(record(metric.requests)?.count)
  const tokens = disjoint(told, { cache: true, reasoning: true })
  telling.naive(tokensOf(tokens))
  if (!areCounts([...Object.values(told), calls])) {
    telling.drop('implausible_count', tokensOf(tokens))
    return null
  }
  return {
    model_calls: calls ?? 0,
    tokens_input: tokens.in_uncached ?? 0,
    tokens_cache_read: tokens.cache_read ?? 0,
    tokens_cache_write: tokens.cache_write ?? 0,
    tokens_output: tokens.out ?? 0,
    tokens_reasoning: tokens.reasoning ?? 0,
  }
}

/** Whether nothing is less than it was, and what messages have told since then is above it. */
function goesOn(now: ByModel<Counts>, before: ByModel<Counts>, since: ByModel<Said>): boolean {
  for (const [model, was] of before) {
    const is = now.get(model)
    if (!is || NAMES.some((name) => is[name] < was[name])) return false
  }
  return TOLD.every((name) => {
    const total = sum(now, name)
    // A shutdown need not count requests.
    return total === 0 || total >= sum(before, name) + sum(since, name)
  })
}

function note(said: ByModel<Said>, model: string, more: Said): void {
  const before = said.get(model)
  said.set(model, {
    model_calls: (before?.model_calls ?? 0) + more.model_calls,
    tokens_output: (before?.tokens_output ?? 0) + more.tokens_output,
  })
}

/** All of these are deltas: what counts is what nobody told before, so that they add up in any order. */
export class Totals {
  readonly #telling: Telling
  /** As the last shutdown told. */
  #before: ByModel<Counts> = new Map()
  /** What messages have told since then, and since the conversation was last compacted, if it was. */
  #since: ByModel<Said> = new Map()
  #sinceCompaction: ByModel<Said> | null = null
  /** Output by call: a call may be written as several messages. */
  readonly #calls = new Map<string, number>()

  constructor(telling: Telling) {
    this.#telling = telling
  }

  message(session: Session, at: number, key: string, model: string | null, output: number | null): void {
    const told = output ?? 0
    if (output !== null) this.#telling.naive(tokensOf({ out: output }))
    if (!areCounts([told])) {
      this.#telling.drop('implausible_count', tokensOf({ out: told }))
      return
    }
    const known = this.#calls.get(key)
    const more: Said = {
      model_calls: known === undefined ? 1 : 0,
      tokens_output: Math.max(told - (known ?? 0), 0),
    }
    if (known !== undefined) this.#telling.drop('repeated_row', told - more.tokens_output)
    this.#calls.set(key, Math.max(known ?? 0, told))
    note(this.#since, model ?? '', more)
    if (this.#sinceCompaction) note(this.#sinceCompaction, model ?? '', more)
    const place = known === undefined ? key : `${key}#${told}`
    for (const name of TOLD) this.#count(session, at, place, name, more[name], model)
  }

  /** Some versions count from 0 again when they compact the conversation. */
  compacted(): void {
    this.#sinceCompaction = new Map()
  }

  /**
   * Versions since 1.0.80 go on counting when a session is resumed; earlier ones begin at 0 again. A resumed session does not
   * tell its version, so the counts decide.
   */
  shutdown(session: Session, at: number, key: string, metrics: Row): void {
    const now: ByModel<Counts> = new Map()
    for (const [name, metric] of Object.entries(metrics)) {
      const counts = countsOf(record(metric) ?? {}, this.#telling)
      const model = label(name)
      if (counts && model) now.set(model, counts)
    }
    if (now.size === 0) return
    const on = goesOn(now, this.#before, this.#since)
    const before = on ? this.#before : new Map<string, Counts>()
    const said = on ? this.#since : (this.#sinceCompaction ?? this.#since)
    const rest = this.#unnamed(now, said)
    for (const [model, counts] of now) {
      let counted = 0
      for (const name of NAMES) {
        let more = Math.max(counts[name] - (before.get(model)?.[name] ?? 0), 0)
        if (name === 'model_calls' || name === 'tokens_output') {
          more = Math.max(more - (said.get(model)?.[name] ?? 0), 0)
          const taken = Math.min(more, rest[name])
          rest[name] -= taken
          more -= taken
        }
        if (name !== 'model_calls' && name !== 'tokens_reasoning') counted += more
        this.#count(session, at, `${key}:${model}`, name, more, modelNamed(model))
      }
      if (counted < plain(counts)) this.#telling.drop('repeated_row', plain(counts) - counted)
    }
    this.#before = now
    this.#since = new Map()
    this.#sinceCompaction = null
  }

  /** What was told of models that the shutdown calls otherwise. */
  #unnamed(now: ByModel<Counts>, said: ByModel<Said>): Said {
    const rest: ByModel<Said> = new Map([...said].filter(([model]) => !now.has(model)))
    return { model_calls: sum(rest, 'model_calls'), tokens_output: sum(rest, 'tokens_output') }
  }

  #count(
    session: Session,
    at: number,
    key: string,
    name: CounterName,
    value: number,
    model: string | null,
  ): void {
    if (value > 0) session.counter(at, key, { name, value, temporality: 'delta', provider: 'github', model })
  }
}
