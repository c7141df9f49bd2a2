/** The tools of a task: rows that ask for leave or tell what was done, with how they ended from the conversation beside them. */
import { type LineChange, ofDiff, ofReplacement, ofText } from '../added-lines.ts'
import { count, label, list, type Row, record, records, text } from '../row.ts'
import type { Session, ToolStatus } from '../telling.ts'
import type { ToolName } from '../tool-names.ts'
import type { History } from './task-history.ts'
import { inText } from './task-usage.ts'

/** What rows call a tool, and what the model calls it. */
const NAMES: Readonly<Record<string, string>> = {
  editedExistingFile: 'replace_in_file',
  appliedDiff: 'apply_diff',
  newFileCreated: 'write_to_file',
  fileDeleted: 'delete_file',
  insertContent: 'insert_content',
  searchAndReplace: 'search_and_replace',
  readFile: 'read_file',
  listFiles: 'list_files',
  listFilesTopLevel: 'list_files',
  listFilesRecursive: 'list_files',
  listCodeDefinitionNames: 'list_code_definition_names',
  searchFiles: 'search_files',
  codebaseSearch: 'codebase_search',
  webFetch: 'web_fetch',
  webSearch: 'web_search',
  useSkill: 'use_skill',
  newTask: 'new_task',
  switchMode: 'switch_mode',
  updateTodoList: 'update_todo_list',
  runSlashCommand: 'run_slash_command',
}

interface Proposed {
  name: string
  named?: ToolName
  command?: string
  info: Row | null
}

/** A command that the model marked as needing leave ends with this word. */
const NEEDS_LEAVE = /REQ_APP$/

function proposedBy(row: Row): Proposed | null {
  const kind = text(row.say) ?? text(row.ask)
  const info = inText(row)
  switch (kind) {
    case 'tool': {
      const told = label(info?.tool)
      return told === null ? null : { name: (Object.hasOwn(NAMES, told) && NAMES[told]) || told, info }
    }
    case 'command': {
      const command = (text(row.text) ?? '').trimEnd().replace(NEEDS_LEAVE, '')
      return { name: 'execute_command', command, info: null }
    }
    case 'use_mcp_server':
    case 'use_mcp_tool': {
      const server = label(info?.serverName)?.toLowerCase() ?? null
      const name = label(info?.toolName) ?? label(info?.type) ?? 'use_mcp_tool'
      return { name, named: { tool: 'MCP', kind: 'mcp', mcp_server: server }, info }
    }
    case 'browser_action_launch':
    case 'browser_action':
      return { name: 'browser_action', info: null }
    default:
      return null
  }
}

export class TaskTools {
  readonly #session: Session
  readonly #history: History
  readonly #hashLine: (line: string) => string
  /** Whether rows tell leave that was given by `say`, and leave that was asked for by `ask`. */
  readonly #tellsLeave: boolean

  constructor(
    session: Session,
    o: { history: History; hashLine: (line: string) => string; tellsLeave: boolean },
  ) {
    this.#session = session
    this.#history = o.history
    this.#hashLine = o.hashLine
    this.#tellsLeave = o.tellsLeave
  }

  /** False where the row is of no tool. */
  row(row: Row, at: number, key: string): boolean {
    const proposed = proposedBy(row)
    if (!proposed) return false
    const { name, named, command, info } = proposed
    const tool = this.#session.tool(at, key, name, { command: command ?? null, ...(named ? { named } : {}) })
    const outcome = this.#history.outcomeOf(row, at, named ? 'use_mcp_tool' : name)
    const leave = this.#tellsLeave ? (text(row.say) === null ? 'user' : 'auto') : null
    if (outcome) {
      const { status } = outcome
      const decision = status === 'rejected' ? 'user' : leave
      tool.end({ at, status, duration_ms: null, decision, output: () => outcome.output })
    }
    const skill = name === 'use_skill' || name === 'skill' ? label(info?.path ?? info?.skill) : null
    if (skill) this.#session.feature(at, `${key}#skill`, 'skill', skill)
    if (info && this.#happened(outcome?.status ?? null, leave)) this.#changed(at, key, info)
    return true
  }

  /** What was done without asking was done, as far as told; what was asked for may have been refused. */
  #happened(status: ToolStatus | null, leave: string | null): boolean {
    return status === 'ok' || (status === null && leave === 'auto')
  }

