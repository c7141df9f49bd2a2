/** Who looks after people, keys and settings: what the control plane is told of a caller. */
import type { Actor } from '../control/audit.ts'
import { isAdministrator } from '../control/roles.ts'
import type { Caller } from './access.ts'

/** Whether a caller may say who is who: with the scope `admin`, in the role of an administrator. */
export const administers = ({ uses, role }: Caller): boolean => uses.has('admin') && isAdministrator(role)

/** The caller as the audit log has them. Without a principal it is whoever runs the server. */
export const actorOf = ({ principal, role }: Caller, source: string): Actor =>
  principal
    ? { kind: principal.kind, id: principal.id, role, source }
    : { kind: 'operator', id: null, role, source }
