/** Careful reading of rows: their content is untrusted and their shape changes between versions of the agent. */
import { MAX_USD } from '../facts/field.ts'

export { label, path } from './label.ts'

export type Row = Record<string, unknown>

export function record(value: unknown): Row | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : null
}

/** Turns a line into a row; null when it is not one. */
export type ReadRow = (line: Buffer) => Row | null

/** The whole of a line. */
export const wholeRow: ReadRow = (line) => {
  try {
    return record(JSON.parse(line.toString('utf8')))
  } catch {
    return null
  }
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The elements of a list that are objects. */
export function records(value: unknown): Row[] {
  return list(value).filter((item): item is Row => record(item) !== null)
}

/** Text as it stands, or null for anything else. */
export const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** A count as told: null for none, NaN for what is no count, so that it is refused and not made up. */
export function count(value: unknown): number | null {
  if (value === null || value === undefined) return null
  return typeof value === 'number' && value >= 0 ? value : Number.NaN
}

/** An amount in USD that can be real, or null. */
export const usd = (value: unknown): number | null =>
  typeof value === 'number' && Math.abs(value) <= MAX_USD ? value : null

/** A duration in whole ms that can be real, or null. */
export function duration(value: unknown, scale = 1): number | null {
  return typeof value === 'number' && value >= 0 && value * scale <= 1e12 ? Math.round(value * scale) : null
}

const LOCAL = /^\d{4}-\d\d-\d\dT[\d:.]+$/

/** An instant in ms since 1970: ISO 8601 (UTC unless it tells a zone), or a number of ms. */
export function instant(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.round(value) : null
  if (typeof value !== 'string' || value.length > 40) return null
  const at = Date.parse(!value.endsWith('Z') && LOCAL.test(value) ? `${value}Z` : value)
  return Number.isNaN(at) ? null : at
}
