/** How the page speaks to the server: the shapes of its answers, addresses, and how errors arrive. */
import type { Failure, MetricDescription as Metric } from '../faces/contract.ts'

export type { Answer, CatalogueAnswer, Cell, Column, Row, Status, Unit } from '../faces/contract.ts'
export type { Metric }

/** Values asked for by dimension; several values of one mean "or". */
export type Filters = Readonly<Record<string, readonly string[]>>

export interface Question {
  from: string
  to: string
  tz: string
  filters: Filters
}

/** What the caller may ask for. */
export const offered = (metrics: readonly Metric[]): Metric[] =>
  metrics.filter(({ refused }) => refused === null)

/** Parameters of a metric that may be given several times: only filters are. */
export const filtersOf = (metric: Metric): string[] =>
  Object.entries(metric.params.properties).flatMap(([name, { type }]) => (type === 'array' ? [name] : []))

/** What the server will be asked: it refuses filters that a metric cannot be asked by, so those are left out. */
export function accepted(metric: Metric, filters: Filters): Filters {
  const can = filtersOf(metric)
  return Object.fromEntries(Object.entries(filters).filter(([name]) => can.includes(name)))
}

/** Names of filters that are set but say nothing to this metric. */
export function ignored(metric: Metric, filters: Filters): string[] {
  const can = filtersOf(metric)
  return Object.keys(filters).filter((name) => !can.includes(name))
}

/** Names of filters that are set and cannot narrow these columns of the metric. */
export function notNarrowing(metric: Metric, columns: readonly string[], filters: Filters): string[] {
  const shown = metric.columns.filter((c) => columns.includes(c.name))
  const can = (name: string) => shown.every((c) => !c.filters || c.filters.some((f) => f === name))
  return Object.keys(filters).filter((name) => !filtersOf(metric).includes(name) || !can(name))
}

/** Address of a metric's answer, relative to the page. */
export function metricPath(metric: Metric, question: Question, format: 'json' | 'csv' = 'json'): string {
  const search = new URLSearchParams({ from: question.from, to: question.to, tz: question.tz })
  for (const [name, values] of Object.entries(accepted(metric, question.filters))) {
    for (const value of values) search.append(name, value)
  }
  if (format === 'csv') search.set('format', 'csv')
  // A slash needs no escape here, and zones read better with it.
  const query = search.toString().replaceAll('%2F', '/')
  return `api/v1/metrics/${encodeURIComponent(metric.id)}?${query}`
}

/** The whole address, to be used outside the page. */
export const absolute = (path: string): string => new URL(path, document.baseURI).href

/** What the server answered in place of data, or why nothing came at all. */
export class ApiError extends Error {
  readonly code: string
  readonly requestId: string | undefined
  constructor(code: string, message: string, requestId?: string) {
    super(message)
    this.code = code
    this.requestId = requestId
  }
}

/** The server or its engine is away: what fails for one question fails for all. */
export const isAway = (error: Error): boolean =>
  error instanceof ApiError && (error.code === 'unreachable' || error.code === 'unavailable')

/** The server knows who asks, and shows them nothing. */
export const isForbidden = (error: Error | null): boolean =>
  error instanceof ApiError && error.code === 'forbidden'

/** The server is for a team, and does not know who asks. */
export const needsLogin = (error: Error | null): boolean =>
  error instanceof ApiError && error.code === 'unauthenticated'

export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => call<T>(path, { signal })

/** Errors: ApiError with the server's code, or `unreachable`, or `not_json`. */
export async function call<T>(path: string, init: RequestInit): Promise<T> {
  const { signal } = init
  let response: Response
  try {
    response = await fetch(path, { ...init, headers: { accept: 'application/json', ...init.headers } })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new ApiError('unreachable', 'The server does not answer. Is it still running?')
  }
  let body: unknown
  try {
    body = await response.json()
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new ApiError('not_json', `The server answered ${response.status}, and not in JSON.`)
  }
  if (response.ok) return body as T
  // Something between here and the server may answer in its own words.
  const error = (body as Partial<Failure>).error
  throw new ApiError(
    error?.code ?? String(response.status),
    error?.message ?? `The server answered ${response.status}.`,
    error?.request_id,
  )
}
