/** The spans of the plugin: how the steps of a prompt lie in time. Its events count the same calls. */
import type { Fact } from '../../../facts/index.ts'
import type { Span } from '../../../otlp/signals.ts'
import { errorOf, genai, toolCallOf } from '../genai.ts'
import type { Context } from '../origin.ts'
import { durationOf, spanFact, toolStepKind } from '../spans.ts'
import { flag, ms, name, word } from '../values.ts'
import { callKey, untoldToolKey } from './plugin-events.ts'
import { toolKey } from './sessions.ts'
import { argumentsOf, toolFacts } from './tools.ts'

/** The event of a tool has no id, the span of OpenCode nothing else: this one has both, so that all three are one. */
function tool(span: Span, at: number, who: Context): Fact[] {
  const { attributes } = span
  const id = name(attributes, 'tool.id')
  const success = flag(attributes, 'tool.success')
  const bytes = ms(attributes, 'tool.result_size_bytes')
  const told = argumentsOf(attributes, 'tool.parameters')
  const untold = untoldToolKey(who, {
    tool: genai(attributes, 'tool'),
    at,
    duration: durationOf(span),
    bytes,
  })
  const keys = id === null || who.session === null ? [untold] : [toolKey(who, id), untold]
  const status = success === null ? 'unknown' : success ? 'ok' : 'error'
  // More is known of it than by the event, so that this telling of the plugin is the one that is kept.
  const call = { ...toolCallOf(span, at, who, keys), completeness: 3, status } as const
  const step = {
    kind: toolStepKind(call.tool, told.validation),
    tool: call.tool,
    validation: told.validation,
  }
  return [
    ...toolFacts(call, told, at, who),
    spanFact(span, at, who, { ...step, error_type: errorOf(span), about: keys[0] ?? null }),
  ]
}

function call(span: Span, at: number, who: Context): Fact {
  // Where it does not tell how long it took, its event has the time of its end.
  const told = span.attributes.has('duration_ms') ? at : Math.round(span.end ?? at)
  const model = genai(span.attributes, 'model')
  return spanFact(span, at, who, {
    kind: 'model_call',
    model,
    error_type: errorOf(span),
    about: callKey(who, told),
  })
}

export function pluginSpanFacts(span: Span, at: number, who: Context): Fact[] {
  switch (word(span.attributes, 'openinference.span.kind')) {
    case 'tool':
      return tool(span, at, who)
    case 'llm':
      return [call(span, at, who)]
    case 'agent': {
      const kind = word(span.attributes, 'agent.type') === 'subagent' ? 'subagent' : 'prompt'
      return [spanFact(span, at, who, { kind, error_type: errorOf(span) })]
    }
    default:
      return [spanFact(span, at, who, { kind: 'other', error_type: errorOf(span) })]
  }
}
