/** Attempts to log in that failed: some are free, then each has to wait twice as long as the one before. */

export interface Patience {
  /** Attempts that may fail before anybody waits. */
  free: number
  /** The first wait and the longest, ms. */
  firstMs: number
  mostMs: number
}

/** So long after the last one, failures are forgotten, ms. */
const FORGOTTEN_MS = 3_600_000
/** Names that are kept; beyond them the one that failed least lately is forgotten. */
const MOST_NAMES = 20_000

interface Failures {
  count: number
  at: number
  until: number
}

export class LoginAttempts {
  readonly #patience: Patience
  readonly #most: number
  readonly #failures = new Map<string, Failures>()

  constructor(patience: Patience, most = MOST_NAMES) {
    this.#patience = patience
    this.#most = most
  }

  /** Whole seconds to wait from an instant (ms of a clock that never goes back); 0 for whoever may try. */
  wait(name: string, now: number): number {
    const { until = 0 } = this.#known(name, now) ?? {}
    return Math.max(0, Math.ceil((until - now) / 1_000))
  }

  /** To be called before it is known how an attempt ends: many at the same time are many. */
  begin(name: string, now: number): void {
    const { free, firstMs, mostMs } = this.#patience
    const count = (this.#known(name, now)?.count ?? 0) + 1
    const wait = count < free ? 0 : Math.min(mostMs, firstMs * 2 ** (count - free))
    this.#failures.delete(name)
    this.#failures.set(name, { count, at: now, until: now + wait })
    if (this.#failures.size <= this.#most) return
    for (const oldest of this.#failures.keys()) {
      this.#failures.delete(oldest)
      return
    }
  }

  /** The attempt did not fail after all. */
  takeBack(name: string): void {
    const known = this.#failures.get(name)
    if (!known) return
    if (known.count === 1) this.#failures.delete(name)
    else this.#failures.set(name, { ...known, count: known.count - 1, until: 0 })
  }

  /** The attempt did not fail, and what was before it counts no more. */
  forget(name: string): void {
    this.#failures.delete(name)
  }

  #known(name: string, now: number): Failures | undefined {
    const known = this.#failures.get(name)
    return known && Math.max(known.until, known.at + FORGOTTEN_MS) > now ? known : undefined
  }
}
