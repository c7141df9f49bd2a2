/** Gemini CLI: its log events, metrics and spans as facts. */
import type { Attributes } from '../../../otlp/signals.ts'
import { flag } from '../values.ts'
import { agentOf } from './agent.ts'
import { GEMINI_EVENTS } from './events.ts'
import { GEMINI_SPANS } from './spans.ts'

const VERTEX = new Set(['vertex-ai', 'compute-default-credentials'])

function clientOf(attributes: Attributes): string | null {
  const interactive = flag(attributes, 'interactive')
  return interactive === null ? null : interactive ? 'terminal' : 'non-interactive'
}

export const geminiCli = agentOf({
  agent: { harness: 'gemini-cli', source: 'gemini-cli/otlp', parserVersion: 2 },
  title: 'Gemini CLI',
  prefix: 'gemini_cli.',
  scope: 'gemini-cli',
  tellsVersion: false,
  thoughtsInOutput: false,
  clientOf,
  providerOf: (auth) => (auth !== null && VERTEX.has(auth) ? 'vertex' : 'google'),
  transcribed: false,
  events: GEMINI_EVENTS,
  spans: GEMINI_SPANS,
})
