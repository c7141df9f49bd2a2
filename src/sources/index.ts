/** The list of sources: the only place where one is registered. */
import { repositoryKey } from '../facts/repository.ts'
import type { Kept } from '../otlp/redact.ts'
import { amp } from './amp/index.ts'
import { claudeCode } from './claude-code/index.ts'
import { cline, kiloCode, rooCode } from './cline/index.ts'
import { codex } from './codex/index.ts'
import { copilotChat } from './copilot-chat/index.ts'
import { copilotCli } from './copilot-cli/index.ts'
import { droid } from './droid/index.ts'
import { geminiCli } from './gemini-cli/index.ts'
import { goose } from './goose/index.ts'
import { kimiCli, kimiCode } from './kimi/index.ts'
import { openClaw } from './openclaw/index.ts'
import { openCode } from './opencode/index.ts'
import { kiloCli } from './opencode/kilo.ts'
import { mimoCode } from './opencode/mimocode.ts'
import type { OtlpAgent } from './otlp/agent.ts'
import { claudeCode as claudeCodeOtlp } from './otlp/claude-code/index.ts'
import { cline as clineOtlp } from './otlp/cline/index.ts'
import { codex as codexOtlp } from './otlp/codex/index.ts'
import { copilotChat as copilotChatOtlp, copilotCli as copilotCliOtlp } from './otlp/copilot/index.ts'
import { droid as droidOtlp } from './otlp/droid/index.ts'
import { geminiCli as geminiCliOtlp } from './otlp/gemini/index.ts'
import { qwenCode as qwenCodeOtlp } from './otlp/gemini/qwen/index.ts'
import { generic } from './otlp/generic/index.ts'
import { goose as gooseOtlp } from './otlp/goose/index.ts'
import { openCode as openCodeOtlp } from './otlp/opencode/index.ts'
import { errorType, name } from './otlp/values.ts'
import { pi } from './pi/index.ts'
import { qwenCode } from './qwen-code/index.ts'
import type { TranscriptSource } from './source.ts'

export const TRANSCRIPT_SOURCES: readonly TranscriptSource[] = [
  claudeCode,
  codex,
  pi,
  openClaw,
  droid,
  copilotCli,
  copilotChat,
  cline,
  rooCode,
  kiloCode,
  geminiCli,
  qwenCode,
  openCode,
  kiloCli,
  mimoCode,
  goose,
  kimiCli,
  kimiCode,
  amp,
]

export { readTelemetry } from './otlp/read.ts'

/**
 * Agents that send telemetry; each record is read by the first that owns it. OpenCode comes before Claude Code: a plugin
 * of it may borrow the names of Claude Code, but it is known by its scope. The last reads what no other knows.
 */
export const OTLP_AGENTS: readonly OtlpAgent[] = [
  openCodeOtlp,
  claudeCodeOtlp,
  codexOtlp,
  geminiCliOtlp,
  qwenCodeOtlp,
  copilotChatOtlp,
  copilotCliOtlp,
  gooseOtlp,
  droidOtlp,
  clineOtlp,
  generic,
]

/** Attributes with the address of a repository, which may hold a token: what names the repository is written in its place. */
const ADDRESSES = [
  ...['vcs.repository.url.full', 'repo.url', 'repo.remote_url', 'repository.url', 'git.remote.url'],
  ...['git.repository.url', 'pr.url', 'copilot_chat.repo.remote_url', 'github.copilot.git.repository'],
]

function withoutToken(address: string): string | null {
  const key = repositoryKey(address)
  // As an address, so that it is read the same way again.
  return key === null ? null : `https://${key}`
}

/** Attributes with the kind of an error, which some agents tell in a sentence. */
const ERRORS = 'error.type exception.type error_type errorStatus error_status error_code'.split(' ')

/** Null where the agent withheld it. */
const kindOfError = (told: string): string | null => errorType(name(new Map([['error', told]]), 'error'))

const keptWith = (names: readonly string[]): Kept => ({
  names: new Set([...generic.names, ...names]),
  rewritten: new Map([
    ...ADDRESSES.map((key) => [key, withoutToken] as const),
    ...ERRORS.map((key) => [key, kindOfError] as const),
  ]),
})
const KEPT_BY_AGENT = new Map(OTLP_AGENTS.map(({ id, names }) => [id, keptWith(names)]))
const KEPT_OF_ANY = keptWith([])

/**
 * What stays of the records of an agent where they are kept or passed on: what that agent calls a name may hold a text
 * of people elsewhere. Of an agent that is not known, what the conventions of OpenTelemetry name.
 */
export const keptOf = (agent: string): Kept => KEPT_BY_AGENT.get(agent) ?? KEPT_OF_ANY
