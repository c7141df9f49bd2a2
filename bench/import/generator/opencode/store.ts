/** The database that OpenCode keeps: its tables as in its public source, and what is put into them. */
import Sqlite from 'libsql'
import type { Random } from '../random.ts'

const TIMES = 'time_created integer NOT NULL, time_updated integer NOT NULL'
const IN_SESSION = 'session_id text NOT NULL REFERENCES session(id) ON DELETE CASCADE'
const TOKENS = ['input', 'output', 'reasoning', 'cache_read', 'cache_write']
  .map((name) => `tokens_${name} integer DEFAULT 0 NOT NULL`)
  .join(', ')

const SCHEMA = `
CREATE TABLE project (id text PRIMARY KEY, worktree text NOT NULL, vcs text, name text, icon_url text, icon_color text,
  ${TIMES}, time_initialized integer, sandboxes text NOT NULL);
CREATE TABLE session (id text PRIMARY KEY, project_id text NOT NULL REFERENCES project(id) ON DELETE CASCADE,
  workspace_id text, parent_id text, slug text NOT NULL, directory text NOT NULL, path text, title text NOT NULL,
  version text NOT NULL, share_url text, summary_additions integer, summary_deletions integer, summary_files integer,
  summary_diffs text, cost real DEFAULT 0 NOT NULL, ${TOKENS}, revert text, permission text, agent text, model text,
  ${TIMES}, time_compacting integer, time_archived integer);
CREATE TABLE message (id text PRIMARY KEY, ${IN_SESSION}, ${TIMES}, data text NOT NULL);
CREATE TABLE part (id text PRIMARY KEY, message_id text NOT NULL REFERENCES message(id) ON DELETE CASCADE,
  session_id text NOT NULL, ${TIMES}, data text NOT NULL);
CREATE TABLE todo (${IN_SESSION}, content text NOT NULL, status text NOT NULL, priority text NOT NULL,
  position integer NOT NULL, ${TIMES}, PRIMARY KEY (session_id, position));
CREATE TABLE session_message (id text PRIMARY KEY, ${IN_SESSION}, type text NOT NULL, ${TIMES}, data text NOT NULL);
CREATE TABLE permission (project_id text PRIMARY KEY REFERENCES project(id) ON DELETE CASCADE, ${TIMES}, data text NOT NULL);
CREATE INDEX session_project_idx ON session (project_id);
CREATE INDEX session_workspace_idx ON session (workspace_id);
CREATE INDEX session_parent_idx ON session (parent_id);
CREATE INDEX message_session_time_created_id_idx ON message (session_id, time_created, id);
CREATE INDEX part_message_id_id_idx ON part (message_id, id);
CREATE INDEX part_session_idx ON part (session_id);
CREATE INDEX todo_session_idx ON todo (session_id);
CREATE INDEX session_message_session_idx ON session_message (session_id);
CREATE INDEX session_message_session_type_idx ON session_message (session_id, type);
CREATE INDEX session_message_time_created_idx ON session_message (time_created);`

type Value = string | number | null

export class Store {
  rows = 0
  readonly #db: Sqlite.Database
  readonly #random: Random
  readonly #projects = new Set<string>()
  readonly #statements = new Map<string, Sqlite.Statement>()
  /** When the last id was made, and how many before it in the same millisecond. */
  #madeAt = 0
  #made = 0

  constructor(path: string, random: Random) {
    this.#random = random
    this.#db = new Sqlite(path)
    // Nobody reads it before it is done.
    this.#db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF')
    this.#db.exec(SCHEMA)
    this.#db.exec('BEGIN')
  }

  /** Ids of OpenCode stand in the order they were made in. */
  id(prefix: 'ses' | 'msg' | 'prt', at: number): string {
    this.#made = at === this.#madeAt ? this.#made + 1 : 0
    this.#madeAt = at
    const time = BigInt(at) * 4096n + BigInt(this.#made)
    const hex = BigInt.asUintN(48, prefix === 'ses' ? ~time : time)
    return `${prefix}_${hex.toString(16).padStart(12, '0')}${this.#random.base58(14)}`
  }

  #insert(table: string, row: Record<string, Value>): void {
    const names = Object.keys(row)
    let statement = this.#statements.get(table)
    if (!statement) {
      const marks = names.map(() => '?').join(', ')
      statement = this.#db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks})`)
      this.#statements.set(table, statement)
    }
    statement.run(...Object.values(row))
  }

  project(id: string, worktree: string, at: number): void {
    if (this.#projects.has(id)) return
    this.#projects.add(id)
    this.#insert('project', { id, worktree, vcs: 'git', ...times(at), sandboxes: '[]' })
  }

  session(row: Record<string, Value>, at: number, updated: number): void {
    this.#insert('session', { ...row, ...times(at, updated) })
  }

  message(id: string, session: string, created: number, updated: number, data: object): void {
    this.#insert('message', {
      id,
      session_id: session,
      ...times(created, updated),
      data: JSON.stringify(data),
    })
    this.rows++
  }

  part(message: string, session: string, at: number, data: string): void {
    const id = this.id('prt', at)
    this.#insert('part', { id, message_id: message, session_id: session, ...times(at), data })
    this.rows++
  }

  /** Bytes so far. */
  get size(): number {
    const told = (name: string) => (this.#db.prepare(`PRAGMA ${name}`).raw().get() as number[])[0] as number
    return told('page_count') * told('page_size')
  }

  /** Leaves it as the agent keeps it: with a write-ahead log. */
  close(): void {
    this.#db.exec('COMMIT')
    this.#db.exec('PRAGMA journal_mode = WAL')
    this.#db.close()
  }
}

const times = (created: number, updated = created) => ({ time_created: created, time_updated: updated })
