/** Organisations and who belongs to them. */
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { eq, or, sql } from 'drizzle-orm'
import { TachographError } from '../errors.ts'
import { type OrganisationSettings, organisationSettings } from '../settings.ts'
import { type Actor, OPERATOR, record } from './audit.ts'
import type { Changes } from './changes.ts'
import type { Database } from './database.ts'
import { singleSignOn } from './login-schema.ts'
import { PERSONAL } from './mode.ts'
import { emailOf } from './naming.ts'
import { Remembered } from './remembered.ts'
import { mustAdminister, mustOwn } from './roles.ts'
import { membership, organisation, person } from './schema.ts'

export interface Organisation {
  /** What facts carry as `org`. */
  id: string
  slug: string
  name: string
  created_at: Date
}

const LISTED = {
  id: organisation.id,
  slug: organisation.slug,
  name: organisation.name,
  created_at: organisation.created_at,
}

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** What a name becomes in addresses: `Acme & Söhne` is `acme-sohne`. Empty when nothing of it can be used. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '')

/**
 * Figures of groups of two sizes could be subtracted from each other: where works councils watch, the size stays (V5).
 * Errors: `conflict`.
 */
function mustKeepGroups(now: OrganisationSettings, told: Partial<OrganisationSettings>): void {
  if (told.fewest_people === undefined) return
  if (now.works_council && now.fewest_people !== told.fewest_people)
    throw new TachographError(
      'conflict',
      'fewest_people: stays as it is while works_council is on, as figures of two sizes could be subtracted from each other.',
    )
}

/** What is another one than before: each with what it was and what it is. */
const changedOf = (before: OrganisationSettings, told: Partial<OrganisationSettings>) =>
  Object.fromEntries(
    Object.entries(told)
      .map(([name, to]) => [name, { from: before[name as keyof OrganisationSettings], to }] as const)
      .filter(([, { from, to }]) => !isDeepStrictEqual(from, to)),
  )

export class Organisations {
  readonly #changes: Changes
  readonly #settings = new Remembered<OrganisationSettings | null>()

  constructor(changes: Changes) {
    this.#changes = changes
    changes.listen(() => this.#settings.forget())
  }

  list(): Promise<Organisation[]> {
    return this.#changes.db.select(LISTED).from(organisation).orderBy(organisation.created_at)
  }

  /** Null when there is no such organisation. Answers what is a few seconds old. */
  settings(id: string): Promise<OrganisationSettings | null> {
    return this.#settings.of(id, async () => {
      const [row] = await this.#changes.db
        .select({ settings: organisation.settings })
        .from(organisation)
        .where(eq(organisation.id, id))
      return row ? organisationSettings.parse(row.settings) : null
    })
  }

  /**
   * Changes some settings; `password_login` is for owners. Errors: `forbidden`, `bad_param` naming the one at fault,
   * `not_found`, `conflict` where nobody could log in any more.
   */
  async changeSettings(id: string, changes: unknown, by: Actor = OPERATOR): Promise<OrganisationSettings> {
    mustAdminister(by)
    const parsed = organisationSettings.partial().safeParse(changes)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      const param = String(
        issue?.code === 'unrecognized_keys' ? issue.keys[0] : (issue?.path[0] ?? 'settings'),
      )
      const why = issue?.code === 'unrecognized_keys' ? 'there is no such setting' : issue?.message
      throw new TachographError('bad_param', `${param}: ${why}.`, { param })
    }
    const told = Object.fromEntries(
      Object.keys(changes as object).map((name) => [name, parsed.data[name as keyof OrganisationSettings]]),
    )
    if (told.password_login !== undefined) mustOwn(by, 'password_login')
    return this.#changes.make(id, by, async (tx) => {
      // Held until the end of the transaction, so that what is written down as before was so.
      const [row] = await tx
        .select({ settings: organisation.settings })
        .from(organisation)
        .where(eq(organisation.id, id))
        .for('no key update')
      if (!row) throw new TachographError('not_found', 'There is no such organisation.')
      const before = organisationSettings.parse(row.settings)
      mustKeepGroups(before, told)
      await tx
        .update(organisation)
        .set({ settings: sql`${organisation.settings} || ${JSON.stringify(told)}::jsonb` })
        .where(eq(organisation.id, id))
      if (told.password_login === false) await mustSignOn(tx, id)
      const payload = changedOf(before, told)
      const target = { kind: 'organisation' as const, id }
      const change =
        Object.keys(payload).length > 0 ? { type: 'settings.changed' as const, target, payload } : null
      return { result: { ...before, ...told }, change }
    })
  }

  /** By id or slug; null when there is none. */
  async find(name: string): Promise<Organisation | null> {
    const rows = await this.#changes.db
      .select(LISTED)
      .from(organisation)
      .where(or(eq(organisation.id, name), eq(organisation.slug, name)))
    return rows.find((row) => row.id === name) ?? rows[0] ?? null
  }

  /** Makes an organisation with its first owner. Errors: `bad_param` (`name`, `owner`), `conflict`. */
  async create(told: { name: string; owner: string }, by: Actor = OPERATOR): Promise<Organisation> {
    const name = told.name.trim()
    const slug = slugOf(name)
    if (name.length > 200 || !SLUG.test(slug))
      throw new TachographError(
        'bad_param',
        'name: up to 200 characters, with a letter or digit among them.',
        {
          param: 'name',
        },
      )
    const email = emailOf('owner', told.owner)
    const made = await this.#changes.db.transaction(async (tx) => {
      const first = (await tx.select({ id: organisation.id }).from(organisation).limit(1)).length === 0
      const [made] = await tx
        .insert(organisation)
        .values({ id: first ? PERSONAL : randomUUID(), slug, name })
        .onConflictDoNothing()
        .returning(LISTED)
      if (!made) throw new TachographError('conflict', `There is an organisation ${slug} already.`)
      await tx.insert(person).values({ id: randomUUID(), email }).onConflictDoNothing()
      const [owner] = await tx.select({ id: person.id }).from(person).where(eq(person.email, email))
      await tx
        .insert(membership)
        .values({ organisation_id: made.id, person_id: (owner as { id: string }).id, role: 'owner' })
      const target = { kind: 'organisation' as const, id: made.id }
      await record(tx, made.id, by, { type: 'organisation.created', target, payload: { slug } })
      return made
    })
    await this.#changes.tell(made.id, 'organisation.created')
    return made
  }
}

/** Holds the provider for the transaction, so that it is not removed meanwhile. Errors: `conflict` where there is none. */
async function mustSignOn(tx: Database, id: string): Promise<void> {
  const found = await tx
    .select({ id: singleSignOn.organisation_id })
    .from(singleSignOn)
    .where(eq(singleSignOn.organisation_id, id))
    .for('update')
  if (found.length === 0)
    throw new TachographError('conflict', 'Nobody could log in without passwords: set single sign-on first.')
}
