/** `tachograph init`: makes the first organisation, and with it team mode. */
import type { Command } from 'commander'
import { loadConfig } from '../../config.ts'
import { isTeam } from '../../control/mode.ts'
import { TachographError } from '../../errors.ts'
import { machineUser } from '../../importer/machine.ts'
import { holderOf } from '../../store/lock.ts'
import type { NewKey, OrganisationEntry } from '../contract.ts'
import { controlOf } from './access.ts'
import { local } from './administration.ts'
import { commandLine } from './command-line.ts'
import { tellKey } from './keys.ts'
import { hint, say } from './terminal.ts'

interface InitFlags {
  owner?: string
  data?: string
  json?: boolean
}

export function init(program: Command): void {
  program
    .command('init')
    .argument('<name>', 'name of the organisation')
    .description('make an organisation and its first keys: from then on every question needs a key')
    .option('--owner <email>', "whom it belongs to (default: git's user.email)")
    .option('--json', 'print JSON')
    .option('--data <dir>', 'data folder (default: ~/.tachograph)')
    .action(async (name: string, flags: InitFlags) => {
      const config = loadConfig({ data: flags.data }, process.env)
      const holder = holderOf(config.data)
      if (holder?.url)
        throw new TachographError(
          'locked',
          isTeam(controlOf(config))
            ? `The server at ${holder.url} has an organisation already. More of them: ${commandLine('orgs create NAME', config)}`
            : `The server at ${holder.url} is running without keys. Stop it, run this again, then start it.`,
        )
      if (!flags.json) hint('Making the database of organisations and keys…')
      const admin = await local(config, 'default')
      try {
        const [first] = await admin.organisations()
        if (first)
          throw new TachographError(
            'conflict',
            `${first.name} is there already. More of them: ${commandLine('orgs create NAME', config)}`,
          )
        const made = await admin.createOrganisation({ name, owner: flags.owner ?? machineUser() })
        const keys = [
          await admin.createKey({ name: 'agents', scopes: ['ingest'], expires_at: null }),
          await admin.createKey({ name: 'questions', scopes: ['read'], expires_at: null }),
        ]
        if (flags.json) say(JSON.stringify({ organisation: made, keys }))
        else tell(made, keys, (words) => commandLine(words, config))
      } finally {
        await admin.close()
      }
    })
}

function tell(made: OrganisationEntry, keys: readonly NewKey[], line: (words: string) => string): void {
  say(`Organisation ${made.name} (${made.slug}). Its keys are shown this once:\n`)
  for (const key of keys) tellKey(key)
  hint(`\nStart the server: ${line('serve')}`)
  hint(`More keys, and their end: ${line('keys create NAME')}, ${line('keys revoke NAME')}`)
}
