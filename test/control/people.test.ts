/** People, service accounts and their keys: who may change whom, and what a key may do as its holder is now. */
import { expect, vi } from 'vitest'
import { type Actor, OPERATOR } from '../../src/control/audit.ts'
import { ROLES } from '../../src/control/scopes.ts'
import { actor, onEachDatabase, organisation } from './planes.ts'

onEachDatabase((plane) => {
  const { test } = plane
  const read = { name: 'k', scopes: ['read'], expires_at: null }

  test('people are found by address, name and alias, by pages, with what they are', async () => {
    const { control } = plane
    const { org } = await organisation(plane)
    await control.people.create(org, {
      ...{ email: ' Jo@Acme.example ', name: 'Jo_ Doe', role: 'viewer' },
      aliases: ['Jo@Old.example', 'jo-laptop'],
    })
    const bo = await control.people.create(org, { email: 'bo@acme.example' })
    expect(bo).toMatchObject({ role: 'member', state: 'active', aliases: [], teams: [], name: '' })
    const emails = async (question: object) =>
      (await control.people.list(org, { limit: 100, ...question })).map(({ email }) => email)
    expect(await emails({})).toEqual(['ada@acme.example', 'bo@acme.example', 'jo@acme.example'])
    expect(await emails({ limit: 2 })).toEqual(['ada@acme.example', 'bo@acme.example'])
    expect(await emails({ after: 'bo@acme.example' })).toEqual(['jo@acme.example'])
    for (const search of ['OLD.example', 'o_ d', 'jo-lap'])
      expect(await emails({ search })).toEqual(['jo@acme.example'])
    // Nothing of a search stands for anything else.
    for (const search of ['%', 'jo%doe', '\\', "' OR 1=1"]) expect(await emails({ search })).toEqual([])
    expect(await emails({ role: 'viewer' })).toEqual(['jo@acme.example'])
    for (const told of ['jo@acme.example', 'JO@old.example', 'jo-laptop'])
      expect(await control.people.get(org, told)).toMatchObject({
        ...{ email: 'jo@acme.example', name: 'Jo_ Doe', aliases: ['jo-laptop', 'jo@old.example'] },
      })
  })

  test('who is erased is in no table any more, but for organisations that have not erased them', async () => {
    const { control } = plane
    const [acme, other] = [await organisation(plane), await organisation(plane)]
    const told = { email: 'jo@acme.example', name: 'Jo', aliases: ['jo-laptop'] }
    for (const { org } of [acme, other]) await control.people.create(org, told)
    const { key } = await control.keys.create(acme.org, { ...read, user: 'jo@acme.example' })
    await control.people.mustBeErasable(acme.org, 'jo-laptop')
    expect(await control.people.erase(acme.org, 'jo-laptop')).toBe(true)
    expect(await control.people.erase(acme.org, 'jo-laptop')).toBe(false)
    const emails = async (org: string) =>
      (await control.people.list(org, { limit: 9 })).map(({ email }) => email)
    expect(await emails(acme.org)).not.toContain('jo@acme.example')
    expect(await emails(other.org)).toContain('jo@acme.example')
    await vi.waitFor(async () => expect(await control.keys.grantOf(key)).toBeNull(), 5_000)
    expect(await control.people.erase(other.org, 'jo@acme.example')).toBe(true)
    // Who comes again is somebody new.
    expect((await control.people.create(other.org, told)).aliases).toEqual(['jo-laptop'])
    const last = { code: 'conflict' }
    for (const work of ['mustBeErasable', 'erase'] as const)
      await expect(control.people[work](acme.org, 'ada@acme.example')).rejects.toMatchObject(last)
  })

  test('an identity is of one person', async () => {
    const { control } = plane
    const { org } = await organisation(plane)
    const jo = await control.people.create(org, { email: 'jo@acme.example', aliases: ['x'] })
    await control.serviceAccounts.create(org, { name: 'ci', aliases: ['ci@acme.example'] })
    const taken = { code: 'conflict' }
    for (const alias of ['x', 'ada@acme.example', 'ci', 'ci@acme.example'])
      await expect(
        control.people.create(org, { email: 'al@acme.example', aliases: [alias] }),
      ).rejects.toMatchObject(taken)
    await expect(control.people.create(org, { email: 'ci@acme.example' })).rejects.toMatchObject(taken)
    await expect(control.people.create(org, { email: 'jo@acme.example' })).rejects.toMatchObject(taken)
    for (const name of ['CI', 'x', 'jo@acme.example'])
      await expect(control.serviceAccounts.create(org, { name })).rejects.toMatchObject(taken)
    // In another organisation they are free.
    const other = await organisation(plane)
    await control.people.create(other.org, { email: 'ci@acme.example', aliases: ['x'] })
    expect(await control.people.change(org, jo.id, { aliases: ['y'] })).toMatchObject({ aliases: ['y'] })
  })

  test('who may give which role, and to whom', async () => {
    const { control } = plane
    const { org, owner } = await organisation(plane)
    const people = Object.fromEntries(
      await Promise.all(
        ROLES.filter((role) => role !== 'owner').map(async (role) => [
          ...[role, await control.people.create(org, { email: `${role}@acme.example`, role })],
        ]),
      ),
    )
    const by = (role: (typeof ROLES)[number]) => actor(role === 'owner' ? owner.id : people[role].id, role)
    const forbidden = { code: 'forbidden' }
    for (const role of ['manager', 'member', 'viewer', 'guest'] as const) {
      await expect(control.people.setRole(org, people.guest.id, 'guest', by(role))).rejects.toMatchObject(
        forbidden,
      )
      await expect(control.people.create(org, { email: 'n@acme.example' }, by(role))).rejects.toMatchObject(
        forbidden,
      )
      await expect(control.keys.create(org, read, by(role))).rejects.toMatchObject(forbidden)
      await expect(control.keys.list(org, by(role))).rejects.toMatchObject(forbidden)
      await expect(control.audit.list(org, { limit: 1 }, by(role))).rejects.toMatchObject(forbidden)
      await expect(control.organisations.changeSettings(org, {}, by(role))).rejects.toMatchObject(forbidden)
      if (role !== 'manager')
        await expect(control.people.list(org, { limit: 1 }, by(role))).rejects.toMatchObject(forbidden)
    }
    // An admin gives no role above theirs, and takes none from whoever has it.
    const admin = by('admin')
    for (const refused of [
      () => control.people.setRole(org, people.member.id, 'owner', admin),
      () => control.people.setRole(org, owner.id, 'member', admin),
      () => control.people.deactivate(org, owner.id, admin),
      () => control.people.create(org, { email: 'n@acme.example', role: 'owner' }, admin),
      () => control.serviceAccounts.create(org, { name: 'n', role: 'owner' }, admin),
      () => control.keys.create(org, { ...read, role: 'owner' }, admin),
      () => control.organisations.changeSettings(org, { password_login: true }, admin),
      () => control.keys.create(org, { ...read, user: owner.email }, admin),
    ])
      await expect(refused()).rejects.toMatchObject(forbidden)
    expect(await control.people.setRole(org, people.member.id, 'admin', admin)).toMatchObject({
      role: 'admin',
    })
    expect(await control.people.setRole(org, people.guest.id, 'owner', by('owner'))).toMatchObject({
      role: 'owner',
    })
    await expect(control.people.setRole(org, owner.id, 'boss')).rejects.toMatchObject({ param: 'role' })
  })

  test('the last owner stays one, also when two leave at once (row 97)', async () => {
    const { control } = plane
    const { org, owner } = await organisation(plane)
    const conflict = { code: 'conflict' }
    const by = actor(owner.id, 'owner')
    await expect(control.people.setRole(org, owner.id, 'admin', by)).rejects.toMatchObject(conflict)
    await expect(control.people.deactivate(org, owner.id, by)).rejects.toMatchObject(conflict)
    const bo = await control.people.create(org, { email: 'bo@acme.example', role: 'owner' })
    const both = await Promise.allSettled([
      control.people.setRole(org, owner.id, 'admin'),
      (plane.other ?? control).people.deactivate(org, bo.id),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const left = await control.people.list(org, { role: 'owner', state: 'active', limit: 9 })
    expect(left).toHaveLength(1)
  })

  test('a key of a person has their role as it is now, and dies when they leave', async () => {
    const { control, other } = plane
    const { org } = await organisation(plane)
    const jo = await control.people.create(org, { email: 'jo@acme.example', role: 'admin' })
    const made = await control.keys.create(org, {
      ...read,
      scopes: ['read', 'admin'],
      user: 'jo@acme.example',
    })
    expect(made).toMatchObject({
      role: 'admin',
      holder: { kind: 'user', id: jo.id, name: 'jo@acme.example' },
    })
    const grant = async (from = control) => {
      const told = await from.keys.grantOf(made.key)
      return told && [told.role, [...told.scopes].sort(), told.principal]
    }
    const principal = { kind: 'user', id: jo.id, email: 'jo@acme.example' }
    expect(await grant()).toEqual(['admin', ['admin', 'read'], principal])
    if (other) expect(await grant(other)).toEqual(['admin', ['admin', 'read'], principal])
    await control.people.setRole(org, jo.id, 'member')
    expect(await grant()).toEqual(['member', ['read'], principal])
    if (other) {
      vi.useFakeTimers({ now: Date.now() + 3_001, toFake: ['Date'] })
      expect(await grant(other)).toEqual(['member', ['read'], principal])
      vi.useRealTimers()
    }
    await control.people.deactivate(org, jo.id)
    expect(await grant()).toBeNull()
    if (other) {
      vi.useFakeTimers({ now: Date.now() + 6_002, toFake: ['Date'] })
      expect(await grant(other)).toBeNull()
      vi.useRealTimers()
    }
    await expect(control.keys.create(org, { ...read, user: jo.email })).rejects.toMatchObject({
      code: 'conflict',
    })
    // Who comes back gets new keys.
    expect(await control.people.reactivate(org, jo.id)).toMatchObject({ state: 'active', role: 'member' })
    expect(await grant()).toBeNull()
  })

  test('a key of a service account has its role, and dies with it', async () => {
    const { control } = plane
    const { org } = await organisation(plane)
    const ci = await control.serviceAccounts.create(org, { name: 'ci', role: 'viewer' })
    const { key, holder } = await control.keys.create(org, { ...read, service: 'CI' })
    expect(holder).toEqual({ kind: 'service', id: ci.id, name: 'ci' })
    const principal = { kind: 'service', id: ci.id, email: null }
    expect(await control.keys.grantOf(key)).toMatchObject({ role: 'viewer', principal })
    await control.serviceAccounts.setRole(org, 'ci', 'member')
    expect(await control.keys.grantOf(key)).toMatchObject({ role: 'member' })
    await control.serviceAccounts.delete(org, 'ci')
    expect(await control.keys.grantOf(key)).toBeNull()
    expect(await control.serviceAccounts.list(org)).toEqual([])
    // The name is free again.
    await control.serviceAccounts.create(org, { name: 'ci' })
  })

  test('a key of the organisation carries a role of its own', async () => {
    const { control } = plane
    const { org } = await organisation(plane)
    const viewer = await control.keys.create(org, { ...read, scopes: ['read', 'admin'], role: 'viewer' })
    expect(await control.keys.grantOf(viewer.key)).toMatchObject({
      ...{ role: 'viewer', scopes: new Set(['read']), principal: { kind: 'key', id: viewer.id } },
    })
    const plain = await control.keys.create(org, read)
    expect(await control.keys.grantOf(plain.key)).toMatchObject({ role: 'admin', scopes: new Set(['read']) })
    for (const told of [
      { user: 'ada@acme.example', role: 'viewer' },
      { user: 'ada@acme.example', service: 'x' },
      { role: 'boss' },
    ])
      await expect(control.keys.create(org, { ...read, ...told })).rejects.toMatchObject({
        code: 'bad_param',
      })
  })

  test('nobody of another organisation is there', async () => {
    const { control } = plane
    const mine = await organisation(plane)
    const theirs = await organisation(plane)
    const eve = await control.people.create(theirs.org, { email: 'eve@other.example', aliases: ['eve'] })
    const ci = await control.serviceAccounts.create(theirs.org, { name: 'their-ci' })
    const team = await control.teams.create(theirs.org, { name: 'Their team' })
    const by: Actor = actor(mine.owner.id, 'owner')
    const messages: string[] = []
    for (const told of [eve.id, eve.email, 'eve', ci.id, ci.name, team.id, team.name, 'nobody', 'a\0b', '%'])
      for (const asked of [
        () => control.people.get(mine.org, told, by),
        () => control.people.setRole(mine.org, told, 'member', by),
        () => control.people.deactivate(mine.org, told, by),
        () => control.people.change(mine.org, told, { name: 'x' }, by),
        () => control.serviceAccounts.delete(mine.org, told, by),
        () => control.keys.create(mine.org, { ...read, user: told }, by),
        () => control.keys.create(mine.org, { ...read, service: told }, by),
        () => control.teams.get(mine.org, told, by),
        () => control.teams.delete(mine.org, told, by),
        () => control.projects.change(mine.org, told, { name: 'x' }, by),
      ]) {
        const refused = await asked().then(
          () => null,
          (error) => error,
        )
        expect(refused).toMatchObject({ code: 'not_found' })
        messages.push(refused.message.replace(told, ''))
      }
    // The same words as for one that never was.
    expect(new Set(messages).size).toBe(4)
    expect(await control.people.get(theirs.org, 'eve')).toMatchObject({ state: 'active', role: 'member' })
    expect(await control.audit.list(mine.org, { limit: 100 }, OPERATOR)).toHaveLength(1)
  })

  test('names that cannot be are refused by name', async () => {
    const { control } = plane
    const { org } = await organisation(plane)
    for (const email of ['', 'jo', 'jo@', 'a b@c', 'jo@a\0b', `${'a'.repeat(70)}@b.example`])
      await expect(control.people.create(org, { email })).rejects.toMatchObject({ param: 'email' })
    for (const name of [' ', 'x'.repeat(101), 'a\0b', 'a\nb'])
      await expect(control.serviceAccounts.create(org, { name })).rejects.toMatchObject({ param: 'name' })
    for (const aliases of [[''], ['a\0'], ['x'.repeat(301)], Array.from({ length: 101 }, (_, i) => `a${i}`)])
      await expect(control.people.create(org, { email: 'jo@acme.example', aliases })).rejects.toMatchObject({
        param: 'aliases',
      })
    expect(await control.people.list(org, { limit: 9 })).toHaveLength(1)
  })
})
