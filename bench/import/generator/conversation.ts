/** The context of a conversation, and what a call costs by what of it the provider still holds. */
import type { Random } from './random.ts'

const CACHE_LIVES_MS = 600_000
/** Providers that cache by themselves hold whole blocks of this size. */
const BLOCK = 128

export interface Counts {
  /** All of the input. */
  input: number
  /** The part that the provider still held, in whole blocks. */
  cached: number
  /** All of the output. */
  output: number
  reasoning: number
}

export class Conversation {
  context: number
  #held = 0
  #at = 0

  constructor(context: number) {
    this.context = context
  }

  /** Text that the next call will be given. */
  hear(text: string): void {
    this.context += Math.ceil(text.length / 4)
  }

  /** One call; its output becomes a part of the context. */
  call(random: Random, at: number): Counts {
    const alive = at - this.#at < CACHE_LIVES_MS && !random.chance(0.02)
    const cached = alive ? Math.floor(this.#held / BLOCK) * BLOCK : 0
    const reasoning = random.chance(0.45) ? random.skewed(180, 1, 8, 9_000) : 0
    const output = random.skewed(210, 1.1, 12, 16_000) + reasoning
    const counts = { input: this.context, cached, output, reasoning }
    this.#at = at
    this.#held = this.context
    this.context += output
    return counts
  }

  /** As it stands, for a fork. */
  copy(): Conversation {
    const copy = new Conversation(this.context)
    copy.#held = this.#held
    copy.#at = this.#at
    return copy
  }

  /** Only a summary is left. */
  shorten(to: number): void {
    this.context = to
    this.#held = 0
  }
}
