/** Pseudonyms: keyed hashes that stand in the store in place of what people are called (promise V4). */
import { createHmac } from 'node:crypto'
import { personIn } from '../facts/people.ts'

/** 64 bits: of a million people two have the same one with a chance of 1 in 36 million. */
const PSEUDONYM = /^p-[0-9a-f]{16}$/
/** Names that are remembered: the same few come with every fact. */
const MOST_NAMES = 100_000

export class Pseudonyms {
  readonly #key: string
  readonly #known = new Map<string, string>()

  /** `key` is the organisation's own: without it no pseudonym can be tied to a person again. */
  constructor(key: string) {
    this.#key = key
  }

  /** The same for every way in which one identity is written. What is a pseudonym already, or empty, stays. */
  of(told: string): string {
    if (told === '' || PSEUDONYM.test(told)) return told
    const known = this.#known.get(told)
    if (known !== undefined) return known
    if (this.#known.size >= MOST_NAMES) this.#known.clear()
    const made = `p-${createHmac('sha256', this.#key).update(personIn(told)).digest('hex').slice(0, 16)}`
    this.#known.set(told, made)
    return made
  }

  /** A key of a fact that is a hash of all it says, the person among it: without this one it could be made again. */
  key(told: string): string {
    return told.startsWith('hash:')
      ? `hash:${createHmac('sha256', this.#key).update(told).digest('hex').slice(0, 32)}`
      : told
  }
}
