/** Routes for single sign-on: to the provider of an organisation and back, and its settings. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { notSignedOn, OpenId } from '../../control/oidc.ts'
import { seal, unseal } from '../../control/sealed.ts'
import { TachographError } from '../../errors.ts'
import * as contract from '../contract-login.ts'
import { callerOf } from './access.ts'
import { bodyOf } from './body.ts'
import { setLogin } from './cookies.ts'
import { answerError, toTachographError } from './failures.ts'
import { Buckets, networkOf, pass } from './limits.ts'
import {
  type Attempts,
  addressOf,
  type Behind,
  type LoginOptions,
  secureOf,
  teamOf,
  visitorOf,
} from './logging-in.ts'
import { ADMIN, askedOf } from './plane.ts'

const OPEN = { config: { use: 'open' } } as const
/** Who names the provider names everybody, owners too. */
const OWNER = { config: { use: 'admin', roles: ['owner'] } } as const

const CALLBACK = '/login/oidc/callback'
/** Of a person who is away at the provider: the provider sends them back from another site, which Strict would not let it follow. */
const COOKIE = 'tachograph_sign_on'
const AWAY_S = 600
/** Begins of one address: each may ask the provider something. */
const BEGINS = { capacity: 30, perMinute: 30 }

const journey = z.object({
  organisation: z.string(),
  back: z.string(),
  until: z.number(),
  journey: z.object({ state: z.string(), nonce: z.string(), verifier: z.string() }),
})

export function singleSignOn(
  app: FastifyInstance,
  backend: Behind,
  attempts: Attempts,
  options: LoginOptions,
): void {
  const openId = new OpenId({ allowPrivate: options.allowPrivateIssuers })
  const begins = new Buckets(BEGINS)
  app.register(async (scope) => {
    scope.setErrorHandler<Error>((error, request, reply) => {
      const wantsPage = /\btext\/html\b/.test(request.headers.accept ?? '')
      if (error instanceof TachographError && error.cause)
        request.log.warn({ err: error.cause }, 'single sign-on failed')
      return wantsPage ? answerPage(error, reply) : answerError(error, request, reply)
    })
    scope.get('/login/oidc/:organisation', OPEN, async (request, reply) => {
      pass(reply, begins.take(networkOf(request.ip), performance.now()), 'address')
      const { organisation: name } = request.params as { organisation: string }
      const { control } = teamOf(backend)
      const organisation = (await control.organisations.find(name))?.id ?? ''
      const provider = await control.signOn.providerOf(organisation, options.sealKey)
      const back = `${addressOf(request, options)}${CALLBACK}`
      const { url, journey } = await openId.begin(provider, back)
      const until = Date.now() + AWAY_S * 1_000
      const kept = JSON.stringify({ organisation, back, until, journey })
      reply.setCookie(COOKIE, seal(options.sealKey, COOKIE, kept), {
        ...awayOptions(options),
        maxAge: AWAY_S,
      })
      return reply.redirect(url)
    })
    scope.get(CALLBACK, OPEN, async (request, reply) => {
      const attempt = attempts.of(request, reply)
      reply.clearCookie(COOKIE, awayOptions(options))
      const { organisation, back, journey } = journeyOf(request, options)
      const { control } = teamOf(backend)
      const provider = await control.signOn.providerOf(organisation, options.sealKey)
      const cameBackTo = new URL(request.url, back)
      const claims = await openId.finish(provider, journey, cameBackTo)
      const { token } = await control.signOn.enter(organisation, claims, visitorOf(request))
      attempt.succeeded()
      setLogin(reply, token, secureOf(options))
      return reply.redirect(`${addressOf(request, options)}/`)
    })
  })
  settings(app, backend, openId, options)
}

function settings(
  app: FastifyInstance,
  backend: Behind,
  openId: OpenId,
  { sealKey: key }: LoginOptions,
): void {
  app.get('/api/v1/single-sign-on', ADMIN, async (request) => {
    const found = await teamOf(backend).control.signOn.get(callerOf(request).org)
    if (!found) throw new TachographError('not_found', 'This organisation has no single sign-on.')
    return contract.signOn.encode(found)
  })
  app.put('/api/v1/single-sign-on', OWNER, async (request) => {
    const { org, by } = askedOf(request)
    const told = bodyOf(request, contract.newSignOn)
    return contract.signOn.encode(await teamOf(backend).control.signOn.set(org, told, by, { key, openId }))
  })
  app.delete('/api/v1/single-sign-on', OWNER, async (request) => {
    const { org, by } = askedOf(request)
    await teamOf(backend).control.signOn.remove(org, by)
    return {}
  })
}

const awayOptions = (options: LoginOptions) =>
  ({ path: '/login/oidc', httpOnly: true, sameSite: 'lax', secure: secureOf(options) }) as const

/** What the browser kept of where it was sent. Errors: `unauthenticated` for another browser, or too late. */
function journeyOf(request: FastifyRequest, { sealKey }: LoginOptions): z.infer<typeof journey> {
  const text = unseal(sealKey, COOKIE, request.cookies[COOKIE] ?? '')
  const kept = text === null ? null : journey.parse(JSON.parse(text))
  if (!kept || kept.until < Date.now()) throw notSignedOn()
  return kept
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** The same for people, who come here by a link and not by the page. */
function answerPage(error: Error, reply: FastifyReply): FastifyReply {
  const { status, message } = toTachographError(error)
  const shown = message.replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? '')
  return reply
    .status(status)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
        `<meta name="color-scheme" content="light dark"><title>Tachograph</title><link rel="icon" href="/disc.svg">` +
        `<main><h1>Not signed in</h1><p>${shown}</p><p><a href="/">Back to the login</a></p></main></html>`,
    )
}
