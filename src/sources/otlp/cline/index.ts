/** Cline: its log events, and its metrics where they stand in for them. */
import type { LogRecord, MetricPoint } from '../../../otlp/signals.ts'
import { HARNESS } from '../../cline/keys.ts'
import type { OtlpAgent, Reading } from '../agent.ts'
import { counterOf } from '../counters.ts'
import { type Context, type Origin, sessionOf, told } from '../origin.ts'
import { EVENTS, ASIDE as EVENTS_ASIDE } from './events.ts'
import { METRICS, ASIDE as METRICS_ASIDE } from './metrics.ts'
import { known, PERSON, SESSION, whoOf } from './sessions.ts'

const NAMES = [
  ...'cline_type host_type platform extension_version agentId agentKind isSubagent parentAgentId conversationId'.split(
    ' ',
  ),
  ...'model modelId model_id provider apiProvider providerId mode source role requestId request_id'.split(
    ' ',
  ),
  ...'tool tool_name toolName success autoApproved auto_approved status errorStatus error_status error_code'.split(
    ' ',
  ),
  ...'skillName skill_name commandName command_name hookName hook_name serverName event timestamp'.split(' '),
  ...SESSION,
  ...PERSON,
]

/** The bodies are words such as `task.created`: whose they are is told by the scope. */
const SCOPE = 'cline'
const PREFIX = 'cline.'

const STARTS = new Set(['task.created', 'session.started'])

function sessionAt(origin: Origin, who: Context, at: number, event: string | null) {
  const version = told(origin, 'extension_version')
  return sessionOf(origin, who, at, {
    ...(version === null ? {} : { version }),
    ...(event !== null && STARTS.has(event) ? { started_at: at } : {}),
    ...(event === 'session.ended' ? { ended_at: at } : {}),
    // A task goes on when somebody answers to its completion.
    ...(event === 'task.completed' ? { status: 'completed' } : {}),
  })
}

function readLog(log: LogRecord, at: number): Reading {
  const record = known(log)
  const name = typeof record.body === 'string' ? record.body : record.event_name
  const who = whoOf(record)
  const session = sessionAt(record, who, at, name)
  const event = EVENTS.get(name)
  if (event) return { facts: event({ record, name, at, who }), session }
  return EVENTS_ASIDE.test(name) ? { facts: [], session } : { facts: [], session, unknown: true }
}

function readMetric(told: MetricPoint, at: number): Reading {
  const point = known(told)
  const name = point.metric.name.slice(PREFIX.length)
  const who = whoOf(point)
  // Without its task a point could not give way to the events that tell the same.
  if (who.session === null) return { facts: [], session: null }
  const session = sessionAt(point, who, at, null)
  const counting = METRICS.get(name)
  if (!counting)
    return METRICS_ASIDE.test(name) ? { facts: [], session } : { facts: [], session, unknown: true }
  const counted = counting(point)
  const counter = counted && counterOf(point, at, who, counted)
  return { facts: counter ? [counter] : [], session }
}

export const cline: OtlpAgent = {
  id: HARNESS,
  title: 'Cline',
  names: NAMES,
  reads: {
    logs: { owns: ({ scope }) => scope.name === SCOPE, read: readLog },
    metrics: { owns: ({ metric }) => metric.name.startsWith(PREFIX), read: readMetric },
  },
}
