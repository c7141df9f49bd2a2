/** The days of the story: which are worked, and when a working day is in each time zone. */

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata'] as const
export type Zone = (typeof ZONES)[number]

const OPENS = 9
const CLOSES = 18
/** A shorter story has no holiday: it would be a large part of it. */
const DAYS_WITH_HOLIDAY = 14

/** Days are counted from 0, the oldest; each begins at midnight UTC and is worked in local time. */
export class Calendar {
  readonly first: number
  readonly days: number
  readonly end: number
  /** The one public holiday, or null. */
  readonly holiday: number | null
  /** The working day on which a model provider was in trouble. */
  readonly outage: number
  #offsets = new Map<string, number>()
  #formats = new Map<Zone, Intl.DateTimeFormat>()

  constructor(days: number, end: number) {
    this.days = days
    this.end = end
    this.first = Math.floor((end - 1) / DAY) * DAY - (days - 1) * DAY
    this.holiday = this.#mondayAfter(Math.floor(days * 0.55))
    this.outage = this.#workedAfter(Math.floor(days * 0.73))
  }

  #mondayAfter(day: number): number | null {
    if (this.days < DAYS_WITH_HOLIDAY) return null
    let monday = day
    while (this.weekday(monday) !== 1) monday++
    return monday < this.days ? monday : null
  }

  #workedAfter(day: number): number {
    let worked = day
    while (this.quiet(worked)) worked++
    return worked
  }

  /** 0 Sunday to 6 Saturday. */
  weekday(day: number): number {
    return new Date(this.first + day * DAY).getUTCDay()
  }

  /** Weekends and the holiday. */
  quiet(day: number): boolean {
    const weekday = this.weekday(day)
    return weekday === 0 || weekday === 6 || day === this.holiday
  }

  /** How far the story has come at an instant: 0 at its beginning, 1 at its end. */
  progress(at: number): number {
    return Math.min(1, Math.max(0, (at - this.first) / (this.end - this.first)))
  }

  /** The instant at which a clock in that zone shows `hours` on that day. */
  local(day: number, hours: number, zone: Zone): number {
    return this.first + day * DAY + Math.round(hours * HOUR) - this.#offset(day, zone)
  }

  /** The instant after `hours` of working time, nights, weekends and the holiday left out. */
  afterWork(from: number, hours: number, zone: Zone): number {
    let left = hours * HOUR
    let day = Math.floor((from + this.#offset(this.#dayOf(from), zone) - this.first) / DAY)
    let at = from
    for (;;) {
      const closes = this.local(day, CLOSES, zone)
      if (!this.quiet(day) && at < closes) {
        at = Math.max(at, this.local(day, OPENS, zone))
        if (at + left <= closes) return Math.round(at + left)
        left -= closes - at
      }
      day++
    }
  }

  #dayOf(at: number): number {
    return Math.floor((at - this.first) / DAY)
  }

  #offset(day: number, zone: Zone): number {
    const key = `${zone}${day}`
    const known = this.#offsets.get(key)
    if (known !== undefined) return known
    const noon = this.first + day * DAY + DAY / 2
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(this.#format(zone).format(noon)) ?? []
    const offset = (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * HOUR + Number(minutes ?? 0) * MINUTE)
    this.#offsets.set(key, offset)
    return offset
  }

  #format(zone: Zone): Intl.DateTimeFormat {
    let format = this.#formats.get(zone)
    if (!format) {
      format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
      this.#formats.set(zone, format)
    }
    return format
  }
}
