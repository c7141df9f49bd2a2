/** What this machine tells of itself: whose it is, and the secret its line hashes are made with. */
import { execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { hostname, userInfo } from 'node:os'
import { identityOf, isAddress } from '../facts/identity.ts'

export { secretOf } from '../spool/secrets.ts'

/** E-mail address of git's global configuration, else login@host. */
export function machineUser(): string {
  try {
    const email = execFileSync('git', ['config', '--global', 'user.email'], {
      encoding: 'utf8',
      timeout: 2_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
    if (email) return email
  } catch {
    // No git, or no address: the login names the person.
  }
  return machineLogin()
}

/** The login on this machine: what names a person where git knows no address. */
export const machineLogin = (): string => identityOf(`${userInfo().username}@${hostname().split('.')[0]}`)

/** Logins and machines that many have, so that their names say nothing of a person. */
const COMMON =
  /^(?:root|admin|administrator|user|runner|ubuntu|debian|ec2-user|vscode|codespace|node|docker|jenkins|gitlab-runner|build|ci)@|@(?:localhost|[0-9a-f]{12})$/

/** Other names of whoever works on this machine and is known by an address. */
export function machineAliases(user: string | null): string[] {
  const login = machineLogin()
  if (user === null || !isAddress(user) || process.env.CI || COMMON.test(login)) return []
  return identityOf(user) === login ? [] : [login]
}

/**
 * Key of the hashes of added lines of an organisation, hex. Whoever sends facts for it has to know this key; the secret and
 * the keys of other organisations cannot be told from it.
 */
export const lineKeyFrom = (secret: string, org: string): string =>
  createHmac('sha256', secret).update(`lines ${org}`).digest('hex')

/** Key of the ids of people of an organisation, hex. It stays on the server: whoever has it can read and make such ids. */
export const idKeyFrom = (secret: string, org: string): string =>
  createHmac('sha256', secret).update(`ids of people ${org}`).digest('hex')
