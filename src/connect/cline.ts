/** Cline: variables of the environment that the editor or the command line is started in; there is no file of settings for them. */
import { join } from 'node:path'
import type { Machine, Settings, Wish } from './agent.ts'
import { fromEnvironment } from './environment.ts'

const SWITCH = 'CLINE_OTEL_TELEMETRY_ENABLED'
const ENDPOINT = 'CLINE_OTEL_EXPORTER_OTLP_ENDPOINT'
const HEADERS = 'CLINE_OTEL_EXPORTER_OTLP_HEADERS'
const LOGS_ENDPOINT = 'CLINE_OTEL_EXPORTER_OTLP_LOGS_ENDPOINT'
/** The newer versions take these first. */
const GENERAL = 'OTEL_EXPORTER_OTLP_ENDPOINT'
const GENERAL_SWITCH = 'OTEL_TELEMETRY_ENABLED'

const settings = ({ url, key }: Wish): Settings => ({
  [SWITCH]: 'true',
  // Its metrics repeat the events.
  CLINE_OTEL_LOGS_EXPORTER: 'otlp',
  CLINE_OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  [ENDPOINT]: url,
  ...(key === null ? {} : { [HEADERS]: `Authorization=Bearer ${key}` }),
})

const isOn = (value: string | undefined): boolean => /^(1|true)$/.test(value?.trim() ?? '')

function more({ traces, url }: Wish, env: Machine['env']): string[] {
  const winning = [LOGS_ENDPOINT, GENERAL].filter((name) => env[name] && env[name] !== url)
  return [
    ...(traces ? ['Cline sends no spans to others, so --traces adds nothing.'] : []),
    ...winning.map((name) => `${name} wins over ${ENDPOINT}: take it out if the events are to arrive here.`),
  ]
}

export const cline = fromEnvironment({
  id: 'cline',
  title: 'Cline',
  doc: 'Sends events of its model calls with tokens and cost, tools, edits, hooks and sub-agents.',
  details: 'Cline has nothing more to tell: --details changes nothing.',
  next: 'Start the editor, or the command line of Cline, from a shell that has these variables: an editor that is started otherwise does not see them.',
  folder: ({ home }) => join(home, '.cline'),
  settings,
  endpoint: [LOGS_ENDPOINT, GENERAL, ENDPOINT],
  headers: HEADERS,
  isOn: (env) => isOn(env[SWITCH]) || isOn(env[GENERAL_SWITCH]),
  more,
})
