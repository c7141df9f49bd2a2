/** The tokens and times of the model calls in one conversation: the context grows, is cached, and is compacted. */
import type { Harness, Model } from './market.ts'
import type { Random } from './random.ts'

export interface CallShape {
  in_uncached: number
  cache_read: number
  cache_write: number
  cache_write_1h: number
  out: number
  reasoning: number | null
  latency_ms: number
  ttft_ms: number | null
  attempts: number
  status: 'ok' | 'error'
  error_type: string | null
  cost_usd: number | null
  cost_source: 'reported' | 'credits' | null
}

/** An agent compacts its conversation at about this size. */
const FULL = 150_000
/** A provider's cache forgets after five minutes, in ms. */
const CACHE_LIFE = 300_000
/** Providers without explicit writes cache in blocks of this many tokens. */
const BLOCK = 128
const ERRORS = ['overloaded', 'rate_limit', 'timeout', 'server_error', 'context_length'] as const

export class Conversation {
  /** Tokens that the next call can find in the cache. */
  #cached: number
  #context: number
  #lastEnd = 0
  readonly #hourCache: boolean
  readonly #model: Model
  readonly #harness: Harness
  readonly #random: Random
  /** Share of calls that fail or need another attempt. */
  readonly #trouble: number

  constructor(model: Model, harness: Harness, subagent: boolean, trouble: number, random: Random) {
    this.#model = model
    this.#harness = harness
    this.#random = random
    this.#trouble = trouble
    this.#hourCache = harness.id === 'claude-code' && !subagent && random.chance(0.4)
    this.#context = subagent ? random.int(7_000, 11_000) : random.int(15_000, 24_000)
    // Instructions and tool definitions are the same for everybody, so they are often cached already.
    this.#cached = random.chance(0.7) ? Math.round(this.#context * 0.85) : 0
  }

  call(at: number): CallShape {
    const random = this.#random
    if (random.chance(this.#trouble)) return this.#failed()
    const fresh = Math.round(random.skewed(1500, 0.65, 150, 9000))
    if (this.#context + fresh > FULL) this.#compact()
    const forgotten =
      this.#lastEnd > 0 && at - this.#lastEnd > CACHE_LIFE && !this.#hourCache && random.chance(0.5)
    const cached = forgotten ? Math.round(this.#cached * 0.2) : this.#cached
    this.#context += fresh
    const out = Math.round(random.skewed(330, 0.85, 12, 6000))
    const { writes, reasons } = this.#model
    // Without explicit writes whole blocks are found and the rest is fresh; with them a few tokens at the end are.
    const read = writes ? cached : Math.floor(cached / BLOCK) * BLOCK
    const uncached = writes ? random.int(3, 60) : this.#context - read
    const write = this.#context - read - uncached
    this.#cached = this.#context - (writes ? uncached : 0)
    const attempts = random.chance(this.#trouble * 2) ? random.int(2, 4) : 1
    const ttft = Math.round(random.skewed(1100, 0.4, 300, 9000) + this.#context / 200)
    const latency = ttft + Math.round(out * random.between(9, 17)) + (attempts - 1) * random.int(1500, 6000)
    this.#context += out
    this.#lastEnd = at + latency
    const cost = this.#cost(uncached, read, write, out)
    return {
      in_uncached: uncached,
      cache_read: read,
      cache_write: write,
      cache_write_1h: this.#hourCache ? write : 0,
      out,
      reasoning: reasons ? Math.round(out * random.between(0, 0.6)) : null,
      latency_ms: latency,
      ttft_ms: random.chance(0.8) ? ttft : null,
      attempts,
      status: 'ok',
      error_type: null,
      cost_usd: cost,
      cost_source: cost === null ? null : (this.#harness.money?.source ?? null),
    }
  }

  #compact(): void {
    this.#context = this.#random.int(24_000, 38_000)
    this.#cached = 14_000
  }

  #cost(uncached: number, read: number, write: number, out: number): number | null {
    const { money } = this.#harness
    const { rates } = this.#model
    if (!money || !rates || !this.#random.chance(money.share)) return null
    return Math.round(uncached * rates[0] + read * rates[1] + write * rates[2] + out * rates[3]) / 1e6
  }

  /** A call that failed for good is not charged, so its counts are known to be zero. */
  #failed(): CallShape {
    const attempts = this.#random.int(1, 5)
    return {
      in_uncached: 0,
      cache_read: 0,
      cache_write: 0,
      cache_write_1h: 0,
      out: 0,
      reasoning: null,
      latency_ms: attempts * this.#random.int(900, 7000),
      ttft_ms: null,
      attempts,
      status: 'error',
      error_type: this.#random.pick(ERRORS),
      cost_usd: null,
      cost_source: null,
    }
  }
}
