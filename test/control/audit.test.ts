/** The audit log: one row for every action, no secret in it, and nothing of it is ever changed (S6). */
import { sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { AUDIT_EVENTS } from '../../src/control/audit.ts'
import { actor, onEachDatabase, organisation } from './planes.ts'

/** What the classes of the control plane write down themselves; logins have tests of their own. */
const MINE = /^(?:organisation|settings|user|team|service_account|key|project|repository)\./

onEachDatabase((plane) => {
  const { test } = plane

  test('every action is one row: who, what, of whom', async () => {
    const { control } = plane
    const { org, owner } = await organisation(plane)
    const by = actor(owner.id, 'owner')
    const { people, teams, serviceAccounts, keys, projects, organisations } = control
    const jo = 'jo@acme.example'
    const secrets: string[] = []
    const key = async () => {
      const { key: told } = await keys.create(
        org,
        { name: 'ci', scopes: ['read'], expires_at: null, user: jo },
        by,
      )
      secrets.push(told)
    }
    const actions: [string, () => Promise<unknown>, string | null][] = [
      ['settings.changed', () => organisations.changeSettings(org, { timezone: 'Asia/Kolkata' }, by), null],
      ['user.created', () => people.create(org, { email: jo, name: 'Jo Doe', aliases: ['jo-box'] }, by), jo],
      ['user.changed', () => people.change(org, jo, { name: 'Jo', aliases: ['jo-mac', 'jo-box'] }, by), jo],
      ['user.role_changed', () => people.setRole(org, jo, 'manager', by), jo],
      ['team.created', () => teams.create(org, { name: 'Pay' }, by), 'Payments'],
      ['team.renamed', () => teams.rename(org, 'Pay', 'Payments', by), 'Payments'],
      ['team.member_added', () => teams.add(org, 'Payments', { user: jo }, by), 'Payments'],
      [
        'team.member_changed',
        () => teams.setManager(org, 'Payments', { user: jo, manager: true }, by),
        'Payments',
      ],
      ['team.member_removed', () => teams.remove(org, 'Payments', { user: jo }, by), 'Payments'],
      ['team.deleted', () => teams.delete(org, 'Payments', by), 'Payments'],
      ['key.created', key, 'ci'],
      ['key.revoked', () => keys.revoke(org, 'ci', by), 'ci'],
      ['service_account.created', () => serviceAccounts.create(org, { name: 'bot' }, by), 'bot'],
      ['service_account.changed', () => serviceAccounts.change(org, 'bot', { aliases: ['b'] }, by), 'bot'],
      ['service_account.role_changed', () => serviceAccounts.setRole(org, 'bot', 'viewer', by), 'bot'],
      ['service_account.deleted', () => serviceAccounts.delete(org, 'bot', by), 'bot'],
      [
        'project.created',
        () => projects.create(org, { name: 'Shop', repositories: ['acme/shop'] }, by),
        'Shop',
      ],
      ['project.changed', () => projects.change(org, 'shop', { aliases: ['store'] }, by), 'Shop'],
      ['repository.created', () => projects.createRepository(org, { name: 'acme/lib' }, by), 'acme/lib'],
      [
        'repository.changed',
        () => projects.changeRepository(org, 'acme/lib', { aliases: ['lib'] }, by),
        'acme/lib',
      ],
      ['user.deactivated', () => people.deactivate(org, jo, by), jo],
      ['user.reactivated', () => people.reactivate(org, jo, by), jo],
    ]
    for (const [, act] of actions) await act()
    // What changes nothing is no action.
    await people.reactivate(org, jo, by)
    await keys.revoke(org, 'ci', by)
    await teams.create(org, { name: 'Pay' }, by).then(() => teams.delete(org, 'Pay', by))
    const rows = (await control.audit.list(org, { limit: 1000 })).reverse()
    const told = rows.slice(1, -2).map(({ eventType, target }) => [eventType, target?.name ?? null])
    expect(told).toEqual(actions.map(([type, , name]) => [type, name]))
    expect(rows[0]).toMatchObject({ eventType: 'organisation.created', actor: { principalKind: 'operator' } })
    for (const row of rows.slice(1)) {
      expect(row.actor).toEqual({
        ...{ principalKind: 'user', principalId: owner.id, email: owner.email, role: 'owner' },
      })
      expect(row).toMatchObject({ source: 'api', createdAt: expect.any(Date), id: expect.any(String) })
    }
    // Of what is kept nothing is a secret or the name of a person: those can be erased, the log cannot.
    const kept = JSON.stringify(rows.map(({ payload }) => payload))
    for (const secret of [...secrets, 'jo@', 'jo-box', 'jo-mac', 'Jo', 'hash'])
      expect(kept).not.toContain(secret)
    const types = Object.keys(AUDIT_EVENTS).filter((type) => MINE.test(type))
    expect([...new Set(rows.map(({ eventType }) => eventType))].sort()).toEqual(types.sort())
  })

  test('a change of settings says what each was and is, and only of those that are others now', async () => {
    const { control } = plane
    const { org } = await organisation(plane)
    const change = (to: object) => control.organisations.changeSettings(org, to)
    expect(await change({ timezone: 'Asia/Kolkata', seats: null, content: false })).toMatchObject({
      ...{ timezone: 'Asia/Kolkata', seats: null },
    })
    await change({ retention_days: { all: 30, message: 7 }, seats: 7 })
    // What changes nothing is no row.
    await change({ retention_days: { message: 7, all: 30 }, timezone: 'Asia/Kolkata' })
    await change({})
    await change({ seats: null, timezone: 'Asia/Kolkata' })
    const rows = (await control.audit.list(org, { type: 'settings.changed', limit: 9 })).reverse()
    expect(rows.map(({ payload }) => payload)).toEqual([
      { timezone: { from: 'UTC', to: 'Asia/Kolkata' } },
      { retention_days: { from: {}, to: { all: 30, message: 7 } }, seats: { from: null, to: 7 } },
      { seats: { from: 7, to: null } },
    ])
    // What two change at once is told one after the other.
    const planes = [control, plane.other ?? control]
    await Promise.all(
      [1, 2, 3, 4].map((seats) => planes[seats % 2]?.organisations.changeSettings(org, { seats })),
    )
    const told = (await control.audit.list(org, { type: 'settings.changed', limit: 4 })).reverse()
    const seats = told.map(({ payload }) => payload.seats as { from: number | null; to: number })
    expect(seats.map(({ from }) => from)).toEqual([null, ...seats.slice(0, -1).map(({ to }) => to)])
  })

  test('what is refused is no row', async () => {
    const { control } = plane
    const { org, owner } = await organisation(plane)
    const by = actor(owner.id, 'owner')
    for (const refused of [
      () => control.people.deactivate(org, owner.id, by),
      () => control.people.create(org, { email: 'x' }, by),
      () => control.people.create(org, { email: 'jo@acme.example', aliases: [owner.email] }, by),
      () => control.organisations.changeSettings(org, { org_id: 'x' }, by),
      () => control.organisations.changeSettings(org, {}, by),
    ])
      await refused().catch(() => {})
    expect(await control.audit.list(org, { limit: 9 })).toHaveLength(1)
    // Neither half of what was refused stays.
    expect(await control.people.list(org, { limit: 9 })).toHaveLength(1)
  })

  test('rows are found by type, actor, target and time, by pages, those of others never', async () => {
    const { control } = plane
    const { org, owner } = await organisation(plane)
    const other = await organisation(plane)
    const by = actor(owner.id, 'owner')
    const before = new Date()
    for (const name of ['a', 'b', 'c']) await control.teams.create(org, { name }, by)
    const types = async (question: object, where = org) =>
      (await control.audit.list(where, { limit: 100, ...question })).map(({ eventType }) => eventType)
    expect(await types({ type: 'team.created' })).toHaveLength(3)
    expect(await types({ actor: owner.email.toUpperCase() })).toHaveLength(3)
    expect(await types({ actor: owner.id })).toHaveLength(3)
    expect(await types({ target: 'b' })).toEqual(['team.created'])
    expect(await types({ from: new Date(before.getTime() - 1) })).not.toHaveLength(0)
    expect(await types({ from: new Date(Date.now() + 60_000) })).toEqual([])
    expect(await types({ to: new Date(0) })).toEqual([])
    expect(await types({}, other.org)).toEqual(['organisation.created'])
    const [first] = await control.audit.list(org, { limit: 1 })
    expect(await types({ before: first?.id })).toHaveLength(3)
    expect(await types({ target: "'; DROP TABLE audit_event --", actor: '%' })).toEqual([])
  })

  test('the database refuses to change or delete a row', async () => {
    const { control } = plane
    const { org } = await organisation(plane)
    const { db } = control.changes
    for (const text of [
      `UPDATE audit_event SET role = 'guest'`,
      'DELETE FROM audit_event',
      'TRUNCATE audit_event',
    ]) {
      const refused = await db.execute(sql.raw(text)).then(
        () => null,
        (error: Error) => `${error.message} ${(error.cause as Error | undefined)?.message}`,
      )
      expect(refused).toContain('only ever added to')
    }
    expect(await control.audit.list(org, { limit: 9 })).toHaveLength(1)
  })
})
