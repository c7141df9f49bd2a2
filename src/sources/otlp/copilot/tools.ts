/** Tools and permissions as Copilot names them. */
import type { ToolCall } from '../../../facts/index.ts'
import type { Attributes, Span } from '../../../otlp/signals.ts'
import { toolKey } from '../../copilot-cli/keys.ts'
import { type ToolName, toolName } from '../../tool-names.ts'
import { validationOf } from '../../validation.ts'
import { genai, spanKey, toolCallOf } from '../genai.ts'
import type { Context } from '../origin.ts'
import { fields, name, word } from '../values.ts'
import { named } from './sessions.ts'

const PARAMETERS = 'github.copilot.tool.parameters.'

/** VS Code calls a tool of a server `mcp_<server>_<tool>`; the tool's own name tells where the server's ends. */
function mcpName(raw: string, attributes: Attributes): ToolName | null {
  const tool = name(attributes, `${PARAMETERS}mcp_tool_name`)
  const known = tool !== null || attributes.has(`${PARAMETERS}mcp_server_name_hash`)
  if (!known && !/^mcp_[^_]/.test(raw)) return null
  const inName =
    tool !== null && raw.startsWith('mcp_') && raw.endsWith(`_${tool}`)
      ? raw.slice('mcp_'.length, -tool.length - 1)
      : null
  const server = name(attributes, `${PARAMETERS}mcp_server_name`) ?? inName
  return { tool: 'MCP', kind: 'mcp', mcp_server: server?.toLowerCase() || null }
}

export function namedTool(attributes: Attributes): ToolName {
  const raw = genai(attributes, 'tool') ?? ''
  const found = toolName(raw)
  return found.tool === 'MCP' ? found : (mcpName(raw, attributes) ?? found)
}

/** A command is sent where content is; it is looked at, never kept. */
export function validationIn(attributes: Attributes): ToolCall['validation'] {
  const command =
    attributes.get(`${PARAMETERS}command`) ?? fields(attributes, 'gen_ai.tool.call.arguments').get('command')
  return typeof command === 'string' ? validationOf(command) : null
}

/**
 * Both the extension and the CLI that it runs tell a call, by one id. The span is a name too, as the one that asks for
 * permission knows no other.
 */
export function toolKeys(span: Span): string[] {
  const id = genai(span.attributes, 'toolCall')
  if (id === null) return [spanKey(span)]
  return [toolKey(id, genai(span.attributes, 'conversation') ?? span.trace_id), spanKey(span)]
}

const REFUSED = /^(?:denied|rejected)\b/i

export function toolCall(span: Span, at: number, who: Context): ToolCall {
  const call = toolCallOf(span, at, who, toolKeys(span))
  const refused = REFUSED.test(genai(span.attributes, 'error') ?? '')
  return {
    ...call,
    ...namedTool(span.attributes),
    ...(refused ? { status: 'rejected' as const } : {}),
    validation: validationIn(span.attributes),
  }
}

export const skillOf = (attributes: Attributes): string | null =>
  named(attributes, `${PARAMETERS}skill_name`, 'github.copilot.skill.name')

/** What a permission is asked for, where no tool is named. */
const KINDS: Readonly<Record<string, string>> = {
  shell: 'bash',
  write: 'edit',
  read: 'view',
  url: 'web_fetch',
}
const DECIDERS: readonly (readonly [RegExp, string])[] = [
  [/by-user|interactively/, 'user'],
  [/rule|policy/, 'config'],
  [/hook/, 'hook'],
]

/** The call whose permission was refused, told by the span that asked for it; null for any other. */
export function refusedCall(span: Span, at: number, who: Context): ToolCall | null {
  const { attributes, trace_id, parent_span_id } = span
  const result = word(attributes, 'github.copilot.permission.result')
  const kind = word(attributes, 'github.copilot.permission.kind') ?? ''
  const raw = name(attributes, 'github.copilot.permission.tool_name')
  const asked = raw ?? (Object.hasOwn(KINDS, kind) ? (KINDS[kind] as string) : null)
  if (parent_span_id === null || asked === null || !REFUSED.test(result ?? '')) return null
  return {
    type: 'tool_call',
    at,
    keys: [spanKey({ ...span, trace_id, span_id: parent_span_id })],
    // More than the call tells, which knows neither that it was refused nor by whom.
    completeness: 3,
    ...(kind === 'mcp' ? { tool: 'MCP', kind: 'mcp', mcp_server: null } : toolName(asked)),
    raw_tool: raw,
    status: 'rejected',
    decision: DECIDERS.find(([pattern]) => pattern.test(result ?? ''))?.[1] ?? null,
    ...who,
  }
}
