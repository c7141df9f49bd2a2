/** `tachograph serve` as a process: how it begins, shares its folder, and ends. */
import { appendFileSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Status } from '../../src/faces/contract.ts'
import { holderOf } from '../../src/store/lock.ts'
import { assistantRow, type Home, newHome, promptRow, type Server } from './program.ts'

let home: Home
beforeEach(() => {
  home = newHome()
})
afterEach(() => home.remove())

const ESCAPE = '\u001b'
const DAY = ['--from', '2026-03-04', '--to', '2026-03-04']
const PROJECT = '.claude/projects/-home-ana-shop'
const transcript = (session: string, calls: number, more: object = {}) =>
  `${[promptRow(`${session}-p`, session), ...Array.from({ length: calls }, (_, i) => assistantRow(`${session}-${i}`, { session, ...more }))].join('\n')}\n`

const status = async (server: Server) =>
  (await fetch(`${server.url}/api/v1/status`).then((r) => r.json())) as Status
async function until<T>(what: () => Promise<T>, holds: (t: T) => boolean, limit = 30_000): Promise<T> {
  const began = Date.now()
  for (;;) {
    const now = await what()
    if (holds(now)) return now
    if (Date.now() - began > limit) throw new Error(`still ${JSON.stringify(now)}`)
    await sleep(100)
  }
}
const callsOn = async (server: Server) => {
  const path = '/api/v1/metrics/summary.overview?from=2026-03-04&to=2026-03-04'
  const answer = (await fetch(server.url + path).then((r) => r.json())) as { data: { calls: number }[] }
  return answer.data[0]?.calls ?? -1
}
const holder = () => holderOf(home.data)

describe('beginning', { timeout: 180_000 }, () => {
  it('tells its address first, finds the transcripts of this home, and what is added to them', async () => {
    const file = home.write(`${PROJECT}/one.jsonl`, transcript('one', 3))
    home.write(`${PROJECT}/two.jsonl`, transcript('two', 2))
    const server = await home.serve()
    expect(server.said().stdout).toBe(`${server.url}\n`)
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const { discovery, holds, facts } = await until(
      () => status(server),
      (s) => s.discovery.state === 'idle',
    )
    expect(discovery.files_done).toBe(2)
    expect(discovery.sources[0]).toMatchObject({ files: 2 })
    expect(discovery.sources[0]?.folders.map((f) => f.path)).toContain(join(home.path, '.claude/projects'))
    expect(holds).toEqual({ demo: false, real: true })
    expect(facts).toBeGreaterThan(0)
    await until(
      () => callsOn(server),
      (n) => n === 5,
    )
    // The agent goes on: half a line first, then the rest of it.
    const row = `${assistantRow('one-later', { session: 'one' })}\n`
    appendFileSync(file, row.slice(0, 50))
    appendFileSync(file, row.slice(50))
    await until(
      () => callsOn(server),
      (n) => n === 6,
    )
    const { code, stdout, stderr } = await server.end()
    expect([code, stdout]).toEqual([0, `${server.url}\n`])
    expect(stderr).toContain('Imported 2 transcripts')
    expect(stderr.split('Claude Code deletes transcripts after 30 days')).toHaveLength(2)
    expect(stderr).not.toContain(ESCAPE)
    expect(holder()).toBeNull()
    // What was read is not read again, unless the database is another one.
    home.write(`${PROJECT}/three.jsonl`, transcript('three', 1))
    const again = await home.serve()
    await until(
      () => callsOn(again),
      (n) => n === 7,
    )
    expect((await again.end()).stderr).toContain('Imported 1 transcripts')
    rmSync(join(home.data, 'engine'), { recursive: true })
    const anew = await home.serve()
    await until(
      () => callsOn(anew),
      (n) => n === 7,
    )
    expect((await anew.end()).stderr).toContain('Imported 3 transcripts')
  })

  it('looks where CLAUDE_CONFIG_DIR says, and nowhere with --no-discover', async () => {
    home.write(`${PROJECT}/one.jsonl`, transcript('one', 3))
    home.write('moved/projects/p/two.jsonl', transcript('two', 2))
    const moved = await home.serve([], { CLAUDE_CONFIG_DIR: join(home.path, 'moved') })
    await until(
      () => callsOn(moved),
      (n) => n === 2,
    )
    expect((await moved.end('SIGINT')).code).toBe(0)
    const off = await home.serve(['--no-discover'])
    const { discovery, commands } = await status(off)
    expect(discovery.state).toBe('off')
    // It has not looked, so it cannot say how many there are.
    expect(discovery.sources[0]).toMatchObject({ id: 'claude-code', title: 'Claude Code', files: null })
    expect(discovery.sources[0]?.folders[0]).toEqual({
      path: join(home.path, '.claude/projects'),
      exists: true,
    })
    expect(commands).toEqual({
      import: 'node bin/tachograph.js import',
      demo: 'node bin/tachograph.js demo',
    })
    const { stdout } = await home.run(['doctor'])
    expect(stdout).toContain('serve does not import them by itself. Run: node bin/tachograph.js import\n')
    expect(await callsOn(off)).toBe(2)
    expect((await off.end()).code).toBe(0)
  })

  it('on a port that is taken says so, and leaves nothing behind', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const { port } = taken.address() as { port: number }
    try {
      const { code, stdout, stderr } = await home.run(['serve', '--port', String(port), '--no-discover'])
      expect([code, stdout]).toEqual([5, ''])
      expect(stderr).toContain(`Port ${port} is taken`)
      expect(stderr).toContain('--port')
      expect(stderr).not.toMatch(/\n\s+at /)
      expect(holder()).toBeNull()
    } finally {
      taken.close()
    }
  })

  it.each([
    [['--port', '70000'], 6, 'port'],
    [['--port', 'abc'], 6, 'port'],
    [['--host', '0.0.0.0'], 6, '0.0.0.0'],
    [['--host', '192.168.1.1'], 6, 'nobody would need a key'],
    [['--prot', '1'], 2, '--prot'],
  ] as const)('refuses %s before anything is opened', async (args, code, word) => {
    const ended = await home.run(['serve', ...args])
    expect([ended.code, ended.stdout]).toEqual([code, ''])
    expect(ended.stderr).toContain(word)
    expect(existsSync(home.data)).toBe(false)
  })

  it('refuses a configuration with an unknown key before anything is opened', async () => {
    home.write('.tachograph/config.json', '{"prot": 8484}')
    const ended = await home.run(['serve'])
    expect(ended.code).toBe(6)
    expect(ended.stderr).toContain('prot')
    expect(holder()).toBeNull()
    expect(existsSync(join(home.data, 'engine'))).toBe(false)
  })

  it('refuses a folder that cannot be', async () => {
    const file = home.write('file', 'x')
    for (const data of [join(file, 'below'), file]) {
      const ended = await home.run(['serve', '--data', data])
      expect([data, ended.code]).toEqual([data, 6])
      expect(ended.stderr).toContain(data)
      expect(ended.stderr).toContain('--data')
      expect(ended.stderr).not.toMatch(/\n\s+at /)
    }
  })
})

