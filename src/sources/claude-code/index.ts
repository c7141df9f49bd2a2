/** Claude Code: the transcripts it keeps below its configuration folder, one JSON object a line. */
import { join } from 'node:path'
import { type Row, record } from '../row.ts'
import type { Beginning, Machine, TranscriptSource } from '../source.ts'
import { ClaudeCodeReader } from './parse.ts'
import { retention } from './retention.ts'
import { neededRow } from './select.ts'
import { HARNESS, PARSER_VERSION } from './sessions.ts'

/** `CLAUDE_CONFIG_DIR` moves everything; a list, and the projects folder itself, are accepted as well. */
function configured(value: string): string[] {
  return value
    .split(',')
    .map((folder) => folder.trim())
    .filter(Boolean)
    .map((folder) => (/(?:^|[\\/])projects[\\/]?$/.test(folder) ? folder : join(folder, 'projects')))
}

/** The desktop application keeps a tree of its own for every session of an agent. */
function desktop({ home, env }: Machine): string[] {
  const sessions = 'local-agent-mode-sessions'
  return [
    join(home, 'Library/Application Support/Claude', sessions),
    join(env.XDG_CONFIG_HOME || join(home, '.config'), 'Claude', sessions),
    ...(env.APPDATA ? [join(env.APPDATA, 'Claude', sessions)] : []),
  ]
}

function roots(machine: Machine): string[] {
  const { home, env } = machine
  const moved = configured(env.CLAUDE_CONFIG_DIR ?? '')
  const usual = [
    join(home, '.claude/projects'),
    join(env.XDG_CONFIG_HOME || join(home, '.config'), 'claude/projects'),
  ]
  return [...(moved.length > 0 ? moved : usual), ...desktop(machine)]
}

/** Files that lie among transcripts and are none: journals, prompt history, spilled tool output, audit logs. */
function accepts(path: string): boolean {
  const parts = path.replaceAll('\\', '/').split('/')
  const name = parts.at(-1) ?? ''
  if (!name.endsWith('.jsonl') || name.startsWith('rollout-')) return false
  if (name === 'journal.jsonl' || name === 'history.jsonl' || parts.includes('tool-results')) return false
  const app = parts.lastIndexOf('local-agent-mode-sessions')
  return app < 0 || parts.indexOf('projects', app) > 0
}

/** Qwen Code took the envelope over; its messages are of another shape. */
const isOfQwenCode = (row: Row): boolean =>
  'usageMetadata' in row || 'systemPayload' in row || Array.isArray(record(row.message)?.parts)

/** Its rows name their session and kind; a file may begin with any number of rows that name no session. */
const recognises = ({ rows }: Beginning): boolean =>
  rows.some(
    (row) =>
      (typeof row.sessionId === 'string' &&
        typeof row.type === 'string' &&
        'uuid' in row &&
        !isOfQwenCode(row)) ||
      (row.type === 'summary' && 'leafUuid' in row) ||
      row.type === 'file-history-snapshot',
  )

export const claudeCode: TranscriptSource = {
  id: HARNESS,
  title: 'Claude Code',
  parserVersion: PARSER_VERSION,
  roots,
  formats: [{ form: 'lines', accepts, recognises, open: (file) => new ClaudeCodeReader(file, neededRow) }],
  retention,
}
