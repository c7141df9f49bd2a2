/** Rows with lists in them as one table: of a list, each element becomes a row of its own (catalogue F-API-8). */
import { z } from 'zod'
import { plain } from './numbers.ts'

type Row = Readonly<Record<string, unknown>>

export interface Table {
  columns: string[]
  /** The row itself, then the elements of its lists. */
  rowsOf(row: Row): Iterable<Row>
}

/** Which list a row is an element of, empty for the row that had it, and what names the element in it. */
const GROUP = ['group_by', 'group_key'] as const

/** `extra` says whether the fields that come with it are among the columns. */
export function tableOf(schema: z.ZodObject, extra: boolean): Table {
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([name, field]) => {
    const type = plain(field)
    return type === undefined || (!extra && type !== field) ? [] : [{ name, type }]
  })
  const lists = fields.filter(({ type }) => isList(type))
  const own = fields.filter(({ type }) => !isList(type))
  const beside = lists.flatMap(({ type }) => measuresOf(type))
  const columns = [...new Set([...own.flatMap(columnsOf), ...(lists.length > 0 ? GROUP : []), ...beside])]
  return {
    columns,
    *rowsOf(row) {
      yield flat(row)
      for (const { name } of lists)
        for (const element of elementsOf(row[name])) yield { date: row.date, group_by: name, ...element }
    },
  }
}

const isList = (type: z.ZodType): boolean =>
  type instanceof z.ZodRecord || (type instanceof z.ZodArray && type.element instanceof z.ZodObject)

const columnsOf = ({ name, type }: { name: string; type: z.ZodType }): string[] =>
  type instanceof z.ZodObject ? Object.keys(type.shape).map((key) => `${name}_${key}`) : [name]

/** The columns of the elements of a list, without what names them. */
function measuresOf(type: z.ZodType): string[] {
  if (!(type instanceof z.ZodArray)) return ['count']
  const shape = (type.element as z.ZodObject).shape as Record<string, z.ZodType>
  return Object.entries(shape).flatMap(([name, field], i) => (i === 0 || isList(field) ? [] : [name]))
}

/** What an object of fixed fields holds stands in columns of the row. */
const flat = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(value).map(([key, inner]) => [`${name}_${key}`, inner])
        : [[name, value]],
    ),
  )

/** What is first in an element names it. */
function* elementsOf(list: unknown): Generator<Row> {
  if (Array.isArray(list)) {
    for (const element of list as Row[]) {
      const [group_key] = Object.values(element)
      yield { ...element, group_key: group_key ?? 'unknown' }
    }
  } else for (const [group_key, count] of Object.entries(list as Row)) yield { group_key, count }
}
