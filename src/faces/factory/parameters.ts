/** Parameters of the Factory Analytics API (catalogue F-API-1 to F-API-8, X-F-7, Z-15): each is known, or refused by name. */
import { TachographError } from '../../errors.ts'
import { windowOf } from '../../metrics/window.ts'
import type { Words } from '../ask.ts'
import { bad, flagOf, numberOf, oneOf, wordsOf } from '../words.ts'

export const VIEW_NAMES = ['tokens', 'tools', 'activity', 'productivity', 'users'] as const
export type ViewName = (typeof VIEW_NAMES)[number]

/** By what a view can be grouped. */
export const GROUPS = {
  tokens: ['model', 'user'],
  tools: ['tool_name'],
  activity: ['client'],
  productivity: ['extension', 'language'],
  users: [],
} as const satisfies Record<ViewName, readonly string[]>
export type Group<V extends ViewName> = (typeof GROUPS)[V][number]

export const ACTIVITY_VIEWS = ['summary', 'daily'] as const
export const ORDERS = ['asc', 'desc'] as const
export const LIMIT = { default: 20, most: 100 } as const
const MOST_SEARCHED = 200

/** Days that the short addresses answer for where no dates are given (ruling Z-3). */
const DEFAULT_DAYS = 30
const DAY_MS = 86_400_000

/** Calendar days of UTC, both inclusive. */
export interface Period {
  startDate: string
  endDate: string
}

export interface Page {
  /** Null where none is said. */
  limit: number | null
  /** User id after which the page begins. */
  cursor: string | null
  search: string
  sort: string | null
  order: (typeof ORDERS)[number] | null
  /** One row a user rather than one a user and day. */
  aggregate: boolean
}

export interface Asked<V extends ViewName = ViewName> extends Period {
  group: Group<V> | null
  /** The flat object of a period (X-F-1). */
  summary: boolean
  /** The fields beside the documented ones too (ruling Z-7). */
  extra: boolean
  page: Page
}

/** What a route expects of dates. */
export interface Rules {
  /** Without `/api/v1`: dates may be missing, and activity is a summary. */
  short: boolean
  /** Whether the day that is not over may be asked for. */
  allowToday: boolean
  now: number
}

const EVERYWHERE = ['startDate', 'endDate', 'extra', 'format'] as const
const PAGED = ['limit', 'cursor', 'search', 'sort', 'order', 'aggregate'] as const

/** Names of all parameters of a view. */
export const parametersOf = (view: ViewName): string[] => [
  ...EVERYWHERE,
  ...(GROUPS[view].length > 0 ? ['group_by'] : []),
  ...(view === 'activity' ? ['view'] : []),
  ...(view === 'users' ? PAGED : []),
]

/** Reads all that was asked but `format`. Errors: `bad_param` naming the one at fault. */
export function askedOf<V extends ViewName>(view: V, words: Words, rules: Rules): Asked<V> {
  const said = wordsOf(parametersOf(view), words)
  const group = oneOf<string>('group_by', said.get('group_by'), GROUPS[view]) as Group<V> | null
  return {
    ...periodOf(said.get('startDate'), said.get('endDate'), rules),
    group,
    summary: isSummary(view, said, rules, group !== null),
    extra: flagOf('extra', said.get('extra')),
    page: pageOf(said),
  }
}

function isSummary(
  view: ViewName,
  said: ReadonlyMap<string, string>,
  { short }: Rules,
  grouped: boolean,
): boolean {
  const told = oneOf('view', said.get('view'), ACTIVITY_VIEWS)
  if (told === 'summary' && grouped) throw bad('view', 'a summary is not grouped. Leave out group_by.')
  return told === null ? view === 'activity' && short && !grouped : told === 'summary'
}

/** Errors: `bad_param` for days that do not exist, are not over, lie the wrong way round or are too many. */
function periodOf(start: string | undefined, end: string | undefined, rules: Rules): Period {
  const { short, allowToday, now } = rules
  const last = dayAt(allowToday ? now : now - DAY_MS)
  const given = (param: string, text: string | undefined) => {
    if (text !== undefined) return dateOf(param, text, last)
    if (!short) throw bad(param, 'required. Give a day such as 2026-01-31.')
    return null
  }
  const from = given('startDate', start)
  const to = given('endDate', end)
  const endDate = to ?? dayAt(now - DAY_MS)
  const startDate = from ?? dayAt(Date.parse(endDate) - (DEFAULT_DAYS - 1) * DAY_MS)
  if (startDate > endDate) throw bad('startDate', `${startDate} lies after endDate (${endDate}).`)
  try {
    windowOf({ from: startDate, to: endDate, tz: 'UTC' }, now)
  } catch (error) {
    const told = error instanceof TachographError && error.param !== undefined
    throw told ? bad('startDate', error.message.replace(/^\w+: /, '')) : error
  }
  return { startDate, endDate }
}

const dayAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

function dateOf(param: string, text: string, last: string): string {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN)
  // What does not exist, such as 30 February, comes back as another day.
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text)
    throw bad(param, `${text.slice(0, 40)} is not a day such as 2026-01-31.`)
  if (text > last) throw bad(param, `${text} is not over yet. There are figures through ${last}, by UTC.`)
  return text
}

function pageOf(said: ReadonlyMap<string, string>): Page {
  const search = said.get('search') ?? ''
  if (search.length > MOST_SEARCHED) throw bad('search', `longer than ${MOST_SEARCHED} characters.`)
  return {
    limit: numberOf('limit', said.get('limit'), LIMIT.most),
    cursor: said.get('cursor') ?? null,
    search,
    sort: said.get('sort') ?? null,
    order: oneOf('order', said.get('order'), ORDERS),
    aggregate: flagOf('aggregate', said.get('aggregate')),
  }
}
