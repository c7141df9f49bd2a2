/** A metric by name as a table: largest first, with share bars; a row narrows the page to its name. */

import { toggleFilter } from '../address.ts'
import { type Filters, filtersOf, type Metric, type Question, type Row } from '../api.ts'
import { useAnswer } from '../queries.ts'
import { columnsNamed, labelColumns, numberIn, total } from '../rows.ts'
import { DataTable, type TableColumn, tableColumn } from './data-table.tsx'
import { Panel } from './panel.tsx'

export interface RankingLook {
  title: string
  /** Measures to show after the name. */
  columns: readonly string[]
  /** A first column that adds up others, drawn as a bar of its parts. */
  sum?: { heading: string; doc: string; parts: readonly { column: string; tone: number }[] }
  /** A measure drawn as a bar. */
  bar?: { column: string; tone: number }
  headings?: Readonly<Record<string, string>>
  /** Measures left out where the screen is narrow. */
  minor?: readonly string[]
  hint?: string
  className?: string
}

interface RankingPanelProps {
  metric: Metric | undefined
  question: Question
  look: RankingLook
}

const SUM = 'sum of parts'

export function RankingPanel({ metric, question, look }: RankingPanelProps) {
  const answer = useAnswer(metric, question)
  if (!metric) return null
  const label = labelColumns(metric)[0]
  const columns = [...(label ? [label] : []), ...columnsNamed(metric, look.columns)].map(tableColumn)
  for (const column of columns) {
    const heading = look.headings?.[column.key]
    if (heading) column.heading = heading
    if (look.minor?.includes(column.key)) column.minor = true
    const { bar } = look
    if (bar?.column === column.key) {
      column.parts = (row) => [{ value: numberIn(row, bar.column) ?? 0, tone: bar.tone }]
    }
  }
  if (look.sum) columns.splice(label ? 1 : 0, 0, sumColumn(look.sum))
  return (
    <Panel
      metric={metric}
      question={question}
      answer={answer}
      title={look.title}
      hint={look.hint}
      className={look.className}
    >
      {(data) => (
        <DataTable
          caption={look.title}
          columns={columns}
          rows={look.sum ? data.data.map((row) => withSum(row, look.sum)) : data.data}
          pick={pickBy(metric, question.filters)}
        />
      )}
    </Panel>
  )
}

/** Clicking a name narrows to it where the metric can be asked by that dimension. */
export function pickBy(metric: Metric, filters: Filters) {
  const label = labelColumns(metric).find((c) => filtersOf(metric).includes(c.name))
  if (!label) return undefined
  return {
    column: label.name,
    picked: filters[label.name] ?? [],
    toggle: (value: string) => toggleFilter(label.name, value),
  }
}

function sumColumn({ heading, doc, parts }: NonNullable<RankingLook['sum']>): TableColumn {
  return {
    key: SUM,
    heading,
    doc,
    unit: 'tokens',
    parts: (row) => parts.map(({ column, tone }) => ({ value: numberIn(row, column) ?? 0, tone })),
  }
}

function withSum(row: Row, sum: RankingLook['sum']): Row {
  const known = sum?.parts.flatMap(({ column }) => total([row], column) ?? []) ?? []
  return { ...row, [SUM]: known.length > 0 ? known.reduce((a, b) => a + b, 0) : null }
}
