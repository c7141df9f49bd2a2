/** The list of sources: the only place where one is registered. */
import { claudeCode } from './claude-code/index.ts'
import type { OtlpAgent } from './otlp/agent.ts'
import { claudeCode as claudeCodeOtlp } from './otlp/claude-code/index.ts'
import type { TranscriptSource } from './source.ts'

export const TRANSCRIPT_SOURCES: readonly TranscriptSource[] = [claudeCode]

export { type LogsRead, readLogs, type Told } from './otlp/read.ts'

/** Attributes that stay in refused records. */
export const keptNames = (): ReadonlySet<string> => new Set(OTLP_AGENTS.flatMap((agent) => agent.names))

/** Agents that send telemetry; each record is read by the first that owns it. */
export const OTLP_AGENTS: readonly OtlpAgent[] = [claudeCodeOtlp]
