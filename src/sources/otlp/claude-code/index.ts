/** Claude Code: its log events as facts. */
import type { LogRecord } from '../../../otlp/signals.ts'
import { HARNESS } from '../../claude-code/sessions.ts'
import type { OtlpAgent, Reading } from '../agent.ts'
import { Implausible, word } from '../values.ts'
import { EVENTS } from './events.ts'
import { context, PARSER_VERSION, sessionOf } from './sessions.ts'

const NAMES = (
  'session.id user.email user.id user.account_uuid user.account_id enduser.id organization.id event.name event.timestamp ' +
  'event.sequence app.entrypoint app.version agent.name terminal.type prompt.id message.uuid request_id client_request_id ' +
  'tool_use_id model effort speed query_source status_code error_type success tool_name tool_source decision ' +
  'decision_source source invocation_trigger skill.name hook_event hook_name command_name'
).split(' ')

const PREFIX = 'claude_code.'
const SCOPE = 'com.anthropic.claude_code'

/** The body has the prefix, the attribute has not. */
function eventName({ attributes, body, event_name }: LogRecord): string {
  const told = word(attributes, 'event.name') ?? (typeof body === 'string' ? body : event_name)
  return told.startsWith(PREFIX) ? told.slice(PREFIX.length) : told
}

function ownsLog({ body, event_name, scope }: LogRecord): boolean {
  const named = typeof body === 'string' && body.startsWith(PREFIX)
  return named || event_name.startsWith(PREFIX) || scope.name.startsWith(SCOPE)
}

function readLog(record: LogRecord, at: number): Reading {
  const event = EVENTS.get(eventName(record))
  const who = context(record)
  const session = sessionOf(record, who, at)
  if (!event) return { facts: [], session, unknown: true }
  try {
    return { facts: event({ attributes: record.attributes, at, who }), session }
  } catch (error) {
    if (error instanceof Implausible) return { refused: 'implausible_count', detail: error.message }
    throw error
  }
}

export const claudeCode: OtlpAgent = {
  id: HARNESS,
  title: 'Claude Code',
  parserVersion: PARSER_VERSION,
  names: NAMES,
  ownsLog,
  readLog,
}
