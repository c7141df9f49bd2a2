/** Nanoseconds since 1970, which a number cannot hold exactly, as milliseconds with a fraction. */
import { UndecodableError } from './signals.ts'

const TWO_32 = 0x1_0000_0000
const NS = 1_000_000
const DIGITS = /^\d{1,20}$/

/** Nanoseconds in two halves of 32 bits without sign: much cheaper than bigint. */
export class Nanos {
  readonly high: number
  readonly low: number

  constructor(high: number, low: number) {
    this.high = high
    this.low = low
  }

  toString(): string {
    return ((BigInt(this.high) << 32n) | BigInt(this.low)).toString()
  }
}

/** Milliseconds; null when the time is missing or 0. Throws UndecodableError unless it is an integer below 2^64. */
export function millisOf(told: unknown, name: string): number | null {
  if (told === undefined || told === null) return null
  if (told instanceof Nanos) return millis(told.high, told.low)
  // The digits of a number that was rounded to 53 bits are nearer to those that were sent than its exact value.
  const digits = typeof told === 'number' ? String(told) : told
  if (typeof digits !== 'string' || !DIGITS.test(digits))
    throw new UndecodableError(`${name} is not a number of nanoseconds.`)
  if (digits.length === 20) return halves(BigInt(digits), name)
  // Shorter ones are below 2^64, whatever the digits are.
  const cut = Math.max(digits.length - 6, 0)
  return Number(digits.slice(0, cut)) + Number(digits.slice(cut)) / NS || null
}

function halves(nanos: bigint, name: string): number | null {
  if (nanos >> 64n) throw new UndecodableError(`${name} has more than 64 bits.`)
  return millis(Number(nanos >> 32n), Number(nanos & 0xffff_ffffn))
}

/** Divides by 10^6 in two steps, so that nothing in between is beyond 2^53. */
function millis(high: number, low: number): number | null {
  if (high === 0 && low === 0) return null
  const rest = (high % NS) * TWO_32 + low
  return Math.floor(high / NS) * TWO_32 + Math.floor(rest / NS) + (rest % NS) / NS
}

/** The other way round, as JSON tells it: exact to the microsecond. */
export function nanosOf(time: number | null): string {
  if (time === null) return '0'
  const whole = Math.floor(time)
  return (BigInt(whole) * BigInt(NS) + BigInt(Math.round((time - whole) * NS))).toString()
}
