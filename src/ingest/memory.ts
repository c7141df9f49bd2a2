/** Keys the writer has seen lately, so that most facts need no look-up in the ledger. */
import type { Known } from './known.ts'

/** About 200 bytes each: 1 million keys are some 200 MB at the very most. */
const MAX_KEYS = 1_000_000

export class KeyMemory {
  /** True while a key that is not here is not in the ledger either. */
  complete: boolean
  readonly #max: number
  #known = new Map<string, Known>()
  #states = new Map<string, Set<string>>()

  constructor(complete: boolean, max = MAX_KEYS) {
    this.complete = complete
    this.#max = max
  }

  get(key: string): Known | undefined {
    return this.#known.get(key)
  }

  set(key: string, known: Known): void {
    this.#known.set(key, known)
  }

  /** What is known of a state, by type and id: one entry per telling. */
  states(key: string): Set<string> | undefined {
    return this.#states.get(key)
  }

  setStates(key: string, tellings: Set<string>): void {
    this.#states.set(key, tellings)
  }

  /** Forgets everything once there is too much; the ledger remembers. To be called between batches only. */
  trim(): void {
    if (this.#known.size + this.#states.size > this.#max) this.forget()
  }

  /** Forgets everything, for instance because a write failed and nobody knows what of it was stored. */
  forget(): void {
    this.#known.clear()
    this.#states.clear()
    this.complete = false
  }
}
