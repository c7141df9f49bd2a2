/** `tachograph erase` and `tachograph pseudonyms`: what an organisation can do about people in its data. */
import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { type Config, loadConfig } from '../../config.ts'
import { OPERATOR } from '../../control/audit.ts'
import { isTeam, PERSONAL } from '../../control/mode.ts'
import { TachographError } from '../../errors.ts'
import { holderOf } from '../../store/lock.ts'
import { ORGANISATION_HEADER } from '../access.ts'
import type {
  ErasedAnswer,
  ErasuresAnswer,
  ForgottenAnswer,
  PseudonymsForgotten,
} from '../contract-privacy.ts'
import { privacyOf } from '../erase-people.ts'
import { call, controlOf, openFolder, type Server, serverOf } from './access.ts'
import { commandLine, quoted } from './command-line.ts'
import { forwardingOf } from './forwarding.ts'
import { hint, number, printable, say, table } from './terminal.ts'

interface Flags {
  forget?: boolean
  list?: boolean
  yes?: boolean
  org?: string
  json?: boolean
  data?: string
}

/** The same as `Privacy`, perhaps through a server. */
interface Reached {
  list(): Promise<ErasuresAnswer>
  /** Whether the person has one in the organisation; null where that cannot be told. */
  hasAccount(user: string): Promise<boolean | null>
  erase(user: string): Promise<ErasedAnswer>
  forget(user: string): Promise<ForgottenAnswer>
  forgetPseudonyms(): Promise<PseudonymsForgotten>
  close(): Promise<void>
}

export function erase(program: Command): void {
  common(
    program
      .command('erase')
      .argument('[user]', 'any identity of the person')
      .description('remove all that is of a person, for good, and keep it from coming back')
      .option('--list', 'list the erasures there were; they tell nobody')
      .option('--forget', 'let the person in again; what was removed stays so')
      .option('--yes', 'do not ask'),
  ).action(async (user: string | undefined, flags: Flags) => {
    const config = loadConfig({ data: flags.data }, process.env)
    if (flags.list) return list(config, flags)
    if (user === undefined || user.trim() === '')
      throw new TachographError('bad_param', 'Whom? Give an address, a login or an account of the person.')
    if (!flags.forget && !flags.yes) await confirmed(user)
    const named = Object.entries(config.aliases).filter((pair) => pair.includes(user.toLowerCase()))
    if (flags.forget) {
      const done = await within(config, flags, (privacy) => privacy.forget(user))
      if (flags.json) say(JSON.stringify(done))
      else
        say(
          done.forgotten > 0
            ? 'What they do is let in again from now on.'
            : 'Nobody of that name was erased.',
        )
      return
    }
    const done = await within(config, flags, async (privacy) => ({
      account: await privacy.hasAccount(user),
      answer: await privacy.erase(user),
    }))
    if (flags.json) say(JSON.stringify(done.answer))
    else tell(user, done, (words) => commandLine(words, config), flags)
    if (named.length > 0) hint('The key `aliases` of config.json names the person too: take them out there.')
  })
}

interface Done {
  account: boolean | null
  answer: ErasedAnswer
}

function tell(
  user: string,
  { account, answer }: Done,
  line: (words: string) => string,
  { org }: Flags,
): void {
  const { facts, sessions, records, identities } = answer
  if (!account && facts + sessions + records === 0) {
    const none = `There were no events, sessions or waiting records under ${printable(user)}`
    say(`${none}${account === null ? '' : ', and no account'}.`)
    say('The name is in the ledger of erasures all the same: nothing under it is kept from now on.')
    const where = org === undefined ? '' : ` --org ${quoted(org)}`
    hint(`To take that back: ${printable(line(`erase --forget ${quoted(user)}${where}`))}`)
    return
  }
  const removed = [
    `${number(facts)} events in ${number(sessions)} sessions`,
    `${number(records)} records that waited`,
    ...(account ? ['the account'] : []),
  ]
  say(`Erased: ${removed.join(', ')}; ${number(identities)} identities are refused from now on.`)
}

