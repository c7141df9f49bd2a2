/** Windows: pairs of inclusive calendar dates in one zone, and the instants they stand for (catalogue G-TIME-1, 2). */
import { Temporal } from 'temporal-polyfill'
import { TachographError } from '../errors.ts'

export interface Window {
  /** Inclusive calendar dates, YYYY-MM-DD. */
  from: string
  to: string
  tz: string
  /** Number of days. */
  days: number
  /** First instant and the first one after it, in seconds since 1970 UTC. */
  start: number
  end: number
  /** First instant of every day of the window and of the days before it that figures of a day look back on. */
  starts: number[]
  /** First instant of the period of as many days that ends before the window. */
  before: number
  /** The same days, as days since 1970. */
  dates: number[]
  /** True when the last day is not over. */
  partial: boolean
}

/** What a caller may say of the days: two dates, or so many days. All of it are words, and checked. */
export interface Period {
  /** First and last day, YYYY-MM-DD. */
  from?: string
  to?: string
  tz?: string
  /** One of `RANGES`: the last days that are over (G-TIME-1). */
  range?: string
  /** With 1 a range ends with today, which is not over. */
  includeToday?: string
}

const RANGES: Readonly<Record<string, number>> = { '7d': 7, '30d': 30, '90d': 90 }

/** Without dates: the last 30 days including today (ruling Z-18). */
const DEFAULT_DAYS = 30
const MAX_DAYS = 3_700
/** Monthly active users of the first day reach this many days before it. */
const LOOK_BACK = 29

/** Errors: `bad_param` naming from, to, tz, range or includeToday. */
export function windowOf(asked: Period, now: number): Window {
  const tz = asked.tz ?? 'UTC'
  checkZone(tz)
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(tz).toPlainDate()
  const [from, to] = lastDaysOf(asked, today) ?? datesOf(asked, today)
  const days = from.until(to, { largestUnit: 'day' }).days + 1
  if (days < 1)
    throw new TachographError('bad_param', `from: ${from} lies after to (${to}).`, { param: 'from' })
  if (days > MAX_DAYS) {
    throw new TachographError(
      'bad_param',
      `from: ${days} days are more than the ${MAX_DAYS} that can be asked at once.`,
      { param: 'from' },
    )
  }
  const first = epochDay(from) - LOOK_BACK
  const starts = Array.from({ length: LOOK_BACK + days + 1 }, (_, i) =>
    startOf(from.add({ days: i - LOOK_BACK }), tz),
  )
  return {
    from: from.toString(),
    to: to.toString(),
    tz,
    days,
    start: starts[LOOK_BACK] as number,
    end: starts.pop() as number,
    starts,
    before: startOf(from.subtract({ days }), tz),
    dates: starts.map((_, i) => first + i),
    partial: Temporal.PlainDate.compare(to, today) >= 0,
  }
}

/** The first day of a zone that begins at this instant, ms, or after it. */
export function firstDaySince(ms: number, tz: string): string {
  const at = Temporal.Instant.fromEpochMilliseconds(Math.ceil(ms)).toZonedDateTimeISO(tz)
  const begun = at.toPlainDate()
  return (at.equals(at.startOfDay()) ? begun : begun.add({ days: 1 })).toString()
}

type Dates = [Temporal.PlainDate, Temporal.PlainDate]

function datesOf(asked: Period, today: Temporal.PlainDate): Dates {
  const to = asked.to === undefined ? today : dateOf('to', asked.to)
  return [asked.from === undefined ? to.subtract({ days: DEFAULT_DAYS - 1 }) : dateOf('from', asked.from), to]
}

/** Days of a range, or null where none is asked for. */
function lastDaysOf({ from, to, range, includeToday }: Period, today: Temporal.PlainDate): Dates | null {
  if (includeToday !== undefined && includeToday !== '1' && includeToday !== '0') {
    const param = 'includeToday'
    throw new TachographError('bad_param', 'includeToday: 1 or 0.', { param })
  }
  if (range === undefined) {
    if (includeToday === undefined) return null
    const why = 'it belongs to range; dates say themselves whether today is among them.'
    throw new TachographError('bad_param', `includeToday: ${why}`, { param: 'includeToday' })
  }
  const days = Object.hasOwn(RANGES, range) ? RANGES[range] : undefined
  if (days === undefined || from !== undefined || to !== undefined) {
    const why =
      days === undefined ? `one of ${Object.keys(RANGES).join(', ')}.` : 'not together with from and to.'
    throw new TachographError('bad_param', `range: ${why}`, { param: 'range' })
  }
  const last = includeToday === '1' ? today : today.subtract({ days: 1 })
  return [last.subtract({ days: days - 1 }), last]
}

/** Offsets such as +05:30 are refused: they have no summer time, which hardly anybody wants who asks for days. */
function checkZone(tz: string): void {
  try {
    if (!/^[a-z][\w+\-/]*$/i.test(tz)) throw new RangeError('form')
    new Intl.DateTimeFormat('en', { timeZone: tz })
  } catch (cause) {
    throw new TachographError(
      'bad_param',
      `tz: ${tz.slice(0, 40)} is not an IANA time zone such as Europe/Berlin.`,
      { param: 'tz', cause },
    )
  }
}

function dateOf(param: 'from' | 'to', text: string): Temporal.PlainDate {
  try {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new RangeError('form')
    const day = Temporal.PlainDate.from(text)
    if (day.year < 2000 || day.year > 2100) throw new RangeError('year')
    return day
  } catch (cause) {
    throw new TachographError(
      'bad_param',
      `${param}: ${text.slice(0, 40)} is not a date such as 2026-01-31.`,
      { param, cause },
    )
  }
}

const epochDay = (day: Temporal.PlainDate): number => startOf(day, 'UTC') / 86_400

const startOf = (day: Temporal.PlainDate, tz: string): number =>
  Math.floor(day.toZonedDateTime({ timeZone: tz }).epochMilliseconds / 1000)
