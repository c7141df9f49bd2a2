/** People of an organisation: who belongs to it, in which role, and under which other names they are known. */
import { randomUUID } from 'node:crypto'
import {
  and,
  asc,
  eq,
  gt,
  ilike,
  inArray,
  isNotNull,
  isNull,
  notInArray,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import { TachographError } from '../errors.ts'
import { mustNotBeErased, setAliases } from './aliases.ts'
import { type Actor, OPERATOR } from './audit.ts'
import type { Changed, Changes } from './changes.ts'
import type { Database } from './database.ts'
import { knownOrNull, LISTED, type Listed, memberOf, mustNotBeLast, ownersOf } from './members.ts'
import type { IsErased } from './mode.ts'
import { emailOf, identitiesOf, idOf, nameOf, taken } from './naming.ts'
import { Remembered } from './remembered.ts'
import { mustAdminister, mustReach, roleOf } from './roles.ts'
import { apiKey, identityAlias, membership, person, team, teamMembership } from './schema.ts'
import type { Role } from './scopes.ts'
import { endOf, managedBy, now } from './spans.ts'

export interface User extends Listed {
  state: 'active' | 'deactivated'
  /** Other identities that sources report for them. */
  aliases: string[]
  /** Teams that they are in now. */
  teams: { id: string; name: string; manager: boolean; since: Date }[]
}

export interface UserQuestion {
  /** A part of the address, the name or an alias. */
  search?: string
  role?: Role
  state?: User['state']
  /** Address of the last one of the page before. */
  after?: string
  limit: number
}

/** A pattern of LIKE in which nothing of the text stands for anything else. */
const within = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`

export class People {
  readonly #changes: Changes
  readonly #isErased: IsErased
  readonly #ids = new Remembered<{ id: string; user: string }[]>()

  constructor(changes: Changes, isErased: IsErased) {
    this.#changes = changes
    this.#isErased = isErased
    changes.listen(() => this.#ids.forget())
  }

  /**
   * The id of everybody who is or was of an organisation, by the address that figures know them by. Answers what is a few
   * seconds old.
   */
  ids(organisation: string): Promise<{ id: string; user: string }[]> {
    return this.#ids.of(organisation, () =>
      this.#changes.db
        .select({ id: membership.person_id, user: person.email })
        .from(membership)
        .innerJoin(person, eq(person.id, membership.person_id))
        .where(eq(membership.organisation_id, organisation)),
    )
  }

  /** By address. A manager sees those of their teams. Errors: `forbidden`, `unavailable`. */
  async list(organisation: string, question: UserQuestion, by: Actor = OPERATOR): Promise<User[]> {
    const { search, role, state, after, limit } = question
    const where: (SQL | undefined)[] = [
      eq(membership.organisation_id, organisation),
      this.#seen(organisation, by),
    ]
    if (role) where.push(eq(membership.role, role))
    if (state) where.push(state === 'active' ? isNull(membership.left_at) : isNotNull(membership.left_at))
    if (after !== undefined) where.push(gt(person.email, after))
    if (search) {
      const known = this.#changes.db
        .select({ id: identityAlias.person_id })
        .from(identityAlias)
        .where(
          and(eq(identityAlias.organisation_id, organisation), ilike(identityAlias.identity, within(search))),
        )
      where.push(
        or(
          ...[ilike(person.email, within(search)), ilike(membership.name, within(search))],
          inArray(membership.person_id, known),
        ),
      )
    }
    const rows = await this.#changes.db
      .select(LISTED)
      .from(membership)
      .innerJoin(person, eq(person.id, membership.person_id))
      .where(and(...where))
      .orderBy(asc(person.email))
      .limit(limit)
    return this.#whole(this.#changes.db, organisation, rows)
  }

  /** By id, address or alias. Errors: `not_found`. */
  async get(organisation: string, told: string, by: Actor = OPERATOR): Promise<User> {
    const seen = this.#seen(organisation, by)
    const [one] = await this.#whole(this.#changes.db, organisation, [
      await memberOf(this.#changes.db, organisation, told, seen),
    ])
    return one as User
  }

  /** Adds a person. Errors: `forbidden`, `bad_param` (`email`, `name`, `role`, `aliases`), `conflict`, `unavailable`. */
  async create(
    organisation: string,
    told: { email: string; name?: string; role?: string; aliases?: readonly string[] },
    by: Actor = OPERATOR,
  ): Promise<User> {
    mustAdminister(by)
    const email = emailOf('email', told.email)
    const name = told.name === undefined ? '' : nameOf('name', told.name, 200)
    const role = roleOf(told.role ?? 'member')
    mustReach(by, role)
    const aliases = identitiesOf(told.aliases ?? [])
    await mustNotBeErased(this.#isErased, organisation, [email, ...aliases])
    return this.#changes.make(organisation, by, async (tx) => {
      const [known] = await tx
        .select({ id: identityAlias.identity })
        .from(identityAlias)
        .where(and(eq(identityAlias.organisation_id, organisation), eq(identityAlias.identity, email)))
      if (known) throw taken('an alias', email)
      await tx.insert(person).values({ id: randomUUID(), email }).onConflictDoNothing()
      const [{ id } = { id: '' }] = await tx
        .select({ id: person.id })
        .from(person)
        .where(eq(person.email, email))
      const made = await tx
        .insert(membership)
        .values({ organisation_id: organisation, person_id: id, role, name })
        .onConflictDoNothing()
        .returning({ id: membership.person_id })
      if (made.length === 0)
        throw new TachographError(
          'conflict',
          `${email} belongs to the organisation already, or did: who has left can be taken back.`,
        )
      await setAliases(tx, organisation, { person_id: id }, aliases)
      return this.#answer(tx, organisation, id, 'user.created', { role })
    })
  }

  /**
   * Changes the name or the aliases, which are all that there are then. Errors: `forbidden`, `not_found`, `bad_param`,
   * `conflict`, `unavailable`.
   */
  async change(
    organisation: string,
    told: string,
    to: { name?: string; aliases?: readonly string[] },
    by: Actor = OPERATOR,
  ): Promise<User> {
    mustAdminister(by)
    const aliases = to.aliases && identitiesOf(to.aliases)
    if (aliases) await mustNotBeErased(this.#isErased, organisation, aliases)
    return this.#changes.make(organisation, by, async (tx) => {
      const { id, role } = await memberOf(tx, organisation, told)
      mustReach(by, role)
      if (to.name !== undefined)
        await this.#set(tx, organisation, id, {
          name: to.name.trim() === '' ? '' : nameOf('name', to.name, 200),
        })
      if (aliases) await setAliases(tx, organisation, { person_id: id }, aliases)
      const payload = {
        ...(to.name === undefined ? {} : { name: 'changed' }),
        ...(aliases ? { aliases: aliases.length } : {}),
      }
      return this.#answer(tx, organisation, id, 'user.changed', payload)
    })
  }

  /** Errors: `forbidden`, `not_found`, `bad_param` (`role`), `conflict` where nobody would be owner any more. */
  async setRole(organisation: string, told: string, to: string, by: Actor = OPERATOR): Promise<User> {
    mustAdminister(by)
    const role = roleOf(to)
    return this.#changes.make(organisation, by, async (tx) => {
      const owners = await ownersOf(tx, organisation)
      const before = await memberOf(tx, organisation, told)
      mustReach(by, before.role)
      mustReach(by, role)
      if (role !== 'owner') mustNotBeLast(owners, before.id)
      await this.#set(tx, organisation, before.id, { role })
      return this.#answer(tx, organisation, before.id, 'user.role_changed', { from: before.role, to: role })
    })
  }

  /** Ends what a person may do: their keys are dead, and they leave their teams. Errors: as those of `setRole`. */
  async deactivate(organisation: string, told: string, by: Actor = OPERATOR): Promise<User> {
    mustAdminister(by)
    return this.#changes.make(organisation, by, async (tx) => {
      const owners = await ownersOf(tx, organisation)
      const before = await memberOf(tx, organisation, told)
      mustReach(by, before.role)
      mustNotBeLast(owners, before.id)
      if (before.left_at) return this.#same(tx, organisation, before)
      const left_at = new Date()
      await this.#set(tx, organisation, before.id, { left_at })
      const keys = await tx
        .update(apiKey)
        .set({ revoked_at: left_at })
        .where(
          and(
            ...[eq(apiKey.organisation_id, organisation), eq(apiKey.person_id, before.id)],
            isNull(apiKey.revoked_at),
          ),
        )
        .returning({ id: apiKey.id })
      await tx
        .update(teamMembership)
        .set({ until: endOf(left_at) })
        .where(
          and(
            eq(teamMembership.organisation_id, organisation),
            ...[eq(teamMembership.person_id, before.id), now()],
          ),
        )
      return this.#answer(tx, organisation, before.id, 'user.deactivated', { keys_revoked: keys.length })
    })
  }

  /** Takes back who had left, in the role they had; keys and teams stay ended. Errors: `forbidden`, `not_found`. */
  async reactivate(organisation: string, told: string, by: Actor = OPERATOR): Promise<User> {
    mustAdminister(by)
    return this.#changes.make(organisation, by, async (tx) => {
      const before = await memberOf(tx, organisation, told)
      mustReach(by, before.role)
      if (!before.left_at) return this.#same(tx, organisation, before)
      await this.#set(tx, organisation, before.id, { left_at: null, joined_at: new Date() })
      return this.#answer(tx, organisation, before.id, 'user.reactivated', { role: before.role })
    })
  }

  /** Under which name facts know them. Errors: `forbidden`; `conflict` for the last owner, without whom the organisation would be nobody's. */
  async mustBeErasable(organisation: string, told: string, by: Actor = OPERATOR): Promise<string> {
    mustAdminister(by)
    const one = await knownOrNull(this.#changes.db, organisation, told)
    if (!one) return told
    mustReach(by, one.role)
    mustNotBeLast(await ownersOf(this.#changes.db, organisation), one.id)
    // Facts do not know the id of a record.
    return idOf(told) ? one.email : told
  }

  /**
   * Deletes a person with all that is theirs: names, teams, keys, logins; of the audit log only their id stays. The record
   * of the person goes with their last organisation. False when nobody is known by that name. Errors: as
   * `mustBeErasable`.
   */
  async erase(organisation: string, told: string, by: Actor = OPERATOR): Promise<boolean> {
    const { db } = this.#changes
    const id = await db.transaction(async (tx) => {
      const one = await knownOrNull(tx, organisation, told)
      if (!one) return null
      mustReach(by, one.role)
      mustNotBeLast(await ownersOf(tx, organisation), one.id)
      const mine = and(eq(membership.organisation_id, organisation), eq(membership.person_id, one.id))
      await tx.delete(membership).where(mine)
      const elsewhere = tx.select({ id: membership.person_id }).from(membership)
      await tx.delete(person).where(and(eq(person.id, one.id), notInArray(person.id, elsewhere)))
      return one.id
    })
    if (id === null) return false
    // What is deleted stays in the files of a table until it is written anew.
    for (const table of [person, membership, identityAlias]) await db.execute(sql`VACUUM FULL ${table}`)
    await this.#changes.tell(organisation, 'user.deactivated')
    return true
  }

  #set(tx: Database, organisation: string, id: string, values: Partial<typeof membership.$inferInsert>) {
    return tx
      .update(membership)
      .set(values)
      .where(and(eq(membership.organisation_id, organisation), eq(membership.person_id, id)))
  }

  async #same(tx: Database, organisation: string, one: Listed): Promise<Changed<User>> {
    const [result] = await this.#whole(tx, organisation, [one])
    return { result: result as User, change: null }
  }

  async #answer(
    tx: Database,
    organisation: string,
    id: string,
    type: Extract<NonNullable<Changed<User>['change']>['type'], `user.${string}`>,
    payload: Record<string, unknown>,
  ): Promise<Changed<User>> {
    const { result } = await this.#same(tx, organisation, await memberOf(tx, organisation, id))
    return { result, change: { type, target: { kind: 'user', id }, payload } }
  }

  /** What a list is narrowed to: nothing for administrators. Errors: `forbidden`. */
  #seen(organisation: string, by: Actor): SQL | undefined {
    const mine = managedBy(this.#changes.db, organisation, by)
    if (!mine) return undefined
    const theirs = this.#changes.db
      .select({ id: teamMembership.person_id })
      .from(teamMembership)
      .where(and(inArray(teamMembership.team_id, mine), now()))
    return inArray(membership.person_id, theirs)
  }

  /** Adds aliases and teams to rows. */
  async #whole(db: Database, organisation: string, rows: readonly Listed[]): Promise<User[]> {
    const ids = rows.map(({ id }) => id)
    if (ids.length === 0) return []
    const aliases = await db
      .select({ id: identityAlias.person_id, identity: identityAlias.identity })
      .from(identityAlias)
      .where(and(eq(identityAlias.organisation_id, organisation), inArray(identityAlias.person_id, ids)))
      .orderBy(asc(identityAlias.identity))
    const teams = await db
      .select({
        person: teamMembership.person_id,
        ...{ id: team.id, name: team.name, manager: teamMembership.manager, since: teamMembership.since },
      })
      .from(teamMembership)
      .innerJoin(team, eq(team.id, teamMembership.team_id))
      .where(
        and(
          ...[eq(teamMembership.organisation_id, organisation), inArray(teamMembership.person_id, ids)],
          now(),
        ),
      )
      .orderBy(asc(team.name))
    return rows.map((row) => ({
      ...row,
      state: row.left_at ? ('deactivated' as const) : ('active' as const),
      aliases: aliases.filter(({ id }) => id === row.id).map(({ identity }) => identity),
      teams: teams.filter((one) => one.person === row.id).map(({ person: _, ...rest }) => rest),
    }))
  }
}
