/** OpenCode: its settings switch on the spans that tell calls; where to send them only the environment says. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { TachographError } from '../errors.ts'
import { samePlace, unprotected } from './address.ts'
import type { Agent, Edit, Machine, SettingsFile, Wish } from './agent.ts'
import { plainJson, removeIn, setIn } from './json-text.ts'
import { endpoint, endpointIn, headers, keyIn } from './otel-variables.ts'

const OBJECT = 'experimental'
const SWITCH = 'openTelemetry'
const NAME = `${OBJECT}.${SWITCH}`

const folder = ({ home, env }: Machine): string =>
  env.OPENCODE_CONFIG_DIR || join(env.XDG_CONFIG_HOME || join(home, '.config'), 'opencode')

/** The one that is there; of two, the one that OpenCode reads last. */
function file(machine: Machine): string {
  if (machine.env.OPENCODE_CONFIG) return machine.env.OPENCODE_CONFIG
  const commented = join(folder(machine), 'opencode.jsonc')
  return existsSync(commented) ? commented : join(folder(machine), 'opencode.json')
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What the settings say of the switch. */
function switchIn({ path, text }: SettingsFile): unknown {
  if (text === null) return undefined
  const refuse = (why: string) =>
    new TachographError('config', `${path}: ${why}. Correct that and run this again; nothing was written.`)
  let root: unknown
  try {
    root = JSON.parse(plainJson(text))
  } catch {
    throw refuse('it is not valid JSON')
  }
  if (!isObject(root)) throw refuse('it has to be a JSON object')
  const holder = root[OBJECT]
  if (holder !== undefined && !isObject(holder)) throw refuse(`its "${OBJECT}" has to be an object`)
  return holder?.[SWITCH]
}

function connect(file: SettingsFile): Edit {
  const have = switchIn(file)
  const settings = { [NAME]: 'true' }
  if (have === true) return { text: file.text ?? '', settings, replaced: [] }
  const replaced = have === undefined ? [] : [{ name: NAME, from: JSON.stringify(have) }]
  return { text: setIn(file.text ?? '{}\n', OBJECT, SWITCH, true), settings, replaced }
}

function disconnect(file: SettingsFile, url: string, env: Machine['env'] = {}): Edit {
  const text = file.text ?? ''
  const elsewhere = !samePlace(endpointIn(env) ?? url, url)
  if (switchIn(file) !== true || elsewhere) return { text, settings: {}, replaced: [] }
  return { text: removeIn(text, OBJECT, SWITCH), settings: { [NAME]: 'true' }, replaced: [] }
}

function warnings(_file: SettingsFile, wish: Wish, env: Machine['env']): string[] {
  const told = endpointIn(env)
  const plugin = env.OPENCODE_ENABLE_TELEMETRY
    ? ['OPENCODE_ENABLE_TELEMETRY is set: the plugin sends to the address that OPENCODE_OTLP_ENDPOINT tells.']
    : []
  return [
    `The spans hold the text of prompts, answers and tools, which leaves OpenCode for ${wish.url}. The server drops it. The plugin @devtheops/opencode-plugin-otel without traces sends none.`,
    ...(told === null || samePlace(told, wish.url)
      ? []
      : [`OTEL_EXPORTER_OTLP_ENDPOINT is ${told} in the environment.`]),
    ...plugin,
    ...unprotected(wish),
  ]
}

export const openCode: Agent = {
  id: 'opencode',
  title: 'OpenCode',
  doc: 'Sends spans of its model calls and tools, with the text of prompts and answers, which the server drops.',
  details: 'OpenCode has nothing that --details would add.',
  next: 'Start OpenCode anew from a shell that has the variables.',
  folder,
  file,
  settings: () => ({ [NAME]: 'true' }),
  shell: (wish) => ({ ...endpoint(wish), ...headers(wish, ' ') }),
  block: () => JSON.stringify({ [OBJECT]: { [SWITCH]: true } }, null, 2),
  current: (file, env = {}) => ({ on: switchIn(file) === true, endpoint: endpointIn(env), key: keyIn(env) }),
  withheld: () => null,
  connect,
  disconnect,
  warnings,
}
