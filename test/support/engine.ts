/** Databases on the engine of this test run: one per test file, or several where a test wants them apart. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { type Instance, type InstanceOptions, openInstance } from '../../src/instance.ts'
import { connect } from '../../src/store/clickhouse.ts'
import { migrate } from '../../src/store/migrate.ts'
import type { Store } from '../../src/store/store.ts'

/** Address of the engine of this run, with user and password. */
export const engineUrl = (): string => inject('engineUrl')

/** A name no other database has. */
export const freshName = (): string => `t_${randomBytes(6).toString('hex')}`

/** Removes a database with all that is in it. */
export async function dropDatabase(name: string): Promise<void> {
  const server = connect(engineUrl(), 'default')
  await server.command(`DROP DATABASE IF EXISTS ${name} SYNC`)
  await server.close()
}

/** A store on a fresh database with all tables; closing it drops the database. */
export async function testStore(database = freshName()): Promise<Store> {
  await migrate([engineUrl()], database)
  const store = connect(engineUrl(), database)
  return {
    ...store,
    close: async () => {
      await store.close()
      await dropDatabase(database)
    },
  }
}

export interface TestInstance extends Instance {
  database: string
  /** Closes and opens again: a new process on the same data, as it were. */
  reopen(options?: Partial<InstanceOptions>): Promise<TestInstance>
  /** Closes, and removes database and folder. */
  destroy(): Promise<void>
}

/** An instance on the engine of this run, with a database and a data folder of its own. Its rebuilder is not started. */
export async function openTestInstance(options: Partial<InstanceOptions> = {}): Promise<TestInstance> {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'tachograph-data-'))
  const database = options.database ?? freshName()
  const instance = await openInstance({ clickhouseUrl: engineUrl(), ...options, dir, database })
  return {
    ...instance,
    database,
    reopen: async (more = {}) => {
      await instance.close()
      return openTestInstance({ ...options, ...more, dir, database })
    },
    destroy: async () => {
      await instance.close()
      await dropDatabase(database)
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
