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

export function openDatabase(path: string): OpenDatabase {
  // The option `readonly` of the library is not heeded; the mode of the address is.
  const db = new Sqlite(`${pathToFileURL(path).href}?mode=ro`, { timeout: BUSY_MS })
  return {
    rows: (sql, ...values) => db.prepare(sql).iterate(...values) as Iterable<Row>,
    columns: (table) => {
      if (!NAME.test(table)) return new Set()
      const told = db.prepare(`SELECT name FROM pragma_table_info('${table}')`).all() as { name: string }[]
      return new Set(told.map(({ name }) => name))
    },
    close: () => db.close(),
  }
}
