/** `tachograph users`: lists people, adds them, changes their role, ends what they may do. */
import type { Command } from 'commander'
import type { PasswordLinkEntry } from '../contract-login.ts'
import type { UserEntry, UsersAnswer } from '../contract-people.ts'
import { type Flags, within } from './administration.ts'
import { hint, labels, printable, say, table } from './terminal.ts'

const path = (user: string) => `/api/v1/users/${encodeURIComponent(user)}`

export function users(program: Command): void {
  const group = program.command('users').description('list, add and change the people of an organisation')
  const common = (command: Command) =>
    command
      .option('--org <name>', 'organisation, by slug or id (default: the first one)')
      .option('--json', 'print JSON')
      .option('--data <dir>', 'data folder (default: ~/.tachograph)')
  const one = (name: string) =>
    common(group.command(name).argument('<user>', 'address, alias or id of the person'))

  common(group.command('list'))
    .description('list people')
    .option('--search <text>', 'a part of the address, the name or an alias')
    .option('--role <role>', 'only those of this role')
    .action(async (flags: Flags & { search?: string; role?: string }) => {
      const listed = await within(flags, async (admin) => {
        const found: UserEntry[] = []
        for (let cursor: string | null = ''; cursor !== null; ) {
          const words = new URLSearchParams({ limit: '1000' })
          if (cursor) words.set('cursor', cursor)
          if (flags.search) words.set('search', flags.search)
          if (flags.role) words.set('role', flags.role)
          const answer: UsersAnswer = await admin.ask('GET', `/api/v1/users?${words}`)
          found.push(...answer.data)
          cursor = answer.meta.next_cursor
        }
        return found
      })
      if (flags.json) say(JSON.stringify({ data: listed }))
      else say(table(COLUMNS, listed.map(shown)))
    })

  common(group.command('invite').argument('<email>', 'address of the person'))
    .description('add a person')
    .option('--role <role>', 'owner, admin, manager, member, viewer or guest', 'member')
    .option('--name <name>', 'what they are called')
    .option('--alias <identity...>', 'other identities that agents report for them')
    .action(async (email: string, flags: Flags & { role: string; name?: string; alias?: string[] }) => {
      const body = { email, role: flags.role, name: flags.name, aliases: flags.alias }
      await tell(flags, (admin) => admin.ask('POST', '/api/v1/users', body))
    })

  one('password')
    .description('make a link with which a person sets a password, and show it this once')
    .action(async (user: string, flags: Flags) => {
      const made = await within(flags, (admin) =>
        admin.ask<PasswordLinkEntry>('POST', '/api/v1/password-links', { user }),
      )
      if (flags.json) say(JSON.stringify(made))
      else {
        hint(
          `For ${printable(made.email)} alone, until ${made.expires_at.slice(0, 16).replace('T', ' ')} UTC, once:`,
        )
        say(made.url)
      }
    })

  one('role')
    .argument('<role>', 'owner, admin, manager, member, viewer or guest')
    .description('give a person another role')
    .action((user: string, role: string, flags: Flags) =>
      tell(flags, (admin) => admin.ask('PUT', `${path(user)}/role`, { role })),
    )

  one('aliases')
    .argument('[identity...]', 'all other identities that agents report for them')
    .description('say which identities are theirs; without any, none')
    .action((user: string, aliases: string[], flags: Flags) =>
      tell(flags, (admin) => admin.ask('PATCH', path(user), { aliases })),
    )

  for (const name of ['deactivate', 'reactivate'])
    one(name)
      .description(
        name === 'deactivate'
          ? 'end what a person may do; their keys are dead, their figures stay'
          : 'take back who had left',
      )
      .action((user: string, flags: Flags) =>
        tell(flags, (admin) => admin.ask('POST', `${path(user)}/${name}`)),
      )
}

async function tell(flags: Flags, work: Parameters<typeof within<UserEntry>>[1]): Promise<void> {
  const user = await within(flags, work)
  if (flags.json) say(JSON.stringify(user))
  else say(`${printable(user.email)}: ${user.role}, ${user.state}`)
}

const COLUMNS = labels('email', 'name', 'role', 'state', 'teams', 'aliases')

const shown = ({ email, name, role, state, teams, aliases }: UserEntry) => ({
  ...{ email, name, role, state, aliases: aliases.join(', ') },
  teams: teams.map((team) => (team.manager ? `${team.name} (manager)` : team.name)).join(', '),
})
