/** The designed page: what the agents did and what it cost, at a glance. */
import { go } from '../address.ts'
import { ignored, isAway, type Metric, offered, type Question, type Row, type Status } from '../api.ts'
import { lengthOf, periodLabel, shift, today } from '../calendar.ts'
import { unpriced } from '../coverage.ts'
import { KeptSaid } from '../parts/kept.tsx'
import { Failure } from '../parts/notice.tsx'
import { type RankingLook, RankingPanel } from '../parts/ranking-panel.tsx'
import { type SeriesLook, SeriesPanel } from '../parts/series-panel.tsx'
import { useAnswer, useRetry } from '../queries.ts'
import { Figures } from './figures.tsx'

/** Colours of the kinds of tokens, the same wherever they appear. */
const TONES = { input: 1, cache_write: 2, cache_read: 3, output: 4 }
const KINDS = ['input', 'cache_write', 'cache_read', 'output'] as const
const ALL_TOKENS = {
  heading: 'Tokens',
  doc: 'All tokens: fresh input, cache writes, cache reads and output.',
  parts: KINDS.map((column) => ({ column, tone: TONES[column] })),
}
const NOT_YOUR_BILL = 'API-equivalent, not your bill'

type Look = ({ kind: 'series' } & SeriesLook) | ({ kind: 'ranking' } & RankingLook)

/** In reading order; the classes are columns of twelve. */
const PANELS: readonly [id: string, look: Look][] = [
  [
    'tokens.by_day',
    {
      kind: 'series',
      title: 'Tokens per day',
      columns: KINDS,
      style: 'stack',
      tones: TONES,
      className: 'wide-7',
    },
  ],
  [
    'cost.by_day',
    {
      kind: 'series',
      title: 'Cost per day',
      columns: ['cost_usd'],
      style: 'bar',
      hint: NOT_YOUR_BILL,
      remark: unpriced,
      className: 'wide-5',
    },
  ],
  [
    'tokens.by_model',
    {
      kind: 'ranking',
      title: 'Models',
      sum: ALL_TOKENS,
      columns: ['calls', 'cache_efficiency', 'cost_usd'],
      headings: { cache_efficiency: 'From cache' },
      minor: ['calls', 'cache_efficiency'],
      className: 'wide-7',
    },
  ],
  [
    'cost.by_project',
    {
      kind: 'ranking',
      title: 'Projects',
      columns: ['cost_usd', 'share', 'calls'],
      bar: { column: 'cost_usd', tone: 1 },
      minor: ['calls'],
      hint: NOT_YOUR_BILL,
      className: 'wide-5',
    },
  ],
  [
    'tokens.by_user',
    {
      kind: 'ranking',
      title: 'People',
      sum: ALL_TOKENS,
      columns: ['calls', 'cache_efficiency', 'cost_usd'],
      headings: { user: 'Person', cache_efficiency: 'From cache' },
      minor: ['calls', 'cache_efficiency'],
      className: 'wide-7',
    },
  ],
  [
    'tools.by_tool',
    {
      kind: 'ranking',
      title: 'Tools',
      columns: ['calls', 'success_rate', 'avg_duration_ms'],
      bar: { column: 'calls', tone: 2 },
      headings: { success_rate: 'Success', avg_duration_ms: 'Mean time' },
      minor: ['avg_duration_ms'],
      className: 'wide-5',
    },
  ],
  [
    'sessions.by_day',
    {
      kind: 'series',
      title: 'Sessions per day',
      columns: ['sessions'],
      style: 'bar',
      tones: { sessions: 5 },
      className: 'wide-4',
    },
  ],
  [
    'activity.users',
    {
      kind: 'series',
      title: 'Active users',
      columns: ['daily_active_users', 'weekly_active_users', 'monthly_active_users'],
      style: 'line',
      tones: { daily_active_users: 7, weekly_active_users: 5, monthly_active_users: 8 },
      className: 'wide-4',
    },
  ],
  [
    'productivity.by_day',
    {
      kind: 'series',
      title: 'Files changed per day',
      columns: ['files_created', 'files_edited'],
      style: 'stack',
      tones: { files_created: 6, files_edited: 1 },
      className: 'wide-4',
    },
  ],
  [
    'tokens.by_harness',
    {
      kind: 'ranking',
      title: 'Agent programs',
      sum: ALL_TOKENS,
      columns: ['calls', 'cost_usd'],
      headings: { harness: 'Program' },
      minor: ['calls'],
      className: 'wide-7',
    },
  ],
  [
    'productivity.by_language',
    {
      kind: 'ranking',
      title: 'Languages',
      columns: ['files', 'lines_added', 'lines_removed'],
      bar: { column: 'files', tone: 6 },
      headings: { lines_added: 'Added', lines_removed: 'Removed' },
      minor: ['lines_removed'],
      className: 'wide-5',
    },
  ],
]

