/** Reads attributes leniently: within one agent and version the same number comes as a string and as a number. */
import { MAX_COUNT, MAX_USD } from '../../facts/field.ts'
import type { Attributes, Value } from '../../otlp/signals.ts'
import { label } from '../label.ts'

/** A text that names something; null when there is none, or when the agent put a word in place of the name. */
export function name(attributes: Attributes, key: string): string | null {
  const told = label(scalar(attributes.get(key)))
  return told !== null && REDACTED.has(told) ? null : told
}

/** What agents write where a name was withheld. */
const REDACTED = new Set(
  '<REDACTED> [REDACTED] custom custom_skill third-party mcp_tool mcp unknown'.split(' '),
)

/** A text that stands for a state, such as `success` or `accept`; in lower case. */
export const word = (attributes: Attributes, key: string): string | null =>
  label(scalar(attributes.get(key)))?.toLowerCase() ?? null

const KIND = /^[\w.:-]{1,100}$/

/** The kind of an error: one word. One that is told in more is a message, which may be anybody's text: `error`. */
export const errorType = (told: string | null): string | null =>
  told === null || KIND.test(told) ? told : 'error'

const scalar = (value: Value | undefined): string | undefined =>
  typeof value === 'string'
    ? value
    : (typeof value === 'number' && Number.isFinite(value)) ||
        typeof value === 'bigint' ||
        typeof value === 'boolean'
      ? String(value)
      : undefined

function numberIn(value: Value | undefined): number | null {
  if (typeof value === 'number') return value
  const told = scalar(value)
  if (told === undefined || told.trim() === '') return null
  return Number(told)
}

/** Thrown for a number that cannot be believed; a record with one is refused as a whole. */
export class Implausible extends Error {}

/** A count of 0 or more; null when it is not told. Throws Implausible. */
export function count(attributes: Attributes, key: string): number | null {
  const n = numberIn(attributes.get(key))
  if (n === null) return null
  if (!Number.isInteger(n) || n < 0 || n > MAX_COUNT) throw new Implausible(`${key} is ${n}`)
  return n
}

/** Whole ms of 0 or more; null when not told or beyond belief: a wrong duration does not spoil the rest. */
export function ms(attributes: Attributes, key: string): number | null {
  const n = numberIn(attributes.get(key))
  return n !== null && n >= 0 && n <= MAX_COUNT ? Math.round(n) : null
}

/** USD; null when not told. Throws Implausible. */
export function usd(attributes: Attributes, key: string): number | null {
  const n = numberIn(attributes.get(key))
  if (n === null) return null
  if (!Number.isFinite(n) || Math.abs(n) > MAX_USD) throw new Implausible(`${key} is ${n}`)
  return n
}

/** True or false, in whatever form; null when neither. */
export function flag(attributes: Attributes, key: string): boolean | null {
  const told = word(attributes, key)
  return told === 'true' || told === '1' ? true : told === 'false' || told === '0' ? false : null
}

/** The fields of a JSON object that stands in a text attribute; none when it is none. */
export function fields(attributes: Attributes, key: string): Attributes {
  const told = attributes.get(key)
  if (told instanceof Map) return told
  if (typeof told !== 'string' || told.length > 65_536) return NOTHING
  try {
    const value: unknown = JSON.parse(told)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return NOTHING
    return new Map(Object.entries(value).filter(([, v]) => typeof v !== 'object'))
  } catch {
    return NOTHING
  }
}
const NOTHING: Attributes = new Map()
