/** `tachograph sso`: the provider of single sign-on of an organisation. */
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { TachographError } from '../../errors.ts'
import type { NewSignOnEntry, SignOnEntry } from '../contract-login.ts'
import { type Flags, within } from './administration.ts'
import { printable, say } from './terminal.ts'

const PATH = '/api/v1/single-sign-on'

interface SetFlags extends Flags {
  issuer: string
  clientId: string
  secretFile?: string
  domain?: string[]
  defaultRole?: string
  assumeVerified?: boolean
}

export function sso(program: Command): void {
  const group = program
    .command('sso')
    .description('set, show and remove the single sign-on of an organisation')
  const common = (command: Command) =>
    command
      .option('--org <name>', 'organisation, by slug or id (default: the first one)')
      .option('--json', 'print JSON')
      .option('--data <dir>', 'data folder (default: ~/.tachograph)')
  common(group.command('set'))
    .description('set the provider, which has to answer; its redirect URI is ADDRESS/login/oidc/callback')
    .requiredOption('--issuer <url>', 'address of the provider, as it writes it')
    .requiredOption('--client-id <id>', 'what the provider calls this server')
    .option(
      '--secret-file <file>',
      'file with the client secret; - is the standard input (default: the one before)',
    )
    .option('--domain <domain...>', 'let in e-mail addresses of these domains alone')
    .option(
      '--default-role <role>',
      'let in people of these domains who were not added, as manager, member, viewer or guest',
    )
    .option('--assume-verified', 'take addresses for verified where the provider says neither yes nor no')
    .action(async (flags: SetFlags) => {
      const client_secret = flags.secretFile === undefined ? undefined : secretIn(flags.secretFile)
      const told = {
        ...{ issuer: flags.issuer, client_id: flags.clientId, domains: flags.domain ?? [] },
        ...{ default_role: (flags.defaultRole ?? null) as NewSignOnEntry['default_role'] },
        ...{ assume_verified: flags.assumeVerified ?? false },
        ...(client_secret === undefined ? {} : { client_secret }),
      }
      tell(flags, await within(flags, (admin) => admin.ask<SignOnEntry>('PUT', PATH, told)))
    })
  common(group.command('show'))
    .description('show the provider; its secret is never shown')
    .action(async (flags: Flags) =>
      tell(flags, await within(flags, (admin) => admin.ask<SignOnEntry>('GET', PATH))),
    )
  common(group.command('remove'))
    .description('end single sign-on, and the logins that came by it')
    .action(async (flags: Flags) => {
      await within(flags, (admin) => admin.ask('DELETE', PATH))
      say(flags.json ? '{}' : 'There is no single sign-on any more.')
    })
}

function tell({ json }: Flags, one: SignOnEntry): void {
  if (json) {
    say(JSON.stringify(one))
    return
  }
  say(`issuer       ${printable(one.issuer)}`)
  say(`client       ${printable(one.client_id)}`)
  say(`domains      ${one.domains?.length ? one.domains.join(', ') : 'any'}`)
  say(`who is new   ${one.default_role ?? 'is not let in'}`)
  if (one.assume_verified) say('addresses    count as verified where the provider does not say')
}

/** Errors: `bad_param`. */
function secretIn(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8').trim()
  } catch (cause) {
    const message = `--secret-file: ${file} cannot be read: ${(cause as Error).message}.`
    throw new TachographError('bad_param', message, { param: 'secret-file', cause })
  }
}
