/** The counts of a thread: a running total and the last call, written down again and again. */
import type { Conversation } from '../conversation.ts'
import { add, none, type Tokens } from '../truth.ts'
import type { Build } from './profile.ts'
import type { Rollout } from './rollout.ts'
import type { World } from './world.ts'

/** Counts as Codex writes them: parts are contained in their wholes. */
interface Told {
  input_tokens: number
  cached_input_tokens: number
  cache_write_input_tokens?: number
  output_tokens: number
  reasoning_output_tokens: number
  total_tokens: number
}
const NOTHING: Told = {
  ...{ input_tokens: 0, cached_input_tokens: 0, output_tokens: 0, reasoning_output_tokens: 0 },
  total_tokens: 0,
}

export const WINDOW = 258_400
/** Counts that stand closer together than this at the beginning look like a history that was copied. */
const AT_ONCE_MS = 1_000

/** What has been used, in the calls of this thread and in those that were copied into it. */
export interface Reading {
  total: Told
  spent: Tokens
}

export class Meter {
  readonly #world: World
  readonly #rollout: Rollout
  readonly #build: Build
  #total: Told = NOTHING
  #last: Told = NOTHING
  readonly #spent = none()
  #countedAt = 0
  /** Of a sub-agent that begins afresh, the first calls, as long as their counts stand close together. */
  #opening: Partial<Tokens>[] | null

  constructor(world: World, rollout: Rollout, build: Build, subagent: boolean) {
    this.#world = world
    this.#rollout = rollout
    this.#build = build
    this.#opening = subagent ? [] : null
  }

  get reading(): Reading {
    return { total: this.#total, spent: { ...this.#spent } }
  }

  /** History was copied: the totals go on from there. */
  goOn({ total, spent }: Reading): void {
    this.#total = total
    this.#opening = null
    add(this.#spent, spent)
  }

  /** As some versions do when a thread is taken up again. */
  beginAnew(): void {
    this.#total = NOTHING
    this.#last = NOTHING
    this.#world.tally.trap('totals_begun_anew')
  }

  /** A call: counted and added to the truth. Answers how much of it was reasoning. */
  call(model: string, at: number, conversation: Conversation): { reasoning: number; write(): void } {
    const { random, tally } = this.#world
    const { cacheWrites } = this.#build
    const { input, cached, output, reasoning } = conversation.call(random, at)
    const write = cacheWrites && random.chance(0.3) ? Math.floor((input - cached) / 2) : 0
    this.#last = {
      ...{ input_tokens: input, cached_input_tokens: cached },
      ...(cacheWrites && { cache_write_input_tokens: write }),
      ...{ output_tokens: output, reasoning_output_tokens: reasoning, total_tokens: input + output },
    }
    this.#total = sum(this.#total, this.#last)
    const tokens = { ...disjoint(this.#last), cache_write_1h: 0, reasoning }
    tally.call(model, at, tokens)
    add(this.#spent, { calls: 1, ...tokens })
    tally.mistake('cache_writes_left_in_input', { in_uncached: write })
    tally.mistake('reasoning_added_to_output', { out: reasoning })
    this.#opens(at, tokens)
    return { reasoning, write: () => this.#write(at, this.#last) }
  }

  /** The last count once more, as most versions do before the next. */
  again(at: number): void {
    const { random, tally } = this.#world
    if (this.#last === NOTHING || !random.chance(this.#build.repeats)) return
    const tokens = { calls: 1, ...disjoint(this.#last) }
    tally.trap('counts_written_again')
    tally.mistake('counts_written_again_counted', tokens)
    this.#opens(at)
    this.#write(at, this.#last)
  }

  /** The size of a context that was made smaller, with the totals as they were. */
  estimate(at: number, size: number): void {
    this.#write(at, { ...NOTHING, total_tokens: size })
    this.#world.tally.trap('counts_after_a_compaction')
    this.#last = NOTHING
  }

  limits(at: number): void {
    this.#rollout.event(at, 'token_count', { info: null, rate_limits: limitsAt(at) })
    this.#world.tally.trap('counts_of_limits_alone')
  }

  /** A count is about to be written, of a new call or of the last. */
  #opens(at: number, call?: Partial<Tokens>): void {
    if (!this.#opening) return
    const second = this.#countedAt > 0
    if (call) this.#opening.push({ calls: 1, ...call })
    if (second && at - this.#countedAt > AT_ONCE_MS) this.#opening = null
    else if (second)
      for (const one of this.#opening.splice(0))
        this.#world.tally.mistake('subagent_beginning_taken_for_history', one, -1)
  }

  #write(at: number, last: Told): void {
    const info = { total_token_usage: this.#total, last_token_usage: last, model_context_window: WINDOW }
    this.#rollout.event(at, 'token_count', { info, rate_limits: limitsAt(at) })
    this.#countedAt = at
  }
}

const limitsAt = (at: number) => ({
  primary: { used_percent: 12, window_minutes: 300, resets_at: Math.floor(at / 1000) + 9_000 },
  secondary: null,
})

const disjoint = (told: Told) => {
  const { input_tokens, cached_input_tokens, cache_write_input_tokens: cache_write = 0, output_tokens } = told
  const in_uncached = input_tokens - cached_input_tokens - cache_write
  return { in_uncached, cache_read: cached_input_tokens, cache_write, out: output_tokens }
}

function sum(a: Told, b: Told): Told {
  const both = { ...b }
  for (const key of Object.keys(b) as (keyof Told)[]) both[key] = (a[key] ?? 0) + (b[key] ?? 0)
  return both
}
