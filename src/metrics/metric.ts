/** What a metric is: one object with its meaning, parameters, SQL and the shape of its rows. */
import { z } from 'zod'

/** Units of metrics and columns; a face decides by them how to show a value. `date` and `label` are dimensions. */
export const UNITS = {
  date: 'Calendar day in the zone of the question, YYYY-MM-DD.',
  label: 'A name.',
  tokens: 'Tokens.',
  count: 'A number of things.',
  usd: 'US dollars.',
  ratio: 'A share or quotient; shares lie between 0 and 1.',
  ms: 'Milliseconds.',
  minutes: 'Minutes.',
  lines: 'Lines of text.',
  flag: 'True or false.',
} as const
export type Unit = keyof typeof UNITS

/** What a column is, carried by the schema of the row. */
interface ColumnMeta {
  unit: Unit
  description: string
  /** Filters that narrow it, where those are not all of its metric. */
  filters?: readonly Filter[]
}

const column =
  <T>(unit: Unit, schema: z.ZodType<T>) =>
  (doc: string) =>
    schema.meta({ unit, description: doc })
const number = z.number()

export const date = column('date', z.iso.date())
export const label = column('label', z.string())
/** Null where nobody knows it. */
export const maybeLabel = column('label', z.string().nullable())
export const maybeDate = column('date', z.iso.date().nullable())
export const labels = column('label', z.array(z.string()))
export const tokens = column('tokens', number)
export const count = column('count', number)
export const lines = column('lines', number)
/** Null where nothing of it is known (catalogue G-NULL-2). */
export const usd = column('usd', number.nullable())
/** Null where the denominator is 0 (catalogue G-NULL-1). */
export const ratio = column('ratio', number.nullable())
export const ms = column('ms', number.nullable())
export const minutes = column('minutes', number.nullable())
export const flag = column('flag', z.boolean())

/** Filters a rollup can be asked by. */
export const FILTERS = {
  user: 'Person, as resolved.',
  harness: 'Agent program.',
  client: 'Surface: terminal, ide, …',
  agent: 'Named agent or subagent type.',
  project: 'Project.',
  repo: 'Repository.',
  provider: 'Model provider.',
  model: 'Model.',
  tool: 'Canonical tool.',
} as const
export type Filter = keyof typeof FILTERS

/**
 * A column that not every filter of its metric can narrow: it is null while another one is set, since a figure of
 * something wider would be a wrong one. The SQL says so too, with `onlyFilteredBy` of `sql.ts`.
 */
export const onlyBy = <T>(filters: readonly Filter[], schema: z.ZodType<T>) =>
  schema.nullable().meta({ ...schema.meta(), filters })

/** A value in a row; null is unknown. A list is of names, the first of them first in rank. */
export type Cell = string | number | boolean | null | readonly string[]
type Shape = Record<string, z.ZodType<Cell>>

export interface Metric<Row extends z.ZodObject<Shape> = z.ZodObject<Shape>> {
  id: string
  title: string
  unit: Unit
  doc: string
  /** Rows of the catalogue it implements. */
  catalogue: readonly string[]
  filters: readonly Filter[]
  row: Row
  /** One SELECT; parameters: org, the window (start, end, from, days, starts, dates) and every filter as an array. */
  sql: string
  /** SELECT of `known` and `total`: of how many things the answer speaks, where some are unknown. */
  coverage?: string
  /** True where a row tells of a single person: it is not for those who may read sums alone (ruling Z-5). */
  single?: true
  /** True where rows are put together by session or by the hour, so that what is published of days would be cut apart (promise V5). */
  unpublished?: true
  /** Set where there may be so many rows that they are answered by pages. */
  paged?: Paged
  /** What a reader must know to read the figure rightly; goes into `meta.notes`. */
  notes?: readonly string[]
}

/** How the rows of a metric come in pages. */
export interface Paged {
  /** Column that names what a page is made of; of equal rows the one whose name comes first is first. */
  key: string
  /** Columns that rows can be sorted by. */
  sortable: readonly string[]
  /** Columns of names and addresses that are looked through. */
  searched: readonly string[]
  /**
   * Metric with one row for each key, by which pages are made where a key has several rows: then no key is parted. The
   * key has to be the filter of that name.
   */
  by?: Metric
  /** True where nothing but the order of keys is asked for: other columns are left out, which saves making them. */
  keysAlone?: true
}

/** Declares a metric. The list of all metrics is `metrics/index.ts`; every face is derived from it. */
export function metric<Row extends z.ZodObject<Shape>>(m: Metric<Row>): Metric<Row> {
  return m
}

export interface Column extends ColumnMeta {
  name: string
}

export function columnsOf(m: Metric): Column[] {
  return Object.entries(m.row.shape).map(([name, schema]) => {
    const meta = (schema as z.ZodType).meta() as unknown as ColumnMeta
    const { unit, description, filters } = meta
    return { name, unit, description, ...(filters ? { filters } : {}) }
  })
}

/** Columns that are null because of a filter that is set and cannot narrow them. */
export const notNarrowed = (m: Metric, filters: readonly string[]): Column[] =>
  columnsOf(m).filter((c) => c.filters && filters.some((f) => !c.filters?.includes(f as Filter)))
