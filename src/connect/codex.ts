/** OpenAI Codex: the `[otel]` table of its config.toml holds an exporter for each signal. */
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { parse, TomlError, type TomlTable } from 'smol-toml'
import { TachographError } from '../errors.ts'
import { isLoopback, samePlace, unprotected, withoutUser } from './address.ts'
import type { Agent, Edit, Machine, Settings, SettingsFile, Wish } from './agent.ts'
import { quoted } from './shell.ts'
import { inline, removeKey, setKey } from './toml-text.ts'

const TABLE = 'otel'
/** Exporters by their key, and the path that each is sent to: Codex adds none to an address. */
const PATHS = { exporter: '/v1/logs', trace_exporter: '/v1/traces' } as const
type Exporter = keyof typeof PATHS

const folder = ({ home, env }: Machine): string => env.CODEX_HOME?.trim() || join(home, '.codex')

const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

const refusal = (path: string, why: string): TachographError =>
  new TachographError('config', `${path}: ${why}. Correct that and run this again; nothing was written.`)

function parsed({ path, text }: SettingsFile): TomlTable {
  try {
    const root = parse(text ?? '', { integersAsBigInt: 'asNeeded' })
    if (root[TABLE] === undefined || isTable(root[TABLE])) return root
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    // What the parser says quotes the file, which may hold secrets.
    throw refusal(path, `it is not valid TOML (line ${error.line} column ${error.column})`)
  }
  throw refusal(path, `its "${TABLE}" has to be a table`)
}

const otelOf = (file: SettingsFile): Record<string, unknown> => (parsed(file)[TABLE] as TomlTable) ?? {}

/** What an exporter that speaks OTLP is told; null for `none`, `statsig` and whatever else. */
function otlpOf(exporter: unknown): { http: boolean; told: Record<string, unknown> } | null {
  if (!isTable(exporter)) return null
  const { 'otlp-http': http, 'otlp-grpc': grpc } = exporter
  if (isTable(http)) return { http: true, told: http }
  return isTable(grpc) ? { http: false, told: grpc } : null
}

const endpointOf = (exporter: unknown): string | null => {
  const endpoint = otlpOf(exporter)?.told.endpoint
  return typeof endpoint === 'string' && endpoint !== '' ? endpoint : null
}

const goesTo = (exporter: unknown, url: string): boolean => samePlace(endpointOf(exporter) ?? '', url)

const isAuthorization = (header: string): boolean => header.toLowerCase() === 'authorization'

/** The exporter as it has to be. What else one of this server is told stays; of another server nothing does. */
function wanted(name: Exporter, have: unknown, { url, key }: Wish): Record<string, unknown> {
  const before = otlpOf(have)
  const told = before?.http && goesTo(have, url) ? before.told : {}
  const { headers: others, ...rest } = told
  const kept = Object.entries(isTable(others) ? others : {}).filter(
    ([header]) => key === null || !isAuthorization(header),
  )
  const headers = { ...Object.fromEntries(kept), ...(key === null ? {} : { Authorization: `Bearer ${key}` }) }
  return {
    'otlp-http': {
      ...rest,
      endpoint: url + PATHS[name],
      protocol: rest.protocol === 'json' ? 'json' : 'binary',
      ...(Object.keys(headers).length > 0 ? { headers } : {}),
    },
  }
}

/** Every text, number and so on of a value, by its path. */
function flat(path: string, value: unknown): [name: string, text: string][] {
  if (value === undefined) return []
  if (!isTable(value)) return [[path, typeof value === 'string' ? value : inlineOr(value)]]
  return Object.entries(value).flatMap(([key, inner]) => flat(`${path}.${key}`, inner))
}

function inlineOr(value: unknown): string {
  try {
    return inline(value)
  } catch {
    return '…'
  }
}

const settings = (wish: Wish): Settings =>
  Object.fromEntries([
    ...flat(`${TABLE}.exporter`, wanted('exporter', undefined, wish)),
    ...flat(`${TABLE}.trace_exporter`, wish.traces ? wanted('trace_exporter', undefined, wish) : 'none'),
  ])

/** The exporters that settings speak of, each as text of TOML. */
function exportersIn(told: Settings): [name: string, value: string][] {
  const exporters: Record<string, unknown> = {}
  for (const [path, text] of Object.entries(told)) {
    const keys = path.split('.').slice(1)
    let at = exporters
    for (const key of keys.slice(0, -1)) {
      at[key] ??= {}
      at = at[key] as Record<string, unknown>
    }
    at[keys.at(-1) ?? ''] = text
  }
  return Object.entries(exporters).map(([name, value]) => [name, inline(value)])
}

/**
 * Spans: asked for, or sent here already. Where nothing is said, versions before openai/codex#21107 send them to the
 * address of the log events, so it is said. An exporter that sends them elsewhere stays.
 */
function traceExporter(have: unknown, wish: Wish): unknown {
  if (goesTo(have, wish.url)) return wanted('trace_exporter', have, wish)
  if (wish.traces && endpointOf(have) === null) return wanted('trace_exporter', have, wish)
  return have ?? 'none'
}

