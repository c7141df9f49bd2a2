/** Service accounts: who works for an organisation without being a person, such as a CI system. */
import { randomUUID } from 'node:crypto'
import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import { mustNotBeErased, setAliases } from './aliases.ts'
import { type Actor, type AuditEventType, OPERATOR } from './audit.ts'
import type { Changed, Changes } from './changes.ts'
import type { Database } from './database.ts'
import type { IsErased } from './mode.ts'
import { identitiesOf, identityOf, idOf, isPlain, missing, nameOf, taken } from './naming.ts'
import { mustAdminister, mustReach, roleOf } from './roles.ts'
import { apiKey, identityAlias, membership, person, serviceAccount } from './schema.ts'
import type { Role } from './scopes.ts'

export interface ServiceAccount {
  id: string
  /** What figures call it. */
  name: string
  role: Role
  /** Identities that sources report for it. */
  aliases: string[]
  created_at: Date
}

const LISTED = {
  id: serviceAccount.id,
  name: serviceAccount.name,
  role: serviceAccount.role,
  created_at: serviceAccount.created_at,
}

export class ServiceAccounts {
  readonly #changes: Changes
  readonly #isErased: IsErased

  constructor(changes: Changes, isErased: IsErased) {
    this.#changes = changes
    this.#isErased = isErased
  }

  /** By name. Errors: `forbidden`. */
  async list(organisation: string, by: Actor = OPERATOR): Promise<ServiceAccount[]> {
    mustAdminister(by)
    const rows = await this.#changes.db
      .select(LISTED)
      .from(serviceAccount)
      .where(theirs(organisation))
      .orderBy(asc(sql`lower(${serviceAccount.name})`))
    return this.#whole(this.#changes.db, organisation, rows)
  }

  /** Errors: `forbidden`, `bad_param` (`name`, `role`, `aliases`), `conflict`. */
  async create(
    organisation: string,
    told: { name: string; role?: string; aliases?: readonly string[] },
    by: Actor = OPERATOR,
  ): Promise<ServiceAccount> {
    mustAdminister(by)
    const name = nameOf('name', told.name)
    const role = roleOf(told.role ?? 'member')
    mustReach(by, role)
    const aliases = identitiesOf(told.aliases ?? [])
    await mustNotBeErased(this.#isErased, organisation, [name, ...aliases])
    return this.#changes.make(organisation, by, async (tx) => {
      await mustBeFree(tx, organisation, name)
      const [made] = await tx
        .insert(serviceAccount)
        .values({ id: randomUUID(), organisation_id: organisation, name, role })
        .onConflictDoNothing()
        .returning(LISTED)
      if (!made) throw taken('a service account', name)
      await setAliases(tx, organisation, { service_account_id: made.id }, aliases)
      return this.#answer(tx, organisation, made.id, 'service_account.created', { name, role })
    })
  }

  /** Changes the name or the aliases, which are all that there are then. Errors: `forbidden`, `not_found`, `bad_param`, `conflict`. */
  async change(
    organisation: string,
    told: string,
    to: { name?: string; aliases?: readonly string[] },
    by: Actor = OPERATOR,
  ): Promise<ServiceAccount> {
    mustAdminister(by)
    const name = to.name === undefined ? undefined : nameOf('name', to.name)
    const aliases = to.aliases && identitiesOf(to.aliases)
    await mustNotBeErased(this.#isErased, organisation, [...(name ? [name] : []), ...(aliases ?? [])])
    return this.#changes.make(organisation, by, async (tx) => {
      const { id, role } = await serviceOf(tx, organisation, told)
      mustReach(by, role)
      if (name !== undefined) {
        await mustBeFree(tx, organisation, name, id)
        await tx.update(serviceAccount).set({ name }).where(eq(serviceAccount.id, id))
      }
      if (aliases) await setAliases(tx, organisation, { service_account_id: id }, aliases)
      const payload = {
        ...(name === undefined ? {} : { name }),
        ...(aliases ? { aliases: aliases.length } : {}),
      }
      return this.#answer(tx, organisation, id, 'service_account.changed', payload)
    })
  }

  /** Errors: `forbidden`, `not_found`, `bad_param` (`role`). */
  async setRole(
    organisation: string,
    told: string,
    to: string,
    by: Actor = OPERATOR,
  ): Promise<ServiceAccount> {
    mustAdminister(by)
    const role = roleOf(to)
    return this.#changes.make(organisation, by, async (tx) => {
      const before = await serviceOf(tx, organisation, told)
      mustReach(by, before.role)
      mustReach(by, role)
      await tx.update(serviceAccount).set({ role }).where(eq(serviceAccount.id, before.id))
      const payload = { from: before.role, to: role }
      return this.#answer(tx, organisation, before.id, 'service_account.role_changed', payload)
    })
  }

  /** Ends it, and its keys with it. Errors: `forbidden`, `not_found`. */
  async delete(organisation: string, told: string, by: Actor = OPERATOR): Promise<ServiceAccount> {
    mustAdminister(by)
    return this.#changes.make(organisation, by, async (tx) => {
      const before = await serviceOf(tx, organisation, told)
      mustReach(by, before.role)
      const at = new Date()
      const keys = await tx
        .update(apiKey)
        .set({ revoked_at: at })
        .where(and(eq(apiKey.service_account_id, before.id), isNull(apiKey.revoked_at)))
        .returning({ id: apiKey.id })
      const payload = { name: before.name, keys_revoked: keys.length }
      const answer = await this.#answer(tx, organisation, before.id, 'service_account.deleted', payload)
      await tx.update(serviceAccount).set({ left_at: at }).where(eq(serviceAccount.id, before.id))
      return answer
    })
  }

  async #answer(
    tx: Database,
    organisation: string,
    id: string,
    type: Extract<AuditEventType, `service_account.${string}`>,
    payload: Record<string, unknown>,
  ): Promise<Changed<ServiceAccount>> {
    const [result] = await this.#whole(tx, organisation, [await serviceOf(tx, organisation, id)])
    const change = { type, target: { kind: 'service_account' as const, id }, payload }
    return { result: result as ServiceAccount, change }
  }

  async #whole(
    db: Database,
    organisation: string,
    rows: readonly Omit<ServiceAccount, 'aliases'>[],
  ): Promise<ServiceAccount[]> {
    const ids = rows.map(({ id }) => id)
    if (ids.length === 0) return []
    const aliases = await db
      .select({ id: identityAlias.service_account_id, identity: identityAlias.identity })
      .from(identityAlias)
      .where(
        and(eq(identityAlias.organisation_id, organisation), inArray(identityAlias.service_account_id, ids)),
      )
      .orderBy(asc(identityAlias.identity))
    return rows.map((row) => ({
      ...row,
      aliases: aliases.filter(({ id }) => id === row.id).map(({ identity }) => identity),
    }))
  }
}

