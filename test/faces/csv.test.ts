/** CSV of every view over a real server: what hostile cells become, and what a client that stops reading leaves behind. */
import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { csvReply, streamed, tableReply } from '../../src/faces/http/csv.ts'
import { buildServer } from '../../src/faces/http/server.ts'
import { call, message, NOON, session } from '../support/facts.ts'
import { type Listening, listening } from './listening.ts'

const DAY = 'from=2026-06-15&to=2026-06-15'
const HOSTILE = ['=1+1', '+1', '-x', '@x', '\t=1', ' =1', '＝1', 'a;=1', 'a,"b"\r\n=c']
const READ = { config: { use: 'read' } } as const
/** Ten million rows of a kilobyte, known by a number. */
const endless = (mark: number) =>
  `SELECT number AS n, repeat('x', 1000) AS t FROM numbers(10000000) WHERE ${mark} > 0`

let server: Listening
let large: Awaited<ReturnType<typeof buildServer>>
let largeUrl: string
beforeAll(async () => {
  server = await listening()
  const { writer, rebuilder, store } = server.instance
  await writer.write(
    HOSTILE.flatMap((text, i) => {
      const of = { session: `s${i}`, user: text, project: text, at: NOON + i }
      return [
        session({ id: `s${i}`, user: text, project: text, branch: text, started_at: NOON + i }),
        message({ keys: [`m${i}`], ...of }),
        call({ keys: [`c${i}`], ...of, model: text, in_uncached: 5, cost_usd: -5, cost_source: 'reported' }),
      ]
    }),
  )
  await rebuilder.flush()
  large = await buildServer({ backend: server.backend, logLevel: 'silent', web: '/nowhere' })
  large.get('/large', READ, async (request, reply) => {
    const { mark } = request.query as { mark: string }
    return tableReply(reply, (signal) => {
      const rows = store.stream(endless(Number(mark)), { signal })
      return { name: 'large', columns: ['n', 't'], rows }
    })
  })
  large.get('/stalled', READ, async (_request, reply) => {
    const texts = async function* () {
      for await (const { t } of store.stream<{ t: string }>(endless(88_003))) yield t
    }
    return streamed(reply, 'text/plain', texts(), 300)
  })
  large.get('/failing', READ, async (request, reply) => {
    const { after } = request.query as { after: string }
    const sql = 'SELECT number AS n, throwIf(number = {after:UInt32}) FROM numbers(1000000)'
    return csvReply(reply, 'a "name"/../x', ['n'], store.stream(sql, { params: { after: Number(after) } }))
  })
  largeUrl = await large.listen({ host: '127.0.0.1', port: 0 })
}, 60_000)
afterAll(async () => {
  await large.close()
  await server.close()
})

/** Cells of RFC 4180, read by the letter. */
function cellsOf(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}

const table = async (path: string, init?: RequestInit) => {
  const response = await server.get(path, init)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
  const [header = [], ...rows] = cellsOf(await response.text())
  return { header, rows, name: response.headers.get('content-disposition') }
}

