/** Changes keys of one table inside the text of a TOML file; every other character stays what it was. */
import { parse, type TomlTable, type TomlValue } from 'smol-toml'

/** A header of a table, or a key with its value. */
interface Statement {
  /** From the root of the document. */
  path: readonly string[]
  /** `[table]` or `[[table]]`. */
  header: boolean
  /** Whether it stands below no header. */
  atRoot: boolean
  /** Where its value lies; of a header the same place twice. */
  valueFrom: number
  valueTo: number
  /** Its lines, with what ends the last one. */
  from: number
  to: number
}

/** A value on one line. */
export function inline(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return String(value)
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  // Those of the parser write themselves as TOML does, with or without time and zone.
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object' || value === null) throw new TypeError('it has a value that cannot be moved')
  const members = Object.entries(value).map(([key, inner]) => `${keyed(key)} = ${inline(inner)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

const keyed = (key: string): string => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key))

/** Sets a key of a table at the top, which is made at the end if it is not there. The text is valid TOML. */
export function setKey(text: string, table: string, key: string, value: unknown): string {
  const written = inline(value)
  const found = below(statements(text), table, key)
  const [only] = found
  if (only && found.length === 1 && !only.header && only.path.length === 2)
    return text.slice(0, only.valueFrom) + written + text.slice(only.valueTo)
  return inserted(without(text, found), table, key, written)
}

/** Takes out a key of that table, however it is written, and the table too if nothing is left in it. */
export function removeKey(text: string, table: string, key: string): string {
  const found = below(statements(text), table, key)
  return found.length === 0 ? text : withoutEmpty(without(text, found), table)
}

const below = (all: readonly Statement[], table: string, key: string): Statement[] =>
  all.filter(({ path }) => path[0] === table && path[1] === key)

/** A header goes with the empty line before it. */
const without = (text: string, gone: readonly Statement[]): string =>
  gone.reduceRight((rest, { header, from, to }) => {
    const before = rest.slice(0, from)
    return (header ? before.replace(/(\n)\r?\n$/, '$1') : before) + rest.slice(to)
  }, text)

function inserted(text: string, table: string, key: string, written: string): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const all = statements(text)
  const header = all.findIndex((s) => s.header && s.path.length === 1 && s.path[0] === table)
  const end = all.findIndex((s, i) => i > header && s.header)
  const last =
    header >= 0
      ? all.slice(header, end < 0 ? undefined : end).at(-1)
      : all.findLast((s) => s.atRoot && s.path[0] === table)
  if (!last) {
    const gap = text === '' ? '' : (text.endsWith('\n') ? '' : newline) + newline
    return `${text}${gap}[${keyed(table)}]${newline}${keyed(key)} = ${written}${newline}`
  }
  const indent = /^[ \t]*/.exec(text.slice(last.from))?.[0] ?? ''
  const name = header >= 0 ? keyed(key) : `${keyed(table)}.${keyed(key)}`
  const before = text.slice(0, last.to)
  const gap = before.endsWith('\n') ? '' : newline
  return `${before}${gap}${indent}${name} = ${written}${newline}${text.slice(last.to)}`
}

/** Takes out the header of a table in which nothing is left, not even a comment. */
function withoutEmpty(text: string, table: string): string {
  const all = statements(text)
  const at = all.findIndex((s) => s.header && s.path.length === 1 && s.path[0] === table)
  const header = all[at]
  if (!header) return text
  const next = all[at + 1]
  if (next && !next.header) return text
  if (text.slice(header.from, header.to).includes('#')) return text
  if (text.slice(header.to, next?.from).trim() !== '') return text
  // At the end of the text it came with an empty line, as `inserted` writes it.
  return next ? text.slice(0, header.from) + text.slice(header.to) : without(text, [header])
}

/** All headers and keys, in order. */
function statements(text: string): Statement[] {
  const found: Statement[] = []
  let table: readonly string[] = []
  let atRoot = true
  let at = 0
  while (at < text.length) {
    const from = at
    at = past(text, at, /[ \t]/)
    const header = text[at] === '['
    if (text[at] !== '#' && text[at] !== '\n' && text[at] !== '\r' && at < text.length) {
      const begin = header ? past(text, at, /\[/) : at
      const end = keyEnd(text, begin)
      const path = header ? pathOf(text.slice(begin, end)) : [...table, ...pathOf(text.slice(begin, end))]
      const valueFrom = header ? end : past(text, end + 1, /[ \t]/)
      const valueTo = header ? end : valueEnd(text, valueFrom)
      if (header) {
        table = path
        atRoot = false
      }
      const to = lineEnd(text, valueTo)
      found.push({ path, header, atRoot, valueFrom, valueTo, from, to })
      at = to
    } else at = lineEnd(text, at)
  }
  return found
}

/** The parts of a key with dots, as the parser reads them. */
function pathOf(key: string): string[] {
  const parts: string[] = []
  let inner: TomlValue = parse(`${key} = 0`)
  while (typeof inner === 'object') {
    const [name] = Object.keys(inner)
    parts.push(name as string)
    inner = (inner as TomlTable)[name as string] as TomlValue
  }
  return parts
}

function past(text: string, from: number, what: RegExp): number {
  let at = from
  while (at < text.length && what.test(text[at] as string)) at++
  return at
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from)
  return at < 0 ? text.length : at + 1
}

/** Where a key ends: before `=` or `]`, outside of quotes. */
function keyEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && text[at] !== '=' && text[at] !== ']')
    at = isQuote(text[at]) ? stringEnd(text, at) : at + 1
  return at
}

/** Where a value ends: at the end of its line or before a comment, outside of quotes and brackets. */
function valueEnd(text: string, from: number): number {
  let depth = 0
  let end = from
  let at = from
  while (at < text.length) {
    const c = text[at] as string
    if (depth === 0 && (c === '\n' || c === '#')) return end
    if (c === '#') {
      at = lineEnd(text, at)
      continue
    }
    if (c === '[' || c === '{') depth++
    if (c === ']' || c === '}') depth--
    at = isQuote(c) ? stringEnd(text, at) : at + 1
    if (!/\s/.test(c)) end = at
  }
  return end
}

const isQuote = (c: string | undefined): boolean => c === '"' || c === "'"

function stringEnd(text: string, from: number): number {
  const quote = text[from] as string
  const long = text.startsWith(quote.repeat(3), from)
  const mark = long ? quote.repeat(3) : quote
  let at = from + mark.length
  while (at < text.length && !text.startsWith(mark, at)) at += quote === '"' && text[at] === '\\' ? 2 : 1
  at += mark.length
  // A long text may end in up to two quotes of its own.
  if (long) for (let more = 0; more < 2 && text[at] === quote; more++) at++
  return at
}
