/** Who is logged in: tokens of cookies, kept as hashes and ended at any time; passwords, and links to set one. */
import { randomUUID } from 'node:crypto'
import { and, asc, desc, eq, gt, gte, inArray, isNull, ne, or, sql } from 'drizzle-orm'
import { TachographError } from '../errors.ts'
import { type Actor, record } from './audit.ts'
import type { Database } from './database.ts'
import {
  digest,
  isToken,
  LINK_PREFIX,
  LOGIN_PREFIX,
  type Login,
  type LoginDetail,
  living,
  type Member,
  newToken,
  ofLogin,
  ofMember,
  ofPerson,
  over,
  PASSWORDS_LET_IN,
  type Visitor,
} from './login-rows.ts'
import { type LoginWay, login, password, passwordLink } from './login-schema.ts'
import { hashOf, isPassword, mustBePassword } from './passwords.ts'
import { Remembered } from './remembered.ts'
import { isAdministrator, mustAdminister, mustReach } from './roles.ts'
import { membership, organisation, person } from './schema.ts'
import type { Grant, KeyScope, Role } from './scopes.ts'

/** How exact `last_used_at` is. */
const USED_MS = 60_000
/** Logins whose use is remembered as written down. */
const MOST_NOTED = 10_000
/** Organisations in which the password of one address is looked at. */
const MOST_MEMBERSHIPS = 8
/** However often it is used. */
const LIFETIME_MS = 30 * 86_400_000
const LINK_MS = 3 * 86_400_000
const LONGEST_USER_AGENT = 200

/** What a person of a role may do with a login. Nobody sends facts with one: a page could be made to. */
const scopesOf = (role: Role): ReadonlySet<KeyScope> =>
  new Set<KeyScope>(isAdministrator(role) || role === 'manager' ? ['read', 'admin'] : ['read'])

const LISTED = {
  id: login.id,
  way: login.way,
  created_at: login.created_at,
  expires_at: login.expires_at,
  last_used_at: login.last_used_at,
  address: login.address,
  user_agent: login.user_agent,
}

export class Logins {
  readonly #db: Database
  readonly #grants = new Remembered<Grant | null>()
  /** By id: when its use was last written down. */
  readonly #used = new Map<string, number>()

  constructor(db: Database) {
    this.#db = db
  }

