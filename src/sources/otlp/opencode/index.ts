/** OpenCode: its own spans, and the events, metrics and spans of its community plugin, as facts. */
import type { LogRecord, MetricPoint, Scope, Span } from '../../../otlp/signals.ts'
import type { OtlpAgent, Reading } from '../agent.ts'
import { GENAI_NAMES } from '../genai.ts'
import { ownsNative, readNativeLog, readNativeSpan } from './native.ts'
import { EVENTS, eventName } from './plugin-events.ts'
import { readings } from './plugin-metrics.ts'
import { pluginSpanFacts } from './plugin-spans.ts'
import { HARNESS, pluginSession, pluginWho } from './sessions.ts'

const NAMES = (
  'session.id ai.telemetry.metadata.sessionId ai.telemetry.metadata.userId ai.operationId ai.telemetry.functionId ' +
  'ai.response.msToFirstChunk ai.response.msToFinish ai.usage.inputTokenDetails.noCacheTokens event.name model ' +
  'provider agent agent.name agent.type input_tokens output_tokens reasoning_tokens cache_read_tokens ' +
  'cache_creation_tokens cost_usd duration_ms tool_type success tool_result_size_bytes decision source skill_name ' +
  'invocation_type type tool.id tool.success tool.result_size_bytes openinference.span.kind is_subagent project.id ' +
  'opencode.client opencode.run_id opencode.process_role user.email user.id enduser.id'
).split(' ')

/** The plugin may be told to call its metrics and spans anything, but not its scope. */
const isPlugin = ({ scope }: { scope: Scope }): boolean => scope.name === 'com.opencode'

function readEvent(record: LogRecord, at: number): Reading {
  const named = eventName(record)
  const event = EVENTS.get(named)
  const who = pluginWho(record)
  const session = pluginSession(record, who, at)
  if (!event) return { facts: [], session, unknown: true }
  // As a fact of its own, since of a request the last telling of a session is kept.
  const begun = session && named === 'session.created' ? [{ ...session, started_at: at }] : []
  return { facts: [...begun, ...event({ attributes: record.attributes, at, who })], session }
}

function readMetric(point: MetricPoint, at: number): Reading {
  const who = pluginWho(point)
  const session = pluginSession(point, who, at)
  const facts = readings(point, at, who)
  return facts ? { facts, session } : { facts: [], session, unknown: true }
}

function readPluginSpan(span: Span, at: number): Reading {
  const who = pluginWho(span)
  return { facts: pluginSpanFacts(span, at, who), session: pluginSession(span, who, at) }
}

export const openCode: OtlpAgent = {
  id: HARNESS,
  title: 'OpenCode',
  names: [...new Set([...NAMES, ...GENAI_NAMES])],
  reads: {
    logs: {
      owns: (record) => isPlugin(record) || ownsNative(record),
      read: (record, at) => (isPlugin(record) ? readEvent(record, at) : readNativeLog(record, at)),
    },
    metrics: { owns: isPlugin, read: readMetric },
    traces: {
      owns: (span) => isPlugin(span) || ownsNative(span),
      read: (span, at) => (isPlugin(span) ? readPluginSpan(span, at) : readNativeSpan(span, at)),
    },
  },
}
