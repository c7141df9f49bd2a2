/** The shapes of people, teams, service accounts, projects, settings and the audit log in the native HTTP API. */
import { z } from 'zod'
import { AUDIT_EVENTS } from '../control/audit.ts'
import { ROLES } from '../control/scopes.ts'
import { organisationSettings } from '../settings.ts'
import { instant } from './contract.ts'

const count = z.int().min(0)
const id = z.uuid()
const role = z.enum(ROLES)
const aliases = z.array(z.string()).describe('Other identities that sources report; all of them.')
const wish = z.array(z.string())
/** Told as text, so that the answer can say what roles there are. */
const newRole = z.string().describe(`One of ${ROLES.join(', ')}; none above that of who asks.`)

export const user = z.object({
  id,
  email: z.string().describe('In lower case: what figures call them.'),
  name: z.string(),
  role,
  state: z.enum(['active', 'deactivated']),
  aliases,
  teams: z
    .array(z.object({ id, name: z.string(), manager: z.boolean(), since: instant }))
    .describe('Those that they are in now.'),
  joined_at: instant,
  left_at: instant.nullable(),
})
export const newUser = z.strictObject({
  email: z.string(),
  name: z.string().optional(),
  role: newRole.optional(),
  aliases: wish.optional(),
})
export const userChange = z.strictObject({ name: z.string().optional(), aliases: wish.optional() })
export const roleChange = z.strictObject({ role: newRole })
export const usersQuestion = z.strictObject({
  search: z.string().max(200).optional().describe('A part of the address, the name or an alias.'),
  role: role.optional(),
  state: z.enum(['active', 'deactivated']).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(1000).optional().describe('`meta.next_cursor` of the page before.'),
})

export const team = z.object({
  id,
  name: z.string(),
  created_at: instant,
  members: count.describe('People who are in it now.'),
})
export const teamWithPeople = team.extend({
  people: z
    .array(
      z.object({
        id: id.describe('Of the person.'),
        email: z.string(),
        name: z.string(),
        manager: z.boolean().describe('Looks after the team, and sees its figures.'),
        since: instant,
        until: instant.nullable().describe('The first instant that this was not so; null for now.'),
      }),
    )
    .describe('Everybody who is or was in it, with each time.'),
})
export const teamName = z.strictObject({ name: z.string() })
export const newMember = z.strictObject({
  user: z.string().describe('Id, address or alias.'),
  since: instant.nullable().default(null).describe('Default: now. Another date is for admins.'),
  manager: z.boolean().default(false),
})
export const memberChange = z.strictObject({ manager: z.boolean() })
export const memberEnd = z.strictObject({
  until: z.iso.datetime({ offset: true }).optional().describe('Default: now. Another date is for admins.'),
})

export const serviceAccount = z.object({ id, name: z.string(), role, aliases, created_at: instant })
export const newServiceAccount = z.strictObject({
  name: z.string(),
  role: newRole.optional(),
  aliases: wish.optional(),
})
export const serviceAccountChange = z.strictObject({
  name: z.string().optional(),
  aliases: wish.optional(),
})

export const project = z.object({
  id,
  name: z.string(),
  aliases: z.array(z.string()).describe('Other names that facts carry in `project`.'),
  repositories: z.array(z.string()).describe('Names of its repositories.'),
  created_at: instant,
})
export const newProject = z.strictObject({
  name: z.string(),
  aliases: wish.optional(),
  repositories: wish.optional(),
})
export const projectChange = newProject.partial()
export const repository = z.object({
  id,
  name: z.string().describe('As facts carry it in `repo`.'),
  aliases: z.array(z.string()).describe('Other names that facts carry in `repo`.'),
  project: z.string().nullable(),
  created_at: instant,
})
export const newRepository = z.strictObject({ name: z.string(), aliases: wish.optional() })
export const repositoryChange = z.strictObject({ aliases: wish })

/** What the description shows; the organisation itself says what is wrong with a change. */
export const settingsChange = organisationSettings.partial()
export const settingsAnswer = z.object({ data: z.object(organisationSettings.shape) })

/** F-PERM-3, whose names it has. */
export const auditEvent = z.object({
  id: z.string(),
  eventType: z.string().describe(`One of ${Object.keys(AUDIT_EVENTS).join(', ')}.`),
  actor: z.object({
    principalKind: z.enum(['user', 'service', 'key', 'operator', 'nobody']),
    principalId: z.string().nullable(),
    email: z.string().nullable().describe('Of a person who is still known.'),
    role: role.nullable().describe('What they were when they did it.'),
  }),
  source: z.string().describe('By which way: `api`, `page`, `cli`, `login`.'),
  target: z
    .object({ kind: z.string(), id: z.string(), name: z.string().nullable() })
    .nullable()
    .describe('What was changed; its name as it is now.'),
  payload: z.record(z.string(), z.unknown()),
  createdAt: instant,
})
const at = z.iso.datetime({ offset: true })
export const auditQuestion = z.strictObject({
  type: z.string().max(100).optional().describe('An event type.'),
  actor: z.string().max(300).optional().describe('Address or id of who did it.'),
  target: z.string().max(300).optional().describe('Name or id of what was changed.'),
  from: at.optional().describe('An instant, no day: what was done then or later.'),
  to: at.optional().describe('An instant, no day: what was done before it.'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'what `meta.next_cursor` told')
    .optional(),
})

const page = z.object({ next_cursor: z.string().nullable().describe('Null on the last page.') })
export const usersAnswer = z.object({ data: z.array(user), meta: page })
export const auditAnswer = z.object({ data: z.array(auditEvent), meta: page })

export type UserEntry = z.input<typeof user>
export type TeamEntry = z.input<typeof team>
export type TeamWithPeople = z.input<typeof teamWithPeople>
export type ServiceAccountEntry = z.input<typeof serviceAccount>
export type ProjectEntry = z.input<typeof project>
export type RepositoryEntry = z.input<typeof repository>
export type AuditEntry = z.input<typeof auditEvent>
export type UsersAnswer = z.input<typeof usersAnswer>
export type AuditAnswer = z.input<typeof auditAnswer>
