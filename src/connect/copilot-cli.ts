/** GitHub Copilot CLI: variables of the environment; its settings.json says nothing of telemetry. */
import { join } from 'node:path'
import type { Machine, Settings, Wish } from './agent.ts'
import { fromEnvironment } from './environment.ts'

const SWITCH = 'COPILOT_OTEL_ENABLED'
const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT'
const HEADERS = 'OTEL_EXPORTER_OTLP_HEADERS'
const FILE = 'COPILOT_OTEL_FILE_EXPORTER_PATH'
const CONTENT = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT'

const settings = ({ url, key }: Wish): Settings => ({
  [SWITCH]: 'true',
  [ENDPOINT]: url,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  ...(key === null ? {} : { [HEADERS]: `Authorization=Bearer ${key}` }),
})

const isSet = (value: string | undefined): boolean => /^(1|true|yes|on)$/i.test(value?.trim() ?? '')

function more({ url }: Wish, env: Machine['env']): string[] {
  return [
    ...(url.startsWith('http:')
      ? [
          `Since version 1.0.80 Copilot CLI sends nothing to an address that begins with http:, not even on this machine, and says so in its log alone. ${url} needs TLS before it.`,
        ]
      : []),
    'Programs started from the same shell read the variables that begin with OTEL_ too: set them for Copilot CLI alone where that matters.',
    ...(env[FILE]
      ? [`${FILE} is set: Copilot CLI then writes its telemetry to that file and sends none.`]
      : []),
    ...(isSet(env[CONTENT])
      ? [
          `${CONTENT} is set: the text of prompts and answers, and what tools are given and answer, leave this machine. The server drops it, but take it out if you do not need it elsewhere.`,
        ]
      : []),
  ]
}

export const copilotCli = fromEnvironment({
  id: 'copilot-cli',
  title: 'GitHub Copilot CLI',
  doc: 'Sends spans of its model calls, tools, skills, hooks and sub-agents.',
  details:
    'Copilot CLI tells commands and paths only together with the text of prompts and answers, which is never asked for: --details changes nothing. It always sends spans.',
  next: 'Start a new session of Copilot CLI from a shell that has these variables. Its data shows once a message is answered.',
  folder: ({ home, env }) => env.COPILOT_HOME || join(home, '.copilot'),
  settings,
  endpoint: [ENDPOINT],
  headers: HEADERS,
  isOn: (env) => !env[FILE] && Boolean(env[ENDPOINT]),
  more,
})
