/** How a value of each unit is written: short for reading, exact for checking. Unknown is a dash, never a zero. */
import type { Cell, Column, Unit } from './api.ts'

export const UNKNOWN = '–'
/** Between a number and its unit. */
const SPACE = '\u00a0'

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const exactNumber = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 })
const cents = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
})
const fractions = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 6,
  maximumFractionDigits: 6,
})

const STEPS: [number, string][] = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
]

/** 1.2 M, 34.5 k, 678 */
export function compact(value: number): string {
  const size = Math.abs(value)
  for (const [step, name] of STEPS) {
    // What would round up to 1000 of the smaller step is written in the larger one.
    if (size < step * 0.99995) continue
    const scaled = value / step
    const text = Math.abs(scaled) >= 99.95 ? whole.format(scaled) : scaled.toFixed(1)
    return `${text}${SPACE}${name}`
  }
  return Number.isInteger(value) ? whole.format(value) : String(Number(value.toFixed(size < 10 ? 2 : 1)))
}

function dollars(value: number): string {
  const size = Math.abs(value)
  return size > 0 && size < 0.01 ? fractions.format(value) : cents.format(value)
}

function time(ms: number): string {
  const size = Math.abs(ms)
  if (size < 1000) return `${whole.format(ms)}${SPACE}ms`
  if (size < 60_000) return `${(ms / 1000).toFixed(1)}${SPACE}s`
  return span(ms / 60_000)
}

function span(minutes: number): string {
  if (Math.abs(minutes) < 60) return `${Number(minutes.toFixed(1))}${SPACE}min`
  const rounded = Math.round(minutes)
  const hours = whole.format(Math.trunc(rounded / 60))
  return `${hours}${SPACE}h ${Math.abs(rounded % 60)}${SPACE}min`
}

const percent = (value: number, places: number) => `${(value * 100).toFixed(places)}${SPACE}%`

/** For reading at a glance. */
export function short(unit: Unit, value: Cell | undefined): string {
  if (value === null || value === undefined || value === '') return UNKNOWN
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return value
  if (typeof value !== 'number') return value.length === 0 ? UNKNOWN : value.join(', ')
  switch (unit) {
    case 'usd':
      return dollars(value)
    case 'ratio':
      // Not every ratio is a share: more than twofold reads better as a factor.
      return Math.abs(value) <= 2 ? percent(value, 1) : `${exactNumber.format(Number(value.toFixed(2)))}×`
    case 'ms':
      return time(value)
    case 'minutes':
      return span(value)
    default:
      return compact(value)
  }
}

/** For checking: every digit the server gave. */
export function exact(unit: Unit, value: Cell | undefined): string {
  if (value === null || value === undefined || value === '') return 'unknown'
  if (typeof value !== 'number') return short(unit, value)
  switch (unit) {
    case 'usd':
      return `${exactNumber.format(value)} USD`
    case 'ratio':
      return exactNumber.format(value)
    case 'ms':
      return `${exactNumber.format(value)} ms`
    case 'minutes':
      return `${exactNumber.format(value)} minutes`
    case 'tokens':
    case 'lines':
      return `${exactNumber.format(value)} ${unit}`
    default:
      return exactNumber.format(value)
  }
}

const round = (value: number) => compact(value).replace(`.0${SPACE}`, SPACE)

/** For the axis of a chart, where room is short. */
export function axis(unit: Unit, value: number): string {
  if (unit === 'usd') return value !== 0 && Math.abs(value) < 1 ? `$${value}` : `$${round(value)}`
  if (unit === 'ratio') return Math.abs(value) <= 2 ? percent(value, 0) : `${value}×`
  if (unit === 'ms' || unit === 'minutes') return short(unit, value)
  return round(value)
}

/** Dimensions name and date rows, all else is measured. */
export const isMeasure = (column: Column): boolean => column.unit !== 'date' && column.unit !== 'label'

/** Measures of these units can be added up over rows. */
export const isAdditive = (unit: Unit): boolean =>
  unit === 'tokens' || unit === 'count' || unit === 'usd' || unit === 'lines'

const SUFFIX: Partial<Record<Unit, RegExp>> = { usd: /_usd$/, ms: /_ms$/, minutes: /_minutes$/ }
const WORDS: Record<string, string> = {
  avg: 'average',
  mcp: 'MCP',
  ok: 'OK',
  usd: 'USD',
  id: 'ID',
  pr: 'PR',
  prs: 'PRs',
}

/** `avg_duration_ms` → Average duration */
export function columnName(column: Column): string {
  const bare = column.name.replace(SUFFIX[column.unit] ?? /$^/, '')
  const words = bare.split('_').map((word) => WORDS[word] ?? word)
  const text = words.join(' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
