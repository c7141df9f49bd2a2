/** Routes for logging in and out, and for setting a password. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor } from '../../control/audit.ts'
import { ROLES } from '../../control/scopes.ts'
import { TachographError } from '../../errors.ts'
import { type Caller, invalidKey, refusal } from '../access.ts'
import * as contract from '../contract-login.ts'
import { callerOf } from './access.ts'
import { bodyOf } from './body.ts'
import { clearCookies, csrfOf, loginOf, mustBeFromPage, setKey, setLogin } from './cookies.ts'
import {
  Attempts,
  addressOf,
  type Behind,
  type LoginOptions,
  secureOf,
  teamOf,
  visitorOf,
} from './logging-in.ts'
import { singleSignOn } from './oidc.ts'
import { ADMIN, askedOf } from './plane.ts'

const OPEN = { config: { use: 'open' } } as const
/** Also for guests, who see nothing else. */
const MINE = { config: { use: 'read', roles: ROLES } } as const

export function login(app: FastifyInstance, backend: Behind, options: LoginOptions): void {
  const attempts = new Attempts()
  const secure = secureOf(options)
  app.get('/api/v1/login', OPEN, async () => ({ sign_on: await signOnOf(backend) }))
  app.post('/api/v1/login', OPEN, async (request, reply) => {
    const told = bodyOf(request, contract.keyLogin.or(contract.passwordLogin))
    if ('key' in told) {
      const attempt = attempts.of(request, reply)
      await mustRead(backend, told.key)
      attempt.succeeded()
      setKey(reply, told.key, secure)
      return {}
    }
    const attempt = attempts.of(request, reply, told.email)
    const opened = await teamOf(backend).control.logins.byPassword(told, visitorOf(request))
    if (!opened) throw new TachographError('unauthenticated', 'The e-mail address or the password is wrong.')
    attempt.succeeded()
    setLogin(reply, opened.token, secure)
    return loggedIn(backend, opened.token)
  })
  app.post('/api/v1/logout', OPEN, async (request, reply) => {
    const token = loginOf(request)
    const grant = token ? await backend.team?.control.logins.grantOf(token) : null
    if (token && grant) {
      mustBeFromPage(request, token)
      const { organisation, principal, role, id } = grant
      const by: Actor = { kind: 'user', id: principal.id, role, source: 'login' }
      await backend.team?.control.logins.end({ organisation, person: principal.id }, { id }, by)
    }
    clearCookies(reply, secure)
    return {}
  })
  app.post('/api/v1/login/organisation', MINE, async (request) => {
    const caller = callerOf(request)
    const { organisation } = bodyOf(request, contract.organisationSwitch)
    const { control } = teamOf(backend)
    await control.logins.switchTo(mustBeLogin(caller), organisation)
    return meOf(backend, { ...caller }, loginOf(request))
  })
  app.get('/api/v1/me', MINE, async (request) => meOf(backend, callerOf(request), loginOf(request)))
  passwords(app, backend, attempts, options)
  logins(app, backend)
  singleSignOn(app, backend, attempts, options)
}

/** The one organisation that has it, or that there are some: which is nobody's business who does not know. */
async function signOnOf({ team }: Behind): Promise<string | null> {
  const [slug] = (await team?.control.signOn.organisations()) ?? []
  const all = (await team?.control.organisations.list()) ?? []
  return slug === undefined ? null : all.length === 1 ? slug : ''
}

function passwords(app: FastifyInstance, backend: Behind, attempts: Attempts, options: LoginOptions): void {
  const secure = secureOf(options)
  app.post('/api/v1/password', OPEN, async (request, reply) => {
    const { token, password } = bodyOf(request, contract.newPassword)
    const attempt = attempts.of(request, reply)
    const opened = await teamOf(backend).control.logins.setByLink(token, password, visitorOf(request))
    attempt.succeeded()
    setLogin(reply, opened.token, secure)
    return loggedIn(backend, opened.token)
  })
  app.post('/api/v1/password-links', ADMIN, async (request) => {
    const { org, by } = askedOf(request)
    const { user } = bodyOf(request, contract.newLink)
    const made = await teamOf(backend).control.logins.makeLink(org, user, by)
    // Behind the #, so that it is in no log of any server.
    const url = `${addressOf(request, options)}/#password=${made.token}`
    return contract.passwordLink.encode({ ...made, url })
  })
}

