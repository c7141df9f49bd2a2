/** Room for what is being taken in: many large requests at once must not take all memory. */
import { TachographError } from '../errors.ts'

/** Bytes of bodies that are held at the same time, over all doors for telemetry, packed or not. */
export const MOST_HELD = 192 * 1024 * 1024

/** Nothing is wrong but that too much comes at once. */
export class NoRoom extends TachographError {
  constructor() {
    super('unavailable', 'More is being sent than can be taken right now. Try again.')
  }
}

export class Room {
  readonly #most: number
  #held = 0

  constructor(most = MOST_HELD) {
    this.#most = most
  }

  get held(): number {
    return this.#held
  }

  /** A place for one request, which grows with it and is given back once. */
  place(): Place {
    let mine = 0
    return {
      grow: (bytes) => {
        // One request alone always has room: its size has a limit of its own.
        if (this.#held > mine && this.#held + bytes > this.#most) throw new NoRoom()
        mine += bytes
        this.#held += bytes
      },
      leave: () => {
        this.#held -= mine
        mine = 0
      },
    }
  }
}

export interface Place {
  /** Errors: `unavailable` when there is no room for so many bytes more. */
  grow(bytes: number): void
  leave(): void
}
