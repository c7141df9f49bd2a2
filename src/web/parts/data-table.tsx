/** A table of rows: sortable, cut after ten, with bars for shares; a row can narrow everything to its name. */
import { useState } from 'react'
import type { Cell, Column, Row, Unit } from '../api.ts'
import { dayInFull } from '../calendar.ts'
import { inOrder } from '../rows.ts'
import { columnName, exact, short } from '../units.ts'
import { Nothing } from './nothing.tsx'
import { type Part, ShareBar } from './share-bar.tsx'

export interface TableColumn {
  /** Name of the column in the rows. */
  key: string
  heading: string
  unit: Unit
  doc: string
  /** A bar beside the figure: of what parts its length is. */
  parts?: (row: Row) => Part[]
  /** Left out where the screen is narrow. */
  minor?: boolean
}

export const tableColumn = (column: Column): TableColumn => ({
  key: column.name,
  heading: columnName(column),
  unit: column.unit,
  doc: column.doc,
})

interface DataTableProps {
  caption: string
  columns: readonly TableColumn[]
  rows: readonly Row[]
  /** The column whose name a click on the row narrows to, which names are set already, and what happens. */
  pick?: { column: string; picked: readonly string[]; toggle: (value: string) => void }
  /** Order without a click on a heading; the server's if absent. */
  order?: { column: string; descending: boolean }
}

const LIMIT = 10

function classOf({ unit, parts, minor }: TableColumn): string {
  const kind = unit === 'label' || unit === 'date' ? 'text' : parts ? 'number has-bar' : 'number'
  return minor ? `${kind} minor` : kind
}

export function DataTable({ caption, columns, rows, pick, order: initial }: DataTableProps) {
  const [order, setOrder] = useState(initial)
  const [all, setAll] = useState(false)
  const ordered = order ? inOrder(rows, order.column, order.descending) : rows
  const shown = all ? ordered : ordered.slice(0, LIMIT)
  const longest = new Map(
    columns.flatMap((c) => (c.parts ? [[c.key, Math.max(0, ...rows.map((r) => lengthOf(c, r)))]] : [])),
  )
  if (rows.length === 0) return <Nothing />
  return (
    <>
      <div className="table-box">
        <table>
          <caption className="unseen">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <Heading key={column.key} column={column} order={order} setOrder={setOrder} />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => {
              const value = pick ? row[pick.column] : undefined
              const name = typeof value === 'string' && value !== '' ? value : null
              const isPicked = name !== null && (pick?.picked.includes(name) ?? false)
              return (
                <tr
                  key={columns.map((c) => String(row[c.key])).join('\n')}
                  className={isPicked ? 'pickable picked' : name !== null ? 'pickable' : undefined}
                  onClick={() => {
                    if (pick && name !== null && window.getSelection()?.type !== 'Range') pick.toggle(name)
                  }}
                >
                  {columns.map((column) => (
                    <TableCell
                      key={column.key}
                      column={column}
                      row={row}
                      longest={longest.get(column.key) ?? 0}
                      picked={pick?.column === column.key && name !== null ? isPicked : null}
                    />
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      {rows.length > LIMIT && (
        <button type="button" className="more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? `Show the first ${LIMIT}` : `Show all ${rows.length}`}
        </button>
      )}
    </>
  )
}

const lengthOf = (column: TableColumn, row: Row): number =>
  column.parts?.(row).reduce((sum, part) => sum + part.value, 0) ?? 0

interface HeadingProps {
  column: TableColumn
  order: DataTableProps['order']
  setOrder: (order: DataTableProps['order']) => void
}

function Heading({ column, order, setOrder }: HeadingProps) {
  const mine = order?.column === column.key ? order : undefined
  const direction = mine ? (mine.descending ? 'descending' : 'ascending') : undefined
  return (
    <th scope="col" className={classOf(column)} aria-sort={direction}>
      <button
        type="button"
        title={column.doc}
        onClick={() =>
          setOrder({ column: column.key, descending: mine ? !mine.descending : column.unit !== 'label' })
        }
      >
        {column.heading}
        {mine && <span aria-hidden="true">{mine.descending ? ' ↓' : ' ↑'}</span>}
      </button>
    </th>
  )
}

interface CellProps {
  column: TableColumn
  row: Row
  longest: number
  /** Whether its name is set as a filter; null where a click sets none. */
  picked: boolean | null
}

function TableCell({ column, row, longest, picked }: CellProps) {
  const value: Cell = row[column.key] ?? null
  if (column.unit === 'date') {
    return (
      <th scope="row" className="text" title={dayInFull(String(value ?? ''))}>
        {value === null ? short('date', null) : String(value)}
      </th>
    )
  }
  if (column.unit === 'label') {
    const name = value === null || value === '' ? 'unknown' : String(value)
    return (
      <th scope="row" className="text name" title={name}>
        {picked !== null ? (
          <button type="button" aria-pressed={picked} title={`${name}: click to narrow everything to it`}>
            {name}
          </button>
        ) : (
          name
        )}
      </th>
    )
  }
  return (
    <td className={classOf(column)}>
      {column.parts && <ShareBar parts={column.parts(row)} longest={longest} />}
      <span className={value === null ? 'value quiet' : 'value'} title={exact(column.unit, value)}>
        {short(column.unit, value)}
      </span>
    </td>
  )
}
