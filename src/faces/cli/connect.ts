/** `tachograph connect`: makes an agent send its telemetry to a server, by settings that it shows or writes. */
import { existsSync } from 'node:fs'
import { homedir, hostname } from 'node:os'
import type { Command } from 'commander'
import { type Config, loadConfig } from '../../config.ts'
import {
  AGENTS,
  type Agent,
  diff,
  type Edit,
  exportLine,
  hidden,
  hiddenValue,
  othersMayRead,
  readSettings,
  type SettingsFile,
  samePlace,
  settingsOf,
  type Wish,
  withoutUser,
  writeSettings,
} from '../../connect/index.ts'
import { isTeam } from '../../control/mode.ts'
import { TachographError } from '../../errors.ts'
import { holderOf } from '../../store/lock.ts'
import type { KeyEntry } from '../contract.ts'
import { controlOf } from './access.ts'
import { type Administration, administration } from './administration.ts'
import { commandLine } from './command-line.ts'
import { tellShell, warn } from './connect-shell.ts'
import { colors, hint, printable, say } from './terminal.ts'

interface Flags {
  to?: string
  key?: string
  traces?: boolean
  details?: boolean
  write?: boolean
  remove?: boolean
  force?: boolean
  json?: boolean
  data?: string
}

/** What one run of the command is about. */
interface Run {
  agent: Agent
  flags: Flags
  config: Config
  url: string
  /** The server asks for keys, and this machine can make them. */
  makesKeys: boolean
  path: string
}

/** Stands for a key that is not known. */
const PLACEHOLDER = 'tg_…'

const machine = () => ({ home: homedir(), env: process.env })

export function connect(program: Command): void {
  program
    .command('connect')
    .argument(
      '[agent]',
      `${AGENTS.map((a) => a.id).join(', ')}; without one, lists the agents and where they send to`,
    )
    .description('make an agent send its telemetry to a server')
    .option('--to <url>', 'address of the server (default: the one of this machine)')
    .option('--key <key>', 'key for sending, where the server asks for one')
    .option('--traces', 'spans as well')
    .option('--details', 'names and arguments of tools as well')
    .option('--write', 'write the settings, in place of printing them')
    .option('--remove', 'take the settings out again')
    .option('--force', 'also where the agent sends its telemetry elsewhere now')
    .option('--json', 'print JSON')
    .option('--data <dir>', 'data folder (default: ~/.tachograph)')
    .action(async (name: string | undefined, flags: Flags) => {
      const config = loadConfig({ data: flags.data }, process.env)
      const here = localServer(config)
      const url = flags.to === undefined ? here : originOf(flags.to)
      if (url === null)
        throw new TachographError('bad_param', '--to: say where the server is, or start it first.', {
          param: 'to',
        })
      if (name === undefined) return list(url, flags)
      const agent = agentNamed(name)
      const path = agent.file(machine())
      const makesKeys =
        flags.key === undefined && here !== null && samePlace(url, here) && isTeam(controlOf(config))
      if (path === null) return forShell({ agent, flags, config, url, makesKeys })
      const run: Run = { agent, flags, config, url, makesKeys, path }
      if (flags.remove) remove(run)
      else if (flags.write) await write(run)
      else show(run)
    })
}

function agentNamed(name: string): Agent {
  const found = AGENTS.find((a) => a.id === name)
  if (found) return found
  throw new TachographError(
    'bad_param',
    `There is no agent ${printable(name.slice(0, 40))} to connect. There are: ${AGENTS.map((a) => a.id).join(', ')}.`,
    { param: 'agent' },
  )
}

/** Where the server of this data folder answers, or will when it is started; null when it will pick a port. */
function localServer(config: Config): string | null {
  const told = holderOf(config.data)?.url
  if (!told && config.port === 0) return null
  return new URL(told ?? `http://127.0.0.1:${config.port}`).origin
}

function originOf(told: string): string {
  const url = URL.canParse(told) ? new URL(told) : null
  const rest = url && `${url.username}${url.password}${url.search}${url.hash}`
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && rest === '') return url.origin
  throw new TachographError(
    'bad_param',
    `--to: ${printable(told.slice(0, 80))} is not the address of a server, such as http://127.0.0.1:8484.`,
    { param: 'to' },
  )
}

function wishOf({ flags, url }: Pick<Run, 'flags' | 'url'>, key: string | null): Wish {
  // Anything else would end the header, or begin another one.
  if (flags.key !== undefined && !/^[\w.~+/-]+=*$/.test(flags.key))
    throw new TachographError('bad_param', '--key: that is not a key.', { param: 'key' })
  return { url, key, traces: flags.traces === true, details: flags.details === true }
}

