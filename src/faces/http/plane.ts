/** What routes of the control plane have in common: the plane, of which organisation, and who asks. */
import type { FastifyRequest } from 'fastify'
import type { Actor } from '../../control/audit.ts'
import type { Control } from '../../control/control.ts'
import { TachographError } from '../../errors.ts'
import { actorOf } from '../administer.ts'
import type { Backend } from '../backend.ts'
import { callerOf } from './access.ts'

/** For owners and admins. */
export const ADMIN = { config: { use: 'admin', roles: ['owner', 'admin'] } } as const
/** For managers too, whom the control plane shows and lets change what is of their teams. */
export const MANAGER = { config: { use: 'admin', roles: ['owner', 'admin', 'manager'] } } as const

/** What the routes of the control plane need of a server. */
export type Plane = Pick<Backend, 'team' | 'settings'>

export interface Asked {
  org: string
  by: Actor
  /** The part of the address that names something. */
  id: string
}

/** Errors: `not_found` in personal mode. */
export function control({ team }: Plane): Control {
  if (team) return team.control
  throw new TachographError(
    'not_found',
    'In personal mode there are no organisations and keys. `tachograph init NAME` begins with them.',
  )
}

export function askedOf(request: FastifyRequest): Asked {
  const caller = callerOf(request)
  const way = request.headers.authorization === undefined ? 'page' : caller.principal ? 'api' : 'cli'
  const { id = '' } = request.params as { id?: string }
  return { org: caller.org, by: actorOf(caller, way), id }
}
