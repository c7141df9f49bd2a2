/** The events of Cline, and the facts each of them tells; names of attributes differ between its source and its documentation. */
import { createHash } from 'node:crypto'
import type { CounterFact, CounterName, Fact, FeatureUse, ToolCall } from '../../../facts/index.ts'
import { YIELDS } from '../../../facts/precedence.ts'
import type { LogRecord } from '../../../otlp/signals.ts'
import { costOf, subagentKey, usageKey } from '../../cline/keys.ts'
import { providerNamed, vendorOf } from '../../provider.ts'
import { disjoint } from '../../tokens.ts'
import { toolName } from '../../tool-names.ts'
import { textOf } from '../counters.ts'
import type { Context } from '../origin.ts'
import { count, errorType, flag, ms, name, usd, word } from '../values.ts'
import { isSubagent, ofSdk } from './sessions.ts'

export interface Event {
  /** Without what is unknown to Cline. */
  record: LogRecord
  name: string
  at: number
  who: Context
}

/** The first spelling that is told. */
function first<T>(keys: readonly string[], read: (key: string) => T | null): T | null {
  for (const key of keys) {
    const told = read(key)
    if (told !== null) return told
  }
  return null
}
const named = ({ record }: Event, ...keys: string[]) => first(keys, (key) => name(record.attributes, key))
const counted = ({ record }: Event, ...keys: string[]) => first(keys, (key) => count(record.attributes, key))

/**
 * Cline gives its events no ids. The same event that is sent again has the same time and the same attributes; another
 * one has another time, unless both happened within one ms and tell the same.
 */
function keyOf({ record, name: event, at, who }: Event): string {
  const told = createHash('sha256').update(textOf(record.attributes)).digest('base64url').slice(0, 16)
  return `cline/${event}:${who.session ?? 'none'}:${record.time ?? record.observed ?? at}:${told}`
}

/**
 * What a transcript tells too, without a key in common: it counts where there is none of the session. Calls of the SDK
 * have their counts in common with it; hooks and failed requests are not in it.
 */
const yielding = (event: Event, also: 'always' | 'older'): Context =>
  also === 'always' || !ofSdk(event.record) ? { ...event.who, owner_rank: YIELDS } : event.who

const PROVIDER = ['provider', 'apiProvider', 'providerId']
const servedBy = (event: Event, model: string | null): string | null =>
  providerNamed(named(event, ...PROVIDER)) ?? vendorOf(model)

const MODEL = ['model', 'modelId', 'model_id']

/**
 * The counts are disjoint, but for the SDK before August 2026 (cline/cline#13188): there `tokensIn` contains the cache,
 * and the cost is wrong by orders. Those versions named no provider.
 */
function call(event: Event): Fact[] {
  const { record, at, who } = event
  const model = named(event, ...MODEL)
  const inclusive = ofSdk(record) && !record.attributes.has('provider')
  const provider = named(event, ...PROVIDER)
  const told_cost = first(['totalCost', 'total_cost', 'cost'], (key) => usd(record.attributes, key))
  const cost = inclusive ? null : costOf(told_cost, provider)
  const told = {
    input: counted(event, 'tokensIn', 'tokens_in'),
    cache_read: counted(event, 'cacheReadTokens', 'cache_read_tokens', 'cached_tokens'),
    cache_write: counted(event, 'cacheWriteTokens', 'cache_write_tokens'),
    output: counted(event, 'tokensOut', 'tokens_out'),
    reasoning: null,
  }
  const tokens = disjoint(told, { cache: inclusive, reasoning: true })
  const shared =
    ofSdk(record) && !isSubagent(record) && who.session !== null ? usageKey(who.session, tokens) : null
  return [
    {
      type: 'model_call',
      at,
      keys: [keyOf(event), ...(shared === null ? [] : [shared])],
      completeness: 2,
      provider: servedBy(event, model),
      model,
      ...tokens,
      status: 'ok',
      cost_usd: cost,
      cost_source: cost === null ? null : 'reported',
      ...(shared === null ? yielding(event, 'always') : who),
    },
  ]
}

/** A request that failed; its message is not read. */
function failure(event: Event): Fact[] {
  const { at } = event
  const model = named(event, ...MODEL)
  const request = named(event, 'requestId', 'request_id')
  return [
    {
      type: 'model_call',
      at,
      keys: [request === null ? keyOf(event) : `cline/req:${request}`],
      completeness: 1,
      provider: servedBy(event, model),
      model,
      status: 'error',
      error_type: errorType(named(event, 'errorStatus', 'error_status', 'error_code')) ?? 'error',
      ...yielding(event, 'older'),
    },
  ]
}

const message = (event: Event, role: 'user' | 'assistant'): Fact => ({
  ...{ type: 'message', at: event.at, keys: [keyOf(event)], completeness: 2, role },
  human: role === 'user',
  ...yielding(event, 'always'),
})

/** Of the older extension a turn of the user is a request to the model, most of them with results of tools: none is a message. */
function turn(event: Event): Fact[] {
  const role = word(event.record.attributes, 'source') ?? word(event.record.attributes, 'role')
  if (role === 'assistant' || role === 'model') return [message(event, 'assistant')]
  return role === 'user' && ofSdk(event.record) && !isSubagent(event.record) ? [message(event, 'user')] : []
}

/** The prompt that begins a task; the SDK tells it by its turn. */
const created = (event: Event): Fact[] => (ofSdk(event.record) ? [] : [message(event, 'user')])

/** The older extension tells a call when it is allowed or refused, the SDK when it has ended. */
function statusOf({ record }: Event, auto: boolean | null): ToolCall['status'] {
  const success = flag(record.attributes, 'success')
  if (success === null) return 'unknown'
  if (ofSdk(record)) return success ? 'ok' : 'error'
  if (success) return 'unknown'
  return auto === false ? 'rejected' : 'error'
}

