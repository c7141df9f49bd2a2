/** The files that the tools of Goose change, and by how many lines. */
import { type LineChange, ofDiff, ofReplacement, ofText } from '../added-lines.ts'
import { path, type Row, text } from '../row.ts'

export interface Change {
  path: string
  op: 'create' | 'edit'
  size: LineChange | null
}

type HashLine = (line: string) => string

function replaced(before: unknown, after: unknown, hashLine: HashLine): LineChange | null {
  const [old, now] = [text(before), text(after)]
  return old === null || now === null ? null : ofReplacement(old, now, hashLine)
}

/** What a tool that worked changed; null for one that changes nothing. `answer` is how its answer begins. */
export function changeOf(name: string, input: Row, answer: string, hashLine: HashLine): Change | null {
  const file = path(input.path)
  if (file === null) return null
  if (name === 'edit') return { path: file, op: 'edit', size: replaced(input.before, input.after, hashLine) }
  if (name === 'write') {
    const content = text(input.content)
    const made = answer.startsWith('Created ') && content !== null
    return made
      ? { path: file, op: 'create', size: ofText(content, hashLine) }
      : { path: file, op: 'edit', size: null }
  }
  return name === 'text_editor' ? ofEditor(file, input, hashLine) : null
}

/** The editor of older versions: one tool with commands. It does not say whether it made a file or wrote over one. */
function ofEditor(file: string, input: Row, hashLine: HashLine): Change | null {
  const edit = (size: LineChange | null): Change => ({ path: file, op: 'edit', size })
  const diff = text(input.diff)
  switch (input.command) {
    case 'str_replace':
      return edit(diff === null ? replaced(input.old_str, input.new_str, hashLine) : ofDiff(diff, hashLine))
    case 'insert': {
      const added = text(input.new_str)
      return edit(added === null ? null : ofText(added, hashLine))
    }
    case 'write':
    case 'undo_edit':
      return edit(null)
    default:
      return null
  }
}
