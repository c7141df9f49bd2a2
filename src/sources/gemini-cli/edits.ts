/** What a tool changed in a file, as Gemini CLI and its forks record it. */
import { MAX_COUNT } from '../../facts/field.ts'
import { type LineChange, ofDiff, ofReplacement, ofText } from '../added-lines.ts'
import { type Row, record, text } from '../row.ts'
import type { ToolName } from '../tool-names.ts'

export interface Edit {
  path: string
  op: 'create' | 'edit'
  size: { added: number | null; removed: number | null; line_hashes: string[] }
}

type Hash = (line: string) => string

const UNKNOWN: Edit['size'] = { added: null, removed: null, line_hashes: [] }

/** The path a tool was given. */
export const pathOf = (args: Row | null): string | null => text(args?.file_path) ?? text(args?.absolute_path)

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_COUNT

/**
 * The change a successful tool made; null for a tool that changes no file, or does not say which. `result` is what is
 * shown to a person, `output` what the model was told.
 */
export function editOf(
  { tool }: ToolName,
  args: Row | null,
  result: unknown,
  output: string,
  hash: Hash,
): Edit | null {
  if (tool !== 'Edit' && tool !== 'Create') return null
  const shown = record(result)
  const path = pathOf(args) ?? text(shown?.filePath)
  if (path === null) return null
  const op = isNew(tool, args, shown, output) ? 'create' : 'edit'
  const diff = shown?.fileDiffTruncated === true ? null : text(shown?.fileDiff)
  const told = diff === null ? ofArguments(op, args, output, hash) : ofDiff(diff, hash)
  const { added, removed } = linesOf(record(shown?.diffStat)) ?? told
  return { path, op, size: { added, removed, line_hashes: told.line_hashes } }
}

/** Lines of the model; what a person changed in its proposal is not counted. */
function linesOf(stat: Row | null): { added: number; removed: number } | null {
  const added = stat?.model_added_lines ?? stat?.ai_added_lines
  const removed = stat?.model_removed_lines ?? stat?.ai_removed_lines
  return isCount(added) && isCount(removed) ? { added, removed } : null
}

function isNew(tool: string, args: Row | null, shown: Row | null, output: string): boolean {
  if (typeof shown?.isNewFile === 'boolean') return shown.isNewFile
  if (/^(?:Successfully created and wrote to new file|Created new file)\b/m.test(output.slice(0, 1000)))
    return true
  if (shown && 'originalContent' in shown) return shown.originalContent === null
  return tool === 'Edit' && args?.old_string === ''
}

/** Of a file that was written anew the arguments do not tell which of its lines are. */
function ofArguments(op: Edit['op'], args: Row | null, output: string, hash: Hash): Edit['size'] {
  const content = text(args?.content)
  if (content !== null) return op === 'create' ? ofText(content, hash) : UNKNOWN
  const after = text(args?.new_string)
  if (after === null) return UNKNOWN
  if (op === 'create') return ofText(after, hash)
  const before = text(args?.old_string)
  const change = before === null ? null : ofReplacement(before, after, hash)
  return change ? times(change, replacements(output)) : UNKNOWN
}

/** In how many places it was replaced. */
const replacements = (output: string): number =>
  Math.max(Number(/\((\d{1,6}) replacements?\)/.exec(output.slice(0, 10_000))?.[1] ?? 1), 1)

const times = ({ added, removed, line_hashes }: LineChange, n: number): Edit['size'] => ({
  added: added * n,
  removed: removed * n,
  line_hashes,
})
