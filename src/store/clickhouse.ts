/** The store over HTTP: the same for the embedded engine and for a ClickHouse server. */
import { randomUUID } from 'node:crypto'
import { addAbortSignal, Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ClickHouseError, createClient } from '@clickhouse/client'
import { TachographError } from '../errors.ts'
import { Doubt } from './doubt.ts'
import { tables } from './schema.ts'
import type { QueryOptions, Store } from './store.ts'

/** Settings every query runs under. */
const SETTINGS = {
  // A key never lies in two partitions (the day is part of it), so FINAL may treat them apart.
  do_not_merge_across_partitions_select_final: 1,
  output_format_json_quote_64bit_integers: 0,
  date_time_input_format: 'basic',
  async_insert: 0,
  // What is inserted is merged when it is read: doing so before as well costs a seventh of an insert.
  optimize_on_insert: 0,
  wait_end_of_query: 1,
  max_partitions_per_insert_block: '0',
  join_use_nulls: 0,
  // A column that does not exist is a mistake of ours, never to be dropped in silence.
  input_format_skip_unknown_fields: 0,
  // On a cluster: an insert is over when every shard has it; what is selected for an insert is put together here, since
  // its rows belong to other shards than those they come from; subqueries, and those within them, speak of all shards.
  distributed_foreground_insert: 1,
  parallel_distributed_insert_select: '0',
  distributed_product_mode: 'global',
  prefer_global_in_and_join: 1,
} as const

/** Error codes of the engine that say "not now" rather than "not so": memory, disk, timeouts, too many parts, shutting down, another node away, killed. */
const TRANSIENT = new Set([
  '74',
  '75',
  '76',
  '159',
  '160',
  '173',
  '202',
  '209',
  '210',
  '225',
  '236',
  '241',
  '242',
  '243',
  '252',
  '279',
  '319',
  '394',
  '425',
  '439',
  '999',
])

/**
 * Error codes of an engine that is there but not ready for us, until somebody mends it: the password was changed, the user
 * is gone, may only read or has used up its quota, the database or a table is not there yet.
 */
const REFUSED = new Set(['81', '164', '192', '193', '194', '195', '201', '218', '497', '516'])
/** A table that is not there: one of ours was not made yet or is being restored; any other is a mistake of ours. */
const UNKNOWN_TABLE = '60'

/**
 * The same in words, whatever the code: another node of the cluster was lost in the middle of a statement, or the disk
 * is full.
 */
const NOT_NOW = /while receiving packet from|No space left on device/

/** Ending statements takes at most this long: an engine that is frozen must not hold up those who wait for it. */
const KILL_MS = 30_000

/** `url` carries user and password; `database` must exist unless it is `default`. */
export function connect(url: string, database: string): Store {
  const client = createClient({
    url,
    database,
    request_timeout: 300_000,
    max_open_connections: 16,
    use_multipart_params_auto: true,
    keep_alive: { idle_socket_ttl: 2_000 },
    clickhouse_settings: SETTINGS,
    log: { level: 127 },
  })
  // Connections of its own: the others may all be waiting for what is to be ended.
  const ender = createClient({ url, max_open_connections: 4, log: { level: 127 } })
  const kill = async (ids: string[]) => {
    const list = ids.map((id) => `'${id}'`).join(', ')
    const abort_signal = AbortSignal.timeout(KILL_MS)
    await ender.command({ query: `KILL QUERY WHERE query_id IN (${list}) SYNC`, abort_signal })
  }
  // Statements whose end nobody saw, since the connection broke or the caller lost patience. The engine may still be at
  // them: those that write have to be over before anything that follows, or what is read next could change behind our
  // back. Those that only read are ended too, but nobody waits for that.
  const doubt = new Doubt(kill)
  const guard = async <T>(
    what: string,
    signal: AbortSignal | undefined,
    run: (id: string) => Promise<T>,
    writes = true,
  ) => {
    const id = randomUUID()
    let begun = false
    try {
      await doubt.over(signal)
      begun = true
      return await run(id)
    } catch (error) {
      if (begun && !(error instanceof ClickHouseError)) {
        if (writes) doubt.add(id)
        else kill([id]).catch(() => {})
      }
      throw translate(what, error)
    }
  }
  const optionsOf = (o: QueryOptions | undefined, query_id: string) => ({
    query_id,
    query_params: o?.params,
    clickhouse_settings: { ...o?.settings } as Record<string, string>,
    abort_signal: o?.signal,
  })

  return {
    rows: (sql, o) =>
      guard(
        sql,
        o?.signal,
        async (id) => {
          const result = await client.query({ query: sql, ...optionsOf(o, id), format: 'JSONEachRow' })
          return result.json()
        },
        false,
      ),
    stream: async function* <T>(sql: string, o?: QueryOptions) {
      const id = randomUUID()
      let whole = false
      try {
        await doubt.over(o?.signal)
        // What the engine would hold until it is done, it sends.
        const settings = { ...o?.settings, wait_end_of_query: 0 }
        const asked = { query: sql, ...optionsOf({ ...o, settings }, id), format: 'JSONEachRow' as const }
        const result = await client.query(asked)
        const stream = result.stream<T>()
        // The client heeds the signal no longer than until the answer begins.
        if (o?.signal) addAbortSignal(o.signal, stream)
        for await (const rows of stream) for (const row of rows) yield row.json()
        whole = true
      } catch (error) {
        throw translate(sql, error)
      } finally {
        if (!whole) kill([id]).catch(() => {})
      }
    },
    insert: async (table, rows) => {
      if (rows.length === 0) return
      await guard(`INSERT INTO ${table}`, undefined, (query_id) =>
        client.insert({ table, query_id, values: rows as object[], format: 'JSONEachRow' }),
      )
    },
    insertBlocks: async (table, blocks) => {
      if (blocks.length === 0) return
      await guard(`INSERT INTO ${table} FORMAT Native`, undefined, async (query_id) => {
        const { stream } = await client.exec({
          query: `INSERT INTO ${table} FORMAT Native`,
          query_id,
          values: Readable.from([Buffer.concat(blocks)], { objectMode: false }),
        })
        stream.resume()
        await finished(stream)
      })
    },
    command: (sql, o) =>
      guard(sql, o?.signal, async (id) => {
        await client.command({ query: sql, ...optionsOf(o, id) })
      }),
    close: async () => {
      await client.close()
      await ender.close()
    },
  }
}

function translate(what: string, error: unknown): Error {
  if (error instanceof TachographError) return error
  const statement = what.trim().split('\n')[0]?.slice(0, 120)
  const cause = new Error(`${statement}: ${String((error as Error).message)}`)
  if (error instanceof ClickHouseError) {
    const told = `(${error.code} ${error.type ?? ''})`
    if (REFUSED.has(error.code) || lacksTable(error))
      return new TachographError('unavailable', `The engine lets nobody work right now ${told}.`, { cause })
    if (!TRANSIENT.has(error.code) && !NOT_NOW.test(error.message))
      return new TachographError('internal', `The engine refused a statement ${told}.`, { cause })
  }
  return new TachographError('unavailable', 'The engine is not reachable right now.', { cause })
}

/** Whether the table that is missing is one of ours, as the engine names it: `Table db.name …` or `… identifier 'name'`. */
function lacksTable({ code, message }: ClickHouseError): boolean {
  if (code !== UNKNOWN_TABLE) return false
  const name = /(?:Table (?:`?\w+`?\.)?|identifier '(?:\w+\.)?)`?(\w+)/.exec(message)?.[1]
  return name !== undefined && tables().has(name.replace(/_local$/, ''))
}
