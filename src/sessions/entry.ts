/** One session as it is told: what is read of its derived row, and what follows from that. */
import { IDLE_SECONDS } from '../metrics/activity.ts'
import { PERSON } from '../metrics/sql.ts'

/** A session. Null is unknown. Times are ISO 8601 in UTC, durations ms. */
export interface SessionEntry {
  id: string
  /** The person, or the identity as reported where no person is known for it (G-ID-1). */
  user: string | null
  harness: string | null
  client: string | null
  agent: string | null
  project: string | null
  repo: string | null
  branch: string | null
  kind: string | null
  version: string | null
  parent_session: string | null
  started_at: string
  last_event_at: string
  /** Null unless the source told it. */
  ended_at: string | null
  /** No end was told and the last event is younger than half an hour (G-SES-2). */
  in_progress: boolean
  /** From start to end, or to the last event; null while in progress (G-SES-3). */
  duration_ms: number | null
  /** Gaps between events, each at most 5 minutes (D-SES-4). */
  engaged_ms: number
  human_messages: number
  assistant_messages: number
  model_calls: number
  tool_calls: number
  file_changes: number
}

const LABELS = [
  'harness',
  'client',
  'agent',
  'project',
  'repo',
  'branch',
  'kind',
  'version',
  'parent_session',
] as const
const TIMES = ['started_at', 'last_event_at', 'ended_at'] as const
const FIGURES = [
  'engaged_ms',
  'human_messages',
  'assistant_messages',
  'model_calls',
  'tool_calls',
  'file_changes',
] as const

/** A row of `ENTRY`: what nobody told is '', times are ms since 1970 UTC. */
export type EntryRow = Record<'id' | 'user' | (typeof LABELS)[number], string> &
  Record<(typeof TIMES)[number] | (typeof FIGURES)[number], number> & { ended_at: number | null }

/** SQL: the start of a session `r` in ms since 1970 UTC. */
export const STARTED_MS = 'toUnixTimestamp64Milli(r.started_at)'

/** SQL: the columns of an `EntryRow`, of a session `r` and its person `p`. */
export const ENTRY = [
  'r.session AS id',
  `${PERSON} AS user`,
  ...LABELS.map((name) => `r.${name} AS ${name}`),
  ...TIMES.map((name) => `toUnixTimestamp64Milli(r.${name}) AS ${name}`),
  ...FIGURES.map((name) => `r.${name} AS ${name}`),
].join(', ')

export const told = (name: string): string | null => (name === '' ? null : name)
const iso = (ms: number): string => new Date(ms).toISOString()

/** `now` in ms since 1970 UTC decides whether the session is still in progress. */
export function entryOf(row: EntryRow, now: number): SessionEntry {
  const { id, started_at, last_event_at, ended_at } = row
  const inProgress = ended_at === null && last_event_at >= now - 1000 * IDLE_SECONDS
  return {
    id,
    user: told(row.user),
    harness: told(row.harness),
    client: told(row.client),
    agent: told(row.agent),
    project: told(row.project),
    repo: told(row.repo),
    branch: told(row.branch),
    kind: told(row.kind),
    version: told(row.version),
    parent_session: told(row.parent_session),
    started_at: iso(started_at),
    last_event_at: iso(last_event_at),
    ended_at: ended_at === null ? null : iso(ended_at),
    in_progress: inProgress,
    // An end before the start is a clock gone wrong: no time has passed.
    duration_ms: inProgress ? null : Math.max((ended_at ?? last_event_at) - started_at, 0),
    engaged_ms: row.engaged_ms,
    human_messages: row.human_messages,
    assistant_messages: row.assistant_messages,
    model_calls: row.model_calls,
    tool_calls: row.tool_calls,
    file_changes: row.file_changes,
  }
}
