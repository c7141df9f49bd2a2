/** Sessions one by one: a list by pages, each in full (catalogue Z-11), and its events (D-AUD-1). */
export { type SessionDetail, sessionDetail } from './detail.ts'
export type { SessionEntry } from './entry.ts'
export {
  EVENT_CONTEXT,
  EVENT_FIELDS,
  EVENT_FILTERS,
  EVENT_TYPES,
  type EventFilter,
  type EventsQuestion,
  eventsIn,
  eventsOfSession,
  type SessionEvent,
} from './events.ts'
export { type IdentityEntry, listIdentities } from './identities.ts'
export type { Step } from './lifecycle.ts'
export {
  LIMIT,
  listSessions,
  SESSION_FILTERS,
  type SessionFilter,
  type SessionsQuestion,
  streamSessions,
} from './list.ts'
export {
  type ReconciledAgent,
  type ReconciledSession,
  reconcileAgents,
  reconcileSessions,
} from './reconciliation.ts'
export { sessionTimeline, type Timeline } from './timeline.ts'
