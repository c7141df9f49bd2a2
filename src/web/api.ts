/** The server's API as this page sees it: the shapes of its answers, its addresses, and how its errors arrive. */

/** What a column holds; a unit this page does not know yet is drawn as a plain number or text. */
export type Unit =
  | 'date'
  | 'label'
  | 'tokens'
  | 'count'
  | 'usd'
  | 'ratio'
  | 'ms'
  | 'minutes'
  | 'lines'
  | 'flag'

export interface Column {
  name: string
  unit: Unit
  doc: string
  /** Filters that narrow it, where those are not all of its metric: with another one set it is null. */
  filters?: readonly string[]
}

export interface Parameter {
  type?: string
  description?: string
}

export interface Metric {
  id: string
  title: string
  unit: Unit
  doc: string
  catalogue: readonly string[]
  params: { properties?: Record<string, Parameter> }
  columns: readonly Column[]
}

/** Null is unknown, never zero. */
export type Cell = string | number | boolean | null
export type Row = Record<string, Cell>

export interface Coverage {
  known: number
  total: number
}

export interface Answer {
  data: Row[]
  meta: {
    metric: string
    unit: Unit
    from: string
    to: string
    tz: string
    /** The last day is not over. */
    partial: boolean
    as_of: string
    coverage: Coverage | null
    notes?: string[]
  }
}

export interface Source {
  id: string
  title: string
  folders: { path: string; exists: boolean }[]
  files: number
}

export interface Discovery {
  state: 'off' | 'searching' | 'importing' | 'idle' | 'failed'
  files_done: number
  files_total: number
  bytes_done: number
  bytes_total: number
  calls: number
  sources: Source[]
}

export interface Status {
  version: string
  org: string
  mode: 'personal' | 'team'
  as_of: string
  facts: number
  /** Whether facts of the invented organisation are among them, and whether others are. */
  holds?: { demo: boolean; real: boolean }
  discovery: Discovery
}

/** Values asked for by dimension; several values of one mean "or". */
export type Filters = Readonly<Record<string, readonly string[]>>

export interface Question {
  from: string
  to: string
  tz: string
  filters: Filters
}

/** Parameters of a metric that are not filters. */
const PLAIN_PARAMS = new Set(['from', 'to', 'tz', 'format'])

export const filtersOf = (metric: Metric): string[] =>
  Object.keys(metric.params.properties ?? {}).filter((name) => !PLAIN_PARAMS.has(name))

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
  const can = (name: string) => shown.every((c) => !c.filters || c.filters.includes(name))
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

/** Errors: ApiError with the server's code, or `unreachable`, or `not_json`. */
export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  let response: Response
  try {
    response = await fetch(path, { signal, headers: { accept: 'application/json' } })
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
  const error = (body as { error?: { code?: string; message?: string; request_id?: string } }).error
  throw new ApiError(
    error?.code ?? String(response.status),
    error?.message ?? `The server answered ${response.status}.`,
    error?.request_id,
  )
}
