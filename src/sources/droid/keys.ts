/** What the messages and tool calls of Factory Droid are called, in its transcripts and in its telemetry. */
import { uniqueId } from '../ids.ts'

export const HARNESS = 'droid'

const within = (id: string, session: string | null): string =>
  session === null || uniqueId(id) !== null ? id : `${session}:${id}`

export const messageKey = (id: string, session: string | null): string =>
  `${HARNESS}/message:${within(id, session)}`

/** Some providers number their calls anew in every conversation. */
export const toolKey = (id: string, session: string | null): string =>
  `${HARNESS}/tool:${within(id, session)}`
