/** `tachograph sessions` as a process: a table, one session, JSON; through a server and on the folder itself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Home, newHome, type Server } from './program.ts'

const ESCAPE = '\u001b'
const DAY = ['--from', '2026-03-04', '--to', '2026-03-04']
/** Three sessions of one morning, the last of them a subagent's. */
const FACTS = [
  { type: 'session', id: 'one', user: 'jo', project: 'web', started_at: '2026-03-04T08:00:00Z' },
  { type: 'message', id: 'm', session: 'one', at: '2026-03-04T09:05:00Z', role: 'user', human: true },
  {
    type: 'session',
    id: `two${ESCAPE}[31m/`,
    user: 'al',
    started_at: '2026-03-04T09:00:00Z',
    ended_at: '2026-03-04T09:00:20Z',
  },
  {
    type: 'model_call',
    id: 'c',
    session: 'one',
    at: '2026-03-04T08:10:00Z',
    model: 'no-such',
    in_uncached: 1500,
    out: 2,
  },
  { type: 'tool_call', id: 't', session: 'one', at: '2026-03-04T08:11:00Z', tool: 'Read', status: 'ok' },
  {
    type: 'file_change',
    id: 'f',
    session: 'one',
    at: '2026-03-04T08:12:00Z',
    path: 'a.ts',
    op: 'edit',
    added: 3,
  },
  { type: 'session', id: 'three', parent_session: 'one', started_at: '2026-03-04T10:00:00Z' },
]

