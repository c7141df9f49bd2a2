/** The SQLite database, in both generations: messages with parts, and messages with their content inside. */
import { basename, dirname } from 'node:path'
import { label, type Row, record } from '../row.ts'
import type { Database, ReadResult, TranscriptFile } from '../source.ts'
import { countsOf } from './counts.ts'
import { tellMessage } from './messages.ts'
import { type Engine, Reading, type SessionTold, sessionUntold } from './reading.ts'
import { tellRow } from './second.ts'
import { serversBeside } from './servers.ts'
import { sessionOfRow } from './sessions.ts'

/** `opencode.db`, and `opencode-<channel>.db` of builds other than the released ones. */
export function isDatabase({ folder }: Engine, path: string): boolean {
  const [, app = ''] = /^([a-z]+)(?:-[\w.-]+)?\.db$/.exec(basename(path)) ?? []
  const within = basename(dirname(path))
  // Some builds of the others kept the name: then their folder tells.
  const whose = app === 'opencode' && OTHERS.has(within) ? within : app
  return whose === folder
}
const OTHERS = new Set(['kilo', 'mimocode'])

export const SQLITE = 'SQLite format 3\0'

/** What was written while it was read the last time is read again, and what a clock did in between. */
const OVERLAP_MS = 60_000

/** Columns of a table that are there, of those that are wanted. */
const pick = (has: ReadonlySet<string>, wanted: readonly string[]): string =>
  wanted.filter((name) => has.has(name)).join(', ')

const SESSION = ['id', 'project_id', 'parent_id', 'directory', 'version', 'time_created']

/** JSON of a column; null where it is none, or stands in a form that no version writes. */
const json = (value: unknown): Row | null => {
  try {
    return typeof value === 'string' ? record(JSON.parse(value)) : null
  } catch {
    return null
  }
}

class Tables {
  readonly #database: Database
  readonly #message: ReadonlySet<string>
  readonly #part: ReadonlySet<string>
  readonly #second: ReadonlySet<string>
  readonly #told: string
  readonly #sessions: ReadonlyMap<string, SessionTold>
  /** Messages that came from other agents, whose own transcripts tell them. */
  readonly #imported: { messages: ReadonlySet<string>; sessions: ReadonlySet<string> }

  constructor(database: Database) {
    this.#database = database
    this.#message = database.columns('message')
    this.#part = database.columns('part')
    this.#second = database.columns('session_message')
    // Where sessions have a table of their own by now, messages were carried over with their ids. Before that, both were
    // written side by side, each with ids of its own.
    const same = database.columns('session_v2').size > 0 ? 'm.id = s.id' : 'm.session_id = s.session_id'
    this.#told = this.hasFirst ? `EXISTS (SELECT 1 FROM message m WHERE ${same})` : '0'
    this.#sessions = this.#readSessions()
    this.#imported = this.#readImported()
  }

  #readSessions(): Map<string, SessionTold> {
    const worktrees = new Map<string, string>()
    const project = this.#database.columns('project')
    if (project.has('id') && project.has('worktree'))
      for (const { id, worktree } of this.#database.rows('SELECT id, worktree FROM project'))
        if (typeof worktree === 'string') worktrees.set(String(id), worktree)
    const sessions = new Map<string, SessionTold>()
    for (const table of ['session', 'session_v2']) {
      const columns = this.#database.columns(table)
      if (!columns.has('id')) continue
      for (const row of this.#database.rows(`SELECT ${pick(columns, SESSION)} FROM ${table}`)) {
        const id = label(row.id)
        if (id !== null) sessions.set(id, sessionOfRow(id, row, worktrees))
      }
    }
    return sessions
  }

