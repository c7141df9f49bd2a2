/** Factory Droid: two variables of the environment; what its settings.json says of telemetry counts for organisations alone. */
import { join } from 'node:path'
import type { Machine, Settings, Wish } from './agent.ts'
import { fromEnvironment } from './environment.ts'

const ENDPOINT = 'OTEL_TELEMETRY_ENDPOINT'
const HEADERS = 'OTEL_TELEMETRY_HEADERS'
/** Where the variables of its own are not set, Droid takes these. */
const GENERAL = 'OTEL_EXPORTER_OTLP_ENDPOINT'

const settings = ({ url, key }: Wish): Settings => ({
  // Droid adds the paths of the signals itself.
  [ENDPOINT]: url,
  ...(key === null ? {} : { [HEADERS]: `Authorization=Bearer ${key}` }),
})

const isOn = (value: string | undefined): boolean => /^(1|true)$/i.test(value?.trim() ?? '')

function more({ traces }: Wish, env: Machine['env']): string[] {
  const logs = isOn(env.OTEL_LOG_MESSAGE_CONTENT)
  return [
    ...(logs
      ? [
          'OTEL_LOG_MESSAGE_CONTENT is set: the text of messages and what tools are given and answer leave this machine. The server drops it, but take it out if you do not need it elsewhere.',
        ]
      : []),
    ...(traces && !logs
      ? [
          'Droid makes spans only together with the text of messages, so --traces adds nothing. OTEL_LOG_MESSAGE_CONTENT would switch both on.',
        ]
      : []),
    ...(env.OTEL_TELEMETRY_FORMAT?.trim().toLowerCase() === 'genai'
      ? [
          'OTEL_TELEMETRY_FORMAT is genai: Droid then sends none of the metrics that are read as its own. Take it out.',
        ]
      : []),
  ]
}

export const droid = fromEnvironment({
  id: 'droid',
  title: 'Factory Droid',
  doc: 'Sends metrics of its tools, edits, commits and pull requests; no tokens and no cost.',
  details: 'Droid has nothing more to tell: --details changes nothing.',
  next: 'Start a new session of Droid from a shell that has these variables. Its data shows within two minutes.',
  folder: ({ home }) => join(home, '.factory'),
  settings,
  endpoint: [ENDPOINT, GENERAL],
  headers: HEADERS,
  isOn: (env) => Boolean(env[ENDPOINT] || env[GENERAL]),
  more,
})
