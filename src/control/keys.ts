/** API keys: shown once, kept as a hash, made for some uses of one organisation. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { and, desc, eq, isNull, or } from 'drizzle-orm'
import { TachographError } from '../errors.ts'
import { type Actor, OPERATOR } from './audit.ts'
import type { Changes } from './changes.ts'
import type { Database } from './database.ts'
import { memberOf } from './members.ts'
import { nameOf } from './naming.ts'
import { REMEMBERED_MS } from './remembered.ts'
import { isAdministrator, mustAdminister, mustReach, roleOf } from './roles.ts'
import { apiKey, membership, person, serviceAccount } from './schema.ts'
import { type Grant, KEY_SCOPES, type KeyScope, type Principal, type Role } from './scopes.ts'
import { serviceOf } from './service-accounts.ts'

/** A key as it is listed: nothing of it can be used. */
export interface ApiKey {
  id: string
  name: string
  /** Its first and last characters. */
  shown: string
  scopes: KeyScope[]
  /** What its holder may now: a key may do no more. */
  role: Role
  /** Whose it is: a person's, a service account's, or the organisation's own. */
  holder: { kind: 'user' | 'service' | 'organisation'; id: string; name: string }
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
  organisation: apiKey.organisation_id,
  own_role: apiKey.role,
  person_id: apiKey.person_id,
  person_role: membership.role,
  email: person.email,
  service_id: apiKey.service_account_id,
  service_role: serviceAccount.role,
  service_name: serviceAccount.name,
}

/** Keys with whose they are. */
const listed = (db: Database) =>
  db
    .select(LISTED)
    .from(apiKey)
    .leftJoin(
      membership,
      and(eq(membership.organisation_id, apiKey.organisation_id), eq(membership.person_id, apiKey.person_id)),
    )
    .leftJoin(person, eq(person.id, membership.person_id))
    .leftJoin(serviceAccount, eq(serviceAccount.id, apiKey.service_account_id))

type Row = Awaited<ReturnType<typeof listed>>[number]

/** The database makes sure that a key is of exactly one of the three. */
const roleNow = ({ own_role, person_role, service_role }: Row): Role =>
  own_role ?? person_role ?? service_role ?? 'guest'

function entryOf(row: Row): ApiKey {
  const { id, name, shown, scopes, created_at, expires_at, revoked_at, last_used_at } = row
  const holder = row.person_id
    ? { kind: 'user' as const, id: row.person_id, name: row.email ?? '' }
    : row.service_id
      ? { kind: 'service' as const, id: row.service_id, name: row.service_name ?? '' }
      : { kind: 'organisation' as const, id: row.organisation, name: '' }
  return {
    ...{ id, name, shown, scopes, role: roleNow(row), holder },
    ...{ created_at, expires_at, revoked_at, last_used_at },
  }
}

function principalOf({ id, person_id, email, service_id }: Row): Principal {
  if (person_id) return { kind: 'user', id: person_id, email }
  return service_id ? { kind: 'service', id: service_id, email: null } : { kind: 'key', id, email: null }
}

/** What a role allows of the scopes of a key: who looks after nobody may not do so with any key. */
const allowed = (scopes: readonly KeyScope[], role: Role): Set<KeyScope> =>
  new Set(scopes.filter((scope) => scope !== 'admin' || isAdministrator(role) || role === 'manager'))

export interface NewKey {
  name: string
  scopes: readonly string[]
  expires_at: Date | null
  /** Whose it is to be: a person, by address or id, or a service account, by name or id; else the organisation's own. */
  user?: string | undefined
  service?: string | undefined
  /** Of a key of the organisation's own: `admin` where none is told. */
  role?: string | undefined
}

interface Remembered {
  grant: Grant
  expires: number
  until: number
}

export class Keys {
  readonly #changes: Changes
  /** By hash, since a key in memory could end up in a dump. */
  readonly #remembered = new Map<string, Remembered>()
  /** By id: when its use was last written down. */
  readonly #used = new Map<string, number>()

