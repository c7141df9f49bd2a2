/** Columns of events: made from facts or from rows, moved between threads, cut down to some rows, given to the engine. */
import { ByteWriter, type NativeBlock, type Places } from './native.ts'
import type { PlannedField, Row } from './row.ts'

/** Few values, each told once, and for every row the place of its own among them. */
export interface Labels {
  form: 'labels'
  name: string
  dictionary: string[]
  places: Places
}
interface Texts {
  form: 'texts'
  name: string
  values: string[]
}
/** Numbers as they lie in memory; `unknown` is 1 where there is none, and null when there are none of these. */
interface Numbers {
  form: 'numbers'
  name: string
  type: string
  unknown: Uint8Array | null
  values: BigInt64Array | Float64Array | Uint8Array | Uint16Array
}
/** Lists of 64-bit hashes. */
interface Hashes {
  form: 'hashes'
  name: string
  ends: Uint32Array
  values: BigUint64Array
}
interface TextLists {
  form: 'lists'
  name: string
  values: (readonly string[])[]
}
/** Numbers by name. */
interface Maps {
  form: 'maps'
  name: string
  values: Readonly<Record<string, number>>[]
}
export type Column = Labels | Texts | Numbers | Hashes | TextLists | Maps

/** One 32-bit hash a row, into which columns are mixed: the same for the same values, however they came. */
export type RowHashes = Int32Array

const PRIME = 0x01000193
const SEED = 0x811c9dc5 | 0
const NANO = 1e9
const WORD = 0x1_0000_0000

export const rowHashes = (rows: number): RowHashes => new Int32Array(rows).fill(SEED)

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

/**
 * The column of a field, its values taken by name; null when no row tells anything, since that is what the engine
 * assumes. Money is USD as a number, nano-USD as a bigint; times are ms since 1970.
 */
export function columnOf(field: PlannedField, rows: readonly Row[], hashes: RowHashes): Column | null {
  const { kind, name, column } = field
  const from = (row: Row) => row[name]
  if (kind === 'label' || name === 'session') return labelsOf(column, rows, from, hashes)
  if (kind === 'text') return textsOf(column, rows, (row) => (from(row) as string | null) ?? '', hashes)
  if (kind === 'json') return textsOf(column, rows, (row) => jsonOf(from(row)), hashes)
  if (name === 'line_hashes') return hashesOf(column, rows, from, hashes)
  if (kind === 'labels') return listsOf(column, rows, from, hashes)
  return numbersOf(field, rows, hashes)
}

/** What is stored is JSON already. */
function jsonOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export function labelsOf(
  name: string,
  rows: readonly Row[],
  from: (row: Row) => unknown,
  hashes: RowHashes,
): Labels | null {
  const known = new Map<string, number>()
  const dictionary: string[] = []
  const dictionaryHashes: number[] = []
  const places = new Uint32Array(rows.length)
  let last: unknown
  let place = 0
  for (let i = 0; i < rows.length; i++) {
    const value = from(rows[i] as Row) ?? ''
    if (value !== last) {
      last = value
      const found = known.get(value as string)
      place = found ?? dictionary.length
      if (found === undefined) {
        // Half a character has no place in UTF-8.
        const text = (value as string).toWellFormed()
        known.set(value as string, place)
        dictionary.push(text)
        dictionaryHashes.push(textHash(text))
      }
    }
    places[i] = place
    mix(hashes, i, dictionaryHashes[place] as number)
  }
  if (dictionary.every((text) => text === '')) return null
  return { form: 'labels', name, dictionary, places: narrowed(places, dictionary.length) }
}

function narrowed(places: Uint32Array, size: number): Places {
  if (size <= 0x100) return Uint8Array.from(places)
  return size <= 0x1_0000 ? Uint16Array.from(places) : places
}

function textsOf(
  name: string,
  rows: readonly Row[],
  from: (row: Row) => string,
  hashes: RowHashes,
): Texts | null {
  const values = rows.map((row, i) => {
    const text = from(row).toWellFormed()
    mix(hashes, i, textHash(text))
    return text
  })
  return values.some((text) => text !== '') ? { form: 'texts', name, values } : null
}

const NUMBER_TYPES: Partial<Record<PlannedField['kind'], string>> = {
  usd: 'Int64',
  ratio: 'Float64',
  flag: 'Bool',
  time: `DateTime64(3, 'UTC')`,
}

