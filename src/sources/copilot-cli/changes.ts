/** The files that the tools of Copilot CLI change, as far as their arguments tell. */
import { hashed, type LineChange, ofReplacement, ofText } from '../added-lines.ts'
import { filesOf } from '../apply-patch.ts'
import { type Row, text } from '../row.ts'
import type { Session } from '../telling.ts'

export type HashLine = (line: string) => string

/** Arguments are an object, or the text of a patch. */
export interface Arguments {
  fields: Row
  patch: string | null
}

const UNKNOWN = { added: null, removed: null }

const replaced = (edit: Row, hashLine: HashLine): LineChange | typeof UNKNOWN => {
  const before = text(edit.old_str)
  const after = text(edit.new_str)
  return (before === null || after === null ? null : ofReplacement(before, after, hashLine)) ?? UNKNOWN
}

const written = (content: string | null, hashLine: HashLine): LineChange | typeof UNKNOWN =>
  content === null ? UNKNOWN : ofText(content, hashLine)

type Changing = (session: Session, at: number, key: string, told: Arguments, hashLine: HashLine) => void

const create: Changing = (session, at, key, { fields }, hashLine) => {
  const path = text(fields.path)
  const content = text(fields.file_text) ?? text(fields.content)
  if (path) session.change(at, key, path, 'create', written(content, hashLine))
}

const edit: Changing = (session, at, key, { fields }, hashLine) => {
  const path = text(fields.path)
  if (path) session.change(at, key, path, 'edit', replaced(fields, hashLine))
}

const insert: Changing = (session, at, key, { fields }, hashLine) => {
  const path = text(fields.path)
  const added = text(fields.insert_text) ?? text(fields.new_str)
  if (path) session.change(at, key, path, 'edit', written(added, hashLine))
}

const patch: Changing = (session, at, key, { fields, patch: told }, hashLine) => {
  for (const { path, op, added_lines, ...size } of filesOf(
    told ?? text(fields.input) ?? text(fields.patch) ?? '',
  ))
    session.change(at, key, path, op, { ...size, line_hashes: hashed(added_lines, hashLine) })
}

const COMMANDS: ReadonlyMap<unknown, Changing> = new Map([
  ['create', create],
  ['str_replace', edit],
  ['insert', insert],
])

const editor: Changing = (session, at, key, told, hashLine) =>
  COMMANDS.get(told.fields.command)?.(session, at, key, told, hashLine)

const CHANGING: ReadonlyMap<string, Changing> = new Map([
  ['create', create],
  ['write', create],
  ['edit', edit],
  ['apply_patch', patch],
  ['str_replace_editor', editor],
])

export const changing = (tool: string): Changing | undefined => CHANGING.get(tool)
