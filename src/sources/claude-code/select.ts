/**
 * Reads only the needed parts of a line: most of a transcript is tool output and file content, which is stepped over
 * undecoded. What is needed comes out as it would from the whole row.
 */
import { type Row, wholeRow } from './row.ts'

/** What of a value is wanted. A list passes the wish on to its elements. */
interface Wish {
  /** Wanted fields of an object, by the hash of their name; null for all of it. */
  fields: Map<number, Field> | null
  /** An object with none of its fields told. */
  empty: Row
  /** Strings are cut when they have at least so many characters; 0 for never. */
  cut: number
  /** An object with a field that is not listed is wanted whole. */
  exact: boolean
}

interface Field extends Wish {
  name: string
  /** Values repeat from row to row: the last one, for comparing its bytes before decoding new ones. */
  last: string
}

const WHOLE: Wish = { fields: null, empty: {}, cut: 0, exact: false }

/** Names separated by blanks are wanted whole. */
function pick(names: string, more: Record<string, Wish> = {}, cut = 0, exact = false): Wish {
  const fields = new Map<number, Field>()
  const whole = names.split(' ').filter(Boolean)
  const wishes = [...whole.map((name) => [name, WHOLE] as const), ...Object.entries(more)]
  for (const [name, wish] of wishes) fields.set(hashOf(name), { ...wish, name, last: '' })
  // An object made in one go can be copied fast; one that got its fields one by one cannot.
  const empty = JSON.parse(JSON.stringify(Object.fromEntries(wishes.map(([name]) => [name, null])))) as Row
  return { fields, empty, cut, exact }
}

const hashOf = (name: string): number => {
  let hash = 0
  for (const byte of Buffer.from(name)) hash = (Math.imul(hash, 31) + byte) | 0
  return hash
}

/** More than any reader looks at. */
const BEGINNING: Wish = { ...WHOLE, cut: 320 }
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
const ANYTHING: Wish = { ...WHOLE, cut: 1 }
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

/** The row, with what is not needed left out; null when the line is no row. */
export function neededRow(bytes: Buffer): Row | null {
  line = bytes
  end = bytes.length
  try {
    if (bytes[0] !== OPEN) return wholeRow(bytes)
    const row = object(0, ROW)
    return blanks(after) < end ? wholeRow(bytes) : row
  } catch {
    return wholeRow(bytes)
  }
}

function blanks(i: number): number {
  while (i < end && (line[i] as number) <= 0x20) i++
  return i
}

/** What is wanted of the value at `i`. */
function value(i: number, wish: Wish, field: Field | null): unknown {
  const first = line[i]
  if (first === QUOTE) return string(i, wish.cut, field)
  if (first === OPEN) return wish.fields ? object(i, wish) : parsed(i)
  if (first === OPEN_LIST) return wish.fields ? elements(i, wish) : parsed(i)
  return scalar(i)
}

function object(open: number, wish: Wish): Row {
  const wanted = wish.fields as Map<number, Field>
  const row = { ...wish.empty }
  let i = blanks(open + 1)
  if (line[i] === CLOSE) {
    after = i + 1
    return row
  }
  for (;;) {
    if (line[i] !== QUOTE) throw UNEXPECTED
    const name = ++i
    let hash = 0
    let c = line[i]
    while (c !== QUOTE) {
      // A name written with escapes cannot be told by its bytes.
      if (c === undefined || c === ESCAPE) throw UNEXPECTED
      hash = (Math.imul(hash, 31) + c) | 0
      c = line[++i]
    }
    const field = wanted.get(hash)
    const known = field !== undefined && named(name, i, field.name)
    i = blanks(i + 1)
    if (line[i] !== COLON) throw UNEXPECTED
    i = blanks(i + 1)
    if (known) row[field.name] = value(i, field, field)
    else if (wish.exact) return parsed(open) as Row
    else after = skipped(i)
    i = blanks(after)
    if (line[i] === CLOSE) break
    if (line[i] !== COMMA) throw UNEXPECTED
    i = blanks(i + 1)
  }
  after = i + 1
  return row
}

/** Whether the bytes are those of a name; its hash alone could be that of another. */
function named(from: number, to: number, name: string): boolean {
  if (to - from !== name.length) return false
  for (let k = 0; k < name.length; k++) if (line[from + k] !== name.charCodeAt(k)) return false
  return true
}

function elements(open: number, wish: Wish): unknown[] {
  const list: unknown[] = []
  let i = blanks(open + 1)
  if (line[i] === CLOSE_LIST) {
    after = i + 1
    return list
  }
  for (;;) {
    list.push(value(i, wish, null))
    i = blanks(after)
    if (line[i] === CLOSE_LIST) break
    if (line[i] !== COMMA) throw UNEXPECTED
    i = blanks(i + 1)
  }
  after = i + 1
  return list
}

/** The string at `open`, or its beginning. */
function string(open: number, cut: number, field: Field | null): string {
  const from = open + 1
  if (field && field.last !== '' && line[from + field.last.length] === QUOTE) {
    const to = from + field.last.length
    if (named(from, to, field.last)) {
      after = to + 1
      return field.last
    }
  }
  const bytes = line
  const most = cut === 0 ? end : cut
  let plain = true
  let i = from
  for (let length = 0; length < most; length++) {
    const c = bytes[i]
    if (c === undefined || c < 0x20) throw UNEXPECTED
    if (c === QUOTE) break
    if (c === ESCAPE) {
      plain = false
      i += bytes[i + 1] === LETTER_U ? 6 : 2
    } else if (c < 0x80) {
      i++
    } else {
      plain = false
      i++
      while (((bytes[i] as number) & 0xc0) === 0x80) i++
    }
  }
  after = bytes[i] === QUOTE ? i + 1 : stringEnd(i)
  if (!plain) return JSON.parse(`"${bytes.toString('utf8', from, i)}"`) as string
  const told = bytes.toString('latin1', from, i)
  if (field && cut === 0 && told.length < 100) field.last = told
  return told
}

function scalar(i: number): unknown {
  const to = scalarEnd(i)
  // Counts: no sign, no fraction, and few enough digits to be exact.
  if (to - i <= 15 && (line[i] !== ZERO || to - i === 1)) {
    let number = 0
    let k = i
    for (; k < to; k++) {
      const digit = line[k] as number
      if (digit < ZERO || digit > NINE) break
      number = number * 10 + digit - ZERO
    }
    if (k === to) {
      after = to
      return number
    }
  }
  return parsed(i)
}

/** The whole of the value at `i`. */
function parsed(i: number): unknown {
  after = skipped(i)
  return JSON.parse(line.toString('utf8', i, after))
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

/** Where the string ends of which `i` is a character. */
function stringEnd(i: number): number {
  for (;;) {
    const quote = line.indexOf(QUOTE, i)
    if (quote < 0) throw UNEXPECTED
    let escapes = quote
    while (escapes > i && line[escapes - 1] === ESCAPE) escapes--
    if ((quote - escapes) % 2 === 0) return quote + 1
    i = quote + 1
  }
}
