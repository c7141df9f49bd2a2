/** Who is who and who was in which team, as the control plane knows it: what the store has a copy of. */
import { and, asc, desc, eq, isNotNull } from 'drizzle-orm'
import { secondsOf } from '../seconds.ts'
import type { Database } from './database.ts'
import { identityOf } from './naming.ts'
import { identityAlias, membership, person, serviceAccount, team, teamMembership } from './schema.ts'

export interface Directory {
  people: { user: string; name: string; kind: 'human' | 'service'; team: string; aliases: string[] }[]
  /** Seconds since 1970 UTC, the end left out. */
  teams: { team: string; user: string; since: number; until: number }[]
}

/** Everybody who is or was of an organisation: their figures stay theirs when they have left. */
export async function directoryOf(db: Database, organisation: string): Promise<Directory> {
  const [humans, services, aliases, spans] = await Promise.all([
    db
      .select({ id: membership.person_id, user: person.email, name: membership.name })
      .from(membership)
      .innerJoin(person, eq(person.id, membership.person_id))
      .where(eq(membership.organisation_id, organisation))
      .orderBy(asc(person.email)),
    db
      .select({ id: serviceAccount.id, name: serviceAccount.name })
      .from(serviceAccount)
      .where(eq(serviceAccount.organisation_id, organisation))
      // Of several of one name the one that works now comes last.
      .orderBy(desc(isNotNull(serviceAccount.left_at)), asc(serviceAccount.created_at)),
    db
      .select({
        ...{ identity: identityAlias.identity, person: identityAlias.person_id },
        service: identityAlias.service_account_id,
      })
      .from(identityAlias)
      .where(eq(identityAlias.organisation_id, organisation)),
    db
      .select({
        ...{ team: team.name, id: teamMembership.person_id, user: person.email },
        ...{ since: teamMembership.since, until: teamMembership.until },
      })
      .from(teamMembership)
      .innerJoin(team, eq(team.id, teamMembership.team_id))
      .innerJoin(person, eq(person.id, teamMembership.person_id))
      .where(and(eq(teamMembership.organisation_id, organisation)))
      .orderBy(asc(team.name), asc(person.email), asc(teamMembership.since)),
  ])
  const known = new Map<string, string[]>()
  for (const { identity, person, service } of aliases) {
    const id = person ?? service ?? ''
    known.set(id, [...(known.get(id) ?? []), identity])
  }
  const current = new Map<string, string>()
  for (const { id, until, team } of spans) if (!until && !current.has(id)) current.set(id, team)
  const teams = spans.map(({ team, user, since, until }) => ({
    ...{ team, user, since: secondsOf(since), until: secondsOf(until) },
  }))
  return {
    people: [
      ...humans.map(({ id, user, name }) => ({
        ...{ user, name, kind: 'human' as const, team: current.get(id) ?? '', aliases: known.get(id) ?? [] },
      })),
      ...services.map(({ id, name }) => ({
        ...{ user: identityOf(name), name, kind: 'service' as const, team: '', aliases: known.get(id) ?? [] },
      })),
    ],
    teams: teams.filter(({ since, until }) => since < until),
  }
}