function connect(file: SettingsFile, wish: Wish): Edit {
  const otel = otelOf(file)
  const next: Record<Exporter, unknown> = {
    exporter: wanted('exporter', otel.exporter, wish),
    trace_exporter: traceExporter(otel.trace_exporter, wish),
  }
  const replaced: Edit['replaced'] = []
  for (const name of Object.keys(PATHS) as Exporter[]) {
    const now = new Map(flat(`${TABLE}.${name}`, next[name]))
    for (const [path, from] of flat(`${TABLE}.${name}`, otel[name]))
      if (now.get(path) !== from) replaced.push({ name: path, from })
  }
  return { text: edited(file, next), settings: settings(wish), replaced }
}

/** The parser makes objects without a prototype. */
const same = (a: unknown, b: unknown): boolean => isDeepStrictEqual(structuredClone(a), structuredClone(b))

/** Writes exporters into the text, undefined for none, and makes sure that nothing else has changed. */
function edited(file: SettingsFile, next: Partial<Record<Exporter, unknown>>): string {
  const root = parsed(file)
  const otel = otelOf(file)
  const changed = Object.entries(next).filter(([name, value]) => !same(otel[name], value))
  let text = file.text ?? ''
  try {
    for (const [name, value] of changed)
      text = value === undefined ? removeKey(text, TABLE, name) : setKey(text, TABLE, name, value)
    if (same(meaning(parse(text, { integersAsBigInt: 'asNeeded' })), meaning(root, next))) return text
  } catch (error) {
    if (!(error instanceof TomlError || error instanceof TypeError)) throw error
  }
  throw refusal(
    file.path,
    `its "${TABLE}" is written in a way that cannot be changed without loss: write it as [${TABLE}]`,
  )
}

/** The document with these exporters; a table that is empty means nothing. */
function meaning(root: TomlTable, next: Partial<Record<Exporter, unknown>> = {}): unknown {
  const { [TABLE]: otel, ...rest } = root
  const told = Object.entries({ ...(otel as TomlTable), ...next }).filter(([, value]) => value !== undefined)
  return [rest, Object.fromEntries(told)]
}

function disconnect(file: SettingsFile, url: string): Edit {
  const { exporter, trace_exporter } = otelOf(file)
  const isOurs = goesTo(exporter, url)
  const gone: Partial<Record<Exporter, undefined>> = {
    ...(isOurs ? { exporter: undefined } : {}),
    ...(goesTo(trace_exporter, url) || (isOurs && trace_exporter === 'none')
      ? { trace_exporter: undefined }
      : {}),
  }
  const told = { exporter, trace_exporter }
  const taken = (Object.keys(gone) as Exporter[]).flatMap((name) => flat(`${TABLE}.${name}`, told[name]))
  return { text: edited(file, gone), settings: Object.fromEntries(taken), replaced: [] }
}

const OUR_KEY = /^bearer (tg_\S+)$/i

function keyOf(exporter: unknown): string | null {
  const headers = otlpOf(exporter)?.told.headers
  const told = Object.entries(isTable(headers) ? headers : {}).find(([header]) =>
    isAuthorization(header),
  )?.[1]
  return typeof told === 'string' ? (OUR_KEY.exec(told)?.[1] ?? null) : null
}

function warnings(file: SettingsFile, { url, key, traces }: Wish): string[] {
  const { log_user_prompt, trace_exporter } = otelOf(file)
  const spans = endpointOf(trace_exporter)
  return [
    ...(log_user_prompt === true
      ? [
          `log_user_prompt is set in ${file.path}: the text of prompts leaves Codex. The server drops it, but take it out if you do not need it elsewhere.`,
        ]
      : []),
    ...(isLoopback(url)
      ? []
      : [
          'Codex sends arguments and outputs of tools with its events, so commands, patches and what they print leave this machine. The server drops them; no setting of Codex holds them back.',
        ]),
    ...(traces && spans !== null && !samePlace(spans, url)
      ? [
          `${file.path} sends spans to ${withoutUser(spans)}, and that stays: take trace_exporter out if they are to arrive here.`,
        ]
      : []),
    ...unprotected({ url, key }),
  ]
}

export const codex: Agent = {
  id: 'codex',
  title: 'OpenAI Codex',
  doc: 'Sends events of its prompts, model calls and tools, and spans on request.',
  details:
    'Codex sends arguments and outputs of tools in any case, so --details adds nothing. The server keeps paths of changed files, and no text.',
  next: 'Start a new session of Codex: those that run keep their settings. Its data shows within a minute.',
  folder,
  file: (machine) => join(folder(machine), 'config.toml'),
  settings,
  block: (block) =>
    [`[${TABLE}]`, ...exportersIn(block).map(([name, value]) => `${name} = ${value}`)].join('\n'),
  oneRun: (block) =>
    ['codex', ...exportersIn(block).map(([name, value]) => `-c ${quoted(`${TABLE}.${name}=${value}`)}`)].join(
      ' ',
    ),
  current: (file) => {
    const { exporter } = otelOf(file)
    const endpoint = endpointOf(exporter)
    return { on: endpoint !== null, endpoint, key: keyOf(exporter) }
  },
  withheld: () => null,
  connect,
  disconnect,
  warnings,
}
