/** Opens the SQLite databases of agents, for reading alone, while the agents go on writing to them. */
import { pathToFileURL } from 'node:url'
import Sqlite from 'libsql'
import type { Row } from '../sources/row.ts'
import type { Database } from '../sources/source.ts'

export interface OpenDatabase extends Database {
  close(): void
}

/** Names of tables are the readers' own, but they are checked all the same: a pragma takes no parameters. */
const NAME = /^\w+$/

/** Throws what SQLite says of a file that is none of its databases. Another program may hold it for this long, ms. */
const BUSY_MS = 2_000

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/**
 * The columns of a query as bytes where they are texts, each with its kind behind it: the library ends the whole program
 * when a text is no UTF-8, and cuts it at a zero.
 */
const asBytes = (sql: string, names: readonly string[]): string => {
  const columns = names.map(quoted).map((name) => {
    const kind = `typeof(${name})`
    return `CASE ${kind} WHEN 'text' THEN CAST(${name} AS BLOB) ELSE ${name} END, ${kind}`
  })
  return `SELECT ${columns.join(', ')} FROM (${sql})`
}

/** A text as the agent wrote it; of what cannot be read in it, U+FFFD. */
const decoderOf = (encoding: unknown): ((bytes: Buffer) => string) => {
  if (encoding === 'UTF-16le') return (bytes) => bytes.toString('utf16le')
  if (encoding === 'UTF-16be') return (bytes) => Buffer.from(bytes).swap16().toString('utf16le')
  return (bytes) => bytes.toString('utf8')
}

export function openDatabase(path: string): OpenDatabase {
  // The option `readonly` of the library is not heeded; the mode of the address is.
  const db = new Sqlite(`${pathToFileURL(path).href}?mode=ro`, { timeout: BUSY_MS })
  let decode: ((bytes: Buffer) => string) | null = null

  const queries = new Map<string, Query>()

  const rows = (sql: string, ...values: readonly (string | number | null)[]): Iterable<Row> => {
    decode ??= decoderOf((db.prepare('SELECT encoding FROM pragma_encoding').get() as Row).encoding)
    let query = queries.get(sql)
    if (!query) {
      query = queryOf(db, sql)
      queries.set(sql, query)
    }
    return rowsOf(query, values, decode)
  }
  return {
    rows,
    columns: (table) => {
      if (!NAME.test(table)) return new Set()
      return new Set(
        [...rows(`SELECT name FROM pragma_table_info('${table}')`)].map(({ name }) => String(name)),
      )
    },
    close: () => db.close(),
  }
}

interface Query {
  names: readonly string[]
  prepare(): Sqlite.Statement
  /** A statement that nobody steps through; preparing one takes as long as a small query. */
  idle: Sqlite.Statement | null
}

function queryOf(db: Sqlite.Database, sql: string): Query {
  const names = db
    .prepare(sql)
    .columns()
    .map(({ name }) => name)
  const bytes = asBytes(sql, names)
  const prepare = () => db.prepare(bytes).raw()
  return { names, prepare, idle: prepare() }
}

function* rowsOf(
  query: Query,
  values: readonly (string | number | null)[],
  text: (bytes: Buffer) => string,
): Generator<Row> {
  const { names } = query
  const statement = query.idle ?? query.prepare()
  query.idle = null
  for (const told of statement.iterate(...values) as Iterable<unknown[]>) {
    const row: Row = {}
    for (const [i, name] of names.entries()) {
      const value = told[2 * i]
      row[name] = told[2 * i + 1] === 'text' && Buffer.isBuffer(value) ? text(value) : value
    }
    yield row
  }
  // One that was left before its end is not used again.
  query.idle = statement
}
