/** The store keeps its contract on the real engine, also when the connection breaks. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../src/store/clickhouse.ts'
import type { Store } from '../src/store/store.ts'
import { engineUrl, freshName, testStore } from './support/engine.ts'
import { proxy } from './support/proxy.ts'

const database = freshName()
let store: Store
beforeAll(async () => {
  store = await testStore(database)
  await store.command("CREATE TABLE plain (n UInt64, t String DEFAULT 'none') ENGINE = MergeTree ORDER BY n")
  await store.command(
    'CREATE TABLE slow (n UInt64, t UInt8 DEFAULT sleepEachRow(1)) ENGINE = MergeTree ORDER BY n',
  )
})
afterAll(() => store?.close())

describe('rows and inserts', () => {
  it('come back in order, with numbers as numbers', async () => {
    expect(await store.rows('SELECT toUInt64(number) AS n FROM numbers(3) ORDER BY n DESC')).toEqual([
      { n: 2 },
      { n: 1 },
      { n: 0 },
    ])
    expect(await store.rows('SELECT 1 WHERE 0')).toEqual([])
  })

  it('are visible as soon as an insert is over; a column left out has its default', async () => {
    await store.insert('plain', [{ n: 1 }, { n: 2, t: 'x' }])
    expect(await store.rows('SELECT * FROM plain ORDER BY n')).toEqual([
      { n: 1, t: 'none' },
      { n: 2, t: 'x' },
    ])
  })

  it('with an unknown column are refused, not dropped in silence', async () => {
    await expect(store.insert('plain', [{ n: 1, money: 5 }])).rejects.toMatchObject({ code: 'internal' })
  })

  it('bind what is asked, whatever it is', async () => {
    const hostile = `'); DROP TABLE plain; -- {x:String} \\ \n \u0000 \ud83d\ude00`
    expect(await store.rows('SELECT {x:String} AS x', { params: { x: hostile } })).toEqual([{ x: hostile }])
    const many = Array.from({ length: 3_000 }, (_, i) => String(i).padStart(32, '0'))
    expect(await store.rows('SELECT length({x:Array(UUID)}) AS n', { params: { x: many } })).toEqual([
      { n: 3000 },
    ])
  })
})

describe('errors', () => {
  it('of the statement are internal, and say neither SQL nor value', async () => {
    const error = await store.rows(`SELECT secret FROM nowhere WHERE x = 'value'`).catch((e) => e)
    expect(error).toMatchObject({ code: 'internal' })
    expect(error.message).not.toMatch(/secret|nowhere|value/)
  })

  it('for want of memory are unavailable', async () => {
    const settings = { max_memory_usage: 1_000_000 }
    const sql = 'SELECT number FROM numbers(10000000) GROUP BY number FORMAT Null'
    await expect(store.command(sql, { settings })).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('for want of leave, or of a table that will be there again, are unavailable', async () => {
    const unavailable = { code: 'unavailable' }
    const changed = new URL(engineUrl())
    changed.password = 'another'
    for (const [url, name] of [
      [changed.href, database],
      [engineUrl(), freshName()],
    ] as const) {
      const other = connect(url, name)
      await expect(other.rows('SELECT * FROM model_call')).rejects.toMatchObject(unavailable)
      await expect(other.insert('model_call', [{ org: 'x' }])).rejects.toMatchObject(unavailable)
      await other.close()
    }
    const reading = { settings: { readonly: 1 } }
    await expect(store.command('INSERT INTO plain (n) VALUES (1)', reading)).rejects.toMatchObject(
      unavailable,
    )
    await store.command('RENAME TABLE quarantine TO elsewhere')
    await expect(store.rows('SELECT * FROM quarantine FINAL')).rejects.toMatchObject(unavailable)
    await expect(store.insert('quarantine', [{ org: 'x' }])).rejects.toMatchObject(unavailable)
    await store.command('RENAME TABLE elsewhere TO quarantine')
  })

  it('for want of an engine are unavailable', async () => {
    const nobody = connect('http://u:p@127.0.0.1:1', 'x')
    await expect(nobody.rows('SELECT 1')).rejects.toMatchObject({ code: 'unavailable' })
    await expect(nobody.insert('t', [{ n: 1 }])).rejects.toMatchObject({ code: 'unavailable' })
    await nobody.close()
  })
})

const running = async (text: string): Promise<number> => {
  const rows = await store.rows<{ n: number }>(
    `SELECT count() AS n FROM system.processes WHERE query LIKE {text:String} AND query NOT LIKE '%system.processes%'`,
    { params: { text: `%${text}%` } },
  )
  return rows[0]?.n ?? -1
}

it('a query that is given up ends in the engine too', async () => {
  const over = new AbortController()
  const asked = store.rows('SELECT sleepEachRow(0.1), 77001 FROM numbers(600) SETTINGS max_block_size = 1', {
    signal: over.signal,
  })
  for (let i = 0; i < 100 && (await running('77001')) === 0; i++) await sleep(20)
  over.abort()
  await expect(asked).rejects.toMatchObject({ code: 'unavailable' })
  for (let i = 0; i < 100 && (await running('77001')) > 0; i++) await sleep(20)
  expect(await running('77001')).toBe(0)
})

describe('a stream', () => {
  /** Ten million rows of a kilobyte. */
  const ENDLESS = `SELECT number AS n, repeat('x', 1000) AS t FROM numbers(10000000) WHERE 77002 > 0`

  it('gives the rows of the query, in order', async () => {
    const got: unknown[] = []
    const params = { text: 'a' }
    for await (const row of store.stream('SELECT number AS n, {text:String} AS t FROM numbers(3)', {
      params,
    }))
      got.push(row)
    expect(got).toEqual([0, 1, 2].map((n) => ({ n, t: 'a' })))
  })

  it('holds few rows while nobody reads, and its query ends when reading stops', async () => {
    const rows = store.stream<{ n: number }>(ENDLESS)
    expect((await rows.next()).value).toMatchObject({ n: 0 })
    const before = process.memoryUsage()
    await sleep(500)
    const grown = process.memoryUsage().rss - before.rss
    expect(grown).toBeLessThan(100_000_000)
    expect(await running('77002')).toBe(1)
    await rows.return(undefined)
    for (let i = 0; i < 200 && (await running('77002')) > 0; i++) await sleep(20)
    expect(await running('77002')).toBe(0)
  })

  it('that is given up by its signal ends too', async () => {
    const over = new AbortController()
    const rows = store.stream(ENDLESS, { signal: over.signal })
    await rows.next()
    over.abort()
    const rest = async () => {
      for await (const _ of rows);
    }
    await expect(rest()).rejects.toMatchObject({ code: 'unavailable' })
    for (let i = 0; i < 200 && (await running('77002')) > 0; i++) await sleep(20)
    expect(await running('77002')).toBe(0)
  })

  it('fails as a query does, also after rows that were good', async () => {
    await expect(store.stream('SELECT nothing').next()).rejects.toMatchObject({ code: 'internal' })
    const rows = store.stream('SELECT throwIf(number = 400000) FROM numbers(500000)')
    const all = async () => {
      for await (const _ of rows);
    }
    await expect(all()).rejects.toThrow()
  })
})

