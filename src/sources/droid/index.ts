/** Factory Droid: the transcripts it keeps of its sessions, one JSON object a line, with a file of settings beside each. */
import { join } from 'node:path'
import type { Beginning, Machine, TranscriptSource } from '../source.ts'
import { HARNESS } from './keys.ts'
import { AGENT, openTranscript } from './parse.ts'
import { settingsPath } from './settings.ts'

const roots = ({ home, env }: Machine): string[] => [
  join(env.FACTORY_HOME_OVERRIDE || home, '.factory', 'sessions'),
]

const accepts = (path: string): boolean => path.endsWith('.jsonl')

/** Only Droid begins with a row of this type. */
const recognises = ({ rows }: Beginning): boolean =>
  rows.some((row) => row.type === 'session_start' && typeof row.id === 'string' && !('data' in row))

export const droid: TranscriptSource = {
  id: HARNESS,
  title: 'Factory Droid',
  parserVersion: AGENT.parserVersion,
  roots,
  formats: [
    { form: 'lines', accepts, recognises, beside: (path) => [settingsPath(path)], open: openTranscript },
  ],
}
