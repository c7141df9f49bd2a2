/** Qwen Code: the `telemetry` object of its settings.json, as in Gemini CLI. */
import { join, resolve } from 'node:path'
import type { Machine } from './agent.ts'
import { telemetryAgent } from './gemini-cli.ts'

function folder({ home, env }: Machine): string {
  const told = env.QWEN_HOME
  if (!told) return join(home, '.qwen')
  return /^~(?=$|[/\\])/.test(told) ? join(home, told.slice(1)) : resolve(told)
}

export const qwenCode = telemetryAgent({
  id: 'qwen-code',
  title: 'Qwen Code',
  doc: 'Sends events, metrics and spans of its model calls, tools, edits, commands, skills and subagents.',
  details:
    'Qwen Code tells names and arguments of tools without --details. The server stores no text of them.',
  next: 'Start a new session of Qwen Code: those that run keep their settings. Its data shows within a minute.',
  prefix: 'QWEN',
  hasTarget: false,
  hasTraces: false,
  overrides: ['', '_LOGS', '_METRICS', '_TRACES'].flatMap((signal) => [
    `OTEL_EXPORTER_OTLP${signal}_ENDPOINT`,
    ...(signal ? [`QWEN_TELEMETRY_OTLP${signal}_ENDPOINT`] : []),
  ]),
  folder,
})
