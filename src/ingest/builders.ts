/** Build columns from rows that come in portions, and hash what every row tells as they go. */
import {
  type Column,
  type Hashes,
  type Labels,
  type Maps,
  NOTHING,
  type Numbers,
  type Texts,
} from './columns.ts'
import type { Places } from './native.ts'
import { NANO, type PlannedField, type Row } from './row.ts'

/** One 32-bit hash a row, into which columns are mixed: the same for the same values, however they came. */
export type RowHashes = Int32Array

/** Builds one column. */
export interface Builder {
  /** Takes in rows; what they tell is mixed into their hashes, of which there may be more than rows. */
  add(rows: readonly Row[], hashes: RowHashes): void
  /** The column of all rows so far; null when none tells anything, since that is what the engine assumes. */
  column(): Column | null
}

const PRIME = 0x01000193
const SEED = 0x811c9dc5 | 0
const WORD = 0x1_0000_0000

/** Hashes of so many rows into which nothing has been mixed, in the given array if it is large enough. */
export function rowHashes(rows: number, array: RowHashes = new Int32Array(rows)): RowHashes {
  const hashes = array.length < rows ? new Int32Array(2 * rows) : array
  return hashes.fill(SEED, 0, rows)
}

function textHash(text: string): number {
  let hash = SEED
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME)
  return hash
}

