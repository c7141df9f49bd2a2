/** Counts and hashes the lines a change adds; the lines themselves go no further. */
import { diffArrays } from 'diff'
import { list, records } from './row.ts'

export interface LineChange {
  added: number
  removed: number
  line_hashes: string[]
}

/** Lines shorter than this, once normalised, are found in any file and would match by chance. */
const SHORTEST = 8
/** Hashes of one change at most: what is larger is generated, or moved. */
const MOST_HASHES = 1000

/** The form in which added lines are compared with merged diffs. */
export const normaliseLine = (line: string): string => line.trim().replace(/\s{2,}|[^\S ]/g, ' ')

export function hashed(lines: Iterable<string>, hashLine: (line: string) => string): string[] {
  const hashes: string[] = []
  for (const line of lines) {
    if (hashes.length === MOST_HASHES) break
    const normal = normaliseLine(line)
    if (normal.length >= SHORTEST) hashes.push(hashLine(normal))
  }
  return hashes
}

/** The lines of a patch as the agent records it, or null when it recorded none. */
export function ofPatch(patch: unknown, hashLine: (line: string) => string): LineChange | null {
  if (!Array.isArray(patch)) return null
  const added: string[] = []
  let removed = 0
  for (const hunk of records(patch)) {
    for (const line of list(hunk.lines)) {
      if (typeof line !== 'string') continue
      if (line.startsWith('+')) added.push(line.slice(1))
      else if (line.startsWith('-')) removed++
    }
  }
  return { added: added.length, removed, line_hashes: hashed(added, hashLine) }
}

/** Every line of a new text is an added one. */
export function ofText(content: string, hashLine: (line: string) => string): LineChange {
  const lines = linesOf(content)
  return { added: lines.length, removed: 0, line_hashes: hashed(lines, hashLine) }
}

/** The lines of a unified diff, or of any text in which added lines begin with `+` and removed ones with `-`. */
export function ofDiff(diff: string, hashLine: (line: string) => string): LineChange {
  const added: string[] = []
  let removed = 0
  let within = false
  for (const line of diff.split(/\r?\n/)) {
    if (line.startsWith('@@')) within = true
    else if (/^(?:diff --git|Index:) /.test(line)) within = false
    // Within a change these are lines that begin with `-- ` or `++ `.
    if (!within && /^(?:\+\+\+|---) /.test(line)) continue
    if (line.startsWith('+')) added.push(line.slice(1))
    else if (line.startsWith('-')) removed++
  }
  return { added: added.length, removed, line_hashes: hashed(added, hashLine) }
}

/** Texts that differ by more lines are not compared line by line. */
const MOST_EDITS = 2_000

/** The lines by which a text differs from what took its place; null where they differ too much to be compared. */
export function ofReplacement(
  before: string,
  after: string,
  hashLine: (line: string) => string,
): LineChange | null {
  const parts = diffArrays(linesOf(before), linesOf(after), { maxEditLength: MOST_EDITS })
  if (!parts) return null
  const added = parts.filter((part) => part.added).flatMap((part) => part.value)
  const removed = parts.filter((part) => part.removed).reduce((sum, part) => sum + part.value.length, 0)
  return { added: added.length, removed, line_hashes: hashed(added, hashLine) }
}

function linesOf(text: string): string[] {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines
}
