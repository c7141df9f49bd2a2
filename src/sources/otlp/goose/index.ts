/** Goose: its spans as facts. */
import type { LogRecord, MetricPoint, Span } from '../../../otlp/signals.ts'
import { HARNESS } from '../../goose/keys.ts'
import type { OtlpAgent, Reading } from '../agent.ts'
import { GENAI_NAMES } from '../genai.ts'
import { name } from '../values.ts'
import { sessionFact, whoOf } from './sessions.ts'
import { SPANS } from './spans.ts'

const NAMES =
  'goose.execution.session.id tool_name session_type interface user.email user.id enduser.id'.split(' ')

/** People change the name of the service, and leave its namespace. */
const isGoose = ({ scope, resource }: LogRecord | MetricPoint | Span): boolean =>
  scope.name === 'goose' || name(resource, 'service.namespace') === 'goose'

function readSpan(span: Span, at: number): Reading {
  const who = whoOf(span)
  return { facts: SPANS.get(span.name)?.(span, at, who) ?? [], session: sessionFact(span, who, at) }
}

/** Free text and counts without a session: spans tell what of it can be counted. */
function readNothing(record: LogRecord | MetricPoint, at: number): Reading {
  return { facts: [], session: sessionFact(record, whoOf(record), at) }
}

export const goose: OtlpAgent = {
  id: HARNESS,
  title: 'Goose',
  names: [...new Set([...NAMES, ...GENAI_NAMES])],
  reads: {
    logs: { owns: isGoose, read: readNothing },
    metrics: { owns: (point) => point.metric.name.startsWith('goose.') || isGoose(point), read: readNothing },
    traces: { owns: isGoose, read: readSpan },
  },
}
