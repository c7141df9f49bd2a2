/** Organisations and keys as an operator works with them: commands, with a server and without one. */
import { spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { instantOf } from '../../src/faces/cli/keys.ts'
import { openInstance } from '../../src/instance.ts'
import { main } from '../../src/main.ts'
import { newHome } from './program.ts'

describe('a team', { timeout: 120_000 }, () => {
  const home = newHome()
  afterAll(() => home.remove())
  const json = async (...args: string[]) => {
    const { code, stdout, stderr } = await home.run([...args, '--json'])
    expect([code, stderr]).toEqual([0, ''])
    return JSON.parse(stdout)
  }
  const status = (url: string, key: string) =>
    fetch(`${url}/api/v1/status`, { headers: { authorization: `Bearer ${key}` } }).then((r) => r.status)
  let read = ''

  it('is told how to begin, while there is none', async () => {
    for (const args of [
      ['keys', 'list'],
      ['orgs', 'list'],
      ['keys', 'create', 'a'],
    ]) {
      const { code, stderr } = await home.run(args)
      expect([code, stderr]).toEqual([6, expect.stringContaining('init NAME')])
    }
    const { code, stderr } = await home.run(['serve', '--host', '0.0.0.0', '--port', '0'])
    expect([code, stderr]).toEqual([6, expect.stringContaining('init NAME')])
  })

  it('cannot begin under a server that runs without keys', async () => {
    const server = await home.serve(['--no-discover'])
    const { code, stderr } = await home.run(['init', 'Acme', '--owner', 'ada@example.com'])
    expect([code, stderr]).toEqual([4, expect.stringContaining('Stop it')])
    await server.end()
  })

  it('begins with an organisation and two keys, shown once', async () => {
    const { organisation, keys } = await json('init', 'Acme', '--owner', 'ada@example.com')
    expect(organisation).toMatchObject({ id: 'default', slug: 'acme' })
    expect(keys.map((k: { scopes: string[] }) => k.scopes)).toEqual([['ingest'], ['read']])
    read = keys[1].key
    const again = await home.run(['init', 'Acme'])
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('orgs create')])
    const listed = await home.run(['keys', 'list'])
    expect(listed.stdout).toContain(`${read.slice(0, 6)}…${read.slice(-4)}`)
    expect(listed.stdout).not.toContain(read)
  })

  it('works on keys of a server that runs, which asks for them and says nothing of them', async () => {
    const server = await home.serve(['--no-discover'])
    expect(await status(server.url, read)).toBe(200)
    const made = await json('keys', 'create', 'grafana', '--scope', 'read', '--expires', '90d')
    expect(await status(server.url, made.key)).toBe(200)
    expect((await json('keys', 'list')).data).toHaveLength(3)
    await json('keys', 'revoke', 'grafana')
    expect(await status(server.url, made.key)).toBe(401)
    const other = await json('orgs', 'create', 'Other', '--owner', 'eve@example.com')
    const theirs = await json('keys', 'create', 'all', '--org', 'other', '--scope', 'ingest', 'read')
    expect(await status(server.url, theirs.key)).toBe(200)
    expect((await json('orgs', 'list')).data.map((o: { id: string }) => o.id)).toEqual(['default', other.id])
    // A command of this machine needs no key of its own.
    expect((await json('query', 'tokens.by_day')).data).not.toHaveLength(0)
    const nobody = await home.run(['keys', 'list', '--org', 'nobody'])
    expect([nobody.code, nobody.stderr]).toEqual([2, expect.stringContaining('no organisation nobody')])
    const { stdout, stderr } = server.said()
    for (const key of [read, made.key, theirs.key]) {
      expect(stdout + stderr).not.toContain(key)
      expect(spawnSync('grep', ['-rqaF', key, home.data]).status).toBe(1)
    }
    await server.end()
  })

  /** A command in this process: a process of its own would cost seconds, and say the same. */
  const here = async (...args: string[]) => {
    const [out, err] = [process.stdout, process.stderr].map((stream) => {
      const told: string[] = []
      const before = stream.listeners('error')
      const spy = vi.spyOn(stream, 'write').mockImplementation((text) => told.push(String(text)) > 0)
      // A program listens once; here it is run many times.
      const quiet = () => {
        for (const listener of stream.listeners('error'))
          if (!before.includes(listener)) stream.off('error', listener as () => void)
      }
      return { told, spy, quiet }
    })
    try {
      const code = await main(['node', 'tachograph', ...args, '--data', home.data])
      return { code, stdout: out?.told.join('') ?? '', stderr: err?.told.join('') ?? '' }
    } finally {
      for (const one of [out, err]) {
        one?.spy.mockRestore()
        one?.quiet()
      }
    }
  }
  const told = async (...args: string[]) => {
    const { code, stdout, stderr } = await here(...args, '--json')
    expect([code, stderr]).toEqual([0, ''])
    return JSON.parse(stdout)
  }

  /** What erasing a name that nobody has comes to, and how to take it back. */
  async function saysThatNobodyIs(name: string, ...flags: string[]) {
    const { code, stdout, stderr } = await here('erase', name, '--yes', ...flags)
    expect([code, stdout]).toEqual([
      0,
      `There were no events, sessions or waiting records under ${name}, and no account.\n` +
        'The name is in the ledger of erasures all the same: nothing under it is kept from now on.\n',
    ])
    const shown = name.includes("'") ? `'${name.replaceAll("'", `'\\''`)}'` : name
    expect(stderr).toContain(` erase --forget ${[shown, ...flags].join(' ')} --data ${home.data}\n`)
  }

  it('looks after people without a server', async () => {
    const invited = await told('users', 'invite', 'jo@acme.example', '--role', 'manager', '--alias', 'jo-mac')
    expect(invited).toMatchObject({ email: 'jo@acme.example', role: 'manager', aliases: ['jo-mac'] })
    const key = await told('keys', 'create', 'jo', '--user', 'jo-mac', '--scope', 'read', 'admin')
    expect(key).toMatchObject({ role: 'manager', holder: { kind: 'user', name: 'jo@acme.example' } })
    expect((await told('audit', '--target', 'jo@acme.example')).data).toMatchObject([
      { eventType: 'user.created', source: 'cli', actor: { principalKind: 'operator' } },
    ])
    const at = (told: { createdAt: string }) => told.createdAt.slice(0, 10)
    const last = at((await told('audit', '--limit', '1')).data[0])
    const before = new Date(Date.parse(last) - 1).toISOString().slice(0, 10)
    const days = async (...args: string[]) => new Set((await told('audit', ...args)).data.map(at))
    expect(await days('--from', last, '--to', last)).toEqual(new Set([last]))
    expect(await days('--to', '9999-12-31')).toContain(last)
    expect(await days('--to', before)).not.toContain(last)
    const refused = await here('users', 'deactivate', 'ada@example.com')
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('last owner')])
    await saysThatNobodyIs('bo@acme.example')
  })

  it('looks after people, teams, service accounts and settings of a server that runs', async () => {
    const server = await home.serve(['--no-discover'])
    const jo = 'jo@acme.example'
    await told('teams', 'create', 'Payments')
    await told('teams', 'add', 'Payments', jo, '--since', '2026-01-31')
    const team = await told('teams', 'manager', 'payments', 'jo-mac')
    const spans = team.people.map((p: { since: string; manager: boolean }) => [
      ...[p.since.slice(0, 10), p.manager],
    ])
    expect(spans).toEqual([
      ['2026-01-31', false],
      [expect.any(String), true],
    ])
    const key = await told('keys', 'create', 'more', '--user', jo, '--scope', 'read')
    expect(await status(server.url, key.key)).toBe(200)
    expect((await told('users', 'role', jo, 'guest')).role).toBe('guest')
    expect(await status(server.url, key.key)).toBe(403)
    expect((await told('users', 'deactivate', jo)).state).toBe('deactivated')
    expect(await status(server.url, key.key)).toBe(401)
    expect((await told('teams', 'show', 'Payments')).members).toBe(0)
    expect((await told('users', 'list', '--search', 'jo-mac')).data).toHaveLength(1)
    await told('service-accounts', 'create', 'ci', '--role', 'viewer')
    const robot = await told('keys', 'create', 'robot', '--service', 'ci')
    expect(robot).toMatchObject({ role: 'viewer', holder: { kind: 'service', name: 'ci' } })
    expect((await told('settings', 'set', 'seats', '7')).data).toEqual({ seats: 7 })
    expect((await told('settings', 'set', 'timezone', 'Asia/Kolkata')).data.timezone).toBe('Asia/Kolkata')
    expect((await told('settings', 'get', 'seats')).data).toEqual({ seats: 7 })
    // The server says which parameter is at fault.
    const refused = await here('audit', '--limit', '0', '--json')
    expect([refused.code, JSON.parse(refused.stderr)]).toMatchObject([
      2,
      { error: { code: 'bad_param', param: 'limit' } },
    ])
    const { data } = await told('audit', '--target', jo)
    expect(data.map((e: { eventType: string; source: string }) => [e.eventType, e.source])).toEqual([
      ['user.deactivated', 'cli'],
      ['user.role_changed', 'cli'],
      ['user.created', 'cli'],
    ])
    for (const [args, code, words] of [
      [['users', 'role', jo, 'boss'], 2, 'owner, admin'],
      [['users', 'invite', 'nobody'], 2, 'no e-mail address'],
      [['teams', 'add', 'Payments', 'nobody'], 2, 'There is no person nobody'],
      [['teams', 'add', 'Payments', jo, '--since', 'soon'], 2, '--since: soon is no date'],
      [['settings', 'set', 'colour', 'red'], 2, 'there is no such setting'],
      [['settings', 'get', 'colour'], 2, 'There are: timezone'],
    ] as const) {
      const refused = await here(...args)
      expect([refused.code, refused.stderr]).toEqual([code, expect.stringContaining(words)])
    }
    for (const args of [
      ['users', 'list'],
      ['teams', 'list'],
      ['service-accounts', 'list'],
      ['keys', 'list'],
      ['audit'],
    ])
      expect((await here(...args)).stdout).toMatch(/ada@example|Payments|ci|robot|operator/)
    await told('users', 'invite', 'tmp@acme.example')
    const gone = await here('erase', 'tmp@acme.example', '--yes')
    expect(gone.stdout).toBe(
      'Erased: 0 events in 0 sessions, 0 records that waited, the account; 1 identities are refused from now on.\n',
    )
    const nobody = "o'bo@acme.example"
    await saysThatNobodyIs(nobody, '--org', 'acme')
    // As JSON it is what any other erasure is.
    const { id, erased_at, done_at, ...rest } = await told('erase', nobody, '--yes')
    expect(rest).toEqual({ identities: 1, sessions: 0, facts: 0, records: 0 })
    expect(await told('erase', '--forget', nobody)).toEqual({ forgotten: 2 })
    const { stdout, stderr } = server.said()
    for (const { key: secret } of [key, robot]) {
      expect(stdout + stderr).not.toContain(secret)
      expect(spawnSync('grep', ['-rqaF', secret, home.data]).status).toBe(1)
    }
    await server.end()
  })

  it('keeps them', async () => {
    const server = await home.serve(['--no-discover'])
    expect(await status(server.url, read)).toBe(200)
    await server.end()
  })

  it('may listen for others', async () => {
    const server = await home.serve(['--no-discover', '--host', '0.0.0.0'])
    const { port } = new URL(server.url)
    expect(await status(`http://127.0.0.1:${port}`, read)).toBe(200)
    expect(await status(`http://127.0.0.1:${port}`, 'tg_wrong')).toBe(401)
    await server.end()
  })

  it('is served though one of its organisations cannot be opened', async () => {
    await json('orgs', 'create', 'Third', '--owner', 'eve@example.com')
    const { store, close } = await openInstance({ dir: home.data, clickhouseUrl: null })
    // What the opening of any but the first one writes is refused.
    await store.command("ALTER TABLE rollup_version ADD CONSTRAINT first CHECK org = 'default'")
    await close()
    const server = await home.serve(['--no-discover'])
    for (let i = 0; i < 200 && !/cannot be opened/.test(server.said().stderr); i++) await sleep(50)
    expect(server.said().stderr).toMatch(/Organisation [\w-]+ cannot be opened now: The engine refused/)
    expect(await status(server.url, read)).toBe(200)
    expect((await server.end()).code).toBe(0)
  })
})

describe('the end of a key', () => {
  const NOW = Date.parse('2026-03-04T10:00:00Z')
  it.each([
    ['90d', '2026-06-02T10:00:00.000Z'],
    ['12h', '2026-03-04T22:00:00.000Z'],
    ['30m', '2026-03-04T10:30:00.000Z'],
    ['2027-01-31', '2027-01-31T23:59:59.000Z'],
  ])('%s', (told, instant) => {
    expect(instantOf(told, NOW)).toBe(instant)
  })
  it.each(['', 'soon', '90', '-1d', '1y', '2027-02-30', '2027-1-1', '9999999d'])('%j is refused', (told) => {
    expect(() => instantOf(told, NOW)).toThrow(/--expires/)
  })
})
