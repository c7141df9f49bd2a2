/** What this machine tells of itself: whose it is, and the secret its line hashes are made with. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'

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
  return `${userInfo().username}@${hostname()}`
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

function readSecret(path: string): string {
  const secret = readFileSync(path, 'utf8').trim()
  if (SECRET.test(secret)) return secret
  throw new Error(
    `${path} is damaged. Put it back from a copy; without it line hashes made so far match nothing.`,
  )
}
