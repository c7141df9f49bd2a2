/** The commands that ask and show, as processes: query, demo, doctor, help, and what is no command. */
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoSummary } from '../../src/demo/index.ts'
import { METRICS } from '../../src/metrics/index.ts'
import { assistantRow, type Home, newHome, type Server } from './program.ts'

const ESCAPE = '\u001b'

describe('what is no command', { timeout: 60_000 }, () => {
  const home = newHome()
  afterAll(() => home.remove())

  it.each([
    [['quary'], "there is no command 'quary'. There are: serve, import"],
    [['serv', '--port', '0'], "there is no command 'serv'"],
    [['query', '--no-such-flag'], '--no-such-flag'],
    [['query', 'tokens.by_day', 'more'], 'too many arguments'],
    [['import', '--data'], 'argument missing'],
    [['demo', '--people', 'many'], 'A whole number from 1'],
    [['demo', '--people', '0'], 'A whole number from 1'],
    [['demo', '--days', '1e9'], 'A whole number from 1'],
    [['--no-such-flag'], '--no-such-flag'],
    [['query', 'nope'], 'There is no metric nope'],
    [['query', 'tokens'], 'Did you mean tokens.by_day'],
    [['query', '__proto__'], 'There is no metric'],
  ])('%s', async (args, words) => {
    const { code, stdout, stderr } = await home.run(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(words)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(stderr).not.toContain(ESCAPE)
  })

  it.each([
    [['quary'], 2, 'bad_request', "there is no command 'quary'. There are: serve, import"],
    [['query', '--no-such-flag'], 2, 'bad_request', "unknown option '--no-such-flag'"],
    [['users', 'lst'], 2, 'bad_request', "unknown command 'lst' (Did you mean list?)"],
    [['users', 'role', 'jo'], 2, 'bad_request', "missing required argument 'role'"],
    [['serve'], 2, 'bad_request', "unknown option '--json'"],
    [['query', 'nope'], 2, 'not_found', 'There is no metric nope.'],
    [['keys', 'list'], 6, 'config', 'init NAME'],
  ])('%s, with --json', async (args, exit, code, words) => {
    const told = await home.within([...args, '--json'])
    expect([told.code, told.stdout]).toEqual([exit, ''])
    expect(told.stderr).toMatch(/^[^\n]+\n$/)
    expect(JSON.parse(told.stderr)).toEqual({ error: { code, message: expect.stringContaining(words) } })
  })

  it('what is an argument asks for no JSON', async () => {
    const { stderr } = await home.within(['query', '--', '--json'])
    expect(stderr).toBe('error There is no metric --json. GET /api/v1/metrics lists them.\n')
  })

  it('help and version', async () => {
    const whole = await home.run(['--help'])
    expect([whole.code, whole.stderr]).toEqual([0, ''])
    for (const name of ['serve', 'import', 'demo', 'query', 'explain', 'doctor']) {
      expect(whole.stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
      const { code, stdout, stderr } = await home.run(['help', name])
      expect([code, stderr]).toEqual([0, ''])
      expect(stdout).toMatch(new RegExp(`^Usage: tachograph ${name}`))
      expect(stdout).toContain('--data <dir>')
    }
    const { code, stdout } = await home.run(['--version'])
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)])
  })
})

