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
  if (typeof told === 'string' && DIGITS.test(told)) {
    const cut = told.length - 6
    // Such a short one is far below 2^64, whatever its digits are.
    if (told.length < 20)
      return Number(told.slice(0, Math.max(cut, 0))) + Number(told.slice(Math.max(cut, 0))) / NS || null
    return halves(BigInt(told), name)
  }
  if (typeof told === 'number' && Number.isInteger(told) && told >= 0) return halves(BigInt(told), name)
  throw new UndecodableError(`${name} is not a number of nanoseconds.`)
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
