/** The files that a tool changed, by what it recorded or else by what it was asked for. */
import { type LineChange, ofDiff, ofReplacement, ofText } from '../added-lines.ts'
import { filesOf } from '../apply-patch.ts'
import { type Row, record, records, text } from '../row.ts'
import type { ToolTold } from './tools.ts'

export interface Changed {
  path: string
  op: 'create' | 'edit' | 'delete'
  size: LineChange | Size
}

interface Size {
  added: number | null
  removed: number | null
  line_hashes?: string[]
}

type Hash = (line: string) => string

const UNKNOWN: Size = { added: null, removed: null }
const OPS: Readonly<Record<string, Changed['op']>> = {
  add: 'create',
  added: 'create',
  delete: 'delete',
  deleted: 'delete',
}

const opOf = (told: unknown): Changed['op'] =>
  typeof told === 'string' && Object.hasOwn(OPS, told) ? (OPS[told] ?? 'edit') : 'edit'

const lines = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 1e9 ? value : null

/** Of one file: its diff, else the counts beside it. */
function sizeOf(told: Row, hash: Hash): LineChange | Size {
  const diff = text(told.patch) ?? text(told.diff)
  return diff ? ofDiff(diff, hash) : { added: lines(told.additions), removed: lines(told.deletions) }
}

/** What tools for patches record, and in later versions those for edits. */
function recorded(files: readonly Row[], hash: Hash): Changed[] {
  return files.flatMap((file) => {
    const path = text(file.movePath) ?? text(file.filePath) ?? text(file.file)
    return path ? [{ path, op: opOf(file.type ?? file.status), size: sizeOf(file, hash) }] : []
  })
}

const pathOf = ({ input, metadata }: ToolTold): string | null =>
  text(input.filePath) ??
  text(input.path) ??
  text(metadata.filepath) ??
  text(record(metadata.filediff)?.file) ??
  null

/** Several edits of one file, which recorded one diff each. */
function edits(results: readonly Row[], hash: Hash): LineChange | Size {
  const sizes = results.map((result) =>
    sizeOf({ ...(record(result.filediff) ?? {}), ...(text(result.diff) ? { diff: result.diff } : {}) }, hash),
  )
  const sum = (of: 'added' | 'removed') =>
    sizes.reduce<number | null>((all, size) => (all === null || size[of] === null ? null : all + size[of]), 0)
  return {
    added: sum('added'),
    removed: sum('removed'),
    line_hashes: sizes.flatMap((size) => size.line_hashes ?? []),
  }
}

function edited(tool: ToolTold, hash: Hash): LineChange | Size {
  const { input, metadata } = tool
  const results = records(metadata.results)
  if (results.length > 0) return edits(results, hash)
  if (text(metadata.diff) || record(metadata.filediff)) return edits([metadata], hash)
  const before = text(input.oldString)
  const after = text(input.newString)
  // Of all places that were changed only one is told.
  if (before === null || after === null || input.replaceAll === true) return UNKNOWN
  return ofReplacement(before, after, hash) ?? UNKNOWN
}

/** Whether a written file was there before; null where that is not told. */
function existed({ metadata, output }: ToolTold): boolean | null {
  if (typeof metadata.exists === 'boolean') return metadata.exists
  if (typeof metadata.existed === 'boolean') return metadata.existed
  return output.startsWith('Created file') ? false : output.startsWith('Wrote file') ? true : null
}

function written(tool: ToolTold, path: string, hash: Hash): Changed {
  const content = text(tool.input.content)
  if (existed(tool) === false)
    return { path, op: 'create', size: content === null ? UNKNOWN : ofText(content, hash) }
  const diff = text(tool.metadata.diff)
  return { path, op: 'edit', size: diff ? ofDiff(diff, hash) : UNKNOWN }
}

/** `canonical` is the name that the tools of all agents have in common. */
export function changesOf(tool: ToolTold, canonical: string, hash: Hash): Changed[] {
  if (canonical !== 'Edit' && canonical !== 'Create') return []
  const files = recorded(records(tool.metadata.files), hash)
  if (files.length > 0) return files
  const patch = text(tool.input.patchText)
  if (patch !== null)
    return filesOf(patch).map(({ path, op, added, removed, added_lines }) => ({
      path,
      op,
      size: { ...ofDiff(added_lines.map((line) => `+${line}`).join('\n'), hash), added, removed },
    }))
  const path = pathOf(tool)
  if (path === null) return []
  if (canonical === 'Create') return [written(tool, path, hash)]
  // An edit of nothing makes the file.
  const op = tool.input.oldString === '' ? 'create' : 'edit'
  return [{ path, op, size: edited(tool, hash) }]
}
