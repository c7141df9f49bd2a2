/** Secrets in files of the data folder: made on first use, readable by the owner alone. */
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'

const SECRET = /^[0-9a-f]{64}$/

/** Secret of a data folder, 64 hex digits. Throws when it is damaged. */
export const secretOf = (dir: string): string =>
  secretAt(
    join(dir, 'secret'),
    'without it line hashes made so far match nothing, and who was erased is not known',
  )

/** The same at any path; `loss` says what is lost with it. */
export function secretAt(path: string, loss: string): string {
  try {
    return readSecret(path, loss)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
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
  return readSecret(path, loss)
}

function readSecret(path: string, loss: string): string {
  const secret = readFileSync(path, 'utf8').trim()
  if (SECRET.test(secret)) return secret
  throw new Error(`${path} is damaged. Put it back from a copy; ${loss}.`)
}
