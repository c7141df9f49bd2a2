/** Keeps rebuilds from reading while facts move: until the old row of one is gone it lies in two places and would count twice. */
import { TachographError } from '../errors.ts'

/** Whoever reads waits at most this long: an engine that stays away must not hold up everything. */
const PATIENCE_MS = 30_000

export class Moves {
  /** Resolves when the facts have moved; null while none do. */
  #moving: Promise<void> | null = null
  #arrived: () => void = () => {}
  #ended = false
  readonly #reads = new Set<Promise<unknown>>()
  readonly #patience: number

  constructor(patience = PATIENCE_MS) {
    this.#patience = patience
  }

  /** Runs when no fact is between two places. Errors: `unavailable` when that takes too long or will never be. */
  async read<T>(run: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + this.#patience
    while (this.#moving) {
      if (this.#ended || Date.now() >= deadline)
        throw new TachographError('unavailable', 'The figures cannot be brought up to date right now.')
      await Promise.race([this.#moving, elapsed(deadline - Date.now())])
    }
    const reading = run()
    const over: Promise<unknown> = reading.then(
      () => this.#reads.delete(over),
      () => this.#reads.delete(over),
    )
    this.#reads.add(over)
    return reading
  }

  /** Runs when nobody reads. If it fails, facts may be left in two places: nobody reads until a later run succeeds. */
  async move(run: () => Promise<void>): Promise<void> {
    this.#moving ??= new Promise((resolve) => {
      this.#arrived = resolve
    })
    await Promise.all(this.#reads)
    await run()
    this.#moving = null
    this.#arrived()
  }

  /** Nothing moves any more: who still waits has waited for nothing. */
  end(): void {
    this.#ended = true
    this.#arrived()
  }
}

/** A wait that keeps no process alive. */
const elapsed = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref())