  constructor(changes: Changes) {
    this.#changes = changes
    changes.listen(() => this.#remembered.clear())
  }

  /**
   * Makes a key; `key` is told this once. Errors: `forbidden` for a role above that of who makes it, `not_found` for the
   * holder, `bad_param` (`name`, `scopes`, `expires_at`, `role`, `user`, `service`).
   */
  async create(organisation: string, told: NewKey, by: Actor = OPERATOR): Promise<ApiKey & { key: string }> {
    mustAdminister(by)
    const name = nameOf('name', told.name)
    const scopes = scopesOf(told.scopes)
    if (told.expires_at && !(told.expires_at.getTime() > Date.now()))
      throw new TachographError('bad_param', 'expires_at: a time in the future, or left out.', {
        param: 'expires_at',
      })
    const key = PREFIX + randomBytes(32).toString('base64url')
    const entry = await this.#changes.make(organisation, by, async (tx) => {
      const holder = await holderOf(tx, organisation, told, by)
      const id = randomUUID()
      await tx.insert(apiKey).values({
        ...{ id, organisation_id: organisation, name, scopes, expires_at: told.expires_at, ...holder },
        hash: hashOf(key),
        shown: `${key.slice(0, 6)}…${key.slice(-4)}`,
      })
      const [row] = await listed(tx).where(eq(apiKey.id, id))
      const result = entryOf(row as Row)
      const payload = {
        scopes,
        role: result.role,
        holder: { kind: result.holder.kind, id: result.holder.id },
      }
      return { result, change: { type: 'key.created', target: { kind: 'key', id }, payload } }
    })
    return { ...entry, key }
  }

  /** Newest first, those that are revoked or expired among them. Errors: `forbidden`. */
  async list(organisation: string, by: Actor = OPERATOR): Promise<ApiKey[]> {
    mustAdminister(by)
    const rows = await listed(this.#changes.db)
      .where(eq(apiKey.organisation_id, organisation))
      .orderBy(desc(apiKey.created_at))
    return rows.map(entryOf)
  }

  /** Ends a key, named by its id or by what is shown of it; once ended it stays as it is. Errors: `forbidden`, `not_found`. */
  async revoke(organisation: string, name: string, by: Actor = OPERATOR): Promise<ApiKey> {
    const mine = await this.list(organisation, by)
    const found = mine.filter((key) => key.id === name || key.shown === name || key.name === name)
    const key = found.find((k) => k.id === name) ?? (found.length === 1 ? found[0] : undefined)
    if (!key)
      throw new TachographError(
        'not_found',
        found.length > 1
          ? `${found.length} keys are called ${name.slice(0, 60)}: name one by its id.`
          : `There is no key ${name.slice(0, 60)}.`,
      )
    return this.#changes.make(organisation, by, async (tx) => {
      const ended = await tx
        .update(apiKey)
        .set({ revoked_at: new Date() })
        .where(and(eq(apiKey.id, key.id), isNull(apiKey.revoked_at)))
        .returning({ id: apiKey.id })
      const [row] = await listed(tx).where(eq(apiKey.id, key.id))
      const change = { type: 'key.revoked' as const, target: { kind: 'key' as const, id: key.id } }
      return { result: entryOf(row as Row), change: ended.length > 0 ? change : null }
    })
  }

  /** What a key may do; null when it is unknown, revoked or expired: which of these is nobody's business. */
  async grantOf(key: string): Promise<Grant | null> {
    if (!key.startsWith(PREFIX) || key.length > LONGEST) return null
    const hash = hashOf(key)
    const now = Date.now()
    const known = this.#remembered.get(hash)
    if (known && known.until > now) return known.expires > now ? this.#note(known.grant, now) : null
    const [row] = await listed(this.#changes.db).where(
      and(
        ...[eq(apiKey.hash, hash), isNull(apiKey.revoked_at)],
        // Whose holder has left is nobody's.
        or(
          isNull(apiKey.person_id),
          and(eq(membership.person_id, apiKey.person_id), isNull(membership.left_at)),
        ),
        or(
          isNull(apiKey.service_account_id),
          and(eq(serviceAccount.id, apiKey.service_account_id), isNull(serviceAccount.left_at)),
        ),
      ),
    )
    if (!row) {
      this.#remembered.delete(hash)
      return null
    }
    const role = roleNow(row)
    const grant: Grant = {
      id: row.id,
      via: 'key',
      organisation: row.organisation,
      scopes: allowed(row.scopes, role),
      role,
      principal: principalOf(row),
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
      const written = this.#changes.db
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

/** Errors: `bad_param` (`scopes`). */
function scopesOf(told: readonly string[]): KeyScope[] {
  const scopes = KEY_SCOPES.filter((scope) => told.includes(scope))
  if (scopes.length === 0 || told.some((scope) => !KEY_SCOPES.includes(scope as KeyScope)))
    throw new TachographError('bad_param', `scopes: one or more of ${KEY_SCOPES.join(', ')}.`, {
      param: 'scopes',
    })
  return scopes
}

/** Whose a new key is. Errors: `forbidden`, `not_found`, `bad_param`. */
async function holderOf(tx: Database, organisation: string, { user, service, role }: NewKey, by: Actor) {
  const [first, second] = [
    ...(user === undefined ? [] : ['user']),
    ...(service === undefined ? [] : ['service']),
  ]
  if (second || (first && role !== undefined))
    throw new TachographError('bad_param', 'A key is of one of user, service and role.', {
      param: second ?? 'role',
    })
  if (user !== undefined) {
    const { id, role: theirs, left_at } = await memberOf(tx, organisation, user)
    if (left_at) throw new TachographError('conflict', `${user.slice(0, 100)} has left the organisation.`)
    mustReach(by, theirs)
    return { person_id: id, role: null }
  }
  if (service !== undefined) {
    const { id, role: theirs } = await serviceOf(tx, organisation, service)
    mustReach(by, theirs)
    return { service_account_id: id, role: null }
  }
  const own = roleOf(role ?? 'admin')
  mustReach(by, own)
  return { role: own }
}
