/** Spans of time in a team: open ones, and how they end. */
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { Actor } from './audit.ts'
import type { Database } from './database.ts'
import { isAdministrator, mustAdminister } from './roles.ts'
import { teamMembership } from './schema.ts'

/** Who is in it now. */
export const now = (): SQL => isNull(teamMembership.until)

/** An end that lies after the beginning: who came this very moment was there for one. */
export const endOf = (at: Date): SQL =>
  sql`greatest(${at.toISOString()}::timestamptz, ${teamMembership.since} + interval '1 millisecond')`

/** Teams that a manager looks after now, as a subquery; undefined for administrators. Errors: `forbidden` for others. */
export function managedBy(db: Database, organisation: string, by: Actor) {
  if (isAdministrator(by.role)) return undefined
  if (by.role !== 'manager' || by.kind !== 'user' || by.id === null) mustAdminister(by)
  return db
    .select({ id: teamMembership.team_id })
    .from(teamMembership)
    .where(
      and(
        eq(teamMembership.organisation_id, organisation),
        eq(teamMembership.person_id, by.id as string),
        eq(teamMembership.manager, true),
        now(),
      ),
    )
}
