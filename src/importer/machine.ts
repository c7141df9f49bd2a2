/** What this machine tells of itself: whose it is, and the secret its line hashes are made with. */
import { execFileSync } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { identityOf, isAddress } from '../facts/identity.ts'

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

const SECRET = /^[0-9a-f]{64}$/

/** Secret of a data folder, 64 hex digits; made on first use, readable by the owner only. Throws when it is damaged. */
export function secretOf(dir: string): string {
  const path = join(dir, 'secret')
  try {
    return readSecret(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  // Written aside and linked: a crash leaves no half secret, and of two that make one at a time the first one's stays.
  const aside = `${path}.${process.pid}`
  const fd = openSync(aside, 'w', 0o600)
  writeSync(fd, `${randomBytes(32).toString('hex')}\n`)
  fsyncSync(fd)
  closeSync(fd)
  try {
    linkSync(aside, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
  return readSecret(path)
}

/**
 * Key of the hashes of added lines of an organisation, hex. Whoever sends facts for it has to know this key; the secret and
 * the keys of other organisations cannot be told from it.
 */
export const lineKeyFrom = (secret: string, org: string): string =>
  createHmac('sha256', secret).update(`lines ${org}`).digest('hex')

function readSecret(path: string): string {
  const secret = readFileSync(path, 'utf8').trim()
  if (SECRET.test(secret)) return secret
  throw new Error(
    `${path} is damaged. Put it back from a copy; without it line hashes made so far match nothing.`,
  )
}
