/** OpenClaw: the conversations of its agents, in the form of pi, which it is built on. */
import { join } from 'node:path'
import { JsonLines } from '../json-lines.ts'
import { Conversation, type Ways } from '../pi/conversation.ts'
import { isConversation, ofOpenClaw } from '../pi/recognise.ts'
import { label, type Row, record, text, wholeRow } from '../row.ts'
import type {
  Beginning,
  Database,
  Machine,
  ReadResult,
  TranscriptFile,
  TranscriptReader,
  TranscriptSource,
} from '../source.ts'
import { Telling } from '../telling.ts'

const AGENT = { harness: 'openclaw', parserVersion: 2 }

/** What wakes an agent stands in the words of the user. */
const WAKING = /^\s*(?:\[cron:|System: \[|System \(untrusted\): \[|Read HEARTBEAT\.md |\[Subagent Context\])/

function fromElsewhere(message: Row): boolean {
  const kind = label(record(message.provenance)?.kind)
  return kind !== null && kind !== 'external_user'
}

const WAYS: Ways = {
  // What was delivered to a channel is written again as a message of a model that is none.
  synthetic: (message) => message.provider === 'openclaw',
  typed: (message, text) => !fromElsewhere(message) && !WAKING.test(text),
}

/** `<id>.jsonl`, `<id>-topic-<thread>.jsonl`; with a time behind it when it was reset or deleted. */
const NAME = /(?:^|[\\/])([^\\/]+?)(?:-topic-[^\\/.]+)?\.jsonl(?:\.(?:reset|deleted)\.[^\\/]+)?$/

const idOf = (path: string): string | null => NAME.exec(path)?.[1] ?? null

function open(file: TranscriptFile): TranscriptReader {
  const telling = new Telling(AGENT, file)
  const conversation = new Conversation(telling, WAYS, idOf(file.path))
  return new JsonLines(telling, (row) => conversation.row(row))
}

/** Newer versions keep the same entries as rows of a database, one below the other. */
function read(file: TranscriptFile, database: Database): ReadResult {
  const telling = new Telling(AGENT, file)
  const columns = database.columns('transcript_events')
  if (!columns.has('event_json') || !columns.has('created_at')) return telling.result()
  const since = Number(file.since) || 0
  let latest = since
  const conversations = new Map<string, Conversation>()
  // A conversation is read as a whole: what is new in it carries on from what is old.
  const rows = database.rows(
    `SELECT session_id, event_json, created_at FROM transcript_events
     WHERE session_id IN (SELECT session_id FROM transcript_events WHERE created_at >= ?) ORDER BY session_id, seq`,
    since,
  )
  for (const { session_id, event_json, created_at } of rows) {
    telling.rows++
    if (typeof created_at === 'number' && created_at > latest) latest = created_at
    const json = text(event_json)
    const row = json === null ? null : wholeRow(Buffer.from(json))
    const id = label(session_id)
    if (row) conversationOf(id).row(row)
    // Long entries may be compressed, in a column of their own.
    else telling.drop(json === null ? 'unknown_record' : 'broken_line')
  }
  telling.readTo = String(latest)
  return telling.result()

  function conversationOf(id: string | null): Conversation {
    const known = conversations.get(id ?? '')
    if (known) return known
    const made = new Conversation(telling, WAYS, id)
    conversations.set(id ?? '', made)
    return made
  }
}

function roots({ home, env }: Machine): string[] {
  if (env.OPENCLAW_STATE_DIR) return [join(env.OPENCLAW_STATE_DIR, 'agents')]
  const places = ['.openclaw', '.clawdbot', '.moltbot']
  return places.map((place) => join(env.OPENCLAW_HOME || home, place, 'agents'))
}

/** Beside conversations lie the steps of their runs, and copies from before a compaction. */
function accepts(path: string): boolean {
  if (!NAME.test(path) || /\.(?:trajectory|checkpoint\.[^\\/]+)\.jsonl/.test(path)) return false
  return !/[\\/]agents[\\/]/.test(path) || /[\\/]agents[\\/][^\\/]+[\\/]sessions[\\/][^\\/]+$/.test(path)
}

const recognises = (begins: Beginning): boolean => isConversation(begins) && ofOpenClaw(begins)

export const openClaw: TranscriptSource = {
  id: AGENT.harness,
  title: 'OpenClaw',
  parserVersion: AGENT.parserVersion,
  roots,
  formats: [
    { form: 'lines', accepts, recognises, open },
    {
      form: 'database',
      accepts: (path) => /(?:^|[\\/])openclaw-agent\.sqlite$/.test(path),
      recognises: ({ text }) => text.startsWith('SQLite format 3'),
      beside: (path) => [`${path}-wal`],
      read,
    },
  ],
}
