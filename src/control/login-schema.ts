/** Tables of logins: passwords, links to set one, and who is logged in. */
import { boolean, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { Role } from './scopes.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true })

/** Of a person in one organisation: whoever may set it there must not come into another one with it. */
export const password = pgTable('password', {
  organisation_id: text().notNull(),
  person_id: uuid().notNull(),
  /** Argon2id, with its parameters and salt. */
  hash: text().notNull(),
  changed_at: instant('changed_at').notNull().defaultNow(),
})

/** Lets one person set a password, once. */
export const passwordLink = pgTable('password_link', {
  /** SHA-256 of the token, hex. */
  hash: text().primaryKey(),
  organisation_id: text().notNull(),
  person_id: uuid().notNull(),
  created_at: instant('created_at').notNull().defaultNow(),
  expires_at: instant('expires_at').notNull(),
})

export const login = pgTable('login', {
  id: uuid().primaryKey(),
  /** SHA-256 of the token in the cookie, hex. */
  hash: text().notNull(),
  /** The one that is shown now, of those that the password opened. */
  organisation_id: text().notNull(),
  organisations: text().array().notNull(),
  person_id: uuid().notNull(),
  way: text().$type<LoginWay>().notNull(),
  created_at: instant('created_at').notNull().defaultNow(),
  expires_at: instant('expires_at').notNull(),
  /** To the minute. */
  last_used_at: instant('last_used_at').notNull().defaultNow(),
  address: text().notNull(),
  user_agent: text().notNull(),
})

export type LoginWay = 'password' | 'sign_on'

/** The provider that says who the people of an organisation are. */
export const singleSignOn = pgTable('single_sign_on', {
  organisation_id: text().primaryKey(),
  issuer: text().notNull(),
  client_id: text().notNull(),
  /** Sealed: only a server with the secret of the data folder can read it. */
  client_secret: text().notNull(),
  domains: text().array().notNull(),
  default_role: text().$type<Exclude<Role, 'owner' | 'admin'>>(),
  assume_verified: boolean().notNull(),
  changed_at: instant('changed_at').notNull().defaultNow(),
})

/** Whom a provider means by a subject. Nobody is known by two of them. */
export const signOnSubject = pgTable('sign_on_subject', {
  organisation_id: text().notNull(),
  issuer: text().notNull(),
  subject: text().notNull(),
  person_id: uuid().notNull(),
  created_at: instant('created_at').notNull().defaultNow(),
})