function elsewhere({ agent, url }: Run, file: SettingsFile): string | null {
  const { endpoint } = agent.current(file, process.env)
  return endpoint === null || samePlace(endpoint, url) ? null : withoutUser(endpoint)
}

/** With a placeholder where the server wants a key that is not known yet. */
const shownWish = (run: Omit<Run, 'path'>): Wish =>
  wishOf(run, run.flags.key ?? (run.makesKeys ? PLACEHOLDER : null))

function forShell(run: Omit<Run, 'path'>): void {
  const { agent, flags, config, makesKeys } = run
  tellShell(agent, shownWish(run), flags, process.env)
  if (makesKeys && !flags.json) hint(`\n${placeholder(config)}`)
}

const placeholder = (config: Config): string =>
  `${PLACEHOLDER} stands for a key. By hand: ${commandLine('keys create NAME', config)}`

function show(run: Run): void {
  const { agent, flags, path } = run
  const wish = shownWish(run)
  const file = readSettings(path)
  const edit = agent.connect(file, wish)
  const other = elsewhere(run, file)
  const warnings = [
    ...(other ? [`${path} sends to ${other} now: --write would replace that only with --force.`] : []),
    ...agent.warnings(file, wish, process.env),
  ]
  if (flags.json) tellJson(run, wish, edit, warnings, false)
  else {
    tellSettings(run, wish, edit)
    if (wish.details) hint(`\n${agent.details}`)
    warn(warnings)
  }
}

function tellSettings({ agent, path, makesKeys, config }: Run, wish: Wish, edit: Edit): void {
  hint(`Merge this into ${path}, or let --write do it:`)
  say(agent.block(edit.settings))
  const command = agent.oneRun?.(edit.settings)
  if (agent.shell) tellVariables(agent, wish)
  else {
    hint(command ? '\nThe same for one run:' : '\nThe same for a shell, which then counts in it alone:')
    if (command) hint(command)
    else for (const [name, value] of Object.entries(edit.settings)) hint(exportLine(name, value))
  }
  if (makesKeys) hint(`\n${placeholder(config)}; --write makes one.`)
}

/** What cannot be written, since the agent reads it nowhere but in its environment. */
function tellVariables(agent: Agent, wish: Wish): void {
  const lines = Object.entries(agent.shell?.(wish) ?? {})
  if (lines.length === 0) return
  hint(`\n${agent.title} takes these from the environment alone; put them where your shell begins:`)
  for (const [name, value] of lines) say(exportLine(name, value))
}

async function write(run: Run): Promise<void> {
  const { agent, flags, url, path } = run
  const file = readSettings(path)
  const other = elsewhere(run, file)
  if (other && !flags.force)
    throw new TachographError(
      'conflict',
      `${path} sends the telemetry of ${agent.title} to ${printable(other)}. With --force it goes to ${url} instead. Nothing was written.`,
    )
  if (!run.makesKeys) return put(run, wishOf(run, flags.key ?? null))
  const admin = await administration(run.config)
  try {
    const { key, made } = await keyFor(run, file, admin)
    try {
      put(run, wishOf(run, key), made === null)
    } catch (error) {
      if (made) await admin.revokeKey(made)
      throw error
    }
  } finally {
    await admin.close()
  }
}

/** The key that is there already, while it is good; else a new one, with its id. */
async function keyFor(
  { agent, url }: Run,
  file: SettingsFile,
  admin: Administration,
): Promise<{ key: string; made: string | null }> {
  const { key, endpoint } = agent.current(file, process.env)
  const known = key !== null && endpoint !== null && samePlace(endpoint, url)
  if (known && (await admin.keys()).some((k) => k.shown === shown(key) && isGood(k)))
    return { key, made: null }
  const wish = { name: `${agent.id} on ${hostname()}`.slice(0, 100), scopes: ['ingest'], expires_at: null }
  const made = await admin.createKey(wish)
  return { key: made.key, made: made.id }
}

const shown = (key: string): string => `${key.slice(0, 6)}…${key.slice(-4)}`

const isGood = (key: KeyEntry): boolean =>
  key.revoked_at === null &&
  key.scopes.includes('ingest') &&
  (key.expires_at === null || Date.parse(key.expires_at) > Date.now())

/**
 * Reads the file anew, since making a key takes a while and the agent writes there too. `stored` says that the key is
 * one that was there before.
 */
