/** Tables of the control plane: who may do what. Facts live in the store, and name an organisation by its id. */
import { pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { KeyScope, Role } from './scopes.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true })

export const organisation = pgTable('organisation', {
  /** What facts carry as `org`. */
  id: text().primaryKey(),
  slug: text().notNull(),
  name: text().notNull(),
  created_at: instant('created_at').notNull().defaultNow(),
})

export const person = pgTable('person', {
  id: uuid().primaryKey(),
  /** In lower case. */
  email: text().notNull(),
  created_at: instant('created_at').notNull().defaultNow(),
})

export const membership = pgTable('membership', {
  organisation_id: text().notNull(),
  person_id: uuid().notNull(),
  role: text().$type<Role>().notNull(),
  created_at: instant('created_at').notNull().defaultNow(),
})

export const apiKey = pgTable('api_key', {
  id: uuid().primaryKey(),
  organisation_id: text().notNull(),
  name: text().notNull(),
  /** SHA-256 of the key, hex. The key itself is not kept. */
  hash: text().notNull(),
  /** Its first and last characters, to tell keys apart. */
  shown: text().notNull(),
  scopes: text().array().$type<KeyScope[]>().notNull(),
  created_at: instant('created_at').notNull().defaultNow(),
  expires_at: instant('expires_at'),
  revoked_at: instant('revoked_at'),
  last_used_at: instant('last_used_at'),
})
