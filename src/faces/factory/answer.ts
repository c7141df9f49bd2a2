/** Answers of the Factory Analytics API: in its envelope, or as a table (catalogue 1.6). */
import type { z } from 'zod'
import { settled } from './numbers.ts'
import type { Reading } from './reading.ts'
import { tableOf } from './table.ts'

export interface Answer {
  /** Fields with a 0 that stands for nothing known. */
  empty: string[]
  /** The text of the answer as it comes. */
  json(): AsyncGenerator<string>
  table(): { columns: string[]; rows: AsyncIterable<object> }
}

export interface View {
  /** Of each row. */
  schema: z.ZodObject
  /** Oldest first. Numbers that are not known are null. */
  rows: AsyncIterable<object>
}

/** Rows in the envelope. With `long` they are told as they are read; their numbers have to be known then. */
export async function listed(
  view: View,
  reading: Reading,
  long: boolean,
  more: object = {},
): Promise<Answer> {
  const empty = new Set<string>()
  const settling = rowsOf(view, empty)
  const rows = long ? settling : each(await collected(settling))
  const { org, asked } = reading
  const meta = { org_id: org, start_date: asked.startDate, end_date: asked.endDate, ...more }
  return {
    empty: [...empty].sort(),
    json: () => jsonOf(rows, meta),
    table: () => {
      const table = tableOf(view.schema, asked.extra)
      return { columns: table.columns, rows: parted(rows, table.rowsOf) }
    },
  }
}

/** One object without an envelope. */
export function flat(schema: z.ZodObject, row: object): Answer {
  const empty = new Set<string>()
  const told = settled(schema, row, empty)
  return {
    empty: [...empty].sort(),
    json: () => each([JSON.stringify(told)]),
    table: () => ({ columns: Object.keys(told), rows: each([told]) }),
  }
}

export async function* each<T>(rows: Iterable<T> | Promise<Iterable<T>>): AsyncGenerator<T> {
  yield* await rows
}

type Row = Record<string, unknown>

async function* rowsOf({ schema, rows }: View, empty: Set<string>): AsyncGenerator<Row> {
  for await (const row of rows) yield settled(schema, row, empty)
}

async function collected<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const row of rows) all.push(row)
  return all
}

async function* parted(rows: AsyncIterable<Row>, parts: (row: Row) => Iterable<Row>): AsyncGenerator<Row> {
  for await (const row of rows) yield* parts(row)
}

/** Rows that are put into one text. */
const TOGETHER = 200

async function* jsonOf(rows: AsyncIterable<object>, meta: object): AsyncGenerator<string> {
  let text = '{"data":['
  let count = 0
  for await (const row of rows) {
    text += (count === 0 ? '' : ',') + JSON.stringify(row)
    count++
    if (count % TOGETHER !== 0) continue
    yield text
    text = ''
  }
  yield `${text}],"meta":${JSON.stringify(meta)}}`
}
