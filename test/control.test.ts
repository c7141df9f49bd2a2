/** Organisations and keys, on the embedded database and on a PostgreSQL server alike. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Control, openControl } from '../src/control/control.ts'
import { PREFIX } from '../src/control/keys.ts'
import { isTeam } from '../src/control/mode.ts'
import { slugOf } from '../src/control/organisations.ts'
import { type Postgres, postgresPrograms, startPostgres } from './support/postgres.ts'

const programs = postgresPrograms()
let server: Postgres | null = null
/** An embedded database that is new: making one takes seconds, a copy does not. */
let fresh: string
beforeAll(async () => {
  fresh = mkdtempSync(join(tmpdir(), 'tachograph-control-'))
  await (await openControl({ dir: fresh, postgresUrl: null })).close()
  if (programs) server = await startPostgres(programs)
}, 60_000)
afterAll(async () => {
  rmSync(fresh, { recursive: true, force: true })
  await server?.stop()
})

const OWNER = 'Ada@Example.com'

describe.each(['embedded', 'PostgreSQL'])('on %s', (kind) => {
  const skipped = kind === 'PostgreSQL' && !programs
  let dir: string
  let url: string | null
  let control: Control
  const open = () => openControl({ dir, postgresUrl: url })
  beforeEach(async () => {
    if (skipped) return
    dir = mkdtempSync(join(tmpdir(), 'tachograph-control-'))
    url = kind === 'PostgreSQL' ? (server as Postgres).url() : null
    if (!url) cpSync(fresh, dir, { recursive: true })
    control = await open()
  }, 60_000)
  afterEach(async () => {
    vi.useRealTimers()
    if (skipped) return
    await control.close()
    rmSync(dir, { recursive: true, force: true })
  })
  const test = (name: string, run: () => Promise<void>) =>
    it.skipIf(skipped)(skipped ? `${name} (skipped: no PostgreSQL here)` : name, run)

  const made = async (name = 'Acme', scopes = ['ingest', 'read'], expires_at: Date | null = null) => {
    const org =
      (await control.organisations.find(slugOf(name))) ??
      (await control.organisations.create({ name, owner: OWNER }))
    return { org, key: await control.keys.create(org.id, { name: 'laptops', scopes, expires_at }) }
  }

  test('the first organisation takes over the facts of personal mode, the next one has its own', async () => {
    const acme = await control.organisations.create({ name: 'Acme & Söhne', owner: OWNER })
    const other = await control.organisations.create({ name: 'Other', owner: OWNER.toUpperCase() })
    expect(acme).toMatchObject({ id: 'default', slug: 'acme-sohne', name: 'Acme & Söhne' })
    expect(other.id).toMatch(/^[0-9a-f-]{36}$/)
    expect((await control.organisations.list()).map((o) => o.slug)).toEqual(['acme-sohne', 'other'])
    expect(await control.organisations.find(other.id)).toEqual(other)
    expect(await control.organisations.find('other')).toEqual(other)
    expect(await control.organisations.find('nobody')).toBeNull()
  })

  test('two organisations cannot have one name, and neither half of a second one stays', async () => {
    await control.organisations.create({ name: 'Acme', owner: OWNER })
    await expect(
      control.organisations.create({ name: 'acme!', owner: 'eve@example.com' }),
    ).rejects.toMatchObject({ code: 'conflict' })
    expect(await control.organisations.list()).toHaveLength(1)
  })

  test('names and owners that cannot be are refused by name', async () => {
    for (const name of ['', '  ', '!!!', '日本', 'x'.repeat(201)])
      await expect(control.organisations.create({ name, owner: OWNER })).rejects.toMatchObject({
        param: 'name',
      })
    for (const owner of ['', 'ada', 'ada@', 'a b@c', `${'a'.repeat(70)}@example.com`])
      await expect(control.organisations.create({ name: 'Acme', owner })).rejects.toMatchObject({
        param: 'owner',
      })
    expect(await control.organisations.list()).toEqual([])
  })

  test('a key grants its scopes in its organisation, after the database was opened again too', async () => {
    const { org, key } = await made('Acme', ['ingest'])
    expect(key.key).toMatch(/^tg_[A-Za-z0-9_-]{43}$/)
    expect(key.shown).toBe(`${key.key.slice(0, 6)}…${key.key.slice(-4)}`)
    const principal = { kind: 'key', id: key.id, email: null }
    const grant = {
      ...{ id: key.id, organisation: org.id, scopes: new Set(['ingest']) },
      ...{ role: 'admin', principal, via: 'key' },
    }
    expect(await control.keys.grantOf(key.key)).toEqual(grant)
    await control.close()
    control = await open()
    expect(await control.keys.grantOf(key.key)).toEqual(grant)
  })

  test('what is no key grants nothing', async () => {
    const { key } = await made()
    const wrong = key.key.slice(0, -1) + (key.key.endsWith('A') ? 'B' : 'A')
    for (const told of [
      '',
      PREFIX,
      wrong,
      key.shown,
      key.key.slice(PREFIX.length),
      `${key.key}\0`,
      'x'.repeat(1e6),
    ])
      expect(await control.keys.grantOf(told)).toBeNull()
  })

  test('a list shows no key, and only those of the organisation', async () => {
    const { org, key } = await made()
    const other = await control.organisations.create({ name: 'Other', owner: OWNER })
    await control.keys.create(other.id, { name: 'theirs', scopes: ['read'], expires_at: null })
    const listed = await control.keys.list(org.id)
    expect(listed.map((k) => k.name)).toEqual(['laptops'])
    expect(JSON.stringify(listed)).not.toContain(key.key)
    expect(Object.keys(listed[0] as object)).not.toContain('hash')
  })

  test('a key that is revoked grants nothing at once, and later through other servers', async () => {
    const { org, key } = await made()
    expect(await control.keys.grantOf(key.key)).not.toBeNull()
    // Another process on the same server has its own memory; the embedded database has one process only.
    const other = url ? await open() : null
    expect(await other?.keys.grantOf(key.key)).not.toBeNull()
    const ended = await control.keys.revoke(org.id, 'laptops')
    expect(ended.revoked_at).toBeInstanceOf(Date)
    expect(await control.keys.grantOf(key.key)).toBeNull()
    expect((await control.keys.revoke(org.id, key.id)).revoked_at).toEqual(ended.revoked_at)
    if (!other) return
    vi.useFakeTimers({ now: Date.now() + 5_000, toFake: ['Date'] })
    expect(await other.keys.grantOf(key.key)).toBeNull()
    await other.close()
  })

  test('nobody ends the key of another organisation', async () => {
    const { key } = await made()
    const other = await control.organisations.create({ name: 'Other', owner: OWNER })
    await expect(control.keys.revoke(other.id, key.id)).rejects.toMatchObject({ code: 'not_found' })
    expect(await control.keys.grantOf(key.key)).not.toBeNull()
  })

  test('of several keys of one name the id says which is ended', async () => {
    const { org, key } = await made()
    await made()
    await expect(control.keys.revoke(org.id, 'laptops')).rejects.toMatchObject({ code: 'not_found' })
    expect((await control.keys.revoke(org.id, key.id)).id).toBe(key.id)
  })

  test('a key that has expired grants nothing', async () => {
    const { key } = await made('Acme', ['read'], new Date(Date.now() + 60_000))
    expect(await control.keys.grantOf(key.key)).not.toBeNull()
    vi.useFakeTimers({ now: Date.now() + 60_001, toFake: ['Date'] })
    expect(await control.keys.grantOf(key.key)).toBeNull()
  })

  test('keys without a use, a name or a future are refused by name', async () => {
    const { org } = await made()
    const key = { name: 'ci', scopes: ['read'], expires_at: null }
    const refused = (told: object) => control.keys.create(org.id, { ...key, ...told })
    await expect(refused({ name: ' ' })).rejects.toMatchObject({ param: 'name' })
    await expect(refused({ scopes: [] })).rejects.toMatchObject({ param: 'scopes' })
    await expect(refused({ scopes: ['read', 'write'] })).rejects.toMatchObject({ param: 'scopes' })
    await expect(refused({ expires_at: new Date(0) })).rejects.toMatchObject({ param: 'expires_at' })
  })

  test('the use of a key is written down', async () => {
    const { org, key } = await made()
    expect(key.last_used_at).toBeNull()
    await control.keys.grantOf(key.key)
    await vi.waitFor(async () =>
      expect((await control.keys.list(org.id))[0]?.last_used_at).toBeInstanceOf(Date),
    )
  })

  test('whether a folder is for a team is told without opening it', async () => {
    expect(isTeam({ dir, postgresUrl: url })).toBe(true)
    expect(isTeam({ dir: join(dir, 'nothing'), postgresUrl: null })).toBe(false)
  })
})

it('no key stands in the data folder', async () => {
  const control = await openControl({ dir: fresh, postgresUrl: null })
  const { id } = await control.organisations.create({ name: 'Acme', owner: OWNER })
  const told = { name: 'ci', scopes: ['read'], expires_at: null }
  const { key, shown } = await control.keys.create(id, told)
  await control.keys.grantOf(key)
  await control.close()
  const holds = (text: string) => spawnSync('grep', ['-rqaF', text, fresh]).status === 0
  expect(holds(shown)).toBe(true)
  expect(holds(key)).toBe(false)
})
