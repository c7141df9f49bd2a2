/** One metric, drawn from its columns: as a chart with a choice of measures, as figures where it has one row, as a table. */

import { go, type Style, useAddress } from '../address.ts'
import type { Answer, Metric, Question } from '../api.ts'
import { unpriced } from '../coverage.ts'
import { DataTable, tableColumn } from '../parts/data-table.tsx'
import { KeptSaid } from '../parts/kept.tsx'
import { Panel } from '../parts/panel.tsx'
import { pickBy } from '../parts/ranking-panel.tsx'
import { PlotWithLegend } from '../parts/series-panel.tsx'
import { axes, chosenColumns, plotOf } from '../plot.ts'
import { useAnswer } from '../queries.ts'
import { dateColumn, labelColumns, measures } from '../rows.ts'
import { columnName, exact, short } from '../units.ts'

interface ChosenProps {
  metric: Metric
  question: Question
}

export function Chosen({ metric, question }: ChosenProps) {
  const answer = useAnswer(metric, question)
  const asTable = useAddress().tables.includes(metric.id)
  const drawable = dateColumn(metric) !== undefined || labelColumns(metric).length > 0
  return (
    <>
      <div className="explore-head">
        <h1>{metric.title}</h1>
        <code>{metric.id}</code>
        <p>{metric.doc}</p>
        {metric.catalogue.length > 0 && (
          <p className="quiet">{`In the metrics catalogue: ${metric.catalogue.join(', ')}`}</p>
        )}
      </div>
      <Panel
        metric={metric}
        question={question}
        answer={answer}
        title={drawable ? 'Chart' : 'Figures'}
        remark={answer.data && unpriced(answer.data)}
        notes={answer.data && notesOf(answer.data)}
        switchable={drawable}
      >
        {(data) =>
          !drawable ? (
            <SingleRow metric={metric} answer={data} />
          ) : asTable ? (
            <AllColumns metric={metric} question={question} answer={data} />
          ) : (
            <ChosenChart metric={metric} answer={data} />
          )
        }
      </Panel>
      {drawable && !asTable && (
        <KeptSaid value={answer.data?.meta.kept_from ?? null}>
          <Panel metric={metric} question={question} answer={answer} title="Rows">
            {(data) => <AllColumns metric={metric} question={question} answer={data} />}
          </Panel>
        </KeptSaid>
      )}
      <Columns metric={metric} />
    </>
  )
}

function notesOf(answer: Answer): string | null {
  const said = [answer.meta.partial ? 'The last day is not over' : null, ...answer.meta.notes]
  const words = said.flatMap((s) => (s ? [s.replace(/\.$/, '')] : []))
  return words.length > 0 ? `${words.join('. ')}.` : null
}

function ChosenChart({ metric, answer }: { metric: Metric; answer: Answer }) {
  const { columns, style } = useAddress()
  const plot = plotOf(metric, answer, { columns, style })
  return (
    <>
      <Measures metric={metric} style={plot?.style ?? null} />
      <PlotWithLegend title={metric.title} plot={plot} />
    </>
  )
}

const STYLES: readonly [Style, string][] = [
  ['line', 'Lines'],
  ['bar', 'Bars'],
  ['stack', 'Stacked'],
]

/** Measures share an axis only with their own unit: choosing one of another unit changes to that unit. */
function Measures({ metric, style }: { metric: Metric; style: Style | null }) {
  const address = useAddress()
  const groups = axes(metric)
  const drawn = chosenColumns(metric, address.columns).map((c) => c.name)
  const unit = chosenColumns(metric, address.columns)[0]?.unit
  const single = dateColumn(metric) !== undefined && labelColumns(metric).length > 0
  const choose = (name: string, of: string) => {
    const others = drawn.filter((n) => n !== name)
    const next = single || of !== unit ? [name] : drawn.includes(name) ? others : [...drawn, name]
    go({ columns: next }, 'replace')
  }
  return (
    <div className="measures">
      {groups.map((group) => (
        <fieldset key={group.unit} className="segments wrap">
          <legend className="unseen">{`Measures in ${group.unit}`}</legend>
          {group.columns.map((column) => (
            <button
              type="button"
              key={column.name}
              aria-pressed={drawn.includes(column.name)}
              title={column.doc}
              onClick={() => choose(column.name, column.unit)}
            >
              {columnName(column)}
            </button>
          ))}
        </fieldset>
      ))}
      <span className="spring" />
      <fieldset className="segments">
        <legend className="unseen">How to draw</legend>
        {STYLES.filter(([name]) => name !== 'line' || dateColumn(metric)).map(([name, said]) => (
          <button
            type="button"
            key={name}
            aria-pressed={style === name}
            onClick={() => go({ style: name }, 'replace')}
          >
            {said}
          </button>
        ))}
      </fieldset>
    </div>
  )
}

function SingleRow({ metric, answer }: { metric: Metric; answer: Answer }) {
  const row = answer.data[0]
  return (
    <dl className="single-row">
      {measures(metric).map((column) => (
        <div key={column.name}>
          <dt title={column.doc}>{columnName(column)}</dt>
          <dd title={exact(column.unit, row?.[column.name])}>{short(column.unit, row?.[column.name])}</dd>
        </div>
      ))}
    </dl>
  )
}

function AllColumns({ metric, question, answer }: ChosenProps & { answer: Answer }) {
  const date = dateColumn(metric)
  return (
    <DataTable
      caption={metric.title}
      columns={metric.columns.map(tableColumn)}
      rows={answer.data}
      pick={pickBy(metric, question.filters)}
      order={date && { column: date.name, descending: true }}
    />
  )
}

/** What each column means. */
function Columns({ metric }: { metric: Metric }) {
  return (
    <details className="panel columns">
      <summary>What the columns mean</summary>
      <dl>
        {metric.columns.map((column) => (
          <div key={column.name}>
            <dt>
              <code>{column.name}</code> <span className="quiet">{column.unit}</span>
            </dt>
            <dd>{column.doc}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
