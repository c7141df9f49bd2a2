/** Reads the parts that protobuf messages are made of, each checked against the end of the message it is in. */
import { wholeOf } from './integers.ts'
import type { Limits } from './limits.ts'
import { UndecodableError } from './signals.ts'
import { Nanos } from './times.ts'

export const VARINT = 0
export const FIXED_64 = 1
export const SIZED = 2
export const FIXED_32 = 5

/** Names repeat from record to record; those that were read last are recognised by their bytes. */
const LONGEST_NAME = 64
const NAMES = 1024
const names: string[] = Array(NAMES).fill('')

const UTF8 = new TextDecoder('utf-8', { fatal: true })

const cut = (): UndecodableError => new UndecodableError('The message ends too early.')

/** Place in a message. Every method takes the end of the message at hand, and throws UndecodableError beyond it. */
export class Cursor {
  at = 0
  readonly #bytes: Buffer
  readonly #view: DataView
  readonly #limits: Limits
  /** Halves of the varint that was read last, both without sign. */
  #low = 0
  #high = 0

  constructor(body: Uint8Array, limits: Limits) {
    this.#bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    this.#view = new DataView(body.buffer, body.byteOffset, body.byteLength)
    this.#limits = limits
  }

  /** Field number and wire type, as they are written: number * 8 + type. */
  tag(end: number): number {
    const tag = this.#short(end)
    if (tag < 8) throw new UndecodableError('A field has the number 0.')
    return tag
  }

  /** Where the sized field that begins here ends. */
  sized(end: number): number {
    const size = this.#short(end)
    if (size > end - this.at) throw cut()
    return this.at + size
  }

  /** Steps over a field of which the tag has been read. */
  skip(tag: number, end: number): void {
    const type = tag & 7
    if (type === SIZED) this.at = this.sized(end)
    else if (type === VARINT) this.#varint(end)
    else if (type === FIXED_64) this.#take(8, end)
    else if (type === FIXED_32) this.#take(4, end)
    else throw new UndecodableError('A field has a wire type that is not used.')
  }

  /** Varint of 32 bits without sign: tags and sizes. */
  #short(end: number): number {
    if (this.at < end) {
      const byte = this.#bytes[this.at] as number
      if (byte < 0x80) {
        this.at++
        return byte
      }
    }
    this.#varint(end)
    if (this.#high !== 0) throw new UndecodableError('A size or tag has more than 32 bits.')
    return this.#low
  }

  /** At most ten bytes, of which the tenth may hold one bit. */
  #varint(end: number): void {
    const bytes = this.#bytes
    let low = 0
    let high = 0
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.at >= end) throw cut()
      const byte = bytes[this.at++] as number
      const bits = byte & 0x7f
      if (shift < 28) low |= bits << shift
      else if (shift === 28) {
        low |= bits << 28
        high = bits >> 4
      } else if (shift < 63) high |= bits << (shift - 32)
      else if (bits > 1) break
      else high |= bits << 31
      if (byte < 0x80) {
        this.#low = low >>> 0
        this.#high = high >>> 0
        return
      }
    }
    throw new UndecodableError('A varint has more than 64 bits.')
  }

  #take(size: number, end: number): number {
    const at = this.at
    if (size > end - at) throw cut()
    this.at = at + size
    return at
  }

  int64(end: number): number | bigint {
    this.#varint(end)
    return wholeOf(this.#high | 0, this.#low)
  }

  uint64(end: number): number | bigint {
    this.#varint(end)
    return wholeOf(this.#high, this.#low)
  }

  /** Enums too. Negative ones are written with 64 bits. */
  int32(end: number): number {
    this.#varint(end)
    return this.#low | 0
  }

  bool(end: number): boolean {
    this.#varint(end)
    return (this.#low | this.#high) !== 0
  }

  fixed32(end: number): number {
    return this.#view.getUint32(this.#take(4, end), true)
  }

  fixed64(end: number): number | bigint {
    const at = this.#take(8, end)
    return wholeOf(this.#view.getUint32(at + 4, true), this.#view.getUint32(at, true))
  }

  sfixed64(end: number): number | bigint {
    const at = this.#take(8, end)
    return wholeOf(this.#view.getInt32(at + 4, true), this.#view.getUint32(at, true))
  }

  nanos(end: number): Nanos {
    const at = this.#take(8, end)
    return new Nanos(this.#view.getUint32(at + 4, true), this.#view.getUint32(at, true))
  }

  double(end: number): number {
    return this.#view.getFloat64(this.#take(8, end), true)
  }

  /** Copy of the bytes up to the end. */
  bytes(end: number): Uint8Array {
    const bytes = new Uint8Array(this.#bytes.subarray(this.at, end))
    this.at = end
    return bytes
  }

  /** Bytes up to the end as hex; of those that are longer than any id, no more than shows that they are. */
  hex(end: number): string {
    const hex = this.#bytes.toString('hex', this.at, Math.min(end, this.at + 17))
    this.at = end
    return hex
  }

  /**
   * Text up to the end. What has more than so many characters may lack the rest, but has at least one more than that.
   * Bytes that are not UTF-8 are replaced.
   */
  text(end: number, most: number): string {
    let stop = end
    // A UTF-16 unit takes three bytes at most, and what is cut in the middle three more.
    if (end - this.at > most * 3 + 6) {
      stop = this.at + most * 3 + 6
      for (let i = 0; i < 3 && ((this.#bytes[stop] as number) & 0xc0) === 0x80; i++) stop--
    }
    const text = this.#decoded(this.at, stop)
    this.at = end
    return text
  }

  #decoded(start: number, end: number): string {
    const text = this.#bytes.toString('utf8', start, end)
    if (text.includes('\ufffd')) {
      try {
        UTF8.decode(this.#bytes.subarray(start, end))
      } catch {
        this.#limits.replaced()
      }
    }
    return text
  }

  /** The same, for texts that repeat. */
  name(end: number, most: number): string {
    const start = this.at
    const size = end - start
    if (size > LONGEST_NAME || size === 0) return this.text(end, most)
    const bytes = this.#bytes
    let hash = size
    let all = 0
    for (let i = start; i < end; i++) {
      const byte = bytes[i] as number
      hash = (Math.imul(hash, 31) + byte) | 0
      all |= byte
    }
    if (all > 0x7f) return this.text(end, most)
    this.at = end
    const place = (hash ^ (hash >>> 10)) & (NAMES - 1)
    const known = names[place] as string
    if (known.length === size) {
      let i = 0
      while (i < size && known.charCodeAt(i) === bytes[start + i]) i++
      if (i === size) return known
    }
    const name = bytes.toString('latin1', start, end)
    names[place] = name
    return name
  }
}
