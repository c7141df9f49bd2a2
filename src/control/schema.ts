/** Tables of the control plane: who may do what. Facts live in the store, and name an organisation by its id. */
import { bigint, boolean, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { OrganisationSettings } from '../settings.ts'
import type { KeyScope, Role } from './scopes.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true })

export const organisation = pgTable('organisation', {
  /** What facts carry as `org`. */
  id: text().primaryKey(),
  slug: text().notNull(),
  name: text().notNull(),
  created_at: instant('created_at').notNull().defaultNow(),
  /** What differs from the defaults. */
  settings: jsonb().$type<Partial<OrganisationSettings>>().notNull().default({}),
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
  /** As the organisation writes it; empty where nobody told it. */
  name: text().notNull().default(''),
  /** When they came last. */
  joined_at: instant('joined_at').notNull().defaultNow(),
  /** Null for who belongs to it now. */
  left_at: instant('left_at'),
})

export const serviceAccount = pgTable('service_account', {
  id: uuid().primaryKey(),
  organisation_id: text().notNull(),
  name: text().notNull(),
  role: text().$type<Role>().notNull(),
  created_at: instant('created_at').notNull().defaultNow(),
  left_at: instant('left_at'),
})

/** Other identities of a person or of a service account, as sources report them. */
export const identityAlias = pgTable('alias', {
  organisation_id: text().notNull(),
  /** Addresses in lower case. */
  identity: text().notNull(),
  person_id: uuid(),
  service_account_id: uuid(),
})

export const team = pgTable('team', {
  id: uuid().primaryKey(),
  organisation_id: text().notNull(),
  name: text().notNull(),
  created_at: instant('created_at').notNull().defaultNow(),
  deleted_at: instant('deleted_at'),
})

/** Who was in which team, and whether they managed it. Of what is over only the end was ever changed. */
export const teamMembership = pgTable('team_membership', {
  organisation_id: text().notNull(),
  team_id: uuid().notNull(),
  person_id: uuid().notNull(),
  manager: boolean().notNull().default(false),
  since: instant('since').notNull(),
  /** The first instant that they were not in it; null for who is in it now. */
  until: instant('until'),
})

export const project = pgTable('project', {
  id: uuid().primaryKey(),
  organisation_id: text().notNull(),
  name: text().notNull(),
  created_at: instant('created_at').notNull().defaultNow(),
})

export const repository = pgTable('repository', {
  id: uuid().primaryKey(),
  organisation_id: text().notNull(),
  /** As facts carry it in `repo`. */
  name: text().notNull(),
  project_id: uuid(),
  created_at: instant('created_at').notNull().defaultNow(),
})

export const projectAlias = pgTable('project_alias', {
  organisation_id: text().notNull(),
  alias: text().notNull(),
  project_id: uuid().notNull(),
})

export const repositoryAlias = pgTable('repository_alias', {
  organisation_id: text().notNull(),
  alias: text().notNull(),
  repository_id: uuid().notNull(),
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
  /** Whose it is: of these three exactly one is there. The role is that of a key of the organisation itself. */
  person_id: uuid(),
  service_account_id: uuid(),
  role: text().$type<Role>(),
})

/** The database refuses to change or delete a row. */
export const auditEvent = pgTable('audit_event', {
  id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  organisation_id: text().notNull(),
  event_type: text().notNull(),
  principal_kind: text().$type<'user' | 'service' | 'key' | 'operator' | 'nobody'>().notNull(),
  principal_id: text(),
  role: text().$type<Role>(),
  source: text().notNull(),
  target_kind: text(),
  target_id: text(),
  payload: jsonb().$type<Record<string, unknown>>().notNull(),
  created_at: instant('created_at').notNull().defaultNow(),
})
