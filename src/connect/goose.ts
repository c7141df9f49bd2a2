/** Goose: its config.yaml says where to send to; a key for it only the environment can hold. */
import { join } from 'node:path'
import { TachographError } from '../errors.ts'
import { samePlace, unprotected } from './address.ts'
import type { Agent, Edit, Machine, SettingsFile, Wish } from './agent.ts'
import { endpointIn, headers, keyIn } from './otel-variables.ts'

const NAME = 'otel_exporter_otlp_endpoint'

function folder({ home, env }: Machine): string {
  if (env.GOOSE_PATH_ROOT) return join(env.GOOSE_PATH_ROOT, 'config')
  if (env.APPDATA) return join(env.APPDATA, 'Block', 'goose', 'config')
  return join(env.XDG_CONFIG_HOME || join(home, '.config'), 'goose')
}

/** The setting on a line of its own, at the beginning of the line as all settings of Goose. */
const LINE = new RegExp(`^(["']?)${NAME}\\1[ \\t]*:[ \\t]*(.*?)(?:[ \\t]+#.*)?[ \\t]*\\r?$`, 'm')

/** Goose writes a list of settings, one a line; what is none cannot be added to line by line. */
function textOf({ path, text }: SettingsFile): string {
  const told = text ?? ''
  const first = told.split(/\r?\n/).find((line) => !/^(?:\s*(?:#.*)?|---\s*|\uFEFF)$/.test(line))
  const many = told.split(LINE).length > 4
  if ((first === undefined || /^["'A-Za-z_][^:{}[\]]*:(?:\s|$)/.test(first)) && !many) return told
  throw new TachographError(
    'config',
    `${path}: it has to be settings, one a line and each once. Correct that and run this again; nothing was written.`,
  )
}

const plain = (value: string): string => /^(["'])(.*)\1$/.exec(value)?.[2] ?? value

function endpointOf(file: SettingsFile): string | null {
  const told = LINE.exec(textOf(file))?.[2]
  return told === undefined || told === '' ? null : plain(told)
}

function connect(file: SettingsFile, { url }: Wish): Edit {
  const before = textOf(file)
  const have = endpointOf(file)
  const settings = { [NAME]: url }
  if (have === url) return { text: before, settings, replaced: [] }
  const line = `${NAME}: ${url}`
  if (LINE.test(before)) {
    const text = before.replace(LINE, (whole) => line + (whole.endsWith('\r') ? '\r' : ''))
    return { text, settings, replaced: have === null ? [] : [{ name: NAME, from: have }] }
  }
  const newline = before.includes('\r\n') ? '\r\n' : '\n'
  const gap = before === '' || before.endsWith('\n') ? '' : newline
  return { text: `${before}${gap}${line}${newline}`, settings, replaced: [] }
}

function disconnect(file: SettingsFile, url: string): Edit {
  const text = textOf(file)
  const have = endpointOf(file)
  if (have === null || !samePlace(have, url)) return { text, settings: {}, replaced: [] }
  const lines = text.split(/(?<=\n)/).filter((line) => !LINE.test(line.replace(/\n$/, '')))
  return { text: lines.join(''), settings: { [NAME]: have }, replaced: [] }
}

const CONTENT = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT'

function warnings(file: SettingsFile, wish: Wish, env: Machine['env']): string[] {
  const told = endpointIn(env)
  return [
    ...(told !== null && !samePlace(told, wish.url)
      ? [`OTEL_EXPORTER_OTLP_ENDPOINT is ${told} in the environment, which wins over ${file.path}.`]
      : []),
    ...(/^true$/i.test(env[CONTENT] ?? '')
      ? [
          `${CONTENT} is set: the text of prompts, answers and tools leaves this machine. The server drops it.`,
        ]
      : []),
    'Its logs are free text, of which the server keeps nothing; OTEL_LOGS_EXPORTER=none in your shell keeps them here.',
    ...unprotected(wish),
  ]
}

export const goose: Agent = {
  id: 'goose',
  title: 'Goose',
  doc: 'Sends spans of its model calls and tools, and metrics and logs, of which nothing is counted.',
  details: 'Goose has nothing that --details would add.',
  next: 'Start a new session of Goose: those that run keep their settings.',
  folder,
  file: (machine) => join(folder(machine), 'config.yaml'),
  settings: ({ url }) => ({ [NAME]: url }),
  // Its exporter decodes what stands there.
  shell: (wish) => headers(wish, '%20'),
  block: (settings) =>
    Object.entries(settings)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
  current: (file, env = {}) => {
    const endpoint = endpointIn(env) ?? endpointOf(file)
    return { on: endpoint !== null, endpoint, key: keyIn(env) }
  },
  withheld: () => null,
  connect,
  disconnect,
  warnings,
}
