/** What a collector does with each answer it may get, from a server and from what stands before it. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { collectorSettings, keepSettings, settingsPath } from '../../src/faces/cli/collector-settings.ts'
import { PushServer } from '../../src/faces/cli/push-server.ts'
import { type Fact, wireLine } from '../../src/facts/index.ts'
import { call } from '../support/facts.ts'
import { type Listening, listening } from './listening.ts'
import { assistantRow, newHome } from './program.ts'

/** What stands before the server: answers by itself, or lets through and answers what the server does. */
type Before = (body: Buffer, request: IncomingMessage, answer: ServerResponse) => 'through' | 'lost' | 'done'

let server: Listening
let url: string
let before: Before[] = []
let bodies: number[] = []
let times: number[] = []
const front = createServer(async (request, answer) => {
  const body = await buffer(request)
  if (request.method === 'POST') {
    bodies.push(body.length)
    times.push(Date.now())
  }
  const what = before.shift()?.(body, request, answer) ?? 'through'
  if (what === 'done') return
  const { method = 'GET', headers } = request
  const passed = {
    'content-type': String(headers['content-type']),
    'content-encoding': String(headers['content-encoding']),
  }
  const got = await server.get(request.url ?? '/', method === 'POST' ? { method, body, headers: passed } : {})
  if (what === 'lost') return answer.destroy()
  answer.writeHead(got.status, { 'content-type': 'application/json' }).end(await got.text())
})

