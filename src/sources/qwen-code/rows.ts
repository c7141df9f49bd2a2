/** What the rows of Qwen Code have in common: when and where they were written, and by which they are known. */
import { label, path, type Row, record } from '../row.ts'
import type { Session, Telling } from '../telling.ts'
import { autonomyOf } from '../tool-names.ts'
import { HARNESS } from './names.ts'

/** Where a row stands. */
export interface Spot {
  at: number
  session: Session
  /** The session that its ids belong to: of a copy that of the original. */
  origin: string
  /** What names the row in all its copies. */
  key: string
  uuid: string | null
  /** Of a sub-agent. */
  sidechain: boolean
}

/** What the file tells for rows that do not. */
export interface Place {
  session: string | null
  agent: string | null
}

/** Takes note of where a row stands; null without a time, when its tokens are dropped. */
export function spotOf(telling: Telling, row: Row, place: Place, tokens = 0): Spot | null {
  const at = telling.time(row.timestamp, tokens)
  if (at === null) return null
  const session = telling.session(label(row.sessionId) ?? place.session ?? 'unknown')
  const fork = record(row.forkedFrom)
  const uuid = label(row.uuid)
  const sidechain = row.isSidechain === true || place.agent !== null
  session.rank = fork ? 2 : 0
  session.agent = sidechain ? (label(row.agentName) ?? place.agent ?? 'subagent') : null
  session.tell(at, {
    cwd: path(row.cwd),
    branch: label(row.gitBranch),
    ...(sidechain ? {} : { version: label(row.version) }),
  })
  const mode = label(record(row.executionContext)?.approvalMode)
  if (mode !== null) session.mode = autonomyOf(mode)
  const origin = label(fork?.sessionId) ?? session.id
  const key = uuid === null ? `${HARNESS}/at:${origin}:${at}` : `${HARNESS}/uuid:${uuid}`
  return { at, session, origin, key, uuid, sidechain }
}
