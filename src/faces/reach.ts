/** What a caller may read of their organisation: the one table of roles for figures and sessions (ruling Z-5). */
import { TachographError } from '../errors.ts'
import { limitsOf } from '../ingest/retention-limits.ts'
import type { Reach, Span } from '../metrics/reach.ts'
import { FOR_EVER } from '../seconds.ts'
import type { Caller } from './access.ts'
import type { Backend } from './backend.ts'

type Behind = Pick<Backend, 'team' | 'settings'>

/**
 * On native routes and those of Sessions Analytics: owner and admin all, a manager their teams, a member themselves, a
 * viewer sums. Where works councils watch, sums of enough people take the place of all but one's own figures (V5).
 * Errors: `forbidden` for guests, `unavailable`.
 */
export async function reachOf(backend: Behind, caller: Caller): Promise<Reach> {
  const { org, role, principal } = caller
  if (role === 'guest')
    throw new TachographError(
      'forbidden',
      'Your role is guest: it shows no figures. An admin can change that.',
    )
  const whole = await organisationReachOf(backend, caller)
  if (role === 'member') return { ...whole, people: selfOf(caller), persons: true, fewest: null }
  if (role === 'viewer') return { ...whole, persons: false }
  if (role === 'manager' && whole.fewest === null) {
    const person = principal?.kind === 'user' ? principal.id : null
    const people = person === null ? [] : await backend.team?.control.teams.managedBy(org, person)
    return { ...whole, people: people ?? [] }
  }
  return whole
}

/** All of the organisation, on routes that are open to few roles. Errors: `unavailable`. */
export async function organisationReachOf(backend: Behind, { org }: Caller): Promise<Reach> {
  const settings = await backend.settings(org)
  const { timezone, works_council, fewest_people, seats, seat_price_usd } = settings
  return {
    org,
    people: null,
    persons: !works_council,
    fewest: works_council ? fewest_people : null,
    tz: works_council ? 'UTC' : timezone,
    kept: limitsOf(settings.retention_days),
    seats: { count: seats, price_usd: seat_price_usd },
  }
}

/** Nobody, where a key belongs to no person. */
const selfOf = ({ principal }: Caller): Span[] =>
  principal?.email ? [{ user: principal.email, from: 0, to: FOR_EVER }] : []
