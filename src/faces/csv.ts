/** Tables as CSV, a few rows at a time: RFC 4180, UTF-8, safe to open in a spreadsheet (catalogue F-CSV-1, Z-17; promise S9). */
import { stringify } from 'csv-stringify/sync'

/** A row by the names of its columns. A list is written as its elements, separated by commas; null is an empty cell. */
export type CsvRow = object
export type CsvRows = Iterable<CsvRow> | AsyncIterable<CsvRow>

/** Rows that are written together. */
const ROWS = 500

/**
 * A header row, then the rows, many to a text. Only so many rows as make one text are held at a time; reading may stop
 * whenever it likes, and `rows` is told. Errors: those of `rows`.
 */
export async function* csvOf(columns: readonly string[], rows: CsvRows): AsyncGenerator<string> {
  let waiting: unknown[][] = [[...columns]]
  for await (const row of rows) {
    waiting.push(columns.map((name) => (row as Record<string, unknown>)[name]))
    if (waiting.length < ROWS) continue
    yield written(waiting)
    waiting = []
  }
  if (waiting.length > 0) yield written(waiting)
}

const written = (rows: unknown[][]): string =>
  stringify(rows, {
    record_delimiter: 'windows',
    // Spreadsheets of some countries part cells at semicolons, and some read tabs.
    quoted_match: /[;\t\r\n]/,
    cast: {
      string: harmless,
      boolean: String,
      number: String,
      date: (date) => date.toISOString(),
      object: (value) =>
        harmless(Array.isArray(value) ? value.map(String).join(', ') : JSON.stringify(value)),
    },
  })

/**
 * What a spreadsheet would run as a formula, also after it took away what cannot be seen. Numbers are never text and
 * stay numbers, negative ones too.
 */
const FORMULA = /^(?:[\t\r\n]|[\p{White_Space}\p{Cc}\p{Cf}]*[=+\-@＝＋－＠])/u

const harmless = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)
