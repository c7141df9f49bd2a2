/** What `connect` says of an agent that takes its settings from the environment alone: lines for a shell, and nothing is written. */
import type { Agent, Wish } from '../../connect/index.ts'
import { TachographError } from '../../errors.ts'
import { hint, printable, say } from './terminal.ts'

export interface ShellFlags {
  write?: boolean
  remove?: boolean
  details?: boolean
  json?: boolean
}

const NO_FILE = { path: 'the environment', text: null }

/** Errors: `bad_param` where something is to be written or taken out. */
export function tellShell(agent: Agent, wish: Wish, flags: ShellFlags, env: NodeJS.ProcessEnv): void {
  const { settings } = agent.connect(NO_FILE, wish)
  const names = Object.keys(settings)
  if (flags.write || flags.remove)
    throw new TachographError(
      'bad_param',
      flags.remove
        ? `${agent.title} has no file of settings: take ${names.join(' and ')} out of where you set them.`
        : `${agent.title} has no file of settings that could be written: without --write, this prints lines for a shell.`,
      { param: flags.remove ? 'remove' : 'write' },
    )
  const warnings = agent.warnings(NO_FILE, wish, env)
  if (flags.json) {
    say(
      JSON.stringify({ agent: agent.id, file: null, env: settings, replaced: [], warnings, written: false }),
    )
    return
  }
  hint(`${agent.title} has no file of settings. Put these lines into the profile of your shell:`)
  say(agent.block(settings))
  hint(`\n${agent.next}`)
  if (flags.details) hint(agent.details)
  warn(warnings)
}

export function warn(warnings: readonly string[]): void {
  if (warnings.length > 0) hint('')
  for (const text of warnings) hint(`Note: ${printable(text)}`)
}
