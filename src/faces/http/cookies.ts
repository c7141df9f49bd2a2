/** Cookies of the page: a key for reading, or a login, with which it may also change things if it shows that it is the page. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { TachographError } from '../../errors.ts'
import type { Use } from '../access.ts'

const KEY = 'tachograph_key'
const LOGIN = 'tachograph_login'
const OPTIONS = { path: '/', httpOnly: true, sameSite: 'strict' } as const
/** As long as a login lasts, in seconds; it may end before. */
const LOGIN_S = 30 * 86_400

/** Carries what only the page can know that the login's cookie belongs to. */
export const CSRF_HEADER = 'x-csrf-token'

const READS: readonly string[] = ['GET', 'HEAD']

/** What the cookies of a request let it in with: a key may only read, a login nothing that machines do. */
export function cookiesOf(request: FastifyRequest, use: Use): { login?: string; key?: string } {
  const { [LOGIN]: login, [KEY]: key } = request.cookies
  if (login && (use === 'read' || use === 'admin')) return { login }
  if (key && use === 'read' && READS.includes(request.method)) return { key }
  return {}
}

/** Token of the login of a request, whatever it asks for; null without one. */
export const loginOf = (request: FastifyRequest): string | null => request.cookies[LOGIN] || null

/** Only whoever has the token can work it out, and from it nobody works out the token. */
export const csrfOf = (token: string): string =>
  createHash('sha256').update(`csrf ${token}`).digest('base64url')

/** A page of somebody else can make a browser send the cookie, and cannot read what belongs into the header. Errors: `forbidden`. */
export function mustBeFromPage(request: FastifyRequest, token: string): void {
  if (READS.includes(request.method)) return
  const told = Buffer.from(String(request.headers[CSRF_HEADER] ?? ''))
  const known = Buffer.from(csrfOf(token))
  if (told.length === known.length && timingSafeEqual(told, known)) return
  throw new TachographError(
    'forbidden',
    'A login may change something only with the header X-CSRF-Token; GET /api/v1/me has its value.',
  )
}

/** Whether browsers send them over HTTPS alone; `auto` is as they were given. */
export type Secure = true | 'auto'

/** Who is let in anew is no longer who they were: one cookie takes the place of the other. */
export function setKey(reply: FastifyReply, key: string, secure: Secure): void {
  reply.setCookie(KEY, key, { ...OPTIONS, secure }).clearCookie(LOGIN, { ...OPTIONS, secure })
}

export function setLogin(reply: FastifyReply, token: string, secure: Secure): void {
  reply
    .setCookie(LOGIN, token, { ...OPTIONS, secure, maxAge: LOGIN_S })
    .clearCookie(KEY, { ...OPTIONS, secure })
}

export function clearCookies(reply: FastifyReply, secure: Secure): void {
  reply.clearCookie(KEY, { ...OPTIONS, secure }).clearCookie(LOGIN, { ...OPTIONS, secure })
}
