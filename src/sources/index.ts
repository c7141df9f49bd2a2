/** The list of sources: the only place where one is registered. */
import { claudeCode } from './claude-code/index.ts'
import type { OtlpAgent } from './otlp/agent.ts'
import { claudeCode as claudeCodeOtlp } from './otlp/claude-code/index.ts'
import { cline } from './otlp/cline/index.ts'
import { codex as codexOtlp } from './otlp/codex/index.ts'
import { copilotChat, copilotCli } from './otlp/copilot/index.ts'
import { droid } from './otlp/droid/index.ts'
import { geminiCli } from './otlp/gemini/index.ts'
import { qwenCode } from './otlp/gemini/qwen/index.ts'
import { generic } from './otlp/generic/index.ts'
import { goose } from './otlp/goose/index.ts'
import { openCode } from './otlp/opencode/index.ts'
import type { TranscriptSource } from './source.ts'

export const TRANSCRIPT_SOURCES: readonly TranscriptSource[] = [claudeCode]

export { readTelemetry } from './otlp/read.ts'

/**
 * Agents that send telemetry; each record is read by the first that owns it. OpenCode comes before Claude Code: a plugin
 * of it may borrow the names of Claude Code, but it is known by its scope. The last reads what no other knows.
 */
export const OTLP_AGENTS: readonly OtlpAgent[] = [
  openCode,
  claudeCodeOtlp,
  codexOtlp,
  geminiCli,
  qwenCode,
  copilotChat,
  copilotCli,
  goose,
  droid,
  cline,
  generic,
]

/** Attributes that stay in refused records. */
export const KEPT_NAMES: ReadonlySet<string> = new Set(OTLP_AGENTS.flatMap((agent) => agent.names))