function numbersOf(
  { kind, name, column }: PlannedField,
  rows: readonly Row[],
  hashes: RowHashes,
): Numbers | null {
  const n = rows.length
  const values =
    kind === 'ratio' ? new Float64Array(n) : kind === 'flag' ? new Uint8Array(n) : new BigInt64Array(n)
  // Two words a number: most are written without making an object of them.
  const words = kind === 'flag' ? null : new Uint32Array(values.buffer)
  const unknown = new Uint8Array(n)
  let unknowns = 0
  for (let i = 0; i < n; i++) {
    const value = (rows[i] as Row)[name] as number | bigint | boolean | null | undefined
    if (value === null || value === undefined) {
      unknown[i] = 1
      unknowns++
      mix(hashes, i, 0x5bd1e995)
      continue
    }
    if (!words) values[i] = value ? 1 : 0
    else if (typeof value === 'bigint') values[i] = BigInt.asIntN(64, value)
    else if (kind === 'usd') values[i] = BigInt(Math.round((value as number) * NANO))
    else if (kind === 'ratio') values[i] = value as number
    else {
      words[2 * i] = (value as number) % WORD
      words[2 * i + 1] = Math.floor((value as number) / WORD)
    }
    mix(hashes, i, words ? (words[2 * i] as number) : (values[i] as number))
    if (words) mix(hashes, i, words[2 * i + 1] as number)
  }
  if (unknowns === n) return null
  const type = NUMBER_TYPES[kind] ?? 'UInt64'
  return { form: 'numbers', name: column, type, unknown: unknowns > 0 ? unknown : null, values }
}

function hashesOf(
  name: string,
  rows: readonly Row[],
  from: (row: Row) => unknown,
  hashes: RowHashes,
): Hashes | null {
  const lists = rows.map((row) => (from(row) as readonly string[] | null | undefined) ?? [])
  const total = lists.reduce((sum, list) => sum + list.length, 0)
  if (total === 0) {
    for (let i = 0; i < rows.length; i++) mix(hashes, i, 0)
    return null
  }
  const values = new BigUint64Array(total)
  const words = new Uint32Array(values.buffer)
  const ends = new Uint32Array(rows.length)
  let at = 0
  for (let i = 0; i < lists.length; i++) {
    const list = lists[i] as readonly string[]
    for (const hash of list) {
      words[2 * at + 1] = Number.parseInt(hash.slice(0, 8), 16)
      words[2 * at] = Number.parseInt(hash.slice(8), 16)
      mix(hashes, i, words[2 * at] as number)
      at++
    }
    ends[i] = at
    mix(hashes, i, list.length)
  }
  return { form: 'hashes', name, ends, values }
}

function listsOf(
  name: string,
  rows: readonly Row[],
  from: (row: Row) => unknown,
  hashes: RowHashes,
): TextLists | null {
  const values = rows.map((row, i) => {
    const list = ((from(row) as readonly string[] | null | undefined) ?? []).map((text) =>
      text.toWellFormed(),
    )
    for (const text of list) mix(hashes, i, textHash(text))
    mix(hashes, i, list.length)
    return list
  })
  return values.some((list) => list.length > 0) ? { form: 'lists', name, values } : null
}

/** Small whole numbers that every row has. */
export function smallsOf(
  name: string,
  type: 'UInt8' | 'UInt16',
  rows: readonly Row[],
  from: (row: Row) => number,
  hashes: RowHashes,
): Numbers {
  const values = type === 'UInt8' ? new Uint8Array(rows.length) : new Uint16Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    values[i] = from(rows[i] as Row)
    mix(hashes, i, values[i] as number)
  }
  return { form: 'numbers', name, type, unknown: null, values }
}

export function mapsOf(
  name: string,
  rows: readonly Row[],
  from: (row: Row) => Readonly<Record<string, number>> | null | undefined,
  hashes: RowHashes,
): Maps | null {
  let any = false
  const values = rows.map((row, i) => {
    const map = from(row) ?? NOTHING
    for (const key in map) {
      any = true
      mix(hashes, i, textHash(`${key} ${map[key]}`))
    }
    return map
  })
  return any ? { form: 'maps', name, values } : null
}
const NOTHING: Readonly<Record<string, number>> = Object.freeze({})

