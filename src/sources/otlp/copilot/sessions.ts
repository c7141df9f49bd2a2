/** Who and where, as Copilot tells it with its spans. */
import type { SessionFact } from '../../../facts/index.ts'
import type { Attributes } from '../../../otlp/signals.ts'
import { HARNESS } from '../../copilot-cli/keys.ts'
import { type Agent, type Context, context, type Origin, repositoryOf, sessionOf, told } from '../origin.ts'
import { name, word } from '../values.ts'

/** One of the programs that Copilot runs in. */
export interface Surface extends Agent {
  /** Whether the span of an agent lies within another agent, and is not the answer to a message of a person. */
  isNested(span: { parent_span_id: string | null; attributes: Attributes }): boolean
  client(origin: Origin): string | null
}

/** The extension of VS Code wraps each message to a Copilot CLI that it runs itself into a span of this agent. */
export const isWrapper = (attributes: Attributes): boolean =>
  name(attributes, 'gen_ai.agent.name') === 'copilotcli'

export const CHAT: Surface = {
  harness: 'copilot-chat',
  source: 'copilot-chat/otlp',
  parserVersion: 1,
  isNested: ({ parent_span_id }) => parent_span_id !== null,
  client: () => 'ide',
}

export const CLI: Surface = {
  harness: HARNESS,
  source: 'copilot-cli/otlp',
  parserVersion: 1,
  // Its own spans lie within those of the program that started it, so a parent alone says nothing.
  isNested: ({ parent_span_id, attributes }) =>
    parent_span_id !== null &&
    name(attributes, 'gen_ai.agent.name') !== null &&
    !isWrapper(attributes) &&
    !attributes.has('server.address') &&
    name(attributes, 'gen_ai.agent.id') !== 'github.copilot.default',
  client: ({ resource, attributes }) =>
    word(resource, 'service.namespace') === 'vscode.agent-host' || isWrapper(attributes) ? 'ide' : null,
}

/** The first of these that names something. */
export const named = (attributes: Attributes, ...keys: readonly string[]): string | null => {
  for (const key of keys) {
    const value = name(attributes, key)
    if (value !== null) return value
  }
  return null
}

/**
 * Calls that make up titles and the like have a session of their own and name the one they belong to. `session.id` of
 * the resource is a window of the editor.
 */
const sessionIn = (attributes: Attributes): string | null =>
  named(
    attributes,
    'copilot_chat.parent_chat_session_id',
    'copilot_chat.chat_session_id',
    'gen_ai.conversation.id',
    'copilot_chat.session_id',
  )

/** What all events of a record carry; `session` where it is told in another way. */
export function whoOf(surface: Surface, origin: Origin, session = sessionIn(origin.attributes)): Context {
  const { attributes } = origin
  const repository = named(attributes, 'github.copilot.git.repository', 'copilot_chat.repo.remote_url')
  return context(surface, origin, {
    session,
    client: surface.client(origin),
    repo: repositoryOf(repository),
    branch: named(attributes, 'github.copilot.git.branch', 'copilot_chat.repo.head_branch_name'),
  })
}

export function sessionFact(
  origin: Origin,
  who: Context,
  at: number,
  more: Partial<SessionFact> = {},
): SessionFact | null {
  const revision = named(
    origin.attributes,
    'github.copilot.git.commit_sha',
    'copilot_chat.repo.head_commit_hash',
  )
  return sessionOf(origin, who, at, { ...(revision ? { revision } : {}), ...more })
}

/** Version of the program, for comparison; null when it tells none. */
export function versionOf(origin: Origin): readonly [number, number, number] | null {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)/.exec(told(origin, 'service.version') ?? '') ?? []
  return patch === undefined ? null : [Number(major), Number(minor), Number(patch)]
}