function put(run: Run, wish: Wish, stored = false): void {
  const { agent, flags, url, path } = run
  const file = readSettings(path)
  const edit = agent.connect(file, wish)
  const warnings = agent.warnings(file, wish, process.env)
  const changed = edit.text !== file.text
  if (!flags.json && changed) showDiff(file.text ?? '', edit.text)
  if (changed) writeSettings(path, edit.text)
  if (wish.key !== null && othersMayRead(path))
    warnings.push(`Others on this machine may read the key in ${path}: chmod 600 would keep them out.`)
  if (flags.json) tellJson(run, wish, edit, warnings, changed, stored)
  else {
    if (changed) tellWritten(run)
    else say(`${path} sends to ${url} already: there is nothing to change.`)
    tellVariables(agent, wish)
    if (wish.details) hint(agent.details)
    warn(warnings)
  }
}

function tellWritten({ agent, path }: Run): void {
  hint(`\nWritten to ${path}.`)
  hint(agent.next)
}

function remove(run: Run): void {
  const { agent, flags, url, path, config } = run
  const file = readSettings(path)
  const { key } = agent.current(file, process.env)
  const edit = agent.disconnect(file, url, process.env)
  const changed = Object.keys(edit.settings).length > 0
  const written = changed && flags.write === true
  if (!flags.json && changed) showDiff(file.text ?? '', edit.text)
  if (written) writeSettings(path, edit.text)
  if (flags.json) tellJson(run, null, edit, [], written)
  else if (!changed) say(`${path} does not send to ${url}: there is nothing to take out.`)
  else if (!written) hint('\nNothing is written without --write.')
  else {
    hint(`\nTaken out of ${path}. Sessions that run keep sending until they end.`)
    if (agent.shell) hint(`What the environment tells ${agent.title} stays: take it out of your shell.`)
    const end = commandLine(`keys revoke ${shown(key ?? '')}`, config)
    if (key !== null) hint(`The key is still valid. To end it, on the machine of the server: ${end}`)
  }
}

/** `wish` is null where settings are taken out. Of secrets only a key of this run is told in full. */
function tellJson(
  run: Run,
  wish: Wish | null,
  edit: Edit,
  warnings: readonly string[],
  written: boolean,
  stored = false,
): void {
  const replaced = edit.replaced.map(({ name, from }) => ({ name, from: hiddenValue(name, from) }))
  const { agent, path } = run
  const known = wish && { ...wish, key: stored ? null : wish.key }
  const own = known ? agent.connect({ path, text: null }, known).settings : {}
  const env = shownSettings(edit.settings, own)
  const shell =
    wish && agent.shell ? { shell: shownSettings(agent.shell(wish), agent.shell(known ?? wish)) } : {}
  const told = { agent: agent.id, file: path, env, ...shell, replaced, warnings, written }
  say(JSON.stringify(told))
}

/** A value is told as it is where it is that of a file with nothing else in it. */
const shownSettings = (settings: Readonly<Record<string, string>>, own: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      own[name] === value ? value : hiddenValue(name, value),
    ]),
  )

function showDiff(before: string, after: string): void {
  const paint = { '+': colors.green, '-': colors.red, ' ': String, '…': colors.dim }
  for (const { mark, text } of diff(before, after))
    say(paint[mark](`${mark} ${printable(hidden(text).replaceAll('\t', '  '))}`.trimEnd()))
}

/** Which agents there are, whether they are on this machine, and where they send to. */
function list(url: string, flags: Flags): void {
  if (flags.write || flags.remove)
    throw new TachographError('bad_param', `Name the agent: ${AGENTS.map((a) => a.id).join(', ')}.`, {
      param: 'agent',
    })
  const data = AGENTS.map((agent) => listed(agent, url))
  if (flags.json) say(JSON.stringify({ data }))
  else for (const one of data) tellAgent(one)
}

function tellAgent({ agent, description, found, state }: ReturnType<typeof listed>): void {
  say(`${colors.bold(agent)}: ${description}`)
  say(`  ${found ? 'On this machine' : 'Not found on this machine'}; ${printable(state)}.`)
}

function listed(agent: Agent, url: string) {
  const { id, title, doc } = agent
  const file = agent.file(machine())
  const about = { agent: id, title, description: doc, file, found: existsSync(agent.folder(machine())) }
  try {
    const { on, endpoint } = agent.current(settingsOf(agent, machine()), process.env)
    const connected = on && endpoint !== null && samePlace(endpoint, url)
    const target = on && endpoint !== null ? withoutUser(endpoint) : null
    const state = target ? `sends to ${target}${connected ? ', which is this server' : ''}` : 'sends nowhere'
    return { ...about, connected, endpoint: target, state }
  } catch (error) {
    if (!(error instanceof TachographError)) throw error
    return {
      ...about,
      connected: false,
      endpoint: null,
      state: `its settings cannot be used: ${error.message.replace(/\.$/, '')}`,
    }
  }
}