function toolCall(event: Event): Fact[] {
  const { record, at } = event
  const raw = named(event, 'tool', 'tool_name', 'toolName')
  const auto = first(['autoApproved', 'auto_approved'], (key) => flag(record.attributes, key))
  return [
    {
      type: 'tool_call',
      at,
      keys: [keyOf(event)],
      completeness: 2,
      ...toolName(raw ?? ''),
      raw_tool: raw,
      duration_ms: first(['durationMs', 'duration_ms'], (key) => ms(record.attributes, key)),
      status: statusOf(event, auto),
      decision: auto === null ? null : auto ? 'auto' : 'user',
      ...yielding(event, 'always'),
    },
  ]
}

const feature = (
  event: Event,
  kind: FeatureUse['kind'],
  told: string | null,
  more: { key?: string; event?: string | null; who?: Context } = {},
): Fact[] => [
  {
    ...{ type: 'feature_use', at: event.at, keys: [more.key ?? keyOf(event)], completeness: 1, kind },
    name: told,
    event: more.event ?? null,
    ...(more.who ?? yielding(event, 'older')),
  },
]

/** Start and end of one run have its agent in common. The older extension tells a run once, when it has ended. */
function subagent(event: Event): Fact[] {
  const { record } = event
  const agent = named(event, 'agentId', 'subagent_id')
  const ended = event.name.endsWith('_completed') || record.attributes.has('success')
  if (agent === null) return ended ? feature(event, 'subagent', null) : []
  return feature(event, 'subagent', null, {
    key: subagentKey(event.who.session ?? 'none', agent),
  })
}

const skill = (event: Event): Fact[] =>
  feature(event, 'skill', named(event, 'skillName', 'skill_name'), { who: yielding(event, 'always') })

function hook(event: Event): Fact[] {
  if (word(event.record.attributes, 'status') === 'started') return []
  const told = named(event, 'hookName', 'hook_name')
  return feature(event, 'hook', told, { event: told })
}

const LINES: readonly (readonly [CounterName, ...string[]])[] = [
  ['lines_added', 'linesAdded', 'lines_added'],
  ['lines_removed', 'linesDeleted', 'lines_deleted', 'lines_removed'],
  ['files_created', 'filesCreated', 'files_created'],
  ['files_deleted', 'filesDeleted', 'files_deleted'],
]

/** Without paths the changes are none of files, but counts of their session. What a person changed in it is left out. */
function edit(event: Event): Fact[] {
  const accepted = event.name.endsWith('accepted')
  if (word(event.record.attributes, 'source') === 'human') return []
  const key = keyOf(event)
  const { tool } = toolName(named(event, 'tool', 'tool_name') ?? '')
  const counter = (what: CounterName, value: number): CounterFact => ({
    ...{
      type: 'counter',
      at: event.at,
      keys: [`${key}#${what}`],
      completeness: 2,
      series: `${event.name} ${what}`,
    },
    ...{ started: null, temporality: 'delta', name: what, value, tool },
    ...event.who,
  })
  if (!accepted) return [counter('edits_rejected', 1)]
  const lines = LINES.flatMap(([what, ...keys]) => {
    const value = counted(event, ...keys)
    return value === null || value === 0 ? [] : [counter(what, value)]
  })
  return [counter('edits_accepted', 1), ...lines]
}

const none = (): Fact[] => []

/** By name. What tells nothing that is counted stands here too: anything else is unknown to this version. */
export const EVENTS: ReadonlyMap<string, (event: Event) => Fact[]> = new Map<
  string,
  (event: Event) => Fact[]
>([
  ['task.tokens', call],
  ['task.provider_api_error', failure],
  ['task.conversation_turn', turn],
  ['task.created', created],
  ['task.tool_used', toolCall],
  ['task.skill_used', skill],
  [
    'task.slash_command_used',
    (event) => feature(event, 'slash_command', named(event, 'commandName', 'command_name')),
  ],
  ['task.subagent_started', subagent],
  ['task.subagent_completed', subagent],
  ['hooks.execution', hook],
  ['task.ai_output.accepted', edit],
  ['task.ai_output.rejected', edit],
  ...(
    'session.started session.ended task.restarted task.completed task.feedback task.historical_loaded task.retry_clicked ' +
    // The call of an MCP tool is told by task.tool_used as well.
    'task.mcp_tool_called task.mode task.summarize_task task.initialization task.checkpoint_used task.diff_edit_failed ' +
    'task.option_selected task.options_ignored task.mention_used task.mention_failed task.mention_search_results ' +
    'task.workspace_search_pattern task.browser_tool_start task.browser_tool_end task.browser_error task.agent_created ' +
    'task.agent_team_created task.compaction_executed task.compaction_skipped task.compaction_budget_emergency ' +
    'task.mistake_limit_reached task.feature_toggled task.rule_toggled task.auto_condense_toggled task.yolo_mode_toggled ' +
    'task.cline_web_tools_toggled task.subagent_enabled task.subagent_disabled task.gemini_api_performance ' +
    'task.terminal_execution task.terminal_output_failure task.terminal_user_intervention task.terminal_hang ' +
    'hooks.enabled hooks.disabled hooks.cancel_requested hooks.context_modified hooks.discovery_completed user_identified'
  )
    .split(' ')
    .map((event) => [event, none] as const),
])

/** Switches, logins, menus, workspaces and the like: none of them is work of an agent. */
export const ASIDE = /^(?:user|ui|workspace|worktree|host|sdk|task\.focus_chain|cline\.test)[._]/