const theirs = (organisation: string) =>
  and(eq(serviceAccount.organisation_id, organisation), isNull(serviceAccount.left_at))

/** One that is not over, by id or name. Errors: `not_found`. */
export async function serviceOf(db: Database, organisation: string, told: string) {
  const id = idOf(told)
  const name = eq(sql`lower(${serviceAccount.name})`, told.trim().toLowerCase())
  const [found] = !isPlain(told)
    ? []
    : await db
        .select(LISTED)
        .from(serviceAccount)
        .where(and(theirs(organisation), id ? eq(serviceAccount.id, id) : name))
  if (!found) throw missing('service account', told)
  return found
}

/** Its name is what figures call it: it must be nobody else's. Errors: `conflict`. */
async function mustBeFree(tx: Database, organisation: string, name: string, own?: string): Promise<void> {
  const identity = identityOf(name)
  const [other] = await tx
    .select({ id: serviceAccount.id })
    .from(serviceAccount)
    .where(
      and(
        ...[theirs(organisation), eq(sql`lower(${serviceAccount.name})`, name.toLowerCase())],
        own ? ne(serviceAccount.id, own) : undefined,
      ),
    )
  if (other) throw taken('a service account', name)
  const [address] = await tx
    .select({ id: person.id })
    .from(membership)
    .innerJoin(person, eq(person.id, membership.person_id))
    .where(and(eq(membership.organisation_id, organisation), eq(person.email, identity)))
  if (address) throw taken('a person', name)
  const [alias] = await tx
    .select({ id: identityAlias.service_account_id })
    .from(identityAlias)
    .where(and(eq(identityAlias.organisation_id, organisation), eq(identityAlias.identity, identity)))
  if (alias && alias.id !== own) throw taken('an alias', name)
}
