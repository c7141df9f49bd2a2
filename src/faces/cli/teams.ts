/** `tachograph teams`: lists and makes teams, and says who is in them since when. */
import type { Command } from 'commander'
import type { TeamEntry, TeamWithPeople } from '../contract-people.ts'
import { type Flags, within } from './administration.ts'
import { dayOf } from './keys.ts'
import { labels, printable, say, table } from './terminal.ts'

const path = (team: string) => `/api/v1/teams/${encodeURIComponent(team)}`
const member = (team: string, user: string) => `${path(team)}/members/${encodeURIComponent(user)}`

export function teams(program: Command): void {
  const group = program.command('teams').description('list and make teams, and say who is in them')
  const common = (command: Command) =>
    command
      .option('--org <name>', 'organisation, by slug or id (default: the first one)')
      .option('--json', 'print JSON')
      .option('--data <dir>', 'data folder (default: ~/.tachograph)')
  const one = (name: string) => common(group.command(name).argument('<team>', 'name or id of the team'))
  const ofUser = (name: string) => one(name).argument('<user>', 'address, alias or id of the person')

  common(group.command('list'))
    .description('list teams')
    .action(async (flags: Flags) => {
      const { data } = await within(flags, (admin) =>
        admin.ask<{ data: TeamEntry[] }>('GET', '/api/v1/teams'),
      )
      if (flags.json) say(JSON.stringify({ data }))
      else
        say(
          table(
            labels('team', 'members', 'id'),
            data.map(({ name, members, id }) => ({ team: name, members: String(members), id })),
          ),
        )
    })

  one('show')
    .description('list everybody who is or was in a team')
    .action((team: string, flags: Flags) => tell(flags, (admin) => admin.ask('GET', path(team))))

  common(group.command('create').argument('<name>', 'its name'))
    .description('make a team')
    .action(async (name: string, flags: Flags) => {
      const made = await within(flags, (admin) => admin.ask<TeamEntry>('POST', '/api/v1/teams', { name }))
      say(flags.json ? JSON.stringify(made) : `Team ${printable(made.name)}.`)
    })

  one('rename')
    .argument('<name>', 'its new name')
    .description('give a team another name, for all its time')
    .action(async (team: string, name: string, flags: Flags) => {
      const made = await within(flags, (admin) => admin.ask<TeamEntry>('PATCH', path(team), { name }))
      say(flags.json ? JSON.stringify(made) : `Team ${printable(made.name)}.`)
    })

  one('delete')
    .description('end a team; who was in it stays known')
    .action(async (team: string, flags: Flags) => {
      const ended = await within(flags, (admin) => admin.ask<TeamEntry>('DELETE', path(team)))
      say(flags.json ? JSON.stringify(ended) : `Team ${printable(ended.name)} is over.`)
    })

  ofUser('add')
    .description('take a person into a team')
    .option('--since <day>', 'first day, such as 2026-01-31 (default: now)')
    .option('--manager', 'they look after the team, and see its figures')
    .action((team: string, user: string, flags: Flags & { since?: string; manager?: boolean }) => {
      const since = flags.since === undefined ? null : dayOf('--since', flags.since)
      const body = { user, since, manager: flags.manager ?? false }
      return tell(flags, (admin) => admin.ask('POST', `${path(team)}/members`, body))
    })

  ofUser('remove')
    .description('end that a person is in a team')
    .option('--until <day>', 'first day that they were not in it (default: now)')
    .action((team: string, user: string, flags: Flags & { until?: string }) => {
      const until = flags.until === undefined ? '' : `?until=${dayOf('--until', flags.until)}`
      return tell(flags, (admin) => admin.ask('DELETE', `${member(team, user)}${until}`))
    })

  ofUser('manager')
    .description('make a member the manager of a team')
    .option('--end', 'they are no longer')
    .action((team: string, user: string, flags: Flags & { end?: boolean }) =>
      tell(flags, (admin) => admin.ask('PATCH', member(team, user), { manager: !flags.end })),
    )
}

async function tell(flags: Flags, work: Parameters<typeof within<TeamWithPeople>>[1]): Promise<void> {
  const team = await within(flags, work)
  if (flags.json) {
    say(JSON.stringify(team))
    return
  }
  say(`${printable(team.name)}: ${team.members} now`)
  const rows = team.people.map(({ email, manager, since, until }) => ({
    ...{ email, manager: manager ? 'yes' : '', since: since.slice(0, 10) },
    until: until?.slice(0, 10) ?? '',
  }))
  if (rows.length > 0) say(table(labels('email', 'manager', 'since', 'until'), rows))
}
