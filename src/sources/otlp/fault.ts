/** Holds what readers make of telemetry to what the store can take, so that one record costs no other. */
import { EARLIEST, type FieldKind, MAX_AHEAD, MAX_COUNT, MAX_TEXT, MAX_USD } from '../../facts/field.ts'
import { type DropReason, type Fact, factType } from '../../facts/index.ts'

export interface Fault {
  reason: DropReason
  /** Which field, and never what stands in it. */
  detail: string
}

/** What keeps a fact out of the store; null for nothing. `now` is ms since 1970 UTC. */
export function faultOf(fact: Fact, now: number): Fault | null {
  const fields = factType(fact.type)?.fields
  if (!fields) return { reason: 'invalid_fact', detail: 'it is of no fact type' }
  // In place of a list of entries: this is done for every fact.
  const values = fact as unknown as Record<string, unknown>
  for (const name in values) {
    const value = values[name]
    if (typeof value === 'number') {
      const kind = name === 'at' || name === 'observed_at' ? 'time' : fields[name]?.kind
      if (kind === 'time' && (value < EARLIEST || value > now + MAX_AHEAD))
        return { reason: 'time_out_of_range', detail: `${name} is ${value} ms since 1970` }
      if (!isNumber(value, kind)) return { reason: 'invalid_fact', detail: `${name} is ${value}` }
    } else if (isLong(value)) return { reason: 'invalid_fact', detail: `${name} is too long` }
  }
  return null
}

/** Fields of the envelope have no kind. */
function isNumber(value: number, kind: FieldKind | undefined): boolean {
  if (kind === 'ratio') return Number.isFinite(value)
  if (kind === 'usd') return Math.abs(value) <= MAX_USD
  if (kind === 'time') return Number.isInteger(value)
  return Number.isInteger(value) && value >= 0 && value <= MAX_COUNT
}

const isLong = (value: unknown): boolean =>
  typeof value === 'string' ? value.length > MAX_TEXT : Array.isArray(value) && value.some(isLong)
