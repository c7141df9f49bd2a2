/** The spans of Codex: the steps of a turn, and what a turn used where no log event tells it call by call. */
import { createHash } from 'node:crypto'
import type { CounterFact, Fact } from '../../../facts/index.ts'
import type { Span } from '../../../otlp/signals.ts'
import { callKey, WRAPPER } from '../../codex/names.ts'
import { vendorOf } from '../../provider.ts'
import { disjoint } from '../../tokens.ts'
import { toolName } from '../../tool-names.ts'
import { errorOf } from '../genai.ts'
import type { Context } from '../origin.ts'
import type { Step } from '../spans.ts'
import { count, name } from '../values.ts'
import { whoOf } from './sessions.ts'

const model = ({ attributes }: Span): string | null => name(attributes, 'model')

/** Codex exports the spans of its own program: only these say something of the session. */
const STEPS: Readonly<Record<string, (span: Span) => Step>> = {
  session_loop: () => ({ kind: 'session' }),
  'session_task.turn': (span) => ({ kind: 'prompt', model: model(span) }),
  'session_task.review': (span) => ({ kind: 'subagent', model: model(span) }),
  'session_task.compact': (span) => ({ kind: 'other', model: model(span) }),
  run_sampling_request: (span) => ({ kind: 'model_call', model: model(span) }),
}

const DISPATCH = 'dispatch_tool_call_with_terminal_outcome'

/** A span around a tool: it is called like the tool or, by older versions, like the function that runs it. */
function toolStep(span: Span, id: string, raw: string): Step {
  const { attributes } = span
  if (raw === WRAPPER) return { kind: 'other' }
  const { tool } = toolName(raw)
  const kind = tool === 'Task' ? 'subagent' : tool === 'Edit' || tool === 'Create' ? 'edit' : 'tool'
  return {
    kind,
    tool: name(attributes, 'mcp_server') ? 'MCP' : tool,
    about: callKey(id, whoOf(span).session),
  }
}

/** The step a span is; null for the noise that most of them are. */
export function stepOf(span: Span): Step | null {
  const step = Object.hasOwn(STEPS, span.name) ? STEPS[span.name]?.(span) : undefined
  const id = name(span.attributes, 'call_id')
  const raw = name(span.attributes, 'tool_name')
  // Functions within bear the same attributes.
  const isTool = id && raw && (span.name === raw || span.name === DISPATCH)
  const told = step ?? (isTool ? toolStep(span, id, raw) : null)
  return told && { ...told, error_type: errorOf(span) }
}

const USAGE = 'codex.turn.token_usage.'

/**
 * The tokens of a turn, as readings of a count: they stand in for calls in a session that tells none, such as one of
 * an old `codex exec` that sends no log events. None where the span names no session or no tokens. Throws Implausible.
 */
export function turnUsage(span: Span, at: number, who: Context): Fact[] {
  const { attributes, trace_id, span_id } = span
  const { session } = who
  const told = (what: string) => count(attributes, `${USAGE}${what}_tokens`)
  const input = told('input')
  const output = told('output')
  if (session === null || (input === null && output === null)) return []
  const tokens = disjoint(
    {
      input,
      cache_read: told('cached_input'),
      cache_write: told('cache_write_input'),
      output,
      reasoning: told('reasoning_output'),
    },
    { cache: true, reasoning: true },
  )
  const used = model(span)
  const reading = (counter: CounterFact['name'], value: number | null): CounterFact[] =>
    value === null
      ? []
      : [
          {
            type: 'counter',
            at,
            keys: [`codex/counter:${counter}:span:${trace_id}:${span_id}`],
            completeness: 2,
            series: seriesOf(session, counter, used),
            temporality: 'delta',
            name: counter,
            value,
            provider: vendorOf(used),
            model: used,
            ...who,
            session,
          },
        ]
  return [
    ...reading('tokens_input', tokens.in_uncached),
    ...reading('tokens_cache_read', tokens.cache_read),
    ...reading('tokens_cache_write', tokens.cache_write),
    ...reading('tokens_output', tokens.out),
    ...reading('tokens_reasoning', tokens.reasoning),
  ]
}

const seriesOf = (...parts: readonly (string | null)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)
