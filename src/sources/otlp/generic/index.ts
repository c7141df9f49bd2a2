/** Any other agent: what it tells by the GenAI conventions of OpenTelemetry and their relatives, as facts. */
import type { LogRecord, MetricPoint, Span } from '../../../otlp/signals.ts'
import type { OtlpAgent, Reading } from '../agent.ts'
import { GENAI_NAMES } from '../genai.ts'
import { eventName, INFERENCE, inference } from './events.ts'
import { readings } from './metrics.ts'
import { SESSION, sessionFact, whoOf } from './sessions.ts'
import { factsOf, isOfAgent } from './spans.ts'

const NAMES = (
  'event.name agent.name gen_ai.token.type mcp.method.name mcp.session.id jsonrpc.request.id openinference.span.kind ' +
  'traceloop.span.kind llm.request.type ai.operationId user.email user.id enduser.id'
).split(' ')

function readLog(record: LogRecord, at: number): Reading {
  const who = whoOf(record)
  const session = sessionFact(record, who, at)
  return { facts: eventName(record) === INFERENCE ? inference(record, at, who) : [], session }
}

function readMetric(point: MetricPoint, at: number): Reading {
  const who = whoOf(point)
  return { facts: readings(point, at, who), session: sessionFact(point, who, at) }
}

function readSpan(span: Span, at: number): Reading {
  const who = whoOf(span)
  return { facts: factsOf(span, at, who), session: sessionFact(span, who, at) }
}

export const generic: OtlpAgent = {
  id: 'genai',
  title: 'Any other agent',
  names: [...new Set([...NAMES, ...SESSION, ...GENAI_NAMES])],
  reads: {
    logs: { owns: (record) => eventName(record).startsWith('gen_ai.'), read: readLog },
    metrics: { owns: ({ metric }) => /^(?:gen_ai|mcp)\./.test(metric.name), read: readMetric },
    traces: { owns: isOfAgent, read: readSpan },
  },
}