  /** Logs in whoever knows a password of the address; null, after as long, for everybody else. Errors: `unavailable`. */
  async byPassword(
    told: { email: string; password: string; organisation?: string },
    visitor: Visitor,
  ): Promise<{ token: string } | null> {
    const members = await this.#membersOf(told.email, told.organisation)
    const tried = members.filter(({ hash, open }) => hash !== null && open)
    const proven: typeof members = []
    if (tried.length === 0) await isPassword(null, told.password)
    for (const one of tried) if (await isPassword(one.hash, told.password)) proven.push(one)
    const [first] = proven
    if (!first) {
      for (const one of members)
        await record(this.#db, one.organisation, NOBODY, {
          type: 'login.failed',
          ...{ target: { kind: 'user', id: one.id }, payload: { way: 'password' } },
        })
      return null
    }
    const organisations = proven.map((one) => one.organisation)
    return this.#db.transaction((tx) => this.open(tx, first, { way: 'password', organisations }, visitor))
  }

  /** A login for somebody who has shown who they are, in all of these organisations. */
  async open(
    tx: Database,
    member: Member,
    shown: { way: LoginWay; organisations: string[] },
    visitor: Visitor,
  ): Promise<{ token: string }> {
    const now = Date.now()
    const token = newToken(LOGIN_PREFIX)
    await tx.delete(login).where(over(now))
    await tx.insert(login).values({
      ...{ id: randomUUID(), hash: digest(token), organisation_id: member.organisation, ...shown },
      ...{ person_id: member.id, expires_at: new Date(now + LIFETIME_MS) },
      ...{ address: visitor.address.slice(0, 64), user_agent: plain(visitor.userAgent) },
    })
    const by: Actor = { kind: 'user', id: member.id, role: member.role, source: 'login' }
    await record(tx, member.organisation, by, {
      type: 'login.opened',
      ...{ target: { kind: 'user', id: member.id }, payload: { way: shown.way } },
    })
    return { token }
  }

  /** What the holder of a token may do; null when it is none, or over: which of these is nobody's business. */
  async grantOf(token: string): Promise<Grant | null> {
    if (!isToken(token, LOGIN_PREFIX)) return null
    const hash = digest(token)
    const grant = await this.#grants.of(hash, () => this.#ask(hash))
    if (grant) this.#note(grant.id)
    return grant
  }

  /** Errors: `not_found` when it is over. */
  async detail(id: string): Promise<LoginDetail> {
    const [row] = await this.#db
      .select({
        ...{ ...LISTED, organisation: login.organisation_id, organisations: login.organisations },
        ...{ email: person.email, name: membership.name, role: membership.role, person: login.person_id },
      })
      .from(login)
      .innerJoin(person, eq(person.id, login.person_id))
      .innerJoin(membership, ofLogin(login.organisation_id))
      .where(eq(login.id, id))
    if (!row) throw new TachographError('not_found', 'This login is over.')
    const organisations = await this.#db
      .select({ id: organisation.id, slug: organisation.slug, name: organisation.name })
      .from(organisation)
      .innerJoin(membership, eq(membership.organisation_id, organisation.id))
      .where(
        and(
          ...[inArray(organisation.id, row.organisations), eq(membership.person_id, row.person)],
          ...[isNull(membership.left_at), or(sql`${row.way} <> 'password'`, PASSWORDS_LET_IN)],
        ),
      )
      .orderBy(asc(organisation.name))
    const { person: _, ...detail } = row
    return { ...detail, organisations }
  }

  /** Shows another organisation that the login opened. Errors: `not_found`. */
  async switchTo(id: string, name: string): Promise<void> {
    const { organisations } = await this.detail(id)
    const to = organisations.find((one) => one.id === name || one.slug === name)
    if (!to)
      throw new TachographError('not_found', `This login does not open ${name.slice(0, 60)}: log in there.`)
    await this.#db.update(login).set({ organisation_id: to.id }).where(eq(login.id, id))
    this.#grants.forget()
  }

  /** Those of a person that open an organisation, newest first. */
  list(organisationId: string, personId: string): Promise<Login[]> {
    return this.#db
      .select(LISTED)
      .from(login)
      .innerJoin(membership, ofLogin(organisationId))
      .innerJoin(organisation, eq(organisation.id, membership.organisation_id))
      .where(and(ofPerson(organisationId, personId), living(Date.now())))
      .orderBy(desc(login.created_at))
  }

  /** Ends one login of a person, or all of them but one; answers how many. */
  async end(
    { organisation: org, person: personId }: { organisation: string; person: string },
    which: { id: string } | { butNot: string | null },
    by: Actor,
  ): Promise<number> {
    const chosen =
      'id' in which ? eq(login.id, which.id) : which.butNot ? ne(login.id, which.butNot) : undefined
    const ended = await this.#db.transaction(async (tx) => {
      const rows = await tx
        .delete(login)
        .where(and(ofPerson(org, personId), chosen))
        .returning({ id: login.id })
      if (rows.length > 0)
        await record(tx, org, by, {
          type: 'login.ended',
          ...{ target: { kind: 'user', id: personId }, payload: { logins: rows.length } },
        })
      return rows.length
    })
    this.#grants.forget()
    return ended
  }

  /** Ends every login of an organisation that came by one way. */
  async endAll(tx: Database, organisationId: string, way: LoginWay): Promise<void> {
    await tx.delete(login).where(and(eq(login.organisation_id, organisationId), eq(login.way, way)))
    this.#grants.forget()
  }

  /**
   * Makes a link with which a member sets a password; links made before are over. `token` is told this once. Errors:
   * `forbidden`, `not_found`, `conflict` where passwords let nobody in.
   */
  async makeLink(
    organisationId: string,
    user: string,
    by: Actor,
  ): Promise<{ token: string; email: string; expires_at: Date }> {
    if (by.kind !== 'operator') mustAdminister(by)
    return this.#db.transaction(async (tx) => {
      const [member] = await tx
        .select({ id: person.id, email: person.email, role: membership.role, open: PASSWORDS_LET_IN })
        .from(membership)
        .innerJoin(person, eq(person.id, membership.person_id))
        .innerJoin(organisation, eq(organisation.id, membership.organisation_id))
        .where(
          and(
            ...[eq(membership.organisation_id, organisationId), isNull(membership.left_at)],
            or(eq(person.email, user.trim().toLowerCase()), sql`${person.id}::text = ${user.toLowerCase()}`),
          ),
        )
      if (!member)
        throw new TachographError('not_found', `There is no user ${user.slice(0, 100)} who can log in.`)
      if (by.kind !== 'operator') mustReach(by, member.role)
      if (!member.open) throw onlySignOn()
      const token = newToken(LINK_PREFIX)
      const expires_at = new Date(Date.now() + LINK_MS)
      const of = { organisation_id: organisationId, person_id: member.id }
      await tx.delete(passwordLink).where(and(...ofMember(passwordLink, of)))
      await tx.insert(passwordLink).values({ ...of, hash: digest(token), expires_at })
      const target = { kind: 'user', id: member.id } as const
      await record(tx, organisationId, by, { type: 'password.link_made', target })
      return { token, email: member.email, expires_at }
    })
  }

  /**
   * Sets a password by a link, which is over then as are all logins of that person there, and logs them in. Errors:
   * `bad_param` (`password`), `unauthenticated` for a link that is none, used or over.
   */
  async setByLink(token: string, told: string, visitor: Visitor): Promise<{ token: string }> {
    mustBePassword(told)
    const hash = isToken(token, LINK_PREFIX) ? digest(token) : ''
    // Before any work is done for somebody who was given no link.
    if (!(await this.#memberOf(this.#db, hash))) throw invalidLink()
    const kept = await hashOf(told)
    const opened = await this.#db.transaction(async (tx) => {
      const member = await this.#memberOf(tx, hash)
      const [used] = await tx.delete(passwordLink).where(eq(passwordLink.hash, hash)).returning()
      if (!member || !used) throw invalidLink()
      await this.#set(tx, member, kept)
      const shown = { way: 'password', organisations: [member.organisation] } as const
      return this.open(tx, member, { ...shown, organisations: [...shown.organisations] }, visitor)
    })
    this.#grants.forget()
    return opened
  }

  async #set(tx: Database, member: Member, kept: string): Promise<void> {
    const of = { organisation_id: member.organisation, person_id: member.id }
    const changed = { hash: kept, changed_at: new Date() }
    await tx
      .insert(password)
      .values({ ...of, ...changed })
      .onConflictDoUpdate({ target: [password.organisation_id, password.person_id], set: changed })
    await tx.delete(login).where(ofPerson(member.organisation, member.id))
    const by: Actor = { kind: 'user', id: member.id, role: member.role, source: 'login' }
    await record(tx, member.organisation, by, {
      type: 'password.set',
      target: { kind: 'user', id: member.id },
    })
  }

  async #memberOf(db: Database, linkHash: string): Promise<Member | null> {
    const [row] = await db
      .select({
        ...{ organisation: membership.organisation_id, id: person.id },
        ...{ email: person.email, role: membership.role },
      })
      .from(passwordLink)
      .innerJoin(membership, and(...ofMember(membership, passwordLink)))
      .innerJoin(person, eq(person.id, passwordLink.person_id))
      .innerJoin(organisation, eq(organisation.id, passwordLink.organisation_id))
      .where(
        and(
          ...[eq(passwordLink.hash, linkHash), gt(passwordLink.expires_at, new Date())],
          ...[
            isNull(membership.left_at),
            gte(passwordLink.created_at, membership.joined_at),
            PASSWORDS_LET_IN,
          ],
        ),
      )
    return row ?? null
  }

  #membersOf(email: string, name: string | undefined) {
    return this.#db
      .select({
        ...{ organisation: membership.organisation_id, id: person.id, email: person.email },
        ...{ role: membership.role, hash: password.hash, open: sql<boolean>`${PASSWORDS_LET_IN}` },
      })
      .from(person)
      .innerJoin(membership, and(eq(membership.person_id, person.id), isNull(membership.left_at)))
      .innerJoin(organisation, eq(organisation.id, membership.organisation_id))
      .leftJoin(password, and(...ofMember(password, membership)))
      .where(
        and(
          eq(person.email, email.trim().toLowerCase()),
          name === undefined ? undefined : or(eq(organisation.id, name), eq(organisation.slug, name)),
        ),
      )
      .orderBy(asc(membership.created_at), asc(membership.organisation_id))
      .limit(MOST_MEMBERSHIPS)
  }

  async #ask(hash: string): Promise<Grant | null> {
    const [row] = await this.#db
      .select({
        ...{ id: login.id, organisation: login.organisation_id, person: login.person_id },
        ...{ email: person.email, role: membership.role },
      })
      .from(login)
      .innerJoin(person, eq(person.id, login.person_id))
      .innerJoin(membership, ofLogin(login.organisation_id))
      .innerJoin(organisation, eq(organisation.id, login.organisation_id))
      .where(and(eq(login.hash, hash), living(Date.now())))
    if (!row) return null
    const { id, role, email } = row
    const principal = { kind: 'user', id: row.person, email } as const
    return { id, via: 'login', organisation: row.organisation, scopes: scopesOf(role), role, principal }
  }

  /** Writes down that a login was used, at times; whoever uses it does not wait for that. */
  #note(id: string): void {
    const now = Date.now()
    if (now - (this.#used.get(id) ?? 0) < USED_MS) return
    if (this.#used.size >= MOST_NOTED) this.#used.clear()
    this.#used.set(id, now)
    const written = this.#db
      .update(login)
      .set({ last_used_at: new Date(now) })
      .where(eq(login.id, id))
    written.then(
      () => {},
      () => this.#used.delete(id),
    )
  }
}

/** Who tries to log in. */
const NOBODY: Actor = { kind: 'nobody', id: null, role: null, source: 'login' }

/** What a browser says it is, in letters that can be shown. */
const plain = (text: string): string => text.replace(/[^\x20-\x7e]/g, '').slice(0, LONGEST_USER_AGENT)

const onlySignOn = () =>
  new TachographError('conflict', 'This organisation lets people in by single sign-on alone.')

const invalidLink = () =>
  new TachographError(
    'unauthenticated',
    'This link is not valid: it was used, or is over. Ask for a new one.',
  )
