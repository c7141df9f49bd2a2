/** Tables come into being once, whatever happened before; data of a newer version is left alone. */
import { afterEach, expect, it } from 'vitest'
import { connect } from '../src/store/clickhouse.ts'
import { migrate, statements } from '../src/store/migrate.ts'
import { migrations } from '../src/store/schema.ts'
import { dropDatabase, engineUrl, freshName, openTestInstance } from './support/engine.ts'

const database = freshName()
afterEach(() => dropDatabase(database))

async function tables(): Promise<string[]> {
  const store = connect(engineUrl(), database)
  const rows = await store.rows<{ name: string }>('SHOW TABLES')
  await store.close()
  return rows.map((r) => r.name)
}

it('makes every table once', async () => {
  await migrate([engineUrl()], database)
  const first = await tables()
  expect(first).toHaveLength(migrations().filter(({ sql }) => sql.includes('CREATE TABLE')).length + 1)
  await migrate([engineUrl()], database)
  expect(await tables()).toEqual(first)
})

it('goes on where it was interrupted: a table that is there, and nobody wrote it down', async () => {
  await migrate([engineUrl()], database)
  const all = await tables()
  const store = connect(engineUrl(), database)
  for (let i = 0; i < migrations().length; i += 12) {
    await store.command('TRUNCATE TABLE migration')
    for (const { name } of migrations().slice(i)) {
      const table = name.replace(/^\d+_/, '')
      if (name !== migrations()[i]?.name) await store.command(`DROP TABLE IF EXISTS ${table} SYNC`)
    }
    await migrate([engineUrl()], database)
    expect(await tables()).toEqual(all)
  }
  await store.close()
})

it('refuses data of a newer version and leaves it as it is', async () => {
  const instance = await openTestInstance({ database })
  await instance.store.insert('migration', [{ name: '9999_from_the_future' }])
  await instance.store.command('DROP TABLE review SYNC')
  const before = await tables()
  await expect(instance.reopen()).rejects.toMatchObject({ code: 'config', exitCode: 6 })
  expect(await tables()).toEqual(before)
  // The folder is free again: only the data is refused.
  await expect(openTestInstance({ database, dir: instance.dir })).rejects.toMatchObject({ code: 'config' })
})

it('takes only names for names', async () => {
  await expect(migrate([engineUrl()], 'x; DROP DATABASE default')).rejects.toMatchObject({ code: 'config' })
})

it('every table says how it is shared out on a cluster, by columns it has', () => {
  for (const m of migrations().filter(({ sql }) => sql.includes('CREATE TABLE'))) {
    const [local, view] = statements(m, 'db', { name: 'c' })
    expect(local).toMatch(/^CREATE TABLE IF NOT EXISTS \w+_local \($/m)
    const key = /'\w+_local', (.+)\)$/.exec(view ?? '')?.[1] ?? ''
    for (const column of key.replace(/cityHash64/, '').match(/\w+/g) ?? [])
      expect(local).toMatch(new RegExp(`^ {2}${column} `, 'm'))
  }
})

it('a column that comes later is added to the table and to the view over all shards, which has no order', () => {
  const sql = '-- why\nALTER TABLE t ADD COLUMN IF NOT EXISTS c String,\n  MODIFY ORDER BY (a, c)\n'
  expect(statements({ name: '1', sql }, 'db', null)).toEqual([sql])
  expect(statements({ name: '1', sql }, 'db', { name: 'x' })).toEqual([
    '-- why\nALTER TABLE t_local ADD COLUMN IF NOT EXISTS c String,\n  MODIFY ORDER BY (a, c)\n',
    '-- why\nALTER TABLE t ADD COLUMN IF NOT EXISTS c String\n',
  ])
})
