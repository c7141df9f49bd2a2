/** Writes blocks in the engine's Native format: column by column, the cheapest form for both sides. */

const INITIAL = 4096

/** A growing buffer: integers are little-endian, texts carry their length in front. */
export class ByteWriter {
  #bytes: Buffer
  #length = 0

  constructor(size = INITIAL) {
    this.#bytes = Buffer.allocUnsafe(size)
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + more))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }

  /** Whole number from 0 to 2^53. */
  u64(value: number): void {
    this.#room(8)
    this.#length = this.#bytes.writeUInt32LE(value % 0x1_0000_0000, this.#length)
    this.#length = this.#bytes.writeUInt32LE(Math.floor(value / 0x1_0000_0000), this.#length)
  }

  f64(value: number): void {
    this.#room(8)
    this.#length = this.#bytes.writeDoubleLE(value, this.#length)
  }

  /** Length of what follows: 7 bits a byte, least first. */
  varint(value: number): void {
    this.#room(5)
    let rest = value
    while (rest > 0x7f) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.#bytes[this.#length++] = rest
  }

  text(value: string): void {
    const size = Buffer.byteLength(value)
    this.varint(size)
    this.#room(size)
    this.#length += this.#bytes.write(value, this.#length)
  }

  /** What has been written; the writer must not be used any more. */
  written(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }
}

/** Number of a row's value in a dictionary, as narrow as the dictionary allows. */
export type Places = Uint8Array | Uint16Array | Uint32Array

const VERSION_OF_DICTIONARIES = 1
/** The block carries the dictionary of its own that its places speak of. */
const OWN_DICTIONARY = 0x600

const raw = (data: ArrayBufferView): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength)

/** One block: columns that the table has and the block lacks take their defaults. */
export class NativeBlock {
  readonly #rows: number
  #columns = 0
  readonly #chunks: Uint8Array[] = []

  constructor(rows: number) {
    this.#rows = rows
  }

  #begin(name: string, type: string): ByteWriter {
    this.#columns++
    const out = new ByteWriter(64)
    out.text(name)
    out.text(type)
    return out
  }

  /** Values of a fixed width as they lie in memory: all processors that Node runs on keep the least byte first. */
  fixed(name: string, type: string, data: ArrayBufferView): void {
    this.#chunks.push(this.#begin(name, type).written(), raw(data))
  }

  /** The same with some values unknown: 1 where they are. */
  nullable(name: string, type: string, unknown: Uint8Array, data: ArrayBufferView): void {
    this.#chunks.push(this.#begin(name, `Nullable(${type})`).written(), unknown, raw(data))
  }

  texts(name: string, values: readonly string[]): void {
    const out = this.#begin(name, 'String')
    for (const value of values) out.text(value)
    this.#chunks.push(out.written())
  }

  labels(name: string, dictionary: readonly string[], places: Places): void {
    const out = this.#begin(name, 'LowCardinality(String)')
    out.u64(VERSION_OF_DICTIONARIES)
    out.u64(OWN_DICTIONARY + (places.BYTES_PER_ELEMENT >> 1))
    out.u64(dictionary.length)
    for (const value of dictionary) out.text(value)
    out.u64(this.#rows)
    this.#chunks.push(out.written(), raw(places))
  }

  /** The same label in every row. */
  label(name: string, value: string): void {
    this.labels(name, [value], new Uint8Array(this.#rows))
  }

  /** Lists: where each ends, and the values of all of them. */
  lists(name: string, type: string, ends: ArrayLike<number>, values: Uint8Array): void {
    const out = this.#begin(name, type)
    for (let i = 0; i < ends.length; i++) out.u64(ends[i] as number)
    this.#chunks.push(out.written(), values)
  }

  chunks(): Uint8Array[] {
    const head = new ByteWriter(16)
    head.varint(this.#columns)
    head.varint(this.#rows)
    return [head.written(), ...this.#chunks]
  }
}