export function pseudonyms(program: Command): void {
  const group = program
    .command('pseudonyms')
    .description('names that stand for people, where the setting is on')
  common(group.command('forget'))
    .description('delete the key: nobody can tell any more whom the pseudonyms stand for')
    .option('--yes', 'do not ask')
    .action(async (flags: Flags) => {
      const config = loadConfig({ data: flags.data }, process.env)
      if (!flags.yes) await confirmed('the key of the pseudonyms')
      const done = await within(config, flags, (privacy) => privacy.forgetPseudonyms())
      if (flags.json) say(JSON.stringify(done))
      else say(done.forgotten ? 'The key is deleted.' : 'There was no key.')
    })
}

const common = (command: Command): Command =>
  command
    .option('--org <name>', 'organisation, by slug or id (default: the first one)')
    .option('--json', 'print JSON')
    .option('--data <dir>', 'data folder (default: ~/.tachograph)')

async function list(config: Config, flags: Flags): Promise<void> {
  const answer = await within(config, flags, (privacy) => privacy.list())
  if (flags.json) say(JSON.stringify(answer))
  else if (answer.data.length === 0) hint('Nobody was erased.')
  else say(table(COLUMNS, answer.data))
}

const COLUMNS = (['erased_at', 'done_at', 'identities', 'sessions', 'id'] as const).map((name) => ({
  name,
  unit: 'label' as const,
  description: '',
}))

/** Errors: `bad_param` where nobody can be asked, or the answer is no. */
async function confirmed(what: string): Promise<void> {
  if (!process.stdin.isTTY)
    throw new TachographError('bad_param', 'This cannot be undone. Say --yes to do it without being asked.')
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await asking.question(`Erase ${what}? This cannot be undone. Type yes: `)
  asking.close()
  if (answer.trim().toLowerCase() !== 'yes') throw new TachographError('bad_param', 'Nothing was erased.')
}

/** What is only told does not keep anybody from being erased. */
const found = (work: Promise<unknown>): Promise<boolean | null> =>
  work.then(
    () => true,
    (error: unknown) => (error instanceof TachographError && error.code === 'not_found' ? false : null),
  )

async function within<T>(config: Config, flags: Flags, work: (privacy: Reached) => Promise<T>): Promise<T> {
  const holder = holderOf(config.data)
  const privacy = holder?.url ? remote(serverOf(holder), flags.org) : await local(config, flags.org)
  try {
    return await work(privacy)
  } finally {
    await privacy.close()
  }
}

function remote(server: Server, org: string | undefined): Reached {
  const named: Record<string, string> = org === undefined ? {} : { [ORGANISATION_HEADER]: org }
  const ask = async (path: string, method: string, body?: object) => {
    const headers = { ...named, ...(body ? { 'content-type': 'application/json' } : {}) }
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) }
    return (await call(server, path, init)).json()
  }
  return {
    list: () => ask('/api/v1/erasures', 'GET') as Promise<ErasuresAnswer>,
    hasAccount: (user) => found(ask(`/api/v1/users/${encodeURIComponent(user)}`, 'GET')),
    erase: (user) => ask('/api/v1/erasures', 'POST', { user }) as Promise<ErasedAnswer>,
    forget: (user) => ask('/api/v1/erasures/forget', 'POST', { user }) as Promise<ForgottenAnswer>,
    forgetPseudonyms: () => ask('/api/v1/pseudonyms', 'DELETE') as Promise<PseudonymsForgotten>,
    close: async () => {},
  }
}

async function local(config: Config, org: string = PERSONAL): Promise<Reached> {
  const access = controlOf(config)
  const instance = await openFolder(config, hint, isTeam(access) ? access : null)
  const forwarding = forwardingOf(config, hint, (one) => instance.admissionOf(one))
  if (forwarding) instance.sweeps.push((one) => forwarding.sweep(one))
  const id = (await instance.control?.organisations.find(org))?.id ?? org
  const privacy = privacyOf(instance, await instance.tenant(id), instance.control)
  return {
    list: async () => privacy.list(),
    hasAccount: async (user) => (instance.control ? found(instance.control.people.get(id, user)) : false),
    erase: (user) => privacy.erase(user, OPERATOR),
    forget: (user) => privacy.forget(user, OPERATOR),
    forgetPseudonyms: () => privacy.forgetPseudonyms(OPERATOR),
    close: async () => {
      await forwarding?.close()
      await instance.close()
    },
  }
}
