/** Spans of agents that follow conventions: of OpenTelemetry, the AI SDK, OpenInference and Traceloop. */
import type { Fact } from '../../../facts/index.ts'
import type { Span } from '../../../otlp/signals.ts'
import {
  containsOf,
  errorOf,
  genai,
  MODEL_OPERATIONS,
  modelCallOf,
  operationOf,
  responseKey,
  spanKey,
  tokensTold,
  toolCallOf,
  validationIn,
} from '../genai.ts'
import type { Context } from '../origin.ts'
import { spanFact, toolStepKind } from '../spans.ts'
import { name, word } from '../values.ts'
import { countsKey } from './calls.ts'

/** What a span is; `whole` is one around calls, which tells their counts again, and `none` is no step of an agent. */
type Meaning = 'call' | 'tool' | 'whole' | 'other' | 'none'

/** Of the AI SDK: the request to a provider, not what lies around it. */
const REQUEST = /^ai\.\w+\.do(?:Stream|Generate)$/

/** By `openinference.span.kind` and `traceloop.span.kind`. */
const KINDS: Readonly<Record<string, Meaning>> = {
  llm: 'call',
  tool: 'tool',
  agent: 'whole',
  chain: 'whole',
  workflow: 'whole',
  task: 'whole',
  embedding: 'other',
  retriever: 'other',
  reranker: 'other',
  guardrail: 'other',
  evaluator: 'other',
}
/** By `llm.request.type`, of older Traceloop. */
const TYPES: Readonly<Record<string, Meaning>> = {
  chat: 'call',
  completion: 'call',
  embedding: 'other',
  rerank: 'other',
}

const meaningIn = (table: Readonly<Record<string, Meaning>>, told: string | null): Meaning | null =>
  told === null ? null : Object.hasOwn(table, told) ? (table[told] ?? null) : 'other'

const SERVER = 2

/** The side that asks counts; a server that is traced too tells the same call once more. */
const isServed = ({ kind, attributes }: Span): boolean => kind === SERVER && attributes.has('mcp.method.name')

function ofOperation(operation: string): Meaning {
  if (MODEL_OPERATIONS.has(operation)) return 'call'
  if (operation === 'execute_tool') return 'tool'
  return /agent|workflow/.test(operation) ? 'whole' : 'other'
}

/** The most telling first: instrumentations add attributes of one convention to spans of another. */
export function meaningOf(span: Span): Meaning {
  const { attributes } = span
  if (isServed(span)) return 'other'
  const sdk = name(attributes, 'ai.operationId')
  if (sdk !== null) return ofSdk(sdk)
  const operation = operationOf(span)
  if (operation !== '' && attributes.has('gen_ai.operation.name')) return ofOperation(operation)
  const kind =
    meaningIn(KINDS, word(attributes, 'openinference.span.kind')) ??
    meaningIn(KINDS, word(attributes, 'traceloop.span.kind')) ??
    meaningIn(TYPES, word(attributes, 'llm.request.type'))
  if (kind !== null) return kind
  const method = word(attributes, 'mcp.method.name')
  if (method !== null) return method === 'tools/call' ? 'tool' : 'other'
  return unnamed(span, operation)
}

function ofSdk(operation: string): Meaning {
  if (REQUEST.test(operation)) return 'call'
  return operation === 'ai.toolCall' ? 'tool' : /embed/i.test(operation) ? 'other' : 'whole'
}

/** Nothing says what it is: with a model and counts it is a call, unless its name says otherwise. */
function unnamed({ attributes }: Span, operation: string): Meaning {
  if (operation !== '' && !MODEL_OPERATIONS.has(operation)) return ofOperation(operation)
  const { input, output } = tokensTold(attributes)
  return genai(attributes, 'model') !== null && (input !== null || output !== null) ? 'call' : 'none'
}

/** Cheap: most spans of a program that is traced are of no agent. */
export function isOfAgent({ attributes }: Span): boolean {
  for (const key of attributes.keys()) if (AGENT.test(key)) return true
  return false
}
const AGENT =
  /^(?:gen_ai\.|ai\.(?:operationId|usage\.)|llm\.|openinference\.|traceloop\.span\.|mcp\.method\.)/

function tool(span: Span, at: number, who: Context): Fact[] {
  const { attributes } = span
  const id = genai(attributes, 'toolCall')
  // Some providers count these ids anew in each conversation.
  const key = id === null ? spanKey(span) : `${who.harness}/tool:${who.session ?? span.trace_id}:${id}`
  const told = toolCallOf(span, at, who, [key])
  const mcp = attributes.has('mcp.method.name') ? { tool: 'MCP', kind: 'mcp' } : {}
  const call = { ...told, ...mcp, validation: validationIn(attributes) }
  const step = {
    kind: toolStepKind(call.tool, call.validation),
    tool: call.tool,
    validation: call.validation,
  }
  return [call, spanFact(span, at, who, { ...step, error_type: errorOf(span), about: key })]
}

function call(span: Span, at: number, who: Context): Fact[] {
  const { attributes } = span
  const key = spanKey(span)
  const more = [responseKey(attributes, who), countsKey(attributes, span)].filter((k) => k !== null)
  const fact = modelCallOf(span, at, who, { keys: [key, ...more], contains: containsOf(attributes) })
  const model = fact.model ?? null
  return [fact, spanFact(span, at, who, { kind: 'model_call', model, error_type: errorOf(span), about: key })]
}

/** None for a span that tells nothing of an agent. Throws Implausible. */
export function factsOf(span: Span, at: number, who: Context): Fact[] {
  const meaning = meaningOf(span)
  if (meaning === 'none') return []
  if (meaning === 'call') return call(span, at, who)
  if (meaning === 'tool') return tool(span, at, who)
  const kind = meaning === 'whole' && span.parent_span_id === null ? 'prompt' : 'other'
  return [spanFact(span, at, who, { kind, error_type: errorOf(span) })]
}
