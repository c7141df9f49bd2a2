/** The lock of a data folder: one process writes to it, and says in the lock file where it can be reached. */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { TachographError } from '../errors.ts'

export interface Holder {
  pid: number
  /** Start of that process as the system tells it, so that a reused pid is not taken for the holder; null if unknown. */
  started: string | null
  /** Where it answers HTTP; null until it listens, and for commands that do not. */
  url: string | null
}

export interface Lock {
  /** Writes down where this process answers, for commands that want to talk to it. */
  announce(url: string): void
  release(): void
}

const FILE = 'tachograph.lock'

/** Start time of a process in clock ticks since boot, from /proc; null where there is no /proc. */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return holder.started === null || holder.started === processStart(holder.pid)
}

/** Who holds the folder now, or null. A lock left by a process that is gone counts as none. */
export function holderOf(dir: string): Holder | null {
  let text: string
  try {
    text = readFileSync(join(dir, FILE), 'utf8')
  } catch {
    return null
  }
  try {
    const holder = JSON.parse(text) as Holder
    return isAlive(holder) ? holder : null
  } catch {
    return null
  }
}

function write(path: string, holder: Holder, flags: string): void {
  const fd = openSync(path, flags, 0o600)
  writeSync(fd, JSON.stringify(holder))
  fsyncSync(fd)
  closeSync(fd)
}

/**
 * Takes the folder. A lock of a live process is never stolen: then it throws `locked` with the holder's pid.
 * Errors: `locked`.
 */
export function takeLock(dir: string): Lock {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const path = join(dir, FILE)
  const mine: Holder = { pid: process.pid, started: processStart(process.pid), url: null }
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      write(path, mine, 'wx')
      return {
        announce: (url) => {
          const next = `${path}.${process.pid}`
          write(next, { ...mine, url }, 'w')
          renameSync(next, path)
        },
        release: () => rmSync(path, { force: true }),
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = holderOf(dir)
    if (holder) {
      const where = holder.url ? ` It answers at ${holder.url}.` : ''
      throw new TachographError(
        'locked',
        `Process ${holder.pid} is using the data folder ${dir}.${where} Stop it, or choose another folder with --data.`,
      )
    }
    // Left by a process that is gone. Renaming first lets only one of several starters remove it.
    const stale = `${path}.stale.${process.pid}`
    try {
      renameSync(path, stale)
      rmSync(stale, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  throw new TachographError('locked', `The data folder ${dir} is being taken by another process. Try again.`)
}
