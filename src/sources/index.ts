/** The list of sources: the only place where one is registered. */
import { claudeCode } from './claude-code/index.ts'
import type { TranscriptSource } from './source.ts'

export const TRANSCRIPT_SOURCES: readonly TranscriptSource[] = [claudeCode]
