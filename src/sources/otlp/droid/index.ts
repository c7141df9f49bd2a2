/** Factory Droid: its metrics, and its content spans where an organisation has switched them on. */
import type { MetricPoint, Span } from '../../../otlp/signals.ts'
import type { OtlpAgent, Reading } from '../agent.ts'
import { type Context, type Origin, sessionOf } from '../origin.ts'
import { spanFact } from '../spans.ts'
import { METRICS } from './metrics.ts'
import { HARNESS, PLACES, revisionOf, whoOf } from './sessions.ts'
import { MESSAGE_IDS, RISKS, SPANS, TOOL_IDS, TOOL_NAMES } from './spans.ts'

const NAMES = [
  ...'session.id user.id user.email organization.id mcp.server skill.name hook.name hook.event command.name'.split(
    ' ',
  ),
  ...'commit.hash pr.number pr.url tool.status tool.success status success is_error duration_ms'.split(' '),
  ...PLACES,
  ...MESSAGE_IDS,
  ...TOOL_IDS,
  ...TOOL_NAMES,
  ...RISKS,
]

/** The service is called `cli`, as many are: the prefix alone tells. */
const PREFIX = 'droid.'

function sessionAt(origin: Origin, who: Context, at: number) {
  const revision = revisionOf(origin)
  return sessionOf(origin, who, at, revision === null ? {} : { revision })
}

function readMetric(point: MetricPoint, at: number): Reading {
  const counting = METRICS.get(point.metric.name.slice(PREFIX.length))
  const who = whoOf(point)
  const session = sessionAt(point, who, at)
  if (!counting) return { facts: [], session, unknown: true }
  return { facts: counting(point, at, who), session }
}

function readSpan(span: Span, at: number): Reading {
  const reading = SPANS.get(span.name.slice(PREFIX.length))
  const who = whoOf(span)
  const session = sessionAt(span, who, at)
  if (!reading) return { facts: [spanFact(span, at, who, { kind: 'other' })], session, unknown: true }
  const { step, facts } = reading(span, at, who)
  return { facts: [...facts, spanFact(span, at, who, step)], session }
}

export const droid: OtlpAgent = {
  id: HARNESS,
  title: 'Factory Droid',
  names: NAMES,
  reads: {
    metrics: { owns: ({ metric }) => metric.name.startsWith(PREFIX), read: readMetric },
    traces: { owns: ({ name }) => name.startsWith(PREFIX), read: readSpan },
  },
}
