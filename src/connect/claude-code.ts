/** Claude Code: the `env` block of its settings.json holds what it would else take from the environment. */
import { join } from 'node:path'
import { samePlace, unprotected } from './address.ts'
import type { Agent, Edit, Machine, Settings, SettingsFile, Wish } from './agent.ts'
import { parsed, textOf } from './json-settings.ts'
import { removeIn, setIn } from './json-text.ts'

const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT'
const HEADERS = 'OTEL_EXPORTER_OTLP_HEADERS'
const SWITCH = 'CLAUDE_CODE_ENABLE_TELEMETRY'

const folder = ({ home, env }: Machine): string =>
  env.CLAUDE_CONFIG_DIR?.split(',')[0]?.trim() || join(home, '.claude')

function settings({ url, key, traces, details }: Wish): Settings {
  return {
    [SWITCH]: '1',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    [ENDPOINT]: url,
    // Not percent-encoded: Claude Code splits this variable itself and sends values as they are.
    ...(key === null ? {} : { [HEADERS]: `Authorization=Bearer ${key}` }),
    ...(traces ? { CLAUDE_CODE_ENHANCED_TELEMETRY_BETA: '1', OTEL_TRACES_EXPORTER: 'otlp' } : {}),
    ...(details ? { OTEL_LOG_TOOL_DETAILS: '1' } : {}),
  }
}

const envOf = (file: SettingsFile): Record<string, unknown> =>
  (parsed(file, 'env').env as Record<string, unknown> | undefined) ?? {}

/** An exporter may be one of several, to which the telemetry goes as well. */
const satisfied = (name: string, have: unknown, want: string): boolean =>
  have === want ||
  (name.endsWith('_EXPORTER') && typeof have === 'string' && have.split(',').some((e) => e.trim() === want))

const OUR_HEADERS = /^authorization=bearer(?: |%20)(tg_[^,\s]+)$/i

const endpointOf = (env: Record<string, unknown>): string | null => textOf(env[ENDPOINT]) || null

function connect(file: SettingsFile, wish: Wish): Edit {
  const env = envOf(file)
  const wanted = settings(wish)
  const replaced: Edit['replaced'] = []
  let text = file.text ?? '{}\n'
  for (const [name, value] of Object.entries(wanted)) {
    if (satisfied(name, env[name], value)) continue
    const from = textOf(env[name])
    if (from !== undefined) replaced.push({ name, from })
    text = setIn(text, 'env', name, value)
  }
  const headers = textOf(env[HEADERS])
  // A key of the server that it was sent to before is nobody else's business.
  if (
    wish.key === null &&
    headers &&
    OUR_HEADERS.test(headers) &&
    !samePlace(endpointOf(env) ?? '', wish.url)
  ) {
    replaced.push({ name: HEADERS, from: headers })
    text = removeIn(text, 'env', HEADERS)
  }
  return { text, settings: wanted, replaced }
}

function disconnect(file: SettingsFile, url: string): Edit {
  const env = envOf(file)
  const taken: Record<string, string> = {}
  let text = file.text ?? ''
  if (samePlace(endpointOf(env) ?? '', url)) {
    const ours = settings({ url, key: '', traces: true, details: true })
    for (const [name, value] of Object.entries(ours)) {
      const have = textOf(env[name])
      const isOurs =
        name === ENDPOINT || (name === HEADERS ? OUR_HEADERS.test(have ?? '') : env[name] === value)
      if (have === undefined || !isOurs) continue
      taken[name] = have
      text = removeIn(text, 'env', name)
    }
  }
  return { text, settings: taken, replaced: [] }
}

/** What goes beyond figures, and what of it leaves the machine. */
const CONTENT: Settings = {
  OTEL_LOG_USER_PROMPTS: 'the text of prompts',
  OTEL_LOG_ASSISTANT_RESPONSES: 'the text of answers',
  OTEL_LOG_TOOL_CONTENT: 'what tools are given and answer',
  OTEL_LOG_RAW_API_BODIES: 'whole requests and answers',
}
const PER_SIGNAL = /^OTEL_EXPORTER_OTLP_(LOGS|METRICS|TRACES)_(ENDPOINT|PROTOCOL|HEADERS)$/
const isOn = (value: string): boolean => !/^(|0|false|no|off|file:.*)$/i.test(value.trim())

function warnings(file: SettingsFile, wish: Wish, env: Machine['env']): string[] {
  const own = envOf(file)
  const wanted = settings(wish)
  // The settings win over the environment.
  const told = [
    ...Object.entries(own).map(([name, value]) => ({ name, value: textOf(value) ?? '', where: file.path })),
    ...Object.entries(env)
      .filter(([name]) => !Object.hasOwn(own, name))
      .map(([name, value]) => ({ name, value: value ?? '', where: 'the environment' })),
  ]
  const content = told
    .filter(({ name, value }) => Object.hasOwn(CONTENT, name) && isOn(value))
    .map(
      ({ name, where }) =>
        `${name} is set in ${where}: ${CONTENT[name]} leaves this machine. The server drops it, but take it out if you do not need it elsewhere.`,
    )
  const overrides = told.flatMap(({ name, where }) => {
    const [, signal, what] = PER_SIGNAL.exec(name) ?? []
    if (!signal) return []
    return [
      `${name} in ${where} wins over OTEL_EXPORTER_OTLP_${what} for ${signal.toLowerCase()}: take it out if they are to arrive here.`,
    ]
  })
  const contradicting = Object.entries(wanted)
    .filter(([name, value]) => env[name] !== undefined && !satisfied(name, env[name], value))
    .map(
      ([name]) =>
        `${name} has another value in the environment; in Claude Code the one in ${file.path} wins over it.`,
    )
  return [...content, ...overrides, ...contradicting, ...ofHeaders(file, wish)]
}

function ofHeaders(file: SettingsFile, { key, url }: Wish): string[] {
  const have = textOf(envOf(file)[HEADERS])
  if (key === null)
    return have && !OUR_HEADERS.test(have)
      ? [
          `${HEADERS} in ${file.path} stays, and is sent to ${url}: take it out if it is meant for another server.`,
        ]
      : []
  return [
    ...(parsed(file, 'env').otelHeadersHelper
      ? [
          `otelHeadersHelper in ${file.path} adds headers; an Authorization among them takes the place of the key.`,
        ]
      : []),
    ...unprotected({ url, key }),
  ]
}

export const claudeCode: Agent = {
  id: 'claude-code',
  title: 'Claude Code',
  doc: 'Sends metrics and events of its model calls, tools, edits, commits and pull requests, and spans on request.',
  details:
    'With --details, names of MCP servers, tools and skills, file paths and shell commands of tool calls reach the server. It stores no text of prompts.',
  next: 'Start a new session of Claude Code: those that run keep their settings. Its data shows within a minute.',
  folder,
  file: (machine) => join(folder(machine), 'settings.json'),
  settings,
  block: (block) => JSON.stringify({ env: block }, null, 2),
  current: (file) => {
    const env = envOf(file)
    const endpoint = endpointOf(env)
    const key = OUR_HEADERS.exec(textOf(env[HEADERS]) ?? '')?.[1] ?? null
    return { on: isOn(textOf(env[SWITCH]) ?? ''), endpoint, key }
  },
  withheld: (file) =>
    isOn(textOf(envOf(file).OTEL_LOG_TOOL_DETAILS) ?? '') ? null : 'names of MCP servers, skills and commits',
  connect,
  disconnect,
  warnings,
}
