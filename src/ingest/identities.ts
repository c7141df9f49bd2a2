/** Which person an identity belongs to: made from `member` facts and from the aliases of the configuration (G-ID-1). */
import type { Store } from '../store/store.ts'

interface Person {
  user: string
  name: string
  kind: string
  team: string
}

/** Brings the identity table up to date with what members and aliases say. Aliases of the configuration win. */
export async function refreshIdentities(
  store: Store,
  org: string,
  aliases: Readonly<Record<string, string>>,
): Promise<void> {
  const latest = (field: string) =>
    `argMaxIf(m.${field}, (m.observed_at, m.hash), notEmpty(m.${field})) AS ${field}`
  const members = await store.rows<Person & { aliases: string[]; team: string }>(
    `SELECT user, name, kind, arrayElement(team, 1) AS team, aliases FROM (
       SELECT m.id, ${['user', 'name', 'kind', 'team', 'aliases'].map(latest).join(', ')}
       FROM member AS m WHERE m.org = {org:String} GROUP BY m.id) WHERE user != ''`,
    { params: { org } },
  )
  const people = new Map<string, Person>()
  for (const { aliases: others, ...person } of members)
    for (const identity of [person.user, ...others]) people.set(identity, person)
  for (const [identity, user] of Object.entries(aliases)) {
    people.set(identity, people.get(user) ?? { user, name: '', kind: '', team: '' })
  }
  const stored = await store.rows<Person & { identity: string }>(
    'SELECT identity, user, name, kind, team FROM identity FINAL WHERE org = {org:String}',
    { params: { org } },
  )
  const ver = Date.now()
  const same = new Set<string>()
  const gone: object[] = []
  for (const { identity, ...person } of stored) {
    const now = people.get(identity)
    if (!now) gone.push({ org, identity, ...person, ver, is_deleted: 1 })
    else if (
      now.user === person.user &&
      now.name === person.name &&
      now.kind === person.kind &&
      now.team === person.team
    )
      same.add(identity)
  }
  const rows = [...people]
    .filter(([identity]) => !same.has(identity))
    .map(([identity, p]) => ({ org, identity, user: p.user, name: p.name, kind: p.kind, team: p.team, ver }))
  await store.insert('identity', [...gone, ...rows])
}
