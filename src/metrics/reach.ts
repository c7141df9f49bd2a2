/** Reach: of which organisation and of whom a caller may read. Every query of figures and sessions carries one (ruling Z-5). */
import { TachographError } from '../errors.ts'
import { nanoOf } from '../prices/index.ts'

/** A person, and while they are within reach: seconds since 1970 UTC, the end left out. */
export interface Span {
  user: string
  from: number
  to: number
}

export interface Reach {
  org: string
  /** Whose rows may be read; null for everybody's. */
  people: readonly Span[] | null
  /** False where only sums may be read: what tells of single people is refused. */
  persons: boolean
  /** Fewest people that a figure may be of (promise V5), or null where that does not matter. */
  fewest: number | null
  /** Seats that are paid for, and what one costs in a month; null where nobody has said. */
  seats?: { count: number | null; price_usd: number | null }
  /** Days that facts are kept, by type; types that are kept for ever are left out (promise V6). */
  kept?: ReadonlyMap<string, number>
  /** Zone of the days where a question names none (G-TIME-2). */
  tz: string
}

/** Errors: `forbidden` where only sums may be read and `what` tells of single people. */
export function refuseSums({ persons }: Reach, what: string): void {
  if (!persons)
    throw new TachographError('forbidden', `${what} single people, and you may read sums of several alone.`)
}

/**
 * Errors: `forbidden` where a filter names somebody who may not be read: whether there is such a person is not told
 * (S-PERM-1).
 */
export function refuseOthers(reach: Reach, users: readonly string[], param = 'user'): void {
  if (users.length > 0) refuseSums(reach, `The filter ${param} tells of`)
  const within = new Set(reach.people?.map(({ user }) => user))
  if (reach.people !== null && users.some((user) => !within.has(user)))
    throw new TachographError('forbidden', `${param}: your role does not show this person.`, { param })
}

/** All of an organisation. */
export const wholeOf = (org: string): Reach => ({ org, people: null, persons: true, fewest: null, tz: 'UTC' })

/** What the SQL of `sql.ts` needs to know of a reach. */
export const reachParams = ({ org, people, fewest, seats }: Reach, now = Date.now()) => ({
  org,
  seats: seats?.count ?? null,
  seat_nano: seats?.price_usd == null ? null : String(nanoOf(seats.price_usd)),
  // Without works councils nobody asks for these.
  ...(fewest === null ? {} : { fewest, today: Math.floor(now / 86_400_000) * 86_400 }),
  whole: people === null,
  people: people?.map(({ user }) => user) ?? [],
  since: people?.map(({ from }) => from) ?? [],
  until: people?.map(({ to }) => to) ?? [],
})
