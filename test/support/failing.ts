/** A store that fails at a chosen write, in each of the ways a real one can. */
import { TachographError } from '../../src/errors.ts'
import type { QueryOptions, Store } from '../../src/store/store.ts'
import { freshName } from './engine.ts'

/**
 * What has become of the write that fails: nothing was stored; everything was, but nobody was told; or only the rows of
 * the earliest or of the latest month, since the engine stores each month by itself.
 */
export type Damage = 'nothing' | 'everything' | 'earliest month' | 'latest month'

export interface FailingStore extends Store {
  /** Tables written to so far, one entry per write; empty for statements. */
  writes(): readonly string[]
  failed(): boolean
}

/** Fails at write number `at`, counted from 1; with `forGood` every later call fails too, as if the process had died. */
export function failingStore(store: Store, at: number, damage: Damage, forGood: boolean): FailingStore {
  const writes: string[] = []
  let failed = false
  const away = () => new TachographError('unavailable', 'The engine is not reachable right now.')
  const guard = async <T>(run: () => Promise<T>): Promise<T> => {
    if (failed && forGood) throw away()
    return run()
  }
  const write = (table: string, run: () => Promise<void>, torn: (latest: boolean) => Promise<void>) =>
    guard(async () => {
      if (writes.push(table) !== at) return run()
      failed = true
      if (damage === 'everything') await run()
      else if (damage !== 'nothing') await torn(damage === 'latest month')
      throw away()
    })
  return {
    writes: () => writes,
    failed: () => failed,
    rows: (sql, options) => guard(() => store.rows(sql, options)),
    stream: async function* <T>(sql: string, options?: QueryOptions) {
      yield* await guard(async () => store.stream<T>(sql, options))
    },
    insert: (table, rows) =>
      rows.length === 0
        ? Promise.resolve()
        : write(
            table,
            () => store.insert(table, rows),
            (latest) => torn(store, table, latest, (copy) => store.insert(copy, rows)),
          ),
    insertBlocks: (table, blocks) =>
      blocks.length === 0
        ? Promise.resolve()
        : write(
            table,
            () => store.insertBlocks(table, blocks),
            (latest) => torn(store, table, latest, (copy) => store.insertBlocks(copy, blocks)),
          ),
    // One statement of the rebuild writes one part per month as well, but a torn one is made anew in any case.
    command: (sql, options) =>
      write(
        '',
        () => store.command(sql, options),
        () => Promise.resolve(),
      ),
    close: () => store.close(),
  }
}

/** Stores only the rows of one month, by way of a copy of the table. */
async function torn(
  store: Store,
  table: string,
  latest: boolean,
  fill: (copy: string) => Promise<void>,
): Promise<void> {
  const copy = `torn_${freshName()}`
  await store.command(`CREATE TABLE ${copy} AS ${table}`)
  await fill(copy)
  await store.command(
    `INSERT INTO ${table} SELECT * FROM ${copy}
     WHERE _partition_id = (SELECT ${latest ? 'max' : 'min'}(_partition_id) FROM ${copy})`,
  )
  await store.command(`DROP TABLE ${copy}`)
}
