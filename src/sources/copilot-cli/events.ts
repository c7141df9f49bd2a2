/** Reads the event log of one session of Copilot CLI, line by line, into facts. */
import { JsonLines } from '../json-lines.ts'
import { count, label, type Row, record, records, text } from '../row.ts'
import type { TranscriptFile, TranscriptReader } from '../source.ts'
import { type About, type Session, Telling, type TranscriptAgent, tokensOf } from '../telling.ts'
import { HARNESS, hookKey, modelNamed, responseKey, toolKey } from './keys.ts'
import { Tools } from './tools.ts'
import { Totals } from './totals.ts'

export const AGENT: TranscriptAgent = { harness: HARNESS, parserVersion: 2 }

/** Kinds of events that tell nothing that is counted, but that the session was there. */
const SILENT = new Set(
  (
    'session.error session.idle session.info session.warning session.title_changed session.schedule_created ' +
    'session.schedule_cancelled session.schedule_rearmed session.autopilot_objective_changed ' +
    'session.mode_notice_delivered session.session_limits_changed session.plan_changed session.todos_changed ' +
    'session.workspace_file_changed session.handoff session.truncation session.snapshot_rewind ' +
    'session.usage_checkpoint session.usage_info session.context_cleared session.compaction_start ' +
    'session.task_complete session.fusion_route_started session.fusion_route_failed session.fusion_resolved ' +
    'session.fusion_completed session.remote_steerable_changed session.auto_mode_resolved session.binary_asset ' +
    'session.background_tasks_changed session.skills_loaded session.custom_agents_updated ' +
    'session.mcp_servers_loaded session.mcp_server_status_changed session.extensions_loaded session.import_legacy ' +
    'session.tools_updated session.managed_settings_resolved session.managed_settings_enforced ' +
    'assistant.turn_start assistant.turn_end assistant.intent assistant.reasoning assistant.idle assistant.usage ' +
    'assistant.fusion_phase_started assistant.fusion_phase_completed assistant.fusion_phase_failed ' +
    'assistant.message_start model.call_failure model.call_finished abort tool_search.activated ' +
    'tool.user_requested tool.execution_partial_result tool.execution_progress hook.progress ' +
    'subagent.configured subagent.completed subagent.failed system.message system.notification ' +
    'permission.requested permission.completed user_input.requested user_input.completed ' +
    'elicitation.requested elicitation.completed external_tool.requested external_tool.completed ' +
    'command.queued command.execute command.completed exit_plan_mode.requested exit_plan_mode.completed ' +
    'factory.run_started factory.run_settled factory.run_updated pending_messages.modified'
  ).split(' '),
)

/** Where a message of a user comes from, where a person typed it. */
const TYPED = new Set(['user', 'immediate-prompt'])

const MODES: Readonly<Record<string, string>> = {
  plan: 'spec',
  autopilot: 'auto-high',
  interactive: 'manual',
  'allow-all': 'auto-high',
  assisted: 'auto-medium',
  manual: 'manual',
}
const modeOf = (told: unknown): string | null => {
  const mode = text(told)
  return mode !== null && Object.hasOwn(MODES, mode) ? (MODES[mode] as string) : null
}

/** The session is named by its first event; where that is lost, by its folder or by the file itself. */
function idOfFile(path: string): string {
  const [name = '', folder = ''] = path.split(/[\\/]/).reverse()
  return label(name === 'events.jsonl' ? folder : name.replace(/\.jsonl$/, '')) ?? 'unknown'
}

/** Repositories are told as `owner/name`; those of Azure are called otherwise by git. */
function repositoryIn(context: Row): string | null {
  const name = label(context.repository)
  const host = label(context.repositoryHost) ?? (context.hostType === 'github' ? 'github.com' : null)
  return name === null || host === null || context.hostType === 'ado' ? null : `https://${host}/${name}`
}

function aboutIn(told: unknown): About {
  const context = record(told)
  if (!context) return {}
  return {
    cwd: label(context.cwd, 4096),
    branch: label(context.branch),
    repository: repositoryIn(context),
  }
}

type Handler = (data: Row, row: Row, at: number) => void

class EventLog {
  readonly #telling: Telling
  readonly #totals: Totals
  readonly #tools: Tools
  #session: Session | null = null
  /** Named agents, by the id of the run of a sub-agent and by the tool call that started it. */
  readonly #agents = new Map<string, string>()
  /** The agent that a person chose in place of the main one. */
  #chosen: string | null = null
  /** Whether the agent plans or works by itself, and else what it may do without asking. */
  #working: string | null = null
  #allowed: string | null = null
  #model: string | null = null

  constructor(telling: Telling) {
    this.#telling = telling
    this.#totals = new Totals(telling)
    this.#tools = new Tools(telling.file.hashLine)
  }

  row(row: Row, number: number): void {
    const type = text(row.type) ?? ''
    const handler = this.#handlers.get(type)
    if (!handler && !SILENT.has(type)) {
      this.#telling.drop('unknown_record')
      return
    }
    const data = record(row.data) ?? {}
    const tokens = tokensOf({ out: type === 'assistant.message' ? count(data.outputTokens) : null })
    const at = this.#telling.time(row.timestamp, tokens)
    if (at === null) {
      if (tokens > 0) this.#telling.naive(tokens)
      return
    }
    if (type === 'session.start') this.#session ??= this.#telling.session(label(data.sessionId) ?? this.#name)
    this.#current.tell(at)
    this.#current.agent = this.#agentOf(row, data)
    const id = label(row.id) ?? `#${number}`
    handler?.(data, { ...row, id }, at)
  }

