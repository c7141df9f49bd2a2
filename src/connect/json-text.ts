/** Changes one object inside the text of a JSON file; every other character stays what it was. */

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

/** Sets a string in the object of that name at the top, which is made if it is not there. The text is valid JSON, an object. */
export function setIn(text: string, object: string, name: string, value: string): string {
  const root = spanAt(text, text.indexOf('{'))
  const holder = root.members.findLast((m) => m.key === object)
  if (!holder) return setIn(inserted(text, root, object, '{}'), object, name, value)
  const inner = spanAt(text, holder.valueFrom)
  const written = JSON.stringify(value)
  // Of several members of one name the last one counts.
  const found = inner.members.findLast((m) => m.key === name)
  if (!found) return inserted(text, inner, name, written)
  return text.slice(0, found.valueFrom) + written + text.slice(found.to)
}

/** Takes a member out of that object, and the object too if nothing is left in it. */
export function removeIn(text: string, object: string, name: string): string {
  const root = spanAt(text, text.indexOf('{'))
  const holder = root.members.findLastIndex((m) => m.key === object)
  const inner = root.members[holder] && spanAt(text, root.members[holder].valueFrom)
  const at = inner?.members.findIndex((m) => m.key === name) ?? -1
  if (!inner || at < 0) return text
  if (inner.members.length === 1) return without(text, root, holder)
  return removeIn(without(text, inner, at), object, name)
}

function inserted(text: string, span: Span, name: string, value: string): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const pair = `${JSON.stringify(name)}: ${value}`
  const [first, last] = [span.members[0], span.members.at(-1)]
  if (first && last) {
    const gap = text.slice(span.from + 1, first.from)
    const between = gap.includes('\n') ? newline + gap.slice(gap.lastIndexOf('\n') + 1) : ' '
    return `${text.slice(0, last.to)},${between}${pair}${text.slice(last.to)}`
  }
  const alone = text.trim().length === span.to - span.from
  if (!alone && !text.trim().includes('\n')) return replaced(text, span, `{${pair}}`)
  const outer = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', span.from) + 1))?.[0] ?? ''
  const unit = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  '
  return replaced(text, span, `{${newline}${outer}${unit}${pair}${newline}${outer}}`)
}

function without(text: string, span: Span, at: number): string {
  const [before, gone, after] = [span.members[at - 1], span.members[at], span.members[at + 1]]
  if (!gone) return text
  if (after) return text.slice(0, gone.from) + text.slice(after.from)
  if (before) return text.slice(0, before.to) + text.slice(gone.to)
  return replaced(text, span, '{}')
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
