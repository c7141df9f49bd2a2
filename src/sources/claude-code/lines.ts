/** Counts and hashes the lines a change adds; the lines themselves go no further. */
import { list, records } from './row.ts'

export interface LineChange {
  added: number
  removed: number
  line_hashes: string[]
}

/** Lines shorter than this, once normalised, are found in any file and would match by chance. */
const SHORTEST = 8
/** Longest list of labels a fact may carry. */
const MOST_HASHES = 1000

/** The form in which added lines are compared with merged diffs. */
export const normaliseLine = (line: string): string => line.trim().replace(/\s{2,}|[^\S ]/g, ' ')

function hashed(lines: Iterable<string>, hashLine: (line: string) => string): string[] {
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
  const lines = content.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return { added: lines.length, removed: 0, line_hashes: hashed(lines, hashLine) }
}
