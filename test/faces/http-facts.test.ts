/** What becomes of facts that are sent: each good line is stored once, each bad one is named, whatever else is wrong. */
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PostReceipt } from '../../src/faces/contract.ts'
import { MAX_BODY } from '../../src/faces/http/server.ts'
import { type Listening, listening } from './listening.ts'
import { type Asked, expectError, type Reply, sendBytes, send as sendTo } from './raw.ts'

const NDJSON = { 'content-type': 'application/x-ndjson' }
const AT = '2026-03-04T10:00:00Z'

let server: Listening
beforeAll(async () => {
  server = await listening()
})
afterAll(() => server.close())

let last = 0
/** A fact no other test has sent. */
const fresh = (more: object = {}) => ({
  type: 'model_call',
  id: `f${++last}`,
  at: AT,
  in_uncached: 1,
  out: 1,
  ...more,
})
const line = (more: object = {}) => JSON.stringify(fresh(more))

const send = (asked: Asked) => sendTo(server.port, { method: 'POST', path: '/api/v1/facts', ...asked })
const post = (body: string | Buffer, headers = {}) => send({ body, headers: { ...NDJSON, ...headers } })
const receiptOf = (reply: Reply): PostReceipt & { rejected_more?: number } => {
  expect([reply.status, reply.text.slice(0, 300)]).toEqual([200, reply.text.slice(0, 300)])
  return reply.json<PostReceipt>()
}
const stored = async () => {
  const [row] = await server.instance.store.rows<{ n: number }>(
    `SELECT uniqExact(id) AS n FROM model_call FINAL WHERE org = 'default'`,
  )
  return row?.n ?? 0
}

const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
const report = (criteria: string) =>
  `{"type":"readiness_report","id":"r${++last}","at":"${AT}","repo":"a/b","criteria":${criteria}}`
const session = (more: object) => JSON.stringify({ type: 'session', id: `s${++last}`, ...more })

