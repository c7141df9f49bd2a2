/** Brings the tables of a database up to date: each file of `schema/` is one statement and runs once, in order. */
import { TachographError } from '../errors.ts'
import { connect } from './clickhouse.ts'
import { createdBy, type Migration, migrations } from './schema.ts'
import type { Store } from './store.ts'

export interface Cluster {
  /** Name of the cluster in the servers' configuration. */
  name: string
}

/**
 * The statements of one migration on one node, harmless when they have been run before. On a cluster the table itself is
 * called `<table>_local` and the plain name is a view over all shards, so every query reads the same either way.
 */
export function statements(migration: Migration, database: string, cluster: Cluster | null): string[] {
  const altered = /^ALTER TABLE (\w+)/m.exec(migration.sql)?.[1]
  if (altered) return alterations(migration.sql, altered, cluster)
  const table = createdBy(migration)
  if (!table) return [migration.sql]
  const create = (name: string) =>
    migration.sql.replace(`CREATE TABLE ${table} `, `CREATE TABLE IF NOT EXISTS ${name} `)
  if (!cluster) return [create(table)]
  const shard = /^-- shard: (.+)$/m.exec(migration.sql)?.[1]
  if (!shard) throw new Error(`${migration.name} does not say how its rows are shared out`)
  return [
    create(`${table}_local`),
    `CREATE TABLE IF NOT EXISTS ${table} AS ${table}_local ENGINE = Distributed('${cluster.name}', '${database}', '${table}_local', ${shard})`,
  ]
}

const NEW_ORDER = /,\s*MODIFY ORDER BY \(([^)]*)\)/

/** The statement without an order that the table has already, or a longer one: the engine takes no column into it twice. */
async function withoutKnownOrder(store: Store, database: string, sql: string): Promise<string> {
  const order = NEW_ORDER.exec(sql)?.[1]
    ?.split(',')
    .map((column) => column.trim())
  const table = /^ALTER TABLE (\w+)/m.exec(sql)?.[1]
  if (!order || !table) return sql
  const [row] = await store.rows<{ key: string }>(
    'SELECT sorting_key AS key FROM system.tables WHERE database = {database:String} AND name = {table:String}',
    { params: { database, table } },
  )
  const known = new Set(row?.key.split(',').map((column) => column.trim()))
  return order.every((column) => known.has(column)) ? sql.replace(NEW_ORDER, '') : sql
}

/** Columns that a table gets: the view over all shards has them too, but no order of its own. */
function alterations(sql: string, table: string, cluster: Cluster | null): string[] {
  if (!cluster) return [sql]
  const local = sql.replace(`ALTER TABLE ${table}`, `ALTER TABLE ${table}_local`)
  return [local, sql.replace(/,\s*MODIFY ORDER BY \([^)]*\)/, '')]
}

/**
 * Makes the database where it is missing and applies what is new, on every node given. A data folder written by a
 * newer version is refused untouched. Errors: `config`, `unavailable`.
 */
export async function migrate(
  urls: string[],
  database: string,
  cluster: Cluster | null = null,
): Promise<void> {
  if (!/^\w+$/.test(database)) throw new TachographError('config', `${database} is not a database name.`)
  const all = migrations()
  for (const url of urls) {
    const server = connect(url, 'default')
    await server.command(`CREATE DATABASE IF NOT EXISTS ${database}`)
    await server.close()
    const store = connect(url, database)
    try {
      await store.command(
        `CREATE TABLE IF NOT EXISTS migration (name String, applied_at DateTime DEFAULT now())
         ENGINE = MergeTree ORDER BY name SETTINGS fsync_after_insert = 1`,
      )
      const rows = await store.rows<{ name: string }>('SELECT name FROM migration')
      const applied = new Set(rows.map((r) => r.name))
      const unknown = [...applied].filter((name) => !all.some((m) => m.name === name))
      if (unknown.length > 0) {
        throw new TachographError(
          'config',
          `The data was written by a newer version of Tachograph (it knows ${unknown[0]}). Install that version, or use another folder.`,
        )
      }
      const fresh = all.filter((m) => !applied.has(m.name))
      for (const migration of fresh) {
        for (const sql of statements(migration, database, cluster))
          await store.command(await withoutKnownOrder(store, database, sql))
      }
      // Noted once, since every note is waited for until it is on disk: after a crash they are run again, unharmed.
      await store.insert(
        'migration',
        fresh.map(({ name }) => ({ name })),
      )
    } finally {
      await store.close()
    }
  }
}
