/** 64-bit integers: numbers as long as these are exact, bigint beyond. */
import { UndecodableError } from './signals.ts'

const DIGITS = /^-?\d{1,20}$/
const TWO_32 = 0x1_0000_0000
const TWO_63 = 2 ** 63
const TWO_64 = 2 ** 64

/** From the upper half, signed or not, and the lower half without sign. */
export function wholeOf(high: number, low: number): number | bigint {
  const whole = high * TWO_32 + low
  return Number.isSafeInteger(whole) ? whole : (BigInt(high) << 32n) | BigInt(low)
}

/**
 * From a JSON number or string; a missing one is null. Throws UndecodableError unless it is an integer in range.
 * Exporters written in JavaScript call every number without a fraction an integer: one out of range stays what it is.
 */
export function integer(told: unknown, name: string, signed: boolean): number | bigint | null {
  if (told === undefined || told === null) return null
  if (typeof told === 'bigint') return told
  if (typeof told === 'number' && Number.isInteger(told) && (signed || told >= 0)) {
    if (Number.isSafeInteger(told)) return told + 0
    return (signed ? told >= -TWO_63 && told < TWO_63 : told < TWO_64) ? BigInt(told) : told
  }
  if (typeof told === 'string' && DIGITS.test(told)) {
    const short = Number(told)
    if (Number.isSafeInteger(short) && (signed || short >= 0)) return short + 0
    const whole = BigInt(told)
    if (whole === (signed ? BigInt.asIntN(64, whole) : BigInt.asUintN(64, whole))) return whole
  }
  throw new UndecodableError(`${name} is not a 64-bit integer.`)
}

/** An enum or another 32-bit integer, 0 when missing. Throws UndecodableError for all else, names of enums included. */
export function small(told: unknown, name: string): number {
  if (told === undefined || told === null) return 0
  if (typeof told === 'number' && Number.isInteger(told) && told >= -0x8000_0000 && told < TWO_32)
    return told + 0
  throw new UndecodableError(`${name} is not a 32-bit integer: enums are told by number.`)
}

/** A double as JSON tells it: a number, or a string when it is not finite; null when missing. May be NaN. */
export function double(told: unknown, name: string): number | null {
  if (told === undefined || told === null) return null
  if (typeof told === 'number') return told
  if (told === 'NaN') return Number.NaN
  if (typeof told === 'string' && told.length < 400 && /^-?(Infinity|\d+(\.\d+)?([eE][-+]?\d+)?)$/.test(told))
    return Number(told)
  throw new UndecodableError(`${name} is not a number.`)
}
