/** Who and where, as Claude Code tells it with every record. */
import { clientOf, HARNESS } from '../../claude-code/sessions.ts'
import { type Context, context, type Origin, told } from '../origin.ts'
import { name } from '../values.ts'

export const AGENT = { harness: HARNESS, source: 'claude-code/otlp', parserVersion: 1 }

function clientOfOrigin(origin: Origin): string | null {
  const service = told(origin, 'service.name')
  return clientOf(told(origin, 'app.entrypoint')) ?? (service === 'claude-code-desktop' ? 'desktop' : null)
}

/** What all events of a record carry. */
export const whoOf = (origin: Origin): Context =>
  context(AGENT, origin, {
    session: told(origin, 'session.id'),
    client: clientOfOrigin(origin),
    agent: name(origin.attributes, 'agent.name'),
  })
