/** Parameters of the Sessions Analytics API (catalogue 3, S-FLT-1 to 5): each is known, or refused by name. */
import { Temporal } from 'temporal-polyfill'
import { TachographError } from '../../errors.ts'
import { DEFAULT_AGENT } from '../../metrics/cohort.ts'
import type { Filter } from '../../metrics/metric.ts'
import { INTERVALS, type Interval } from '../../metrics/sessions-series.ts'
import { windowOf } from '../../metrics/window.ts'
import type { Words } from '../ask.ts'
import { bad, flagOf, numberOf, oneOf, wordsOf } from '../words.ts'

export const VIEW_NAMES = [
  ...(['summary', 'timeseries', 'by-agent', 'cost-breakdown'] as const),
  ...(['by-user', 'by-project', 'success-trend', 'coaching'] as const),
] as const
export type ViewName = (typeof VIEW_NAMES)[number]

/** Views that come in pages. */
export const LISTS: readonly ViewName[] = ['by-agent', 'by-user', 'by-project']

/** Filters, and those of metrics that they are. */
export const FILTERS = {
  project_id: 'project',
  repo: 'repo',
  agent_name: 'agent',
  user_id: 'user',
} as const satisfies Record<string, Filter>
export type FilterName = keyof typeof FILTERS
export const FILTER_NAMES = Object.keys(FILTERS) as FilterName[]

export const SERIES_METRICS = ['sessions', 'cost', 'tokens'] as const
export type SeriesMetric = (typeof SERIES_METRICS)[number]

export const PER_PAGE = { default: 25, most: 100 } as const
/** Stands for what tells no project or person (ruling Z-7). */
export const UNASSIGNED = 'unassigned'
/** What natively nobody told. */
export const UNTOLD = 'unknown'
const MOST_DAYS_BY_HOUR = 92

export interface Asked {
  start_date: string
  end_date: string
  /** As they were asked. */
  filters: Partial<Record<FilterName, string[]>>
  interval: Interval
  /** Null for all. */
  metric: SeriesMetric | null
  page: number
  per_page: number
  /** Whether a page was asked for. */
  paged: boolean
  /** The fields beside the documented ones too (ruling Z-7). */
  extra: boolean
}

export const parametersOf = (view: ViewName): string[] => [
  ...['start_date', 'end_date', ...FILTER_NAMES],
  ...(view === 'timeseries' ? ['interval', 'metric'] : []),
  ...(LISTS.includes(view) ? ['page', 'per_page'] : []),
  ...['extra', 'format'],
]

/** Reads all that was asked but `format`. Days are those of `tz`. Errors: `bad_param` naming the one at fault. */
export function askedOf(view: ViewName, words: Words, tz: string, now: number): Asked {
  const said = wordsOf(parametersOf(view), words, ' Several values are separated by commas.')
  const period = periodOf(said.get('start_date'), said.get('end_date'), tz, now)
  const interval = oneOf('interval', said.get('interval'), INTERVALS) ?? 'day'
  if (interval === 'hour' && daysIn(period) > MOST_DAYS_BY_HOUR)
    throw bad('interval', `hours are told of at most ${MOST_DAYS_BY_HOUR} days at once.`)
  return {
    ...period,
    interval,
    metric: oneOf('metric', said.get('metric'), SERIES_METRICS),
    filters: Object.fromEntries(
      FILTER_NAMES.flatMap((name) => {
        const values = (said.get(name) ?? '').split(',').filter((value) => value !== '')
        return values.length > 0 ? [[name, values] as const] : []
      }),
    ),
    page: numberOf('page', said.get('page'), 1_000_000_000) ?? 1,
    per_page: numberOf('per_page', said.get('per_page'), PER_PAGE.most) ?? PER_PAGE.default,
    paged: said.has('page') || said.has('per_page'),
    extra: flagOf('extra', said.get('extra')),
  }
}

/** What is stored under the values of a filter: nothing told is an empty name. */
export const storedAs = (name: FilterName, values: readonly string[]): string[] => {
  const none = name === 'agent_name' ? DEFAULT_AGENT : UNASSIGNED
  return values.flatMap((value) => (value === none ? ['', value] : [value]))
}

/** Without dates the last 30 days that are over. Errors: `bad_param`. */
function periodOf(start: string | undefined, end: string | undefined, tz: string, now: number) {
  const named = { from: 'start_date', to: 'end_date' } as const
  try {
    const yesterday = Temporal.PlainDate.from(windowOf({ tz }, now).to).subtract({ days: 1 }).toString()
    const { from, to } = windowOf({ from: start, to: end ?? yesterday, tz }, now)
    return { start_date: from, end_date: to }
  } catch (error) {
    const param = error instanceof TachographError ? error.param : undefined
    if (!(error instanceof TachographError) || (param !== 'from' && param !== 'to')) throw error
    throw bad(named[param], error.message.replace(/^\w+: /, '').replace(/\bto \(/, 'end_date ('))
  }
}

const daysIn = ({ start_date, end_date }: { start_date: string; end_date: string }): number =>
  Temporal.PlainDate.from(start_date).until(end_date, { largestUnit: 'day' }).days + 1
