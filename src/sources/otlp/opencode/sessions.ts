/** Who and where, as OpenCode and its plugin tell it, and the keys that both signals share. */
import type { SessionFact } from '../../../facts/index.ts'
import { Keys } from '../../opencode/keys.ts'
import type { Tokens } from '../../tokens.ts'
import { type Context, context, type Origin, sessionOf, told } from '../origin.ts'

export const HARNESS = 'opencode'
/** Two sources, so that where both tell a call each fills in what the other does not know. */
const NATIVE = { harness: HARNESS, source: 'opencode/otlp', parserVersion: 1 }
const PLUGIN = { harness: HARNESS, source: 'opencode/plugin/otlp', parserVersion: 1 }

/** By the resource attribute `opencode.client`. */
const CLIENTS: Readonly<Record<string, string>> = {
  cli: 'terminal',
  desktop: 'desktop',
  acp: 'ide',
  vscode: 'ide',
  app: 'web',
  web: 'web',
}

const clientOf = (origin: Origin): string | null => {
  const client = told(origin, 'opencode.client')?.toLowerCase() ?? ''
  return Object.hasOwn(CLIENTS, client) ? (CLIENTS[client] ?? null) : null
}

export function nativeWho(origin: Origin): Context {
  const who = context(NATIVE, origin, {
    session: told(origin, 'session.id', 'ai.telemetry.metadata.sessionId'),
    client: clientOf(origin),
  })
  return { ...who, user: who.user ?? told(origin, 'ai.telemetry.metadata.userId') }
}

/**
 * `deployment.environment.name` is the release channel of OpenCode, whatever people set it to. Its name of the user of
 * the machine does for calls where nobody else tells the person, but the session is not held to it.
 */
export const nativeSession = (origin: Origin, who: Context, at: number): SessionFact | null =>
  sessionOf(origin, who, at, {
    environment: told(origin, 'deployment.environment'),
    user: who.user === told(origin, 'ai.telemetry.metadata.userId') ? null : who.user,
  })

export const pluginWho = (origin: Origin): Context =>
  context(PLUGIN, origin, {
    session: told(origin, 'session.id'),
    agent: told(origin, 'agent.name', 'agent'),
  })

/** `app.version` is the version of the plugin. */
export const pluginSession = (origin: Origin, who: Context, at: number): SessionFact | null =>
  sessionOf(origin, who, at, { version: told(origin, 'service.version') })

/** Those of transcripts: what both tell is one. */
export const KEYS = new Keys(HARNESS)

export const usageKey = ({ session }: Context, tokens: Tokens, out: number | null): string | null =>
  KEYS.usage(session, tokens, out)

export const toolKey = ({ session }: Context, id: string): string => KEYS.tool(session, id)
