/** What every way of logging in has in common: from where it is tried, how often, and under which address people reach the page. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Visitor } from '../../control/login-rows.ts'
import { TachographError } from '../../errors.ts'
import type { Backend, Team } from '../backend.ts'
import type { Secure } from './cookies.ts'
import { networkOf } from './limits.ts'
import { LoginAttempts } from './login-attempts.ts'

/** Ten attempts are free, then the waits are half a minute, a minute, … up to a quarter of an hour. */
const OF_ACCOUNT = { free: 10, firstMs: 30_000, mostMs: 900_000 }
/** Behind one address may be a whole office. */
const OF_ADDRESS = { free: 50, firstMs: 30_000, mostMs: 900_000 }

/** What logging in needs of the program behind it. */
export type Behind = Pick<Backend, 'team'>

export interface LoginOptions {
  /** Address under which people reach the page; null is what the request says. */
  publicUrl: string | null
  /** Seals what has to be kept secret and used. */
  sealKey: Uint8Array
  /** Whether providers of single sign-on may be in our own network. */
  allowPrivateIssuers: boolean
}

export const secureOf = ({ publicUrl }: LoginOptions): Secure =>
  publicUrl?.startsWith('https:') ? true : 'auto'

/** Where people reach the page, without a slash at its end. */
export const addressOf = ({ protocol, host }: FastifyRequest, { publicUrl }: LoginOptions): string =>
  publicUrl ?? `${protocol}://${host}`

/** Errors: `not_found` in personal mode. */
export function teamOf({ team }: Behind): Team {
  if (team) return team
  throw new TachographError('not_found', 'In personal mode nobody logs in.')
}

export const visitorOf = ({ ip, headers }: FastifyRequest): Visitor => ({
  address: ip,
  userAgent: headers['user-agent'] ?? '',
})

interface Attempt {
  succeeded(): void
}

/** Every way to log in is counted, by address and by account. */
export class Attempts {
  readonly #ofAccount = new LoginAttempts(OF_ACCOUNT)
  readonly #ofAddress = new LoginAttempts(OF_ADDRESS)

  /** Begins one. Errors: `rate_limited`, whether there is such an account or not. */
  of(request: FastifyRequest, reply: FastifyReply, email?: string): Attempt {
    const now = performance.now()
    const address = networkOf(request.ip)
    const account = email?.trim().toLowerCase()
    const wait = Math.max(
      this.#ofAddress.wait(address, now),
      account === undefined ? 0 : this.#ofAccount.wait(account, now),
    )
    if (wait > 0) {
      request.log.warn({ remoteAddress: request.ip }, 'too many attempts to log in')
      reply.header('retry-after', String(wait))
      throw new TachographError('rate_limited', `Too many attempts to log in. Try again in ${wait} seconds.`)
    }
    this.#ofAddress.begin(address, now)
    if (account !== undefined) this.#ofAccount.begin(account, now)
    return {
      succeeded: () => {
        this.#ofAddress.takeBack(address)
        if (account !== undefined) this.#ofAccount.forget(account)
      },
    }
  }
}
