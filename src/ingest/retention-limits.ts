/** How long facts of each type are kept, as the setting `retention_days` says (promise V6). */
import { FACT_TYPES } from '../facts/index.ts'

const DAY_MS = 24 * 3600_000
/** For every type that has no limit of its own, but for those that are not of a day. */
export const ALL = 'all'
/** Who belongs to the organisation is true until somebody says otherwise. */
const STANDING: ReadonlySet<string> = new Set(['member'])

/** Days by type; types that are kept for ever are left out. Sessions are kept as long as anything that may belong to one. */
export function limitsOf(days: Readonly<Record<string, number>>): Map<string, number> {
  const limits = new Map<string, number>()
  for (const { name } of FACT_TYPES) {
    const limit = days[name] ?? (STANDING.has(name) ? undefined : days[ALL])
    if (limit !== undefined) limits.set(name, limit)
  }
  if (days.session === undefined && limits.has('session')) {
    const others = FACT_TYPES.filter(({ name, fields }) => name !== 'session' && 'session' in fields)
    const all = others.map(({ name }) => limits.get(name) ?? Number.POSITIVE_INFINITY)
    const longest = Math.max(...all)
    if (longest === Number.POSITIVE_INFINITY) limits.delete('session')
    else limits.set('session', longest)
  }
  return limits
}

/** By type: what happened before this instant, ms, is not kept. Null when all is kept. */
export function oldestOf(days: Readonly<Record<string, number>>, now: number): Map<string, number> | null {
  const limits = limitsOf(days)
  if (limits.size === 0) return null
  return new Map([...limits].map(([type, limit]) => [type, now - limit * DAY_MS]))
}

/**
 * What a sweep removes: it goes forward in steps of a twenty-fourth of the limit, and of a day at most, since removing
 * writes anew all that lies beside. So a fact may outlive its limit by one step.
 */
export function sweptOf(days: Readonly<Record<string, number>>, now: number): Map<string, number> {
  const out = new Map<string, number>()
  for (const [type, limit] of limitsOf(days)) {
    const step = Math.max(1_000, Math.min(DAY_MS, (limit * DAY_MS) / 24))
    const oldest = now - limit * DAY_MS
    out.set(type, Math.floor(oldest - (oldest % step)))
  }
  return out
}
