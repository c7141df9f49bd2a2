/** Organisations and keys as an operator works with them: commands, with a server and without one. */
import { spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { instantOf } from '../../src/faces/cli/keys.ts'
import { openInstance } from '../../src/instance.ts'
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
