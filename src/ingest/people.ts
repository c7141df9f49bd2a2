/** Puts identities together that are of one person: by configuration, by the directory, by members, by logins that name two at once (G-ID-1). */
import { identityOf, isAddress } from '../facts/identity.ts'

export interface Person {
  user: string
  name: string
  kind: string
  team: string
}

/** By what an identity was found to be of a person. */
export type How = 'alias' | 'member' | 'login'

export interface Resolved extends Person {
  how: How
}

export interface Known {
  /** Aliases of the configuration: identity to person. */
  aliases: Readonly<Record<string, string>>
  /** People and service accounts that administrators look after. */
  directory?: readonly (Person & { aliases: readonly string[] })[]
  /** What `member` facts say. */
  members: readonly (Person & { aliases: readonly string[] })[]
  /** What a login names together: the address of a person, and another name of theirs. */
  logins: readonly { identity: string; user: string }[]
}

/** More steps from an identity to its person there are not: who configures a ring gets each as it stands. */
const MOST_STEPS = 16

/**
 * Who is who, by identity. What is configured wins over the directory, that over members, these over logins. A name
 * that logins give to several people, such as the login of a machine that is shared, is of none of them.
 */
export function peopleOf({ aliases, directory = [], members, logins }: Known): Map<string, Resolved> {
  const steps = new Map<string, { to: string; how: How }>()
  const persons = new Map<string, Person>()
  for (const known of [members, directory]) {
    for (const { user: told, name, kind, team, aliases: others } of known) {
      const user = identityOf(told)
      persons.set(user, { user, name, kind, team })
      for (const other of others) steps.set(identityOf(other), { to: user, how: 'member' })
    }
    // Who is a member is nobody's alias.
    for (const { user } of known) steps.delete(identityOf(user))
  }
  for (const [identity, user] of Object.entries(aliases))
    steps.set(identityOf(identity), { to: identityOf(user), how: 'alias' })
  for (const [identity, users] of byIdentity(logins)) {
    // Two addresses of one person are one person.
    const ends = new Set([...users].map((user) => endOf(user, steps)))
    const [user] = ends
    const free = !steps.has(identity) && !persons.has(identity)
    if (free && ends.size === 1 && user !== undefined) steps.set(identity, { to: user, how: 'login' })
  }

  const people = new Map<string, Resolved>()
  for (const [identity, { how }] of steps) {
    const user = endOf(identity, steps)
    if (user !== identity) people.set(identity, { ...personOf(user, persons), how })
  }
  for (const [user, person] of persons) if (!people.has(user)) people.set(user, { ...person, how: 'member' })
  return people
}

const personOf = (user: string, persons: ReadonlyMap<string, Person>): Person =>
  persons.get(user) ?? { user, name: '', kind: '', team: '' }

function byIdentity(logins: Known['logins']): Map<string, Set<string>> {
  const users = new Map<string, Set<string>>()
  for (const login of logins) {
    const [identity, user] = [identityOf(login.identity), identityOf(login.user)]
    // An address stands for a person by itself: only members and configuration may say otherwise.
    if (identity !== user && !isAddress(identity))
      users.set(identity, (users.get(identity) ?? new Set()).add(user))
  }
  return users
}

function endOf(identity: string, steps: ReadonlyMap<string, { to: string }>): string {
  let at = identity
  for (let n = 0; n < MOST_STEPS; n++) {
    const next = steps.get(at)?.to
    if (next === undefined || next === at) return at
    at = next
  }
  return identity
}
