/** GitHub Copilot in VS Code: settings of the user, in a JSON file with comments. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { TachographError } from '../errors.ts'
import { samePlace, unprotected } from './address.ts'
import type { Agent, Edit, Machine, Settings, SettingsFile, Wish } from './agent.ts'
import { plainJson, removeAt, setAt } from './json-text.ts'
import { quoted } from './shell.ts'

const PREFIX = 'github.copilot.chat.otel.'
const SWITCH = `${PREFIX}enabled`
const EXPORTER = `${PREFIX}exporterType`
const ENDPOINT = `${PREFIX}otlpEndpoint`
const PROTOCOL = `${PREFIX}protocol`
const HEADERS = `${PREFIX}headers`
/** A member of the object of headers. */
const KEY = `${HEADERS}.Authorization`
/** Where it sends to, once it is switched on, when nothing says where. */
const DEFAULT = 'http://localhost:4318'

const settings = ({ url, key }: Wish): Settings => ({
  [SWITCH]: 'true',
  [EXPORTER]: 'otlp-http',
  [ENDPOINT]: url,
  [PROTOCOL]: 'http/json',
  ...(key === null ? {} : { [KEY]: `Bearer ${key}` }),
})

const pathOf = (name: string): [string, ...string[]] => (name === KEY ? [HEADERS, 'Authorization'] : [name])
const jsonOf = (name: string, value: string): string | boolean => (name === SWITCH ? value === 'true' : value)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed({ path, text }: SettingsFile): Record<string, unknown> {
  const plain = plainJson(text ?? '')
  if (plain.trim() === '') return {}
  const refuse = (why: string) =>
    new TachographError('config', `${path}: ${why}. Correct that and run this again; nothing was written.`)
  let root: unknown
  try {
    root = JSON.parse(plain.replace(/^\uFEFF/, ' '))
  } catch (error) {
    // What the parser says quotes the file, which may hold secrets.
    const line = /\(line \d+ column \d+\)/.exec((error as Error).message)?.[0]
    throw refuse(`it is not valid JSON with comments${line ? ` ${line}` : ''}`)
  }
  if (!isObject(root)) throw refuse('it has to be a JSON object')
  if (root[HEADERS] !== undefined && !isObject(root[HEADERS]))
    throw refuse(`its "${HEADERS}" has to be an object`)
  return root
}

function told(root: Record<string, unknown>, name: string): string | undefined {
  const [outer, inner] = pathOf(name)
  const held =
    inner === undefined ? root[outer] : (root[outer] as Record<string, unknown> | undefined)?.[inner]
  return held === undefined || held === null ? undefined : String(held)
}

const OUR_KEY = /^bearer (tg_\S+)$/i

const endpointOf = (root: Record<string, unknown>): string | null =>
  told(root, ENDPOINT) || (root[SWITCH] === true ? DEFAULT : null)

