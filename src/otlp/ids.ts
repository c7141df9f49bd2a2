/** Trace and span ids: lower-case hex. */
import { UndecodableError } from './signals.ts'

const TRACE = /^[\da-fA-F]{32}$/
const SPAN = /^[\da-fA-F]{16}$/
const ZEROS = /^0+$/

/** Hex digits of an id. */
export const TRACE_DIGITS = 32
export const SPAN_DIGITS = 16

/**
 * The id; null when it is missing, empty or all zero; undefined when it is something else than an id. Throws
 * UndecodableError unless it is a text.
 */
export function idOf(
  told: unknown,
  digits: typeof TRACE_DIGITS | typeof SPAN_DIGITS,
): string | null | undefined {
  if (told === undefined || told === null || told === '') return null
  if (typeof told !== 'string') throw new UndecodableError('An id is not a text.')
  if (!(digits === TRACE_DIGITS ? TRACE : SPAN).test(told)) return undefined
  return told.charCodeAt(0) === 0x30 && ZEROS.test(told) ? null : told.toLowerCase()
}
