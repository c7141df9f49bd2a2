/** Keys as four words each, in the engine's own order, and the table that finds them. */

/**
 * Writes a key (`keyHash`: 16 characters, one a byte) as the engine keeps a UUID: each half as one number, its least
 * byte first.
 */
export function writeKey(key: string, words: Uint32Array, at: number): void {
  words[at] = word(key, 4)
  words[at + 1] = word(key, 0)
  words[at + 2] = word(key, 12)
  words[at + 3] = word(key, 8)
}

const word = (key: string, i: number): number =>
  (key.charCodeAt(i) << 24) |
  (key.charCodeAt(i + 1) << 16) |
  (key.charCodeAt(i + 2) << 8) |
  key.charCodeAt(i + 3)

/** The key that stands there. */
export const readKey = (words: Uint32Array, at: number): string =>
  chars(words[at + 1] as number) +
  chars(words[at] as number) +
  chars(words[at + 3] as number) +
  chars(words[at + 2] as number)

const chars = (w: number): string =>
  String.fromCharCode(w >>> 24, (w >>> 16) & 0xff, (w >>> 8) & 0xff, w & 0xff)

export function copyKey(from: Uint32Array, i: number, to: Uint32Array, k: number): void {
  for (let w = 0; w < 4; w++) to[4 * k + w] = from[4 * i + w] as number
}

export const sameKey = (a: Uint32Array, i: number, b: Uint32Array, k: number): boolean =>
  a[4 * i] === b[4 * k] &&
  a[4 * i + 1] === b[4 * k + 1] &&
  a[4 * i + 2] === b[4 * k + 2] &&
  a[4 * i + 3] === b[4 * k + 3]

const FIRST_SLOTS = 1 << 12

/** A number by key. Keys are hashes already, so their first word is as good a place as any; 0 is no number. */
export class KeyTable {
  #slots = FIRST_SLOTS
  #keys = new Uint32Array(4 * FIRST_SLOTS)
  #values = new Int32Array(FIRST_SLOTS)
  size = 0

  /** The slot of the key, or the free one that it would take. */
  #slot(words: Uint32Array, at: number): number {
    const keys = this.#keys
    const values = this.#values
    const mask = this.#slots - 1
    const first = words[at] as number
    for (let slot = first & mask; ; slot = (slot + 1) & mask) {
      if (values[slot] === 0) return slot
      const k = 4 * slot
      if (keys[k] !== first || keys[k + 1] !== words[at + 1]) continue
      if (keys[k + 2] === words[at + 2] && keys[k + 3] === words[at + 3]) return slot
    }
  }

  /** 0 when the key is not there. */
  get(words: Uint32Array, at: number): number {
    return this.#values[this.#slot(words, at)] as number
  }

  set(words: Uint32Array, at: number, value: number): void {
    const slot = this.#slot(words, at)
    if (this.#values[slot] === 0) {
      copyKey(words, at >> 2, this.#keys, slot)
      this.size++
    }
    this.#values[slot] = value
    if (2 * this.size > this.#slots) this.#grow()
  }

  #grow(): void {
    const keys = this.#keys
    const values = this.#values
    this.#slots *= 2
    this.#keys = new Uint32Array(4 * this.#slots)
    this.#values = new Int32Array(this.#slots)
    this.size = 0
    for (let slot = 0; slot < values.length; slot++)
      if (values[slot] !== 0) this.set(keys, 4 * slot, values[slot] as number)
  }
}
