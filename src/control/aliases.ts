/** Other identities of people and service accounts: each belongs to one of them, and to nobody whose address it is. */
import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import { TachographError } from '../errors.ts'
import type { Database } from './database.ts'
import type { IsErased } from './mode.ts'
import { taken } from './naming.ts'
import { identityAlias, membership, person, serviceAccount } from './schema.ts'

type Holder = { person_id: string } | { service_account_id: string }

/** Makes these the aliases of a holder, and no others. Errors: `conflict`. */
export async function setAliases(
  tx: Database,
  organisation: string,
  holder: Holder,
  identities: readonly string[],
): Promise<void> {
  const own =
    'person_id' in holder
      ? eq(identityAlias.person_id, holder.person_id)
      : eq(identityAlias.service_account_id, holder.service_account_id)
  await tx.delete(identityAlias).where(and(eq(identityAlias.organisation_id, organisation), own))
  if (identities.length === 0) return
  const of = 'person_id' in holder ? holder.person_id : null
  const [address] = await tx
    .select({ email: person.email })
    .from(membership)
    .innerJoin(person, eq(person.id, membership.person_id))
    .where(and(eq(membership.organisation_id, organisation), inArray(person.email, [...identities])))
  if (address) throw taken('a person', address.email)
  const service = 'service_account_id' in holder ? holder.service_account_id : null
  const [account] = await tx
    .select({ name: serviceAccount.name })
    .from(serviceAccount)
    .where(
      and(
        eq(serviceAccount.organisation_id, organisation),
        ...[isNull(serviceAccount.left_at), inArray(serviceAccount.name, [...identities])],
      ),
    )
  if (account) throw taken('a service account', account.name)
  // What a service account that is over was called is free.
  const over = tx
    .select({ id: serviceAccount.id })
    .from(serviceAccount)
    .where(and(eq(serviceAccount.organisation_id, organisation), isNotNull(serviceAccount.left_at)))
  await tx
    .delete(identityAlias)
    .where(
      and(
        ...[
          eq(identityAlias.organisation_id, organisation),
          inArray(identityAlias.identity, [...identities]),
        ],
        inArray(identityAlias.service_account_id, over),
      ),
    )
  const made = await tx
    .insert(identityAlias)
    .values(
      identities.map((identity) => ({
        ...{ organisation_id: organisation, identity, person_id: of, service_account_id: service },
      })),
    )
    .onConflictDoNothing()
    .returning({ identity: identityAlias.identity })
  const free = new Set(made.map(({ identity }) => identity))
  const other = identities.find((identity) => !free.has(identity))
  if (other !== undefined) throw taken('an alias', other)
}

/** Errors: `conflict` where one of the names is of somebody whom the organisation has erased; `unavailable`. */
export async function mustNotBeErased(
  isErased: IsErased,
  organisation: string,
  identities: readonly string[],
): Promise<void> {
  if (await isErased(organisation, identities))
    throw new TachographError(
      'conflict',
      'This person was erased. Let them in first: `tachograph erase --forget` with the same address or alias.',
    )
}
