/** Tool calls, the files they change, and uses of features, as events tell them. */
import type { Fact, FeatureUse, FileChange, ToolCall } from '../../../facts/index.ts'
import { YIELDS } from '../../../facts/precedence.ts'
import type { Attributes } from '../../../otlp/signals.ts'
import { toolKey } from '../../gemini-cli/keys.ts'
import { path } from '../../label.ts'
import { extensionOf, languageOf } from '../../language.ts'
import { toolName } from '../../tool-names.ts'
import { validationOf } from '../../validation.ts'
import { genai } from '../genai.ts'
import { count, fields, flag, ms, name, word } from '../values.ts'
import { type Event, keyOf } from './variant.ts'

/** A tool that ran longer than this did not. */
const LONGEST_MS = 24 * 3600_000

const DECIDERS: ReadonlyMap<string, string> = new Map([
  ['accept', 'user'],
  ['modify', 'user'],
  ['reject', 'user'],
  ['auto_accept', 'auto'],
])

/** What keeps apart the calls of one moment: those that ran side by side are told at once. */
const CALL = ['function_name', 'duration_ms', 'content_length', 'start_time', 'success']

const idOf = ({ attributes }: Event): string | null =>
  genai(attributes, 'toolCall') ?? name(attributes, 'call_id')

function callKey(event: Event): string {
  const { attributes, who, variant } = event
  const id = idOf(event)
  if (id !== null) return toolKey(variant.agent.harness, who.session, id)
  const length = String(attributes.get('function_args') ?? '').length
  return `${keyOf(event, 'tool-call', CALL)}:${length}`
}

/** The record is written when the tool has ended. */
function beganAt({ attributes, at }: Event, duration: number | null): number {
  const told = Number(word(attributes, 'start_time') ?? Number.NaN)
  if (told <= at && at - told < LONGEST_MS) return Math.round(told)
  return at - Math.min(duration ?? 0, LONGEST_MS)
}

function statusOf(attributes: Attributes): ToolCall['status'] {
  if (word(attributes, 'decision') === 'reject') return 'rejected'
  // Stopped by a person while it ran: it neither did its work nor failed.
  if (word(attributes, 'status') === 'cancelled') return 'unknown'
  const success = flag(attributes, 'success')
  return success === null ? 'unknown' : success ? 'ok' : 'error'
}

/** `tool_call`: the call, the change of a file it made, and the skill it loaded. Throws Implausible. */
export function toolCall(event: Event): Fact[] {
  const { attributes } = event
  // Transcripts know a call by its id alone.
  const who = idOf(event) === null ? { ...event.who, owner_rank: YIELDS } : event.who
  const raw = name(attributes, 'function_name') ?? genai(attributes, 'tool')
  const named = toolName(raw ?? '')
  const isMcp = word(attributes, 'tool_type') === 'mcp' || attributes.has('mcp_server_name')
  const args = fields(attributes, 'function_args')
  const command = named.tool === 'Execute' ? args.get('command') : null
  const duration_ms = ms(attributes, 'duration_ms')
  const began = { ...event, who, at: beganAt(event, duration_ms) }
  const key = callKey(event)
  const call: ToolCall = {
    type: 'tool_call',
    at: began.at,
    keys: [key],
    completeness: 2,
    tool: isMcp ? 'MCP' : named.tool,
    raw_tool: raw,
    kind: isMcp ? 'mcp' : named.kind,
    mcp_server: name(attributes, 'mcp_server_name')?.toLowerCase() ?? named.mcp_server,
    duration_ms,
    status: statusOf(attributes),
    decision: DECIDERS.get(word(attributes, 'decision') ?? '') ?? null,
    validation: typeof command === 'string' ? validationOf(command) : null,
    ...who,
  }
  const facts: Fact[] = [call]
  const change = call.status === 'ok' ? fileChange(began, call, args) : null
  if (change) facts.push(change)
  if (raw === 'activate_skill') facts.push(feature(began, key, 'skill', name(args, 'name')))
  return facts
}

const PATHS = ['file_path', 'absolute_path'] as const

/** The path among the arguments; also of those that were cut, or are too long to be read as a whole. */
function pathOf(attributes: Attributes, args: Attributes): string | null {
  for (const key of PATHS) if (args.has(key)) return path(args.get(key))
  const text = attributes.get('function_args')
  if (typeof text !== 'string' || args.size > 0) return null
  const [, told] = /"(?:file_path|absolute_path)"\s*:\s*("(?:[^"\\]|\\.){1,4096}")/.exec(text) ?? []
  try {
    return told === undefined ? null : path(JSON.parse(told))
  } catch {
    return null
  }
}

/** Lines are those of the model; what a person changed in its proposal is not counted. */
function fileChange({ attributes, at, who }: Event, call: ToolCall, args: Attributes): FileChange | null {
  if (call.tool !== 'Edit' && call.tool !== 'Create') return null
  const told = pathOf(attributes, args)
  if (told === null) return null
  const metadata = fields(attributes, 'metadata')
  const removed = count(metadata, 'model_removed_lines')
  const added = count(metadata, 'model_added_lines')
  // Of a whole file that was written only its lines tell whether it was there before.
  if (call.tool === 'Create' && (added === null || removed === null)) return null
  // A text that only adds to what was there is taken for a new one, too.
  const created = call.tool === 'Create' ? removed === 0 && added !== 0 : args.get('old_string') === ''
  return {
    type: 'file_change',
    at,
    keys: [`${call.keys[0]}#${told}`],
    completeness: 1,
    path: told,
    op: created ? 'create' : 'edit',
    added,
    removed,
    extension: extensionOf(told),
    language: languageOf(told),
    ...who,
  }
}

/** Of what transcripts tell, too, by a name of their own. */
export const yielding = (event: Event): Event =>
  event.variant.transcribed ? { ...event, who: { ...event.who, owner_rank: YIELDS } } : event

/** One use of a feature. */
export function feature(
  { at, who }: Event,
  key: string,
  kind: FeatureUse['kind'],
  told: string | null,
  event: string | null = null,
): FeatureUse {
  return { type: 'feature_use', at, keys: [key], completeness: 1, kind, name: told, event, ...who }
}

/** `slash_command`. */
export const slashCommand = (event: Event): Fact[] => {
  const told = name(event.attributes, 'command')?.replace(/^\//, '') ?? null
  return [feature(yielding(event), keyOf(event, 'command', ['command', 'subcommand']), 'slash_command', told)]
}

/** `agent.start`: a subagent began. */
export const agentStart = (event: Event): Fact[] => {
  const id = name(event.attributes, 'agent_id')
  const told = name(event.attributes, 'agent_name')
  return [feature(event, keyOf(event, 'agent', [], id), 'subagent', told)]
}

/** A hook without a name of its own is called by its command: of one that has words, nothing is kept. */
function hookName(attributes: Attributes): string | null {
  const told = name(attributes, 'hook_name')
  return told === null || /\s/.test(told) ? null : (/[^/\\]+$/.exec(told)?.[0] ?? null)
}

/** `hook_call`. */
export const hookCall = (event: Event): Fact[] => {
  const { attributes } = event
  const key = keyOf(event, 'hook', ['hook_event_name', 'hook_type', 'duration_ms', 'exit_code'])
  return [feature(event, key, 'hook', hookName(attributes), name(attributes, 'hook_event_name'))]
}
