/** Changes one member inside the text of a JSON file, which may have comments and trailing commas; every other character stays what it was. */

interface Member {
  key: string
  from: number
  valueFrom: number
  to: number
}

interface Span {
  from: number
  to: number
  members: Member[]
}

/** Sets a value in the object of that name at the top, which is made if it is not there. The text is valid JSON, an object. */
export const setIn = (text: string, object: string, name: string, value: string | boolean): string =>
  setAt(text, [object, name], value)

/** Takes a member out of that object, and the object too if nothing is left in it. */
export const removeIn = (text: string, object: string, name: string): string => removeAt(text, [object, name])

/** Sets a value at the end of a path of objects, which are made where they are not there. */
export function setAt(text: string, path: readonly [string, ...string[]], value: unknown): string {
  const [name, inner] = path
  const root = rootOf(text)
  // Of several members of one name the last one counts.
  const found = root.members.findLast((m) => m.key === name)
  if (inner === undefined) {
    const written = JSON.stringify(value)
    if (!found) return inserted(text, root, name, written)
    return text.slice(0, found.valueFrom) + written + text.slice(found.to)
  }
  if (!found) return setAt(inserted(text, root, name, '{}'), path, value)
  if (text[found.valueFrom] !== '{') return setAt(setAt(text, [name], {}), path, value)
  const span = spanAt(text, found.valueFrom)
  const written = JSON.stringify(value)
  const member = span.members.findLast((m) => m.key === inner)
  if (!member) return inserted(text, span, inner, written)
  return text.slice(0, member.valueFrom) + written + text.slice(member.to)
}

/** Takes out what is at the end of a path, and the object around it if nothing is left in that. */
export function removeAt(text: string, path: readonly [string, ...string[]]): string {
  const [name, inner] = path
  const root = rootOf(text)
  const at = root.members.findLastIndex((m) => m.key === name)
  const member = root.members[at]
  if (!member) return text
  if (inner === undefined) return removeAt(without(text, root, at), path)
  const span = spanAt(text, member.valueFrom)
  const of = span.members.findIndex((m) => m.key === inner)
  if (of < 0) return text
  const [only] = span.members
  if (only && span.members.length === 1 && !isCommented(text, span, only)) return without(text, root, at)
  return removeAt(without(text, span, of), path)
}

/** The same without comments and, where an agent allows them, trailing commas; every character is in its place. */
export function plainJson(text: string, trailingCommas = true): string {
  let plain = ''
  let comma = -1
  for (let at = 0; at < text.length; ) {
    const c = text[at] as string
    const end = c === '"' ? stringEnd(text, at) : commentEnd(text, at)
    if (c === '"' || end === at) {
      if (trailingCommas && /[}\]]/.test(c) && comma >= 0)
        plain = `${plain.slice(0, comma)} ${plain.slice(comma + 1)}`
      if (!/\s/.test(c)) comma = c === ',' ? plain.length : -1
      plain += text.slice(at, Math.max(end, at + 1))
    } else plain += text.slice(at, end).replace(/[^\r\n]/g, ' ')
    at = Math.max(end, at + 1)
  }
  return plain
}

const rootOf = (text: string): Span => spanAt(text, past(text, 0))

function inserted(text: string, span: Span, name: string, value: string): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const pair = `${JSON.stringify(name)}: ${value}`
  const [first, last] = [span.members[0], span.members.at(-1)]
  if (first && last) {
    const gap = text.slice(span.from + 1, first.from)
    const between = gap.includes('\n') ? newline + indentation(gap) : ' '
    const comma = commaAfter(text, last.to)
    const end = comma === null ? last.to : comma + 1
    // What is said of the last member on its line stays on that line.
    const at = between === ' ' ? end : lineEnd(text, end)
    const before = text.slice(0, last.to) + (comma === null ? ',' : '') + text.slice(last.to, at)
    return before + between + pair + (comma === null ? '' : ',') + text.slice(at)
  }
  const inner = text.slice(span.from + 1, span.to - 1)
  const alone = text.trim().length === span.to - span.from
  if (inner.trim() === '' && !alone && !text.trim().includes('\n')) return replaced(text, span, `{${pair}}`)
  const outer = indentation(text.slice(0, span.from))
  const unit = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  '
  return replaced(text, span, `{${inner.trimEnd()}${newline}${outer}${unit}${pair}${newline}${outer}}`)
}