describe('query', { timeout: 120_000 }, () => {
  let home: Home
  let server: Server
  beforeAll(async () => {
    home = newHome()
    server = await home.serve(['--no-discover'])
    const facts = [
      { id: 'a', model: '=SUM(A1)', project: 'a,b', in_uncached: 5, cost_usd: -0.5 },
      { id: 'b', model: 'plain "quoted"', project: 'c', in_uncached: 7, cost_usd: 2 },
      { id: 'c', model: '@home\u001b[31m', project: 'c', in_uncached: 1 },
    ]
    const body = facts
      .map((f) =>
        JSON.stringify({ type: 'model_call', at: '2026-03-04T10:00:00Z', user: 'jo', out: 1, ...f }),
      )
      .join('\n')
    const headers = { 'content-type': 'application/x-ndjson' }
    await fetch(`${server.url}/api/v1/facts`, { method: 'POST', headers, body })
    await fetch(`${server.url}/api/v1/status?settled=true`)
  }, 120_000)
  afterAll(() => home.remove())
  const DAY = ['--from', '2026-03-04', '--to', '2026-03-04']

  it('without a metric lists them all', async () => {
    const { code, stdout } = await home.run(['query', '--json'])
    expect(code).toBe(0)
    expect((JSON.parse(stdout) as { id: string }[]).map((m) => m.id)).toEqual(METRICS.map((m) => m.id))
    const table = await home.run(['query'])
    for (const m of METRICS) expect(table.stdout).toContain(m.id)
  })

  it('--json answers as the API does', async () => {
    const { code, stdout, stderr } = await home.run(['query', 'cost.by_model', ...DAY, '--json'])
    expect([code, stderr]).toEqual([0, ''])
    const api = await fetch(`${server.url}/api/v1/metrics/cost.by_model?from=2026-03-04&to=2026-03-04`)
    const { meta, data } = (await api.json()) as { meta: object; data: object[] }
    expect(JSON.parse(stdout)).toEqual({ data, meta: { ...meta, as_of: expect.any(String) } })
    expect(data).toHaveLength(3)
  })

  it('--csv: a header, safe cells, numbers as numbers', async () => {
    const { code, stdout, stderr } = await home.run(['query', 'cost.by_model', ...DAY, '--csv'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout.split('\r\n')).toEqual([
      'model,cost_usd,reported_usd,calls,unpriced_calls,share',
      '"plain ""quoted""",2,2,1,0,1.3333',
      "'@home\u001b[31m,,0,1,1,",
      "'=SUM(A1),-0.5,-0.5,1,0,-0.3333",
      '',
    ])
    const api = await fetch(
      `${server.url}/api/v1/metrics/cost.by_model?from=2026-03-04&to=2026-03-04&format=csv`,
    )
    expect(await api.text()).toBe(stdout)
    expect(api.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(api.headers.get('content-disposition')).toBe(
      'attachment; filename="cost.by_model_2026-03-04_2026-03-04.csv"',
    )
    const wished = await fetch(`${server.url}/api/v1/metrics/cost.by_model?from=2026-03-04&to=2026-03-04`, {
      headers: { accept: 'text/csv' },
    })
    expect(await wished.text()).toBe(stdout)
  })

  it('a table for people, in which names do not drive the terminal', async () => {
    const { code, stdout, stderr } = await home.run(['query', 'cost.by_model', ...DAY], { CI: 'true' })
    expect(code).toBe(0)
    expect(stdout).toContain('-$0.50')
    expect(stdout).toContain('@home\ufffd[31m')
    expect(stdout + stderr).not.toContain(ESCAPE)
    expect(stderr).toContain('1 of 3 calls have no known price')
    expect(stderr).toContain('not your bill')
    const coloured = await home.run(['query', 'cost.by_model', ...DAY], { FORCE_COLOR: '1' })
    expect(coloured.stdout).toContain(ESCAPE)
  })

  it('filters: repeated for several, commas and all', async () => {
    const rows = async (...args: string[]) => {
      const { stdout } = await home.run(['query', ...args, ...DAY, '--json'])
      return (JSON.parse(stdout) as { data: { model: string }[] }).data.map((r) => r.model)
    }
    expect(await rows('--project', 'a,b', 'tokens.by_model')).toEqual(['=SUM(A1)'])
    expect(await rows('tokens.by_model', '--project', 'a,b', '--project', 'c')).toHaveLength(3)
    expect(await rows('tokens.by_model', '--project', 'a')).toEqual([])
  })

  it.each([
    [['--from', 'abc'], 'from: abc'],
    [['--tz', 'Mars/Phobos'], 'tz: Mars/Phobos'],
    [['--from', '2026-03-05', '--to', '2026-03-04'], 'from'],
    [['--tool', 'Read'], 'tool: tokens.by_day cannot be filtered by it'],
  ])('refuses %s and says why', async (args, words) => {
    const { code, stdout, stderr } = await home.run(['query', 'tokens.by_day', ...args])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(words)
  })

  it('is content when nobody reads to the end', async () => {
    const bin = fileURLToPath(new URL('../../bin/tachograph.js', import.meta.url))
    const child = spawn(
      process.execPath,
      [bin, 'query', 'tokens.by_day', '--csv', '--from', '2020-01-01', '--to', '2026-03-04'],
      {
        env: { PATH: process.env.PATH ?? '', HOME: home.path },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk
    })
    child.stdout.once('data', () => child.stdout.destroy())
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect([code, stderr]).toEqual([0, ''])
  })

  it('says so when the server is gone in the middle', async () => {
    expect((await server.end('SIGKILL')).signal).toBe('SIGKILL')
    // The lock of a killed process is none: the command opens the folder itself, and knows what was stored.
    const { code, stdout } = await home.run(['query', 'summary.overview', ...DAY, '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ data: [{ calls: 3, input: 13 }] })
  })
})

describe('demo', { timeout: 180_000 }, () => {
  let home: Home
  beforeAll(() => {
    home = newHome()
  })
  afterAll(() => home.remove())

  it('tells exactly what its summary says, once', async () => {
    const { code, stdout, stderr } = await home.run([
      'demo',
      '--people',
      '5',
      '--days',
      '6',
      '--seed',
      '7',
      '--json',
    ])
    expect([code, stderr]).toEqual([0, ''])
    const told = JSON.parse(stdout) as {
      people: number
      days: number
      seed: number
      end: number
      accepted: number
    }
    expect(told).toMatchObject({ people: 5, days: 6, seed: 7, duplicate: 0 })
    const summary = demoSummary(told)
    expect(told.accepted).toBe(Object.values(summary.facts).reduce((a, b) => a + b, 0))

    const query = async (metric: string) => {
      const to = new Date(told.end).toISOString().slice(0, 10)
      const answer = await home.run(['query', metric, '--to', to, '--json'])
      return (JSON.parse(answer.stdout) as { data: Record<string, number | string>[] }).data
    }
    const [overview] = await query('summary.overview')
    expect(overview).toMatchObject({
      input: summary.tokens.in_uncached,
      output: summary.tokens.out,
      cache_read: summary.tokens.cache_read,
      cache_write: summary.tokens.cache_write,
      calls: summary.modelCalls,
      sessions: summary.sessions,
      user_messages: summary.humanMessages,
      tool_calls: summary.toolCalls,
    })
    const pairs = (data: Record<string, number | string>[], name: string, count: string) =>
      Object.fromEntries(data.map((r) => [r[name], r[count]]))
    expect(pairs(await query('tokens.by_model'), 'model', 'calls')).toEqual(summary.callsByModel)
    expect(pairs(await query('tools.by_tool'), 'tool', 'calls')).toEqual(summary.toolCallsByTool)
    expect(pairs(await query('sessions.by_day'), 'date', 'sessions')).toMatchObject(summary.sessionsByDay)
  })

  it('does not mix with itself or with real data', async () => {
    const again = await home.run(['demo', '--people', '5', '--days', '6'])
    expect([again.code, again.stdout]).toEqual([2, ''])
    expect(again.stderr).toContain('the demo already')
    const other = newHome()
    try {
      const file = other.write('t/one.jsonl', assistantRow('one'))
      expect((await other.run(['import', file])).code).toBe(0)
      const refused = await other.run(['demo', '--people', '1', '--days', '1'])
      expect([refused.code, refused.stdout]).toEqual([2, ''])
      expect(refused.stderr).toContain('real data')
      expect(refused.stderr).toContain('--data')
      const forced = await other.run(['demo', '--people', '1', '--days', '2', '--force'])
      expect([forced.code, forced.stderr]).toEqual([0, ''])
      expect(forced.stdout).toContain('invented facts of 1 people over 2 days')
    } finally {
      other.remove()
    }
  })
})

describe('doctor', { timeout: 120_000 }, () => {
  let home: Home
  beforeAll(() => {
    home = newHome()
  })
  afterAll(() => home.remove())
  interface Finding {
    what: string
    state: 'ok' | 'note' | 'problem'
    text: string
  }

  it('finds a new installation well, and tells what it has and lacks', async () => {
    const { code, stdout, stderr } = await home.run(['doctor', '--json'])
    expect([code, stderr]).toEqual([0, ''])
    const findings = JSON.parse(stdout) as Finding[]
    const of = (what: string) => findings.find((f) => f.what === what)
    expect(of('version')?.text).toContain(process.version)
    expect(of('data folder')).toMatchObject({ state: 'ok', text: home.data })
    expect(of('store')?.text).toContain('no facts yet')
    expect(of('claude-code')).toMatchObject({ state: 'note' })
    const people = await home.run(['doctor'])
    expect(people.stdout).toMatch(/^✓ version/)
    expect(people.stdout).not.toContain(ESCAPE)
  })

  it('names transcripts and a clean-up that will delete them', async () => {
    home.write('.claude/projects/p/one.jsonl', assistantRow('one'))
    const first = await home.run(['doctor'])
    expect(first.code).toBe(0)
    expect(first.stdout).toContain('1 transcripts')
    const settings = join(home.path, '.claude/settings.json')
    expect(first.stdout).toContain(
      `Claude Code deletes transcripts after 30 days; what is imported stays. To keep the files, put "cleanupPeriodDays": 3650 into ${settings}`,
    )
    home.write('.claude/settings.json', '{"cleanupPeriodDays": 1}')
    expect((await home.run(['doctor'])).stdout).toContain('after 1 day;')
    home.write('.claude/settings.json', '{"cleanupPeriodDays": 365}')
    const second = (await home.run(['doctor'])).stdout
    expect(second).not.toContain('clean-up')
    expect(second).not.toContain('by itself')
    const config = home.write("it's here/config.json", '{"discover": false}')
    const third = await home.run(['doctor', '--data', dirname(config)])
    expect(third.stdout).toContain(
      `serve does not import them by itself. Run: node bin/tachograph.js import --data '${home.path}/it'\\''s here'`,
    )
  })

  it('a taken port is worth a note', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const { port } = taken.address() as { port: number }
    const { code, stdout } = await home.run(['doctor', '--json'], { TACHOGRAPH_PORT: String(port) })
    taken.close()
    expect(code).toBe(0)
    const findings = JSON.parse(stdout) as Finding[]
    expect(findings.find((f) => f.what === 'port')).toMatchObject({
      state: 'note',
      text: expect.stringContaining('taken'),
    })
  })

  it('fails where the folder cannot be used, and says what to do', async () => {
    const file = join(home.path, 'file')
    writeFileSync(file, 'x')
    for (const data of [file, join(file, 'below')]) {
      const { code, stdout } = await home.run(['doctor', '--data', data])
      expect(code).toBe(1)
      expect(stdout).toMatch(/✗ data folder/)
      expect(stdout).toContain('--data')
    }
  })

  it('fails where the engine cannot work, and says why', async () => {
    const broken = join(home.path, 'broken')
    mkdirSync(broken)
    writeFileSync(join(broken, 'engine'), 'a file where a folder belongs')
    const { code, stdout } = await home.run(['doctor', '--data', broken])
    expect(code).toBe(1)
    expect(stdout).toMatch(/✗ store/)
  })

  it('a broken configuration is told by name', async () => {
    home.write('bad/config.json', '{"retention": -1}')
    const { code, stderr } = await home.run(['doctor', '--data', join(home.path, 'bad')])
    expect(code).toBe(6)
    expect(stderr).toContain('retention')
  })
})
