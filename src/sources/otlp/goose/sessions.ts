/** Who and where, as Goose tells it with its spans. */
import type { SessionFact } from '../../../facts/index.ts'
import { HARNESS, sessionAmong } from '../../goose/keys.ts'
import { type Context, context, type Origin, sessionOf, told } from '../origin.ts'

const AGENT = { harness: HARNESS, source: 'goose/otlp', parserVersion: 1 }

const wide = (id: string | null, user: string | null): string | null =>
  id === null ? null : sessionAmong(id, user)

export function whoOf(origin: Origin): Context {
  // A sub-agent has a session of its own, and tells that of its parent as `session.id`.
  const session = told(origin, 'gen_ai.conversation.id', 'goose.execution.session.id', 'session.id')
  const who = context(AGENT, origin, { session, agent: told(origin, 'gen_ai.agent.name') })
  return { ...who, session: wide(session, who.user) }
}

export function sessionFact(origin: Origin, who: Context, at: number): SessionFact | null {
  const root = wide(told(origin, 'session.id'), who.user)
  return sessionOf(origin, who, at, { parent_session: root === who.session ? null : root })
}
