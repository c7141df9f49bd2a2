/** Which person an identity belongs to: made from what sessions, `member` facts and the configuration say (G-ID-1). */
import type { Store } from '../store/store.ts'
import { type How, type Person, peopleOf } from './people.ts'

const SAME = ['user', 'name', 'kind', 'team', 'how'] as const

/**
 * Brings the identity table up to date with what logins, members and aliases say. Aliases of the configuration win.
 * Answers the logins that it knows of.
 */
export async function refreshIdentities(
  store: Store,
  org: string,
  aliases: Readonly<Record<string, string>>,
): Promise<{ identity: string; user: string }[]> {
  const latest = (field: string) =>
    `argMaxIf(m.${field}, (m.observed_at, m.hash), notEmpty(m.${field})) AS ${field}`
  const params = { org }
  const [members, logins, stored] = await Promise.all([
    store.rows<Person & { aliases: string[] }>(
      `SELECT user, name, kind, arrayElement(team, 1) AS team, aliases FROM (
         SELECT m.id, ${['user', 'name', 'kind', 'team', 'aliases'].map(latest).join(', ')}
         FROM member AS m WHERE m.org = {org:String} GROUP BY m.id) WHERE user != '' ORDER BY id`,
      { params },
    ),
    store.rows<{ identity: string; user: string }>(
      `SELECT DISTINCT arrayJoin(user_aliases) AS identity, user FROM session
       WHERE org = {org:String} AND user != '' AND notEmpty(user_aliases)`,
      { params },
    ),
    store.rows<Person & { identity: string; how: How }>(
      'SELECT identity, user, name, kind, team, how FROM identity FINAL WHERE org = {org:String}',
      { params },
    ),
  ])
  const people = peopleOf({ aliases, members, logins })
  const ver = Date.now()
  const same = new Set<string>()
  const gone: object[] = []
  for (const { identity, ...person } of stored) {
    const now = people.get(identity)
    if (!now) gone.push({ org, identity, ...person, ver, is_deleted: 1 })
    else if (SAME.every((field) => now[field] === person[field])) same.add(identity)
  }
  const rows = [...people]
    .filter(([identity]) => !same.has(identity))
    .map(([identity, person]) => ({ org, identity, ...person, ver }))
  await store.insert('identity', [...gone, ...rows])
  return logins
}
