/** GitHub Copilot: the chat of VS Code and Copilot CLI, which share their spans and differ in the rest. */
import type { LogRecord, MetricPoint, Scope, Span } from '../../../otlp/signals.ts'
import type { OtlpAgent, Reading } from '../agent.ts'
import { GENAI_NAMES } from '../genai.ts'
import type { Origin } from '../origin.ts'
import { name, word } from '../values.ts'
import { readMetric } from './metrics.ts'
import { CHAT, CLI, isWrapper, sessionFact, whoOf } from './sessions.ts'
import { readSpan } from './spans.ts'

const NAMES = [
  ...GENAI_NAMES,
  ...(
    'gen_ai.token.type gen_ai.request.reasoning.level server.address event.name success type error.type duration_ms ' +
    'service.namespace user.name enduser.pseudo.id outcome language_id request_id conversation_id rating partner_agent ' +
    'turn.index tool_call_count'
  ).split(' '),
  ...(
    'session_id chat_session_id parent_chat_session_id debug_log_label turn_count time_to_first_token ' +
    'copilot_usage_nano_aiu repo.remote_url repo.head_branch_name repo.head_commit_hash hook_type hook_result_kind ' +
    'edit.source edit.outcome language_id has_remaining_edits time_delay_ms'
  )
    .split(' ')
    .map((key) => `copilot_chat.${key}`),
  ...(
    'cost aiu nano_aiu server_duration initiator turn_id turn_count interaction_id service_request_id agent.type ' +
    'git.repository git.branch git.commit_sha github.org hook.type hook.invocation_id hook.duration hook.decision ' +
    'permission.kind permission.tool_name permission.result skill.name shutdown_type total_premium_requests lines_added ' +
    'lines_removed files_modified_count tool.parameters.edit_type tool.parameters.skill_name ' +
    'tool.parameters.mcp_server_name_hash tool.parameters.mcp_tool_name'
  )
    .split(' ')
    .map((key) => `github.copilot.${key}`),
]

const CHAT_PREFIX = 'copilot_chat.'
const CLI_PREFIX = 'github.copilot.'

/** The service may be called otherwise, and the scope with it. */
const isChatScope = ({ name }: Scope): boolean => name === 'copilot-chat'
const isCliScope = ({ name }: Scope): boolean => name === 'github.copilot'

function hasAttribute({ attributes }: Origin, prefix: string): boolean {
  for (const key of attributes.keys()) if (key.startsWith(prefix)) return true
  return false
}

/** Visual Studio names no scope, and few of its spans have attributes of their own. */
const isVisualStudio = ({ resource }: Origin): boolean =>
  word(resource, 'service.name') === 'vs-copilot' && word(resource, 'service.namespace') === 'visualstudio'

const ownsChatSpan = (span: Span): boolean =>
  !isWrapper(span.attributes) &&
  (isChatScope(span.scope) ||
    (!isCliScope(span.scope) && hasAttribute(span, CHAT_PREFIX)) ||
    isVisualStudio(span))

const AGENT_HOST = /^vscode[._]agent_host\./

const ownsCliSpan = (span: Span): boolean =>
  isCliScope(span.scope) ||
  isWrapper(span.attributes) ||
  AGENT_HOST.test(span.name) ||
  hasAttribute(span, CLI_PREFIX) ||
  (word(span.resource, 'service.name') === 'github-copilot' &&
    word(span.attributes, 'gen_ai.provider.name') === 'github')

/** The body is the name of the event or begins with it, but for one. */
function eventName({ attributes, body, event_name }: LogRecord): string {
  const text = typeof body === 'string' ? body : event_name
  return word(attributes, 'event.name') ?? (/^[\w.]+/.exec(text)?.[0] as string | undefined) ?? ''
}

const INFERENCE = 'gen_ai.client.inference.operation.details'

function ownsLog(record: LogRecord): boolean {
  const event = eventName(record)
  const isInference =
    event === INFERENCE && typeof record.body === 'string' && record.body.startsWith('GenAI inference: ')
  return event.startsWith(CHAT_PREFIX) || isInference || isChatScope(record.scope)
}

const SESSION_START = `${CHAT_PREFIX}session.start`

/** What tells nothing that is counted, or what spans tell. */
const KNOWN_EVENTS: ReadonlySet<string> = new Set([
  INFERENCE,
  SESSION_START,
  ...(
    'tool.call agent.turn edit.feedback edit.hunk.action inline.done edit.survival user.feedback inline_agent_survey ' +
    'cloud.session.invoke'
  )
    .split(' ')
    .map((event) => CHAT_PREFIX + event),
])

function readLog(record: LogRecord, at: number): Reading {
  const event = eventName(record)
  if (!KNOWN_EVENTS.has(event)) return { facts: [], session: null, unknown: true }
  if (event !== SESSION_START) return { facts: [], session: null }
  const who = whoOf(CHAT, record, name(record.attributes, 'session.id'))
  return { facts: [], session: sessionFact(record, who, at) }
}

const ownsMetric =
  (prefix: string, ownsScope: (scope: Scope) => boolean) =>
  ({ metric, scope }: MetricPoint): boolean =>
    metric.name.startsWith(prefix) || ownsScope(scope)

/** Asked before the CLI, whose names of attributes it uses as well. */
export const copilotChat: OtlpAgent = {
  id: CHAT.harness,
  title: 'GitHub Copilot in VS Code',
  names: NAMES,
  reads: {
    logs: { owns: ownsLog, read: readLog },
    metrics: {
      owns: ownsMetric(CHAT_PREFIX, isChatScope),
      read: (point, at) => readMetric(CHAT, point, at),
    },
    traces: { owns: ownsChatSpan, read: (span, at) => readSpan(CHAT, span, at) },
  },
}

export const copilotCli: OtlpAgent = {
  id: CLI.harness,
  title: 'GitHub Copilot CLI',
  names: NAMES,
  reads: {
    metrics: { owns: ownsMetric(CLI_PREFIX, isCliScope), read: (point, at) => readMetric(CLI, point, at) },
    traces: { owns: ownsCliSpan, read: (span, at) => readSpan(CLI, span, at) },
  },
}
