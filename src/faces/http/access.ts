/** Lets requests in: what a route is used for decides who may use it. */
import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ROLES, type Role } from '../../control/scopes.ts'
import { TachographError } from '../../errors.ts'
import type { Intake } from '../../ingest/intake.ts'
import { admitted, type Caller, ORGANISATION_HEADER, type Use } from '../access.ts'
import type { Backend, Scope } from '../backend.ts'
import { organisationReachOf, reachOf } from '../reach.ts'
import { cookiesOf, mustBeFromPage } from './cookies.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    use?: Use
    /** Whose route it is, where not everybody's whose key has the use (ruling Z-5). */
    roles?: readonly Role[]
  }
  interface FastifyRequest {
    caller: Caller | null
  }
}

/** Who may read anything at all. */
const SHOWN = ROLES.filter((role) => role !== 'guest')

/** Lets nobody in who may not: every route must say what it is used for. */
export async function guard(app: FastifyInstance, backend: Pick<Backend, 'team'>): Promise<void> {
  await app.register(cookie)
  app.decorateRequest('caller', null)
  app.addHook('onRoute', ({ url, config }) => {
    if (!config?.use) throw new Error(`${url} does not say who may use it`)
  })
  app.addHook('onRequest', async (request) => {
    if (!backend.team) refuseForeign(request)
    // What is not there is told to everybody.
    const use = request.routeOptions.config?.use
    if (!use || use === 'open') return
    const { rawHeaders } = request.raw
    const organisation = request.headers[ORGANISATION_HEADER]
    const { key: address } = request.params as { key?: string }
    const authorization = rawHeaders.filter(
      (_, i) => rawHeaders[i - 1]?.toLowerCase() === 'authorization' && i % 2 === 1,
    )
    const cookies = backend.team && authorization.length === 0 ? cookiesOf(request, use) : {}
    const told = {
      authorization,
      ...(organisation === undefined ? {} : { organisation: String(organisation) }),
      ...(use === 'ingest' && address !== undefined ? { address } : {}),
      ...cookies,
    }
    request.caller = await admitted(backend, told, use)
    if (cookies.login) mustBeFromPage(request, cookies.login)
    refuseRole(request.caller, request.routeOptions.config.roles ?? (use === 'read' ? SHOWN : ROLES))
  })
}

/** Errors: `forbidden`. */
function refuseRole({ role }: Caller, roles: readonly Role[]): void {
  if (roles.includes(role)) return
  throw new TachographError('forbidden', `Your role is ${role}; this is for ${roles.join(', ')}.`)
}

/** The data that the caller may work with, and what they may read of it. Errors: `forbidden`, `unavailable`. */
export async function scopeOf(backend: Backend, request: FastifyRequest): Promise<Scope> {
  const caller = callerOf(request)
  const [scope, reach] = await Promise.all([backend.scope(caller.org), reachOf(backend, caller)])
  if (reach.people === null) return { ...scope, reach }
  const kept = await scope.storedNames(reach.people.map(({ user }) => user))
  const people = reach.people.map((span, i) => ({ ...span, user: kept[i] ?? span.user }))
  return { ...scope, reach: { ...reach, people } }
}

/** The same for writing and for what is of the server: whatever the role may read. Errors: `unavailable`. */
export const writeScopeOf = (backend: Backend, request: FastifyRequest): Promise<Scope> =>
  backend.scope(callerOf(request).org)

/** The same for routes that are open to few roles, to whom they show all of the organisation. Errors: `unavailable`. */
export async function organisationScopeOf(backend: Backend, request: FastifyRequest): Promise<Scope> {
  const caller = callerOf(request)
  const [scope, reach] = await Promise.all([backend.scope(caller.org), organisationReachOf(backend, caller)])
  return { ...scope, reach }
}

/** Where telemetry of the caller goes. */
export const intakeOf = (backend: Backend, request: FastifyRequest): Intake =>
  backend.intake(callerOf(request).org)

/** Who asks. */
export function callerOf({ caller }: FastifyRequest): Caller {
  if (!caller) throw new Error('nobody was asked for')
  return caller
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i

/**
 * Without login only this machine may ask, and only pages of this server: a foreign name in Host is DNS rebinding, a
 * foreign Origin another web page. Errors: `forbidden_host`.
 */
function refuseForeign(request: FastifyRequest): void {
  const host = request.headers.host ?? ''
  const origin = request.headers.origin
  if (
    !LOOPBACK.test(host) ||
    (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`)
  ) {
    throw new TachographError(
      'forbidden_host',
      'This server answers only to pages and programs of its own machine, at localhost or 127.0.0.1.',
    )
  }
}
