/** Who may look after whom: roles by rank (ruling Z-5). */
import { TachographError } from '../errors.ts'
import type { Actor } from './audit.ts'
import { ROLES, type Role } from './scopes.ts'

/** Whether a role may more than another one. */
const above = (one: Role, other: Role): boolean => ROLES.indexOf(one) < ROLES.indexOf(other)

/** Whether it is the role of those who look after people, keys and settings. */
export const isAdministrator = (role: Role | null): boolean => role === 'owner' || role === 'admin'

/** Errors: `forbidden` for whoever is neither owner nor admin. */
export function mustAdminister({ role }: Actor): void {
  if (!isAdministrator(role))
    throw new TachographError('forbidden', 'This is for owners and admins of the organisation.')
}

/** Who decides how people come in decides who could be an owner. Errors: `forbidden`. */
export function mustOwn({ role }: Actor, what: string): void {
  if (role !== 'owner')
    throw new TachographError('forbidden', `${what} is set by owners of the organisation.`)
}

/** Nobody gives, takes or acts for a role above their own. Errors: `forbidden`. */
export function mustReach({ role }: Actor, other: Role): void {
  if (role === null || above(other, role))
    throw new TachographError('forbidden', `The role ${other} is above yours.`)
}

/** Errors: `bad_param` (`role`). */
export function roleOf(told: string): Role {
  const role = ROLES.find((one) => one === told)
  if (role) return role
  throw new TachographError('bad_param', `role: one of ${ROLES.join(', ')}.`, { param: 'role' })
}
