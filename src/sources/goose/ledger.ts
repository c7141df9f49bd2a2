/** The requests of a session: one by one in the ledger of newer versions, a sum per session in older ones. */
import type { CounterName } from '../../facts/index.ts'
import { providerNamed } from '../provider.ts'
import { count, duration, label, type Row, record, usd } from '../row.ts'
import { type Session, type Telling, tokensOf } from '../telling.ts'
import { disjoint } from '../tokens.ts'
import { type RequestCounts, requestKey } from './keys.ts'
import { modelIn, msOf, timeOf } from './values.ts'

/** A sum that Goose brings forward from before it kept a ledger. */
const isCarried = (row: Row): boolean => row.cost_source === 'carried_forward'

const countsOf = (row: Row, prefix = ''): RequestCounts => ({
  input: count(row[`${prefix}input_tokens`]),
  cache_read: count(row[`${prefix}cache_read_tokens`]),
  cache_write: count(row[`${prefix}cache_write_tokens`]),
  output: count(row[`${prefix}output_tokens`]),
})

/** Input holds what was read from a cache and written to it. */
const tokensIn = (counts: RequestCounts) =>
  disjoint({ ...counts, reasoning: null }, { cache: true, reasoning: true })

/** 0 is what nobody knows a price of. */
function costOf(told: unknown) {
  const cost_usd = usd(told)
  return cost_usd !== null && cost_usd > 0 ? { cost_usd, cost_source: 'reported' as const } : {}
}

/** What messages tell of the requests they came of: how long these took, and who served them. */
export class Timings {
  readonly #told = new Map<string, Row[]>()

  /** `metadata` of a message of the assistant. */
  add(metadata: Row): void {
    const usage = record(metadata.usage)
    if (!usage) return
    const counts = [usage.inputTokens, usage.cacheReadTokens, usage.cacheWriteTokens, usage.outputTokens]
    const name = counts.map((n) => n ?? '').join(':')
    const known = this.#told.get(name)
    if (known) known.push(metadata)
    else this.#told.set(name, [metadata])
  }

  /** The next that has these counts. */
  take({ input, cache_read, cache_write, output }: RequestCounts): Row | null {
    const name = [input, cache_read, cache_write, output].map((n) => n ?? '').join(':')
    return this.#told.get(name)?.shift() ?? null
  }
}

export interface Ledger {
  /** When its first row was written, in ms; null for an empty one. */
  begun: number | null
  /** Whether it begins with what there was before it. */
  carried: boolean
}

export function readLedger(
  telling: Telling,
  session: Session,
  rows: Iterable<Row>,
  timings: Timings,
  provider: string | null,
): Ledger {
  const ledger: Ledger = { begun: null, carried: false }
  const repeats = new Map<string, number>()
  for (const row of rows) {
    telling.rows++
    const counts = countsOf(row)
    const tokens = tokensIn(counts)
    const sum = tokensOf(tokens)
    telling.naive(sum)
    const at = telling.time(timeOf(row.created_timestamp), sum)
    if (at === null) continue
    ledger.begun ??= at
    if (isCarried(row)) {
      ledger.carried = true
      // Many requests in one row: no message, and no model, since they may have had several.
      session.call(at, [`goose/carried:${session.id}:${String(row.id)}`], {
        ...tokens,
        ...costOf(row.cost),
        completeness: 1,
        message: false,
      })
      continue
    }
    const key = requestKey(session.id, counts)
    const nth = (repeats.get(key) ?? 0) + 1
    repeats.set(key, nth)
    const told = timings.take(counts)
    const usage = record(told?.usage)
    session.call(at, [nth === 1 ? key : `${key}#${nth}`], {
      ...tokens,
      ...costOf(row.cost),
      model: label(row.model),
      provider: providerNamed(label(record(told?.inference)?.provider) ?? provider),
      latency_ms: duration(usage?.elapsedMs),
      ttft_ms: duration(usage?.timeToFirstTokenMs),
      message: !row.is_compaction,
    })
  }
  return ledger
}

/** A session without a ledger has sums alone, which grow. */
export function readSums(session: Session, row: Row, at: number): void {
  const { in_uncached, cache_read, cache_write, out } = tokensIn(countsOf(row, 'accumulated_'))
  const sums: readonly (readonly [CounterName, number | null])[] = [
    ['tokens_input', in_uncached],
    ['tokens_cache_read', cache_read],
    ['tokens_cache_write', cache_write],
    ['tokens_output', out],
    ['cost', usd(row.accumulated_cost)],
  ]
  const model = modelIn(row.model_config_json)
  const provider = providerNamed(label(row.provider_name))
  const started = msOf(row.created_at)
  for (const [name, value] of sums) {
    if (value === null || value === 0) continue
    session.counter(at, `${session.id}:${at}`, {
      ...{ name, value, model, provider, temporality: 'cumulative' },
      started: started === null ? null : String(started),
    })
  }
}
