/** Columns of events: moved between threads, cut down to some rows, given to the engine. */
import { ByteWriter, type NativeBlock, type Places } from './native.ts'

/** Few values, each told once, and for every row the place of its own among them. */
export interface Labels {
  form: 'labels'
  name: string
  dictionary: string[]
  places: Places
}
export interface Texts {
  form: 'texts'
  name: string
  values: string[]
}
/** Numbers as they lie in memory; `unknown` is 1 where there is none, and null when there are none of these. */
export interface Numbers {
  form: 'numbers'
  name: string
  type: string
  unknown: Uint8Array | null
  values: BigInt64Array | Float64Array | Uint8Array | Uint16Array
}
/** Lists of 64-bit hashes. */
export interface Hashes {
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
export interface Maps {
  form: 'maps'
  name: string
  values: Readonly<Record<string, number>>[]
}
export type Column = Labels | Texts | Numbers | Hashes | TextLists | Maps

/** A map that tells nothing. */
export const NOTHING: Readonly<Record<string, number>> = Object.freeze({})

/** What a row tells, as a builder takes it. */
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

/** The column with other names; two that become one share a place. */
export function renamed(column: Labels, of: (name: string) => string): Labels {
  const places = new Map<string, number>()
  const dictionary: string[] = []
  const moved = column.dictionary.map((name) => {
    const now = of(name)
    const place = places.get(now) ?? dictionary.push(now) - 1
    places.set(now, place)
    return place
  })
  return { ...column, dictionary, places: column.places.map((place) => moved[place] as number) as Places }
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
