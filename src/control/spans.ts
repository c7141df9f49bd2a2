/** Spans of time in a team: open ones, and how they end. */
import { isNull, type SQL, sql } from 'drizzle-orm'
import { teamMembership } from './schema.ts'

/** Who is in it now. */
export const now = (): SQL => isNull(teamMembership.until)

/** An end that lies after the beginning: who came this very moment was there for one. */
export const endOf = (at: Date): SQL =>
  sql`greatest(${at.toISOString()}::timestamptz, ${teamMembership.since} + interval '1 millisecond')`

/** The end of time, as far as a column of seconds goes. */
export const FOR_EVER = 2 ** 32 - 1

/** Seconds since 1970 UTC. */
export const secondsOf = (at: Date | null): number =>
  at === null ? FOR_EVER : Math.min(FOR_EVER, Math.max(0, Math.floor(at.getTime() / 1000)))