/** What a row tells, as `columnOf` takes it. */
export function valueAt(column: Column, i: number): unknown {
  switch (column.form) {
    case 'labels':
      return column.dictionary[column.places[i] as number]
    case 'texts':
    case 'lists':
    case 'maps':
      return column.values[i]
    case 'numbers':
      if (column.unknown?.[i]) return null
      return column.type === 'Bool' ? column.values[i] === 1 : column.values[i]
    case 'hashes':
      return Array.from(column.values.subarray(i === 0 ? 0 : column.ends[i - 1], column.ends[i]), (hash) =>
        hash.toString(16).padStart(16, '0'),
      )
  }
}

type Typed = Numbers['values'] | Places

/** The values of some rows, in ascending order: most are neighbours, which are copied together. */
export function picked<T extends Typed | Float64Array | BigUint64Array>(values: T, rows: Uint32Array): T {
  const out = new (values.constructor as new (n: number) => T)(rows.length)
  for (let i = 0; i < rows.length; ) {
    const from = i
    const first = rows[i++] as number
    while (i < rows.length && rows[i] === first + i - from) i++
    out.set(values.subarray(first, first + i - from) as never, from)
  }
  return out
}

/** The column of some rows, in ascending order. */
export function select(column: Column, rows: Uint32Array): Column {
  switch (column.form) {
    case 'labels':
      return { ...column, places: picked(column.places, rows) }
    case 'numbers': {
      const unknown = column.unknown && picked(column.unknown, rows)
      return { ...column, unknown, values: picked(column.values, rows) }
    }
    case 'texts':
      return { ...column, values: Array.from(rows, (row) => column.values[row] as string) }
    case 'lists':
      return { ...column, values: Array.from(rows, (row) => column.values[row] ?? []) }
    case 'maps':
      return { ...column, values: Array.from(rows, (row) => column.values[row] ?? NOTHING) }
    case 'hashes':
      return selectHashes(column, rows)
  }
}

function selectHashes(column: Hashes, rows: Uint32Array): Hashes {
  const parts = Array.from(rows, (row) =>
    column.values.subarray(row === 0 ? 0 : column.ends[row - 1], column.ends[row]),
  )
  const ends = new Uint32Array(rows.length)
  let at = 0
  for (const [i, part] of parts.entries()) ends[i] = at += part.length
  const values = new BigUint64Array(at)
  for (const [i, part] of parts.entries()) values.set(part, (ends[i] as number) - part.length)
  return { ...column, ends, values }
}

/** Gives a column to a block. */
export function writeColumn(block: NativeBlock, c: Column): void {
  if (c.form === 'labels') block.labels(c.name, c.dictionary, c.places)
  else if (c.form === 'texts') block.texts(c.name, c.values)
  else if (c.form === 'numbers') {
    if (c.unknown) block.nullable(c.name, c.type, c.unknown, c.values)
    else block.fixed(c.name, c.type, c.values)
  } else if (c.form === 'hashes') {
    block.lists(c.name, 'Array(UInt64)', c.ends, new Uint8Array(c.values.buffer))
  } else if (c.form === 'lists') {
    const out = new ByteWriter()
    for (const list of c.values) for (const text of list) out.text(text)
    block.lists(c.name, 'Array(String)', endsOf(c.values), out.written())
  } else {
    const maps = c.values.map((map) => Object.entries(map))
    const out = new ByteWriter()
    for (const map of maps) for (const [key] of map) out.text(key)
    for (const map of maps) for (const [, value] of map) out.f64(value)
    block.lists(c.name, 'Map(String, Float64)', endsOf(maps), out.written())
  }
}

function endsOf(lists: readonly { length: number }[]): number[] {
  let at = 0
  return lists.map((list) => {
    at += list.length
    return at
  })
}

/** Buffers of a column that can be moved instead of copied. */
export function buffersOf(column: Column): ArrayBuffer[] {
  const arrays: (ArrayBufferView | null)[] =
    column.form === 'labels'
      ? [column.places]
      : column.form === 'numbers'
        ? [column.unknown, column.values]
        : column.form === 'hashes'
          ? [column.ends, column.values]
          : []
  return arrays.flatMap((array) => (array ? [array.buffer as ArrayBuffer] : []))
}
