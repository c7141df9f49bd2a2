/** The figures at the top of the overview, each beside the period before. */
import { type Answer, ignored, type Metric, type Question, type Unit } from '../api.ts'
import { lengthOf, periodBefore } from '../calendar.ts'
import { unpriced } from '../coverage.ts'
import { Figure } from '../parts/figure.tsx'
import { Failure } from '../parts/notice.tsx'
import { useAnswer, useRetry } from '../queries.ts'
import { columnNamed, numberIn, total } from '../rows.ts'
import { short } from '../units.ts'

interface FigureSpec {
  name: string
  doc: string
  unit: Unit
  tone: number
  /** Added up. */
  columns: readonly string[]
  /** Metrics that know it, the first that every filter says something to. */
  from: readonly string[]
  /** Where its course by day comes from, and the columns there. */
  course: { metric: string; columns: readonly string[] }
  hint?: string
  /** A further word on it, from one more column of the same row. */
  detail?: { column: string; say: (text: string) => string }
  /** With a word on calls that have no price. */
  priced?: boolean
}

const KINDS = ['input', 'cache_write', 'cache_read', 'output']

const SPECS: readonly FigureSpec[] = [
  {
    name: 'Tokens',
    doc: 'All tokens: fresh input, cache writes, cache reads and output.',
    unit: 'tokens',
    tone: 3,
    columns: KINDS,
    from: ['summary.overview', 'tokens.by_model'],
    detail: { column: 'output', say: (text) => `${text} of them output` },
    course: { metric: 'tokens.by_day', columns: KINDS },
  },
  {
    name: 'Cost',
    doc: 'What the model calls would cost at the list prices of their day.',
    unit: 'usd',
    tone: 1,
    columns: ['cost_usd'],
    from: ['summary.overview', 'cost.by_model'],
    course: { metric: 'cost.by_day', columns: ['cost_usd'] },
    hint: 'API-equivalent, not your bill',
    priced: true,
  },
  {
    name: 'Sessions',
    doc: 'Root sessions that started.',
    unit: 'count',
    tone: 5,
    columns: ['sessions'],
    from: ['summary.overview'],
    detail: { column: 'median_duration_minutes', say: (text) => `median ${text}` },
    course: { metric: 'sessions.by_day', columns: ['sessions'] },
  },
  {
    name: 'Human messages',
    doc: 'Messages people typed.',
    unit: 'count',
    tone: 6,
    columns: ['user_messages'],
    from: ['summary.overview'],
    course: { metric: 'messages.by_day', columns: ['user_messages'] },
  },
  {
    name: 'Tool calls',
    doc: 'Tool calls of agents, refused ones included.',
    unit: 'count',
    tone: 2,
    columns: ['tool_calls'],
    from: ['summary.overview'],
    detail: { column: 'tool_success_rate', say: (text) => `${text} succeeded` },
    course: { metric: 'tools.by_day', columns: ['calls'] },
  },
  {
    name: 'Active users',
    doc: 'People with a message or a model call of their own. Service accounts do not count.',
    unit: 'count',
    tone: 7,
    columns: ['active_users'],
    from: ['summary.overview'],
    course: { metric: 'activity.users', columns: ['daily_active_users'] },
  },
]

interface FiguresProps {
  metrics: ReadonlyMap<string, Metric>
  question: Question
  /** False while the period before may still grow: then nothing is compared with it. */
  complete: boolean
}

export function Figures(props: FiguresProps) {
  const { data, error } = useAnswer(props.metrics.get('summary.overview'), props.question)
  const retry = useRetry()
  return (
    <section aria-label="Key figures" className="panel figures-panel">
      <dl className="figures">
        {SPECS.map((spec) => (
          <SpecifiedFigure key={spec.name} spec={spec} {...props} />
        ))}
      </dl>
      {error && !data && <Failure what="Some figures could not be read." error={error} retry={retry} />}
    </section>
  )
}

function SpecifiedFigure({ spec, metrics, question, complete }: FiguresProps & { spec: FigureSpec }) {
  const sources = spec.from.flatMap((id) => metrics.get(id) ?? []).filter((m) => knows(m, spec.columns))
  const source = sources.find((m) => ignored(m, question.filters).length === 0) ?? sources[0]
  const now = useAnswer(source, question)
  const before = useAnswer(source, { ...question, ...periodBefore(question) }, complete)
  const courseMetric = metrics.get(spec.course.metric)
  const course = useAnswer(courseMetric, question)
  if (!source) return null
  const left = ignored(source, question.filters)
  const days = lengthOf(question)
  return (
    <Figure
      name={spec.name}
      doc={spec.doc}
      unit={spec.unit}
      tone={spec.tone}
      value={now.data ? sumOf(now.data, spec.columns) : now.isError ? null : undefined}
      before={
        complete && before.data && !before.isPlaceholderData ? sumOf(before.data, spec.columns) : undefined
      }
      beforeName={days === 1 ? 'the day before' : `the ${days} days before`}
      partial={now.data?.meta.partial ?? false}
      isDay={days === 1}
      old={now.isPlaceholderData}
      course={course.data?.data.map((row) => sumOf({ data: [row] }, spec.course.columns)) ?? []}
      hint={spec.hint}
      detail={left.length === 0 && now.data ? detailOf(spec, source, now.data) : null}
      remark={
        left.length > 0
          ? `not narrowed by ${left.join(', ')}`
          : now.error && !now.data
            ? 'could not be read'
            : spec.priced && now.data
              ? unpriced(now.data)
              : null
      }
    />
  )
}

function detailOf({ detail }: FigureSpec, source: Metric, { data }: Answer): string | null {
  const column = detail && columnNamed(source, detail.column)
  const value = data.length === 1 && column ? numberIn(data[0], column.name) : null
  return detail && column && value !== null ? detail.say(short(column.unit, value)) : null
}

const knows = (metric: Metric, columns: readonly string[]) =>
  columns.every((name) => columnNamed(metric, name) !== undefined)

/** Null when nothing of it is known. */
function sumOf({ data }: Pick<Answer, 'data'>, columns: readonly string[]): number | null {
  if (data.length === 1) {
    const known = columns.flatMap((name) => numberIn(data[0], name) ?? [])
    return known.length > 0 ? known.reduce((a, b) => a + b, 0) : null
  }
  const sums = columns.flatMap((name) => total(data, name) ?? [])
  return sums.length > 0 ? sums.reduce((a, b) => a + b, 0) : null
}
