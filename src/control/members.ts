/** Who belongs to an organisation: one person found by whichever name, and its owners. */
import { and, asc, eq, inArray, isNull, or, type SQL } from 'drizzle-orm'
import { TachographError } from '../errors.ts'
import type { Database } from './database.ts'
import { identityOf, idOf, isPlain, missing } from './naming.ts'
import { identityAlias, membership, person } from './schema.ts'
import type { Role } from './scopes.ts'

/** A row of `LISTED`. */
export interface Listed {
  id: string
  /** In lower case: what figures call them. */
  email: string
  name: string
  role: Role
  joined_at: Date
  left_at: Date | null
}

export const LISTED = {
  id: membership.person_id,
  email: person.email,
  name: membership.name,
  role: membership.role,
  joined_at: membership.joined_at,
  left_at: membership.left_at,
}

/** A person of the organisation, by id, address or alias. Errors: `not_found`. */
export async function memberOf(
  db: Database,
  organisation: string,
  told: string,
  seen?: SQL,
): Promise<Listed> {
  const id = idOf(told)
  if (!isPlain(told)) throw missing('person', told)
  const identity = identityOf(told.trim())
  const known = db
    .select({ id: identityAlias.person_id })
    .from(identityAlias)
    .where(and(eq(identityAlias.organisation_id, organisation), eq(identityAlias.identity, identity)))
  const [found] = await db
    .select(LISTED)
    .from(membership)
    .innerJoin(person, eq(person.id, membership.person_id))
    .where(
      and(
        ...[eq(membership.organisation_id, organisation), seen],
        id ? eq(person.id, id) : or(eq(person.email, identity), inArray(membership.person_id, known)),
      ),
    )
  if (!found) throw missing('person', told)
  return found
}

/** Null where nobody is known by that name. */
export const knownOrNull = (db: Database, organisation: string, told: string): Promise<Listed | null> =>
  memberOf(db, organisation, told).catch((error: unknown) => {
    if (error instanceof TachographError && error.code === 'not_found') return null
    throw error
  })

/** Ids of the owners, who stay what they are until this transaction ends. */
export async function ownersOf(tx: Database, organisation: string): Promise<string[]> {
  const rows = await tx
    .select({ id: membership.person_id })
    .from(membership)
    .where(
      and(
        ...[eq(membership.organisation_id, organisation), eq(membership.role, 'owner')],
        isNull(membership.left_at),
      ),
    )
    .orderBy(asc(membership.person_id))
    .for('update')
  return rows.map(({ id }) => id)
}

/** Errors: `conflict`. */
export function mustNotBeLast(owners: readonly string[], id: string): void {
  if (owners.length === 1 && owners[0] === id)
    throw new TachographError(
      'conflict',
      'This is the last owner of the organisation: make somebody else an owner first.',
    )
}