/** The logins of whoever asks: their own, and nobody else's. */
function logins(app: FastifyInstance, backend: Behind): void {
  app.get('/api/v1/logins', MINE, async (request) => {
    const { org, principal, grant } = callerOf(request)
    const { control } = teamOf(backend)
    if (principal?.kind !== 'user') return { data: [] }
    const mine = await control.logins.list(org, principal.id)
    return {
      data: mine.map((one) => contract.loginEntry.encode({ ...one, current: one.id === grant })),
    }
  })
  app.delete('/api/v1/logins', MINE, async (request) => ended(backend, request, { butNot: null }))
  app.delete('/api/v1/logins/:id', MINE, async (request) => {
    mustBeLogin(callerOf(request))
    const { id } = request.params as { id: string }
    const found = /^[0-9a-f-]{36}$/.test(id) ? await ended(backend, request, { id }) : { ended: 0 }
    if (found.ended === 0)
      throw new TachographError('not_found', `There is no login ${id.slice(0, 60)} of yours.`)
    return found
  })
}

async function ended(
  backend: Behind,
  request: FastifyRequest,
  which: { id: string } | { butNot: string | null },
): Promise<{ ended: number }> {
  const caller = callerOf(request)
  mustBeLogin(caller)
  const of = { organisation: caller.org, person: caller.principal?.id ?? '' }
  return { ended: await teamOf(backend).control.logins.end(of, which, askedOf(request).by) }
}

/** Errors: `unauthenticated`, `forbidden` for a key that may not read. */
async function mustRead({ team }: Behind, key: string): Promise<void> {
  const grant = team ? await team.control.keys.grantOf(key) : null
  if (!grant) throw invalidKey()
  if (!grant.scopes.has('read')) throw refusal(grant.scopes, 'read')
}

/** Id of the login. Errors: `forbidden` for whoever asks without one. */
function mustBeLogin({ grant, via }: Caller): string {
  if (grant !== null && via === 'login') return grant
  throw new TachographError('forbidden', 'This is for people who are logged in; keys have no logins.')
}

async function loggedIn(backend: Behind, token: string): Promise<contract.Me> {
  const grant = await teamOf(backend).control.logins.grantOf(token)
  if (!grant) throw new TachographError('unauthenticated', 'This login is over. Log in again.')
  const { organisation: org, scopes: uses, role, principal, id, via } = grant
  return meOf(backend, { org, uses, role, principal, grant: id, via }, token)
}

async function meOf(backend: Behind, caller: Caller, token: string | null): Promise<contract.Me> {
  const { org, role, principal, grant, via } = caller
  const nothing = {
    email: principal?.email ?? null,
    name: null,
    organisations: [],
    login: null,
    csrf_token: null,
  }
  if (!backend.team) return contract.me.encode({ ...nothing, kind: 'personal', role, organisation: null })
  const { control } = backend.team
  if (token !== null && via === 'login' && grant !== null) {
    const { organisation: shown, ...detail } = await control.logins.detail(grant)
    const organisation = detail.organisations.find(({ id }) => id === shown) ?? null
    const { id, way, expires_at } = detail
    const login = { id, way, expires_at }
    return contract.me.encode({
      ...{ kind: 'login', ...detail, name: detail.name || null, organisation, login },
      csrf_token: csrfOf(token),
    })
  }
  const organisation = await control.organisations.find(org)
  return contract.me.encode({ ...nothing, kind: principal ? 'key' : 'operator', role, organisation })
}
