/** Empties a spool: hands over what waits, oldest first, and tries again later what is not taken. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Waiting } from './lines.ts'
import { type Spool, SpoolUnreadable, type Taken } from './spool.ts'

/** What became of the records that were handed over: the first `done` are dealt with; the next try is after `wait` ms. */
export interface Handed {
  done: number
  wait: number
}

/** What cannot be read is looked at again after this long. */
const UNREADABLE_MS = 1_000

/** Whoever takes records may be frozen: they are waited for so long when it is time to stop. */
const FAREWELL_MS = 3_000

/** Characters that are handed over together at most, unless one record alone has more: what they hold takes far more memory. */
const MOST_CHARACTERS = 1_000_000

export class Drain {
  readonly #spool: Spool
  readonly #deliver: (records: readonly Waiting[], signal: AbortSignal) => Promise<Handed>
  readonly #unreadable: () => void
  readonly #stop = new AbortController()
  #running: Promise<void> | null = null
  /** Woken while it was at it: what came in may have come after its last look. */
  #woken = false

  /**
   * `deliver` never throws; its signal is aborted when nobody waits for it any more. `unreadable` is called whenever what
   * waits could not be read and is left for later.
   */
  constructor(
    spool: Spool,
    deliver: (records: readonly Waiting[], signal: AbortSignal) => Promise<Handed>,
    unreadable: () => void = () => {},
  ) {
    this.#spool = spool
    this.#deliver = deliver
    this.#unreadable = unreadable
  }

  /** Begins, unless it is at it already. */
  wake(): void {
    if (this.#stop.signal.aborted) return
    this.#woken = true
    this.#running ??= this.#run()
  }

  /** Resolves when nothing waits any more. */
  async empty(): Promise<void> {
    this.wake()
    await this.#running
  }

  /** Resolves when nothing is being handed over any more, or when that takes too long: then it stays on disk. */
  async stop(): Promise<void> {
    this.#stop.abort()
    const over = new AbortController()
    await Promise.race([this.#running, sleep(FAREWELL_MS, undefined, over)]).finally(() => over.abort())
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop
    while (this.#woken && !signal.aborted) {
      this.#woken = false
      try {
        for (let taken = await this.#spool.first(); taken; taken = await this.#spool.first()) {
          await this.#handOver(taken, signal)
          if (signal.aborted) break
        }
      } catch (error) {
        if (!(error instanceof SpoolUnreadable)) throw error
        this.#woken = true
        this.#unreadable()
        await sleep(UNREADABLE_MS, undefined, { signal }).catch(() => {})
      }
    }
    this.#running = null
  }

  async #handOver(taken: Taken, signal: AbortSignal): Promise<void> {
    while (taken.records.length > 0) {
      if (signal.aborted) return
      const { done, wait } = await this.#deliver(portion(taken.records), signal)
      taken.records.splice(0, done)
      if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => {})
    }
    await this.#spool.remove(taken)
  }
}

/** As many of the first records as are handed over together: one at least. */
function portion(records: readonly Waiting[]): Waiting[] {
  let characters = 0
  const end = records.findIndex(({ text }, i) => {
    characters += text.length
    return i > 0 && characters > MOST_CHARACTERS
  })
  return end < 0 ? [...records] : records.slice(0, end)
}
