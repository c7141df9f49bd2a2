/** How often may be asked: a token bucket for each key, and for organisations and addresses where the configuration says so. */
import { isIPv6 } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../../config.ts'
import { TachographError } from '../../errors.ts'

export type Limits = Config['limits']

/** What became of asking a bucket for a token; times are seconds. */
export interface Taken {
  allowed: boolean
  /** Tokens the bucket holds at most, and those that are left. */
  limit: number
  remaining: number
  /** Until the bucket is full again. */
  full: number
  /** Until there is a token; whole, at least 1. */
  wait: number
}

/** Buckets that are kept; beyond them the one that was used least lately is forgotten, which fills it. */
const MOST_BUCKETS = 50_000
/** What is lost by counting in fractions. */
const SLACK = 1e-9

/**
 * Buckets of one kind, each of `capacity` tokens of which `perMinute` come back. Written here since the plugin of the
 * framework counts by windows: twice its limit passes where two of them meet, and nothing comes back before one ends.
 */
export class Buckets {
  readonly #capacity: number
  readonly #perSecond: number
  readonly #most: number
  readonly #levels = new Map<string, { tokens: number; at: number }>()

  constructor(kind: { capacity: number; perMinute: number }, most = MOST_BUCKETS) {
    this.#capacity = kind.capacity
    this.#perSecond = kind.perMinute / 60
    this.#most = most
  }

  /** Takes a token at an instant (ms of a clock that never goes back). What is refused costs nothing. */
  take(name: string, now: number): Taken {
    const level = this.#levelOf(name, now)
    const allowed = level >= 1 - SLACK
    const tokens = allowed ? Math.max(0, level - 1) : level
    this.#keep(name, tokens, now)
    return {
      allowed,
      limit: this.#capacity,
      remaining: Math.floor(tokens + SLACK),
      full: Math.ceil((this.#capacity - tokens) / this.#perSecond - SLACK),
      wait: Math.max(1, Math.ceil((1 - tokens) / this.#perSecond - SLACK)),
    }
  }

  #levelOf(name: string, now: number): number {
    const known = this.#levels.get(name)
    if (!known) return this.#capacity
    return Math.min(this.#capacity, known.tokens + (Math.max(0, now - known.at) / 1_000) * this.#perSecond)
  }

  #keep(name: string, tokens: number, now: number): void {
    // Set anew, it stands last; the first is the one that was used least lately.
    this.#levels.delete(name)
    this.#levels.set(name, { tokens, at: now })
    if (this.#levels.size <= this.#most) return
    for (const oldest of this.#levels.keys()) {
      this.#levels.delete(oldest)
      return
    }
  }
}

/** The network that one client has to itself: an IPv4 address, or the first half of an IPv6 one. */
export function networkOf(address: string): string {
  const [plain = ''] = address.toLowerCase().split('%')
  if (!isIPv6(plain)) return plain
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1]
  if (mapped) return mapped
  const [head = '', tail] = plain.split('::')
  const groups = head === '' ? [] : head.split(':')
  const behind = tail === undefined || tail === '' ? 0 : tail.split(':').length
  if (tail !== undefined)
    groups.push(...Array.from({ length: Math.max(0, 8 - groups.length - behind) }, () => '0'))
  return `${[...groups, ...(tail ?? '').split(':')]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}

/** What asks questions or changes something. Doors for facts and telemetry push back by themselves, and have senders that may not wait. */
const isLimited = (request: FastifyRequest): boolean => {
  const use = request.routeOptions.config?.use
  return use === 'read' || use === 'admin'
}

/** Counts requests of an address, also of those that will not be let in; to be registered before it is asked who they are. */
export function limitAddresses(app: FastifyInstance, { address_per_minute: most }: Limits): void {
  if (most === null) return
  const buckets = new Buckets({ capacity: most, perMinute: most })
  app.addHook('onRequest', async (request, reply) => {
    if (isLimited(request)) pass(reply, buckets.take(networkOf(request.ip), performance.now()), 'address')
  })
}

/** Counts requests of a key or login and of its organisation; to be registered after it was asked who they are. */
export function limitCallers(app: FastifyInstance, limits: Limits): void {
  const keys = new Buckets({ capacity: limits.burst, perMinute: limits.per_key_per_minute })
  const most = limits.org_per_hour
  const organisations = most === null ? null : new Buckets({ capacity: most, perMinute: most / 60 })
  app.addHook('onRequest', async (request, reply) => {
    const { caller } = request
    // Whoever runs the server has no key.
    if (!caller?.grant || !isLimited(request)) return
    const now = performance.now()
    pass(reply, keys.take(caller.grant, now), 'key')
    if (organisations) pass(reply, organisations.take(caller.org, now), 'organisation')
  })
}

/** Says how much is left, of several limits that of which least is. Errors: `rate_limited`. */
export function pass(reply: FastifyReply, taken: Taken, whose: string): void {
  const told = reply.getHeader('x-ratelimit-remaining')
  if (told === undefined || Number(told) > taken.remaining || !taken.allowed)
    reply.headers({
      'x-ratelimit-limit': String(taken.limit),
      'x-ratelimit-remaining': String(taken.remaining),
      'x-ratelimit-reset': String(Math.ceil(Date.now() / 1_000) + taken.full),
    })
  if (taken.allowed) return
  reply.header('retry-after', String(taken.wait))
  const seconds = taken.wait === 1 ? 'a second' : `${taken.wait} seconds`
  throw new TachographError('rate_limited', `Too many requests of this ${whose}. Try again in ${seconds}.`)
}
