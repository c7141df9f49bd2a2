/** The audit log: who changed what, once for every change, for ever (promise S6, F-PERM-3). */
import { and, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm'
import type { Database } from './database.ts'
import { mustAdminister } from './roles.ts'
import { apiKey, auditEvent, person, project, repository, serviceAccount, team } from './schema.ts'
import type { Principal, Role } from './scopes.ts'

/** What is written down. A name says what was changed, then how. */
export const AUDIT_EVENTS = {
  'organisation.created': 'An organisation was made.',
  'settings.changed': 'Settings of the organisation were changed; the payload has what each was and is.',
  'user.created': 'A person was added to the organisation.',
  'user.changed': 'The name or the aliases of a person were changed.',
  'user.role_changed': 'A person was given another role; the payload has both.',
  'user.deactivated': 'A person left the organisation; their keys are dead.',
  'user.reactivated': 'A person who had left is back.',
  'team.created': 'A team was made.',
  'team.renamed': 'A team was given another name.',
  'team.deleted': 'A team was ended; who was in it stays known.',
  'team.member_added': 'A person came into a team.',
  'team.member_changed': 'A person became, or is no longer, a manager of a team.',
  'team.member_removed': 'A person left a team.',
  'service_account.created': 'A service account was made.',
  'service_account.changed': 'The name or the aliases of a service account were changed.',
  'service_account.role_changed': 'A service account was given another role; the payload has both.',
  'service_account.deleted': 'A service account was ended; its keys are dead.',
  'key.created': 'A key was made.',
  'key.revoked': 'A key was ended.',
  'project.created': 'A project was made.',
  'project.changed': 'The name, the aliases or the repositories of a project were changed.',
  'repository.created': 'A repository was made known.',
  'repository.changed': 'The aliases of a repository were changed.',
  'login.opened': 'A person logged in; the payload has the way.',
  'login.failed': 'Somebody tried to log in as a person and could not; the payload has the way.',
  'login.ended': 'Logins of a person were ended; the payload has how many.',
  'password.link_made': 'A link with which a person can set a password was made.',
  'single_sign_on.changed': 'The provider of single sign-on was set; the payload has its issuer.',
  'single_sign_on.removed': 'Single sign-on was ended, and with it whom its provider knew.',
  'single_sign_on.bound':
    'A provider said for the first time who a person is; from then on it is believed for them.',
  'person.erased': 'A person was erased; the payload has the erasure, which tells nobody.',
  'person.let_in': 'What an erased person does is let in again; the payload has how many erasures ended.',
  'pseudonyms.forgotten': 'The key of the pseudonyms was deleted.',
  'password.set': 'A person set a password; their other logins are over.',
} as const
export type AuditEventType = keyof typeof AUDIT_EVENTS

/** Who changes something: a caller, or whoever runs the server. */
export interface Actor {
  kind: Principal['kind'] | 'operator' | 'nobody'
  id: string | null
  role: Role | null
  /** By which way: `api`, `page`, `cli`, `login`. */
  source: string
}

/** Whoever runs the server, by a command on its machine. */
export const OPERATOR: Actor = { kind: 'operator', id: null, role: 'owner', source: 'cli' }

export interface Change {
  type: AuditEventType
  target: {
    kind: 'organisation' | 'user' | 'team' | 'service_account' | 'key' | 'project' | 'repository'
    id: string
  } | null
  /** What is worth knowing of it. Never a secret, and no address of a person: those can be erased, this cannot. */
  payload?: Record<string, unknown>
}

/** Writes a row, within the transaction of the change. */
export async function record(db: Database, organisation: string, by: Actor, change: Change): Promise<void> {
  await db.insert(auditEvent).values({
    organisation_id: organisation,
    event_type: change.type,
    principal_kind: by.kind,
    principal_id: by.id,
    role: by.role,
    source: by.source,
    target_kind: change.target?.kind ?? null,
    target_id: change.target?.id ?? null,
    payload: change.payload ?? {},
  })
}

/** F-PERM-3. */
export interface AuditEvent {
  id: string
  eventType: string
  actor: {
    principalKind: Actor['kind']
    principalId: string | null
    /** Of a person who is still known. */
    email: string | null
    /** What they were when they did it. */
    role: Role | null
  }
  source: string
  target: { kind: string; id: string; name: string | null } | null
  payload: Record<string, unknown>
  createdAt: Date
}

export interface AuditQuestion {
  type?: string
  /** Address or id of who did it. */
  actor?: string
  target?: string
  from?: Date
  /** The end is left out. */
  to?: Date
  /** Id of the last one of the page before. */
  before?: string
  limit: number
}

export class Audit {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** Writes down what changes nothing here, such as a login or an export. */
  record(organisation: string, by: Actor, change: Change): Promise<void> {
    return record(this.#db, organisation, by, change)
  }

  /** Newest first. Errors: `forbidden`. */
  async list(organisation: string, question: AuditQuestion, by: Actor = OPERATOR): Promise<AuditEvent[]> {
    mustAdminister(by)
    const { type, actor, target, from, to, before, limit } = question
    const where: (SQL | undefined)[] = [eq(auditEvent.organisation_id, organisation)]
    if (type) where.push(eq(auditEvent.event_type, type))
    if (actor)
      where.push(sql`(${auditEvent.principal_id} = ${actor} OR ${actorEmail} = ${actor.toLowerCase()})`)
    if (target) where.push(sql`(${auditEvent.target_id} = ${target} OR ${targetName} = ${target})`)
    if (from) where.push(gte(auditEvent.created_at, from))
    if (to) where.push(lt(auditEvent.created_at, to))
    if (before) where.push(lt(auditEvent.id, Number(before)))
    const rows = await this.#db
      .select({ row: auditEvent, email: actorEmail, name: targetName })
      .from(auditEvent)
      .where(and(...where))
      .orderBy(desc(auditEvent.id))
      .limit(limit)
    return rows.map(({ row, email, name }) => ({
      id: String(row.id),
      eventType: row.event_type,
      actor: { principalKind: row.principal_kind, principalId: row.principal_id, email, role: row.role },
      source: row.source,
      target: row.target_kind ? { kind: row.target_kind, id: row.target_id ?? '', name } : null,
      payload: row.payload,
      createdAt: row.created_at,
    }))
  }
}

// Rows have ids alone: the names of people can be erased, and the log cannot be changed.
const actorEmail = sql<string | null>`CASE WHEN ${auditEvent.principal_kind} = 'user'
  THEN (SELECT ${person.email} FROM ${person} WHERE ${person.id}::text = ${auditEvent.principal_id}) END`
const targetName = sql<string | null>`CASE ${auditEvent.target_kind}
  WHEN 'user' THEN (SELECT ${person.email} FROM ${person} WHERE ${person.id}::text = ${auditEvent.target_id})
  WHEN 'team' THEN (SELECT ${team.name} FROM ${team} WHERE ${team.id}::text = ${auditEvent.target_id})
  WHEN 'service_account' THEN (SELECT ${serviceAccount.name} FROM ${serviceAccount} WHERE ${serviceAccount.id}::text = ${auditEvent.target_id})
  WHEN 'key' THEN (SELECT ${apiKey.name} FROM ${apiKey} WHERE ${apiKey.id}::text = ${auditEvent.target_id})
  WHEN 'project' THEN (SELECT ${project.name} FROM ${project} WHERE ${project.id}::text = ${auditEvent.target_id})
  WHEN 'repository' THEN (SELECT ${repository.name} FROM ${repository} WHERE ${repository.id}::text = ${auditEvent.target_id})
  END`
