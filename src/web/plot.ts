/** What a chart shows, made from the columns of a metric and the rows of its answer; how it is drawn is chart/'s. */

import type { Style } from './address.ts'
import type { Answer, Column, Metric, Row, Unit } from './api.ts'
import { dayLabel } from './calendar.ts'
import { columnsNamed, dateColumn, labelColumns, measures, numberIn, textIn, total } from './rows.ts'
import { columnName, exact, isAdditive, isMeasure, short } from './units.ts'

export interface Series {
  key: string
  name: string
  doc: string
  values: (number | null)[]
  /** Which of the series colours, from 1. */
  tone: number
  /** Of all its values, where they add up to something. */
  sum: number | null
}

export interface Plot {
  /** Along days, or along names. */
  along: 'days' | 'names'
  points: string[]
  series: Series[]
  unit: Unit
  style: Style
  /** The last day is not over. */
  partial: boolean
}

export const TONES = 8
const toneAt = (index: number): number => (index % TONES) + 1
/** More lines than this cannot be told apart. */
const MAX_SERIES = 7
const MAX_NAMES = 20

export interface Choice {
  columns?: readonly string[]
  style?: Style | null
  /** Colours by column, where a column has one of its own. */
  tones?: Readonly<Record<string, number>>
}

/** Measures that can share one axis, by unit, the metric's own unit first. */
export function axes(metric: Metric): { unit: Unit; columns: Column[] }[] {
  const groups = new Map<Unit, Column[]>()
  for (const column of measures(metric)) {
    if (column.unit === 'flag') continue
    groups.set(column.unit, [...(groups.get(column.unit) ?? []), column])
  }
  return [...groups]
    .map(([unit, columns]) => ({ unit, columns }))
    .sort((a, b) => Number(b.unit === metric.unit) - Number(a.unit === metric.unit))
}

/** The columns to draw: those asked for, as far as they share an axis, else the metric's main ones. */
export function chosenColumns(metric: Metric, names: readonly string[] = []): Column[] {
  const asked = columnsNamed(metric, names).filter((c) => isMeasure(c) && c.unit !== 'flag')
  const first = asked[0]
  if (first) return asked.filter((c) => c.unit === first.unit)
  const main = axes(metric)[0]?.columns ?? []
  return labelColumns(metric).length > 0 ? main.slice(0, 1) : main
}

/** Null when there is nothing to draw: no rows by day or by name, or no measure. */
export function plotOf(metric: Metric, answer: Answer, choice: Choice = {}): Plot | null {
  const columns = chosenColumns(metric, choice.columns)
  const first = columns[0]
  if (!first) return null
  const date = dateColumn(metric)
  const label = labelColumns(metric)[0]
  if (date && label) return byDayAndName(answer, date, label, first, choice)
  if (date) return byDay(answer, date, columns, choice)
  if (label) return byName(answer, label, columns, choice)
  return null
}

function byDay(answer: Answer, date: Column, columns: Column[], choice: Choice): Plot {
  const unit = columns[0]?.unit ?? 'count'
  return {
    along: 'days',
    points: answer.data.map((row) => textIn(row, date.name)),
    series: columns.map((column, i) => seriesOf(column, answer.data, i, choice)),
    unit,
    style: choice.style ?? (isAdditive(unit) && columns.length === 1 ? 'bar' : 'line'),
    partial: answer.meta.partial,
  }
}

function byName(answer: Answer, label: Column, columns: Column[], choice: Choice): Plot {
  const rows = answer.data.slice(0, MAX_NAMES)
  return {
    along: 'names',
    points: rows.map((row) => textIn(row, label.name)),
    series: columns.map((column, i) => seriesOf(column, rows, i, choice)),
    unit: columns[0]?.unit ?? 'count',
    style: choice.style === 'stack' ? 'stack' : 'bar',
    partial: answer.meta.partial,
  }
}

/** People or files counted day by day may be the same ones, and dollars were rounded day by day: no sum of those. */
const sums = (unit: Unit): boolean => unit === 'tokens' || unit === 'lines'

function seriesOf(column: Column, rows: readonly Row[], index: number, choice: Choice): Series {
  return {
    key: column.name,
    name: columnName(column),
    doc: column.doc,
    values: rows.map((row) => numberIn(row, column.name)),
    tone: choice.tones?.[column.name] ?? toneAt(index),
    sum: sums(column.unit) ? total(rows, column.name) : null,
  }
}

/** One series for each of the largest names; what can be added up is, for all others. */
function byDayAndName(answer: Answer, date: Column, label: Column, measure: Column, choice: Choice): Plot {
  const points = [...new Set(answer.data.map((row) => textIn(row, date.name)))].sort()
  const groups = new Map<string, Row[]>()
  for (const row of answer.data) {
    const name = textIn(row, label.name)
    groups.set(name, [...(groups.get(name) ?? []), row])
  }
  const ranked = [...groups].sort(
    (a, b) => (total(b[1], measure.name) ?? -1) - (total(a[1], measure.name) ?? -1),
  )
  const additive = isAdditive(measure.unit)
  const series = ranked
    .slice(0, MAX_SERIES)
    .map(([name, rows], i) => named(name || 'unknown', rows, toneAt(i)))
  const others = ranked.slice(MAX_SERIES)
  if (others.length > 0 && additive) {
    series.push(
      named(
        `${others.length} others`,
        others.flatMap(([, rows]) => rows),
        TONES,
      ),
    )
  }
  return {
    along: 'days',
    points,
    series,
    unit: measure.unit,
    style: choice.style ?? (additive ? 'stack' : 'line'),
    partial: answer.meta.partial,
  }

  function named(name: string, rows: Row[], tone: number): Series {
    const days = Map.groupBy(rows, (row) => textIn(row, date.name))
    return {
      key: name,
      name,
      doc: `${label.doc} ${measure.doc}`,
      values: points.map((day) => total(days.get(day) ?? [], measure.name)),
      tone,
      sum: sums(measure.unit) ? total(rows, measure.name) : null,
    }
  }
}

/** The chart in a sentence or two, for those who cannot see it. */
export function inWords(title: string, plot: Plot): string {
  const { points, series, unit } = plot
  if (points.length === 0) return `${title}: no rows.`
  const said = series.map((s) => {
    let peak = -1
    for (const [i, value] of s.values.entries()) {
      if (value !== null && (peak < 0 || value > (s.values[peak] ?? 0))) peak = i
    }
    if (peak < 0) return `${s.name}: unknown throughout.`
    const where = points[peak] ?? ''
    const sum = s.sum === null ? '' : `, ${short(unit, s.sum)} in all`
    return `${s.name}: highest ${exact(unit, s.values[peak])} at ${plot.along === 'days' ? dayLabel(where) : where}${sum}.`
  })
  const along =
    plot.along === 'days'
      ? `${points.length} days from ${points[0]} to ${points.at(-1)}`
      : `${points.length} names`
  return `${title}, ${along}. ${said.join(' ')}`
}
