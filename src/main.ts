/** The program: its commands, and what it exits with. */
import { Command } from 'commander'
import { asksForJson, fail } from './faces/cli/failing.ts'
import { VERSION } from './version.ts'

/** Each is loaded when it is asked for: what one command needs would slow down the start of every other. */
const COMMANDS: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  serve: async () => (await import('./faces/cli/serve.ts')).serve,
  import: async () => (await import('./faces/cli/import.ts')).importCommand,
  push: async () => (await import('./faces/cli/push.ts')).push,
  demo: async () => (await import('./faces/cli/demo.ts')).demo,
  query: async () => (await import('./faces/cli/query.ts')).query,
  sessions: async () => (await import('./faces/cli/sessions.ts')).sessions,
  events: async () => (await import('./faces/cli/events.ts')).events,
  explain: async () => (await import('./faces/cli/explain.ts')).explain,
  reconcile: async () => (await import('./faces/cli/reconcile.ts')).reconcile,
  identities: async () => (await import('./faces/cli/identities.ts')).identities,
  doctor: async () => (await import('./faces/cli/doctor.ts')).doctor,
  init: async () => (await import('./faces/cli/init.ts')).init,
  orgs: async () => (await import('./faces/cli/orgs.ts')).orgs,
  users: async () => (await import('./faces/cli/users.ts')).users,
  teams: async () => (await import('./faces/cli/teams.ts')).teams,
  'service-accounts': async () => (await import('./faces/cli/service-accounts.ts')).serviceAccounts,
  settings: async () => (await import('./faces/cli/settings.ts')).settings,
  audit: async () => (await import('./faces/cli/audit.ts')).audit,
  quarantine: async () => (await import('./faces/cli/quarantine.ts')).quarantine,
  erase: async () => (await import('./faces/cli/erase.ts')).erase,
  pseudonyms: async () => (await import('./faces/cli/erase.ts')).pseudonyms,
  keys: async () => (await import('./faces/cli/keys.ts')).keys,
  sso: async () => (await import('./faces/cli/sso.ts')).sso,
  connect: async () => (await import('./faces/cli/connect.ts')).connect,
}

/** With all commands, or with those named. `quiet`: says nothing of what is wrong with a command line. */
export async function buildProgram(
  names: readonly string[] = Object.keys(COMMANDS),
  quiet = false,
): Promise<Command> {
  const program = new Command('tachograph')
    .description('Analytics for AI coding agents: what they did, what it cost, what shipped because of it.')
    .version(VERSION)
    .showHelpAfterError('(tachograph help COMMAND shows what it takes)')
    .exitOverride()
  // Commands take this over when they are made.
  if (quiet) program.configureOutput({ writeErr: () => {} })
  for (const add of await Promise.all(names.map((name) => COMMANDS[name]?.()))) add?.(program)
  return program
}

/** Runs one command line; answers the exit code. */
export async function main(argv: string[]): Promise<number> {
  // Who reads our output may stop reading, as `head` does: that is no fault.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
  const words = argv.slice(2)
  const json = asksForJson(words)
  try {
    const program = await buildProgram(asked(words), json)
    refuseUnknown(program, words[0])
    await program.parseAsync(argv)
    return Number(process.exitCode ?? 0)
  } catch (error) {
    return fail(error, json)
  }
}

/** The command that a command line is about; undefined where it asks for help, which speaks of all of them. */
function asked([word = '', ...rest]: readonly string[]): string[] | undefined {
  if (Object.hasOwn(COMMANDS, word)) return [word]
  const isHelp = [word, ...rest].some((part) => ['help', '-h', '--help'].includes(part))
  return isHelp ? undefined : ['serve']
}

/** A word that is no command would be taken for an argument of the default command, whose complaint explains nothing. */
function refuseUnknown(program: Command, word: string | undefined): void {
  if (word === undefined || word.startsWith('-')) return
  const names = [...Object.keys(COMMANDS), 'help']
  if (!names.includes(word))
    program.error(`error: there is no command '${word}'. There are: ${names.join(', ')}.`)
}