describe('sessions', { timeout: 120_000 }, () => {
  let home: Home
  let server: Server
  beforeAll(async () => {
    home = newHome()
    server = await home.serve(['--no-discover'])
    const headers = { 'content-type': 'application/x-ndjson' }
    const body = FACTS.map((f) => JSON.stringify(f)).join('\n')
    await fetch(`${server.url}/api/v1/facts`, { method: 'POST', headers, body })
    await fetch(`${server.url}/api/v1/status?settled=true`)
  }, 120_000)
  afterAll(() => home.remove())

  const json = async (...args: string[]) => {
    const { code, stdout, stderr } = await home.run(['sessions', '--json', ...args])
    expect([args, code, stderr]).toEqual([args, 0, ''])
    return JSON.parse(stdout)
  }
  const ids = async (...args: string[]) => (await json(...DAY, ...args)).data.map((s: { id: string }) => s.id)

  it('are a table, in the zone of the question, in which names do not drive the terminal', async () => {
    const { code, stdout, stderr } = await home.run(['sessions', ...DAY, '--tz', 'Asia/Kolkata'])
    expect(code).toBe(0)
    const rows = stdout.split('\n').filter((line) => line.includes('2026-03-04'))
    const cells = rows.map((row) =>
      row
        .split('│')
        .map((c) => c.trim())
        .slice(1, -1),
    )
    expect(cells.map((c) => [c[0], c[1], c[3], c[4], ...c.slice(5)])).toEqual([
      ['2026-03-04 15:30', '–', '–', expect.any(String), '0', '0', 'three'],
      ['2026-03-04 14:30', 'al', '–', '20 s', '0', '0', 'two\ufffd[31m/'],
      ['2026-03-04 13:30', 'jo', 'web', '1 h 5 min', '1', '1', 'one'],
    ])
    expect(stdout).not.toContain(ESCAPE)
    expect(stderr).toContain('2026-03-04 to 2026-03-04 (Asia/Kolkata)')
  })

  it('are what the API answers, narrowed and by pages', async () => {
    const api = await fetch(`${server.url}/api/v1/sessions?from=2026-03-04&to=2026-03-04`)
    const { data, meta } = (await api.json()) as { data: object[]; meta: object }
    expect(await json(...DAY)).toEqual({ data, meta: { ...meta, as_of: expect.any(String) } })
    expect(data).toHaveLength(3)
    expect(await ids('--user', 'jo', '--user', 'al')).toEqual([`two${ESCAPE}[31m/`, 'one'])
    expect(await ids('--roots', '--limit', '1')).toEqual([`two${ESCAPE}[31m/`])
    const first = await home.run(['sessions', ...DAY, '--limit', '2'])
    const cursor = /--cursor (\S+)/.exec(first.stderr)?.[1] ?? 'none'
    expect(await ids('--cursor', cursor)).toEqual(['one'])
  })

  it('are shown one by one', async () => {
    const { code, stdout } = await home.run(['sessions', 'one'])
    expect(code).toBe(0)
    for (const words of [
      /^project +web$/m,
      /^duration +1 h 5 min$/m,
      /^branch +–$/m,
      /^input tokens +1,500$/m,
    ])
      expect(stdout).toMatch(words)
    expect(stdout).toContain('for 0 of 1 calls')
    for (const name of ['no-such', 'Read', 'a.ts', 'api']) expect(stdout).toContain(name)
    expect((await json(`two${ESCAPE}[31m/`)).data).toMatchObject({ user: 'al', duration_ms: 20_000 })
  })

  it('are shown step by step', async () => {
    const { code, stdout } = await home.run(['sessions', 'one', '--timeline'])
    expect([code, stdout.split('\n')]).toEqual([
      0,
      [
        '08:10:00.000  model_call no-such',
        '08:11:00.000  tool',
        '08:12:00.000  change a.ts edit',
        '09:05:00.000  prompt',
        '',
      ],
    ])
    expect((await json('one', '--timeline')).data.steps).toHaveLength(4)
    expect((await home.run(['sessions', 'three', '--timeline'])).stdout).toBe('Nothing tells its steps.\n')
  })

  it.each([
    [['--timeline'], 2, '--timeline is for one session'],
    [['nobody', '--timeline'], 2, 'There is no session nobody.'],
    [['nobody'], 2, 'There is no session nobody.'],
    [['one', '--limit', '3'], 2, '--limit is for a list'],
    [['--limit', '0'], 2, 'limit: a whole number from 1 to 500.'],
    [['--cursor', 'x'], 2, 'cursor: not one of ours.'],
    [['--model', 'x'], 2, '--model'],
    [['one', 'two'], 2, 'too many arguments'],
  ])('%j', async (args, exit, words) => {
    const { code, stdout, stderr } = await home.run(['sessions', ...args])
    expect([code, stdout]).toEqual([exit, ''])
    expect(stderr).toContain(words)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it('are held against what was read, by `reconcile`', async () => {
    const { code, stdout, stderr } = await home.run(['reconcile', ...DAY])
    expect(code).toBe(0)
    expect(stdout).toMatch(/one\s+│[^\n]*│\s+1,502 │\s+1 │\s+1 │/)
    expect(stderr).toContain('as of')
    const asJson = await home.run(['reconcile', ...DAY, '--json'])
    const { agents, sessions } = JSON.parse(asJson.stdout)
    expect(agents).toHaveLength(1)
    expect(sessions[2]).toMatchObject({
      session: 'one',
      counted: { calls: 1, tokens: 1502, unpriced_calls: 1 },
    })
    const none = await home.run(['reconcile', '--from', '2026-01-01', '--to', '2026-01-02'])
    expect(none.stdout).toBe('Nothing was read or counted from 2026-01-01 to 2026-01-02.\n')
    expect((await home.run(['reconcile', '--limit', '0'])).stderr).toContain(
      'limit: a whole number from 1 to 500.',
    )
  })

  it('are of people, whom `identities` lists', async () => {
    const { code, stdout, stderr } = await home.run(['identities'])
    expect([code, stdout.match(/│ (\w+)\s+│\s+│ unmapped/g)?.length]).toEqual([0, 2])
    expect(stderr).toContain('2 belong to nobody known.')
    const { data } = JSON.parse((await home.run(['identities', '--unmapped', '--json'])).stdout)
    expect(data.map((one: { identity: string }) => one.identity)).toEqual(['al', 'jo'])
  })

  it('are the same without a server', async () => {
    const told = [await json(...DAY), await json('one')]
    await server.end()
    const as_of = expect.any(String)
    const anew = told.map(({ data, meta }) => ({ data, meta: { ...meta, as_of } }))
    expect([await json(...DAY), await json('one')]).toEqual(anew)
    expect((await home.run(['sessions', 'nobody'])).code).toBe(2)
  })
})
