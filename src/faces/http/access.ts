/** Who may ask: everybody on this machine in personal mode, holders of keys in team mode. */
import { timingSafeEqual } from 'node:crypto'
import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { PERSONAL } from '../../control/mode.ts'
import type { KeyScope } from '../../control/scopes.ts'
import { TachographError } from '../../errors.ts'
import type { Backend, Scope, Team } from '../backend.ts'
import { bodyOf } from './body.ts'

/** What a route is used for: `open` to everybody, one of the scopes of keys, or to run the server. */
export type Use = 'open' | KeyScope | 'operate'

/** Who asks, once that is known. */
interface Caller {
  org: string
  uses: ReadonlySet<Use>
}

declare module 'fastify' {
  interface FastifyContextConfig {
    use?: Use
  }
  interface FastifyRequest {
    caller: Caller | null
  }
}

const ALL: ReadonlySet<Use> = new Set<Use>(['ingest', 'read', 'operate'])
const BEARER = /^Bearer +([\x21-\x7e]+)$/i
/** Names the organisation that the operator means, by id or slug; keys have one of their own. */
export const ORGANISATION_HEADER = 'tachograph-org'

/** A page that has been let in; it may read and nothing else, so that no other page can make it do anything. */
const COOKIE = 'tachograph_key'
const COOKIE_OPTIONS = { path: '/', httpOnly: true, sameSite: 'strict', secure: 'auto' } as const

/** Lets nobody in who may not: every route must say what it is used for. */
export async function guard(app: FastifyInstance, backend: Backend): Promise<void> {
  await app.register(cookie)
  app.decorateRequest('caller', null)
  app.addHook('onRoute', ({ url, config }) => {
    if (!config?.use) throw new Error(`${url} does not say who may use it`)
  })
  app.addHook('onRequest', async (request, reply) => {
    if (!backend.team) refuseForeign(request)
    // What is not there is told to everybody.
    const use = request.routeOptions.config?.use
    if (!use || use === 'open') return
    const key = keyOf(request, reply) ?? pageKey(backend, request, use)
    request.caller = await callerOf(backend, request, key, reply)
    if (!request.caller.uses.has(use)) throw refusal(request.caller, use)
  })
}

/** The data that the caller may work with. Errors: `unavailable`. */
export function scopeOf(backend: Backend, request: FastifyRequest): Promise<Scope> {
  const { caller } = request
  if (!caller) throw new Error('nobody was asked for')
  return backend.scope(caller.org)
}

/** Lets a page in with a key for reading: until the browser is closed, or `leave` is called. */
export function login(app: FastifyInstance, { team }: Backend): void {
  const open = { config: { use: 'open' } } as const
  app.post('/api/v1/login', open, async (request, reply) => {
    const { key } = bodyOf(request, z.strictObject({ key: z.string() }))
    const grant = team ? await team.control.keys.grantOf(key) : null
    if (!grant) throw invalid(reply)
    if (!grant.scopes.has('read')) throw refusal({ org: grant.organisation, uses: grant.scopes }, 'read')
    reply.setCookie(COOKIE, key, COOKIE_OPTIONS)
    return {}
  })
  app.post('/api/v1/logout', open, async (_request, reply) => {
    reply.clearCookie(COOKIE, COOKIE_OPTIONS)
    return {}
  })
}

function pageKey({ team }: Backend, request: FastifyRequest, use: Use): string | null {
  return team && use === 'read' ? (request.cookies[COOKIE] ?? null) : null
}

/** The key that was sent; null for none. Errors: `unauthenticated` when it cannot be told. */
function keyOf(request: FastifyRequest, reply: FastifyReply): string | null {
  const told = request.raw.rawHeaders.filter(
    (name, i) => i % 2 === 0 && name.toLowerCase() === 'authorization',
  )
  if (told.length === 0) return null
  const key = BEARER.exec(request.headers.authorization ?? '')?.[1]
  if (key === undefined || told.length > 1) throw invalid(reply)
  return key
}

async function callerOf(
  { team }: Backend,
  request: FastifyRequest,
  key: string | null,
  reply: FastifyReply,
): Promise<Caller> {
  if (!team) {
    // No key is valid here: whoever sends one believes to be somewhere else.
    if (key !== null) throw invalid(reply)
    return { org: PERSONAL, uses: ALL }
  }
  if (key === null) throw unauthenticated(reply, 'A key is needed. Send it as "Authorization: Bearer KEY".')
  if (isOperator(team, key)) return { org: await meant(team, request), uses: ALL }
  const grant = await team.control.keys.grantOf(key)
  if (!grant) throw invalid(reply)
  return { org: grant.organisation, uses: grant.scopes }
}

function isOperator({ operator }: Team, key: string): boolean {
  const told = Buffer.from(key)
  const known = Buffer.from(operator)
  return told.length === known.length && timingSafeEqual(told, known)
}

async function meant({ control }: Team, request: FastifyRequest): Promise<string> {
  const name = request.headers[ORGANISATION_HEADER]
  if (name === undefined) return PERSONAL
  const found = await control.organisations.find(String(name))
  if (!found) throw new TachographError('not_found', `There is no organisation ${String(name).slice(0, 60)}.`)
  return found.id
}

function unauthenticated(reply: FastifyReply, message: string): TachographError {
  reply.header('www-authenticate', 'Bearer realm="tachograph"')
  return new TachographError('unauthenticated', message)
}

/** The same whatever is wrong with it. */
const invalid = (reply: FastifyReply) => unauthenticated(reply, 'The key that was sent is not valid here.')

function refusal({ uses }: Caller, use: Use): TachographError {
  const scopes = [...uses].join(' and ')
  const needed = use === 'operate' ? 'can only be done on the machine of the server' : `needs one for ${use}`
  return new TachographError('forbidden', `The key that was sent is for ${scopes}; this ${needed}.`)
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
