/** One figure: what it is, its value, how it compares with the period before, and its course. */
import type { Unit } from '../api.ts'
import { exact, short } from '../units.ts'
import { Sparkline } from './sparkline.tsx'

export interface FigureProps {
  name: string
  doc: string
  unit: Unit
  /** Undefined while it is on its way. */
  value: number | null | undefined
  before: number | null | undefined
  /** What the value before is of: `the 30 days before`. */
  beforeName: string
  /** The period is not over, so that its comparison is not quite fair. */
  partial: boolean
  /** It is but one day, so that there is no comparison before it is over. */
  isDay: boolean
  /** The value is still that of another question. */
  old: boolean
  course: (number | null)[]
  tone: number
  /** Beside the name: what it is not. */
  hint?: string
  /** Below the value: one more word on it. */
  detail?: string | null
  /** In its place: what is missing. */
  remark?: string | null
}

export function Figure(props: FigureProps) {
  const { name, doc, unit, value, old, course, tone, hint, detail, remark } = props
  return (
    <div className={old ? 'figure is-old' : 'figure'} aria-busy={old || value === undefined}>
      <dt>
        <span title={doc}>{name}</span>
        {hint && <span className="hint">{hint}</span>}
      </dt>
      <dd>
        {value === undefined ? (
          <span className="figure-value">
            <span className="skeleton">{'\u00a0'}</span>
            <span className="unseen">loading</span>
          </span>
        ) : (
          <span className="figure-value" title={exact(unit, value)} data-exact={value}>
            {short(unit, value)}
          </span>
        )}
        <Comparison {...props} />
        {remark ? <span className="hint is-warning">{remark}</span> : <span className="hint">{detail}</span>}
        <Sparkline values={course} tone={tone} />
      </dd>
    </div>
  )
}

/** Above this change is told as a factor. */
const MANY = 9.995

function Comparison({ unit, value, before, beforeName, partial, isDay }: FigureProps) {
  if (typeof value !== 'number' || typeof before !== 'number')
    return <span className="change">{'\u00a0'}</span>
  const title = `${exact(unit, before)} in ${beforeName}${partial ? '; this period is not over' : ''}`
  if (before === 0) {
    return (
      <span className="change" title={title}>
        {value === 0 ? 'none before either' : 'none before'}
      </span>
    )
  }
  if (partial && isDay) {
    return (
      <span className="change" title={title}>
        {`${short(unit, before)} in all the day before`}
      </span>
    )
  }
  const change = (value - before) / before
  const amount = change > MANY ? `${(change + 1).toFixed(0)}×` : `${Math.abs(change * 100).toFixed(1)}\u00a0%`
  const sign = Math.abs(change) < 0.0005 ? '=' : change > 0 ? '▲' : '▼'
  const word = sign === '=' ? 'unchanged' : change > 0 ? 'up' : 'down'
  return (
    <span className="change" title={title}>
      <span aria-hidden="true">{sign}</span>
      <span className="unseen">{word}</span> <strong>{amount}</strong>{' '}
      <span className="change-than">{`on ${short(unit, before)} before`}</span>
    </span>
  )
}
