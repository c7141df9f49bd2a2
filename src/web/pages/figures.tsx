/** The figures at the top of the overview, each beside the period before. */
import { type Answer, ignored, type Metric, notNarrowing, type Question, type Unit } from '../api.ts'
import { lengthOf, periodBefore } from '../calendar.ts'
import { unpriced } from '../coverage.ts'
import { Figure } from '../parts/figure.tsx'
import { Kept } from '../parts/kept.tsx'
import { Failure } from '../parts/notice.tsx'
import { useAnswer, useRetry } from '../queries.ts'
import { columnNamed, numberIn } from '../rows.ts'
import { short } from '../units.ts'

interface FigureSpec {
  name: string
  doc: string
  unit: Unit
  tone: number
  /** Columns of the overview, added up. */
  columns: readonly string[]
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
    detail: { column: 'output', say: (text) => `${text} of them output` },
    course: { metric: 'tokens.by_day', columns: KINDS },
  },
  {
    name: 'Cost',
    doc: 'What the model calls would cost at the list prices of their day.',
    unit: 'usd',
    tone: 1,
    columns: ['cost_usd'],
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
    detail: { column: 'median_duration_minutes', say: (text) => `median ${text}` },
    course: { metric: 'sessions.by_day', columns: ['sessions'] },
  },
  {
    name: 'Human messages',
    doc: 'Messages people typed.',
    unit: 'count',
    tone: 6,
    columns: ['user_messages'],
    course: { metric: 'messages.by_day', columns: ['user_messages'] },
  },
  {
    name: 'Tool calls',
    doc: 'Tool calls of agents, refused ones included.',
    unit: 'count',
    tone: 2,
    columns: ['tool_calls'],
    detail: { column: 'tool_success_rate', say: (text) => `${text} succeeded` },
    course: { metric: 'tools.by_day', columns: ['calls'] },
  },
  {
    name: 'Active users',
    doc: 'People with a message or a model call of their own. Service accounts do not count.',
    unit: 'count',
    tone: 7,
    columns: ['active_users'],
    course: { metric: 'activity.users', columns: ['daily_active_users'] },
  },
]

interface FiguresProps {
  metrics: ReadonlyMap<string, Metric>
  question: Question
  /** False while the period before may still grow: then nothing is compared with it. */
  complete: boolean
}

export function Figures({ metrics, question, complete }: FiguresProps) {
  const source = metrics.get('summary.overview')
  const { data, error } = useAnswer(source, question)
  const retry = useRetry()
  if (!source) return null
  return (
    <section aria-label="Key figures" className="panel figures-panel">
      {data && <Kept answer={data} />}
      <dl className="figures">
        {SPECS.map((spec) => (
          <SpecifiedFigure
            key={spec.name}
            spec={spec}
            source={source}
            courseSource={metrics.get(spec.course.metric)}
            question={question}
            complete={complete}
          />
        ))}
      </dl>
      {error && !data && <Failure what="Some figures could not be read." error={error} retry={retry} />}
    </section>
  )
}

interface SpecifiedFigureProps {
  spec: FigureSpec
  source: Metric
  courseSource: Metric | undefined
  question: Question
  complete: boolean
}

function SpecifiedFigure({ spec, source, courseSource, question, complete }: SpecifiedFigureProps) {
  const now = useAnswer(source, question)
  const sum = now.data ? sumOf(now.data, spec.columns) : undefined
  const before = useAnswer(source, { ...question, ...periodBefore(question) }, complete)
  const left = notNarrowing(source, spec.columns, question.filters)
  const hasCourse = courseSource !== undefined && ignored(courseSource, question.filters).length === 0
  const course = useAnswer(courseSource, question, hasCourse)
  const days = lengthOf(question)
  return (
    <Figure
      name={spec.name}
      doc={spec.doc}
      unit={spec.unit}
      tone={spec.tone}
      // While an import runs a zero says only that nothing has been worked in yet.
      value={now.isError && !now.data ? null : sum === 0 && !complete ? undefined : sum}
      before={
        complete && before.data && !before.isPlaceholderData && before.data.meta.kept_from === null
          ? sumOf(before.data, spec.columns)
          : undefined
      }
      beforeName={days === 1 ? 'the day before' : `the ${days} days before`}
      partial={now.data?.meta.partial ?? false}
      isDay={days === 1}
      old={now.isPlaceholderData}
      course={
        hasCourse ? (course.data?.data ?? []).map((row) => sumOf({ data: [row] }, spec.course.columns)) : []
      }
      hint={spec.hint}
      detail={
        left.length > 0
          ? `not known per ${left.join(', ')}`
          : now.data
            ? detailOf(spec, source, now.data)
            : null
      }
      remark={
        now.error && !now.data ? 'could not be read' : spec.priced && now.data ? unpriced(now.data) : null
      }
    />
  )
}

function detailOf({ detail }: FigureSpec, source: Metric, { data }: Answer): string | null {
  const column = detail && columnNamed(source, detail.column)
  const value = data.length === 1 && column ? numberIn(data[0], column.name) : null
  return detail && column && value ? detail.say(short(column.unit, value)) : null
}

/** Null when any of it is unknown. */
function sumOf({ data }: Pick<Answer, 'data'>, columns: readonly string[]): number | null {
  let sum: number | null = data.length > 0 ? 0 : null
  for (const name of columns) {
    const value = numberIn(data[0], name)
    sum = sum === null || value === null ? null : sum + value
  }
  return sum
}
