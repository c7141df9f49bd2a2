/** Sessions one by one: a list by pages, and each in full (catalogue Z-11). */
export { type SessionDetail, sessionDetail } from './detail.ts'
export type { SessionEntry } from './entry.ts'
export type { Step } from './lifecycle.ts'
export { LIMIT, listSessions, SESSION_FILTERS, type SessionFilter, type SessionsQuestion } from './list.ts'
export { sessionTimeline, type Timeline } from './timeline.ts'
