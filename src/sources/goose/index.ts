/** Goose: the database it keeps of its sessions. */
import { join } from 'node:path'
import { providerNamed } from '../provider.ts'
import { label, path, type Row, records } from '../row.ts'
import type { Database, Machine, ReadResult, TranscriptFile, TranscriptSource } from '../source.ts'
import { Telling } from '../telling.ts'
import { HARNESS, sessionAmong } from './keys.ts'
import { readLedger, readSums, Timings } from './ledger.ts'
import { Messages } from './messages.ts'
import { changedSince, positionOf } from './position.ts'
import { msOf, parsedRecord } from './values.ts'

const AGENT = { harness: HARNESS, parserVersion: 2 }

/** Sessions in which what stands in the words of the user was not typed. */
const UNATTENDED = new Set(['sub_agent', 'scheduled', 'hidden'])
const CLIENTS: Readonly<Record<string, string>> = { scheduled: 'non-interactive', terminal: 'terminal' }
/** Extensions of these types are part of Goose, or of the window around it. */
const OWN_TYPES = new Set(['builtin', 'platform', 'frontend'])

function serversIn(told: unknown): string[] | null {
  const enabled = parsedRecord(told)?.['enabled_extensions.v0']
  const extensions = records((enabled as Row | undefined)?.extensions)
  const names = extensions.flatMap(({ type, name }) =>
    OWN_TYPES.has(String(type)) ? [] : (label(name)?.toLowerCase() ?? []),
  )
  return names.length > 0 ? names : null
}

function readSession(telling: Telling, database: Database, row: Row, tables: Tables): void {
  telling.rows++
  const { user } = telling.file
  const own = label(row.id)
  if (own === null) {
    telling.drop('invalid_fact')
    return
  }
  const session = telling.session(sessionAmong(own, user))
  const made = msOf(row.created_at)
  const type = label(row.session_type) ?? 'user'
  const parent = label(row.parent_session_id)
  const timings = new Timings()
  const messages = new Messages(telling, session, timings, { made, attended: !UNATTENDED.has(type) })
  const about = {
    cwd: path(row.working_dir),
    provider: providerNamed(label(row.provider_name)),
    client: Object.hasOwn(CLIENTS, type) ? (CLIENTS[type] ?? null) : null,
    parent: parent === null ? null : sessionAmong(parent, user),
    mcp_servers: serversIn(row.extension_data),
  }
  const begun = telling.time(made)
  if (begun !== null) session.tell(begun, { ...about, started_at: begun })
  const told = (table: string) =>
    database.rows(`SELECT * FROM ${table} WHERE session_id = ? ORDER BY created_timestamp, id`, own)
  if (tables.messages) for (const message of told('messages')) messages.row(message)
  session.rank = 0
  const rows = tables.ledger ? told('usage_ledger') : []
  const ledger = readLedger(telling, session, rows, timings, label(row.provider_name))
  messages.said(ledger)
  const latest = messages.latest ?? msOf(row.updated_at) ?? begun
  if (ledger.begun === null && latest !== null) readSums(session, row, latest)
}

interface Tables {
  messages: boolean
  ledger: boolean
}

function read(file: TranscriptFile, database: Database): ReadResult {
  const telling = new Telling(AGENT, file)
  if (!database.columns('sessions').has('id')) return telling.result()
  const tables = {
    messages: database.columns('messages').has('content_json'),
    ledger: database.columns('usage_ledger').has('session_id'),
  }
  // Taken before: what is written meanwhile is new the next time.
  const position = positionOf(database, tables)
  for (const row of [...changedSince(database, tables, file.since, position)])
    readSession(telling, database, row, tables)
  telling.readTo = JSON.stringify(position)
  return telling.result()
}

function roots({ home, env }: Machine): string[] {
  if (env.GOOSE_PATH_ROOT) return [join(env.GOOSE_PATH_ROOT, 'data/sessions')]
  const data = env.XDG_DATA_HOME || join(home, '.local/share')
  const library = join(home, 'Library/Application Support')
  return [
    join(data, 'goose/sessions'),
    join(library, 'Block/goose/sessions'),
    join(library, 'Block.block.goose/sessions'),
    ...(env.APPDATA ? [join(env.APPDATA, 'Block/goose/data/sessions')] : []),
  ]
}

export const goose: TranscriptSource = {
  id: HARNESS,
  title: 'Goose',
  parserVersion: AGENT.parserVersion,
  roots,
  formats: [
    {
      form: 'database',
      accepts: (file) => /(?:^|[\\/])sessions\.db$/.test(file),
      recognises: ({ text }) => text.startsWith('SQLite format 3'),
      beside: (file) => [`${file}-wal`],
      read,
    },
  ],
}
