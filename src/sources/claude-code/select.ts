/**
 * Reads only the needed parts of a line: most bytes of a transcript are tool output and file contents, which are stepped
 * over undecoded. What is needed is copied together and parsed; it is the same as in the whole row.
 */
import { type Row, record, wholeRow } from './row.ts'

/** What of a value is wanted. A list passes the wish on to its elements. */
interface Wish {
  whole: boolean
  /** Longer strings are cut to about this many bytes. */
  cut: number
  /** Wanted fields, by the hash of their name: another name with the same hash is read in vain, no more. */
  fields: Map<number, Wish> | null
}

const WHOLE: Wish = { whole: true, cut: 0, fields: null }
const upTo = (cut: number): Wish => ({ whole: false, cut, fields: null })

/** Names separated by blanks are wanted whole. */
function pick(names: string, more: Record<string, Wish> = {}, cut = 0): Wish {
  const fields = new Map<number, Wish>()
  for (const name of names.split(' ')) fields.set(hashOf(name), WHOLE)
  for (const [name, wish] of Object.entries(more)) fields.set(hashOf(name), wish)
  return { whole: false, cut, fields }
}

function hashOf(name: string): number {
  let hash = 0
  for (const byte of Buffer.from(name)) hash = (Math.imul(hash, 31) + byte) | 0
  return hash
}

/** Enough for the beginnings that are looked at, however their characters are written. */
const BEGINNING = upTo(2048)
/** Only whether there is anything is asked. */
const ANYTHING = upTo(16)

const TEXT = pick('type', { text: BEGINNING }, 2048)
const BLOCK = pick(
  'type id name tool_use_id is_error',
  {
    text: BEGINNING,
    content: TEXT,
    input: pick('command file_path notebook_path subagent_type skill'),
  },
  2048,
)
const TOOL_USE_RESULT = pick(
  'type filePath notebook_path structuredPatch new_source edit_mode error durationMs totalDurationMs durationSeconds',
  { oldString: ANYTHING, originalFile: ANYTHING },
  16,
)
const ATTACHMENT = pick('type hookName hookEvent toolUseID command commandMode isMeta', {
  prompt: TEXT,
  origin: pick('kind'),
  blockingError: pick('command'),
  skills: pick('name'),
})
const ROW = pick(
  'type subtype uuid sessionId timestamp cwd gitBranch version entrypoint isSidechain isMeta isCompactSummary ' +
    'isApiErrorMessage sessionKind promptSource permissionMode effort requestId attributionAgent attributionSkill ' +
    'toolDenialKind toolUseID hookInfos prUrl prNumber prRepository',
  {
    origin: pick('kind'),
    message: pick('id model stop_reason usage', { content: BLOCK }),
    toolUseResult: TOOL_USE_RESULT,
    attachment: ATTACHMENT,
    worktreeSession: pick('originalCwd'),
    data: pick('', { message: pick('', { message: pick('usage') }) }),
  },
)

const QUOTE = 0x22
const COMMA = 0x2c
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
let copy: Buffer = Buffer.allocUnsafe(1 << 16)
let used = 0
/** The part of the line that is to be copied next: wanted parts that touch are copied in one go. */
let from = 0
let to = 0

/** The row, with what is not needed left out; null when the line is no row. */
export function neededRow(bytes: Buffer): Row | null {
  line = bytes
  end = bytes.length
  used = from = to = 0
  if (copy.length < end) copy = Buffer.allocUnsafe(end * 2)
  try {
    if (bytes[0] !== OPEN || blanks(select(0, ROW)) < end) return wholeRow(bytes)
    flush()
    return record(JSON.parse(copy.toString('utf8', 0, used)))
  } catch {
    return wholeRow(bytes)
  }
}

function keep(a: number, b: number): void {
  if (a !== to) {
    flush()
    from = a
  }
  to = b
}

function flush(): void {
  // A call into native code costs as much as copying some dozen bytes here.
  if (to - from > 64) used += line.copy(copy, used, from, to)
  else for (let i = from; i < to; i++) copy[used++] = line[i] as number
}

function blanks(i: number): number {
  while (i < end && (line[i] as number) <= 0x20) i++
  return i
}

/** Keeps what is wanted of the value at `i`; returns where it ends. */
function select(i: number, wish: Wish): number {
  const first = line[i]
  if (first === QUOTE && !wish.whole) return beginning(i, wish.cut)
  if (first === OPEN_LIST && !wish.whole) return elements(i, wish)
  if (first === OPEN && wish.fields) return fields(i, wish.fields)
  const after = skip(i)
  keep(i, after)
  return after
}

function fields(open: number, wanted: Map<number, Wish>): number {
  keep(open, open + 1)
  let any = false
  let comma = open
  let i = blanks(open + 1)
  if (line[i] === CLOSE) return closed(i)
  for (;;) {
    if (line[i] !== QUOTE) throw UNEXPECTED
    const name = i++
    let hash = 0
    let c = line[i]
    while (c !== QUOTE) {
      // A name written with escapes cannot be told by its bytes.
      if (c === undefined || c === ESCAPE) throw UNEXPECTED
      hash = (Math.imul(hash, 31) + c) | 0
      c = line[++i]
    }
    i = blanks(i + 1)
    if (line[i] !== COLON) throw UNEXPECTED
    i = blanks(i + 1)
    const wish = wanted.get(hash)
    if (wish) {
      keep(any ? comma : name, i)
      any = true
      i = select(i, wish)
    } else {
      i = skip(i)
    }
    i = blanks(i)
    if (line[i] === CLOSE) return closed(i)
    if (line[i] !== COMMA) throw UNEXPECTED
    comma = i
    i = blanks(i + 1)
  }
}

function elements(open: number, wish: Wish): number {
  keep(open, open + 1)
  let i = blanks(open + 1)
  if (line[i] === CLOSE_LIST) return closed(i)
  for (;;) {
    i = blanks(select(i, wish))
    if (line[i] === CLOSE_LIST) return closed(i)
    if (line[i] !== COMMA) throw UNEXPECTED
    keep(i, i + 1)
    i = blanks(i + 1)
  }
}

function closed(i: number): number {
  keep(i, i + 1)
  return i + 1
}

/** Keeps the string at `open` up to about `cut` bytes. */
function beginning(open: number, cut: number): number {
  const after = stringEnd(open + 1)
  if (after - open - 2 <= cut) {
    keep(open, after)
  } else {
    keep(open, wholeCharacters(open + 1, open + 1 + cut))
    keep(after - 1, after)
  }
  return after
}

/** The last place up to `i`, in a string that begins at `begin`, that does not lie within a character. */
function wholeCharacters(begin: number, i: number): number {
  while (i > begin && ((line[i] as number) & 0xc0) === 0x80) i--
  for (let back = i - 1; back >= begin && back > i - 6; back--) {
    if (line[back] !== ESCAPE) continue
    let run = back
    while (run > begin && line[run - 1] === ESCAPE) run--
    const opensOne = (back - run) % 2 === 0
    const length = line[back + 1] === LETTER_U ? 6 : 2
    return opensOne && back + length > i ? back : i
  }
  return i
}

/** Where the value at `i` ends. */
function skip(i: number): number {
  const first = line[i]
  if (first === QUOTE) return stringEnd(i + 1)
  if (first === OPEN || first === OPEN_LIST) return containerEnd(i + 1)
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
