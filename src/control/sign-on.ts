/** Single sign-on: the provider of an organisation, and which of its people each of the provider's subjects is. */
import { randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { TachographError } from '../errors.ts'
import { type Actor, record } from './audit.ts'
import type { Changes } from './changes.ts'
import type { Database } from './database.ts'
import type { Member, Visitor } from './login-rows.ts'
import { signOnSubject, singleSignOn } from './login-schema.ts'
import type { Logins } from './logins.ts'
import type { IsErased } from './mode.ts'
import { type Claims, notSignedOn, type OpenId, type Provider } from './oidc.ts'
import { mustOwn } from './roles.ts'
import { identityAlias, membership, organisation, person } from './schema.ts'
import type { Role } from './scopes.ts'
import { seal, unreadable, unseal } from './sealed.ts'

/** A provider makes nobody one of those who look after the organisation. */
export type SignOnRole = Exclude<Role, 'owner' | 'admin'>

/** As it is shown: without its secret. */
export interface SignOnSettings {
  issuer: string
  client_id: string
  /** Of e-mail addresses; empty where any will do. */
  domains: string[]
  /** Of those who come without having been added; null where nobody may. */
  default_role: SignOnRole | null
  /** Whether an address counts as verified where the provider does not say. */
  assume_verified: boolean
  changed_at: Date
}

export type NewSignOn = Omit<SignOnSettings, 'changed_at'> & {
  /** Left out: the one before, if the issuer is the same. */
  client_secret?: string
}

const SHOWN = {
  issuer: singleSignOn.issuer,
  client_id: singleSignOn.client_id,
  domains: singleSignOn.domains,
  default_role: singleSignOn.default_role,
  assume_verified: singleSignOn.assume_verified,
  changed_at: singleSignOn.changed_at,
}

const about = (organisationId: string): string => `single sign-on of ${organisationId}`

export class SignOn {
  readonly #changes: Changes
  readonly #db: Database
  readonly #logins: Logins
  readonly #isErased: IsErased

  constructor(changes: Changes, logins: Logins, isErased: IsErased) {
    this.#changes = changes
    this.#db = changes.db
    this.#logins = logins
    this.#isErased = isErased
  }

  async get(organisationId: string): Promise<SignOnSettings | null> {
    const [row] = await this.#db
      .select(SHOWN)
      .from(singleSignOn)
      .where(eq(singleSignOn.organisation_id, organisationId))
    return row ?? null
  }

  /** Slugs of the organisations that have it. */
  async organisations(): Promise<string[]> {
    const rows = await this.#db
      .select({ slug: organisation.slug })
      .from(singleSignOn)
      .innerJoin(organisation, eq(organisation.id, singleSignOn.organisation_id))
    return rows.map(({ slug }) => slug)
  }

  /** With its secret, to use it. Errors: `not_found`, `config` where it was sealed elsewhere. */
  async providerOf(organisationId: string, key: Uint8Array): Promise<Provider> {
    const [row] = await this.#db
      .select()
      .from(singleSignOn)
      .where(eq(singleSignOn.organisation_id, organisationId))
    if (!row) throw new TachographError('not_found', 'This organisation has no single sign-on.')
    const client_secret = unseal(key, about(organisationId), row.client_secret)
    if (client_secret === null) throw unreadable()
    return { issuer: row.issuer, client_id: row.client_id, client_secret }
  }

  /**
   * Sets the provider, which has to answer; logins that came by the one before are over. Whom that knew stays bound to it:
   * for another issuer single sign-on is removed first. Errors: `forbidden`, `bad_param`, `conflict`, `url_not_allowed`.
   */
  async set(
    organisationId: string,
    told: NewSignOn,
    by: Actor,
    { key, openId }: { key: Uint8Array; openId: OpenId },
  ): Promise<SignOnSettings> {
    mustOwn(by, 'Single sign-on')
    const { client_secret: secret, ...shown } = told
    if (shown.default_role && shown.domains.length === 0)
      throw new TachographError(
        'bad_param',
        'domains: name those whose people may come without having been added.',
        { param: 'domains' },
      )
    const before = await this.get(organisationId)
    if (before && before.issuer !== shown.issuer)
      throw new TachographError(
        'conflict',
        `People are bound to ${before.issuer}. Remove single sign-on first: they are bound anew by the next one.`,
      )
    // A secret is for the client that it was told for, and goes nowhere else (S7).
    if (secret === undefined && before?.client_id !== shown.client_id)
      throw new TachographError('bad_param', 'client_secret: is needed.', { param: 'client_secret' })
    const client_secret = secret ?? (await this.providerOf(organisationId, key)).client_secret
    await openId.check({ ...shown, client_secret })
    const values = { ...shown, client_secret: seal(key, about(organisationId), client_secret) }
    return this.#db.transaction(async (tx) => {
      const changed = { ...values, changed_at: new Date() }
      const [row] = await tx
        .insert(singleSignOn)
        .values({ organisation_id: organisationId, ...changed })
        .onConflictDoUpdate({ target: singleSignOn.organisation_id, set: changed })
        .returning(SHOWN)
      await this.#logins.endAll(tx, organisationId, 'sign_on')
      await record(tx, organisationId, by, {
        type: 'single_sign_on.changed',
        ...{ target: { kind: 'organisation', id: organisationId }, payload: { issuer: shown.issuer } },
      })
      return row as SignOnSettings
    })
  }

  /** Errors: `forbidden`, `not_found`, `conflict` where nobody could log in any more. */
  async remove(organisationId: string, by: Actor): Promise<void> {
    mustOwn(by, 'Single sign-on')
    await this.#db.transaction(async (tx) => {
      const [removed] = await tx
        .delete(singleSignOn)
        .where(eq(singleSignOn.organisation_id, organisationId))
        .returning({ issuer: singleSignOn.issuer })
      if (!removed) throw new TachographError('not_found', 'This organisation has no single sign-on.')
      // Read after the row above is held: passwords may just have been forbidden.
      const [enforced] = await tx
        .select({ id: organisation.id })
        .from(organisation)
        .where(
          and(
            eq(organisation.id, organisationId),
            sql`(${organisation.settings} ->> 'password_login')::boolean = false`,
          ),
        )
      if (enforced)
        throw new TachographError(
          'conflict',
          'Nobody could log in without it: allow passwords first (setting password_login).',
        )
      await tx.delete(signOnSubject).where(eq(signOnSubject.organisation_id, organisationId))
      await this.#logins.endAll(tx, organisationId, 'sign_on')
      await record(tx, organisationId, by, {
        type: 'single_sign_on.removed',
        ...{ target: { kind: 'organisation', id: organisationId }, payload: removed },
      })
    })
  }

  /** Logs in whom the provider of an organisation has named. Errors: `unauthenticated`. */
  async enter(organisationId: string, claims: Claims, visitor: Visitor): Promise<{ token: string }> {
    let isNew = false
    // Asked before: the transaction would wait for what this reads.
    const erased = Boolean(claims.email) && (await this.#isErased(organisationId, [claims.email as string]))
    const opened = await this.#db.transaction(async (tx) => {
      const [settings] = await tx
        .select(SHOWN)
        .from(singleSignOn)
        .where(eq(singleSignOn.organisation_id, organisationId))
      // Changed while the person was away.
      if (!settings || settings.issuer !== claims.issuer) throw notSignedOn()
      const member: Member & { isNew?: boolean } =
        (await this.#known(tx, organisationId, claims)) ??
        (await this.#bound(
          tx,
          organisationId,
          claims,
          erased ? { ...settings, default_role: null } : settings,
        ))
      isNew = member.isNew ?? false
      const shown = { way: 'sign_on' as const, organisations: [organisationId] }
      return this.#logins.open(tx, member, shown, visitor)
    })
    if (isNew) await this.#changes.tell(organisationId, 'user.created')
    return opened
  }

  /** Whom the provider has named before: their address may be another one by now. Errors: `unauthenticated` for who left. */
  async #known(tx: Database, organisationId: string, { issuer, subject }: Claims): Promise<Member | null> {
    const [row] = await tx
      .select({ id: person.id, email: person.email, role: membership.role, left_at: membership.left_at })
      .from(signOnSubject)
      .innerJoin(person, eq(person.id, signOnSubject.person_id))
      .innerJoin(
        membership,
        and(
          eq(membership.organisation_id, signOnSubject.organisation_id),
          eq(membership.person_id, signOnSubject.person_id),
        ),
      )
      .where(
        and(
          ...[eq(signOnSubject.organisation_id, organisationId), eq(signOnSubject.issuer, issuer)],
          eq(signOnSubject.subject, subject),
        ),
      )
    if (row?.left_at) throw notSignedOn()
    return row ? { organisation: organisationId, id: row.id, email: row.email, role: row.role } : null
  }

  /** Who comes for the first time is known by a verified address, if nobody else has it. Errors: `unauthenticated`. */
  async #bound(
    tx: Database,
    organisationId: string,
    claims: Claims,
    settings: SignOnSettings,
  ): Promise<Member & { isNew?: boolean }> {
    const email = claims.email ?? ''
    const verified = claims.verified ?? settings.assume_verified
    const domain = email.split('@')[1] ?? ''
    const allowed = settings.domains.length === 0 || settings.domains.includes(domain)
    if (!verified || domain === '' || !allowed || email.length > 254) throw notSignedOn()
    const member =
      (await this.#memberBy(tx, organisationId, email)) ??
      (await this.#added(tx, organisationId, email, claims, settings.default_role))
    const [bound] = await tx
      .insert(signOnSubject)
      .values({
        ...{ organisation_id: organisationId, issuer: claims.issuer },
        ...{ subject: claims.subject, person_id: member.id },
      })
      .onConflictDoNothing()
      .returning({ id: signOnSubject.person_id })
    // Somebody else is known to be that person.
    if (!bound) throw notSignedOn()
    const by: Actor = { kind: 'user', id: member.id, role: member.role, source: 'login' }
    await record(tx, organisationId, by, {
      type: 'single_sign_on.bound',
      ...{ target: { kind: 'user', id: member.id }, payload: { issuer: claims.issuer } },
    })
    return member
  }

  async #memberBy(tx: Database, organisationId: string, email: string): Promise<Member | null> {
    const [row] = await tx
      .select({ id: person.id, role: membership.role, left_at: membership.left_at })
      .from(person)
      .innerJoin(membership, eq(membership.person_id, person.id))
      .where(and(eq(person.email, email), eq(membership.organisation_id, organisationId)))
    if (row?.left_at) throw notSignedOn()
    return row ? { organisation: organisationId, id: row.id, email, role: row.role } : null
  }

  async #added(
    tx: Database,
    organisationId: string,
    email: string,
    { name }: Claims,
    role: Role | null,
  ): Promise<Member & { isNew: boolean }> {
    const [known] = await tx
      .select({ identity: identityAlias.identity })
      .from(identityAlias)
      .where(and(eq(identityAlias.organisation_id, organisationId), eq(identityAlias.identity, email)))
    // An address by which somebody else is known is theirs.
    if (role === null || known) throw notSignedOn()
    await tx.insert(person).values({ id: randomUUID(), email }).onConflictDoNothing()
    const [found] = await tx.select({ id: person.id }).from(person).where(eq(person.email, email))
    const id = found?.id ?? ''
    await tx
      .insert(membership)
      .values({ organisation_id: organisationId, person_id: id, role, name: name ?? '' })
    const by: Actor = { kind: 'user', id, role, source: 'login' }
    const target = { kind: 'user', id } as const
    await record(tx, organisationId, by, { type: 'user.created', target, payload: { role } })
    return { organisation: organisationId, id, email, role, isNew: true }
  }
}
