/** Reads the diff that pi shows of an edit: every line bears its sign, its number and its text. */
import { hashed, type LineChange } from '../added-lines.ts'

const NUMBERED = /^([+-]) *\d+ ?(.*)$/

export function ofNumberedDiff(diff: string, hashLine: (line: string) => string): LineChange {
  const added: string[] = []
  let removed = 0
  for (const line of diff.split('\n')) {
    const [, sign, text] = NUMBERED.exec(line) ?? []
    if (sign === '+') added.push(text ?? '')
    else if (sign === '-') removed++
  }
  return { added: added.length, removed, line_hashes: hashed(added, hashLine) }
}
