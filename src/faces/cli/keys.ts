/** `tachograph keys`: makes, lists and ends API keys. */
import type { Command } from 'commander'
import { dataFolder } from '../../config.ts'
import { TachographError } from '../../errors.ts'
import type { KeyEntry, NewKey } from '../contract.ts'
import { type Flags, within } from './administration.ts'
import { commandLine } from './command-line.ts'
import { hint, labels, printable, say, table } from './terminal.ts'

interface NewKeyFlags extends Flags {
  scope: string[]
  expires?: string
  user?: string
  service?: string
  role?: string
}

export function keys(program: Command): void {
  const group = program.command('keys').description('make, list and end the keys of an organisation')
  const common = (command: Command) =>
    command
      .option('--org <name>', 'organisation, by slug or id (default: the first one)')
      .option('--json', 'print JSON')
      .option('--data <dir>', 'data folder (default: ~/.tachograph)')

  common(group.command('create').argument('<name>', 'what it is for, such as laptops or ci'))
    .description('make a key, and show it this once')
    .option(
      '--scope <scope...>',
      'ingest: to send facts and telemetry; read: to ask for figures; admin: to look after people, keys and settings',
      ['ingest'],
    )
    .option('--user <user>', 'whose it is: it has their role, and dies when they leave')
    .option('--service <account>', 'the service account whose it is')
    .option('--role <role>', "role of a key of the organisation's own (default: admin)")
    .option('--expires <when>', 'such as 90d, 12h or 2027-01-31 (default: when it is revoked)')
    .action(async (name: string, flags: NewKeyFlags) => {
      const expires_at = flags.expires === undefined ? null : instantOf(flags.expires, Date.now())
      const { scope: scopes, user, service, role } = flags
      const wish = { name, scopes, expires_at, user, service, role }
      const made = await within(flags, (admin) => admin.createKey(wish))
      if (flags.json) say(JSON.stringify(made))
      else tellKey(made)
    })

  common(group.command('list'))
    .description('list keys; none of them can be used from what is shown')
    .action(async (flags: Flags) => {
      const listed = await within(flags, (admin) => admin.keys())
      if (flags.json) say(JSON.stringify({ data: listed }))
      else if (listed.length === 0)
        hint(
          `There are no keys. Make one with: ${commandLine('keys create NAME', { data: dataFolder(flags.data, process.env) })}`,
        )
      else say(table(COLUMNS, listed.map(shown)))
    })

  common(group.command('revoke').argument('<key>', 'its id, its name, or what is shown of it'))
    .description('end a key')
    .action(async (name: string, flags: Flags) => {
      const ended = await within(flags, (admin) => admin.revokeKey(name))
      if (flags.json) say(JSON.stringify(ended))
      else say(`${ended.shown} (${printable(ended.name)}) is refused from now on.`)
    })
}

export function tellKey({ name, scopes, key, expires_at }: NewKey): void {
  const end = expires_at ? `, until ${expires_at.slice(0, 16).replace('T', ' ')} UTC` : ''
  hint(`${printable(name)} (${scopes.join(', ')}${end})`)
  say(key)
}

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3600_000, d: 86_400_000 }

/** ISO 8601 of a span from now or of a date; a day ends when it is over, in UTC. Errors: `bad_param`. */
export function instantOf(told: string, now: number): string {
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(told) ?? []
  if (count && unit) return new Date(now + Number(count) * (UNITS[unit] as number)).toISOString()
  const day = /^\d{4}-\d\d-\d\d$/.test(told) ? Date.parse(`${told}T23:59:59Z`) : Number.NaN
  // The 30th of February would be the 2nd of March.
  if (Number.isNaN(day) || !new Date(day).toISOString().startsWith(told))
    throw new TachographError(
      'bad_param',
      `--expires: ${told.slice(0, 40)} is neither like 90d or 12h nor a date.`,
      {
        param: 'expires',
      },
    )
  return new Date(day).toISOString()
}

/** ISO 8601 of the beginning of a day in UTC. Errors: `bad_param` naming the option. */
export function dayOf(option: string, told: string): string {
  const at = /^\d{4}-\d\d-\d\d$/.test(told) ? Date.parse(`${told}T00:00:00Z`) : Number.NaN
  if (!Number.isNaN(at) && new Date(at).toISOString().startsWith(told)) return new Date(at).toISOString()
  throw new TachographError('bad_param', `${option}: ${told.slice(0, 40)} is no date such as 2026-01-31.`, {
    param: option.replace(/^--/, ''),
  })
}

/** What ISO 8601 can write with four digits of a year. */
const LATEST = Date.parse('9999-12-31T23:59:59.999Z')

/** ISO 8601 of when a day in UTC is over. Errors: `bad_param` naming the option. */
export const endOfDay = (option: string, told: string): string =>
  new Date(Math.min(Date.parse(dayOf(option, told)) + 86_400_000, LATEST)).toISOString()

const COLUMNS = labels('key', 'name', 'scopes', 'whose', 'role', 'state', 'created', 'last used', 'id')

function shown(key: KeyEntry): Record<string, string> {
  const day = (at: string | null) => at?.slice(0, 10) ?? '–'
  const over = key.expires_at !== null && Date.parse(key.expires_at) <= Date.now()
  const state = key.revoked_at
    ? `revoked ${day(key.revoked_at)}`
    : over
      ? `expired ${day(key.expires_at)}`
      : key.expires_at
        ? `until ${day(key.expires_at)}`
        : 'valid'
  return {
    ...{ key: key.shown, name: key.name, scopes: key.scopes.join(', '), state, id: key.id },
    ...{ whose: key.holder.kind === 'organisation' ? 'organisation' : key.holder.name, role: key.role },
    ...{ created: day(key.created_at), 'last used': day(key.last_used_at) },
  }
}
