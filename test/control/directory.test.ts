/** The copy of people and teams in the store: made by every change, and by nobody who may not say who is who. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { askIdentities } from '../../src/faces/ask-identities.ts'
import { wholeOf } from '../../src/metrics/reach.ts'
import { listeningForTeam, OPERATOR } from '../faces/listening.ts'

let server: Awaited<ReturnType<typeof listeningForTeam>>
beforeAll(async () => {
  server = await listeningForTeam()
}, 60_000)
afterAll(() => server.close())

const DAY = 86_400_000
const FOR_EVER = 2 ** 32 - 1
const seconds = (at: Date | string) => Math.floor(new Date(at).getTime() / 1000)

let n = 0
async function organisation() {
  const { id } = await server.control.organisations.create({ name: `Org ${++n}`, owner: 'ada@acme.example' })
  await server.instance.tenant(id)
  return id
}
const rows = (org: string, table: string, columns: string) =>
  server.instance.store.rows<Record<string, unknown>>(
    `SELECT ${columns} FROM ${table} FINAL WHERE org = {org:String} ORDER BY ALL`,
    { params: { org } },
  )
const identities = async (org: string) =>
  (await rows(org, 'identity', 'identity, user, name, kind, team')).map((row) => Object.values(row))
const teams = async (org: string) =>
  (await rows(org, 'team_member', 'team, user, since, until')).map((row) => Object.values(row))

async function send(org: string, facts: object[], authorization = `Bearer ${OPERATOR}`) {
  const response = await server.get('/api/v1/facts', {
    method: 'POST',
    body: facts.map((fact) => JSON.stringify(fact)).join('\n'),
    headers: { 'content-type': 'application/x-ndjson', authorization, 'tachograph-org': org },
  })
  return (await response.json()) as { accepted: number; rejected: { line: number; reason: string }[] }
}
const member = (id: string, more: object) => ({ type: 'member', id, ...more })

it('people, aliases, service accounts and teams are there after each change', async () => {
  const org = await organisation()
  const { people, teams: control, serviceAccounts } = server.control
  const jo = 'jo@acme.example'
  await people.create(org, { email: 'Jo@acme.example', name: 'Jo', aliases: ['jo-box'] })
  await serviceAccounts.create(org, { name: 'ci', aliases: ['ci@acme.example'] })
  const since = new Date(Date.now() - 10 * DAY)
  const { id } = await control.create(org, { name: 'Pay' })
  await control.add(org, id, { user: jo, since })
  const ada = ['ada@acme.example', 'ada@acme.example', '', 'human', '']
  expect(await identities(org)).toEqual([
    ada,
    ['ci', 'ci', 'ci', 'service', ''],
    ['ci@acme.example', 'ci', 'ci', 'service', ''],
    ['jo-box', jo, 'Jo', 'human', 'Pay'],
    [jo, jo, 'Jo', 'human', 'Pay'],
  ])
  expect(await teams(org)).toEqual([['Pay', jo, seconds(since), FOR_EVER]])
  await control.rename(org, id, 'Payments')
  expect(await teams(org)).toEqual([['Payments', jo, seconds(since), FOR_EVER]])
  const until = new Date(Date.now() - DAY)
  await control.remove(org, id, { user: jo, until })
  await people.change(org, jo, { aliases: [] })
  expect(await teams(org)).toEqual([['Payments', jo, seconds(since), seconds(until)]])
  // Who has left is still who they were.
  await people.deactivate(org, jo)
  await serviceAccounts.delete(org, 'ci')
  expect((await identities(org)).map(([identity]) => identity)).toEqual([
    ...['ada@acme.example', 'ci', 'ci@acme.example', jo],
  ])
})

it('the control plane wins over members, and these over logins', async () => {
  const org = await organisation()
  await server.control.people.create(org, {
    email: 'jo@acme.example',
    name: 'Jo',
    aliases: ['jo-box', 'jo@old.example'],
  })
  await send(org, [
    // A member fact that would take over Jo, her machine, and a person of another name.
    member('1', {
      user: 'eve@acme.example',
      aliases: ['jo@acme.example', 'jo-box', 'eve-box'],
      name: 'Eve',
      team: ['X'],
    }),
    member('2', { user: 'jo@old.example', name: 'Old Jo', team: ['Old'], kind: 'service' }),
    {
      type: 'session',
      id: 's',
      started_at: '2026-03-04T10:00:00Z',
      user: 'eve@acme.example',
      user_aliases: ['jo-box', 'other-box'],
    },
  ])
  expect((await identities(org)).slice(1)).toEqual([
    ['eve-box', 'eve@acme.example', 'Eve', '', 'X'],
    ['eve@acme.example', 'eve@acme.example', 'Eve', '', 'X'],
    ['jo-box', 'jo@acme.example', 'Jo', 'human', ''],
    ['jo@acme.example', 'jo@acme.example', 'Jo', 'human', ''],
    ['jo@old.example', 'jo@acme.example', 'Jo', 'human', ''],
    ['other-box', 'eve@acme.example', 'Eve', '', 'X'],
  ])
  // Teams of members count for whom the control plane does not know.
  expect(await teams(org)).toEqual([['X', 'eve@acme.example', 0, FOR_EVER]])
  expect(
    (await askIdentities({ store: server.instance.store, org, reach: wholeOf(org), asOf: () => 0 })).meta
      .unmapped,
  ).toBe(0)
})

it('teams of members are from when they joined to when they left', async () => {
  const org = await organisation()
  const [joined_at, left_at] = ['2026-01-02T00:00:00Z', '2026-03-04T05:06:07Z']
  await send(org, [member('1', { user: 'Al@acme.example', team: ['A', 'B'], joined_at, left_at })])
  await send(org, [member('2', { user: 'bo@acme.example', team: ['A'], joined_at })])
  expect(await teams(org)).toEqual([
    ['A', 'al@acme.example', seconds(joined_at), seconds(left_at)],
    ['A', 'bo@acme.example', seconds(joined_at), FOR_EVER],
    ['B', 'al@acme.example', seconds(joined_at), seconds(left_at)],
  ])
  // From now on administrators look after Al.
  await server.control.people.create(org, { email: 'al@acme.example' })
  expect((await teams(org)).map(([, user]) => user)).toEqual(['bo@acme.example'])
})

it('who is who is told with the key of an administrator alone', async () => {
  const org = await organisation()
  const key = async (scopes: string[], role: string) =>
    (await server.control.keys.create(org, { name: 'k', scopes, expires_at: null, role })).key
  const facts = [
    member('1', { user: 'eve@acme.example', aliases: ['x'] }),
    { type: 'model_call', id: 'c', at: '2026-03-04T10:00:00Z', model: 'm' },
  ]
  for (const [scopes, role] of [
    [['ingest'], 'admin'],
    [['ingest', 'read'], 'owner'],
    [['ingest', 'admin'], 'member'],
    [['ingest', 'admin'], 'manager'],
  ] as const) {
    const { rejected } = await send(org, facts, `Bearer ${await key([...scopes], role)}`)
    expect(rejected).toEqual([{ line: 1, reason: 'not_administrator', detail: expect.any(String) }])
  }
  expect(await identities(org)).toHaveLength(1)
  const told = await send(org, facts, `Bearer ${await key(['ingest', 'admin'], 'admin')}`)
  expect(told).toMatchObject({ accepted: 1, rejected: [] })
  expect(await identities(org)).toHaveLength(3)
})

it('a server that was away learns what was changed when it opens', async () => {
  const org = await organisation()
  const { store } = server.instance
  await store.command(`DELETE FROM identity WHERE org = '${org}'`)
  const reopened = await server.instance.tenant(org)
  await reopened.writer.refreshIdentities()
  expect(await identities(org)).toHaveLength(1)
})
