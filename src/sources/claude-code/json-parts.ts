/**
 * Reads wanted parts of a JSON object: what is not wanted is stepped over undecoded, and of the rest each value is
 * decoded when it is asked for.
 */

/** What of a value is wanted. A list passes the wish on to its elements. */
export interface Wish {
  /** Wanted fields of an object; null for all of it. */
  shape: Shape | null
  /** Strings are cut when they have more characters than this; 0 for never. */
  cut: number
}

interface Field {
  name: string
  wish: Wish
  /** Values repeat from object to object: some read before, for comparing their bytes before decoding new ones. */
  seen: string[]
}

/** How many values of a field are remembered, one of a length, and how long these may be. */
const SEEN = 16
const LONGEST_SEEN = 100
/** Most names of other fields that are remembered; texts may stand in the place of names. */
const MOST_NAMES = 500

/**
 * A name that objects have. Objects of a kind tell their fields in the same order, so each name leads to the one that
 * followed it the last time: comparing a name is much cheaper than looking it up.
 */
interface Name {
  /** The bytes of it, four at a time, and the last four once more; shorter names have none. */
  words: readonly number[]
  bytes: Uint8Array
  /** Place of the field; -1 when it is not wanted. */
  place: number
  /** What followed it the last time, and something else that did before. */
  next: Name | null
  other: Name | null
}

const nameOf = (name: string, place: number): Name => {
  const bytes = Buffer.from(name)
  const n = bytes.length
  const words: number[] = []
  for (let i = 0; i + 4 <= n; i += 4) words.push(bytes.readInt32LE(i))
  if (n >= 4) words.push(bytes.readInt32LE(n - 4))
  return { words, bytes, place, next: null, other: null }
}

/** The wanted fields of an object. */
export class Shape {
  readonly fields: readonly Field[]
  /** An object with a field that is not listed is wanted whole. */
  readonly exact: boolean
  readonly start = nameOf('', -1)
  /** An object with none of its fields told. */
  readonly none: readonly unknown[]
  /** What objects of this shape are read as. */
  readonly Part: new (
    values: unknown[],
  ) => object
  readonly #names: Map<string, Name>

  constructor(wishes: readonly (readonly [string, Wish])[], exact: boolean) {
    this.fields = wishes.map(([name, wish]) => ({ name, wish, seen: Array<string>(SEEN).fill('') }))
    this.exact = exact
    this.none = wishes.map(() => undefined)
    this.#names = new Map(wishes.map(([name], place) => [name, nameOf(name, place)]))
    this.Part = partOf(this.fields)
  }

