/** Copilot CLI: the event logs of its sessions, and the database that has their calls of models one by one. */
import { join } from 'node:path'
import { record } from '../row.ts'
import type { Beginning, Machine, TranscriptSource } from '../source.ts'
import { AGENT, openEvents } from './events.ts'
import { HARNESS } from './keys.ts'
import { readStore } from './store.ts'

/** The database comes first: of a session that both tell, its calls count. */
function roots({ home, env }: Machine): string[] {
  const folder = env.COPILOT_HOME || join(home, '.copilot')
  return ['session-store.db', 'session-state', 'history-session-state'].map((name) => join(folder, name))
}

/** Within the folder of a session only one file is its log; what telemetry was written to a file is none. */
function isLog(path: string): boolean {
  const place = path.replaceAll('\\', '/')
  if (!place.endsWith('.jsonl')) return false
  const within = /\/(?:history-)?session-state\/(.+)$/.exec(place)?.[1]
  return within === undefined ? !/\/otel\//.test(place) : /^[^/]+(?:\/events)?\.jsonl$/.test(within)
}

/** Every event has data, an id and a time; the first starts the session. */
const beginsAsLog = ({ rows }: Beginning): boolean =>
  rows.some(
    (row) =>
      record(row.data) !== null &&
      typeof row.id === 'string' &&
      typeof row.timestamp === 'string' &&
      'parentId' in row &&
      /^(?:session|user|assistant|tool|hook|system|subagent)\.[a-z_]+$/.test(String(row.type)),
  )

export const copilotCli: TranscriptSource = {
  id: HARNESS,
  title: 'GitHub Copilot CLI',
  parserVersion: AGENT.parserVersion,
  roots,
  formats: [
    {
      form: 'database',
      accepts: (path) => /(?:^|[\\/])session-store\.db$/.test(path),
      recognises: ({ text }) => text.startsWith('SQLite format 3'),
      beside: (path) => [`${path}-wal`],
      read: readStore,
    },
    { form: 'lines', accepts: isLog, recognises: beginsAsLog, open: openEvents },
  ],
}
