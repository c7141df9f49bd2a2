/** Writes values in the engine's RowBinary format: the cheapest form for both sides. */

const INITIAL = 64 * 1024

/** A growing buffer of RowBinary values. Integers are little-endian, strings carry their length in front. */
export class RowBuffer {
  bytes: Buffer
  length = 0

  constructor(size = INITIAL) {
    this.bytes = Buffer.allocUnsafe(size)
  }

  #room(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + more))
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
  }

  u8(value: number): void {
    this.#room(1)
    this.bytes[this.length++] = value
  }

  u16(value: number): void {
    this.#room(2)
    this.length = this.bytes.writeUInt16LE(value, this.length)
  }

  u32(value: number): void {
    this.#room(4)
    this.length = this.bytes.writeUInt32LE(value, this.length)
  }

  /** Whole number from 0 to 2^53. */
  u64(value: number): void {
    this.#room(8)
    this.length = this.bytes.writeUInt32LE(value % 0x1_0000_0000, this.length)
    this.length = this.bytes.writeUInt32LE(Math.floor(value / 0x1_0000_0000), this.length)
  }

  big(value: bigint): void {
    this.#room(8)
    this.length = this.bytes.writeBigInt64LE(BigInt.asIntN(64, value), this.length)
  }

  f64(value: number): void {
    this.#room(8)
    this.length = this.bytes.writeDoubleLE(value, this.length)
  }

  /** Length of what follows: 7 bits a byte, least first. */
  varint(value: number): void {
    this.#room(5)
    let rest = value
    while (rest > 0x7f) {
      this.bytes[this.length++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.bytes[this.length++] = rest
  }

  text(value: string): void {
    // One byte of length holds for nearly all: written first, the text behind it, and moved only where it does not.
    if (value.length < 128) {
      this.#room(1 + value.length * 3)
      const size = this.bytes.write(value, this.length + 1)
      if (size < 128) {
        this.bytes[this.length] = size
        this.length += 1 + size
        return
      }
    }
    const size = Buffer.byteLength(value)
    this.varint(size)
    this.#room(size)
    this.length += this.bytes.write(value, this.length)
  }

  /** A UUID given as its 16 bytes in the order of its text. The engine keeps each half as one number. */
  uuid(bytes: string): void {
    this.#room(16)
    for (let i = 0; i < 8; i++) this.bytes[this.length + i] = bytes.charCodeAt(7 - i)
    for (let i = 0; i < 8; i++) this.bytes[this.length + 8 + i] = bytes.charCodeAt(15 - i)
    this.length += 16
  }

  raw(from: Uint8Array, start: number, end: number): void {
    this.#room(end - start)
    this.bytes.set(from.subarray(start, end), this.length)
    this.length += end - start
  }

  /** What has been written; the buffer must not be written to while it is in use. */
  written(): Buffer {
    return this.bytes.subarray(0, this.length)
  }
}
