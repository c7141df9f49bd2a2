/** `tachograph service-accounts`: lists, makes, changes and ends accounts of systems. */
import type { Command } from 'commander'
import type { ServiceAccountEntry } from '../contract-people.ts'
import { type Flags, within } from './administration.ts'
import { labels, printable, say, table } from './terminal.ts'

const PATH = '/api/v1/service-accounts'

export function serviceAccounts(program: Command): void {
  const group = program
    .command('service-accounts')
    .description('list, make and end accounts of systems, such as CI, that are no people')
  const common = (command: Command) =>
    command
      .option('--org <name>', 'organisation, by slug or id (default: the first one)')
      .option('--json', 'print JSON')
      .option('--data <dir>', 'data folder (default: ~/.tachograph)')
  const one = (name: string) => common(group.command(name).argument('<account>', 'its name or id'))

  common(group.command('list'))
    .description('list service accounts')
    .action(async (flags: Flags) => {
      const { data } = await within(flags, (admin) => admin.ask<{ data: ServiceAccountEntry[] }>('GET', PATH))
      if (flags.json) say(JSON.stringify({ data }))
      else
        say(
          table(
            labels('name', 'role', 'aliases', 'id'),
            data.map(({ aliases, ...rest }) => ({ ...rest, aliases: aliases.join(', ') })),
          ),
        )
    })

  common(group.command('create').argument('<name>', 'its name'))
    .description('make a service account; its keys: keys create NAME --service ACCOUNT')
    .option('--role <role>', 'owner, admin, manager, member, viewer or guest', 'member')
    .option('--alias <identity...>', 'identities that agents report for it')
    .action((name: string, flags: Flags & { role: string; alias?: string[] }) =>
      tell(flags, (admin) => admin.ask('POST', PATH, { name, role: flags.role, aliases: flags.alias })),
    )

  one('role')
    .argument('<role>', 'owner, admin, manager, member, viewer or guest')
    .description('give it another role')
    .action((name: string, role: string, flags: Flags) =>
      tell(flags, (admin) => admin.ask('PUT', `${PATH}/${encodeURIComponent(name)}/role`, { role })),
    )

  one('delete')
    .description('end it and its keys')
    .action((name: string, flags: Flags) =>
      tell(flags, (admin) => admin.ask('DELETE', `${PATH}/${encodeURIComponent(name)}`)),
    )
}

async function tell(flags: Flags, work: Parameters<typeof within<ServiceAccountEntry>>[1]): Promise<void> {
  const account = await within(flags, work)
  say(flags.json ? JSON.stringify(account) : `${printable(account.name)}: ${account.role}`)
}
