/** Gemini CLI and its fork Qwen Code: the `telemetry` object of their settings.json. */
import { join } from 'node:path'
import { samePlace, unprotected } from './address.ts'
import type { Agent, Current, Edit, Machine, Settings, SettingsFile, Wish } from './agent.ts'
import { parsed, textOf } from './json-settings.ts'
import { plainJson, removeIn, setIn } from './json-text.ts'

/** What differs between the two. */
export interface Variant extends Pick<Agent, 'id' | 'title' | 'doc' | 'details' | 'next' | 'folder'> {
  /** Of the variables that say the same as the file, and win over it. */
  prefix: string
  /** It can send to Google Cloud by itself, and does when its target is `gcp`. */
  hasTarget: boolean
  /** Its spans are bare unless that is asked for. */
  hasTraces: boolean
  /** Variables of OpenTelemetry that win over the file. */
  overrides: readonly string[]
}

const OBJECT = 'telemetry'

/** Members of the object, and the variables that stand for them. */
const MEMBERS: readonly (readonly [member: string, variable: string])[] = [
  ['enabled', 'ENABLED'],
  ['target', 'TARGET'],
  ['otlpEndpoint', 'OTLP_ENDPOINT'],
  ['otlpProtocol', 'OTLP_PROTOCOL'],
  ['logPrompts', 'LOG_PROMPTS'],
  ['traces', 'TRACES_ENABLED'],
]

