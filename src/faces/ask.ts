/** Asks a metric in the words of a query string: shared by the API and the command line. */
import { TachographError } from '../errors.ts'
import { METRICS, metricOf } from '../metrics/index.ts'
import { columnsOf, FILTERS, type Filter, type Metric, UNITS } from '../metrics/metric.ts'
import { PAGE_PARAMS } from '../metrics/paging.ts'
import { type Question, refusalOf, run, stream } from '../metrics/run.ts'
import type { Period } from '../metrics/window.ts'
import type { Scope } from './backend.ts'
import type { Answer, CatalogueAnswer, MetricDescription } from './contract.ts'
import type { CsvRows } from './csv.ts'

/** Parameters that say which days. */
export const PERIOD_PARAMS = {
  from: 'First day, YYYY-MM-DD. Default: 29 days before `to`.',
  to: 'Last day, inclusive, YYYY-MM-DD. Default: today.',
  range: 'In place of the two: 7d, 30d or 90d, the last days that are over.',
  includeToday: 'With 1 a `range` ends with today, which is not over.',
  tz: "IANA time zone of the days, such as Europe/Berlin. Default: the organisation's, which is UTC until it is set.",
} as const satisfies Record<keyof Period, string>

/** Parameters every metric takes, beside its filters. */
export const QUESTION_PARAMS = {
  ...PERIOD_PARAMS,
  format: 'json or csv. Default: json.',
} as const

export type Words = Record<string, string | readonly string[] | undefined>

/** Reads from, to, tz and filters; several values of a filter are given by repeating it. Errors: `bad_param`. */
export function questionOf(words: Words): Question {
  const filters: Partial<Record<Filter, string[]>> = {}
  for (const [name, value] of Object.entries(words)) {
    if (Object.hasOwn(QUESTION_PARAMS, name) || Object.hasOwn(PAGE_PARAMS, name) || value === undefined)
      continue
    if (!Object.hasOwn(FILTERS, name)) {
      const known = [...Object.keys(QUESTION_PARAMS), ...Object.keys(FILTERS)].join(', ')
      throw new TachographError(
        'bad_param',
        `${name.slice(0, 60)}: no such parameter. There are: ${known}.`,
        { param: name.slice(0, 60) },
      )
    }
    filters[name as Filter] = [value].flat().filter((v) => v !== '')
  }
  const named = (name: string) => single(words, name)
  const limit = named('limit')
  return {
    ...{ from: named('from'), to: named('to'), tz: named('tz'), filters },
    ...{ range: named('range'), includeToday: named('includeToday') },
    // What is no number is refused with the rest of the page.
    limit: limit === undefined ? undefined : /^\d{1,6}$/.test(limit) ? Number(limit) : Number.NaN,
    ...{ cursor: named('cursor'), sort: named('sort'), order: named('order'), search: named('search') },
  }
}

function single(words: Words, name: string): string | undefined {
  const value = words[name]
  if (value === undefined || typeof value === 'string') return value
  throw new TachographError('bad_param', `${name}: given more than once.`, { param: name })
}

export function metricNamed(id: string): Metric {
  const found = metricOf(id)
  if (found) return found
  const near = METRICS.map((m) => m.id).filter(
    (known) => known.includes(id) || id.split('.').some((part) => known.includes(part)),
  )
  const hint =
    near.length > 0 ? ` Did you mean ${near.slice(0, 3).join(', ')}?` : ' GET /api/v1/metrics lists them.'
  throw new TachographError('not_found', `There is no metric ${id.slice(0, 60)}.${hint}`)
}

/** Errors: `not_found`, `bad_param`, `unavailable`. */
export async function ask(
  scope: Pick<Scope, 'store' | 'reach' | 'asOf'>,
  id: string,
  words: Words,
): Promise<Answer> {
  const m = metricNamed(id)
  const asOf = scope.asOf()
  const answer = await run(scope.store, scope.reach, m, questionOf(words), Date.now())
  return { data: answer.data, meta: { ...answer.meta, as_of: new Date(asOf).toISOString() } }
}

/** A table: what it is called, without the ending of a file, its columns, and its rows as they come. */
export interface Table {
  name: string
  columns: string[]
  rows: CsvRows
}

/**
 * All rows of a metric, for CSV. The query ends when reading stops or `signal` is aborted. Errors: `not_found`,
 * `bad_param`, `forbidden`; `unavailable` while reading.
 */
export function askTable(
  { store, reach }: Pick<Scope, 'store' | 'reach'>,
  id: string,
  words: Words,
  signal?: AbortSignal,
): Table {
  const m = metricNamed(id)
  const { meta, rows } = stream(store, reach, m, questionOf(words), Date.now(), signal)
  return { name: `${id}_${meta.from}_${meta.to}`, columns: columnsOf(m).map((c) => c.name), rows }
}

/** What there is to ask: one entry per metric, with what the caller may not. */
export function catalogue({ reach }: Pick<Scope, 'reach'>): CatalogueAnswer {
  const data = METRICS.map((m: Metric) => ({
    id: m.id,
    title: m.title,
    unit: m.unit,
    doc: m.doc,
    catalogue: [...m.catalogue],
    params: paramsOf(m),
    columns: columnsOf(m).map(({ name, unit, description: doc, filters }) => ({
      ...{ name, unit, doc },
      ...(filters ? { filters: [...filters] } : {}),
    })),
    refused: refusalOf(reach, m),
  }))
  return { data }
}

/** JSON Schema of what a metric takes. */
export function paramsOf(m: Metric): MetricDescription['params'] {
  const properties: MetricDescription['params']['properties'] = {}
  for (const [name, description] of Object.entries(QUESTION_PARAMS)) {
    const isDay = name === 'from' || name === 'to'
    properties[name] = { type: 'string', description, ...(isDay ? { format: 'date' } : {}) }
  }
  for (const [name, description] of m.paged ? Object.entries(PAGE_PARAMS) : [])
    properties[name] = { type: 'string', description }
  for (const f of m.filters) {
    const description = `${FILTERS[f]} Several values mean "or".`
    properties[f] = { type: 'array', items: { type: 'string' }, description }
  }
  return { type: 'object', properties, additionalProperties: false }
}

export { UNITS }
