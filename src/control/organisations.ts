/** Organisations and who belongs to them. */
import { randomUUID } from 'node:crypto'
import { eq, or, sql } from 'drizzle-orm'
import { TachographError } from '../errors.ts'
import { type OrganisationSettings, organisationSettings } from '../settings.ts'
import type { Database } from './database.ts'
import { PERSONAL } from './mode.ts'
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
/** A setting that was changed through another server counts after this long. */
const REMEMBERED_MS = 3_000

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,190}$/

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

export class Organisations {
  readonly #db: Database
  readonly #settings = new Map<string, { settings: OrganisationSettings; until: number }>()

  constructor(db: Database) {
    this.#db = db
  }

  list(): Promise<Organisation[]> {
    return this.#db.select(LISTED).from(organisation).orderBy(organisation.created_at)
  }

  /** Null when there is no such organisation. Answers what is a few seconds old. */
  async settings(id: string): Promise<OrganisationSettings | null> {
    const known = this.#settings.get(id)
    if (known && known.until > Date.now()) return known.settings
    const [row] = await this.#db
      .select({ settings: organisation.settings })
      .from(organisation)
      .where(eq(organisation.id, id))
    if (!row) return null
    const settings = organisationSettings.parse(row.settings)
    this.#settings.set(id, { settings, until: Date.now() + REMEMBERED_MS })
    return settings
  }

  /** Changes some settings. Errors: `bad_param` naming the one at fault, `not_found`. */
  async changeSettings(id: string, changes: unknown): Promise<OrganisationSettings> {
    const parsed = organisationSettings.partial().safeParse(changes)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      const param = String(
        issue?.code === 'unrecognized_keys' ? issue.keys[0] : (issue?.path[0] ?? 'settings'),
      )
      const why = issue?.code === 'unrecognized_keys' ? 'there is no such setting' : issue?.message
      throw new TachographError('bad_param', `${param}: ${why}.`, { param })
    }
    this.#settings.delete(id)
    const told = Object.fromEntries(
      Object.keys(changes as object).map((name) => [name, parsed.data[name as keyof OrganisationSettings]]),
    )
    const [row] = await this.#db
      .update(organisation)
      .set({ settings: sql`${organisation.settings} || ${JSON.stringify(told)}::jsonb` })
      .where(eq(organisation.id, id))
      .returning({ settings: organisation.settings })
    if (!row) throw new TachographError('not_found', 'There is no such organisation.')
    return organisationSettings.parse(row.settings)
  }

  /** By id or slug; null when there is none. */
  async find(name: string): Promise<Organisation | null> {
    const rows = await this.#db
      .select(LISTED)
      .from(organisation)
      .where(or(eq(organisation.id, name), eq(organisation.slug, name)))
    return rows.find((row) => row.id === name) ?? rows[0] ?? null
  }

  /** Makes an organisation with its first owner. Errors: `bad_param` (`name`, `owner`), `conflict`. */
  async create(told: { name: string; owner: string }): Promise<Organisation> {
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
    const email = told.owner.trim().toLowerCase()
    if (!EMAIL.test(email))
      throw new TachographError('bad_param', `owner: ${told.owner.slice(0, 80)} is no e-mail address.`, {
        param: 'owner',
      })
    return this.#db.transaction(async (tx) => {
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
      return made
    })
  }
}
