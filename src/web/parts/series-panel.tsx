/** A metric along days: chart with legend, or the same as a table. */
import { useState } from 'react'
import { type Style, useAddress } from '../address.ts'
import type { Answer, Metric, Question } from '../api.ts'
import { type Plot, plotOf } from '../plot.ts'
import { useAnswer } from '../queries.ts'
import { columnsNamed, dateColumn } from '../rows.ts'
import { DataTable, tableColumn } from './data-table.tsx'
import { LazyChart } from './lazy-chart.tsx'
import { Legend } from './legend.tsx'
import { Nothing } from './nothing.tsx'
import { Panel } from './panel.tsx'

export interface SeriesLook {
  title: string
  /** Columns to draw, in this order from the bottom. */
  columns: readonly string[]
  style: Style
  /** Series colours by column. */
  tones?: Readonly<Record<string, number>>
  hint?: string
  className?: string
  remark?: (answer: Answer) => string | null
}

interface SeriesPanelProps {
  metric: Metric | undefined
  question: Question
  look: SeriesLook
}

export function SeriesPanel({ metric, question, look }: SeriesPanelProps) {
  const answer = useAnswer(metric, question)
  const asTable = useAddress().tables.includes(metric?.id ?? '')
  if (!metric) return null
  return (
    <Panel
      metric={metric}
      question={question}
      answer={answer}
      title={look.title}
      hint={look.hint}
      className={look.className}
      remark={answer.data && look.remark?.(answer.data)}
      switchable
    >
      {(data) =>
        asTable ? (
          <DayTable metric={metric} answer={data} title={look.title} columns={look.columns} />
        ) : (
          <PlotWithLegend title={look.title} plot={plotOf(metric, data, look)} />
        )
      }
    </Panel>
  )
}

interface DayTableProps {
  metric: Metric
  answer: Answer
  title: string
  columns: readonly string[]
}

function DayTable({ metric, answer, title, columns }: DayTableProps) {
  const date = dateColumn(metric)
  const shown = [...(date ? [date] : []), ...columnsNamed(metric, columns)]
  return (
    <DataTable
      caption={title}
      columns={shown.map(tableColumn)}
      rows={answer.data}
      order={date && { column: date.name, descending: true }}
    />
  )
}

export function PlotWithLegend({ title, plot }: { title: string; plot: Plot | null }) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const values = plot?.series.flatMap((s) => s.values) ?? []
  if (!plot || values.every((value) => value === 0)) return <Nothing />
  if (values.every((value) => value === null || value === 0))
    return <p className="quiet nothing">Nothing is known for this period.</p>
  const toggle = (key: string) => {
    const next = new Set(hidden)
    if (!next.delete(key)) next.add(key)
    setHidden(next)
  }
  return (
    <>
      {plot.series.length > 1 && <Legend plot={plot} hidden={hidden} toggle={toggle} />}
      <LazyChart title={title} plot={plot} hidden={hidden} />
    </>
  )
}
