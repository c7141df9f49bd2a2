/** Who and where, as an agent tells it of which nothing is known but the conventions that it follows. */
import type { SessionFact } from '../../../facts/index.ts'
import { type Context, context, type Origin, sessionOf, told } from '../origin.ts'

/** The session by the conventions, then as instrumentations and services spell it. */
export const SESSION = [
  'gen_ai.conversation.id',
  'session.id',
  'ai.telemetry.metadata.sessionId',
  'langfuse.session.id',
  'traceloop.association.properties.session_id',
]

/** The name of the service, made fit to be a harness; `unknown` where it says nothing. */
export function harnessOf(origin: Origin): string {
  const name = told({ ...origin, attributes: NOTHING }, 'service.name')?.toLowerCase() ?? ''
  const plain = name.replace(/[^a-z0-9._-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '')
  // SDKs put this in place of a name that nobody gave.
  return plain === '' || plain.startsWith('unknown_service') ? 'unknown' : plain.slice(0, 64)
}
const NOTHING = new Map()

export const whoOf = (origin: Origin): Context =>
  context({ harness: harnessOf(origin), source: 'genai/otlp', parserVersion: 1 }, origin, {
    session: told(origin, ...SESSION),
    agent: told(origin, 'gen_ai.agent.name', 'agent.name'),
  })

export const sessionFact = (origin: Origin, who: Context, at: number): SessionFact | null =>
  sessionOf(origin, who, at)
