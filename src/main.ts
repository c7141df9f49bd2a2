/** The program: its commands, and what it exits with. */
import { Command, CommanderError } from 'commander'
import { TachographError } from './errors.ts'
import { demo } from './faces/cli/demo.ts'
import { doctor } from './faces/cli/doctor.ts'
import { explain } from './faces/cli/explain.ts'
import { importCommand } from './faces/cli/import.ts'
import { query } from './faces/cli/query.ts'
import { serve } from './faces/cli/serve.ts'
import { colors } from './faces/cli/terminal.ts'
import { VERSION } from './version.ts'

export function buildProgram(): Command {
  const program = new Command('tachograph')
    .description('Analytics for AI coding agents: what they did, what it cost, what shipped because of it.')
    .version(VERSION)
    .showHelpAfterError('(tachograph help COMMAND shows what it takes)')
    .exitOverride()
  for (const command of [serve, importCommand, demo, query, explain, doctor]) command(program)
  return program
}

/** Runs one command line; answers the exit code. */
export async function main(argv: string[]): Promise<number> {
  try {
    await buildProgram().parseAsync(argv)
    return Number(process.exitCode ?? 0)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (error instanceof TachographError) {
      process.stderr.write(`${colors.red('error')} ${error.message}\n`)
      if (process.env.TACHOGRAPH_DEBUG && error.cause)
        process.stderr.write(`${String((error.cause as Error).stack)}\n`)
      return error.exitCode
    }
    process.stderr.write(`${colors.red('error')} ${String((error as Error).stack ?? error)}\n`)
    return 1
  }
}
