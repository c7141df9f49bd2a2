/** The audit log: who changed what, once for every change, for ever (promise S6, F-PERM-3). */
import { and, desc, eq, gte, lt, type SQL } from 'drizzle-orm'
import type { Database } from './database.ts'
import { auditEvent } from './schema.ts'
import type { Principal, Role } from './scopes.ts'

/** What is written down. A name says what was changed, then how. */
export const AUDIT_EVENTS = {
  'organisation.created': 'An organisation was made.',
  'settings.changed': 'Settings of the organisation were changed; the payload has the new values.',
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
