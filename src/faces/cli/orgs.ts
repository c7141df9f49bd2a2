/** `tachograph orgs`: makes and lists organisations. */
import type { Command } from 'commander'
import { loadConfig } from '../../config.ts'
import { machineUser } from '../../importer/machine.ts'
import { administration } from './administration.ts'
import { commandLine } from './command-line.ts'
import { printable, say } from './terminal.ts'

interface OrgFlags {
  data?: string
  json?: boolean
}

export function orgs(program: Command): void {
  const group = program.command('orgs').description('make and list organisations')
  const common = (command: Command) =>
    command.option('--json', 'print JSON').option('--data <dir>', 'data folder (default: ~/.tachograph)')

  common(group.command('create').argument('<name>', 'its name'))
    .description('make a further organisation, with facts and keys of its own')
    .option('--owner <email>', "whom it belongs to (default: git's user.email)")
    .action(async (name: string, flags: OrgFlags & { owner?: string }) => {
      const config = loadConfig({ data: flags.data }, process.env)
      const admin = await administration(config)
      try {
        const made = await admin.createOrganisation({ name, owner: flags.owner ?? machineUser() })
        if (flags.json) say(JSON.stringify(made))
        else
          say(
            `Organisation ${printable(made.name)}. Its keys: ${commandLine(`keys create NAME --org ${made.slug}`, config)}`,
          )
      } finally {
        await admin.close()
      }
    })

  common(group.command('list'))
    .description('list the organisations')
    .action(async (flags: OrgFlags) => {
      const admin = await administration(loadConfig({ data: flags.data }, process.env))
      try {
        const data = await admin.organisations()
        if (flags.json) say(JSON.stringify({ data }))
        else for (const { slug, name, id } of data) say(`${slug}  ${printable(name)}  ${id}`)
      } finally {
        await admin.close()
      }
    })
}
