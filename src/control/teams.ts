/** Teams, and who was in them from when to when (G-ID-2). */
import { and, eq, isNull, ne } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Database } from './database.ts'
import { Remembered } from './remembered.ts'
import { membership, person, team, teamMembership } from './schema.ts'

/** A person, by address in lower case, and while somebody may see their figures: seconds since 1970 UTC, the end left out. */
export interface Span {
  user: string
  from: number
  to: number
}

export interface Team {
  id: string
  name: string
  created_at: Date
  /** People who are in it now. */
  members: number
}

export interface TeamMember {
  /** Id of the person. */
  id: string
  email: string
  name: string
  /** Whether they look after the team, and see its figures. */
  manager: boolean
  since: Date
  /** The first instant that this was not so; null for what is so now. */
  until: Date | null
}

/** The end of time, as far as a column of seconds goes. */
const FOR_EVER = 2 ** 32 - 1
const seconds = (at: Date): number => Math.max(0, Math.floor(at.getTime() / 1000))

export class Teams {
  readonly #db: Database
  readonly #managed = new Remembered<Span[]>()

  constructor(db: Database) {
    this.#db = db
  }

  /**
   * Whose figures a manager sees: everybody of the teams that they manage now, while these were in them, and their own
   * of all times. Nothing for who does not belong to the organisation. Answers what is a few seconds old.
   */
  managedBy(organisation: string, personId: string): Promise<Span[]> {
    return this.#managed.of(`${organisation}\n${personId}`, async () => {
      const mine = alias(teamMembership, 'mine')
      const [self] = await this.#db
        .select({ user: person.email })
        .from(membership)
        .innerJoin(person, eq(person.id, membership.person_id))
        .where(
          and(
            eq(membership.organisation_id, organisation),
            eq(membership.person_id, personId),
            isNull(membership.left_at),
          ),
        )
      if (!self) return []
      const rows = await this.#db
        .selectDistinct({ user: person.email, since: teamMembership.since, until: teamMembership.until })
        .from(mine)
        .innerJoin(team, and(eq(team.id, mine.team_id), isNull(team.deleted_at)))
        .innerJoin(teamMembership, eq(teamMembership.team_id, mine.team_id))
        .innerJoin(person, eq(person.id, teamMembership.person_id))
        .where(
          and(
            eq(mine.organisation_id, organisation),
            eq(mine.person_id, personId),
            ...[eq(mine.manager, true), isNull(mine.until), ne(person.id, personId)],
          ),
        )
        .orderBy(person.email, teamMembership.since)
      const spans = rows.map(({ user, since, until }) => ({
        ...{ user, from: seconds(since), to: until ? seconds(until) : FOR_EVER },
      }))
      return [{ user: self.user, from: 0, to: FOR_EVER }, ...spans.filter(({ from, to }) => from < to)]
    })
  }
}
