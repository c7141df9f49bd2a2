/** The frame of everything on the page: a heading, what it means, what can be done with it, and the state of its answer. */
import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { toggleTable, useAddress } from '../address.ts'
import { type Answer, ignored, type Metric, metricPath, type Question } from '../api.ts'
import { useRetry } from '../queries.ts'
import { ChartIcon, DownloadIcon, TableIcon } from './icons.tsx'
import { Kept } from './kept.tsx'
import { Failure, Waiting } from './notice.tsx'

interface PanelProps {
  metric: Metric
  question: Question
  answer: UseQueryResult<Answer>
  title?: string
  /** Beside the title: what the figures are not. */
  hint?: ReactNode
  /** Said below: what is missing from the figures. */
  remark?: ReactNode
  /** Said below, quietly: what to know about them. */
  notes?: ReactNode
  /** With a switch between chart and table. */
  switchable?: boolean
  className?: string
  children: (answer: Answer) => ReactNode
}

export function Panel({ metric, question, answer, title, hint, remark, notes, ...rest }: PanelProps) {
  const { switchable, className = '', children } = rest
  const heading = useId()
  const name = title ?? metric.title
  const left = ignored(metric, question.filters)
  const { data, error, isPlaceholderData } = answer
  const retry = useRetry()
  return (
    <section
      className={`panel ${className}`}
      aria-labelledby={heading}
      aria-busy={!data || isPlaceholderData}
    >
      <header className="panel-head">
        <h2 id={heading} title={metric.doc}>
          {name}
        </h2>
        {hint && <span className="hint">{hint}</span>}
        <span className="panel-actions">
          {switchable && <TableSwitch id={metric.id} name={name} />}
          <a
            className="icon-button"
            href={metricPath(metric, question, 'csv')}
            download
            title="Download as CSV"
          >
            <DownloadIcon />
            <span className="unseen">{`${name} as CSV`}</span>
          </a>
        </span>
      </header>
      {left.length > 0 && (
        <p className="remark">{`Not narrowed by ${left.join(', ')}: this is not known per ${left.join(', ')}.`}</p>
      )}
      {data && <Kept answer={data} />}
      {error && !data ? (
        <Failure what={`${name} could not be read.`} error={error} retry={retry} />
      ) : data ? (
        <div className={isPlaceholderData ? 'panel-body is-old' : 'panel-body'}>{children(data)}</div>
      ) : (
        <div className="panel-body">
          <Waiting lines={6} />
        </div>
      )}
      {error && data && <p className="remark">{`Could not be refreshed: ${error.message}`}</p>}
      {data && remark && <p className="remark">{remark}</p>}
      {data && notes && <p className="remark quiet">{notes}</p>}
    </section>
  )
}

export function TableSwitch({ id, name }: { id: string; name: string }) {
  const asTable = useAddress().tables.includes(id)
  return (
    <button
      type="button"
      className="icon-button"
      aria-pressed={asTable}
      title={asTable ? 'Show the chart' : 'Show the table'}
      onClick={() => toggleTable(id)}
    >
      {asTable ? <ChartIcon /> : <TableIcon />}
      <span className="unseen">{`${name} as a table`}</span>
    </button>
  )
}