interface OverviewProps {
  metrics: readonly Metric[]
  question: Question
  /** False while an import runs: what lies further back is still to come. */
  complete: boolean
  /** Between when anything happened at all. */
  events: Status['events']
}

export function Overview({ metrics, question, complete, events }: OverviewProps) {
  const byId = new Map(offered(metrics).map((m) => [m.id, m]))
  const { data, error } = useAnswer(byId.get('summary.overview'), question)
  const retry = useRetry()
  if (error && !data && isAway(error))
    return <Failure what="The figures could not be read." error={error} retry={retry} />
  const isBare = data !== undefined && complete && data.data.every(nothingIn)
  return (
    <>
      <h1 className="unseen">Overview</h1>
      <Figures metrics={byId} question={question} complete={complete} />
      {isBare && Object.keys(question.filters).length === 0 && events ? (
        <ElsewhereInTime events={events} tz={question.tz} whole={data.meta.kept_from === null} />
      ) : (
        <KeptSaid value={data?.meta.kept_from ?? null}>
          <Panels metrics={byId} question={question} />
        </KeptSaid>
      )}
    </>
  )
}

const nothingIn = (row: Row): boolean => Object.values(row).every((value) => value === null || value === 0)

function Panels({ metrics, question }: { metrics: ReadonlyMap<string, Metric>; question: Question }) {
  const panels = PANELS.flatMap(([id, look]) => {
    const metric = metrics.get(id)
    return metric ? [{ id, look, metric, left: ignored(metric, question.filters) }] : []
  })
  return (
    <>
      <div className="panels">
        {panels
          .filter(({ left }) => left.length === 0)
          .map(({ id, look, metric }) =>
            look.kind === 'series' ? (
              <SeriesPanel key={id} metric={metric} question={question} look={look} />
            ) : (
              <RankingPanel key={id} metric={metric} question={question} look={look} />
            ),
          )}
      </div>
      <LeftOut panels={panels.map(({ look, left }) => ({ title: look.title, left }))} />
    </>
  )
}

/** So many days are shown at once of what lies in another period. */
const DAYS_SHOWN = 90

interface ElsewhereInTimeProps {
  events: NonNullable<Status['events']>
  tz: string
  /** False where something of this period may have been removed for its age. */
  whole: boolean
}

/** Who imports an old archive finds the last days empty, and should not think that nothing came in. */
function ElsewhereInTime({ events, tz, whole }: ElsewhereInTimeProps) {
  const first = today(tz, Date.parse(events.first_at))
  const last = today(tz, Date.parse(events.last_at))
  const from = lengthOf({ from: first, to: last }) > DAYS_SHOWN ? shift(last, 1 - DAYS_SHOWN) : first
  return (
    <section className="panel elsewhere-in-time" aria-label="Other periods">
      <p>{`Nothing ${whole ? 'happened in' : 'is kept of'} this period. What is stored is of ${periodLabel({ from: first, to: last })}.`}</p>
      <button type="button" className="button" onClick={() => go({ range: { from, to: last } })}>
        {`Show ${periodLabel({ from, to: last })}`}
      </button>
    </section>
  )
}

/** On a narrowed page figures of everybody and everything would be taken for narrowed ones: what cannot be, is named. */
function LeftOut({ panels }: { panels: readonly { title: string; left: readonly string[] }[] }) {
  const groups = Map.groupBy(
    panels.filter(({ left }) => left.length > 0),
    ({ left }) => left.join(' and '),
  )
  return [...groups].map(([by, members]) => (
    <p key={by} className="remark quiet">
      {`Left out, as not known per ${by}: ${members.map(({ title }) => title).join(', ')}.`}
    </p>
  ))
}
