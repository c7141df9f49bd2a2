/** Qwen Code: the transcripts it keeps of its sessions and their sub-agents, one JSON object a line. */
import { join } from 'node:path'
import { type Row, record } from '../row.ts'
import type { Beginning, Machine, TranscriptSource } from '../source.ts'
import { HARNESS } from './names.ts'
import { PARSER_VERSION, QwenCodeReader } from './transcript.ts'

/** A leading `~` is the home folder, since these variables are read by the agent and not by a shell. */
const expanded = (folder: string, home: string): string => folder.replace(/^~(?=$|[\\/])/, () => home)

/** What it writes at work may lie elsewhere than its settings. Versions of 2025 wrote below `tmp`. */
function roots({ home, env }: Machine): string[] {
  const base = env.QWEN_RUNTIME_DIR || env.QWEN_HOME || join(home, '.qwen')
  const folders = [expanded(base, home), ...(env.QWEN_DATA_DIR ? [expanded(env.QWEN_DATA_DIR, home)] : [])]
  return folders.flatMap((folder) => [join(folder, 'projects'), join(folder, 'tmp')])
}

/** Beside transcripts lie logs, histories of the shell and lists of tasks. */
function accepts(path: string): boolean {
  const parts = path.split(/[\\/]/)
  if (!path.endsWith('.jsonl')) return false
  return !parts.includes('.qwen') || parts.includes('chats') || parts.includes('subagents')
}

/** Rows with the messages of Google's library, in an envelope of their own. */
const isOwn = (row: Row): boolean =>
  typeof row.sessionId === 'string' &&
  typeof row.uuid === 'string' &&
  (Array.isArray(record(row.message)?.parts) ||
    'usageMetadata' in row ||
    (row.type === 'system' && record(row.systemPayload) !== null))

const recognises = ({ rows }: Beginning): boolean => rows.some(isOwn)

export const qwenCode: TranscriptSource = {
  id: HARNESS,
  title: 'Qwen Code',
  parserVersion: PARSER_VERSION,
  roots,
  formats: [{ form: 'lines', accepts, recognises, open: (file) => new QwenCodeReader(file) }],
}
