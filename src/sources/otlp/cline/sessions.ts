/** Who and where, as Cline tells it with every event and point. */
import type { Attributes } from '../../../otlp/signals.ts'
import { HARNESS } from '../../cline/keys.ts'
import { type Context, context, type Origin, told } from '../origin.ts'
import { flag, name, word } from '../values.ts'

export const AGENT = { harness: HARNESS, source: 'cline/otlp', parserVersion: 2 }

/** The extension writes what it does not know as these words. */
const NOTHING = new Set<unknown>(['undefined', 'null', null])

/** The record without what is unknown to Cline. */
export function known<Record extends Origin>(record: Record): Record {
  const attributes: Attributes = new Map([...record.attributes].filter(([, value]) => !NOTHING.has(value)))
  return { ...record, attributes }
}

/** The task or, of the CLI and the SDK, the session: the ulid of a task is the id of its session. */
export const SESSION = ['ulid', 'task_id', 'sessionId', 'session_id']
/** An account where there is one; `distinct_id` is else the installation. */
export const PERSON = [
  ...['user.email', 'enduser.email', 'account_email', 'user.id', 'enduser.id'],
  ...['user_id', 'userId', 'account_id', 'user.name', 'distinct_id'],
]

const SURFACES: readonly (readonly [RegExp, string])[] = [
  [/^cli$|terminal/, 'terminal'],
  [/vscode|vs code|jetbrains|extension|plugin|cursor|windsurf|intellij/, 'ide'],
]
function clientOf({ attributes }: Origin): string | null {
  for (const key of ['cline_type', 'host_type', 'platform']) {
    const surface = word(attributes, key) ?? ''
    const found = SURFACES.find(([pattern]) => pattern.test(surface))
    if (found) return found[1]
  }
  return null
}

/**
 * Whether the SDK tells it, on which the CLI and the newer extension stand: it names the agent of each event. The older
 * extension says the same words of other things.
 */
export const ofSdk = ({ attributes }: Origin): boolean =>
  attributes.has('agentId') || attributes.has('agentKind')

export const isSubagent = ({ attributes }: Origin): boolean =>
  flag(attributes, 'isSubagent') === true ||
  /^(?:subagent|team_teammate)$/.test(word(attributes, 'agentKind') ?? '')

/** What all events of a record carry. */
export const whoOf = (origin: Origin): Context =>
  context(AGENT, origin, {
    session: told(origin, ...SESSION),
    user: told(origin, ...PERSON),
    client: clientOf(origin),
    agent: isSubagent(origin) ? (name(origin.attributes, 'agentKind') ?? 'subagent') : null,
  })
