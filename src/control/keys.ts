/** API keys: shown once, kept as a hash, made for some uses of one organisation. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { and, desc, eq, isNull } from 'drizzle-orm'
import { TachographError } from '../errors.ts'
import type { Database } from './database.ts'
import { apiKey } from './schema.ts'
import { type Grant, KEY_SCOPES, type KeyScope } from './scopes.ts'

/** A key as it is listed: nothing of it can be used. */
export interface ApiKey {
  id: string
  name: string
  /** Its first and last characters. */
  shown: string
  scopes: KeyScope[]
  created_at: Date
  expires_at: Date | null
  revoked_at: Date | null
  /** To the minute. */
  last_used_at: Date | null
}

/** Says what it is, so that scanners for secrets find it. */
export const PREFIX = 'tg_'
/** Nothing longer is looked at: a key has 46 characters. */
const LONGEST = 100
/** A key that was revoked through another server is refused after this long. */
const REMEMBERED_MS = 3_000
const MOST_REMEMBERED = 10_000
/** How exact `last_used_at` is. */
const USED_MS = 60_000

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex')

const LISTED = {
  id: apiKey.id,
  name: apiKey.name,
  shown: apiKey.shown,
  scopes: apiKey.scopes,
  created_at: apiKey.created_at,
  expires_at: apiKey.expires_at,
  revoked_at: apiKey.revoked_at,
  last_used_at: apiKey.last_used_at,
}

interface Remembered {
  grant: Grant
  expires: number
  until: number
}

export class Keys {
  readonly #db: Database
  /** By hash, since a key in memory could end up in a dump. */
  readonly #remembered = new Map<string, Remembered>()
  /** By id: when its use was last written down. */
  readonly #used = new Map<string, number>()

  constructor(db: Database) {
    this.#db = db
  }

  /** Makes a key; `key` is told this once. Errors: `bad_param` (`name`, `scopes`, `expires_at`). */
  async create(
    organisation: string,
    told: { name: string; scopes: readonly string[]; expires_at: Date | null },
  ): Promise<ApiKey & { key: string }> {
    const name = told.name.trim()
    if (name === '' || name.length > 100)
      throw new TachographError('bad_param', 'name: 1 to 100 characters.', { param: 'name' })
    const scopes = KEY_SCOPES.filter((scope) => told.scopes.includes(scope))
    if (scopes.length === 0 || told.scopes.some((scope) => !KEY_SCOPES.includes(scope as KeyScope)))
      throw new TachographError('bad_param', `scopes: one or more of ${KEY_SCOPES.join(', ')}.`, {
        param: 'scopes',
      })
    if (told.expires_at && !(told.expires_at.getTime() > Date.now()))
      throw new TachographError('bad_param', 'expires_at: a time in the future, or left out.', {
        param: 'expires_at',
      })
    const key = PREFIX + randomBytes(32).toString('base64url')
    const values = {
      id: randomUUID(),
      organisation_id: organisation,
      name,
      hash: hashOf(key),
      shown: `${key.slice(0, 6)}…${key.slice(-4)}`,
      scopes,
      expires_at: told.expires_at,
    }
    const [made] = await this.#db.insert(apiKey).values(values).returning(LISTED)
    return { ...(made as ApiKey), key }
  }

  /** Newest first, those that are revoked or expired among them. */
  list(organisation: string): Promise<ApiKey[]> {
    return this.#db
      .select(LISTED)
      .from(apiKey)
      .where(eq(apiKey.organisation_id, organisation))
      .orderBy(desc(apiKey.created_at))
  }

  /** Ends a key, named by its id or by what is shown of it; once ended it stays as it is. Errors: `not_found`. */
  async revoke(organisation: string, name: string): Promise<ApiKey> {
    const mine = await this.list(organisation)
    const found = mine.filter((key) => key.id === name || key.shown === name || key.name === name)
    const key = found.find((k) => k.id === name) ?? (found.length === 1 ? found[0] : undefined)
    if (!key)
      throw new TachographError(
        'not_found',
        found.length > 1
          ? `${found.length} keys are called ${name.slice(0, 60)}: name one by its id.`
          : `There is no key ${name.slice(0, 60)}.`,
      )
    if (key.revoked_at) return key
    const [ended] = await this.#db
      .update(apiKey)
      .set({ revoked_at: new Date() })
      .where(and(eq(apiKey.id, key.id), isNull(apiKey.revoked_at)))
      .returning(LISTED)
    this.#remembered.clear()
    return ended ?? { ...key, revoked_at: new Date() }
  }

  /** What a key may do; null when it is unknown, revoked or expired: which of these is nobody's business. */
  async grantOf(key: string): Promise<Grant | null> {
    if (!key.startsWith(PREFIX) || key.length > LONGEST) return null
    const hash = hashOf(key)
    const now = Date.now()
    const known = this.#remembered.get(hash)
    if (known && known.until > now) return known.expires > now ? this.#note(known.grant, now) : null
    const [row] = await this.#db
      .select({
        id: apiKey.id,
        organisation: apiKey.organisation_id,
        ...{ scopes: apiKey.scopes, expires_at: apiKey.expires_at },
      })
      .from(apiKey)
      .where(and(eq(apiKey.hash, hash), isNull(apiKey.revoked_at)))
    if (!row) {
      this.#remembered.delete(hash)
      return null
    }
    const { id, organisation } = row
    const grant: Grant = {
      id,
      organisation,
      scopes: new Set(row.scopes),
      role: 'admin',
      principal: { kind: 'key', id, email: null },
    }
    const expires = row.expires_at?.getTime() ?? Number.POSITIVE_INFINITY
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear()
    this.#remembered.set(hash, { grant, expires, until: now + REMEMBERED_MS })
    return expires > now ? this.#note(grant, now) : null
  }

  /** Writes down that a key was used, at times; whoever uses it does not wait for that. */
  #note(grant: Grant, now: number): Grant {
    if (now - (this.#used.get(grant.id) ?? 0) >= USED_MS) {
      this.#used.set(grant.id, now)
      const written = this.#db
        .update(apiKey)
        .set({ last_used_at: new Date(now) })
        .where(eq(apiKey.id, grant.id))
      written.then(
        () => {},
        () => this.#used.delete(grant.id),
      )
    }
    return grant
  }
}