/** What the last line begins with. */
const indentation = (text: string): string =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n') + 1))?.[0] ?? ''

function without(text: string, span: Span, at: number): string {
  const [before, gone] = [span.members[at - 1], span.members[at]]
  if (!gone) return text
  if (span.members.length === 1 && !isCommented(text, span, gone)) return replaced(text, span, '{}')
  const comma = commaAfter(text, gone.to)
  if (at < span.members.length - 1 && comma !== null)
    return text.slice(0, gone.from) + text.slice(pastSpace(text, comma + 1))
  // The last one: what separates it from the one before goes with it, unless it is separated from the end as well.
  const from = text.slice(0, gone.from).trimEnd().length
  const separator = before && comma === null ? commaAfter(text, before.to) : null
  const kept =
    separator === null ? text.slice(0, from) : text.slice(0, separator) + text.slice(separator + 1, from)
  const rest = text.slice(comma === null ? gone.to : comma + 1)
  const open =
    endsInLineComment(text, before ? before.to : span.from + 1, from) && !/^[ \t]*[\r\n]/.test(rest)
  return `${kept}${open ? '\n' : ''}${rest}`
}

const replaced = (text: string, { from, to }: Span, by: string): string =>
  text.slice(0, from) + by + text.slice(to)

/** Reads the object that begins here. */
function spanAt(text: string, from: number): Span {
  const members: Member[] = []
  let at = past(text, from + 1)
  while (text[at] === '"') {
    const keyEnd = valueEnd(text, at)
    const valueFrom = past(text, keyEnd, /[\s:]/)
    const to = valueEnd(text, valueFrom)
    members.push({ key: JSON.parse(text.slice(at, keyEnd)) as string, from: at, valueFrom, to })
    at = past(text, to, /[\s,]/)
  }
  return { from, to: at + 1, members }
}

const SPACE = /\s/

function pastSpace(text: string, from: number, what = SPACE): number {
  let at = from
  while (at < text.length && what.test(text[at] as string)) at++
  return at
}

/** Behind comments as well. */
function past(text: string, from: number, what = SPACE): number {
  const at = pastSpace(text, from, what)
  const end = commentEnd(text, at)
  return end === at ? at : past(text, end, what)
}

/** Where the comment that begins here ends; here, where none begins. */
function commentEnd(text: string, at: number): number {
  if (text.startsWith('//', at)) return at + (/[\r\n]/.exec(text.slice(at))?.index ?? text.length - at)
  if (!text.startsWith('/*', at)) return at
  const end = text.indexOf('*/', at + 2)
  return end < 0 ? text.length : end + 2
}

/** Whether what lies between two members ends in a comment that goes on to the end of its line. */
function endsInLineComment(text: string, from: number, to: number): boolean {
  const at = pastSpace(text, from, /[\s,]/)
  const end = commentEnd(text, at)
  if (at >= to || end === at) return false
  return (text.startsWith('//', at) && end >= to) || endsInLineComment(text, end, to)
}

function commaAfter(text: string, at: number): number | null {
  const next = past(text, at)
  return text[next] === ',' ? next : null
}

/** Behind the comments on the rest of this line, where there are any. */
function lineEnd(text: string, at: number): number {
  const comment = /^[ \t]*/.exec(text.slice(at))?.[0].length ?? 0
  const end = commentEnd(text, at + comment)
  return end > at + comment ? lineEnd(text, end) : at
}

/** Whether there are comments in an object of one member. */
const isCommented = (text: string, span: Span, only: Member): boolean =>
  text.slice(span.from + 1, only.from).includes('/') || text.slice(only.to, span.to - 1).includes('/')

function valueEnd(text: string, from: number): number {
  if (text[from] === '"') return stringEnd(text, from)
  let depth = 0
  let at = from
  while (at < text.length) {
    const c = text[at] as string
    if (c === '"') {
      at = stringEnd(text, at)
      continue
    }
    const comment = commentEnd(text, at)
    if (depth === 0 && (/[\s,\]}]/.test(c) || comment > at)) return at
    if (comment > at) {
      at = comment
      continue
    }
    if (c === '{' || c === '[') depth++
    if ((c === '}' || c === ']') && --depth === 0) return at + 1
    at++
  }
  return at
}

function stringEnd(text: string, from: number): number {
  let at = from + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}
