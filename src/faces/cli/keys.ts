/** `tachograph keys`: makes, lists and ends API keys. */
import type { Command } from 'commander'
import { type Config, dataFolder, loadConfig } from '../../config.ts'
import { TachographError } from '../../errors.ts'
import type { KeyEntry, NewKey } from '../contract.ts'
import { type Administration, administration } from './administration.ts'
import { commandLine } from './command-line.ts'
import { hint, printable, say, table } from './terminal.ts'

interface KeyFlags {
  org?: string
  data?: string
  json?: boolean
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
    .option('--scope <scope...>', 'ingest: to send facts and telemetry; read: to ask for figures', ['ingest'])
    .option('--expires <when>', 'such as 90d, 12h or 2027-01-31 (default: when it is revoked)')
    .action(async (name: string, flags: KeyFlags & { scope: string[]; expires?: string }) => {
      const expires_at = flags.expires === undefined ? null : instantOf(flags.expires, Date.now())
      const made = await within(flags, (admin) => admin.createKey({ name, scopes: flags.scope, expires_at }))
      if (flags.json) say(JSON.stringify(made))
      else tellKey(made)
    })

  common(group.command('list'))
    .description('list keys; none of them can be used from what is shown')
    .action(async (flags: KeyFlags) => {
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
    .action(async (name: string, flags: KeyFlags) => {
      const ended = await within(flags, (admin) => admin.revokeKey(name))
      if (flags.json) say(JSON.stringify(ended))
      else say(`${ended.shown} (${printable(ended.name)}) is refused from now on.`)
    })
}

async function within<T>(flags: KeyFlags, work: (admin: Administration) => Promise<T>): Promise<T> {
  const config: Config = loadConfig({ data: flags.data }, process.env)
  const admin = await administration(config, flags.org)
  try {
    return await work(admin)
  } finally {
    await admin.close()
  }
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

const COLUMNS = ['key', 'name', 'scopes', 'state', 'created', 'last used', 'id'].map((name) => ({
  name,
  unit: 'label' as const,
  description: '',
}))

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
    ...{ created: day(key.created_at), 'last used': day(key.last_used_at) },
  }
}
