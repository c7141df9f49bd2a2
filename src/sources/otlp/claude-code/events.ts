/** The log events of Claude Code, and the facts each of them tells. */
import type { Fact, FeatureUse, ModelCall, ToolCall } from '../../../facts/index.ts'
import type { Attributes } from '../../../otlp/signals.ts'
import { label } from '../../label.ts'
import { providerOf } from '../../provider.ts'
import { toolName } from '../../tool-names.ts'
import { validationOf } from '../../validation.ts'
import type { Context } from '../origin.ts'
import { count, errorType, fields, flag, ms, name, usd, word } from '../values.ts'

interface Event {
  attributes: Attributes
  at: number
  who: Context
}

/** What names a record that has no id of its own: its place in the sequence of its session. */
function sequenceKey({ attributes, at, who }: Event): string {
  return `claude-code/seq:${who.session ?? 'none'}:${word(attributes, 'event.sequence') ?? at}`
}

function requestKeys(event: Event): string[] {
  const request = name(event.attributes, 'request_id')
  const client = name(event.attributes, 'client_request_id')
  if (request) return [`claude-code/req:${request}`]
  return [client ? `claude-code/client-req:${client}` : sequenceKey(event)]
}

/** Calls that are part of the conversation; the others make up titles, summaries and the like, and leave no message. */
const CONVERSATION = /^(?:repl_main_thread|sdk|agent)(?:\b|_|:)/

function request(event: Event): Fact[] {
  const { attributes, at, who } = event
  const model = name(attributes, 'model')
  const keys = requestKeys(event)
  const call: ModelCall = {
    type: 'model_call',
    at,
    keys,
    completeness: 2,
    provider: providerOf(model, null),
    model,
    tier: word(attributes, 'speed') === 'fast' ? 'fast' : 'standard',
    in_uncached: count(attributes, 'input_tokens'),
    cache_read: count(attributes, 'cache_read_tokens'),
    cache_write: count(attributes, 'cache_creation_tokens'),
    out: count(attributes, 'output_tokens'),
    latency_ms: ms(attributes, 'duration_ms'),
    ttft_ms: ms(attributes, 'ttft_ms'),
    attempts: count(attributes, 'attempt'),
    status: 'ok',
    effort: name(attributes, 'effort'),
    cost_usd: usd(attributes, 'cost_usd'),
    cost_source: attributes.has('cost_usd') ? 'reported' : null,
    ...who,
  }
  return CONVERSATION.test(word(attributes, 'query_source') ?? '') ? [call, reply(event, keys)] : [call]
}

function reply({ at, who }: Event, keys: string[]): Fact {
  return { type: 'message', at, keys, completeness: 1, role: 'assistant', human: false, ...who }
}

/** A request that failed in the end; the attempts before it are in its count. */
function failure(event: Event): Fact[] {
  const { attributes, at, who } = event
  const model = name(attributes, 'model')
  return [
    {
      type: 'model_call',
      at,
      keys: requestKeys(event),
      completeness: 1,
      provider: providerOf(model, null),
      model,
      latency_ms: ms(attributes, 'duration_ms'),
      attempts: count(attributes, 'attempt'),
      status: 'error',
      error_type: errorType(name(attributes, 'status_code') ?? name(attributes, 'error_type')) ?? 'error',
      ...who,
    },
  ]
}