/** Where both send to when they are switched on and told nothing else. */
const DEFAULT_ENDPOINT = 'http://localhost:4317'
const KEYED = /^(.*)\/k\/(tg_[^/?#]+)\/?$/

/** There is no setting for headers, so the key is a part of the address. */
const addressOf = ({ url, key }: Pick<Wish, 'url' | 'key'>): string =>
  key === null ? url : `${url}/k/${key.replace(/[/+=%]/g, encodeURIComponent)}`

const isOn = (value: string | undefined): boolean => /^(true|1)$/i.test(value ?? '')

/** Whether a variable says that value; switches have several ways to. */
const means = (variable: string | undefined, value: string): boolean =>
  variable === value || (value === 'true' && isOn(variable)) || (value === 'false' && !isOn(variable))

/** As it is written: switches are no texts. */
const written = (text: string): string | boolean => (/^(true|false)$/.test(text) ? text === 'true' : text)

/** Both allow comments, and no commas at the end. */
const commented = (text: string): string => plainJson(text, false)

const telemetryOf = (file: SettingsFile): Record<string, unknown> =>
  (parsed(file, OBJECT, commented)[OBJECT] as Record<string, unknown> | undefined) ?? {}

/** By member. */
function wanted({ hasTarget, hasTraces }: Variant, wish: Wish): Settings {
  return {
    enabled: 'true',
    ...(hasTarget ? { target: 'local' } : {}),
    otlpEndpoint: addressOf(wish),
    otlpProtocol: 'http',
    // Else prompts, arguments and answers are sent.
    logPrompts: 'false',
    ...(hasTraces && wish.traces ? { traces: 'true' } : {}),
  }
}

function currentOf({ hasTarget }: Variant, file: SettingsFile): Current {
  const told = telemetryOf(file)
  const on = told.enabled === true
  const address = textOf(told.otlpEndpoint) || (on ? DEFAULT_ENDPOINT : null)
  const [, bare, key] = KEYED.exec(address ?? '') ?? []
  const google = hasTarget && told.target === 'gcp' && told.useCollector !== true
  const elsewhere = google ? 'Google Cloud' : textOf(told.outfile)
  return { on, endpoint: elsewhere || (bare ?? address), key: elsewhere ? null : (key ?? null) }
}

function connect(variant: Variant, file: SettingsFile, wish: Wish): Edit {
  const told = telemetryOf(file)
  const { endpoint, key } = currentOf(variant, file)
  // A key that is there stays, unless it is meant for another server.
  const known = wish.key === null && endpoint !== null && samePlace(endpoint, wish.url) ? key : wish.key
  const settings = wanted(variant, { ...wish, key: known })
  const replaced: Edit['replaced'] = []
  let text = file.text ?? '{}\n'
  for (const [member, value] of Object.entries(settings)) {
    if (told[member] === written(value)) continue
    const from = textOf(told[member])
    if (from !== undefined) replaced.push({ name: `${OBJECT}.${member}`, from })
    text = setIn(text, OBJECT, member, written(value))
  }
  // A file wins over an address.
  const outfile = textOf(told.outfile)
  if (outfile) {
    replaced.push({ name: `${OBJECT}.outfile`, from: outfile })
    text = removeIn(text, OBJECT, 'outfile')
  }
  // A key that is in the file already is not shown.
  return { text, settings: asVariables(variant, wanted(variant, wish)), replaced }
}

function disconnect(variant: Variant, file: SettingsFile, url: string): Edit {
  const told = telemetryOf(file)
  const taken: Record<string, string> = {}
  let text = file.text ?? ''
  if (samePlace(currentOf(variant, file).endpoint ?? '', url)) {
    const ours = wanted(variant, { url, key: null, traces: true, details: true })
    for (const [member, value] of Object.entries(ours)) {
      const have = textOf(told[member])
      if (have === undefined || (member !== 'otlpEndpoint' && told[member] !== written(value))) continue
      taken[member] = have
      text = removeIn(text, OBJECT, member)
    }
  }
  return { text, settings: asVariables(variant, taken), replaced: [] }
}

const variableOf = ({ prefix }: Variant, name: string): string => `${prefix}_TELEMETRY_${name}`

const asVariables = (variant: Variant, members: Settings): Settings =>
  Object.fromEntries(
    MEMBERS.flatMap(([member, variable]) => {
      const value = members[member]
      return value === undefined ? [] : [[variableOf(variant, variable), value]]
    }),
  )

function block(variant: Variant, settings: Settings): string {
  const told = MEMBERS.flatMap(([member, variable]) => {
    const value = settings[variableOf(variant, variable)]
    return value === undefined ? [] : [[member, written(value)]]
  })
  return JSON.stringify({ [OBJECT]: Object.fromEntries(told) }, null, 2)
}

function warnings(variant: Variant, file: SettingsFile, wish: Wish, env: Machine['env']): string[] {
  const settings = asVariables(variant, wanted(variant, wish))
  const prompts = variableOf(variant, 'LOG_PROMPTS')
  const outfile = variableOf(variant, 'OUTFILE')
  const contradicting = Object.entries(settings)
    .filter(([name, value]) => name !== prompts && env[name] !== undefined && !means(env[name], value))
    .map(([name]) => `${name} has another value in the environment, which wins over ${file.path}.`)
  const content = isOn(env[prompts])
    ? [
        `${prompts} is set in the environment and wins over ${file.path}: the text of prompts, arguments and answers leaves this machine. The server drops it, but take it out if you do not need it elsewhere.`,
      ]
    : []
  const overrides = [...variant.overrides, outfile]
    .filter((name) => env[name])
    .map(
      (name) =>
        `${name} in the environment wins over ${file.path}: take it out if telemetry is to arrive here.`,
    )
  return [...contradicting, ...content, ...overrides, ...ofKey(variant, wish)]
}

function ofKey({ title }: Variant, { key, url }: Wish): string[] {
  if (key === null) return []
  return [
    `${title} cannot send a header, so the key is a part of the address: whoever sees that in its settings, its messages or the log of a proxy can send with it.`,
    ...unprotected({ url, key }),
  ]
}

/** The agent that such a program is to `connect`. */
export function telemetryAgent(variant: Variant): Agent {
  const { id, title, doc, details, next, folder } = variant
  return {
    ...{ id, title, doc, details, next, folder },
    file: (machine) => join(folder(machine), 'settings.json'),
    settings: (wish) => asVariables(variant, wanted(variant, wish)),
    block: (settings) => block(variant, settings),
    current: (file) => currentOf(variant, file),
    // Arguments come only with the text of prompts, which is never asked for.
    withheld: () => null,
    connect: (file, wish) => connect(variant, file, wish),
    disconnect: (file, url) => disconnect(variant, file, url),
    warnings: (file, wish, env) => warnings(variant, file, wish, env),
  }
}

export const geminiCli = telemetryAgent({
  id: 'gemini-cli',
  title: 'Gemini CLI',
  doc: 'Sends events, metrics and spans of its model calls, tools, edits, commands and hooks; --traces says more of the spans.',
  details:
    'Gemini CLI tells names of tools and MCP servers without --details, and file paths and shell commands only together with the text of prompts, which is not asked for.',
  next: 'Start a new session of Gemini CLI: those that run keep their settings. Its data shows within a minute.',
  prefix: 'GEMINI',
  hasTarget: true,
  hasTraces: true,
  overrides: ['OTEL_EXPORTER_OTLP_ENDPOINT'],
  folder: ({ home, env }) => join(env.GEMINI_CLI_HOME || home, '.gemini'),
})