  #readImported(): { messages: Set<string>; sessions: Set<string> } {
    const messages = new Set<string>()
    const sessions = new Set<string>()
    const columns = this.#database.columns('external_import')
    if (!columns.has('session_id')) return { messages, sessions }
    const wanted = pick(columns, ['session_id', 'message_ids'])
    for (const row of this.#database.rows(`SELECT ${wanted} FROM external_import`)) {
      const ids = typeof row.message_ids === 'string' ? json(`{"ids":${row.message_ids}}`)?.ids : null
      if (Array.isArray(ids)) for (const id of ids) messages.add(String(id))
      else sessions.add(String(row.session_id))
    }
    return { messages, sessions }
  }

  session(id: string): SessionTold {
    return this.#sessions.get(id) ?? sessionUntold(id)
  }

  isImported(message: string, session: string): boolean {
    return this.#imported.messages.has(message) || this.#imported.sessions.has(session)
  }

  get hasFirst(): boolean {
    return this.#message.has('id') && this.#message.has('data')
  }

  get hasSecond(): boolean {
    return this.#second.has('id') && this.#second.has('data') && this.#second.has('type')
  }

  /** When anything was last written; null where rows do not tell. */
  lastWritten(): number | null {
    const tables = [
      ['message', this.#message],
      ['part', this.#part],
      ['session_message', this.#second],
    ] as const
    let last = 0
    for (const [table, columns] of tables) {
      if (columns.size === 0) continue
      if (!columns.has('time_updated')) return null
      for (const { at } of this.#database.rows(`SELECT max(time_updated) AS at FROM ${table}`))
        if (typeof at === 'number' && at > last) last = at
    }
    return last
  }

  /** Ids of messages, of those that were written since then or have a part that was. */
  *ids(since: number): Generator<string> {
    const order = 'ORDER BY session_id, id'
    const rows =
      since === 0
        ? this.#database.rows(`SELECT id FROM message ${order}`)
        : this.#database.rows(
            `SELECT id FROM message WHERE id IN (SELECT id FROM message WHERE time_updated >= ?${
              this.#part.has('message_id') ? ' UNION SELECT message_id FROM part WHERE time_updated >= ?' : ''
            }) ${order}`,
            ...(this.#part.has('message_id') ? [since, since] : [since]),
          )
    // All at once: a statement that stays open keeps the agent from tidying its log.
    for (const { id } of [...rows]) if (typeof id === 'string') yield id
  }

  message(id: string): Row | undefined {
    const wanted = pick(this.#message, ['session_id', 'agent_id', 'data'])
    return [...this.#database.rows(`SELECT ${wanted} FROM message WHERE id = ?`, id)][0]
  }

  *parts(message: string): Generator<Row | null> {
    if (!this.#part.has('message_id') || !this.#part.has('data')) return
    const wanted = pick(this.#part, ['id', 'data'])
    for (const row of this.#database.rows(
      `SELECT ${wanted} FROM part WHERE message_id = ? ORDER BY id`,
      message,
    )) {
      const data = json(row.data)
      yield data && { ...data, id: row.id }
    }
  }

  *secondIds(since: number): Generator<string> {
    const where = since === 0 ? '' : 'WHERE time_updated >= ?'
    const order = `ORDER BY session_id, ${this.#second.has('seq') ? 'seq' : 'id'}`
    const rows = this.#database.rows(
      `SELECT id FROM session_message ${where} ${order}`,
      ...(since === 0 ? [] : [since]),
    )
    for (const { id } of [...rows]) if (typeof id === 'string') yield id
  }

  /** A message of the second generation, and whether the first tells it. */
  second(id: string): Row | undefined {
    const wanted = `session_id, type, data, ${this.#told} AS told`
    return [...this.#database.rows(`SELECT ${wanted} FROM session_message s WHERE id = ?`, id)][0]
  }
}

export function readDatabase(engine: Engine, file: TranscriptFile, database: Database): ReadResult {
  const servers = serversBeside(file.nearby, dirname(file.path), engine.folder)
  const reading = new Reading(engine, file, () => servers)
  const tables = new Tables(database)
  const last = tables.lastWritten()
  const before = Number(file.since ?? 0)
  const since = last === null || !Number.isFinite(before) ? 0 : Math.max(before - OVERLAP_MS, 0)
  if (tables.hasFirst) for (const id of tables.ids(since)) readFirst(reading, tables, id)
  if (tables.hasSecond) for (const id of tables.secondIds(since)) readSecond(reading, tables, id)
  // A clock that ran ahead must not keep from being read what is written once it is right.
  if (last !== null) reading.telling.readTo = String(Math.max(before || 0, Math.min(last, Date.now())))
  return reading.result()
}

function readFirst(reading: Reading, tables: Tables, id: string): void {
  const { telling } = reading
  const row = tables.message(id)
  if (!row) return
  const data = json(row.data)
  const session = label(row.session_id)
  if (!data || session === null) {
    telling.rows++
    telling.drop(data ? 'unknown_record' : 'broken_line')
    return
  }
  if (tables.isImported(id, session)) {
    const { known, sum } = countsOf(data)
    telling.rows++
    if (known) telling.naive(sum)
    telling.drop('replayed_call', sum)
    return
  }
  const parts: Row[] = []
  for (const part of tables.parts(id)) {
    if (part) parts.push(part)
    else telling.drop('broken_line')
  }
  const actor = row.agent_id === undefined || row.agent_id === null ? {} : { agentID: row.agent_id }
  tellMessage(reading, { id, data: { ...data, ...actor }, parts, session: tables.session(session) })
}

function readSecond(reading: Reading, tables: Tables, id: string): void {
  const { telling } = reading
  const row = tables.second(id)
  if (!row) return
  const data = json(row.data)
  const session = label(row.session_id)
  const type = label(row.type)
  if (data && session !== null && type !== null) {
    tellRow(reading, { id, type, data, session: tables.session(session), told: row.told === 1 })
    return
  }
  telling.rows++
  telling.drop(data ? 'unknown_record' : 'broken_line')
}