  name(text: string): Name {
    const known = this.#names.get(text)
    if (known) return known
    const name = nameOf(text, -1)
    if (this.#names.size < MOST_NAMES) this.#names.set(text, name)
    return name
  }
}

/** A class of objects that decode their fields when asked for them. */
function partOf(fields: readonly Field[]): new (values: unknown[]) => object {
  class Part {
    declare readonly values: unknown[]
    constructor(values: unknown[]) {
      ;(this as { values: unknown[] }).values = values
    }
  }
  for (const [place, field] of fields.entries()) {
    const get = function (this: Part): unknown {
      const told = this.values[place]
      return typeof told === 'number' ? decoded(told, field) : told
    }
    Object.defineProperty(Part.prototype, field.name, { get })
  }
  return Part
}

const QUOTE = 0x22
const COMMA = 0x2c
const ZERO = 0x30
const NINE = 0x39
const COLON = 0x3a
const OPEN_LIST = 0x5b
const ESCAPE = 0x5c
const CLOSE_LIST = 0x5d
const LETTER_U = 0x75
const OPEN = 0x7b
const CLOSE = 0x7d

const UNEXPECTED = new Error('not the JSON that was expected')

// One object is read at a time, so its state is kept here rather than passed through every step.
let line: Buffer = Buffer.alloc(0)
let view = new DataView(line.buffer)
/** Where the line begins within the view. */
let base = 0
let end = 0
/** Where the value that was read last ends. */
let after = 0

/**
 * The parts of the object that is the whole line; null when it is not read in part, since it is wanted whole, is no
 * object or is not sound as far as it was read. It must be used before the next one is read. What is stepped over is
 * not checked.
 */
export function readParts(bytes: Buffer, shape: Shape): object | null {
  line = bytes
  if (view.buffer !== bytes.buffer) view = new DataView(bytes.buffer)
  base = bytes.byteOffset
  end = bytes.length
  try {
    if (bytes[0] !== OPEN) return null
    const row = object(0, shape)
    return blanks(after) < end ? null : row
  } catch {
    return null
  }
}

function blanks(from: number): number {
  let i = from
  while (i < end && (line[i] as number) <= 0x20) i++
  return i
}

/** What stands at `i`: an object or list of which parts are wanted, else the place itself. */
function value(i: number, wish: Wish): unknown {
  const first = line[i]
  if (wish.shape !== null) {
    if (first === OPEN) return object(i, wish.shape) ?? i
    if (first === OPEN_LIST) return elements(i, wish)
  }
  after = skipped(i)
  return i
}

/** Null when all of the object is wanted after all. */
function object(open: number, shape: Shape): object | null {
  const bytes = line
  const { fields, exact } = shape
  const values = shape.none.slice()
  let before = shape.start
  let i = blanks(open + 1)
  let more = bytes[i] !== CLOSE
  while (more) {
    if (bytes[i] !== QUOTE) throw UNEXPECTED
    const name: Name =
      before.next !== null && stands(before.next, i + 1) ? before.next : nextName(before, i + 1, shape)
    before = name
    i = blanks(i + name.bytes.length + 2)
    if (bytes[i] !== COLON) throw UNEXPECTED
    i = blanks(i + 1)
    const { place } = name
    if (place < 0) {
      if (exact) return whole(open)
      after = skipped(i)
    } else {
      const { wish } = fields[place] as Field
      const told = value(i, wish)
      // An exact object within an exact one that was not read in part has a field that is not listed.
      if (exact && told === i && wish.shape?.exact && bytes[i] === OPEN) return whole(open)
      values[place] = told
    }
    i = blanks(after)
    more = bytes[i] === COMMA
    if (more) i = blanks(i + 1)
    else if (bytes[i] !== CLOSE) throw UNEXPECTED
  }
  after = i + 1
  return new shape.Part(values)
}

function whole(open: number): null {
  after = skipped(open)
  return null
}

/** Whether this name stands at `i`, and ends there. */
function stands({ words, bytes }: Name, i: number): boolean {
  const n = bytes.length
  if (line[i + n] !== QUOTE) return false
  if (n < 4) {
    for (let k = 0; k < n; k++) if (line[i + k] !== bytes[k]) return false
    return true
  }
  const last = words.length - 1
  for (let k = 0; k < last; k++) if (view.getInt32(base + i + 4 * k, true) !== words[k]) return false
  return view.getInt32(base + i + n - 4, true) === words[last]
}

/** The name at `i`, which is not the one that followed the last time. */
function nextName(before: Name, i: number, shape: Shape): Name {
  const { next, other } = before
  before.other = next
  if (other !== null && stands(other, i)) {
    before.next = other
    return other
  }
  let to = i
  // A name that is written with escapes cannot be told by its bytes.
  for (let c = line[to]; c !== QUOTE; c = line[++to]) if (c === undefined || c === ESCAPE) throw UNEXPECTED
  const name = shape.name(line.toString('utf8', i, to))
  before.next = name
  return name
}

/** Of a list only the objects in it are wanted. */
function elements(open: number, wish: Wish): unknown[] {
  const list: unknown[] = []
  let i = blanks(open + 1)
  let more = line[i] !== CLOSE_LIST
  while (more) {
    const from = i
    const told = value(from, wish)
    i = blanks(after)
    list.push(told === from ? undefined : told)
    more = line[i] === COMMA
    if (more) i = blanks(i + 1)
    else if (line[i] !== CLOSE_LIST) throw UNEXPECTED
  }
  after = i + 1
  return list
}

/** Whether the bytes are these characters. */
function named(from: number, to: number, name: string): boolean {
  if (to - from !== name.length) return false
  for (let k = 0; k < name.length; k++) if (line[from + k] !== name.charCodeAt(k)) return false
  return true
}

/** The value at a place; undefined when it is not one. */
function decoded(i: number, field: Field): unknown {
  try {
    const first = line[i] as number
    if (first === QUOTE) return string(i, field)
    if (first >= ZERO && first <= NINE) return number(i)
    const to = skipped(i)
    if (named(i, to, 'false')) return false
    if (named(i, to, 'null')) return null
    return JSON.parse(line.toString('utf8', i, to))
  } catch {
    return undefined
  }
}

/** The string at `open`, or its beginning. */
function string(open: number, { wish, seen }: Field): string {
  const bytes = line
  const from = open + 1
  const most = wish.cut === 0 ? end : wish.cut
  let plain = true
  let i = from
  for (let length = 0; length < most; length++) {
    const c = bytes[i]
    if (c === QUOTE) break
    if (c === undefined) throw UNEXPECTED
    if (c === ESCAPE) {
      plain = false
      i += bytes[i + 1] === LETTER_U ? 6 : 2
    } else if (c < 0x80) {
      if (c < 0x20) plain = false
      i++
    } else {
      plain = false
      i++
      while (((bytes[i] as number) & 0xc0) === 0x80) i++
    }
  }
  if (!plain) return JSON.parse(`"${bytes.toString('utf8', from, i)}"`) as string
  const length = i - from
  const before = seen[length % SEEN] as string
  if (named(from, i, before)) return before
  const told = bytes.toString('latin1', from, i)
  if (length < LONGEST_SEEN) seen[length % SEEN] = told
  return told
}

function number(i: number): unknown {
  const to = scalarEnd(i)
  // Counts: no sign, no fraction, and few enough digits to be exact.
  let counted = 0
  let k = i
  for (; k < to && k < i + 15; k++) {
    const digit = (line[k] as number) - ZERO
    if (digit < 0 || digit > 9) break
    counted = counted * 10 + digit
  }
  return k === to && (line[i] !== ZERO || to === i + 1) ? counted : JSON.parse(line.toString('latin1', i, to))
}

/** Where the value at `i` ends. */
function skipped(i: number): number {
  const first = line[i]
  if (first === QUOTE) return stringEnd(i + 1)
  return first === OPEN || first === OPEN_LIST ? containerEnd(i + 1) : scalarEnd(i)
}

function scalarEnd(i: number): number {
  const begin = i
  while (i < end) {
    const c = line[i] as number
    if (c <= 0x20 || c === COMMA || c === CLOSE || c === CLOSE_LIST) break
    i++
  }
  if (i === begin) throw UNEXPECTED
  return i
}

function containerEnd(i: number): number {
  const bytes = line
  for (let depth = 1; i < end; ) {
    const c = bytes[i++]
    if (c === QUOTE) i = stringEnd(i)
    else if (c === OPEN || c === OPEN_LIST) depth++
    else if ((c === CLOSE || c === CLOSE_LIST) && --depth === 0) return i
  }
  throw UNEXPECTED
}

/** Names and labels are shorter than this: looking for their end here is cheaper than a call out of the language. */
const SHORT = 48

/** Where the string ends of which `i` is a character. */
function stringEnd(from: number): number {
  const bytes = line
  let i = from
  for (const near = Math.min(from + SHORT, end); i < near; i++) {
    const c = bytes[i]
    if (c === QUOTE) return i + 1
    if (c === ESCAPE) break
  }
  for (;;) {
    const quote = line.indexOf(QUOTE, i)
    if (quote < 0) throw UNEXPECTED
    let escapes = quote
    while (escapes > i && line[escapes - 1] === ESCAPE) escapes--
    if ((quote - escapes) % 2 === 0) return quote + 1
    i = quote + 1
  }
}
