/** The lock of a data folder: one process writes to it, and says in its claim where it can be reached. */
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
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
  /** Lets commands of this machine in where the server asks for keys; null where it does not. */
  operator: string | null
  /** False while it is only asking for the folder. */
  held: boolean
}

export interface Lock {
  /** Writes down where this process answers, for commands that want to talk to it. */
  announce(url: string, operator: string | null): void
  release(): void
}

/**
 * A claim is a file of its own, named after its process: removing the claim of a dead process can never remove another
 * one's, however many processes start at the same time.
 */
const CLAIM = /^lock\.(\d+)-[0-9a-f]+$/
/** How long two processes that ask at the same moment wait for each other. */
const PATIENCE_MS = 2_000

/** Fields of a process behind its name, from /proc; none where there is no /proc. */
function statOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}

/** Start time of a process in clock ticks since boot; null where nobody tells. */
const processStart = (pid: number): string | null => statOf(pid)[19] ?? null

/** A process that was killed stands there until its parent has taken note; it holds nothing any more. */
const isOver = (pid: number): boolean => /^[ZX]$/.test(statOf(pid)[0] ?? '')

function isAlive({ pid, started }: Pick<Holder, 'pid' | 'started'>): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  if (isOver(pid)) return false
  return started === null || started === processStart(pid)
}

interface Claim {
  file: string
  holder: Holder
}

/** Claims of processes that live. Those of others are removed on the way. */
function claims(dir: string): Claim[] {
  const out: Claim[] = []
  let files: string[]
  try {
    files = readdirSync(dir).sort()
  } catch {
    return out
  }
  for (const file of files) {
    const pid = CLAIM.exec(file)?.[1]
    if (pid === undefined) continue
    const holder = readClaim(join(dir, file), Number(pid))
    if (!holder) continue
    if (isAlive(holder)) out.push({ file, holder })
    else rmSync(join(dir, file), { force: true })
  }
  return out
}

/** Null when the file is gone; what cannot be read, after a power cut for instance, still has its pid. */
function readClaim(path: string, pid: number): Holder | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    text = ''
  }
  try {
    return { ...(JSON.parse(text) as Holder), pid }
  } catch {
    return { pid, started: null, url: null, operator: null, held: true }
  }
}

/** Who holds the folder now, or null. A claim left by a process that is gone counts as none. */
export function holderOf(dir: string): Holder | null {
  const all = claims(dir).map((c) => c.holder)
  return all.find((h) => h.held) ?? all[0] ?? null
}

/** Whole or not at all, for whoever reads it at the same time. */
function write(path: string, holder: Holder): void {
  const fd = openSync(`${path}.new`, 'w', 0o600)
  writeSync(fd, JSON.stringify(holder))
  fsyncSync(fd)
  closeSync(fd)
  renameSync(`${path}.new`, path)
}

const pause = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)

/**
 * Takes the folder. A folder that a live process holds is never taken from it: then it throws `locked` with its pid.
 * Of several that ask at once one gets it. Errors: `locked`.
 */
export function takeLock(dir: string): Lock {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const file = `lock.${process.pid}-${randomBytes(4).toString('hex')}`
  const path = join(dir, file)
  const mine: Holder = {
    pid: process.pid,
    started: processStart(process.pid),
    url: null,
    operator: null,
    held: false,
  }
  const deadline = Date.now() + PATIENCE_MS
  // Claiming before looking: of two that do so at the same time at least one sees the other.
  write(path, mine)
  for (;;) {
    const others = claims(dir).filter((c) => c.file !== file)
    if (others.length === 0) break
    const holder = others.find((c) => c.holder.held)?.holder
    if (holder || Date.now() > deadline) {
      rmSync(path, { force: true })
      throw refusal(dir, holder ?? others[0]?.holder)
    }
    // Everybody only asks: the first by name waits for the others to step back.
    if (others.some((c) => c.file < file)) {
      rmSync(path, { force: true })
      pause(20 + Math.random() * 60)
      write(path, mine)
    } else pause(10)
  }
  write(path, { ...mine, held: true })
  return {
    announce: (url, operator) => write(path, { ...mine, url, operator, held: true }),
    release: () => rmSync(path, { force: true }),
  }
}

function refusal(dir: string, holder: Holder | undefined): TachographError {
  const where = holder?.url ? ` It answers at ${holder.url}.` : ''
  return new TachographError(
    'locked',
    `Process ${holder?.pid} is using the data folder ${dir}.${where} Stop it, or choose another folder with --data.`,
  )
}
