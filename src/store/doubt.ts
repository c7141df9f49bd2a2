/** Statements whose end nobody saw: the engine may still be at them, so they are ended there. */

/** Ends statements in the engine and resolves when they are over, however they ended; rejects after a while, when they are not. */
export type Kill = (ids: string[]) => Promise<void>

/** So many are ended by one request at most: a statement has a greatest length. */
const AT_ONCE = 1_000

export class Doubt {
  readonly #kill: Kill
  readonly #ids = new Set<string>()
  #ending: Promise<void> | null = null

  constructor(kill: Kill) {
    this.#kill = kill
  }

  /** Takes on a statement and begins to end it. One that cannot be ended now is tried again by the next `over`. */
  add(id: string): void {
    this.#ids.add(id)
    this.#end().catch(() => {})
  }

  /**
   * Resolves when no statement is in doubt any more. Rejects when they cannot be ended now, or when `signal` is aborted
   * first.
   */
  async over(signal?: AbortSignal): Promise<void> {
    while (this.#ids.size > 0) await (signal ? before(signal, this.#end()) : this.#end())
  }

  #end(): Promise<void> {
    this.#ending ??= this.#endAll().finally(() => {
      this.#ending = null
    })
    return this.#ending
  }

  async #endAll(): Promise<void> {
    while (this.#ids.size > 0) {
      const ids = [...this.#ids].slice(0, AT_ONCE)
      await this.#kill(ids)
      for (const id of ids) this.#ids.delete(id)
    }
  }
}

/** The outcome of `work`, unless the signal is aborted before. */
function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = () => reject(new Error('gave up waiting for statements whose end nobody saw'))
    if (signal.aborted) give()
    signal.addEventListener('abort', give, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', give))
  })
}