/** Spreads the last bits mixed in over all 32. */
export function spread(hash: number): number {
  let h = hash
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

function mix(hashes: RowHashes, i: number, value: number): void {
  const h = Math.imul((hashes[i] as number) ^ value, PRIME)
  hashes[i] = (h << 13) | (h >>> 19)
}

type Growing =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Int32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array

/** The array with room for so many values: itself, or a larger copy. */
export function roomFor<T extends Growing>(array: T, values: number): T {
  if (values <= array.length) return array
  const larger = new (array.constructor as new (n: number) => T)(Math.max(2 * array.length, values))
  larger.set(array as never)
  return larger
}

/**
 * The builder for a field, its values taken by name. Money is USD as a number, nano-USD as a bigint; times are ms since
 * 1970.
 */
export function builderOf(field: PlannedField): Builder {
  const { kind, name, column } = field
  const from = (row: Row) => row[name]
  if (kind === 'label' || name === 'session') return new LabelsBuilder(column, from)
  if (kind === 'text') return new TextsBuilder(column, (row) => (from(row) as string | null) ?? '')
  if (kind === 'json') return new TextsBuilder(column, (row) => jsonOf(from(row)))
  if (name === 'line_hashes') return new HashesBuilder(column, from)
  if (kind === 'labels') return new ListsBuilder(column, from)
  return new NumbersBuilder(field)
}

/** What is stored is JSON already. */
function jsonOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export class LabelsBuilder implements Builder {
  readonly #name: string
  readonly #from: (row: Row) => unknown
  readonly #known = new Map<string, number>()
  readonly #dictionary: string[] = []
  readonly #hashes: number[] = []
  #places = new Uint32Array(0)
  #length = 0
  #last: unknown
  #place = 0

  constructor(name: string, from: (row: Row) => unknown) {
    this.#name = name
    this.#from = from
  }

  add(rows: readonly Row[], hashes: RowHashes): void {
    const places = roomFor(this.#places, this.#length + rows.length)
    this.#places = places
    for (let i = 0; i < rows.length; i++) {
      const value = this.#from(rows[i] as Row) ?? ''
      if (value !== this.#last) {
        this.#last = value
        this.#place = this.#known.get(value as string) ?? this.#taken(value as string)
      }
      places[this.#length++] = this.#place
      mix(hashes, i, this.#hashes[this.#place] as number)
    }
  }

  #taken(value: string): number {
    // Half a character has no place in UTF-8.
    const text = value.toWellFormed()
    this.#hashes.push(textHash(text))
    const place = this.#dictionary.push(text) - 1
    this.#known.set(value, place)
    return place
  }

  column(): Labels | null {
    return this.#dictionary.every((text) => text === '') ? null : this.labels()
  }

  /** The column even when it tells nothing. */
  labels(): Labels {
    const dictionary = this.#dictionary
    const places = narrowed(this.#places.subarray(0, this.#length), dictionary.length)
    return { form: 'labels', name: this.#name, dictionary, places }
  }
}

function narrowed(places: Uint32Array, size: number): Places {
  if (size <= 0x100) return Uint8Array.from(places)
  return size <= 0x1_0000 ? Uint16Array.from(places) : places.slice()
}

class TextsBuilder implements Builder {
  readonly #name: string
  readonly #from: (row: Row) => string
  readonly #values: string[] = []
  #any = false

  constructor(name: string, from: (row: Row) => string) {
    this.#name = name
    this.#from = from
  }

  add(rows: readonly Row[], hashes: RowHashes): void {
    for (let i = 0; i < rows.length; i++) {
      const text = this.#from(rows[i] as Row).toWellFormed()
      mix(hashes, i, textHash(text))
      if (text !== '') this.#any = true
      this.#values.push(text)
    }
  }

  column(): Texts | null {
    return this.#any ? { form: 'texts', name: this.#name, values: this.#values } : null
  }
}

const NUMBER_TYPES: Partial<Record<PlannedField['kind'], string>> = {
  usd: 'Int64',
  ratio: 'Float64',
  flag: 'Bool',
  time: `DateTime64(3, 'UTC')`,
}

class NumbersBuilder implements Builder {
  readonly #field: PlannedField
  #values: Exclude<Numbers['values'], Uint16Array>
  /** The same memory as two words a number: most are written without making an object of them. */
  #words: Uint32Array | null
  #unknown = new Uint8Array(0)
  #length = 0
  #unknowns = 0

  constructor(field: PlannedField) {
    this.#field = field
    const { kind } = field
    this.#values =
      kind === 'ratio' ? new Float64Array(0) : kind === 'flag' ? new Uint8Array(0) : new BigInt64Array(0)
    this.#words = kind === 'flag' ? null : new Uint32Array(0)
  }

  add(rows: readonly Row[], hashes: RowHashes): void {
    const { name } = this.#field
    const end = this.#length + rows.length
    const unknown = roomFor(this.#unknown, end)
    this.#unknown = unknown
    for (let i = 0; i < rows.length; i++) {
      const value = (rows[i] as Row)[name] as number | bigint | boolean | null | undefined
      const at = this.#length++
      if (value === null || value === undefined) {
        unknown[at] = 1
        this.#unknowns++
        mix(hashes, i, 0x5bd1e995)
        continue
      }
      // Many a field is never told: there is room from the first number on.
      if (at >= this.#values.length) this.#grow(end)
      this.#write(at, value)
      const words = this.#words
      mix(hashes, i, words ? (words[2 * at] as number) : (this.#values[at] as number))
      if (words) mix(hashes, i, words[2 * at + 1] as number)
    }
  }

  #grow(end: number): void {
    this.#values = roomFor(this.#values, end)
    if (this.#words) this.#words = new Uint32Array(this.#values.buffer)
  }

  #write(at: number, value: number | bigint | boolean): void {
    const values = this.#values
    const words = this.#words
    const { kind } = this.#field
    if (!words) values[at] = value ? 1 : 0
    else if (typeof value === 'bigint') values[at] = BigInt.asIntN(64, value)
    else if (kind === 'usd') values[at] = BigInt(Math.round((value as number) * NANO))
    else if (kind === 'ratio') values[at] = value as number
    else {
      words[2 * at] = (value as number) % WORD
      words[2 * at + 1] = Math.floor((value as number) / WORD)
    }
  }

  column(): Numbers | null {
    const n = this.#length
    if (this.#unknowns === n) return null
    const { kind, column } = this.#field
    const unknown = this.#unknowns > 0 ? this.#unknown.slice(0, n) : null
    const values = roomFor(this.#values, n).slice(0, n)
    return { form: 'numbers', name: column, type: NUMBER_TYPES[kind] ?? 'UInt64', unknown, values }
  }
}

class HashesBuilder implements Builder {
  readonly #name: string
  readonly #from: (row: Row) => unknown
  #words = new Uint32Array(0)
  #total = 0
  #ends = new Uint32Array(0)
  #length = 0

  constructor(name: string, from: (row: Row) => unknown) {
    this.#name = name
    this.#from = from
  }

  add(rows: readonly Row[], hashes: RowHashes): void {
    this.#ends = roomFor(this.#ends, this.#length + rows.length)
    for (let i = 0; i < rows.length; i++) {
      const list = (this.#from(rows[i] as Row) as readonly string[] | null | undefined) ?? []
      const words = roomFor(this.#words, 2 * (this.#total + list.length))
      this.#words = words
      for (const hash of list) {
        const at = 2 * this.#total++
        words[at + 1] = Number.parseInt(hash.slice(0, 8), 16)
        words[at] = Number.parseInt(hash.slice(8), 16)
        mix(hashes, i, words[at] as number)
      }
      this.#ends[this.#length++] = this.#total
      mix(hashes, i, list.length)
    }
  }

  column(): Hashes | null {
    if (this.#total === 0) return null
    const values = new BigUint64Array(this.#words.slice(0, 2 * this.#total).buffer)
    return { form: 'hashes', name: this.#name, ends: this.#ends.slice(0, this.#length), values }
  }
}

class ListsBuilder implements Builder {
  readonly #name: string
  readonly #from: (row: Row) => unknown
  readonly #values: string[][] = []

  constructor(name: string, from: (row: Row) => unknown) {
    this.#name = name
    this.#from = from
  }

  add(rows: readonly Row[], hashes: RowHashes): void {
    for (let i = 0; i < rows.length; i++) {
      const told = (this.#from(rows[i] as Row) as readonly string[] | null | undefined) ?? []
      const list = told.map((text) => text.toWellFormed())
      for (const text of list) mix(hashes, i, textHash(text))
      mix(hashes, i, list.length)
      this.#values.push(list)
    }
  }

  column(): Column | null {
    const values = this.#values
    return values.some((list) => list.length > 0) ? { form: 'lists', name: this.#name, values } : null
  }
}

/** Small whole numbers that every row has. */
export class SmallsBuilder implements Builder {
  readonly #name: string
  readonly #from: (row: Row) => number
  #values: Uint8Array | Uint16Array
  #length = 0

  constructor(name: string, type: 'UInt8' | 'UInt16', from: (row: Row) => number) {
    this.#name = name
    this.#from = from
    this.#values = type === 'UInt8' ? new Uint8Array(0) : new Uint16Array(0)
  }

  add(rows: readonly Row[], hashes: RowHashes): void {
    const values = roomFor(this.#values, this.#length + rows.length)
    this.#values = values
    for (let i = 0; i < rows.length; i++) {
      const at = this.#length++
      values[at] = this.#from(rows[i] as Row)
      mix(hashes, i, values[at] as number)
    }
  }

  column(): Numbers {
    const values = this.#values.slice(0, this.#length)
    const type = values.BYTES_PER_ELEMENT === 1 ? 'UInt8' : 'UInt16'
    return { form: 'numbers', name: this.#name, type, unknown: null, values }
  }
}

/** Numbers by name. */
export class MapsBuilder implements Builder {
  readonly #name: string
  readonly #from: (row: Row) => Readonly<Record<string, number>> | null | undefined
  readonly #values: Readonly<Record<string, number>>[] = []
  #any = false

  constructor(name: string, from: (row: Row) => Readonly<Record<string, number>> | null | undefined) {
    this.#name = name
    this.#from = from
  }

  add(rows: readonly Row[], hashes: RowHashes): void {
    for (let i = 0; i < rows.length; i++) {
      const map = this.#from(rows[i] as Row) ?? NOTHING
      for (const key in map) {
        this.#any = true
        mix(hashes, i, textHash(`${key} ${map[key]}`))
      }
      this.#values.push(map)
    }
  }

  column(): Maps | null {
    return this.#any ? { form: 'maps', name: this.#name, values: this.#values } : null
  }
}
