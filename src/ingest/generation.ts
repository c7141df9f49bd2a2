/** Generations: numbers that order writes and rebuilds of one process, and tell which writes have settled. */
import { Moves } from './moves.ts'

/**
 * A generation is the millisecond it began in, times 4096, plus a counter: ever growing within a process, and after a
 * restart too, since `after` is the greatest one found in the store.
 */
export class Generations {
  /** Facts that move, and the rebuilds that must not see them do so. */
  readonly moves = new Moves()
  #last: bigint
  #open = new Set<bigint>()
  #writes = 0

  constructor(after: bigint) {
    this.#last = after
  }

  /** A generation of its own for something that is over at once, such as the version of rows that replace others. */
  moment(): bigint {
    const now = BigInt(Date.now()) * 4096n
    this.#last = now > this.#last ? now : this.#last + 1n
    return this.#last
  }

  /** Begins a write. Its marks must not be cleared before `end`. */
  begin(): bigint {
    const generation = this.moment()
    this.#open.add(generation)
    this.#writes++
    return generation
  }

  end(generation: bigint): void {
    this.#open.delete(generation)
  }

  /** Every write up to this generation is over: its facts are in the store, or will never be. */
  settled(): bigint {
    let least = this.#last + 1n
    for (const g of this.#open) if (g < least) least = g
    return least - 1n
  }

  /** A number that stays the same as long as no write begins; null while one is under way. */
  calm(): number | null {
    return this.#open.size === 0 ? this.#writes : null
  }
}
