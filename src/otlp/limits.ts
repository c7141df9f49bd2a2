/** What a request may carry at most, and the record of what was cut or mended to keep to it. */
import { type Attributes, type Flag, UndecodableError, type Value } from './signals.ts'

/**
 * Characters (UTF-16 units) of a text, and of all the texts within one attribute value or body together. Bytes count
 * like characters.
 */
export const MOST_TEXT = 65_536
/** What a number, or any other element of a list or map, takes of that. */
const ELEMENT = 8
/** Characters of an attribute's name. */
export const LONGEST_KEY = 1024
/** Attributes of a resource, a record, a point or an event. */
export const MOST_ATTRIBUTES = 128
/** How deep values may be nested in values. */
export const MOST_DEPTH = 64
/** Records, points and events of a request: an empty one takes two bytes in it, but far more in memory. */
export const MOST_RECORDS = 2_097_152

const TRUNCATED = 1
const DROPPED = 2
const REPLACED = 4

/** All sets of flags there are; records share them. */
const FLAGS: readonly (readonly Flag[])[] = Array.from({ length: 8 }, (_, bits) => {
  const flags: Flag[] = []
  if (bits & TRUNCATED) flags.push('truncated')
  if (bits & DROPPED) flags.push('attributes_dropped')
  if (bits & REPLACED) flags.push('replaced_bytes')
  return Object.freeze(flags)
})

export const NO_ATTRIBUTES: Attributes = new Map()

/** A string that holds on to nothing but its own characters: a slice keeps the whole text in memory. */
const copied = (text: string): string => Buffer.from(text).toString()

/** Applies the limits to one request, and keeps what was done to the record at hand. */
export class Limits {
  /** Set of flags of the record at hand. */
  marks = 0
  /** The request was not UTF-8: the texts with replacement characters are taken for the damaged ones. */
  damaged = false
  /** Characters that the value at hand may still have. */
  #left = MOST_TEXT
  #records = 0

  flags(): readonly Flag[] {
    return FLAGS[this.marks] as readonly Flag[]
  }

  replaced(): void {
    this.marks |= REPLACED
  }

  dropped(): void {
    this.marks |= DROPPED
  }

  /** To be called for each record, point and event. */
  record(): void {
    if (++this.#records > MOST_RECORDS) throw new UndecodableError(`More than ${MOST_RECORDS} records.`)
  }

  /** To be called before each value that is not within another. */
  begin(): void {
    this.#left = MOST_TEXT
  }

  /** Characters that are left for the value at hand. */
  left(): number {
    return this.#left
  }

  /** To be called before each value within another; false when there is no room for it. */
  element(): boolean {
    if (this.#left < ELEMENT) {
      this.marks |= TRUNCATED
      return false
    }
    this.#left -= ELEMENT
    return true
  }

  /** Text of the value at hand, as far as there is room for it. */
  text(told: string): string {
    let text = told
    if (text.length > this.#left) {
      const last = text.charCodeAt(this.#left - 1)
      text = copied(
        this.#mended(text.slice(0, last >= 0xd800 && last < 0xdc00 ? this.#left - 1 : this.#left)),
      )
      this.marks |= TRUNCATED
    }
    this.#left -= text.length
    return this.#mended(text)
  }

  /** How many of so many bytes there is room for. */
  bytes(size: number): number {
    const room = Math.min(size, this.#left)
    if (room < size) this.marks |= TRUNCATED
    this.#left -= room
    return room
  }

  /** The name as it is to be used, or null when it cannot be. Within a value names take room like texts. */
  key(told: string, nested: boolean): string | null {
    if (told.length === 0 || told.length > LONGEST_KEY) return null
    if (nested && told.length > this.#left) {
      this.marks |= TRUNCATED
      return null
    }
    if (nested) this.#left -= told.length
    return this.#mended(told)
  }

  #mended(text: string): string {
    if (!text.isWellFormed()) {
      this.marks |= REPLACED
      return text.toWellFormed()
    }
    if (this.damaged && text.includes('\ufffd')) this.marks |= REPLACED
    return text
  }

  /** Sets an attribute, unless there are too many. Neither a name that is null nor a value that is undefined can be. */
  set(attributes: Map<string, Value>, key: string | null, value: Value | undefined, most: number): void {
    if (key === null || value === undefined || (attributes.size >= most && !attributes.has(key)))
      this.marks |= DROPPED
    else attributes.set(key, value)
  }
}
