/** The database of the control plane: PostgreSQL, or the same dialect embedded in the data folder. */
import { fileURLToPath } from 'node:url'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import { TachographError } from '../errors.ts'
import { type ControlOptions, embeddedFolder } from './mode.ts'

export type Database = PgDatabase<PgQueryResultHKT, Record<string, never>>

export interface OpenDatabase {
  db: Database
  close(): Promise<void>
}

const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url))
/** Servers that start at the same time migrate one after another: a number of our own for the lock. */
const MIGRATION_LOCK = 7_215_009_331
const CONNECT_MS = 5_000

/** Opens the database and brings its tables up to date. Errors: `unavailable`, `config` for a folder that is damaged. */
export async function openDatabase({ dir, postgresUrl }: ControlOptions): Promise<OpenDatabase> {
  return postgresUrl ? openServer(postgresUrl) : openEmbedded(embeddedFolder(dir))
}

// The drivers are large, and most processes need neither of them.

async function openEmbedded(folder: string): Promise<OpenDatabase> {
  const [{ PGlite }, { drizzle }, { migrate }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('drizzle-orm/pglite'),
    import('drizzle-orm/pglite/migrator'),
  ])
  let client: InstanceType<typeof PGlite> | null = null
  try {
    client = await PGlite.create(folder)
    const db = drizzle(client)
    await migrate(db, { migrationsFolder: MIGRATIONS })
    const opened = client
    return { db, close: () => opened.close() }
  } catch (cause) {
    await client?.close().catch(() => {})
    throw new TachographError(
      'config',
      `The database of organisations and keys in ${folder} cannot be opened: ${(cause as Error).message}. Restore the folder from a backup.`,
      { cause },
    )
  }
}

async function openServer(url: string): Promise<OpenDatabase> {
  const [{ default: pg }, { drizzle }, { migrate }] = await Promise.all([
    import('pg'),
    import('drizzle-orm/node-postgres'),
    import('drizzle-orm/node-postgres/migrator'),
  ])
  const pool = new pg.Pool({ connectionString: url, max: 4, connectionTimeoutMillis: CONNECT_MS })
  // A connection that breaks while nobody uses it is replaced by the next one.
  pool.on('error', () => {})
  try {
    const client = await pool.connect()
    try {
      await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
      await migrate(drizzle(client), { migrationsFolder: MIGRATIONS })
    } finally {
      // Ends the connection, and with it the lock.
      client.release(true)
    }
    return { db: drizzle(pool), close: () => pool.end() }
  } catch (cause) {
    await pool.end().catch(() => {})
    throw new TachographError(
      'unavailable',
      `The PostgreSQL server cannot be used: ${(cause as Error).message || 'no connection'}. Check TACHOGRAPH_POSTGRES_URL.`,
      { cause },
    )
  }
}
