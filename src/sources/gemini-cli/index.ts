/** Gemini CLI: the chats it keeps of its sessions, one JSON object a line, or one object in older versions. */
import { join } from 'node:path'
import { JsonLines } from '../json-lines.ts'
import { type Row, record, records } from '../row.ts'
import type {
  Beginning,
  Machine,
  ReadResult,
  TranscriptFile,
  TranscriptReader,
  TranscriptSource,
} from '../source.ts'
import { Conversation, PARSER_VERSION } from './conversation.ts'
import { HARNESS } from './keys.ts'

const roots = ({ home, env }: Machine): string[] => [join(env.GEMINI_CLI_HOME || home, '.gemini', 'tmp')]

const partsOf = (path: string): string[] => path.split(/[\\/]/)

/** Beside chats lie logs of prompts, checkpoints, and what tools printed. */
const isElsewhere = (path: string): boolean => {
  const parts = partsOf(path)
  return parts.includes('.gemini') && !parts.includes('chats')
}

const acceptsLines = (path: string): boolean => path.endsWith('.jsonl') && !isElsewhere(path)

const acceptsDocument = (path: string): boolean =>
  /^(?:session|legacy)-.*\.json$/.test(partsOf(path).at(-1) ?? '') && !isElsewhere(path)

const isAbout = (row: Row): boolean =>
  typeof row.sessionId === 'string' && typeof row.projectHash === 'string' && !('id' in row)

const recognisesLines = ({ rows }: Beginning): boolean =>
  rows.some(
    (row) =>
      (isAbout(row) && !('messages' in row)) ||
      (row.type === 'gemini' && typeof row.id === 'string' && 'timestamp' in row),
  )

/** It may be longer than what is seen of it. */
const recognisesDocument = ({ text }: Beginning): boolean =>
  /^\s*\{/.test(text) &&
  /"sessionId"\s*:\s*"/.test(text) &&
  /"projectHash"\s*:\s*"/.test(text) &&
  /"messages"\s*:\s*\[/.test(text)

/** Takes one line, in the order in which the agent itself looks at it. */
function tellRow(chat: Conversation, row: Row): void {
  // What was gone back over was said and answered all the same.
  if (typeof row.$rewindTo === 'string') return
  if (typeof row.id === 'string') chat.message(row)
  else if (record(row.$set)) {
    const told = row.$set as Row
    chat.about(told)
    for (const message of records(told.messages)) chat.message(message, true)
  } else if (isAbout(row)) chat.about(row)
  else if (typeof row.type === 'string' && 'timestamp' in row) chat.message(row)
  else chat.telling.drop('unknown_record')
}

function open(file: TranscriptFile): TranscriptReader {
  const chat = new Conversation(file)
  const lines = new JsonLines(
    chat.telling,
    (row) => tellRow(chat, row),
    () => chat.end(),
  )
  return { line: (bytes) => lines.line(bytes), end: () => chat.result(lines.end()) }
}

function read(file: TranscriptFile, content: Buffer): ReadResult {
  const chat = new Conversation(file)
  const whole = parsed(content)
  if (whole && Array.isArray(whole.messages)) {
    chat.about(whole)
    const messages = records(whole.messages)
    chat.telling.rows = messages.length
    for (const message of messages) chat.message(message)
    chat.end()
  } else chat.telling.drop(whole ? 'unknown_record' : 'broken_line')
  return chat.result(chat.telling.result())
}

function parsed(content: Buffer): Row | null {
  try {
    return record(JSON.parse(content.toString('utf8')))
  } catch {
    return null
  }
}

export const geminiCli: TranscriptSource = {
  id: HARNESS,
  title: 'Gemini CLI',
  parserVersion: PARSER_VERSION,
  roots,
  formats: [
    { form: 'lines', accepts: acceptsLines, recognises: recognisesLines, open },
    { form: 'document', accepts: acceptsDocument, recognises: recognisesDocument, read },
  ],
}
