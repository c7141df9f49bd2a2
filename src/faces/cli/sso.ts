/** `tachograph sso`: the provider of single sign-on of an organisation. */
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { type Config, loadConfig } from '../../config.ts'
import { OPERATOR } from '../../control/audit.ts'
import { isTeam, PERSONAL } from '../../control/mode.ts'
import { sealKeyFrom } from '../../control/sealed.ts'
import { TachographError } from '../../errors.ts'
import { holderOf, takeLock } from '../../store/lock.ts'
import { ORGANISATION_HEADER } from '../access.ts'
import type { NewSignOnEntry, SignOnEntry } from '../contract-login.ts'
import { call, controlOf, folderSecret, serverOf } from './access.ts'
import { commandLine } from './command-line.ts'
import { printable, say } from './terminal.ts'

interface Flags {
  org?: string
  data?: string
  json?: boolean
}
interface SetFlags extends Flags {
  issuer: string
  clientId: string
  secretFile?: string
  domain?: string[]
  defaultRole?: string
  assumeVerified?: boolean
}

interface Sso {
  set(told: NewSignOnEntry): Promise<SignOnEntry>
  show(): Promise<SignOnEntry>
  remove(): Promise<void>
  close(): Promise<void>
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
      tell(flags, await within(flags, (one) => one.set(told)))
    })
  common(group.command('show'))
    .description('show the provider; its secret is never shown')
    .action(async (flags: Flags) => tell(flags, await within(flags, (one) => one.show())))
  common(group.command('remove'))
    .description('end single sign-on, and the logins that came by it')
    .action(async (flags: Flags) => {
      await within(flags, (one) => one.remove())
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

async function within<T>(flags: Flags, work: (one: Sso) => Promise<T>): Promise<T> {
  const config = loadConfig({ data: flags.data }, process.env)
  if (!isTeam(controlOf(config)))
    throw new TachographError(
      'config',
      `${config.data} is for one person, who needs no login. Make an organisation first: ${commandLine('init NAME', config)}`,
    )
  const holder = holderOf(config.data)
  const one = holder?.url ? remote(serverOf(holder), flags.org) : await local(config, flags.org)
  try {
    return await work(one)
  } finally {
    await one.close()
  }
}

const PATH = '/api/v1/single-sign-on'

function remote({ url, headers }: ReturnType<typeof serverOf>, org = PERSONAL): Sso {
  const server = { url, headers: { ...headers, [ORGANISATION_HEADER]: org } }
  const json = { 'content-type': 'application/json' }
  const ask = async (init: RequestInit) => (await call(server, PATH, init)).json() as Promise<SignOnEntry>
  return {
    set: (told) => ask({ method: 'PUT', headers: json, body: JSON.stringify(told) }),
    show: () => ask({}),
    remove: async () => void (await ask({ method: 'DELETE' })),
    close: async () => {},
  }
}

/** Works on the database itself, under the lock of its folder. Errors: `locked`, `not_found`. */
async function local(config: Config, org = PERSONAL): Promise<Sso> {
  const lock = takeLock(config.data)
  try {
    const [{ openControl }, { OpenId }, { newSignOn, signOn }] = await Promise.all([
      import('../../control/control.ts'),
      import('../../control/oidc.ts'),
      import('../contract-login.ts'),
    ])
    const control = await openControl(controlOf(config))
    const id = async () => {
      const found = await control.organisations.find(org)
      if (found) return found.id
      throw new TachographError('not_found', `There is no organisation ${org.slice(0, 60)}.`)
    }
    const key = sealKeyFrom(folderSecret(config))
    const openId = new OpenId({ allowPrivate: config.allow_private_issuers })
    return {
      set: async (told) => {
        const parsed = newSignOn.safeParse(told)
        const [issue] = parsed.error?.issues ?? []
        if (!parsed.success) {
          const param = String(issue?.path[0] ?? 'sso')
          throw new TachographError('bad_param', `${param}: ${issue?.message}.`, { param })
        }
        return signOn.encode(await control.signOn.set(await id(), parsed.data, OPERATOR, { key, openId }))
      },
      show: async () => {
        const found = await control.signOn.get(await id())
        if (!found) throw new TachographError('not_found', 'This organisation has no single sign-on.')
        return signOn.encode(found)
      },
      remove: async () => control.signOn.remove(await id(), OPERATOR),
      close: async () => {
        await control.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}
