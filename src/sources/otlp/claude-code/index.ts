/** Claude Code: its log events, metrics and beta spans as facts. */
import type { LogRecord, MetricPoint, Span } from '../../../otlp/signals.ts'
import { HARNESS } from '../../claude-code/sessions.ts'
import type { OtlpAgent, Reading } from '../agent.ts'
import { sessionOf } from '../origin.ts'
import { spanFact } from '../spans.ts'
import { word } from '../values.ts'
import { EVENTS } from './events.ts'
import { METRICS, reading } from './metrics.ts'
import { whoOf } from './sessions.ts'
import { otherStep, SPANS } from './spans.ts'

const NAMES = (
  'session.id user.email user.id user.account_uuid user.account_id enduser.id organization.id event.name event.timestamp ' +
  'event.sequence app.entrypoint app.version agent.name terminal.type prompt.id message.uuid request_id client_request_id ' +
  'tool_use_id model effort speed query_source status_code error_type success tool_name tool_source decision ' +
  'decision_source source invocation_trigger skill.name hook_event hook_name command_name type start_type language ' +
  'span.type gen_ai.tool.call.id'
).split(' ')

const PREFIX = 'claude_code.'
const SCOPE = 'com.anthropic.claude_code'

/** The body has the prefix, the attribute has not. */
function eventName({ attributes, body, event_name }: LogRecord): string {
  const told = word(attributes, 'event.name') ?? (typeof body === 'string' ? body : event_name)
  return told.startsWith(PREFIX) ? told.slice(PREFIX.length) : told
}

const ownsScope = ({ name }: { name: string }): boolean => name.startsWith(SCOPE)

function ownsLog({ body, event_name, scope }: LogRecord): boolean {
  const named = typeof body === 'string' && body.startsWith(PREFIX)
  return named || event_name.startsWith(PREFIX) || ownsScope(scope)
}

function readLog(record: LogRecord, at: number): Reading {
  const event = EVENTS.get(eventName(record))
  const who = whoOf(record)
  const session = sessionOf(record, who, at)
  if (!event) return { facts: [], session, unknown: true }
  return { facts: event({ attributes: record.attributes, at, who }), session }
}

/** A list of sessions that runs as a process of its own is none. */
const isDashboard = ({ attributes }: MetricPoint): boolean => word(attributes, 'start_type') === 'agents_view'

function readMetric(point: MetricPoint, at: number): Reading {
  const counting = METRICS.get(point.metric.name.slice(PREFIX.length))
  if (isDashboard(point)) return { facts: [], session: null }
  const who = whoOf(point)
  const session = sessionOf(point, who, at)
  if (!counting) return { facts: [], session, unknown: true }
  return { facts: reading(point, counting, at, who), session }
}

function readSpan(span: Span, at: number): Reading {
  const step = SPANS.get(span.name.slice(PREFIX.length))
  const who = whoOf(span)
  return { facts: [spanFact(span, at, who, (step ?? otherStep)(span))], session: sessionOf(span, who, at) }
}

export const claudeCode: OtlpAgent = {
  id: HARNESS,
  title: 'Claude Code',
  names: NAMES,
  reads: {
    logs: { owns: ownsLog, read: readLog },
    metrics: {
      // A plugin of another agent may borrow the prefix, but not the scope.
      owns: ({ metric, scope }) => metric.name.startsWith(PREFIX) && (scope.name === '' || ownsScope(scope)),
      read: readMetric,
    },
    traces: { owns: ({ name, scope }) => name.startsWith(PREFIX) || ownsScope(scope), read: readSpan },
  },
}
