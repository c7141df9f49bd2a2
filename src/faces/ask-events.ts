/** Asks for events in the words of a query string, and writes them as lines of JSON: shared by the API and the command line. */
import { TachographError } from '../errors.ts'
import { FILTERS } from '../metrics/metric.ts'
import {
  EVENT_FILTERS,
  EVENT_TYPES,
  type EventFilter,
  type EventsQuestion,
  eventsIn,
  eventsOfSession,
  type SessionEvent,
} from '../sessions/index.ts'
import { PERIOD_PARAMS, type Words } from './ask.ts'
import type { Scope } from './backend.ts'

const format = 'json, an event a line, or csv. Default: json.'

/** Parameters that are given once. */
export const EVENTS_PARAMS = { ...PERIOD_PARAMS, format } as const

/** Parameters that may be repeated: several values mean "or". */
export const EVENTS_FILTERS: Readonly<Record<EventFilter | 'type', string>> = {
  ...(Object.fromEntries(
    EVENT_FILTERS.map((name) => [name, name in FILTERS ? FILTERS[name as keyof typeof FILTERS] : '']),
  ) as Record<EventFilter, string>),
  branch: 'Branch.',
  session: 'Id of a session.',
  type: `Type of event: ${EVENT_TYPES.join(', ')}.`,
}

/** Lines that are written together. */
const LINES = 500

/** Lines of JSON, one event each, many to a text; reading may stop at any time. Errors: `bad_param`, `unavailable`. */
export const askEvents = (
  { store, reach }: Pick<Scope, 'store' | 'reach'>,
  words: Words,
): AsyncGenerator<string> => linesOf(eventsIn(store, reach, questionOf(words), Date.now()))

/** The same of one session. Errors: `not_found`, `unavailable`. */
export const askEventsOfSession = (
  { store, reach }: Pick<Scope, 'store' | 'reach'>,
  id: string,
): AsyncGenerator<string> => linesOf(eventsOfSession(store, reach, id))

async function* linesOf(events: AsyncGenerator<SessionEvent>): AsyncGenerator<string> {
  let lines: string[] = []
  for await (const event of events) {
    lines.push(`${JSON.stringify(event)}\n`)
    if (lines.length < LINES) continue
    yield lines.join('')
    lines = []
  }
  yield lines.join('')
}

/** Errors: `bad_param`. */
export function questionOf(words: Words): EventsQuestion {
  const once: Partial<Record<keyof typeof EVENTS_PARAMS, string>> = {}
  const filters: Partial<Record<EventFilter | 'type', string[]>> = {}
  for (const [name, value] of Object.entries(words)) {
    if (value === undefined) continue
    if (Object.hasOwn(EVENTS_FILTERS, name))
      filters[name as EventFilter] = [value].flat().filter((v) => v !== '')
    else if (!Object.hasOwn(EVENTS_PARAMS, name)) {
      const known = [...Object.keys(EVENTS_PARAMS), ...Object.keys(EVENTS_FILTERS)].join(', ')
      const param = name.slice(0, 60)
      throw new TachographError('bad_param', `${param}: no such parameter. There are: ${known}.`, { param })
    } else if (typeof value !== 'string')
      throw new TachographError('bad_param', `${name}: given more than once.`, { param: name })
    else once[name as keyof typeof EVENTS_PARAMS] = value
  }
  const { type, ...rest } = filters
  const { format, ...window } = once
  return { ...window, filters: rest, ...(type ? { types: type } : {}) }
}
