/** `tachograph push --install` and `--uninstall`: a service of the user that goes on sending. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ERRORS, TachographError } from '../../errors.ts'
import { TRANSCRIPT_SOURCES } from '../../sources/index.ts'
import { type CollectorSettings, keepSettings, settingsPath, settingsText } from './collector-settings.ts'
import { plistText, type Service, unitText } from './service-files.ts'
import { hint, say } from './terminal.ts'

const UNIT = 'tachograph-push.service'
const LABEL = 'dev.tachograph.push'

export interface Machine {
  platform: NodeJS.Platform
  home: string
  env: Record<string, string | undefined>
}

interface Manager {
  /** File that makes the service known. */
  path: string
  text(service: Service): string
  /** Whether services of users can be started here. */
  isThere(): boolean
  start: readonly (readonly string[])[]
  stop: readonly (readonly string[])[]
  /** What to know besides. */
  note: string
}

/** Errors: `config` on other systems. */
function managerOf({ platform, home, env }: Machine, data: string): Manager {
  if (platform === 'linux')
    return {
      path: join(env.XDG_CONFIG_HOME || join(home, '.config'), 'systemd/user', UNIT),
      text: unitText,
      isThere: () => succeeds(['systemctl', '--user', 'show-environment']),
      start: [
        ['systemctl', '--user', 'daemon-reload'],
        ['systemctl', '--user', 'enable', UNIT],
        ['systemctl', '--user', 'restart', UNIT],
      ],
      stop: [['systemctl', '--user', 'disable', '--now', UNIT]],
      note: `It runs while you are logged in; for longer: loginctl enable-linger. What it says: journalctl --user -u ${UNIT}`,
    }
  if (platform === 'darwin') {
    const path = join(home, 'Library/LaunchAgents', `${LABEL}.plist`)
    const domain = `gui/${process.getuid?.() ?? ''}`
    const log = join(data, 'collector.log')
    return {
      path,
      text: (service) => plistText(LABEL, service, log),
      isThere: () => succeeds(['launchctl', 'print', domain]),
      start: [['launchctl', 'bootstrap', domain, path]],
      stop: [['launchctl', 'bootout', `${domain}/${LABEL}`]],
      note: `It runs while you are logged in. What it says: ${log}`,
    }
  }
  throw new TachographError(
    'config',
    'Services are installed on Linux with systemd and on macOS. Here, let your system run: tachograph push --watch',
  )
}

export interface Installing {
  machine: Machine
  data: string
  settings: CollectorSettings
  /** Absolute; none for the agents' own folders. */
  paths: readonly string[]
  /** Shows the files and writes nothing. */
  dry: boolean
}

export function install({ machine, data, settings, paths, dry }: Installing): void {
  const manager = managerOf(machine, data)
  const text = manager.text(serviceOf(machine, data, paths))
  if (dry) {
    const hidden = settings.key === null ? settings : { ...settings, key: `${settings.key.slice(0, 6)}…` }
    say(
      `# ${settingsPath(data)} (readable by its owner only; the key is not shown in full)\n${settingsText(hidden)}`,
    )
    say(`# ${manager.path}\n${text}`)
    return
  }
  keepSettings(data, settings)
  say(`Wrote ${settingsPath(data)}: address and key, readable by you only.`)
  mkdirSync(dirname(manager.path), { recursive: true })
  const before = existsSync(manager.path)
  writeFileSync(manager.path, text)
  say(`Wrote ${manager.path}.`)
  if (!manager.isThere()) {
    const lines = manager.start.map((words) => words.join(' ')).join(' && ')
    hint(
      `It was not started: ${manager.start[0]?.[0]} cannot reach the services of this user, as in a container or without a login. ` +
        `Once it can: ${lines}. Or let something else run: tachograph push --watch`,
    )
    process.exitCode = ERRORS.unavailable.exit
    return
  }
  if (before) for (const words of manager.stop) run(words, true)
  for (const words of manager.start) run(words, false)
  hint(manager.note)
}

export function uninstall(machine: Machine, data: string, dry: boolean): void {
  const manager = managerOf(machine, data)
  const files = [manager.path, settingsPath(data)].filter((path) => existsSync(path))
  if (files.length === 0) {
    say('Nothing is installed.')
    return
  }
  if (!dry && existsSync(manager.path)) for (const words of manager.stop) run(words, true)
  for (const path of files) {
    if (!dry) rmSync(path)
    say(`${dry ? 'Would remove' : 'Removed'} ${path}.`)
  }
}

/** Neither address nor key are part of it: what a process was started with can be read by everybody on the machine. */
function serviceOf(machine: Machine, data: string, paths: readonly string[]): Service {
  const program = [process.execPath, realpathSync(process.argv[1] ?? '')]
  return {
    title: 'Tachograph: sends what coding agents did to the server of a team',
    command: [...program, 'push', '--watch', '--data', data, ...paths],
    environment: variablesOf(machine),
    final: [ERRORS.bad_request, ERRORS.config, ERRORS.unauthenticated].map(({ exit }) => exit),
  }
}

/** Variables that say where the agents keep their files: a service has none of those of a shell. */
function variablesOf({ home, env }: Machine): Record<string, string> {
  const asked = new Set<string>()
  const listening = new Proxy(env, {
    get: (target, name: string) => {
      asked.add(name)
      return target[name]
    },
  })
  for (const source of TRANSCRIPT_SOURCES) source.roots({ home, env: listening })
  return Object.fromEntries([...asked].sort().flatMap((name) => (env[name] ? [[name, env[name]]] : [])))
}

const succeeds = ([program = '', ...args]: readonly string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore', timeout: 10_000 }).status === 0

/** Errors: `config` when it fails, unless that does not matter. */
function run(words: readonly string[], mayFail: boolean): void {
  const [program = '', ...args] = words
  say(`$ ${words.join(' ')}`)
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 })
  if (status !== 0 && !mayFail)
    throw new TachographError('config', `${words.join(' ')} failed: ${(stderr ?? '').trim().slice(0, 500)}`)
}
