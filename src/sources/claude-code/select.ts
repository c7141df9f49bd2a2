/**
 * Reads only the needed parts of a line: most of a transcript is tool output and file content, which is stepped over
 * undecoded, and of the rest each value is decoded when it is asked for.
 */
import { type Row, wholeRow } from './row.ts'

/** What of a value is wanted. A list passes the wish on to its elements. */
interface Wish {
  /** Wanted fields of an object; null for all of it. */
  fields: Fields | null
  /** Strings are cut when they have more characters than this; 0 for never. */
  cut: number
}

interface Fields {
  list: readonly Field[]
  /** Place in the list + 1 by the low bits of the hash of a name; two names may not share one. */
  byHash: Uint8Array
  /** Place in the list + 1 by the number of a name. */
  byName: Uint8Array
  /** An object with a field that is not listed is wanted whole. */
  exact: boolean
  /** An object with none of its fields told. */
  none: readonly unknown[]
}

/** How many values of a field are remembered, one of a length, and how long these may be. */
const SEEN = 16
const LONGEST_SEEN = 100

interface Field {
  name: string
  wish: Wish
  /** Values repeat from row to row: some read before, for comparing their bytes before decoding new ones. */
  seen: string[]
}

/** An object of a line: where its values stand, and those that are objects and lists themselves. */
class Part {
  readonly fields: Fields
  readonly values: unknown[]

  constructor(fields: Fields, values: unknown[]) {
    this.fields = fields
    this.values = values
  }
}

const NAMES: string[] = []

/** Makes a name one that parts can be asked for, like any other object. */
function numberOf(name: string): number {
  const known = NAMES.indexOf(name)
  if (known >= 0) return known
  const number = NAMES.push(name) - 1
  const get = function (this: Part): unknown {
    const place = this.fields.byName[number] as number
    const told = this.values[place - 1]
    return typeof told === 'number' ? decoded(told, this.fields.list[place - 1] as Field) : told
  }
  Object.defineProperty(Part.prototype, name, { get })
  return number
}

const WHOLE: Wish = { fields: null, cut: 0 }

/** Names separated by blanks are wanted whole. */
function pick(names: string, more: Record<string, Wish> = {}, cut = 0, exact = false): Wish {
  const whole = names.split(' ').filter(Boolean)
  const wishes = [...whole.map((name) => [name, WHOLE] as const), ...Object.entries(more)]
  const list = wishes.map(([name, wish]) => ({ name, wish, seen: Array<string>(SEEN).fill('') }))
  const byName = new Uint8Array(256)
  list.forEach(({ name }, i) => {
    byName[numberOf(name)] = i + 1
  })
  return { fields: { list, byHash: placesOf(list), byName, exact, none: list.map(() => undefined) }, cut }
}

function placesOf(list: readonly Field[]): Uint8Array {
  for (let size = 64; ; size *= 2) {
    const places = new Uint8Array(size)
    list.forEach(({ name }, i) => {
      places[hashOf(name) & (size - 1)] = i + 1
    })
    if (places.filter((place) => place > 0).length === list.length) return places
  }
}

function hashOf(name: string): number {
  let hash = 0
  for (const byte of Buffer.from(name)) hash = (Math.imul(hash, 31) + byte) | 0
  return hash
}

