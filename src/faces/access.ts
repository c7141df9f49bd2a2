/** Who may do what: everybody on this machine in personal mode, holders of keys in team mode. */
import { timingSafeEqual } from 'node:crypto'
import { PERSONAL } from '../control/mode.ts'
import type { Grant, KeyScope, Principal, Role } from '../control/scopes.ts'
import { TachographError } from '../errors.ts'
import type { Backend, Team } from './backend.ts'

/** What something is used for: `open` to everybody, one of the scopes of keys, or to run the server. */
export type Use = 'open' | KeyScope | 'operate'

/** Who asks, once that is known. */
export interface Caller {
  org: string
  uses: ReadonlySet<Use>
  role: Role
  /** Null for whoever runs the server, and in personal mode. */
  principal: Principal | null
  /** Id of the key or login; null like the principal. */
  grant: string | null
  /** Which of the two: a person's key may not do what their login may. */
  via: Grant['via'] | null
}

/** What a request says of who sends it. */
export interface Credentials {
  /** Every `Authorization` it carries. */
  authorization: readonly string[]
  /** The organisation that the operator means, by id or slug; keys have one of their own. */
  organisation?: string
  /** A key that came by another way. */
  key?: string | null
  /** Token of a login, from the cookie of a page. */
  login?: string | null
  /** A key that is a part of the address, where the operator's does not belong: addresses are written down. */
  address?: string
}

/** Names the organisation that the operator means. */
export const ORGANISATION_HEADER = 'tachograph-org'

const ALL: ReadonlySet<Use> = new Set<Use>(['ingest', 'read', 'admin', 'operate'])
const BEARER = /^Bearer +([\x21-\x7e]+)$/i

/** Lets in who may. Errors: `unauthenticated`, `forbidden`, `not_found` for an organisation, `unavailable`. */
export async function admitted(
  { team }: Pick<Backend, 'team'>,
  told: Credentials,
  use: Use,
): Promise<Caller> {
  const caller = await callerOf(team, told)
  if (!caller.uses.has(use)) throw refusal(caller.uses, use)
  return caller
}

async function callerOf(team: Team | null, told: Credentials): Promise<Caller> {
  const key = told.address === undefined ? keyOf(told) : keyInAddress(told)
  if (!team) {
    // No key is valid here: whoever sends one believes to be somewhere else.
    if (key !== null) throw invalidKey()
    return { org: PERSONAL, uses: ALL, role: 'owner', principal: null, grant: null, via: null }
  }
  if (key === null && told.login) return loggedIn(team, told.login)
  if (key === null)
    throw new TachographError('unauthenticated', 'A key is needed. Send it as "Authorization: Bearer KEY".')
  if (told.address === undefined && isOperator(team, key))
    return {
      org: await meant(team, told.organisation),
      uses: ALL,
      role: 'owner',
      principal: null,
      grant: null,
      via: null,
    }
  const grant = await team.control.keys.grantOf(key)
  if (!grant) throw invalidKey()
  return callerBy(grant)
}

async function loggedIn({ control }: Team, token: string): Promise<Caller> {
  const grant = await control.logins.grantOf(token)
  if (!grant) throw new TachographError('unauthenticated', 'This login is over. Log in again.')
  return callerBy(grant)
}

const callerBy = ({ id, via, organisation, scopes, role, principal }: Grant): Caller => ({
  org: organisation,
  uses: scopes,
  role,
  principal,
  grant: id,
  via,
})

function keyOf({ authorization, key = null }: Credentials): string | null {
  if (authorization.length === 0) return key
  const told = BEARER.exec(authorization[0] as string)?.[1]
  if (told === undefined || authorization.length > 1) throw invalidKey()
  return told
}

/** Who tells two keys cannot mean both. */
function keyInAddress({ authorization, address = '' }: Credentials): string {
  if (authorization.length > 0) throw invalidKey()
  return address
}

function isOperator({ operator }: Team, key: string): boolean {
  const told = Buffer.from(key)
  const known = Buffer.from(operator)
  return told.length === known.length && timingSafeEqual(told, known)
}

async function meant({ control }: Team, name: string | undefined): Promise<string> {
  if (name === undefined) return PERSONAL
  const found = await control.organisations.find(name)
  if (!found) throw new TachographError('not_found', `There is no organisation ${name.slice(0, 60)}.`)
  return found.id
}

/** The same whatever is wrong with it. */
export const invalidKey = () =>
  new TachographError('unauthenticated', 'The key that was sent is not valid here.')

export function refusal(uses: ReadonlySet<Use>, use: Use): TachographError {
  const needed = use === 'operate' ? 'can only be done on the machine of the server' : `needs one for ${use}`
  return new TachographError(
    'forbidden',
    `The key that was sent is for ${[...uses].join(' and ')}; this ${needed}.`,
  )
}
