/** Runs a metric: checks what is asked, binds it, asks the store, checks each row of the answer. */
import { TachographError } from '../errors.ts'
import { identityOf } from '../facts/identity.ts'
import type { Store } from '../store/store.ts'
import { type Cell, FILTERS, type Filter, type Metric, notNarrowed, type Unit } from './metric.ts'
import { type Window, windowOf } from './window.ts'

/** What a caller may say. Dates are YYYY-MM-DD; several values of one filter mean "or". */
export interface Question {
  from?: string
  to?: string
  tz?: string
  filters?: Partial<Record<Filter, readonly string[]>>
}

/** Whose data is asked for. Every query carries it. */
export interface Scope {
  org: string
}

export interface Answer {
  data: Record<string, Cell>[]
  meta: {
    metric: string
    unit: Unit
    org: string
    from: string
    to: string
    tz: string
    /** True when the last day is not over. */
    partial: boolean
    /** Of how many things the answer speaks, where some are unknown; else null. */
    coverage: { known: number; total: number } | null
    filters: Partial<Record<Filter, string[]>>
    notes: string[]
  }
}

const MAX_VALUES = 500

/** Errors: `bad_param` for what is asked wrongly, `unavailable` when the engine is away. */
export async function run(
  store: Store,
  scope: Scope,
  m: Metric,
  question: Question,
  now: number,
): Promise<Answer> {
  const window = windowOf(question, now)
  const filters = question.filters ?? {}
  const params = { ...scope, ...windowParams(window), ...filterParams(m, filters) }
  const [rows, covered] = await Promise.all([
    store.rows(m.sql, { params }),
    m.coverage ? store.rows<{ known: number; total: number }>(m.coverage, { params }) : [],
  ])
  return {
    data: rows.map((row) => m.row.parse(row)),
    meta: {
      metric: m.id,
      unit: m.unit,
      org: scope.org,
      from: window.from,
      to: window.to,
      tz: window.tz,
      partial: window.partial,
      coverage: covered[0] ?? null,
      filters: Object.fromEntries(Object.entries(filters).map(([f, values]) => [f, [...values]])),
      notes: [...(m.notes ?? []), ...notesOn(m, filters)],
    },
  }
}

/** Says which columns are null because of a filter, and of which. */
function notesOn(m: Metric, asked: Partial<Record<Filter, readonly string[]>>): string[] {
  const set = Object.entries(asked).flatMap(([name, values]) => (values.length > 0 ? [name] : []))
  const names = new Map<string, string[]>()
  for (const { name, filters } of notNarrowed(m, set)) {
    const by = set.filter((f) => !filters?.includes(f as Filter)).join(', ')
    names.set(by, [...(names.get(by) ?? []), name])
  }
  return [...names].map(([by, columns]) => `Null, as not known per ${by}: ${columns.join(', ')}.`)
}

function windowParams(w: Window) {
  return { from: w.from, days: w.days, start: w.start, end: w.end, starts: w.starts, dates: w.dates }
}

function filterParams(
  m: Metric,
  asked: Partial<Record<Filter, readonly string[]>>,
): Record<string, readonly string[]> {
  const params: Record<string, readonly string[]> = Object.fromEntries(
    Object.keys(FILTERS).map((name) => [name, []]),
  )
  for (const [name, values] of Object.entries(asked)) {
    if (!m.filters.includes(name as Filter)) {
      const can = m.filters.join(', ')
      throw new TachographError(
        'bad_param',
        `${name}: ${m.id} cannot be filtered by it. It can be by: ${can}.`,
        { param: name },
      )
    }
    params[name] = storedNames(name, values)
  }
  return params
}

/**
 * The values of a filter as they are stored: what is shown as unknown is an empty name, or was told as this very word.
 * Errors: `bad_param`.
 */
export function storedNames(filter: string, values: readonly string[]): string[] {
  if (values.length > MAX_VALUES)
    throw new TachographError('bad_param', `${filter}: more than ${MAX_VALUES} values.`, { param: filter })
  const stored = filter === 'user' ? values.map(identityOf) : values
  return stored.flatMap((v) => (v === 'unknown' ? ['', v] : [v]))
}
