/** Amp: threads as it kept them on disk until it kept them on its server alone, and as it exports them. */
import { join } from 'node:path'
import type { TranscriptSource } from '../source.ts'
import { AGENT, threadFormat } from './thread.ts'

export const amp: TranscriptSource = {
  ...{ id: AGENT.harness, title: 'Amp', parserVersion: AGENT.parserVersion },
  roots: ({ home, env }) => [
    join(env.AMP_DATA_DIR || join(env.XDG_DATA_HOME || join(home, '.local/share'), 'amp'), 'threads'),
  ],
  formats: [threadFormat],
}
