/** The files that the tools of Droid change, as far as their input tells. */
import { hashed, type LineChange, ofReplacement, ofText } from '../added-lines.ts'
import { filesOf } from '../apply-patch.ts'
import { type Row, records, text } from '../row.ts'
import type { Session } from '../telling.ts'

export type HashLine = (line: string) => string

const UNKNOWN = { added: null, removed: null }

/** One replacement; how often one that is made everywhere is made is not told. */
function replaced(edit: Row, hashLine: HashLine): LineChange | typeof UNKNOWN {
  const before = text(edit.old_str) ?? text(edit.old_string)
  const after = text(edit.new_str) ?? text(edit.new_string)
  if (before === null || after === null || edit.change_all === true || edit.replace_all === true)
    return UNKNOWN
  return ofReplacement(before, after, hashLine) ?? UNKNOWN
}

/** Several replacements in one file; unknown where one of them is. */
function together(edits: readonly Row[], hashLine: HashLine): LineChange | typeof UNKNOWN {
  const parts = edits.map((edit) => replaced(edit, hashLine))
  if (parts.length === 0 || parts.some((part) => part.added === null)) return UNKNOWN
  const known = parts as LineChange[]
  return {
    added: known.reduce((sum, part) => sum + part.added, 0),
    removed: known.reduce((sum, part) => sum + part.removed, 0),
    line_hashes: known.flatMap((part) => part.line_hashes),
  }
}

type Changing = (session: Session, at: number, key: string, input: Row, hashLine: HashLine) => void

const create: Changing = (session, at, key, input, hashLine) => {
  const path = text(input.file_path)
  const content = text(input.content)
  if (path) session.change(at, key, path, 'create', content === null ? UNKNOWN : ofText(content, hashLine))
}

const edit: Changing = (session, at, key, input, hashLine) => {
  const path = text(input.file_path)
  if (path) session.change(at, key, path, 'edit', replaced(input, hashLine))
}

const multiEdit: Changing = (session, at, key, input, hashLine) => {
  const path = text(input.file_path)
  const edits = records(input.changes ?? input.edits)
  if (path) session.change(at, key, path, 'edit', together(edits, hashLine))
}

const patch: Changing = (session, at, key, input, hashLine) => {
  for (const { path, op, added_lines, ...size } of filesOf(text(input.input) ?? text(input.patch) ?? ''))
    session.change(at, key, path, op, { ...size, line_hashes: hashed(added_lines, hashLine) })
}

const CHANGING: ReadonlyMap<string, Changing> = new Map([
  ['Create', create],
  ['Write', create],
  ['Edit', edit],
  ['MultiEdit', multiEdit],
  ['ApplyPatch', patch],
])

export const changing = (tool: string): Changing | undefined => CHANGING.get(tool)