describe('every view', () => {
  it.each([
    ['metrics/cost.by_model', 'model', DAY],
    ['metrics/tokens.by_user', 'user', DAY],
    ['sessions', 'branch', DAY],
    ['sessions', 'project', `${DAY}&limit=500`],
    ['events', 'model', `${DAY}&type=model_call`],
    ['identities', 'identity', ''],
  ])('%s: no cell of %s is run', async (path, column, words) => {
    const { header, rows } = await table(`/api/v1/${path}?format=csv&${words}`)
    expect(rows).toHaveLength(HOSTILE.length)
    const at = header.indexOf(column)
    const got = rows.map((cells) => cells[at] as string)
    // Addresses and names of people are kept without the space around them.
    const harmless = HOSTILE.map((text) => (/^a/.test(text) ? text : `'${text}`))
    if (column === 'user' || column === 'identity')
      expect(got.filter((text) => /^[^']*[=+\-@＝]/.test(text) && !/^a/.test(text))).toEqual([])
    else expect(got.sort()).toEqual(harmless.sort())
    for (const cells of rows) expect(cells).toHaveLength(header.length)
  })

  it('numbers stay numbers, times are ISO, what nobody knows is empty', async () => {
    const { header, rows, name } = await table(`/api/v1/sessions?format=csv&${DAY}`)
    expect(name).toBe('attachment; filename="sessions_2026-06-15_2026-06-15.csv"')
    const last = Object.fromEntries(header.map((column, i) => [column, rows.at(-1)?.[i]]))
    expect(last).toMatchObject({
      id: 's0',
      started_at: '2026-06-15T12:00:00.000Z',
      model_calls: '1',
      agent: '',
    })
    const cost = await table(`/api/v1/metrics/cost.by_model?format=csv&${DAY}`)
    expect(cost.rows[0]?.[cost.header.indexOf('cost_usd')]).toBe('-5')
  })

  it('one session: its steps and its events; reconciliation: agents, then sessions', async () => {
    const steps = await table('/api/v1/sessions/s0/timeline?format=csv')
    expect(steps.rows.map((cells) => cells[steps.header.indexOf('kind')])).toContain('model_call')
    const events = await table('/api/v1/sessions/s0/events', { headers: { accept: 'text/csv' } })
    expect(events.rows.map((cells) => cells[1])).toEqual(['message', 'model_call'])
    const { header, rows } = await table(`/api/v1/reconciliation?format=csv&${DAY}`)
    expect(rows.map((cells) => cells[0])).toEqual(['agent', ...HOSTILE.map(() => 'session')])
    expect(rows[0]?.[header.indexOf('tokens')]).toBe(String(5 * HOSTILE.length))
  })

  it('a page where one is asked for, all of it else; any other format is refused', async () => {
    expect((await table(`/api/v1/sessions?format=csv&limit=2&${DAY}`)).rows).toHaveLength(2)
    for (const path of ['sessions', 'events', 'identities', 'reconciliation', 'metrics/cost.by_model'])
      for (const format of ['xml', 'csv&format=csv', ''])
        await refused(await server.get(`/api/v1/${path}?format=${format}`), 400, 'bad_param', 'format')
    await refused(await server.get('/api/v1/sessions?format=csv&limit=0'), 400, 'bad_param', 'limit')
    await refused(await server.get('/api/v1/sessions/none/events?format=csv'), 404, 'not_found')
  })
})

async function refused(response: Response, status: number, code: string, param?: string): Promise<void> {
  const { error } = (await response.json()) as { error: Record<string, unknown> }
  expect([response.status, error]).toEqual([
    status,
    expect.objectContaining({ code, ...(param ? { param } : {}) }),
  ])
}

const running = async (mark: number): Promise<number> => {
  const rows = await server.instance.store.rows<{ n: number }>(
    `SELECT count() AS n FROM system.processes WHERE query LIKE {text:String} AND query NOT LIKE '%system.processes%'`,
    { params: { text: `%${mark}%` } },
  )
  return rows[0]?.n ?? -1
}

async function ended(mark: number): Promise<number> {
  for (let i = 0; i < 300 && (await running(mark)) > 0; i++) await sleep(20)
  return running(mark)
}

/** An answer of which nothing is read beyond what comes at once. */
async function begun(path: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const request = httpRequest(largeUrl + path, { headers })
  request.on('error', () => {})
  request.end()
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  response.on('error', () => {})
  await once(response, 'readable')
  return response
}

describe('a client that stops reading (row 99)', () => {
  it.each([
    ['identity', 88_001, undefined],
    ['gzip', 88_002, 'gzip'],
  ])('%s: memory is bounded, and no query is left when it goes', async (accepted, mark, encoding) => {
    const before = process.memoryUsage().rss
    const response = await begun(`/large?mark=${mark}`, { 'accept-encoding': accepted })
    expect(response.headers['content-encoding']).toBe(encoding)
    await sleep(1_000)
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000)
    expect(await running(mark)).toBe(1)
    response.destroy()
    expect(await ended(mark)).toBe(0)
  })

  it('is cut off when it takes nothing for long', async () => {
    const response = await begun('/stalled')
    expect(await ended(88_003)).toBe(0)
    response.resume()
    await new Promise((resolve) => response.once('close', resolve))
    expect(response.complete).toBe(false)
  })

  it('a query that fails before the first rows is an error, later the answer is cut', async () => {
    await refused(await fetch(`${largeUrl}/failing?after=3`), 500, 'internal')
    const cut = await fetch(`${largeUrl}/failing?after=300000`)
    expect(cut.status).toBe(200)
    expect(cut.headers.get('content-disposition')).toBe('attachment; filename="a_name_.._x.csv"')
    await expect(cut.text()).rejects.toThrow()
  })
})