function prompt(event: Event): Fact[] {
  const { attributes, at, who } = event
  const row = name(attributes, 'message.uuid')
  const turn = name(attributes, 'prompt.id')
  const key = row ? `claude-code/uuid:${row}` : turn ? `claude-code/prompt:${turn}` : sequenceKey(event)
  if (word(attributes, 'command_name') !== null) {
    const command = name(attributes, 'command_name')?.replace(/^\//, '') ?? null
    return [feature(event, `${key}#command`, 'slash_command', command)]
  }
  return [{ type: 'message', at, keys: [key], completeness: 2, role: 'user', human: true, ...who }]
}

function feature(
  { at, who }: Event,
  key: string,
  kind: FeatureUse['kind'],
  told: string | null,
  event: string | null = null,
): FeatureUse {
  return {
    type: 'feature_use',
    at,
    keys: [key],
    completeness: 1,
    kind,
    name: told,
    event,
    ...who,
  }
}

const DECIDERS: readonly (readonly [RegExp, string])[] = [
  [/^user/, 'user'],
  [/^hook/, 'hook'],
  [/^config|rule|policy|permission/, 'config'],
  [/auto|classifier/, 'auto'],
]
const deciderOf = (source: string | null): string | null =>
  DECIDERS.find(([pattern]) => pattern.test(source ?? ''))?.[1] ?? null

const toolKey = (event: Event): string => {
  const id = name(event.attributes, 'tool_use_id')
  return id ? `claude-code/tool:${id}` : sequenceKey(event)
}

function toolCall(event: Event, more: Pick<ToolCall, 'status' | 'decision' | 'duration_ms'>): ToolCall {
  const { attributes, at, who } = event
  const raw = word(attributes, 'tool_name') === null ? null : label(String(attributes.get('tool_name')))
  const parameters = fields(attributes, 'tool_parameters')
  const named = toolName(raw ?? 'unknown')
  const command = parameters.get('full_command') ?? parameters.get('bash_command')
  const mcp = raw === 'mcp_tool' || word(attributes, 'tool_source') === 'mcp' || named.tool === 'MCP'
  const { tool, kind, mcp_server } = mcp ? { ...named, tool: 'MCP', kind: 'mcp' } : named
  return {
    type: 'tool_call',
    at,
    keys: [toolKey(event)],
    completeness: 2,
    tool,
    raw_tool: raw === 'mcp_tool' ? name(parameters, 'mcp_tool_name') : raw,
    kind,
    mcp_server: mcp_server ?? name(parameters, 'mcp_server_name')?.toLowerCase() ?? null,
    validation: typeof command === 'string' ? validationOf(command) : null,
    ...more,
    ...who,
  }
}

/** The record is written when the tool has ended, so the call began its duration before. */
function result(ended: Event): Fact[] {
  const { attributes } = ended
  const duration_ms = ms(attributes, 'duration_ms')
  const event = { ...ended, at: ended.at - Math.min(duration_ms ?? 0, LONGEST_MS) }
  const success = flag(attributes, 'success')
  const call = toolCall(event, {
    duration_ms,
    status: success === null ? 'unknown' : success ? 'ok' : 'error',
    decision: deciderOf(word(attributes, 'decision_source')),
  })
  const facts: Fact[] = [call]
  const parameters = fields(attributes, 'tool_parameters')
  const tool = word(attributes, 'tool_name')
  const [key] = call.keys as [string]
  if (tool === 'skill') facts.push(feature(event, key, 'skill', name(parameters, 'skill_name')))
  if (tool === 'task' || tool === 'agent')
    facts.push(feature(event, key, 'subagent', name(parameters, 'subagent_type')))
  const sha = name(parameters, 'git_commit_id')
  if (sha && /^[0-9a-f]{7,40}$/.test(sha))
    facts.push({
      type: 'commit',
      at: event.at,
      keys: [`${key}#${sha}`],
      completeness: 1,
      sha,
      attribution: 'explicit',
      ...event.who,
    })
  return facts
}

/** A tool that ran longer than this did not. */
const LONGEST_MS = 24 * 3600_000

/** Only refusals: a call that was allowed tells of itself when it has ended. */
function decision(event: Event): Fact[] {
  const { attributes } = event
  if (word(attributes, 'decision') !== 'reject') return []
  return [
    toolCall(event, {
      duration_ms: null,
      status: 'rejected',
      decision: deciderOf(word(attributes, 'source')),
    }),
  ]
}

/** Skills that a model loads are told by the result of the tool that loads them. */
function skill(event: Event): Fact[] {
  const { attributes } = event
  if (word(attributes, 'invocation_trigger') === 'claude-proactive') return []
  return [feature(event, sequenceKey(event), 'skill', name(attributes, 'skill.name'))]
}

function hook(event: Event): Fact[] {
  const { attributes } = event
  const hookEvent = name(attributes, 'hook_event')
  const told = name(attributes, 'hook_name') ?? hookEvent
  const runs = Math.min(count(attributes, 'num_hooks') ?? 1, MOST_HOOKS)
  const key = sequenceKey(event)
  return Array.from({ length: runs }, (_, i) => feature(event, `${key}#${i}`, 'hook', told, hookEvent))
}
const MOST_HOOKS = 100

const none = (): Fact[] => []

/** By `event.name`. What tells nothing that is counted stands here too: anything else is unknown to this version. */
export const EVENTS: ReadonlyMap<string, (event: Event) => Fact[]> = new Map<
  string,
  (event: Event) => Fact[]
>([
  ['api_request', request],
  ['api_error', failure],
  ['assistant_response', (event) => [reply(event, requestKeys(event))]],
  ['user_prompt', prompt],
  ['tool_result', result],
  ['tool_decision', decision],
  ['skill_activated', skill],
  ['hook_execution_complete', hook],
  ...(
    'api_retries_exhausted api_refusal subagent_completed hook_registered hook_execution_start mcp_server_connection ' +
    'compaction permission_mode_changed plugin_installed plugin_loaded at_mention auth feedback_survey ' +
    'hook_plugin_metrics internal_error retention_sweep api_request_body api_response_body'
  )
    .split(' ')
    .map((event) => [event, none] as const),
])
