/** What this machine tells of itself: whose it is, and the secret its line hashes are made with. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
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

/** Secret of a data folder, 64 hex digits; made on first use, readable by the owner only. */
export function secretOf(dir: string): string {
  const path = join(dir, 'secret')
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    const secret = randomBytes(32).toString('hex')
    writeFileSync(path, `${secret}\n`, { mode: 0o600, flag: 'wx' })
    return secret
  }
}
