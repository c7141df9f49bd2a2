/** Asks for sessions in the words of a query string: shared by the API and the command line. */
import { TachographError } from '../errors.ts'
import {
  LIMIT,
  listSessions,
  SESSION_FILTERS,
  type SessionFilter,
  type SessionsQuestion,
  sessionDetail,
  sessionTimeline,
} from '../sessions/index.ts'
import { QUESTION_PARAMS, type Words } from './ask.ts'
import type { Scope } from './backend.ts'
import type { SessionAnswer, SessionsAnswer, TimelineAnswer } from './contract.ts'

const { format, ...period } = QUESTION_PARAMS

/** Parameters a list of sessions takes, beside its filters. */
export const SESSIONS_PARAMS = {
  ...period,
  limit: `Sessions of one page, 1 to ${LIMIT.most}. Default: ${LIMIT.default}.`,
  cursor: '`next_cursor` of the page before. Default: the first page.',
  roots: 'With true, sessions that others started as their subagents are left out.',
  format: `${format} CSV has all of the period, unless \`limit\` or \`cursor\` ask for a page.`,
} as const

type Asked = Pick<Scope, 'store' | 'reach' | 'asOf'>

/** Errors: `bad_param`, `unavailable`. */
export async function askSessions(scope: Asked, words: Words): Promise<SessionsAnswer> {
  const as_of = new Date(scope.asOf()).toISOString()
  const { data, meta } = await listSessions(scope.store, scope.reach, questionOf(words), Date.now())
  return { data, meta: { ...meta, as_of } }
}

/** Errors: `not_found`, `unavailable`. */
export async function askSession(scope: Asked, id: string): Promise<SessionAnswer> {
  const as_of = new Date(scope.asOf()).toISOString()
  const data = await sessionDetail(scope.store, scope.reach, id, Date.now())
  return { data, meta: { org: scope.reach.org, as_of } }
}

/** Errors: `not_found`, `unavailable`. */
export async function askTimeline(scope: Asked, id: string): Promise<TimelineAnswer> {
  const as_of = new Date(scope.asOf()).toISOString()
  const data = await sessionTimeline(scope.store, scope.reach, id)
  return { data, meta: { org: scope.reach.org, as_of } }
}

/** Several values of a filter are given by repeating it. Errors: `bad_param`. */
export function questionOf(words: Words): SessionsQuestion {
  const filters: Partial<Record<SessionFilter, string[]>> = {}
  const once: Partial<Record<keyof typeof SESSIONS_PARAMS, string>> = {}
  for (const [name, value] of Object.entries(words)) {
    if (value === undefined) continue
    if (Object.hasOwn(SESSION_FILTERS, name))
      filters[name as SessionFilter] = [value].flat().filter((v) => v !== '')
    else if (!Object.hasOwn(SESSIONS_PARAMS, name)) throw unknown(name)
    else if (typeof value !== 'string') throw bad(name, 'given more than once.')
    else once[name as keyof typeof SESSIONS_PARAMS] = value
  }
  const { limit, roots, format, ...rest } = once
  if (roots !== undefined && roots !== 'true') throw bad('roots', 'true, or left out.')
  // What is no plain number is refused with those that are too great or too small.
  const number = limit === undefined ? undefined : /^\d{1,9}$/.test(limit) ? Number(limit) : Number.NaN
  return { ...rest, limit: number, roots: roots === 'true', filters }
}

const bad = (param: string, why: string) => new TachographError('bad_param', `${param}: ${why}`, { param })

function unknown(name: string): TachographError {
  const known = [...Object.keys(SESSIONS_PARAMS), ...Object.keys(SESSION_FILTERS)].join(', ')
  return bad(name.slice(0, 60), `no such parameter. There are: ${known}.`)
}
