/** Rows of an answer read by column: numbers or unknown, sums that keep the unknown apart, order. */
import type { Cell, Column, Metric, Row } from './api.ts'
import { isMeasure } from './units.ts'

/** Null where the column is missing or holds no number. */
export function numberIn(row: Row | undefined, column: string): number | null {
  const value = row?.[column]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

export const textIn = (row: Row, column: string): string => {
  const value = row[column]
  return value === null || value === undefined ? '' : String(value)
}

/** The sum of what is known; null when nothing is. */
export function total(rows: readonly Row[], column: string): number | null {
  let sum: number | null = null
  for (const row of rows) {
    const value = numberIn(row, column)
    if (value !== null) sum = (sum ?? 0) + value
  }
  return sum
}

export const dateColumn = (metric: Metric): Column | undefined =>
  metric.columns.find((c) => c.unit === 'date')
export const labelColumns = (metric: Metric): Column[] => metric.columns.filter((c) => c.unit === 'label')
export const measures = (metric: Metric): Column[] => metric.columns.filter(isMeasure)
export const columnNamed = (metric: Metric, name: string): Column | undefined =>
  metric.columns.find((c) => c.name === name)

/** Columns that are there, in the order asked for. */
export const columnsNamed = (metric: Metric, names: readonly string[]): Column[] =>
  names.flatMap((name) => columnNamed(metric, name) ?? [])

/** Unknown comes last, whichever way the rest is ordered. */
export function inOrder(rows: readonly Row[], column: string, descending: boolean): Row[] {
  const sign = descending ? -1 : 1
  return [...rows].sort((a, b) => {
    const x = a[column] ?? null
    const y = b[column] ?? null
    if (x === null || y === null) return Number(x === null) - Number(y === null)
    return sign * compare(x, y)
  })
}

function compare(a: NonNullable<Cell>, b: NonNullable<Cell>): number {
  if (typeof a === 'string' && typeof b === 'string') return a.localeCompare(b, 'en', { numeric: true })
  return Number(a) - Number(b)
}
