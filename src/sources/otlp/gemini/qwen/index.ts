/** Qwen Code, a fork of Gemini CLI: its log events, metrics and spans as facts. */
import { HARNESS, providerOf } from '../../../qwen-code/names.ts'
import { agentOf } from '../agent.ts'
import { QWEN_EVENTS } from './events.ts'
import { QWEN_SPANS } from './spans.ts'

export const qwenCode = agentOf({
  agent: { harness: HARNESS, source: 'qwen-code/otlp', parserVersion: 2 },
  title: 'Qwen Code',
  prefix: 'qwen-code.',
  scope: 'qwen-code',
  tellsVersion: true,
  // Most of what it works with speaks the protocol of OpenAI, where they are.
  thoughtsInOutput: true,
  clientOf: () => null,
  providerOf,
  transcribed: true,
  events: QWEN_EVENTS,
  spans: QWEN_SPANS,
})
