/** What there is as a table for CSV, beside metrics: sessions, their events and steps, identities, reconciliation. */
import {
  EVENT_CONTEXT,
  EVENT_FIELDS,
  type EventsQuestion,
  eventsIn,
  eventsOfSession,
  type ReconciledAgent,
  type ReconciledSession,
  reconcileAgents,
  reconcileSessions,
  streamSessions,
} from '../sessions/index.ts'
import { askTable, type Table, type Words } from './ask.ts'
import { questionOf as eventsQuestionOf } from './ask-events.ts'
import { askIdentities } from './ask-identities.ts'
import { askTimeline, questionOf } from './ask-sessions.ts'
import type { Scope } from './backend.ts'
import { sessionEntry, step } from './contract.ts'
import { identitiesAnswer } from './contract-identities.ts'

type Asked = Pick<Scope, 'store' | 'reach' | 'asOf' | 'org'>
/** Reading may stop at any time; what the engine does for it ends then, or when `signal` is aborted. */
type View = (scope: Asked, words: Words, signal?: AbortSignal) => Table | Promise<Table>

const SESSION_COLUMNS = Object.keys(sessionEntry.shape)
const STEP_COLUMNS = Object.keys(step.shape)
export const IDENTITY_COLUMNS = Object.keys(identitiesAnswer.shape.data.element.shape)

/** Sessions of a period: all of them, unless a page is asked for. Errors: `bad_param`, `forbidden`; `unavailable` while reading. */
const sessions: View = ({ store, reach }, words, signal) => {
  const { meta, rows } = streamSessions(store, reach, questionOf(words), Date.now(), signal)
  return { name: `sessions_${meta.from}_${meta.to}`, columns: SESSION_COLUMNS, rows }
}

const identities: View = async (scope) => {
  const { data } = await askIdentities(scope)
  return { name: 'identities', columns: IDENTITY_COLUMNS, rows: data }
}

const EVENT_COLUMNS = [
  ...['at', 'type', 'id', 'sources', ...EVENT_CONTEXT],
  ...new Set(Object.values(EVENT_FIELDS).flatMap((fields) => Object.keys(fields))),
]

const events: View = ({ store, reach }, words) => {
  const question: EventsQuestion = eventsQuestionOf(words)
  return { name: 'events', columns: EVENT_COLUMNS, rows: eventsIn(store, reach, question, Date.now()) }
}

/** The views that are one table each, by the last part of their address. */
export const VIEWS = { sessions, identities, events, reconciliation } as const satisfies Record<string, View>
export type ViewName = keyof typeof VIEWS

/** A view, or a metric by its id. Errors: those of the view. */
export async function tableOf(
  scope: Asked,
  view: ViewName | { metric: string },
  words: Words,
  signal?: AbortSignal,
): Promise<Table> {
  if (typeof view !== 'string') return askTable(scope, view.metric, words, signal)
  return VIEWS[view](scope, words, signal)
}

/** Events of one session. Errors: `not_found`, `unavailable`. */
export const eventsTable = ({ store, reach }: Asked, id: string): Table => ({
  name: 'events',
  columns: EVENT_COLUMNS,
  rows: eventsOfSession(store, reach, id),
})

/** Steps of one session. Errors: `not_found`, `unavailable`. */
export async function timelineTable(scope: Asked, id: string): Promise<Table> {
  const { data } = await askTimeline(scope, id)
  return { name: 'timeline', columns: STEP_COLUMNS, rows: data.steps }
}

const RECONCILED_COLUMNS = [
  ...['level', 'harness', 'session', 'started_at', 'files', 'rows', 'told_tokens', 'dropped_tokens'],
  ...['left_tokens', 'calls', 'tokens', 'reported_calls', 'priced_calls', 'unpriced_calls', 'cost_usd'],
  ...['agent_total_tokens', 'agent_total_difference'],
]

const reconciledRow = (one: ReconciledAgent | ReconciledSession) => ({
  level: 'session' in one ? 'session' : 'agent',
  ...one,
  files: one.transcripts?.files,
  rows: one.transcripts?.rows,
  told_tokens: one.transcripts?.told_tokens,
  dropped_tokens: one.transcripts?.dropped.reduce((sum, { tokens }) => sum + tokens, 0),
  left_tokens: one.transcripts?.tokens,
  ...one.counted,
  ...('agent_total' in one
    ? {
        agent_total_tokens: one.agent_total?.tokens,
        agent_total_difference: one.agent_total?.difference,
      }
    : {}),
})

/** Agents, then sessions: all of the period, unless a page is asked for. */
async function reconciliation({ store, reach }: Asked, words: Words): Promise<Table> {
  const question = questionOf(words)
  const all = question.limit === undefined && question.cursor === undefined
  const now = Date.now()
  const agents = await reconcileAgents(store, reach, question, now)
  const first = await reconcileSessions(store, reach, all ? { ...question, limit: 500 } : question, now)
  const rows = async function* () {
    for (const agent of agents) yield reconciledRow(agent)
    for (let page = first; ; ) {
      for (const session of page.data) yield reconciledRow(session)
      const cursor = page.meta.next_cursor
      if (!all || cursor === null) return
      page = await reconcileSessions(store, reach, { ...question, limit: 500, cursor }, now)
    }
  }
  const { from, to } = first.meta
  return { name: `reconciliation_${from}_${to}`, columns: RECONCILED_COLUMNS, rows: rows() }
}
