/** Teams, and who was in them from when to when (G-ID-2). */
import { randomUUID } from 'node:crypto'
import { and, asc, count, eq, gt, inArray, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { TachographError } from '../errors.ts'
import { FOR_EVER, secondsOf } from '../seconds.ts'
import { type Actor, type AuditEventType, OPERATOR } from './audit.ts'
import type { Changed, Changes } from './changes.ts'
import type { Database } from './database.ts'
import { memberOf } from './members.ts'
import { idOf, isPlain, missing, nameOf, taken } from './naming.ts'
import { Remembered } from './remembered.ts'
import { mustAdminister } from './roles.ts'
import { membership, person, team, teamMembership } from './schema.ts'
import { endOf, managedBy, now } from './spans.ts'

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

export class Teams {
  readonly #changes: Changes
  readonly #managed = new Remembered<Span[]>()

  constructor(changes: Changes) {
    this.#changes = changes
    changes.listen(() => this.#managed.forget())
  }

  /**
   * Whose figures a manager sees: everybody of the teams that they manage now, while these were in them, and their own
   * of all times. Nothing for who does not belong to the organisation. Answers what is a few seconds old.
   */
  managedBy(organisation: string, personId: string): Promise<Span[]> {
    return this.#managed.of(`${organisation}\n${personId}`, async () => {
      const mine = alias(teamMembership, 'mine')
      const [self] = await this.#changes.db
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
      const rows = await this.#changes.db
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
        ...{ user, from: secondsOf(since), to: secondsOf(until) },
      }))
      return [{ user: self.user, from: 0, to: FOR_EVER }, ...spans.filter(({ from, to }) => from < to)]
    })
  }

  /** By name. A manager sees their own. Errors: `forbidden`. */
  list(organisation: string, by: Actor = OPERATOR): Promise<Team[]> {
    return this.#listed(this.#changes.db, organisation, this.#seen(organisation, by))
  }

  /** A team, by id or name, with everybody who is or was in it. Errors: `forbidden`, `not_found`. */
  async get(
    organisation: string,
    told: string,
    by: Actor = OPERATOR,
  ): Promise<Team & { people: TeamMember[] }> {
    const db = this.#changes.db
    const { id } = await this.#named(db, organisation, told, by)
    return this.#whole(db, organisation, id)
  }

  /** Errors: `forbidden`, `bad_param` (`name`), `conflict`. */
  async create(organisation: string, told: { name: string }, by: Actor = OPERATOR): Promise<Team> {
    mustAdminister(by)
    const name = nameOf('name', told.name)
    return this.#changes.make(organisation, by, async (tx) => {
      const [made] = await tx
        .insert(team)
        .values({ id: randomUUID(), organisation_id: organisation, name })
        .onConflictDoNothing()
        .returning({ id: team.id, name: team.name, created_at: team.created_at })
      if (!made) throw taken('a team', name)
      return changed('team.created', made.id, { name }, { ...made, members: 0 })
    })
  }

  /** Its figures of all times go by the new name. Errors: `forbidden`, `not_found`, `bad_param` (`name`), `conflict`. */
  async rename(organisation: string, told: string, to: string, by: Actor = OPERATOR): Promise<Team> {
    mustAdminister(by)
    const name = nameOf('name', to)
    return this.#changes.make(organisation, by, async (tx) => {
      const { id, name: before } = await this.#named(tx, organisation, told, by)
      const [other] = await tx
        .select({ id: team.id })
        .from(team)
        .where(and(theirs(organisation), eq(sql`lower(${team.name})`, name.toLowerCase()), ne(team.id, id)))
      if (other) throw taken('a team', name)
      await tx.update(team).set({ name }).where(eq(team.id, id))
      const result = await this.#whole(tx, organisation, id)
      return before === name
        ? { result, change: null }
        : changed('team.renamed', id, { from: before, to: name }, result)
    })
  }

  /** Ends a team: nobody is in it from now on; who was stays known. Errors: `forbidden`, `not_found`. */
  async delete(organisation: string, told: string, by: Actor = OPERATOR): Promise<Team> {
    mustAdminister(by)
    return this.#changes.make(organisation, by, async (tx) => {
      const { id } = await this.#named(tx, organisation, told, by)
      const deleted_at = new Date()
      const { people: _, ...result } = await this.#whole(tx, organisation, id)
      await tx
        .update(teamMembership)
        .set({ until: endOf(deleted_at) })
        .where(and(eq(teamMembership.team_id, id), isNull(teamMembership.until)))
      await tx.update(team).set({ deleted_at }).where(eq(team.id, id))
      return changed('team.deleted', id, { name: result.name, members: result.members }, result)
    })
  }

  /**
   * Takes a person into a team, from now on or from a date in the past; only administrators may name one, and may make
   * somebody its manager. Errors: `forbidden`, `not_found`, `bad_param` (`since`), `conflict` where they are or were in it then.
   */
  async add(
    organisation: string,
    told: string,
    who: { user: string; since?: Date | null; manager?: boolean },
    by: Actor = OPERATOR,
  ): Promise<Team & { people: TeamMember[] }> {
    if (who.since || who.manager) mustAdminister(by)
    return this.#changes.make(organisation, by, async (tx) => {
      const { id } = await this.#named(tx, organisation, told, by)
      const { id: person_id, left_at } = await memberOf(tx, organisation, who.user)
      if (left_at)
        throw new TachographError('conflict', `${who.user.slice(0, 100)} has left the organisation.`)
      const since = dateOf('since', who.since)
      const [known] = await tx
        .select({ since: teamMembership.since })
        .from(teamMembership)
        .where(
          and(
            ...[eq(teamMembership.team_id, id), eq(teamMembership.person_id, person_id)],
            or(isNull(teamMembership.until), gt(teamMembership.until, since)),
          ),
        )
      if (known)
        throw new TachographError(
          'conflict',
          `${who.user.slice(0, 100)} is in the team already, or was then.`,
        )
      const manager = who.manager ?? false
      await tx
        .insert(teamMembership)
        .values({ organisation_id: organisation, team_id: id, person_id, since, manager })
      const payload = { user: person_id, manager, since: since.toISOString() }
      return changed('team.member_added', id, payload, await this.#whole(tx, organisation, id))
    })
  }

  /** Makes a member a manager of the team, or no longer, from now on. Errors: `forbidden`, `not_found`. */
  async setManager(
    organisation: string,
    told: string,
    who: { user: string; manager: boolean },
    by: Actor = OPERATOR,
  ): Promise<Team & { people: TeamMember[] }> {
    mustAdminister(by)
    const { user, manager } = who
    return this.#changes.make(organisation, by, async (tx) => {
      const { id } = await this.#named(tx, organisation, told, by)
      const { id: person_id } = await memberOf(tx, organisation, user)
      const open = and(...[eq(teamMembership.team_id, id), eq(teamMembership.person_id, person_id)], now())
      const before = await this.#inside(tx, id, person_id, user)
      if (before.manager === manager) return { result: await this.#whole(tx, organisation, id), change: null }
      const at = new Date()
      // What began this very moment was never anything else.
      if (at.getTime() - before.since.getTime() < 1000)
        await tx.update(teamMembership).set({ manager }).where(open)
      else {
        await tx.update(teamMembership).set({ until: at }).where(open)
        await tx
          .insert(teamMembership)
          .values({ organisation_id: organisation, team_id: id, person_id, since: at, manager })
      }
      const payload = { user: person_id, manager }
      return changed('team.member_changed', id, payload, await this.#whole(tx, organisation, id))
    })
  }

  /**
   * Ends that a person is in a team, now or on a date in the past, which only administrators may name.
   * Errors: `forbidden`, `not_found`, `bad_param` (`until`).
   */
  async remove(
    organisation: string,
    told: string,
    who: { user: string; until?: Date | null },
    by: Actor = OPERATOR,
  ): Promise<Team & { people: TeamMember[] }> {
    if (who.until) mustAdminister(by)
    return this.#changes.make(organisation, by, async (tx) => {
      const { id } = await this.#named(tx, organisation, told, by)
      const { id: person_id } = await memberOf(tx, organisation, who.user)
      const { since, manager } = await this.#inside(tx, id, person_id, who.user)
      if (manager) mustAdminister(by)
      const until = dateOf('until', who.until)
      if (who.until && until <= since)
        throw new TachographError('bad_param', `until: after ${since.toISOString()}, when they came.`, {
          param: 'until',
        })
      await tx
        .update(teamMembership)
        .set({ until: endOf(until) })
        .where(and(...[eq(teamMembership.team_id, id), eq(teamMembership.person_id, person_id)], now()))
      const payload = { user: person_id, until: until.toISOString() }
      return changed('team.member_removed', id, payload, await this.#whole(tx, organisation, id))
    })
  }

  /** How a person is in a team now; the row waits for this transaction. Errors: `not_found`. */
  async #inside(tx: Database, id: string, personId: string, told: string) {
    const [row] = await tx
      .select({ since: teamMembership.since, manager: teamMembership.manager })
      .from(teamMembership)
      .where(and(...[eq(teamMembership.team_id, id), eq(teamMembership.person_id, personId)], now()))
      .for('update')
    if (!row) throw missing('member of the team called', told)
    return row
  }

  /** A team that is not over; changes of it wait for each other. Errors: `forbidden`, `not_found`. */
  async #named(db: Database, organisation: string, told: string, by: Actor) {
    const id = idOf(told)
    const name = id ? eq(team.id, id) : eq(sql`lower(${team.name})`, told.trim().toLowerCase())
    const seen = this.#seen(organisation, by)
    const [found] = !isPlain(told)
      ? []
      : await db
          .select({ id: team.id, name: team.name })
          .from(team)
          .where(and(theirs(organisation), name, seen))
          .for('update')
    if (!found) throw missing('team', told)
    return found
  }

  /** What a list is narrowed to: nothing for administrators. Errors: `forbidden`. */
  #seen(organisation: string, by: Actor): SQL | undefined {
    const mine = managedBy(this.#changes.db, organisation, by)
    return mine && inArray(team.id, mine)
  }

  #listed(db: Database, organisation: string, where?: SQL): Promise<Team[]> {
    return db
      .select({
        ...{ id: team.id, name: team.name, created_at: team.created_at },
        members: count(teamMembership.person_id),
      })
      .from(team)
      .leftJoin(teamMembership, and(eq(teamMembership.team_id, team.id), now()))
      .where(and(theirs(organisation), where))
      .groupBy(...[team.organisation_id, team.id, team.name, team.created_at])
      .orderBy(asc(sql`lower(${team.name})`))
  }

  async #whole(db: Database, organisation: string, id: string): Promise<Team & { people: TeamMember[] }> {
    const [one] = await this.#listed(db, organisation, eq(team.id, id))
    const people = await db
      .select({
        ...{ id: person.id, email: person.email, name: membership.name },
        ...{ manager: teamMembership.manager, since: teamMembership.since, until: teamMembership.until },
      })
      .from(teamMembership)
      .innerJoin(person, eq(person.id, teamMembership.person_id))
      .innerJoin(
        membership,
        and(eq(membership.person_id, person.id), eq(membership.organisation_id, organisation)),
      )
      .where(eq(teamMembership.team_id, id))
      .orderBy(asc(person.email), asc(teamMembership.since))
    return { ...(one as Team), people }
  }
}

/** Teams of an organisation that are not over. */
const theirs = (organisation: string) => and(eq(team.organisation_id, organisation), isNull(team.deleted_at))

/** Now where none is told. Errors: `bad_param`. */
function dateOf(param: 'since' | 'until', told: Date | null | undefined): Date {
  if (!told) return new Date()
  if (told.getTime() <= Date.now() && told.getTime() >= 0) return told
  throw new TachographError('bad_param', `${param}: a time from 1970 until now.`, { param })
}

const changed = <T>(
  type: Extract<AuditEventType, `team.${string}`>,
  id: string,
  payload: Record<string, unknown>,
  result: T,
): Changed<T> => ({ result, change: { type, target: { kind: 'team', id }, payload } })
