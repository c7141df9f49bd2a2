/** The content spans of Factory Droid: messages and tool calls one by one, without what they say. */

import type { Fact, Message, ToolCall } from '../../../facts/index.ts'
import { YIELDS } from '../../../facts/precedence.ts'
import type { Attributes, Span } from '../../../otlp/signals.ts'
import { messageKey, toolKey } from '../../droid/keys.ts'
import { toolName } from '../../tool-names.ts'
import { validationOf } from '../../validation.ts'
import { errorOf, spanKey } from '../genai.ts'
import type { Context } from '../origin.ts'
import type { Step } from '../spans.ts'
import { fields, flag, ms, name, word } from '../values.ts'

/** What a span is as a step of its session, and what else it tells. */
export interface Telling {
  step: Step
  facts: Fact[]
}

type Reading = (span: Span, at: number, who: Context) => Telling

/** The attributes of these spans are not documented: by what they may be called. The first that is told counts. */
export const MESSAGE_IDS = ['message.id', 'droid.message.id', 'gen_ai.message.id']
export const TOOL_IDS = [
  'tool.call.id',
  'tool.call_id',
  'tool_call.id',
  'tool.use_id',
  'tool_use_id',
  'tool.id',
  'gen_ai.tool.call.id',
]
export const TOOL_NAMES = ['tool.name', 'tool_name', 'gen_ai.tool.name']
export const RISKS = ['risk.level', 'risk_level', 'riskLevel', 'tool.risk_level', 'command.risk_level']
const INPUTS = [
  'tool.input',
  'tool.arguments',
  'tool.parameters',
  'tool.call.input',
  'gen_ai.tool.call.arguments',
]
const DURATIONS = ['duration_ms', 'tool.duration_ms', 'tool.execution_time_ms']
const SUCCESSES = ['tool.success', 'success']
const ERRORS = ['is_error', 'tool.is_error', 'tool.result.is_error']

function first<T>(keys: readonly string[], read: (key: string) => T | null): T | null {
  for (const key of keys) {
    const told = read(key)
    if (told !== null) return told
  }
  return null
}
const named = (attributes: Attributes, keys: readonly string[]): string | null =>
  first(keys, (key) => name(attributes, key))

/** Without an id of its own it has no key in common with the transcript. */
const yielding = (id: string | null) => (id === null ? { owner_rank: YIELDS } : {})

const message =
  (role: Message['role']): Reading =>
  (span, at, who) => {
    const id = named(span.attributes, MESSAGE_IDS)
    const key = id === null ? spanKey(span) : messageKey(id, who.session)
    const human = role === 'user'
    const fact: Fact = { type: 'message', at, keys: [key], completeness: 2, role, human, ...who }
    return {
      step: { kind: human ? 'prompt' : 'other', about: key },
      facts: [{ ...fact, ...yielding(id) }],
    }
  }

/** The arguments are looked at for what they check and risk, and are not kept. */
function input(attributes: Attributes): Attributes {
  for (const key of INPUTS) {
    const told = fields(attributes, key)
    if (told.size > 0) return told
  }
  return new Map()
}

const LEVELS = new Set(['low', 'medium', 'high'])
function riskOf(attributes: Attributes, told: Attributes): ToolCall['risk_proposed'] {
  const level = first(RISKS, (key) => word(attributes, key)) ?? word(told, 'riskLevel')
  return level !== null && LEVELS.has(level) ? (level as ToolCall['risk_proposed']) : null
}

function failed(span: Span): boolean | null {
  if (errorOf(span) !== null) return true
  const error = first(ERRORS, (key) => flag(span.attributes, key))
  if (error !== null) return error
  const success = first(SUCCESSES, (key) => flag(span.attributes, key))
  return success === null ? null : !success
}

const idOf = ({ attributes }: Span): string | null => named(attributes, TOOL_IDS)

function toolCall(span: Span, at: number, who: Context, key: string): ToolCall {
  const { attributes } = span
  const raw = named(attributes, TOOL_NAMES)
  const told = input(attributes)
  const command = told.get('command')
  const known = toolName(raw ?? '')
  const mcp_server = name(attributes, 'mcp.server')?.toLowerCase() ?? known.mcp_server
  return {
    type: 'tool_call',
    at,
    keys: [key],
    completeness: 2,
    ...(mcp_server === null ? known : { tool: 'MCP', kind: 'mcp' }),
    mcp_server,
    raw_tool: raw,
    duration_ms: first(DURATIONS, (key) => ms(attributes, key)),
    status: failed(span) ? 'error' : null,
    risk_proposed: riskOf(attributes, told),
    validation: typeof command === 'string' ? validationOf(command) : null,
    ...who,
  }
}

const STEPS: Readonly<Record<string, Step['kind']>> = { Edit: 'edit', Create: 'edit', Task: 'subagent' }

const call: Reading = (span, at, who) => {
  const id = idOf(span)
  const key = id === null ? spanKey(span) : toolKey(id, who.session)
  const fact: ToolCall = { ...toolCall(span, at, who, key), ...yielding(id) }
  const { tool, validation } = fact
  const kind = validation ? 'validation' : (STEPS[tool] ?? 'tool')
  return { step: { kind, tool, validation, about: fact.keys[0] ?? null }, facts: [fact] }
}

/** A source of its own, since it tells what the call does not: neither takes the place of the other. */
const RESULT_SOURCE = 'droid/result/otlp'

const result: Reading = (span, at, who) => {
  const id = idOf(span)
  const ended = failed(span)
    ? ({ status: 'error', error_type: errorOf(span) ?? 'error' } as const)
    : ({ status: 'ok' } as const)
  // One that cannot be tied to its call would stand beside it.
  if (id === null) return { step: { kind: 'other', ...ended }, facts: [] }
  const key = toolKey(id, who.session)
  const fact: ToolCall = {
    ...toolCall(span, at, { ...who, source: RESULT_SOURCE }, key),
    status: ended.status,
  }
  return {
    step: { kind: 'other', about: key, tool: fact.raw_tool == null ? null : fact.tool, ...ended },
    facts: [fact],
  }
}

/** By the name of the span, without its prefix. */
export const SPANS: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ['message.user', message('user')],
  ['message.assistant', message('assistant')],
  ['tool.call', call],
  ['tool.result', result],
])
