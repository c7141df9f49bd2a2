/** Which person an identity belongs to: made from what sessions, `member` facts, the directory and the configuration say (G-ID-1). */
import { identityOf } from '../facts/identity.ts'
import type { Store } from '../store/store.ts'
import { type Directory, type MemberTeams, refreshTeams, spansOf } from './directory.ts'
import { type How, type Person, peopleOf } from './people.ts'

const SAME = ['user', 'name', 'kind', 'team', 'how'] as const

type Member = Person & { aliases: string[]; teams: string[]; joined: number | null; left: number | null }

/**
 * Brings the tables of identities and of teams up to date with what logins, members, the directory and aliases say.
 * Aliases of the configuration win, then the directory. Answers the logins that it knows of.
 */
export async function refreshIdentities(
  store: Store,
  org: string,
  aliases: Readonly<Record<string, string>>,
  directory: Directory | null = null,
): Promise<{ identity: string; user: string }[]> {
  const latest = (field: string, name = field) =>
    `argMaxIf(m.${field}, (m.observed_at, m.hash), notEmpty(m.${field})) AS ${name}`
  const instant = (field: string) =>
    `toUnixTimestamp(argMaxIf(m.${field}, (m.observed_at, m.hash), isNotNull(m.${field})))`
  const params = { org }
  const [members, logins, stored] = await Promise.all([
    store.rows<Member>(
      `SELECT user, name, kind, arrayElement(teams, 1) AS team, aliases, teams, joined, left FROM (
         SELECT m.id, ${['user', 'name', 'kind', 'aliases'].map((field) => latest(field)).join(', ')}, ${latest('team', 'teams')},
           ${instant('joined_at')} AS joined, ${instant('left_at')} AS left
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
  const people = peopleOf({ aliases, directory: directory?.people ?? [], members, logins })
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
  const personOf = (identity: string) => people.get(identityOf(identity))?.user ?? identityOf(identity)
  await refreshTeams(store, org, spansOf(directory, members satisfies MemberTeams[], personOf))
  return logins
}
