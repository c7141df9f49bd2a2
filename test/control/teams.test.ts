/** Teams: who was in which when, who may change that, and whose figures a manager sees. */
import { expect, vi } from 'vitest'
import { actor, onEachDatabase, organisation } from './planes.ts'

const DAY = 86_400_000
const FOR_EVER = 2 ** 32 - 1
const seconds = (at: Date) => Math.floor(at.getTime() / 1000)

onEachDatabase((plane) => {
  const { test } = plane

  /** An organisation with a team of Mo, who manages it, and Jo. */
  async function staffed() {
    const { control } = plane
    const { org, owner } = await organisation(plane)
    const [mo, jo, al] = await Promise.all(
      ['mo', 'jo', 'al'].map((name) =>
        control.people.create(org, {
          email: `${name}@acme.example`,
          role: name === 'mo' ? 'manager' : 'member',
        }),
      ),
    )
    if (!mo || !jo || !al) throw new Error('nobody')
    const { id } = await control.teams.create(org, { name: 'Payments' })
    const since = new Date(Date.now() - 10 * DAY)
    await control.teams.add(org, id, { user: mo.id, manager: true, since })
    await control.teams.add(org, id, { user: jo.email, since })
    return { control, org, owner, mo, jo, al, id, since, by: actor(mo.id, 'manager') }
  }

  test('a manager sees who is in their teams for as long as they are, and themselves always', async () => {
    const { control, org, mo, jo, al, id, since } = await staffed()
    const self = { user: mo.email, from: 0, to: FOR_EVER }
    const jos = { user: jo.email, from: seconds(since), to: FOR_EVER }
    expect(await control.teams.managedBy(org, mo.id)).toEqual([self, jos])
    const until = new Date(Date.now() - 2 * DAY)
    await control.teams.remove(org, id, { user: jo.id, until })
    expect(await control.teams.managedBy(org, mo.id)).toEqual([self, { ...jos, to: seconds(until) }])
    // Jo comes back, and Al is in another team of which Mo is no manager.
    const back = new Date(Date.now() - DAY)
    await control.teams.add(org, id, { user: jo.id, since: back })
    const other = await control.teams.create(org, { name: 'Search' })
    await control.teams.add(org, other.id, { user: al.id })
    await control.teams.add(org, other.id, { user: mo.id })
    expect(await control.teams.managedBy(org, mo.id)).toEqual([
      ...[self, { ...jos, to: seconds(until) }],
      { user: jo.email, from: seconds(back), to: FOR_EVER },
    ])
    // Who manages nothing sees themselves; who does not belong to it, nothing.
    expect(await control.teams.managedBy(org, al.id)).toEqual([{ ...self, user: al.email }])
    const stranger = await organisation(plane)
    expect(await control.teams.managedBy(stranger.org, mo.id)).toEqual([])
    await control.teams.setManager(org, id, { user: mo.id, manager: false })
    expect(await control.teams.managedBy(org, mo.id)).toEqual([self])
    await control.people.deactivate(org, mo.id)
    expect(await control.teams.managedBy(org, mo.id)).toEqual([])
  })

  test('a change through another server counts after three seconds', async () => {
    const { control, org, mo, jo, id } = await staffed()
    if (!plane.other) return
    expect(await plane.other.teams.managedBy(org, mo.id)).toHaveLength(2)
    await control.teams.delete(org, id)
    expect(await control.teams.managedBy(org, mo.id)).toHaveLength(1)
    vi.useFakeTimers({ now: Date.now() + 3_001, toFake: ['Date'] })
    expect(await plane.other.teams.managedBy(org, mo.id)).toHaveLength(1)
    vi.useRealTimers()
    expect(jo.teams).toEqual([])
  })

  test('what was stays: spans end, and nothing of them is deleted', async () => {
    const { control, org, mo, jo, id, since } = await staffed()
    await control.teams.setManager(org, 'payments', { user: mo.email, manager: false })
    const told = (await control.teams.get(org, id)).people.map(({ email, manager, since, until }) => [
      ...[email, manager, since, until],
    ])
    const changed = told[2]?.[2]
    expect(told).toEqual([
      [jo.email, false, since, null],
      [mo.email, true, since, changed],
      [mo.email, false, expect.any(Date), null],
    ])
    await control.people.deactivate(org, jo.id)
    const [left] = (await control.teams.get(org, id)).people
    expect(left).toMatchObject({ email: jo.email, until: expect.any(Date) })
    expect(await control.teams.delete(org, id)).toMatchObject({ members: 1 })
    expect(await control.teams.list(org)).toEqual([])
    await expect(control.teams.get(org, id)).rejects.toMatchObject({ code: 'not_found' })
    // Its name is free again.
    await control.teams.create(org, { name: 'Payments' })
  })

  test('nobody is in a team twice at a time, and no span ends before it begins', async () => {
    const { control, org, jo, al, id } = await staffed()
    const ago = (days: number) => new Date(Date.now() - days * DAY)
    const add = (since: Date | null) => control.teams.add(org, id, { user: jo.id, since })
    await expect(add(null)).rejects.toMatchObject({ code: 'conflict' })
    await expect(add(ago(20))).rejects.toMatchObject({ code: 'conflict' })
    await expect(control.teams.remove(org, id, { user: jo.id, until: ago(11) })).rejects.toMatchObject({
      param: 'until',
    })
    await control.teams.remove(org, id, { user: jo.id, until: ago(5) })
    await expect(add(ago(6))).rejects.toMatchObject({ code: 'conflict' })
    await add(ago(5))
    await expect(add(new Date(Date.now() + DAY))).rejects.toMatchObject({ param: 'since' })
    await expect(control.teams.remove(org, id, { user: al.id })).rejects.toMatchObject({ code: 'not_found' })
    await control.people.deactivate(org, al.id)
    await expect(control.teams.add(org, id, { user: al.id })).rejects.toMatchObject({ code: 'conflict' })
    // Who comes and leaves at once was there.
    const bo = await control.people.create(org, { email: 'bo@acme.example' })
    await control.teams.add(org, id, { user: bo.id })
    await control.teams.remove(org, id, { user: bo.id })
    await expect(control.teams.create(org, { name: 'PAYMENTS' })).rejects.toMatchObject({ code: 'conflict' })
    const search = await control.teams.create(org, { name: 'Search' })
    await expect(control.teams.rename(org, search.id, 'payments')).rejects.toMatchObject({ code: 'conflict' })
    expect(await control.teams.rename(org, 'search', 'Find')).toMatchObject({ id: search.id, name: 'Find' })
  })

  test('a manager edits members of their own teams, from now on, and nothing else', async () => {
    const { control, org, mo, jo, al, id, by } = await staffed()
    const other = await control.teams.create(org, { name: 'Search' })
    expect((await control.teams.list(org, by)).map(({ name }) => name)).toEqual(['Payments'])
    expect((await control.people.list(org, { limit: 9 }, by)).map(({ email }) => email)).toEqual([
      ...[jo.email, mo.email],
    ])
    await control.teams.add(org, id, { user: al.id }, by)
    await control.teams.remove(org, id, { user: al.id }, by)
    const forbidden = { code: 'forbidden' }
    const long = new Date(0)
    for (const refused of [
      () => control.teams.add(org, id, { user: al.id, since: long }, by),
      () => control.teams.add(org, id, { user: al.id, manager: true }, by),
      () => control.teams.remove(org, id, { user: jo.id, until: new Date(Date.now() - DAY) }, by),
      () => control.teams.remove(org, id, { user: mo.id }, by),
      () => control.teams.setManager(org, id, { user: jo.id, manager: true }, by),
      () => control.teams.create(org, { name: 'Mine' }, by),
      () => control.teams.rename(org, id, 'Mine', by),
      () => control.teams.delete(org, id, by),
      () => control.people.change(org, jo.id, { name: 'x' }, by),
      // A key that has the role and is nobody has no team.
      () => control.teams.add(org, id, { user: al.id }, { ...by, kind: 'key' }),
      () => control.teams.list(org, actor(jo.id, 'member')),
      () => control.teams.add(org, id, { user: al.id }, actor(jo.id, 'member')),
    ])
      await expect((async () => refused())()).rejects.toMatchObject(forbidden)
    // What is not theirs is not there.
    await expect(control.teams.add(org, other.id, { user: al.id }, by)).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(control.people.get(org, al.id, by)).rejects.toMatchObject({ code: 'not_found' })
  })
})
