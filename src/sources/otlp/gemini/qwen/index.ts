/** Qwen Code, a fork of Gemini CLI: its log events, metrics and spans as facts. */
import { vendorOf } from '../../../provider.ts'
import { agentOf } from '../agent.ts'
import { QWEN_EVENTS } from './events.ts'
import { QWEN_SPANS } from './spans.ts'

/** Who serves a model, by the way of logging in; `openai` and `anthropic` are protocols that many speak. */
const PROVIDERS: ReadonlyMap<string, string> = new Map([
  ['qwen-oauth', 'qwen'],
  ['gemini', 'google'],
  ['vertex-ai', 'vertex'],
])

export const qwenCode = agentOf({
  agent: { harness: 'qwen-code', source: 'qwen-code/otlp', parserVersion: 2 },
  title: 'Qwen Code',
  prefix: 'qwen-code.',
  scope: 'qwen-code',
  tellsVersion: true,
  // Most of what it works with speaks the protocol of OpenAI, where they are.
  thoughtsInOutput: true,
  clientOf: () => null,
  providerOf: (auth, model) => PROVIDERS.get(auth ?? '') ?? vendorOf(model),
  transcribed: true,
  events: QWEN_EVENTS,
  spans: QWEN_SPANS,
})