/** What the line is, the line, the reason it is refused for, and a word of the explanation. */
const BAD: [string, string | Buffer, string, string][] = [
  ['no JSON', 'not json', 'broken_line', 'JSON'],
  ['half an object', '{"type":"model_call","at":', 'broken_line', 'JSON'],
  ['NaN', `{"type":"model_call","at":"${AT}","out":NaN}`, 'broken_line', 'JSON'],
  ['two objects', `${line()}${line()}`, 'broken_line', 'JSON'],
  [
    'bytes that are no text',
    Buffer.concat([Buffer.from('{"type":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
    'broken_line',
    'UTF-8',
  ],
  [
    'half a character',
    Buffer.concat([
      Buffer.from(line({ model: 'x' }).slice(0, -2)),
      Buffer.from([0xe2, 0x82]),
      Buffer.from('"}'),
    ]),
    'broken_line',
    'UTF-8',
  ],
  ['a line of 30 MB', line({ model: 'x'.repeat(30_000_000) }), 'line_too_long', 'MB'],
  ['a list', '[]', 'invalid_fact', 'object'],
  ['nothing', 'null', 'invalid_fact', 'object'],
  ['a number', '1234', 'invalid_fact', 'object'],
  ['a text', '"x"', 'invalid_fact', 'object'],
  ['no type', '{}', 'invalid_fact', 'type'],
  ['an unknown type', line({ type: 'wish' }), 'invalid_fact', 'wish'],
  ['a type out of the prototype', line({ type: 'constructor' }), 'invalid_fact', 'type'],
  ['a type that is no text', line({ type: { a: 1 } }), 'invalid_fact', 'type'],
  ['an unknown field', line({ tokens: 5 }), 'invalid_fact', 'tokens'],
  ['__proto__', line().replace('{', '{"__proto__":{"polluted":1},'), 'invalid_fact', '__proto__'],
  ['constructor', line({ constructor: { prototype: { polluted: 1 } } }), 'invalid_fact', 'constructor'],
  ['a count below zero', line({ out: -5 }), 'invalid_fact', 'out'],
  ['a count nobody reaches', line({ out: 1e18 }), 'invalid_fact', 'out'],
  ['an endless count', line().replace('"out":1', '"out":1e999'), 'invalid_fact', 'out'],
  ['half a token', line({ out: 1.5 }), 'invalid_fact', 'out'],
  ['a count as text', line({ out: '5' }), 'invalid_fact', 'out'],
  ['an unheard of cost', line({ cost_usd: 1e308 }), 'invalid_fact', 'cost_usd'],
  ['a status that is none', line({ status: 'fine' }), 'invalid_fact', 'status'],
  ['no time', line({ at: undefined }), 'invalid_fact', 'at'],
  ['a time without zone', line({ at: '2026-03-04T10:00:00' }), 'invalid_fact', 'at'],
  ['a time as number', line({ at: 1772618400 }), 'invalid_fact', 'at'],
  ['1970', line({ at: '1970-01-01T00:00:00Z' }), 'time_out_of_range', 'at'],
  ['2200', line({ at: '2200-01-01T00:00:00Z' }), 'time_out_of_range', 'at'],
  ['a session of 2200', session({ observed_at: '2200-01-01T00:00:00Z' }), 'time_out_of_range', 'observed_at'],
  [
    'a session that began in 1970',
    session({ started_at: '1970-01-01T00:00:00Z' }),
    'time_out_of_range',
    'started_at',
  ],
  ['a state without id', session({ id: '' }), 'invalid_fact', 'id'],
  ['a name of 5,000 characters', line({ model: 'x'.repeat(5_000) }), 'invalid_fact', 'model'],
  ['a thousand and one keys', line({ keys: Array.from({ length: 1_001 }, String) }), 'invalid_fact', 'keys'],
  ['10,000 lists in one another', report(deep(10_000)), 'invalid_fact', 'criteria'],
  [
    'the same where no list belongs',
    line().replace('"out":1', `"out":${deep(10_000)}`),
    'invalid_fact',
    'out',
  ],
]

const join = (parts: readonly (string | Buffer)[]) =>
  Buffer.concat(parts.flatMap((p) => [Buffer.from(p), Buffer.from('\n')]))

describe('one bad line costs one line', () => {
  it.each(BAD)('%s', async (_what, bad, reason, word) => {
    const before = await stored()
    const receipt = receiptOf(await post(join([line(), bad, line()])))
    expect(receipt).toMatchObject({ accepted: 2, updated: 0, duplicate: 0 })
    expect(receipt.rejected).toHaveLength(1)
    const [refused] = receipt.rejected
    expect(refused).toMatchObject({ line: 2, reason })
    expect(refused?.detail).toContain(word)
    expect(refused?.detail.length).toBeLessThanOrEqual(300)
    expect(await stored()).toBe(before + 2)
  })

  it('all of them at once, each under its number', async () => {
    const receipt = receiptOf(await post(join(BAD.flatMap(([, bad]) => [bad, line()]))))
    expect(receipt.accepted).toBe(BAD.length)
    expect(receipt.rejected.map((r) => [r.line, r.reason])).toEqual(
      BAD.map(([, , reason], i) => [2 * i + 1, reason]),
    )
  })

  it('a thousand are listed, the others counted', async () => {
    const receipt = receiptOf(await post(`${'x\n'.repeat(1_200)}${line()}`))
    expect([receipt.rejected.length, receipt.rejected_more, receipt.accepted]).toEqual([1_000, 200, 1])
    expect(receipt.rejected[999]?.line).toBe(1_000)
  })

  it('leaves no trace in the prototype of objects', () => {
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

describe('odd and right', () => {
  const GOOD: [string, string | Buffer, number][] = [
    ['no line end at the end', line(), 1],
    ['line ends of Windows', `${line()}\r\n${line()}\r\n`, 2],
    ['blank lines', `\n${line()}\n\n  \t\n\r\n${line()}\n\n`, 2],
    ['a byte order mark', `\ufeff${line()}`, 1],
    ['half a surrogate pair and a zero character', line({ model: '\ud800', project: 'a\u0000b' }), 1],
    ['names that look dangerous', line({ model: '__proto__', project: "'; DROP TABLE model_call --" }), 1],
    ['unknown values told as null', line({ model: null, cost_usd: null }), 1],
    ['a lower case zone and an offset', `${line({ at: '2026-03-04T15:30:00+05:30' })}`, 1],
    ['a cost of less than nothing', line({ cost_usd: -0.5 }), 1],
  ]
  it.each(GOOD)('%s', async (_what, body, accepted) => {
    expect(receiptOf(await post(body))).toEqual({ accepted, updated: 0, duplicate: 0, rejected: [] })
  })

  it('answers stay JSON that can be read', async () => {
    await server.instance.rebuilder.flush()
    const { data } = await server.ask('tokens.by_model', 'from=2026-03-04&to=2026-03-04')
    expect(data.map((r) => r.model)).toEqual(expect.arrayContaining(['\ufffd', '__proto__']))
  })

  it.each([
    'application/x-ndjson',
    'application/jsonl',
    'application/json',
    'Application/X-NDJSON; charset=UTF-8',
  ])('as %s', async (type) => {
    expect(receiptOf(await post(line(), { 'content-type': type })).accepted).toBe(1)
  })

  it('compressed', async () => {
    const body = gzipSync(`${line()}\n${line()}`)
    expect(receiptOf(await post(body, { 'content-encoding': 'gzip' })).accepted).toBe(2)
  })
})

describe('told again', () => {
  it('counts once: in one body, in two, as another form, at the same time', async () => {
    const facts = Array.from({ length: 20 }, () => fresh())
    const body = facts.map((f) => JSON.stringify(f)).join('\n')
    const before = await stored()
    expect(receiptOf(await post(`${body}\n${body}`))).toEqual({
      accepted: 20,
      updated: 0,
      duplicate: 20,
      rejected: [],
    })
    expect(receiptOf(await post(body))).toEqual({ accepted: 0, updated: 0, duplicate: 20, rejected: [] })
    const reordered = facts
      .map((f) => JSON.stringify(Object.fromEntries(Object.entries(f).reverse())))
      .reverse()
    expect(receiptOf(await post(reordered.join('\n'))).duplicate).toBe(20)
    expect(await stored()).toBe(before + 20)
  })

  it('in twenty overlapping requests', async () => {
    const facts = Array.from({ length: 100 }, () => line())
    const before = await stored()
    const bodies = Array.from({ length: 20 }, (_, i) => facts.slice(i * 4, i * 4 + 24).join('\n'))
    const receipts = (await Promise.all(bodies.map((b) => post(b)))).map(receiptOf)
    const sum = (of: 'accepted' | 'updated' | 'duplicate') => receipts.reduce((s, r) => s + r[of], 0)
    // 20 times 24 lines; the last one begins at 76: all 100 facts are told.
    expect(sum('accepted')).toBe(100)
    expect(sum('duplicate') + sum('updated')).toBe(380)
    expect(await stored()).toBe(before + 100)
  })

  it('without an id what is said is the identity, unless it is told apart', async () => {
    const entry = { type: 'cost_entry', at: AT, usd: 5, kind: 'compute', provider: `p${++last}` }
    const lines = [entry, entry, { ...entry, occurrence: 1 }, { ...entry, usd: 6 }]
    const receipt = receiptOf(await post(lines.map((l) => JSON.stringify(l)).join('\n')))
    expect(receipt).toMatchObject({ accepted: 3, duplicate: 1 })
  })

  it('an empty key is no identity', async () => {
    const facts = [1, 2].map((out) =>
      JSON.stringify({ type: 'model_call', at: AT, keys: [''], in_uncached: ++last, out }),
    )
    expect(receiptOf(await post(facts.join('\n'))).accepted).toBe(2)
  })

  it('a fuller telling is an update', async () => {
    const first = fresh({ completeness: 0 })
    expect(receiptOf(await post(JSON.stringify(first))).accepted).toBe(1)
    expect(receiptOf(await post(JSON.stringify({ ...first, completeness: 2, out: 9 }))).updated).toBe(1)
    expect(receiptOf(await post(JSON.stringify(first))).duplicate).toBe(1)
  })
})

describe('bodies that are refused whole', () => {
  it('without content', async () => {
    expectError(await post(''), 400, 'bad_request')
    expectError(await send({ headers: { ...NDJSON, 'content-length': 0 } }), 400, 'bad_request')
  })

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/x-protobuf',
    '',
  ])('as "%s"', async (type) => {
    const before = await stored()
    expectError(await post(line(), { 'content-type': type }), 415, 'media_type')
    expect(await stored()).toBe(before)
  })

  it('without a content type', async () => {
    expectError(await send({ body: line() }), 415, 'media_type')
  })

  it('in an encoding nobody asked for', async () => {
    for (const encoding of ['br', 'zstd', 'gzip, gzip', 'x'])
      expectError(await post(line(), { 'content-encoding': encoding }), 415, 'encoding')
  })

  it('as gzip that is none, or not whole', async () => {
    const before = await stored()
    expectError(await post(line(), { 'content-encoding': 'gzip' }), 400, 'bad_request')
    const whole = gzipSync(line())
    expectError(await post(whole.subarray(0, -20), { 'content-encoding': 'gzip' }), 400, 'bad_request')
    expect(await stored()).toBe(before)
  })

  it('larger than is taken: by what it says, by what comes, and by what it grows to', async () => {
    const head = `POST /api/v1/facts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nContent-Length: ${MAX_BODY + 1}\r\n\r\n`
    expect(await sendBytes(server.port, head)).toMatch(/^HTTP\/1.1 413 .*"code":"too_large"/s)
    expect(
      await sendBytes(server.port, head.replace('\r\n\r\n', '\r\nExpect: 100-continue\r\n\r\n')),
    ).toContain('413')
    const bomb = gzipSync(Buffer.alloc(MAX_BODY + 1))
    expect(bomb.length).toBeLessThan(100_000)
    expectError(await post(bomb, { 'content-encoding': 'gzip' }), 413, 'too_large')
  })
})

describe('clients that go away or take their time', () => {
  const head = (length: number) =>
    `POST /api/v1/facts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nContent-Length: ${length}\r\n\r\n`

  it('closed in the middle of the body: nothing is stored', async () => {
    const before = await stored()
    const body = `${line()}\n${line()}\n`
    await new Promise<void>((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write(head(body.length) + body.slice(0, -1))
        setTimeout(() => socket.destroy(), 50)
      })
      socket.on('close', () => resolve())
    })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(await stored()).toBe(before)
    // Sent again it is new, so nothing of it was kept.
    expect(receiptOf(await post(body)).accepted).toBe(2)
  })

  it('closed before the answer, then sent again: stored once', async () => {
    const before = await stored()
    const body = line()
    await new Promise<void>((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write(head(body.length) + body, () => setTimeout(() => socket.destroy(), 5))
      })
      socket.on('close', () => resolve())
    })
    const receipt = receiptOf(await post(body))
    expect(receipt.accepted + receipt.duplicate).toBe(1)
    expect(await stored()).toBe(before + 1)
  })

  it('who dribbles keeps nobody else waiting, and is closed in time', async () => {
    const sockets = Array.from({ length: 200 }, () => {
      const socket = connect(server.port, '127.0.0.1')
      socket.on('error', () => {})
      socket.write('GET /healthz HTTP/1.1\r\nHost: local')
      return socket
    })
    const began = Date.now()
    expect(receiptOf(await post(line())).accepted).toBe(1)
    expect(Date.now() - began).toBeLessThan(5_000)
    for (const socket of sockets) socket.destroy()
    expect(server.app.server.headersTimeout).toBeLessThanOrEqual(30_000)
    expect(server.app.server.requestTimeout).toBeLessThanOrEqual(300_000)
  })
})
