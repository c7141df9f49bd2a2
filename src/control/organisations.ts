/** Organisations and who belongs to them. */
import { randomUUID } from 'node:crypto'
import { eq, or } from 'drizzle-orm'
import { TachographError } from '../errors.ts'
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

  constructor(db: Database) {
    this.#db = db
  }

  list(): Promise<Organisation[]> {
    return this.#db.select().from(organisation).orderBy(organisation.created_at)
  }

  /** By id or slug; null when there is none. */
  async find(name: string): Promise<Organisation | null> {
    const rows = await this.#db
      .select()
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
        .returning()
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