it('an insert whose connection broke is over before anything that follows', async () => {
  const way = await proxy()
  const shaky = connect(way.url, database)
  const insert = shaky.insert('slow', [{ n: 1 }, { n: 2 }])
  for (let i = 0; i < 100 && (await running('INSERT INTO slow')) === 0; i++) await sleep(20)
  way.cut()
  await expect(insert).rejects.toMatchObject({ code: 'unavailable' })
  const [after] = await shaky.rows<{ n: number }>('SELECT count() AS n FROM slow')
  expect(await running('INSERT INTO slow')).toBe(0)
  await sleep(2_500)
  expect(await store.rows('SELECT count() AS n FROM slow')).toEqual([after])
  await shaky.close()
  way.close()
})

describe('while the engine is frozen', () => {
  const soon = () => AbortSignal.timeout(200)
  const unavailable = { code: 'unavailable' }

  it('who gives up is let go, as often as one asks; afterwards all is as before', async () => {
    const way = await proxy()
    const frozen = connect(way.url, database)
    await frozen.rows('SELECT 1')
    way.freeze()
    for (let i = 0; i < 3; i++)
      await expect(frozen.rows('SELECT 1', { signal: soon() })).rejects.toMatchObject(unavailable)
    way.thaw()
    expect(await frozen.rows('SELECT 1 AS one')).toEqual([{ one: 1 }])
    await frozen.close()
    way.close()
  })

  it('a write that was given up stays in doubt until it can be ended; nobody has to wait for that', async () => {
    const way = await proxy()
    const frozen = connect(way.url, database)
    const over = new AbortController()
    const write = frozen.command('INSERT INTO slow (n) VALUES (7), (8), (9)', { signal: over.signal })
    for (let i = 0; i < 100 && (await running('INSERT INTO slow')) === 0; i++) await sleep(20)
    way.freeze()
    over.abort()
    await expect(write).rejects.toMatchObject(unavailable)
    for (let i = 0; i < 3; i++)
      await expect(frozen.rows('SELECT 1', { signal: soon() })).rejects.toMatchObject(unavailable)
    way.thaw()
    await frozen.rows('SELECT 1')
    expect(await running('INSERT INTO slow')).toBe(0)
    await frozen.close()
    way.close()
  })
})

it('however many writes fail while the engine is away, the next one after it is back works', async () => {
  const way = await proxy()
  const { port } = new URL(way.url)
  way.close()
  const store = connect(way.url, database)
  for (let i = 0; i < 80; i++)
    await Promise.allSettled(Array.from({ length: 100 }, () => store.insert('plain', [{ n: 100 }])))
  const back = await proxy(Number(port))
  await store.insert('plain', [{ n: 101 }])
  expect(await store.rows('SELECT n FROM plain WHERE n >= 100')).toEqual([{ n: 101 }])
  await store.close()
  back.close()
})
