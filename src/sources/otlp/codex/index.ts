/** OpenAI Codex: its log events and spans as facts. */
import type { LogRecord, Span } from '../../../otlp/signals.ts'
import { HARNESS } from '../../codex/names.ts'
import type { OtlpAgent, Reading } from '../agent.ts'
import { sessionOf } from '../origin.ts'
import { spanFact } from '../spans.ts'
import { word } from '../values.ts'
import { EVENTS } from './events.ts'
import { whoOf } from './sessions.ts'
import { stepOf, turnUsage } from './spans.ts'

const NAMES = (
  'event.name event.timestamp event.kind conversation.id thread.id turn.id app.version auth_mode originator ' +
  'user.email user.account_id terminal.type model slug provider_name reasoning_effort approval_policy sandbox_policy ' +
  'mcp_servers tool_name call_id decision source success mcp_server http.response.status_code attempt endpoint ' +
  'outcome target code.module.name session_source service_name token_type tool status kind'
).split(' ')

const PREFIX = 'codex.'

const startsWith = (value: unknown, prefix: string): boolean =>
  typeof value === 'string' && value.startsWith(prefix)

function readLog(record: LogRecord, at: number): Reading {
  const event = EVENTS.get(word(record.attributes, 'event.name') ?? '')
  const who = whoOf(record)
  const session = sessionOf(record, who, at)
  if (!event) return { facts: [], session, unknown: true }
  return { facts: event({ record, at, who }), session }
}

/** Scopes bear the name of the program, which may be any: the module that made a span says whose it is. */
const ownsSpan = ({ attributes, scope }: Span): boolean =>
  startsWith(attributes.get('target'), 'codex_') ||
  startsWith(attributes.get('code.module.name'), 'codex_') ||
  startsWith(attributes.get('code.namespace'), 'codex_') ||
  /^codex(?:[-_ ]|$)/i.test(scope.name)

function readSpan(span: Span, at: number): Reading {
  const step = stepOf(span)
  if (!step) return { facts: [], session: null, unknown: true }
  const who = whoOf(span)
  return {
    facts: [spanFact(span, at, who, step), ...turnUsage(span, at, who)],
    session: sessionOf(span, who, at),
  }
}

export const codex: OtlpAgent = {
  id: HARNESS,
  title: 'OpenAI Codex',
  names: NAMES,
  reads: {
    // The field `event_name` of a record is a place in the program.
    logs: { owns: ({ attributes }) => startsWith(attributes.get('event.name'), PREFIX), read: readLog },
    metrics: {
      owns: ({ metric }) => metric.name.startsWith(PREFIX),
      // They name no session and repeat what log events tell one by one: taken, and counted as unused.
      read: () => ({ facts: [], session: null, unknown: true }),
    },
    traces: { owns: ownsSpan, read: readSpan },
  },
}
