/** The files that the tools of the chat change, as far as their arguments tell. */
import { hashed, type LineChange, ofReplacement, ofText } from '../added-lines.ts'
import { filesOf } from '../apply-patch.ts'
import { type Row, records, text } from '../row.ts'
import type { Session } from '../telling.ts'

export type HashLine = (line: string) => string
type Changing = (session: Session, at: number, key: string, input: Row, hashLine: HashLine) => void

const UNKNOWN = { added: null, removed: null }

function replaced(edit: Row, hashLine: HashLine): LineChange | typeof UNKNOWN {
  const before = text(edit.oldString)
  const after = text(edit.newString)
  return (before === null || after === null ? null : ofReplacement(before, after, hashLine)) ?? UNKNOWN
}

const create: Changing = (session, at, key, input, hashLine) => {
  const path = text(input.filePath)
  const content = text(input.content)
  if (path) session.change(at, key, path, 'create', content === null ? UNKNOWN : ofText(content, hashLine))
}

const replace: Changing = (session, at, key, input, hashLine) => {
  const path = text(input.filePath)
  if (path) session.change(at, key, path, 'edit', replaced(input, hashLine))
}

/** What one call replaces in one file is one change of it. */
const replaceAll: Changing = (session, at, key, input, hashLine) => {
  const byPath = new Map<string, (LineChange | typeof UNKNOWN)[]>()
  for (const edit of records(input.replacements)) {
    const path = text(edit.filePath)
    if (path) byPath.set(path, [...(byPath.get(path) ?? []), replaced(edit, hashLine)])
  }
  for (const [path, parts] of byPath) {
    const known = parts.filter((part): part is LineChange => part.added !== null)
    const size =
      known.length < parts.length
        ? UNKNOWN
        : {
            added: known.reduce((sum, part) => sum + part.added, 0),
            removed: known.reduce((sum, part) => sum + part.removed, 0),
            line_hashes: known.flatMap((part) => part.line_hashes),
          }
    session.change(at, key, path, 'edit', size)
  }
}

/** It is given code with gaps, which is fitted into the file by another model. */
const insert: Changing = (session, at, key, input) => {
  const path = text(input.filePath)
  if (path) session.change(at, key, path, 'edit', UNKNOWN)
}

const patch: Changing = (session, at, key, input, hashLine) => {
  for (const { path, op, added_lines, ...size } of filesOf(text(input.input) ?? ''))
    session.change(at, key, path, op, { ...size, line_hashes: hashed(added_lines, hashLine) })
}

const CHANGING: ReadonlyMap<string, Changing> = new Map([
  ['create_file', create],
  ['replace_string_in_file', replace],
  ['multi_replace_string_in_file', replaceAll],
  ['insert_edit_into_file', insert],
  ['edit_notebook_file', insert],
  ['apply_patch', patch],
])

export const changing = (tool: string): Changing | undefined => CHANGING.get(tool)
