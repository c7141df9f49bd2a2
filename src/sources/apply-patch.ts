/** Reads the patches of the `apply_patch` tool: which files they change, and by how many lines. */

export interface PatchedFile {
  path: string
  op: 'create' | 'edit' | 'delete'
  /** Lines; null where the patch does not tell, as of a file that is deleted. */
  added: number | null
  removed: number | null
  /** The lines that are added, as far as told. */
  added_lines: string[]
}

const BEGIN = '*** Begin Patch'
const END = '*** End Patch'
const FILE = /^\*\*\* (Add|Update|Delete) File: (.+)$/
const MOVE = /^\*\*\* Move to: (.+)$/
const OPS = { Add: 'create', Update: 'edit', Delete: 'delete' } as const

/** A call of the tool within a shell command, by a here-document or with the patch as its argument. */
const CALL = /(?:^|[\s;&|("'])apply_?patch["']?\s/

/** The part of a shell command from the first patch on that is given to the tool; null where none is. */
export function patchIn(command: string): string | null {
  const begin = command.indexOf(BEGIN)
  return begin >= 0 && CALL.test(command.slice(0, begin)) ? command.slice(begin) : null
}

/**
 * The files of all patches of a text, each once. Of a patch that is cut off, the size of its last file is unknown, and
 * files after the cut are not there.
 */
export function filesOf(text: string): PatchedFile[] {
  const files = new Map<string, PatchedFile>()
  let current: PatchedFile | null = null
  let within = false
  const lines = text.split(/\r?\n/)
  // A line that is cut off may hold half a path.
  if (text.lastIndexOf(END) < text.lastIndexOf(BEGIN)) lines.pop()
  for (const line of lines) {
    if (line.startsWith(BEGIN)) within = true
    else if (!within) continue
    else if (line.startsWith(END)) {
      into(files, current)
      current = null
      within = false
    } else if (line.startsWith('*** ')) {
      const [, what, path] = FILE.exec(line) ?? []
      const moved = MOVE.exec(line)?.[1]
      if (what && path) {
        into(files, current)
        current = begun(OPS[what as keyof typeof OPS], path.trim())
      } else if (moved && current) current.path = moved.trim()
    } else if (current) count(current, line)
  }
  if (current) into(files, { ...current, added: null, removed: null })
  return [...files.values()]
}

const begun = (op: PatchedFile['op'], path: string): PatchedFile =>
  op === 'delete'
    ? { path, op, added: 0, removed: null, added_lines: [] }
    : { path, op, added: 0, removed: 0, added_lines: [] }

function count(file: PatchedFile, line: string): void {
  if (line.startsWith('+') && file.added !== null) {
    file.added++
    file.added_lines.push(line.slice(1))
  }
  if (line.startsWith('-') && file.removed !== null) file.removed++
}

const sum = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b)

function into(files: Map<string, PatchedFile>, file: PatchedFile | null): void {
  if (!file) return
  const before = files.get(file.path)
  const added_lines = before?.added_lines ?? []
  for (const line of file.added_lines) added_lines.push(line)
  files.set(file.path, {
    ...file,
    // A file that is made and then edited is still a new one.
    op: before?.op === 'create' && file.op === 'edit' ? 'create' : file.op,
    added: before ? sum(before.added, file.added) : file.added,
    removed: before ? sum(before.removed, file.removed) : file.removed,
    added_lines,
  })
}