  #changed(at: number, key: string, info: Row): void {
    const what = label(info.tool) ?? ''
    const op = Object.hasOwn(OPS, what) ? OPS[what] : undefined
    if (!op) return
    const files = list(info.batchDiffs).length > 0 ? records(info.batchDiffs) : [info]
    for (const file of files) {
      const path = text(file.path)
      if (path !== null) this.#session.change(at, key, path, op, sizeOf(file, op, this.#hashLine))
    }
  }
}

const OPS: Readonly<Record<string, 'create' | 'edit' | 'delete'>> = {
  ...{ newFileCreated: 'create', fileDeleted: 'delete', editedExistingFile: 'edit', appliedDiff: 'edit' },
  ...{ insertContent: 'edit', searchAndReplace: 'edit' },
}

type Size = { added: number | null; removed: number | null; line_hashes?: string[] }

/** By the diff; of a new file by its text; else by what some versions count themselves. */
function sizeOf(file: Row, op: string, hashLine: (line: string) => string): Size {
  if (op === 'delete') return { added: 0, removed: null }
  const content = text(file.content)
  const bodies = [file.diff, content, ...records(file.diffs).map((part) => part.content)]
  for (const body of bodies) {
    const size = typeof body === 'string' ? changeOf(body, hashLine) : null
    if (size) return size
  }
  if (op === 'create' && content !== null) return ofText(content, hashLine)
  const stats = record(file.diffStats)
  return { added: lines(stats?.added), removed: lines(stats?.removed) }
}

const lines = (told: unknown): number | null => {
  const n = count(told)
  return n !== null && Number.isInteger(n) && n <= MOST_LINES ? n : null
}
const MOST_LINES = 1e7

const SEARCH = /^(?:-{3,}|<{3,}) SEARCH>?\s*$/
const MIDDLE = /^={3,}\s*$/
const REPLACE = /^(?:\+{3,}|>{3,}) REPLACE>?\s*$/

/** Lines of a change by blocks that name what is searched and what takes its place, or by a diff; null for neither. */
export function changeOf(body: string, hashLine: (line: string) => string): LineChange | null {
  const lines = body.split(/\r?\n/)
  if (lines.some((line) => SEARCH.test(line))) return ofBlocks(lines, hashLine)
  const isDiff = lines.some((line) => /^@@ .*@@/.test(line)) && lines.some((line) => /^[+-]/.test(line))
  return isDiff ? ofDiff(body, hashLine) : null
}

/** Told between the markers, and no part of the file. */
const HINT = /^:(?:start_line|end_line):|^-{3,}\s*$/

function ofBlocks(lines: readonly string[], hashLine: (line: string) => string): LineChange | null {
  const total: LineChange = { added: 0, removed: 0, line_hashes: [] }
  let before: string[] | null = null
  let after: string[] | null = null
  for (const line of lines) {
    if (SEARCH.test(line)) {
      before = []
      after = null
    } else if (before && !after && MIDDLE.test(line)) after = []
    else if (before && after && REPLACE.test(line)) {
      const size = ofReplacement(before.join('\n'), after.join('\n'), hashLine)
      if (!size) return null
      total.added += size.added
      total.removed += size.removed
      for (const one of size.line_hashes) total.line_hashes.push(one)
      before = null
    } else if (after) after.push(line)
    else if (before && !(before.length === 0 && HINT.test(line))) before.push(line)
  }
  return total
}
