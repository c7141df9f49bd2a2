/** Remembers across restarts what was imported into one target, and how far: nothing is written there before it is durable. */
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { Discovery, Found } from './discover.ts'
import type { Outcome } from './import.ts'

/** Where facts go, and what else decides how they look: for another target everything is read anew. */
export interface Target {
  /** Address without credentials, and what at that address. */
  place: string
  /** Tells what is at that place from what will be there when it was made anew. */
  identity: string
  org: string
  user: string | null
  lineKey: string
}

interface Position {
  state: string
  /** Source and version of the parser that read it. */
  by: string
  /** How far a database was read. */
  read_to: string | null
}

const FORMAT = 1
/** Lines that say nothing any more, beside as many as there are files, before the file is written anew. */
const SPARE = 1_000

const digest = (...parts: (string | null)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)

/** A line of the file: a checksum, since a wrong position would leave out what nobody looks for any more. */
const lineOf = (value: unknown): string => {
  const text = JSON.stringify(value)
  return `${crcOf(text)} ${text}\n`
}
const crcOf = (text: string): string => crc32(text).toString(16).padStart(8, '0')

const byOf = ({ source }: Found): string => `${source.id} ${source.parserVersion}`

export class Positions {
  readonly #path: string
  readonly #head: string
  readonly #log: (line: string) => void
  #files = new Map<string, Position>()
  #lines = 0
  /** The file is not what is known here: it has to be written anew. */
  #anew = true
  #failing = false

  /** Those of a target, in `dir`. What is damaged is told and forgotten: then everything is read again. */
  constructor(dir: string, { place, identity, org, user, lineKey }: Target, log: (line: string) => void) {
    this.#path = join(dir, `${digest(place, org, user)}.positions`)
    this.#head = lineOf([FORMAT, place, org, digest(identity, lineKey)])
    this.#log = log
    try {
      this.#read(readFileSync(this.#path, 'utf8'))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
      this.#files.clear()
      log(`${this.#path} cannot be used: all transcripts are read again. ${(error as Error).message}`)
    }
  }

  /** What is found without the files that are as they were when they were imported. */
  changed(found: Discovery): Discovery {
    const files = found.files.filter((file) => {
      const known = this.#files.get(file.path)
      return known?.state !== file.state || known.by !== byOf(file)
    })
    return { ...found, files }
  }

  /** How far a database was read the last time; null when it is another one by now. */
  since(file: Found): string | null {
    const known = this.#files.get(file.path)
    if (!known?.read_to || known.by !== byOf(file)) return null
    const [before, now] = [placeOf(known.state), placeOf(file.state)]
    return before.inode === now.inode && before.size <= now.size ? known.read_to : null
  }

  /** To be told what became of files, as they were found: those whose facts are durable are noted. */
  add(outcomes: readonly Outcome[]): void {
    const durable = outcomes.filter(({ state }) => state === 'durable')
    for (const { file, read_to } of durable)
      this.#files.set(file.path, { state: file.state, by: byOf(file), read_to })
    this.#write(durable.map(({ file }) => file.path))
  }

  /** Forgets files that are no more: what is made in their place is read. */
  forget({ files }: Discovery): void {
    if (this.#files.size <= files.length && files.every(({ path }) => this.#files.has(path))) return
    const found = new Set(files.map(({ path }) => path))
    const gone = [...this.#files.keys()].filter((path) => !found.has(path) && !existsSync(path))
    for (const path of gone) this.#files.delete(path)
    this.#write(gone)
  }

  /** Throws on what is damaged. A last line that was cut off was never promised. */
  #read(text: string): void {
    const lines = text.split(/(?<=\n)/)
    if (lines[0] !== this.#head) {
      // Another identity or format: whole, but of no use.
      toldBy(lines[0] ?? '')
      return
    }
    const cut = lines.at(-1)?.endsWith('\n') ? 0 : 1
    for (const line of lines.slice(1, lines.length - cut)) {
      const [path, state, by, read_to = null] = toldBy(line) as [string, string, string, string?]
      if (state === undefined) this.#files.delete(path)
      else this.#files.set(path, { state, by, read_to })
    }
    this.#lines = lines.length - 1
    this.#anew = cut > 0
  }

  #write(paths: readonly string[]): void {
    if (paths.length === 0) return
    try {
      this.#lines += paths.length
      if (this.#anew || this.#lines > 2 * this.#files.size + SPARE) this.#writeAll()
      // Without fsync: what a loss of power takes away is read again.
      else appendFileSync(this.#path, this.#linesOf(paths))
      this.#anew = false
      this.#failing = false
    } catch (error) {
      const why = (error as Error).message
      if (!this.#failing) this.#log(`What is imported now will be read again at the next start: ${why}`)
      this.#failing = true
      this.#anew = true
    }
  }

  #writeAll(): void {
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 })
    const aside = `${this.#path}.${process.pid}`
    const fd = openSync(aside, 'w', 0o600)
    try {
      writeFileSync(fd, this.#head + this.#linesOf([...this.#files.keys()]))
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    try {
      renameSync(aside, this.#path)
    } finally {
      rmSync(aside, { force: true })
    }
    this.#lines = this.#files.size
  }

  #linesOf(paths: readonly string[]): string {
    return paths
      .map((path) => {
        const known = this.#files.get(path)
        if (!known) return lineOf([path])
        const { state, by, read_to } = known
        return lineOf(read_to === null ? [path, state, by] : [path, state, by, read_to])
      })
      .join('')
  }
}

function toldBy(line: string): unknown[] {
  const text = line.slice(9, -1)
  if (crcOf(text) !== line.slice(0, 8)) throw new Error('It is damaged.')
  return JSON.parse(text) as unknown[]
}

/** Which file it was, and how large: the first of what a state consists of. */
function placeOf(state: string): { size: number; inode: string } {
  const [size, , inode = ''] = (state.split(',')[0] ?? '').split(' ')
  return { size: Number(size), inode }
}
