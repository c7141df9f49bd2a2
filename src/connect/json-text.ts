/** Changes one object inside the text of a JSON file, with comments or without; every other character stays what it was. */

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

/** The text with spaces in place of comments: every other character stays where it is. */
export const withoutComments = (text: string): string =>
  text.replace(/"(?:[^"\\]|\\[\s\S])*"|\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g, (part) =>
    part.startsWith('"') ? part : part.replace(/[^\r\n]/g, ' '),
  )

/**
 * Sets a value in the object of that name at the top, which is made if it is not there. The text is a valid JSON object,
 * which may have comments.
 */
export function setIn(text: string, object: string, name: string, value: string | boolean): string {
  const bare = withoutComments(text)
  const root = spanAt(bare, bare.indexOf('{'))
  const holder = root.members.findLast((m) => m.key === object)
  if (!holder) return setIn(inserted(text, root, object, '{}'), object, name, value)
  const inner = spanAt(bare, holder.valueFrom)
  const written = JSON.stringify(value)
  // Of several members of one name the last one counts.
  const found = inner.members.findLast((m) => m.key === name)
  if (!found) return inserted(text, inner, name, written)
  return text.slice(0, found.valueFrom) + written + text.slice(found.to)
}

/** Takes a member out of that object, and the object too if nothing is left in it. */
export function removeIn(text: string, object: string, name: string): string {
  const bare = withoutComments(text)
  const root = spanAt(bare, bare.indexOf('{'))
  const holder = root.members.findLastIndex((m) => m.key === object)
  const inner = root.members[holder] && spanAt(bare, root.members[holder].valueFrom)
  const at = inner?.members.findIndex((m) => m.key === name) ?? -1
  if (!inner || at < 0) return text
  if (inner.members.length === 1 && isBlank(around(text, inner))) return without(text, root, holder)
  return removeIn(without(text, inner, at), object, name)
}

const isBlank = (text: string): boolean => text.trim() === ''

/** What stands in an object of one member beside that. */
const around = (text: string, { from, to, members: [only] }: Span): string =>
  only ? text.slice(from + 1, only.from) + text.slice(only.to, to - 1) : text.slice(from + 1, to - 1)

/** A comment that ends the line. */
const REMARK = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/)(?=[ \t]*(?:\r?\n|$))/

function inserted(text: string, span: Span, name: string, value: string): string {
  const bare = withoutComments(text)
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const pair = `${JSON.stringify(name)}: ${value}`
  const [first, last] = [span.members[0], span.members.at(-1)]
  if (first && last) {
    const gap = bare.slice(span.from + 1, first.from)
    if (!gap.includes('\n')) return `${text.slice(0, last.to)}, ${pair}${text.slice(last.to)}`
    const remark = REMARK.exec(text.slice(last.to))?.[0] ?? ''
    const between = newline + gap.slice(gap.lastIndexOf('\n') + 1)
    return `${text.slice(0, last.to)},${remark}${between}${pair}${text.slice(last.to + remark.length)}`
  }
  const alone = text.trim().length === span.to - span.from
  const inside = around(text, span)
  if (!alone && !text.trim().includes('\n')) return replaced(text, span, `{${pair}${inside}}`)
  const outer = /^[ \t]*/.exec(bare.slice(bare.lastIndexOf('\n', span.from) + 1))?.[0] ?? ''
  const unit = /\n([ \t]+)\S/.exec(bare)?.[1] ?? '  '
  const kept = isBlank(inside) ? `${newline}${outer}` : inside
  return replaced(text, span, `{${newline}${outer}${unit}${pair}${kept}}`)
}

function without(text: string, span: Span, at: number): string {
  const [before, gone, after] = [span.members[at - 1], span.members[at], span.members[at + 1]]
  if (!gone) return text
  const bare = withoutComments(text)
  if (after) {
    const comma = bare.indexOf(',', gone.to)
    return text.slice(0, gone.from) + text.slice(past(text, comma + 1, SPACE))
  }
  if (!before) {
    const rest = text.slice(0, gone.from) + text.slice(gone.to)
    return isBlank(around(text, span)) ? replaced(text, span, '{}') : rest
  }
  const comma = bare.indexOf(',', before.to)
  const kept = text.slice(before.to, comma) + text.slice(comma + 1, gone.from)
  const rest = text.slice(gone.to)
  // A comment to the end of its line must not reach what follows.
  const told = isBlank(kept) ? '' : /^[ \t]*\r?\n/.test(rest) ? kept.trimEnd() : kept
  return text.slice(0, before.to) + told + rest
}

const replaced = (text: string, { from, to }: Span, by: string): string =>
  text.slice(0, from) + by + text.slice(to)

/** Reads the object that begins here. */
function spanAt(text: string, from: number): Span {
  const members: Member[] = []
  let at = past(text, from + 1, SPACE)
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

function past(text: string, from: number, what: RegExp): number {
  let at = from
  while (at < text.length && what.test(text[at] as string)) at++
  return at
}

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
    if (depth === 0 && /[\s,\]}]/.test(c)) return at
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
