/** The program: its commands, and what it exits with. */
import { Command, CommanderError } from 'commander'
import { TachographError } from './errors.ts'
import { audit } from './faces/cli/audit.ts'
import { connect } from './faces/cli/connect.ts'
import { demo } from './faces/cli/demo.ts'
import { doctor } from './faces/cli/doctor.ts'
import { erase, pseudonyms } from './faces/cli/erase.ts'
import { events } from './faces/cli/events.ts'
import { explain } from './faces/cli/explain.ts'
import { identities } from './faces/cli/identities.ts'
import { importCommand } from './faces/cli/import.ts'
import { init } from './faces/cli/init.ts'
import { keys } from './faces/cli/keys.ts'
import { orgs } from './faces/cli/orgs.ts'
import { push } from './faces/cli/push.ts'
import { quarantine } from './faces/cli/quarantine.ts'
import { query } from './faces/cli/query.ts'
import { reconcile } from './faces/cli/reconcile.ts'
import { serve } from './faces/cli/serve.ts'
import { sessions } from './faces/cli/sessions.ts'
import { sso } from './faces/cli/sso.ts'
import { serviceAccounts } from './faces/cli/service-accounts.ts'
import { settings } from './faces/cli/settings.ts'
import { teams } from './faces/cli/teams.ts'
import { complain } from './faces/cli/terminal.ts'
import { users } from './faces/cli/users.ts'
import { VERSION } from './version.ts'

export function buildProgram(): Command {
  const program = new Command('tachograph')
    .description('Analytics for AI coding agents: what they did, what it cost, what shipped because of it.')
    .version(VERSION)
    .showHelpAfterError('(tachograph help COMMAND shows what it takes)')
    .exitOverride()
  for (const command of [
    serve,
    importCommand,
    push,
    demo,
    query,
    sessions,
    events,
    explain,
    reconcile,
    identities,
    doctor,
    init,
    orgs,
    users,
    teams,
    serviceAccounts,
    settings,
    audit,
    quarantine,
    erase,
    pseudonyms,
    keys,
    sso,
    connect,
  ])
    command(program)
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
  try {
    const program = buildProgram()
    refuseUnknown(program, argv[2])
    await program.parseAsync(argv)
    return Number(process.exitCode ?? 0)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (error instanceof TachographError) {
      complain(error.message)
      if (process.env.TACHOGRAPH_DEBUG && error.cause)
        process.stderr.write(`${String((error.cause as Error).stack ?? error.cause)}\n`)
      return error.exitCode
    }
    complain(String((error as Error).stack ?? error))
    return 1
  }
}

/** A word that is no command would be taken for an argument of the default command, whose complaint explains nothing. */
function refuseUnknown(program: Command, word: string | undefined): void {
  if (word === undefined || word.startsWith('-')) return
  const names = [...program.commands.map((c) => c.name()), 'help']
  if (!names.includes(word))
    program.error(`error: there is no command '${word}'. There are: ${names.join(', ')}.`)
}
