/** Calendar days as YYYY-MM-DD text: today in a zone, arithmetic, the presets of the range picker. */

export interface Period {
  from: string
  to: string
}

export const PRESETS = ['today', '7d', '30d', '90d', 'month'] as const
export type Preset = (typeof PRESETS)[number]
export const PRESET_NAMES: Record<Preset, string> = {
  today: 'Today',
  '7d': '7 d',
  '30d': '30 d',
  '90d': '90 d',
  month: 'This month',
}
export const PRESET_DOCS: Record<Preset, string> = {
  today: 'Today',
  '7d': 'The last 7 days, today included',
  '30d': 'The last 30 days, today included',
  '90d': 'The last 90 days, today included',
  month: 'From the first of this month until today',
}

const MS_PER_DAY = 86_400_000
const instant = (day: string) => Date.parse(`${day}T00:00:00Z`)
const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)

export const isPreset = (text: string): text is Preset => (PRESETS as readonly string[]).includes(text)

export function isDay(text: string | null): text is string {
  if (text === null || !/^2\d{3}-\d\d-\d\d$/.test(text)) return false
  const ms = instant(text)
  return !Number.isNaN(ms) && day(ms) === text
}

export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

/** The calendar day it is in a zone. */
export function today(zone: string, now = Date.now()): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    calendar: 'iso8601',
    numberingSystem: 'latn',
  }).formatToParts(now)
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}`
}

export const shift = (from: string, days: number): string => day(instant(from) + days * MS_PER_DAY)

export const lengthOf = ({ from, to }: Period): number =>
  Math.round((instant(to) - instant(from)) / MS_PER_DAY) + 1

/** The days a preset stands for, the last being `now`. */
export function presetPeriod(preset: Preset, now: string): Period {
  switch (preset) {
    case 'today':
      return { from: now, to: now }
    case '7d':
      return { from: shift(now, -6), to: now }
    case '30d':
      return { from: shift(now, -29), to: now }
    case '90d':
      return { from: shift(now, -89), to: now }
    case 'month':
      return { from: `${now.slice(0, 8)}01`, to: now }
  }
}

/** The period of equal length that ends where this one begins. */
export const periodBefore = (period: Period): Period => ({
  from: shift(period.from, -lengthOf(period)),
  to: shift(period.from, -1),
})

const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const longDay = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

/** 3 Nov */
export const dayLabel = (text: string): string => (isDay(text) ? shortDay.format(instant(text)) : text)
/** Mon, 3 Nov 2026 */
export const dayInFull = (text: string): string => (isDay(text) ? longDay.format(instant(text)) : text)

/** 5 Oct – 3 Nov 2026, or one day */
export function periodLabel({ from, to }: Period): string {
  const year = to.slice(0, 4)
  if (from === to) return `${dayLabel(to)} ${year}`
  const first = from.startsWith(year) ? dayLabel(from) : `${dayLabel(from)} ${from.slice(0, 4)}`
  return `${first} – ${dayLabel(to)} ${year}`
}
