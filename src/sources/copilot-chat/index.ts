/** The chat of GitHub Copilot in VS Code: its chats as the editor keeps them, and its calls of models where spans are kept. */
import { join } from 'node:path'
import { userFolders } from '../editors.ts'
import { JsonLines } from '../json-lines.ts'
import { wholeRow } from '../row.ts'
import type {
  Beginning,
  Machine,
  ReadResult,
  TranscriptFile,
  TranscriptReader,
  TranscriptSource,
} from '../source.ts'
import { Telling } from '../telling.ts'
import { AGENT, tellChat } from './chat.ts'
import { Journal } from './journal.ts'
import { HARNESS } from './keys.ts'
import { readTraces } from './traces.ts'

const TRACES = 'agent-traces.db'

const roots = (machine: Machine): string[] =>
  userFolders(machine).flatMap((user) => [
    join(user, 'globalStorage/github.copilot-chat', TRACES),
    join(user, 'globalStorage/emptyWindowChatSessions'),
    join(user, 'workspaceStorage'),
  ])

/** Among what editors keep, chats lie in folders of their own; elsewhere they are what somebody exported. */
function isChat(path: string, ending: '.json' | '.jsonl'): boolean {
  const place = path.replaceAll('\\', '/')
  if (!place.endsWith(ending)) return false
  if (/\/(?:chatSessions|emptyWindowChatSessions)\/[^/]+$/.test(place)) return true
  if (/\/(?:workspaceStorage|globalStorage)\//.test(place)) return false
  return ending === '.jsonl' || /chat[^/]*$/i.test(place)
}

/** A journal begins with the whole of a chat, which may be longer than what is looked at. */
const beginsAsJournal = ({ text }: Beginning): boolean =>
  /^\s*\{"kind":0,"v":\{/.test(text) && /"(?:requests|creationDate|responderUsername)":/.test(text)

const beginsAsChat = ({ text }: Beginning): boolean =>
  /^\s*\{(?!\s*"kind")/.test(text) && /"responderUsername"\s*:/.test(text) && /"requests"\s*:/.test(text)

function openJournal(file: TranscriptFile): TranscriptReader {
  const telling = new Telling(AGENT, file)
  const journal = new Journal()
  return new JsonLines(
    telling,
    (row) => {
      if (!journal.take(row)) telling.drop('unknown_record')
    },
    () => {
      if (journal.state) tellChat(telling, journal.state)
    },
  )
}

function readChat(file: TranscriptFile, content: Buffer): ReadResult {
  const telling = new Telling(AGENT, file)
  const chat = wholeRow(content)
  telling.rows = Array.isArray(chat?.requests) ? chat.requests.length : 1
  if (!chat) telling.drop('broken_line')
  else if (!Array.isArray(chat.requests)) telling.drop('unknown_record')
  else tellChat(telling, chat)
  return telling.result()
}

export const copilotChat: TranscriptSource = {
  id: HARNESS,
  title: 'GitHub Copilot in VS Code',
  parserVersion: AGENT.parserVersion,
  roots,
  formats: [
    {
      form: 'database',
      accepts: (path) => /(?:^|[\\/])agent-traces\.db$/.test(path),
      recognises: ({ text }) => text.startsWith('SQLite format 3'),
      beside: (path) => [`${path}-wal`],
      read: readTraces,
    },
    {
      form: 'lines',
      accepts: (path) => isChat(path, '.jsonl'),
      recognises: beginsAsJournal,
      open: openJournal,
    },
    {
      form: 'document',
      accepts: (path) => isChat(path, '.json'),
      recognises: beginsAsChat,
      read: readChat,
    },
  ],
}