describe('one folder, several processes', { timeout: 180_000 }, () => {
  it('a second server is refused, other commands talk to the first', async () => {
    const server = await home.serve(['--no-discover'])
    const second = await home.run(['serve', '--port', '0'])
    expect([second.code, second.stdout]).toEqual([4, ''])
    expect(second.stderr).toContain(String(server.child.pid))
    expect(second.stderr).toContain(server.url)

    const file = home.write('elsewhere/one.jsonl', transcript('one', 4))
    const imported = await home.run(['import', file, '--json'])
    expect(imported.stderr).toBe('')
    expect(JSON.parse(imported.stdout)).toMatchObject({
      files_done: 1,
      calls: 4,
      duplicate: 0,
      updated: 0,
      drops: {},
    })
    expect(await callsOn(server)).toBe(4)
    const again = await home.run(['import', file, '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({ accepted: 0, updated: 0 })

    const [query, doctor, demo] = await Promise.all([
      home.run(['query', 'tokens.by_day', '--json', ...DAY]),
      home.run(['doctor', '--json']),
      home.run(['demo', '--people', '1', '--days', '1']),
    ])
    expect(JSON.parse(query.stdout)).toMatchObject({ data: [{ calls: 4, input: 40, output: 20 }] })
    expect(doctor.code).toBe(0)
    const findings = JSON.parse(doctor.stdout) as { what: string; text: string }[]
    expect(findings.find((f) => f.what === 'store')?.text).toContain(server.url)
    expect(demo.code).toBe(2)
    expect(demo.stderr).toContain('real data')
    expect((await server.end()).code).toBe(0)
  })

  it('a stale lock of a killed server is no lock: it starts again with all that was acknowledged', async () => {
    const first = await home.serve(['--no-discover'])
    const body = JSON.stringify({
      type: 'model_call',
      id: 'a',
      at: '2026-03-04T10:00:00Z',
      in_uncached: 1,
      out: 1,
    })
    const headers = { 'content-type': 'application/x-ndjson' }
    const posted = await fetch(`${first.url}/api/v1/facts`, { method: 'POST', body, headers })
    expect(await posted.json()).toMatchObject({ accepted: 1 })
    expect((await first.end('SIGKILL')).signal).toBe('SIGKILL')
    expect(readdirSync(home.data).filter((f) => f.startsWith('lock'))).toHaveLength(1)
    expect(holder()).toBeNull()
    const began = Date.now()
    const second = await home.serve(['--no-discover'])
    expect(Date.now() - began).toBeLessThan(10_000)
    await until(
      () => callsOn(second),
      (n) => n === 1,
    )
    expect((await second.end()).code).toBe(0)
  })
})

describe('ending', { timeout: 180_000 }, () => {
  it('SIGTERM ends it with 0, whatever clients hold on to', async () => {
    home.write(`${PROJECT}/one.jsonl`, transcript('one', 200))
    const server = await home.serve()
    // One keeps its connection, one has sent half a request.
    await fetch(`${server.url}/healthz`)
    const half = connect(Number(new URL(server.url).port), '127.0.0.1')
    half.on('error', () => {})
    half.write('POST /api/v1/facts HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf')
    await sleep(100)
    const began = Date.now()
    const { code } = await server.end()
    half.destroy()
    expect(code).toBe(0)
    expect(Date.now() - began).toBeLessThan(15_000)
    expect(holder()).toBeNull()
  })

  it.each(['SIGINT', 'SIGHUP'] as const)(
    '%s ends it with 0 too',
    async (signal) => {
      const server = await home.serve(['--no-discover'])
      expect((await server.end(signal)).code).toBe(0)
      expect(holder()).toBeNull()
    },
    60_000,
  )

  it('the second signal ends it at once', async () => {
    const server = await home.serve(['--no-discover'])
    server.child.kill('SIGINT')
    server.child.kill('SIGINT')
    const { code } = await server.end('SIGINT')
    expect([0, 1]).toContain(code)
  })

  it('a signal while it still starts ends it with 0 too', async () => {
    const run = home.run(['serve', '--port', '0', '--no-discover'])
    const starting = await until(
      async () => holder(),
      (h) => h !== null,
    )
    process.kill(starting?.pid as number, 'SIGTERM')
    expect((await run).code).toBe(0)
    expect(holder()).toBeNull()
  })
})