beforeAll(async () => {
  server = await listening()
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(front.address() as { port: number }).port}`
})
afterAll(async () => {
  front.close()
  front.closeAllConnections()
  await server.close()
})
beforeEach(() => {
  before = []
  bodies = []
  times = []
})

const answering =
  (status: number, headers: Record<string, string> = {}, body = ''): Before =>
  (_, __, answer) => {
    answer.writeHead(status, headers).end(body)
    return 'done'
  }
let last = 0
const lines = (n: number): string[] =>
  Array.from({ length: n }, () => wireLine(call({ keys: [`k/${++last}-${Math.random()}`] }) as Fact))
const send = async (facts: string[], to = new PushServer(url, null)) => {
  if (to.sink.form !== 'lines') throw new Error('not lines')
  return { to, ...(await to.sink.write(facts)) }
}

describe('facts reach the server once', () => {
  it('packed, and greeted before', async () => {
    const to = new PushServer(url, null)
    expect(await to.greet()).toMatchObject({ org: 'default', line_key: 'key of default' })
    const many = lines(500)
    expect(await send(many, to)).toMatchObject({ accepted: 500, duplicate: 0, refused: {} })
    expect(to.sent).toBe(bodies[0])
    expect(to.sent).toBeLessThan(many.join('\n').length / 5)
  })

  it('after as long as the server wants to be left alone', async () => {
    before = [
      answering(503, { 'retry-after': '1' }),
      answering(429, { 'retry-after': new Date(Date.now() + 3_000).toUTCString() }),
    ]
    expect(await send(lines(3))).toMatchObject({ accepted: 3 })
    expect(bodies).toHaveLength(3)
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(990)
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(500)
  })

  it('though an answer is lost, or a proxy finds nobody', async () => {
    const three = lines(3)
    before = [() => 'lost', answering(502), answering(504)]
    expect(await send(three)).toMatchObject({ accepted: 0, duplicate: 3 })
  })

  it('in as small parts as what stands between takes', async () => {
    const small: Before = (body, _, answer) => {
      if (body.length < 2_000) return 'through'
      answer.writeHead(413).end()
      return 'done'
    }
    before = Array.from({ length: 100 }, () => small)
    const { to, accepted } = await send(lines(400))
    expect(accepted).toBe(400)
    bodies = []
    expect(await send(lines(100), to)).toMatchObject({ accepted: 100 })
    expect(Math.max(...bodies)).toBeLessThan(2_000)
  })

  it('and what it refuses is told, and costs nothing else', async () => {
    const { to, ...counts } = await send([
      ...lines(2),
      '{"type":"nothing"}',
      '{"type":"model_call","at":"1999-01-01T00:00:00Z"}',
    ])
    expect(counts).toMatchObject({
      accepted: 2,
      refused: { invalid_fact: { records: 1 }, time_out_of_range: { records: 1 } },
    })
    expect([...to.refused.values()].map(({ reason }) => reason)).toEqual([
      'invalid_fact',
      'time_out_of_range',
    ])
  })
})

describe('what cannot be mended by waiting is said', () => {
  const failure = (code: string, message = 'no') =>
    JSON.stringify({ error: { code, message, request_id: '1' } })
  it.each<[string, Before, string, string]>([
    ['without a key', answering(401, {}, failure('unauthenticated')), 'unauthenticated', 'TACHOGRAPH_KEY'],
    ['with a key for reading', answering(403, {}, failure('forbidden')), 'forbidden', '--scope ingest'],
    [
      'from elsewhere to a server for one person',
      answering(403, {}, failure('forbidden_host', 'its own machine')),
      'forbidden_host',
      'its own machine',
    ],
    ['where nothing is', answering(404), 'config', 'no Tachograph server'],
    ['where something else is', answering(200, {}, '<html>'), 'config', 'no Tachograph server'],
    [
      'where it has moved',
      answering(308, { location: 'https://new.example/' }),
      'config',
      'leads to https://new.example/',
    ],
    ['where it is broken', answering(500), 'internal', 'answered 500'],
    [
      'while it is away',
      answering(503, {}, failure('unavailable', 'The engine is away.')),
      'unavailable',
      'The engine is away.',
    ],
  ])('%s', async (_, answer, code, words) => {
    before = [answer]
    await expect(new PushServer(url, null).greet()).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
    })
  })

  it('where one fact is too large', async () => {
    before = [answering(413), answering(413)]
    await expect(send(lines(2))).rejects.toMatchObject({
      code: 'too_large',
      message: expect.stringContaining('1 MB'),
    })
  })

  it('where nobody is', async () => {
    await expect(new PushServer('http://127.0.0.1:9', null).greet()).rejects.toMatchObject({
      code: 'unavailable',
    })
  })

  it('by a key that is wrong, but not by the key', async () => {
    before = [answering(401)]
    const error = await new PushServer(url, 'tg_secret').greet().catch((e: Error) => e.message)
    expect(error).toContain('revoked')
    expect(error).not.toContain('tg_secret')
  })
})

describe('the command', { timeout: 60_000 }, () => {
  it('fails when facts were refused, and sends their files again the next time', async () => {
    const home = newHome()
    try {
      home.write('.claude/projects/p/a.jsonl', `${assistantRow('refused', { session: 'refused' })}\n`)
      const receipt = {
        accepted: 1,
        updated: 0,
        duplicate: 0,
        rejected: [{ line: 1, reason: 'invalid_fact', detail: 'too new' }],
      }
      before = [
        () => 'through',
        answering(200, { 'content-type': 'application/json' }, JSON.stringify(receipt)),
      ]
      const first = await home.run(['push', '--to', url])
      expect([first.code, first.stderr]).toEqual([
        1,
        expect.stringContaining('The server refused facts (invalid_fact): too new'),
      ])
      const second = await home.run(['push', '--to', url, '--json'])
      expect([second.code, JSON.parse(second.stdout)]).toMatchObject([0, { files_done: 1, unchanged: 0 }])
      const third = await home.run(['push', '--to', url, '--json'])
      expect(JSON.parse(third.stdout)).toMatchObject({ files_done: 0, unchanged: 1 })
      const nobody = await home.run(['push', '--to', 'http://nobody.invalid', '--key', 'tg_secret'])
      expect(nobody.code).toBe(3)
      expect(nobody.stderr).toContain('is not encrypted')
      expect(nobody.stderr).not.toContain('tg_secret')
      expect(await home.run(['push'])).toMatchObject({ code: 6, stderr: expect.stringContaining('--to') })
    } finally {
      home.remove()
    }
  })
})

describe('where to, and with which key', () => {
  const data = mkdtempSync(join(tmpdir(), 'tachograph-settings-'))
  afterAll(() => rmSync(data, { recursive: true }))

  it('is told by flags, else by the environment, else by what was installed', () => {
    expect(() => collectorSettings({}, {}, data)).toThrow(/--to/)
    keepSettings(data, { url: 'https://kept.example', key: 'tg_kept', user: 'ana' })
    expect(statSync(settingsPath(data)).mode & 0o077).toBe(0)
    expect(collectorSettings({}, {}, data)).toEqual({
      url: 'https://kept.example',
      key: 'tg_kept',
      user: 'ana',
    })
    const env = { TACHOGRAPH_URL: 'https://env.example/t/', TACHOGRAPH_KEY: 'tg_env' }
    expect(collectorSettings({}, env, data)).toEqual({ url: 'https://env.example/t', key: 'tg_env' })
    expect(collectorSettings({ to: 'http://flag.example', key: 'tg_flag' }, env, data)).toEqual({
      url: 'http://flag.example',
      key: 'tg_flag',
    })
  })

  it('never takes the key of one server to another', () => {
    expect(collectorSettings({ to: 'https://other.example' }, {}, data)).toEqual({
      url: 'https://other.example',
      key: null,
    })
  })

  it.each(['nothing', 'ftp://a.example', 'https://user:secret@a.example', 'https://a.example/?k=1'])(
    'refuses %s',
    (to) => {
      expect(() => collectorSettings({ to }, {}, data)).toThrow(/address of the server/)
    },
  )

  it('is refused where the file is damaged, without a word of what is in it', () => {
    writeFileSync(settingsPath(data), readFileSync(settingsPath(data), 'utf8').slice(0, -4))
    expect(() => collectorSettings({}, {}, data)).toThrow(/it is not JSON/)
    writeFileSync(settingsPath(data), '{"url":"https://a.example","key":"tg_secret","more":1}')
    expect(() => collectorSettings({}, {}, data)).toThrow(/^(?!.*tg_secret).*other keys/)
  })
})
