/** Makes of a program of this family an agent whose records can be read. */
import type { SessionFact } from '../../../facts/index.ts'
import type { LogRecord, MetricPoint, Span } from '../../../otlp/signals.ts'
import { label } from '../../label.ts'
import type { OtlpAgent, Reading } from '../agent.ts'
import { GENAI_NAMES, genai } from '../genai.ts'
import { type Context, context, type Origin, sessionOf, told } from '../origin.ts'
import { spanFact } from '../spans.ts'
import { flag, name } from '../values.ts'
import { readings } from './metrics.ts'
import { type Event, eventName, type Variant } from './variant.ts'

const NAMES = (
  'session.id user.email user.id installation.id interactive auth_type event.name event.timestamp event_name model ' +
  'model_name prompt_id response_id role status_code error_type duration_ms function_name tool_type mcp_server_name ' +
  'decision success extension_name agent_id agent_name subagent_name skill_name hook_event_name hook_type tool_name ' +
  'operation programming_language extension type output_format github_workflow_name github_event_name ' +
  'github_pr_number log.bridge tool.call_id qwen-code.prompt_id'
).split(' ')

function whoOf({ agent, clientOf }: Variant, origin: Origin): Context {
  const { attributes } = origin
  return context(agent, origin, {
    session: told(origin, 'session.id') ?? genai(attributes, 'conversation'),
    client: clientOf(attributes),
    agent: name(attributes, 'subagent_name'),
  })
}

/** A list in one text, as the configuration tells it; null where it is not told. */
function listed(value: unknown): string[] | null {
  if (typeof value !== 'string') return null
  const names = value.split(',').flatMap((one) => label(one.trim().toLowerCase()) ?? [])
  return [...new Set(names)].slice(0, MOST_LISTED)
}
const MOST_LISTED = 100

/** What the configuration tells of the session, and the workflow that it runs in. */
function settingsOf({ attributes }: Origin): Partial<SessionFact> {
  return {
    mcp_servers_configured: listed(attributes.get('mcp_servers')),
    ...(attributes.has('github_workflow_name')
      ? { ci_workflow: name(attributes, 'github_workflow_name') }
      : {}),
    ci_event: name(attributes, 'github_event_name'),
    ...(attributes.has('github_pr_number') ? { change: name(attributes, 'github_pr_number') } : {}),
  }
}

function session(variant: Variant, origin: Origin, who: Context, at: number, event = ''): SessionFact | null {
  const ended = event === 'session.end' || event === 'end_session'
  return sessionOf(origin, who, at, {
    ...(variant.tellsVersion ? {} : { version: null }),
    ...(event === 'config' ? settingsOf(origin) : {}),
    ...(ended ? { ended_at: at } : {}),
  })
}

function readEvent(variant: Variant, short: string, origin: Origin, at: number): Reading {
  const who = whoOf(variant, origin)
  const about = session(variant, origin, who, at, short)
  const reader = variant.events.get(short)
  if (!reader) return { facts: [], session: about, unknown: true }
  const event: Event = { attributes: origin.attributes, at, who, variant }
  return { facts: reader(event), session: about }
}

/** Where a backend takes no logs, events come as spans that say so; they began when the event was. */
const isBridged = ({ attributes }: Span): boolean => flag(attributes, 'log.bridge') === true

/** Spans of the libraries around every request over HTTP. */
const isInstrumentation = ({ scope, resource }: Span, service: string): boolean =>
  scope.name.startsWith('@opentelemetry/instrumentation-') && resource.get('service.name') === service

function readSpan(variant: Variant, span: Span, at: number): Reading {
  if (isInstrumentation(span, variant.scope)) return { facts: [], session: null }
  if (isBridged(span)) return readEvent(variant, eventName(variant, span.attributes), span, at)
  const { prefix, spans } = variant
  const short = span.name.startsWith(prefix) ? span.name.slice(prefix.length) : span.name
  const who = whoOf(variant, span)
  const step = spans.get(short)?.(span) ?? { kind: 'other' as const }
  return { facts: [spanFact(span, at, who, step)], session: session(variant, span, who, at) }
}

function readMetric(variant: Variant, point: MetricPoint, at: number): Reading {
  const { prefix } = variant
  const { name: full } = point.metric
  const who = whoOf(variant, point)
  const facts = readings(point, full.startsWith(prefix) ? full.slice(prefix.length) : full, at, who)
  const about = session(variant, point, who, at)
  return facts ? { facts, session: about } : { facts: [], session: about, unknown: true }
}

export function agentOf(variant: Variant): OtlpAgent {
  const { agent, title, prefix, scope } = variant
  const ownsEvent = ({ attributes, scope: from, event_name }: LogRecord): boolean => {
    const told = attributes.get('event.name')
    return (
      from.name === scope ||
      event_name.startsWith(prefix) ||
      (typeof told === 'string' && told.startsWith(prefix))
    )
  }
  return {
    id: agent.harness,
    title,
    names: [...NAMES, ...GENAI_NAMES],
    reads: {
      logs: {
        owns: ownsEvent,
        read: (record, at) => readEvent(variant, eventName(variant, record.attributes, record), record, at),
      },
      metrics: {
        owns: ({ metric, scope: from }) =>
          from.name === scope || (metric.name.startsWith(prefix) && from.name === ''),
        read: (point, at) => readMetric(variant, point, at),
      },
      traces: {
        owns: (span) =>
          span.scope.name === scope || span.name.startsWith(prefix) || isInstrumentation(span, scope),
        read: (span, at) => readSpan(variant, span, at),
      },
    },
  }
}