/** More than any reader looks at. */
const BEGINNING: Wish = { fields: null, cut: 320 }
const TEXT = pick('type', { text: BEGINNING }, BEGINNING.cut)
const BLOCK = pick(
  'type id name tool_use_id is_error',
  {
    text: BEGINNING,
    content: TEXT,
    input: pick('command file_path notebook_path subagent_type skill'),
  },
  BEGINNING.cut,
)
/** Only whether there is anything is asked. */
const ANYTHING: Wish = { fields: null, cut: 1 }
const TOOL_USE_RESULT = pick(
  'type filePath notebook_path structuredPatch new_source edit_mode error durationMs totalDurationMs durationSeconds',
  { oldString: ANYTHING, originalFile: ANYTHING },
  1,
)
const ATTACHMENT = pick('type hookName hookEvent toolUseID command commandMode isMeta', {
  prompt: TEXT,
  origin: pick('kind'),
  blockingError: pick('command'),
  skills: pick('name'),
})
const USAGE = pick(
  'input_tokens output_tokens cache_read_input_tokens cache_creation_input_tokens service_tier speed inference_geo',
  {
    cache_creation: pick('ephemeral_5m_input_tokens ephemeral_1h_input_tokens', {}, 0, true),
    server_tool_use: pick('web_search_requests web_fetch_requests', {}, 0, true),
    output_tokens_details: pick('thinking_tokens', {}, 0, true),
    iterations: pick(''),
  },
  0,
  true,
)
const ROW = pick(
  'type subtype uuid sessionId timestamp cwd gitBranch version entrypoint isSidechain isMeta isCompactSummary ' +
    'isApiErrorMessage sessionKind promptSource permissionMode effort requestId attributionAgent attributionSkill ' +
    'toolDenialKind toolUseID hookInfos prUrl prNumber prRepository',
  {
    origin: pick('kind'),
    message: pick('id model stop_reason', { usage: USAGE, content: BLOCK }),
    toolUseResult: TOOL_USE_RESULT,
    attachment: ATTACHMENT,
    worktreeSession: pick('originalCwd'),
    data: pick('', { message: pick('', { message: pick('', { usage: USAGE }) }) }),
  },
)

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

/** Thrown and caught here alone: the line is then read as a whole, which decides whether it is broken. */
const UNEXPECTED = new Error('not the JSON that was expected')

// One line is read at a time, so its state is kept here rather than passed through every step.
let line: Buffer = Buffer.alloc(0)
let end = 0
/** Where the value that was read last ends. */
let after = 0

/**
 * The row, with what is not needed left out; null when the line is no row. It must be used before the next one is read.
 * Parts that are stepped over are not checked: a fault there costs nothing, where the whole line would be lost.
 */
export function neededRow(bytes: Buffer): Row | null {
  line = bytes
  end = bytes.length
  try {
    if (bytes[0] !== OPEN) return wholeRow(bytes)
    const row = object(0, ROW.fields as Fields)
    return blanks(after) < end ? wholeRow(bytes) : (row as Row | null)
  } catch {
    return wholeRow(bytes)
  }
}

function blanks(i: number): number {
  while (i < end && (line[i] as number) <= 0x20) i++
  return i
}

/** What stands at `i`: an object or list of which parts are wanted, else the place itself. */
function value(i: number, wish: Wish): unknown {
  const first = line[i]
  if (wish.fields !== null) {
    if (first === OPEN) return object(i, wish.fields) ?? i
    if (first === OPEN_LIST) return elements(i, wish)
  }
  after = skipped(i)
  return i
}

/** Null when all of the object is wanted after all. */
function object(open: number, fields: Fields): Part | null {
  const { list, byHash } = fields
  const mask = byHash.length - 1
  const values = fields.none.slice()
  const bytes = line
  let i = blanks(open + 1)
  let more = bytes[i] !== CLOSE
  while (more) {
    if (bytes[i] !== QUOTE) throw UNEXPECTED
    const name = ++i
    let hash = 0
    let c = bytes[i]
    while (c !== QUOTE) {
      // A name written with escapes cannot be told by its bytes.
      if (c === undefined || c === ESCAPE) throw UNEXPECTED
      hash = (Math.imul(hash, 31) + c) | 0
      c = bytes[++i]
    }
    const place = (byHash[hash & mask] as number) - 1
    const field = place < 0 ? undefined : list[place]
    const known = field !== undefined && named(name, i, field.name)
    i = blanks(i + 1)
    if (bytes[i] !== COLON) throw UNEXPECTED
    i = blanks(i + 1)
    const told = known ? value(i, field.wish) : undefined
    if (!known) after = skipped(i)
    else values[place] = told
    // An exact object within an exact one that was not read in part has a field that is not listed.
    if (fields.exact && (!known || (told === i && field.wish.fields?.exact && bytes[i] === OPEN))) {
      after = skipped(open)
      return null
    }
    i = blanks(after)
    more = bytes[i] === COMMA
    if (more) i = blanks(i + 1)
    else if (bytes[i] !== CLOSE) throw UNEXPECTED
  }
  after = i + 1
  return new Part(fields, values)
}

/** Whether the bytes are these characters. */
function named(from: number, to: number, name: string): boolean {
  if (to - from !== name.length) return false
  for (let k = 0; k < name.length; k++) if (line[from + k] !== name.charCodeAt(k)) return false
  return true
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
