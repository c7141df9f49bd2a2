/** OpenAI Codex: the rollouts it keeps of its threads, one JSON object a line. */
import { join } from 'node:path'
import { record } from '../row.ts'
import type { Beginning, Machine, TranscriptSource } from '../source.ts'
import { HARNESS } from './names.ts'
import { openRollout, PARSER_VERSION } from './parse.ts'

function roots({ home, env }: Machine): string[] {
  const folder = env.CODEX_HOME || join(home, '.codex')
  return [join(folder, 'sessions'), join(folder, 'archived_sessions')]
}

/** Prompt histories lie beside the folders of rollouts, and are none. */
const accepts = (path: string): boolean =>
  /\.jsonl$/.test(path) && !/(?:^|[\\/])(?:history|session_index)\.jsonl$/.test(path)

/** Rows of Codex have an envelope, or are the bare items of a response behind a line that names the session. */
const recognises = ({ rows }: Beginning): boolean =>
  rows.some(
    (row) =>
      (row.type === 'session_meta' || row.type === 'turn_context' || row.type === 'response_item') &&
      record(row.payload) !== null,
  ) ||
  (typeof rows[0]?.id === 'string' &&
    'timestamp' in rows[0] &&
    !('type' in rows[0]) &&
    'instructions' in rows[0])

export const codex: TranscriptSource = {
  id: HARNESS,
  title: 'OpenAI Codex',
  parserVersion: PARSER_VERSION,
  roots,
  formats: [{ form: 'lines', accepts, recognises, open: openRollout }],
}