  get #name(): string {
    return idOfFile(this.#telling.file.path)
  }

  get #current(): Session {
    this.#session ??= this.#telling.session(this.#name)
    return this.#session
  }

  #agentOf(row: Row, data: Row): string | null {
    const run = label(row.agentId) ?? label(data.parentToolCallId)
    return run === null ? this.#chosen : (this.#agents.get(run) ?? 'subagent')
  }

  #key = (what: string, row: Row): string => `copilot/${what}:${this.#current.id}:${row.id}`

  #setMode(): void {
    this.#current.mode =
      this.#working === 'manual' ? (this.#allowed ?? 'manual') : (this.#working ?? this.#allowed)
  }

  #start: Handler = (data, _, at) => {
    this.#model = modelNamed(label(data.selectedModel)) ?? this.#model
    this.#current.tell(at, {
      ...aboutIn(data.context),
      version: label(data.copilotVersion),
      revision: label(record(data.context)?.headCommit),
      parent: label(data.detachedFromSpawningParentSessionId),
      provider: 'github',
    })
  }

  #resume: Handler = (data, _, at) => {
    this.#model = modelNamed(label(data.selectedModel)) ?? this.#model
    this.#current.tell(at, aboutIn(data.context))
  }

  #user: Handler = (data, row, at) => {
    const mode = modeOf(data.agentMode)
    if (mode !== null) this.#working = mode
    this.#setMode()
    const source = label(data.source)
    const isTyped =
      (source === null || TYPED.has(source)) &&
      data.isAutopilotContinuation !== true &&
      label(data.parentAgentTaskId) === null &&
      record(data.crossSession) === null &&
      label(row.agentId) === null &&
      label(data.parentToolCallId) === null
    if (isTyped) this.#current.prompt(at, this.#key('event', row))
  }

  #assistant: Handler = (data, row, at) => {
    const session = this.#current
    const model = modelNamed(label(data.model)) ?? this.#model
    const id = label(data.messageId)
    const key =
      responseKey(label(data.apiCallId)) ??
      (id === null ? this.#key('event', row) : `copilot/message:${session.id}:${id}`)
    session.message(at, key, 'assistant')
    this.#totals.message(session, at, key, model, count(data.outputTokens))
    for (const request of records(data.toolRequests))
      this.#tools.proposed(session, at, request, request.name, request.arguments)
  }

  #shutdown: Handler = (data, row, at) => {
    const session = this.#current
    session.tell(at, { ended_at: at })
    this.#totals.shutdown(session, at, this.#key('event', row), record(data.modelMetrics) ?? {})
  }

  #subagent: Handler = (data, row, at) => {
    const session = this.#current
    const name = label(data.agentName)
    const call = label(data.toolCallId)
    for (const run of [label(row.agentId), call])
      if (run !== null && name !== null) this.#agents.set(run, name)
    // Who started it is the agent around it.
    session.agent = this.#chosen
    session.feature(at, call === null ? this.#key('event', row) : toolKey(call, session.id), 'subagent', name)
  }

  #hook: Handler = (data, row, at) => {
    const id = label(data.hookInvocationId)
    const type = label(data.hookType)
    this.#current.feature(at, id === null ? this.#key('event', row) : hookKey(id), 'hook', type, {
      event: type,
    })
  }

  readonly #handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
    ['session.start', this.#start],
    ['session.resume', this.#resume],
    ['session.context_changed', (data, _, at) => this.#current.tell(at, aboutIn(data))],
    [
      'session.model_change',
      (data) => {
        this.#model = modelNamed(label(data.newModel))
      },
    ],
    [
      'session.mode_changed',
      (data) => {
        this.#working = modeOf(data.newMode)
        this.#setMode()
      },
    ],
    [
      'session.permissions_changed',
      (data) => {
        this.#allowed = modeOf(data.mode)
        this.#setMode()
      },
    ],
    ['session.compaction_complete', (data) => data.success === true && this.#totals.compacted()],
    ['session.shutdown', this.#shutdown],
    ['user.message', this.#user],
    ['assistant.message', this.#assistant],
    [
      'tool.execution_start',
      (data, _, at) => this.#tools.started(this.#current, at, data, data.toolName, data.arguments),
    ],
    ['tool.execution_complete', (data, _, at) => this.#tools.completed(this.#current, at, data)],
    [
      'skill.invoked',
      (data, row, at) => this.#current.feature(at, this.#key('event', row), 'skill', label(data.name)),
    ],
    ['subagent.started', this.#subagent],
    [
      'subagent.selected',
      (data) => {
        this.#chosen = label(data.agentName)
      },
    ],
    [
      'subagent.deselected',
      () => {
        this.#chosen = null
      },
    ],
    ['hook.start', this.#hook],
    ['hook.end', this.#hook],
  ])
}

export function openEvents(file: TranscriptFile): TranscriptReader {
  const telling = new Telling(AGENT, file)
  const log = new EventLog(telling)
  return new JsonLines(telling, (row, number) => log.row(row, number))
}