/** The file with an object in it, whatever is there. */
function withObject({ text }: SettingsFile): string {
  if (text === null || plainJson(text).trim() !== '') return text ?? '{}\n'
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}{}\n`
}

function connect(file: SettingsFile, wish: Wish): Edit {
  const root = parsed(file)
  const wanted = settings(wish)
  const replaced: Edit['replaced'] = []
  let text = withObject(file)
  for (const [name, value] of Object.entries(wanted)) {
    const from = told(root, name)
    if (from === value) continue
    if (from !== undefined) replaced.push({ name, from })
    text = setAt(text, pathOf(name), jsonOf(name, value))
  }
  const key = told(root, KEY)
  // A key of the server that it was sent to before is nobody else's business.
  if (wish.key === null && OUR_KEY.test(key ?? '') && !samePlace(endpointOf(root) ?? '', wish.url)) {
    replaced.push({ name: KEY, from: key as string })
    text = removeAt(text, pathOf(KEY))
  }
  return { text: text === withObject(file) ? (file.text ?? text) : text, settings: wanted, replaced }
}

function disconnect(file: SettingsFile, url: string): Edit {
  const root = parsed(file)
  const taken: Record<string, string> = {}
  let text = file.text ?? ''
  if (samePlace(told(root, ENDPOINT) ?? '', url)) {
    for (const [name, value] of Object.entries(settings({ url, key: '', traces: true, details: true }))) {
      const have = told(root, name)
      const isOurs = name === ENDPOINT || (name === KEY ? OUR_KEY.test(have ?? '') : have === value)
      if (have === undefined || !isOurs) continue
      taken[name] = have
      text = removeAt(text, pathOf(name))
    }
  }
  return { text, settings: taken, replaced: [] }
}

const isOn = (value: string | undefined): boolean => /^(1|true|yes|on)$/i.test(value?.trim() ?? '')

/** Variables win over the settings, but for those of an organisation. */
function ofEnvironment({ url }: Wish, env: Machine['env']): string[] {
  const elsewhere = ['COPILOT_OTEL_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT'].find((name) => env[name])
  const wins = (name: string, what: string) =>
    `${name} in the environment wins over the settings: started from here, VS Code ${what}.`
  return [
    ...(elsewhere && !samePlace(env[elsewhere] as string, url)
      ? [wins(elsewhere, 'sends to another place')]
      : []),
    ...(env.COPILOT_OTEL_FILE_EXPORTER_PATH
      ? [wins('COPILOT_OTEL_FILE_EXPORTER_PATH', 'writes its telemetry to a file')]
      : []),
    ...['OTEL_EXPORTER_OTLP_PROTOCOL', 'COPILOT_OTEL_PROTOCOL']
      .filter((name) => /grpc/i.test(env[name] ?? ''))
      .map((name) => wins(name, 'speaks gRPC, which the server takes on another port')),
    ...(isOn(env.COPILOT_OTEL_CAPTURE_CONTENT)
      ? [
          'COPILOT_OTEL_CAPTURE_CONTENT is set in the environment: the text of prompts and answers, and what tools are given and answer, leave this machine. The server drops it, but take it out if you do not need it elsewhere.',
        ]
      : []),
  ]
}

function warnings(file: SettingsFile, wish: Wish, env: Machine['env']): string[] {
  const root = parsed(file)
  const key = told(root, KEY)
  const others = Object.keys((root[HEADERS] as object | undefined) ?? {}).filter(
    (header) => header !== 'Authorization' || !OUR_KEY.test(key ?? ''),
  )
  return [
    ...(root[`${PREFIX}captureContent`] === true
      ? [
          `${PREFIX}captureContent is on in ${file.path}: the text of prompts and answers, and what tools are given and answer, leave this machine. The server drops it, but take it out if you do not need it elsewhere.`,
        ]
      : []),
    ...(wish.key === null && others.length > 0
      ? [
          `${HEADERS} in ${file.path} stay, and are sent to ${wish.url}: take them out if they are meant for another server.`,
        ]
      : []),
    ...ofEnvironment(wish, env),
    ...unprotected(wish),
  ]
}

/** The same in variables, for a program that is started by this line. */
function oneRun(told: Settings): string {
  const key = told[KEY]
  const variables = {
    COPILOT_OTEL_ENABLED: 'true',
    COPILOT_OTEL_ENDPOINT: told[ENDPOINT] ?? '',
    ...(key === undefined ? {} : { OTEL_EXPORTER_OTLP_HEADERS: `Authorization=${key}` }),
  }
  const set = Object.entries(variables).map(([name, value]) => `${name}=${quoted(value)}`)
  return [...set, 'code'].join(' ')
}

function block(wanted: Settings): string {
  let text = '{}'
  for (const [name, value] of Object.entries(wanted)) text = setAt(text, pathOf(name), jsonOf(name, value))
  return text
}

/** Where programs keep what belongs to the user. */
function base({ home, env, platform = process.platform }: Machine): string {
  if (env.VSCODE_APPDATA) return env.VSCODE_APPDATA
  if (platform === 'win32') return env.APPDATA || join(home, 'AppData', 'Roaming')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support')
  return env.XDG_CONFIG_HOME || join(home, '.config')
}

/** The preview of the next version keeps settings of its own; they are meant where there is nothing else. */
function folder(machine: Machine): string {
  const [stable, insiders] = ['Code', 'Code - Insiders'].map((product) =>
    join(base(machine), product, 'User'),
  ) as [string, string]
  return existsSync(insiders) && !existsSync(stable) ? insiders : stable
}

export const copilotChat: Agent = {
  id: 'copilot-chat',
  title: 'GitHub Copilot in VS Code',
  doc: 'Sends spans of its model calls, tools, hooks and sub-agents, and metrics of edits that were kept.',
  details:
    'Copilot tells commands and paths only together with the text of prompts and answers, which is never asked for: --details changes nothing. It always sends spans.',
  next: 'Reload the windows of VS Code. What Copilot does shows within a minute.',
  folder,
  file: (machine) => join(folder(machine), 'settings.json'),
  settings,
  block,
  oneRun,
  current: (file) => {
    const root = parsed(file)
    const exporter = told(root, EXPORTER) ?? 'otlp-http'
    return {
      on: root[SWITCH] === true && exporter.startsWith('otlp'),
      endpoint: endpointOf(root),
      key: OUR_KEY.exec(told(root, KEY) ?? '')?.[1] ?? null,
    }
  },
  withheld: () => null,
  connect,
  disconnect,
  warnings,
}
