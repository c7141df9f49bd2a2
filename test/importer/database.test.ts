/** Databases of agents: read as they are, never written, and whatever stands in them costs no more than itself. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'libsql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenDatabase, openDatabase } from '../../src/importer/database.ts'
import { discover } from '../../src/importer/discover.ts'
import { importTranscripts } from '../../src/importer/import.ts'
import { TRANSCRIPT_SOURCES } from '../../src/sources/index.ts'
import { answer, STEP, Store, T0 } from '../../src/sources/opencode/fixtures/store.ts'

let dir: string
let path: string
const open: { close(): unknown }[] = []
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tachograph-database-'))
  path = join(dir, 'opencode.db')
})
afterEach(() => {
  for (const one of open.splice(0)) one.close()
  rmSync(dir, { recursive: true })
})

function writer(at = path): Sqlite.Database {
  const db = new Sqlite(at)
  open.push(db)
  return db
}
function reader(at = path): OpenDatabase {
  const db = openDatabase(at)
  open.push(db)
  return db
}

describe('a database', () => {
  it('is not written: neither by a statement nor by being opened', () => {
    const db = writer()
    db.exec('CREATE TABLE t (n integer); INSERT INTO t VALUES (1)')
    const before = readFileSync(path)
    for (const sql of ['INSERT INTO t VALUES (2)', 'DELETE FROM t', 'DROP TABLE t', 'CREATE TABLE u (n)'])
      expect(() => [...reader().rows(sql)]).toThrow()
    expect([...reader().rows('SELECT count(*) AS n FROM t')]).toEqual([{ n: 1 }])
    expect(readFileSync(path)).toEqual(before)
  })

  it('refuses what writes, not only what is no query', () => {
    writer().exec('CREATE TABLE t (n integer)')
    const db = new Sqlite(`file://${path}?mode=ro`)
    open.push(db)
    expect(() => db.exec('INSERT INTO t VALUES (1)')).toThrow(/readonly/)
  })

  it('that is not there is not made', () => {
    expect(() => [...reader().rows('SELECT 1 AS n')]).toThrow()
    expect(existsSync(path)).toBe(false)
  })

  it('that is none tells so', () => {
    writeFileSync(path, 'something else '.repeat(100))
    expect(() => [...reader().rows('SELECT name FROM sqlite_master')]).toThrow(/not a database/)
  })

  it('tells the columns of a table, and none of a table that is not there', () => {
    writer().exec('CREATE TABLE t (id text, "two words" integer)')
    expect(reader().columns('t')).toEqual(new Set(['id', 'two words']))
    expect(reader().columns('u')).toEqual(new Set())
    expect(reader().columns("t'); DROP TABLE t; --")).toEqual(new Set())
  })

  it('is read while another program writes to it', () => {
    const db = writer()
    db.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (n integer); INSERT INTO t VALUES (1)')
    const read = reader()
    const all = () => [...read.rows('SELECT n FROM t ORDER BY n')].map(({ n }) => n)
    expect(all()).toEqual([1])
    db.exec('BEGIN IMMEDIATE; INSERT INTO t VALUES (2)')
    expect(all()).toEqual([1])
    db.exec('COMMIT')
    expect(all()).toEqual([1, 2])
  })

  it('gives rows in their order, one query within another', () => {
    writer().exec('CREATE TABLE t (n integer); INSERT INTO t VALUES (3), (1), (2)')
    const db = reader()
    const seen: unknown[] = []
    for (const { n } of db.rows('SELECT n FROM t ORDER BY n DESC'))
      for (const { more } of db.rows('SELECT count(*) AS more FROM t WHERE n < ?', n as number))
        seen.push([n, more])
    expect(seen).toEqual([
      [3, 2],
      [2, 1],
      [1, 0],
    ])
  })
})

describe('a value', () => {
  const value = (sql: string) => [...reader().rows(`SELECT ${sql} AS v`)][0]?.v
  beforeEach(() => {
    writer().exec('CREATE TABLE t (n integer)')
  })

  it('is what the agent wrote', () => {
    expect(value('1')).toBe(1)
    expect(value('1.5')).toBe(1.5)
    expect(value('1777888800000')).toBe(1777888800000)
    expect(value('NULL')).toBeNull()
    expect(value("'äöü 🚀'")).toBe('äöü 🚀')
    expect(value("''")).toBe('')
    expect(value("x'00ff'")).toEqual(Buffer.from([0, 255]))
  })

  it('that is no UTF-8 is read as far as it can be, and ends nothing', () => {
    expect(value("CAST(x'61ff62' AS TEXT)")).toBe('a\uFFFDb')
    expect(value("CAST(x'ff' AS TEXT)")).toBe('\uFFFD')
    expect(value("CAST(x'61e2' AS TEXT)")).toBe('a\uFFFD')
  })

  it('is not cut at a zero', () => {
    expect(value("'a' || char(0) || 'b'")).toBe('a\0b')
  })

  it('has a name that may be anything', () => {
    expect([...reader().rows('SELECT 1 AS "a ""quoted"" name", 2 AS "__proto__"')][0]).toMatchObject({
      'a "quoted" name': 1,
    })
  })

  it('of a database in UTF-16 is a text as well', () => {
    for (const encoding of ['UTF-16le', 'UTF-16be']) {
      const at = join(dir, `${encoding}.db`)
      writer(at).exec(
        `PRAGMA encoding = '${encoding}'; CREATE TABLE t (s text); INSERT INTO t VALUES ('äö 🚀')`,
      )
      expect([...reader(at).rows('SELECT s FROM t')]).toEqual([{ s: 'äö 🚀' }])
    }
  })
})

describe('an import', () => {
  it('goes on where one file is no database', async () => {
    const made = new Store(path)
    open.push(made.db)
    made.session('ses_a', T0)
    made.message('msg_1', 'ses_a', answer(T0), STEP)
    const bad = join(dir, 'opencode-dev.db')
    writeFileSync(bad, 'no database')
    const progress = await importTranscripts({
      discovery: await discover(TRANSCRIPT_SOURCES, { home: dir, env: {} }, [dir]),
      user: null,
      lineKey: 'key',
      sink: {
        form: 'lines',
        write: async (lines) => ({ accepted: lines.length, updated: 0, duplicate: 0, refused: {} }),
      },
    })
    expect(progress).toMatchObject({
      ...{ files_done: 2, calls: 1, drops: { unreadable_file: { records: 1 } } },
      problems: [{ path: bad, why: expect.stringContaining('not a database') }],
    })
  })
})
