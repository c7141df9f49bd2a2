/** Logins and links as they are kept: their tokens, what is told of them, and the conditions that statements share. */
import { createHash, randomBytes } from 'node:crypto'
import { and, eq, gt, gte, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import { type LoginWay, login, type password, type passwordLink } from './login-schema.ts'
import { membership, organisation } from './schema.ts'
import type { Role } from './scopes.ts'

/** From where somebody logs in. */
export interface Visitor {
  address: string
  userAgent: string
}

/** A person in one organisation. */
export interface Member {
  organisation: string
  id: string
  email: string
  role: Role
}

export interface Login {
  id: string
  way: LoginWay
  created_at: Date
  expires_at: Date
  last_used_at: Date
  address: string
  user_agent: string
}

/** What a login is in full, for the page. */
export interface LoginDetail extends Login {
  organisation: string
  email: string
  name: string
  role: Role
  /** Those it may be switched to, itself among them. */
  organisations: { id: string; slug: string; name: string }[]
}

export const LOGIN_PREFIX = 'tg_login_'
export const LINK_PREFIX = 'tg_link_'
/** Nothing longer is looked at. */
const LONGEST_TOKEN = 100
/** A login that nobody uses is over after this long. */
const IDLE_MS = 7 * 86_400_000

export const digest = (token: string): string => createHash('sha256').update(token).digest('hex')
export const newToken = (prefix: string): string => prefix + randomBytes(32).toString('base64url')
export const isToken = (told: string, prefix: string): boolean =>
  told.startsWith(prefix) && told.length <= LONGEST_TOKEN

/** Of those who belong to an organisation now, where passwords let in. */
export const PASSWORDS_LET_IN = sql`coalesce((${organisation.settings} ->> 'password_login')::boolean, true)`

/** Not over, and not from before its person left and came back. */
export const living = (now: number): SQL | undefined =>
  and(
    gt(login.expires_at, new Date(now)),
    gt(login.last_used_at, new Date(now - IDLE_MS)),
    isNull(membership.left_at),
    gte(login.created_at, membership.joined_at),
    or(ne(login.way, 'password'), PASSWORDS_LET_IN),
  )

export const over = (now: number) =>
  or(lt(login.expires_at, new Date(now)), lt(login.last_used_at, new Date(now - IDLE_MS)))

/** Logins of a person that open an organisation, also while they show another one. */
export const ofPerson = (organisationId: string, personId: string): SQL | undefined =>
  and(eq(login.person_id, personId), sql`${login.organisations} @> ARRAY[${organisationId}]::text[]`)

export const ofLogin = (organisationId: string | typeof login.organisation_id): SQL | undefined =>
  and(eq(membership.organisation_id, organisationId), eq(membership.person_id, login.person_id))

type Owned = Pick<typeof membership, 'organisation_id' | 'person_id'>
export const ofMember = (
  table: typeof password | typeof passwordLink | typeof membership,
  of: Owned | { organisation_id: string; person_id: string } | typeof passwordLink,
): SQL[] => [eq(table.organisation_id, of.organisation_id), eq(table.person_id, of.person_id)]
