/** A spool: records that wait on disk until somebody takes them, kept over crashes, up to a number of bytes. */
import { join } from 'node:path'
import { type Appending, FILES, type Files } from './files.ts'
import { contentOf, lineOf, type Waiting } from './lines.ts'

export interface SpoolOptions {
  /** Folder of this spool alone; made when something is put there. */
  dir: string
  /** Bytes that may wait. 0: nothing ever does. */
  mostBytes: number
  /** A file that is larger than this, in bytes, is followed by a new one. */
  fileBytes?: number
  files?: Files
  log?(line: string): void
}

export interface SpoolState {
  /** Of what waits, as it lies on disk. */
  bytes: number
  records: number
  /** When the oldest was put there, ms since 1970 UTC; null when nothing waits. */
  oldest_at: number | null
  /** Since the start: records that were found to be damaged. */
  damaged: number
  /** Files that were set aside and are still there: damaged ones, and what nobody would take. */
  set_aside: number
}

/** Nothing was kept: there is no room for it. */
export class SpoolFull extends Error {}

/** One file of records. */
interface Segment {
  name: string
  bytes: number
  records: number
  oldest: number | null
  damaged: number
  /** Whether its damage is already counted. */
  told: boolean
}

/** The oldest records, to be removed together once somebody has them. */
export interface Taken {
  segment: Segment
  records: Waiting[]
}

interface Put {
  lines: Buffer
  records: number
  at: number
  done(): void
  failed(error: unknown): void
}

const FILE_BYTES = 4 * 1024 * 1024
const NAME = /^(\d{12})\.jsonl$/
/** Where files go that nobody can use, up to so many bytes. */
const ASIDE = 'set-aside'
const MOST_ASIDE = 16 * 1024 * 1024

export class Spool {
  readonly #o: SpoolOptions
  readonly #files: Files
  readonly #opened: Promise<void>
  /** Oldest first; the last one may be `#active`. */
  #segments: Segment[] = []
  #active: { segment: Segment; file: Appending } | null = null
  #next = 1
  /** Bytes of segments, and those that are about to be. */
  #bytes = 0
  #waiting: Put[] = []
  /** Whoever works on the files goes after whoever did before. */
  #turn: Promise<unknown> = Promise.resolve()
  #damaged = 0
  #aside = 0
  #asideBytes = 0
  #closed = false

  /** Opens at once and reads what there is on the side. Nothing that is found there is a reason not to. */
  constructor(options: SpoolOptions) {
    this.#o = options
    this.#files = options.files ?? FILES
    this.#opened = this.#open()
  }

  /** Resolves when what a former process left is known. */
  ready(): Promise<void> {
    return this.#opened
  }

  state(): SpoolState {
    return {
      bytes: this.#bytes,
      records: this.#segments.reduce((sum, one) => sum + one.records, 0),
      oldest_at: this.#segments.find((one) => one.oldest !== null)?.oldest ?? null,
      damaged: this.#damaged,
      set_aside: this.#aside,
    }
  }

  /**
   * Resolves when all of the texts, which must have no line ends, survive a loss of power. Errors: SpoolFull, and those
   * of the file system; then nothing of it is promised.
   */
  async put(texts: readonly string[], now: number): Promise<void> {
    if (texts.length === 0) return
    await this.#opened
    const lines = Buffer.concat(texts.map((text) => lineOf({ at: now, text })))
    if (this.#closed || this.#bytes + lines.length > this.#o.mostBytes)
      throw new SpoolFull(`There is no room for ${lines.length} bytes more.`)
    this.#bytes += lines.length
    await new Promise<void>((done, failed) => {
      this.#waiting.push({ lines, records: texts.length, at: now, done, failed })
      // Whoever comes while this waits for its turn goes along.
      if (this.#waiting.length === 1) void this.#exclusively(() => this.#writeRound())
    })
  }

  /** The oldest records there are; null when nothing waits. Until `remove` it is the same again. */
  async first(): Promise<Taken | null> {
    await this.#opened
    for (let segment = this.#segments[0]; segment; segment = this.#segments[0]) {
      const oldest = segment
      await this.#exclusively(() => (this.#active?.segment === oldest ? this.#seal() : null))
      const records = await this.#recordsOf(oldest)
      if (records && records.length > 0) return { segment: oldest, records }
      if (records) await this.remove({ segment: oldest, records })
    }
    return null
  }

  /** To be called once the records are safe elsewhere. What cannot be deleted now is found again by the next process. */
  async remove({ segment }: Taken): Promise<void> {
    const { name, bytes, damaged } = segment
    this.#segments = this.#segments.filter((one) => one !== segment)
    this.#bytes -= bytes
    if (damaged > 0) await this.#setAside(name, bytes)
    else await this.#files.remove(this.#path(name)).catch((error) => this.#log(`${name} stays: ${error}`))
  }

  /**
   * Keeps a record that nobody would take, for people to look at. Errors: those of the file system, and SpoolFull when too
   * much was set aside already; then it must stay where it is.
   */
  async setAside({ at, text }: Waiting, why: string): Promise<void> {
    const line = lineOf({ at, text })
    if (this.#asideBytes + line.length > MOST_ASIDE) await this.#countAside()
    if (this.#asideBytes + line.length > MOST_ASIDE)
      throw new SpoolFull(`${this.#path(ASIDE)} is full: look at what lies there, and delete it.`)
    await this.#files.makeFolder(this.#path(ASIDE))
    const path = this.#path(ASIDE, this.#nextName())
    const file = await this.#files.create(path)
    try {
      await file.write(line).then(() => file.sync())
    } catch (error) {
      await this.#files.remove(path).catch(() => {})
      throw error
    } finally {
      await file.close().catch(() => {})
    }
    this.#log(`a record is set aside: ${why}`)
    this.#damaged++
    this.#aside++
    this.#asideBytes += line.length
  }

  /** Ends what is being written; whatever comes later is refused. */
  async close(): Promise<void> {
    await this.#opened
    this.#closed = true
    await this.#exclusively(() => this.#seal())
  }

  #exclusively<T>(work: () => Promise<T> | T): Promise<T> {
    const mine = this.#turn.then(work)
    this.#turn = mine.catch(() => {})
    return mine
  }

  async #open(): Promise<void> {
    await this.#countAside()
    const names = await this.#names()
    for (const name of names.sort()) {
      const segment: Segment = { name, bytes: 0, records: 0, oldest: null, damaged: 0, told: false }
      try {
        segment.bytes = await this.#files.size(this.#path(name))
      } catch (error) {
        await this.#unreadable(segment, error)
        continue
      }
      this.#bytes += segment.bytes
      this.#segments.push(segment)
      const records = await this.#recordsOf(segment)
      segment.records = records?.length ?? 0
      segment.oldest = records?.[0]?.at ?? null
    }
  }

  /** People may have deleted some of it. */
  async #countAside(): Promise<void> {
    const names = await this.#names(ASIDE)
    const sizes = names.map((name) => this.#files.size(this.#path(ASIDE, name)).catch(() => 0))
    this.#asideBytes = (await Promise.all(sizes)).reduce((sum, one) => sum + one, 0)
    this.#aside = names.length
  }

  /** Names of its files in a folder, and none of others; the next one is beyond all of them. */
  async #names(...folder: string[]): Promise<string[]> {
    try {
      const names = (await this.#files.list(this.#path(...folder))).filter((name) => NAME.test(name))
      for (const name of names) this.#next = Math.max(this.#next, Number(NAME.exec(name)?.[1]) + 1)
      return names
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#log(`cannot be read: ${error}`)
      return []
    }
  }

  /** Null when the file cannot be read: then it is not among the segments any more. */
  async #recordsOf(segment: Segment): Promise<Waiting[] | null> {
    let file: Buffer
    try {
      file = await this.#files.read(this.#path(segment.name))
    } catch (error) {
      this.#segments = this.#segments.filter((one) => one !== segment)
      this.#bytes -= segment.bytes
      await this.#unreadable(segment, error)
      return null
    }
    const { records, damaged } = contentOf(file)
    segment.damaged = damaged
    if (damaged > 0 && !segment.told) {
      segment.told = true
      this.#damaged += damaged
      this.#log(`${segment.name}: ${damaged} of ${records.length + damaged} records are damaged or cut off`)
    }
    return records
  }

  async #unreadable({ name, bytes }: Segment, error: unknown): Promise<void> {
    this.#damaged++
    this.#log(`${name} cannot be read: ${error}`)
    await this.#setAside(name, bytes)
  }

  async #setAside(name: string, bytes: number): Promise<void> {
    try {
      if (this.#asideBytes + bytes > MOST_ASIDE) return await this.#files.remove(this.#path(name))
      await this.#files.makeFolder(this.#path(ASIDE))
      await this.#files.move(this.#path(name), this.#path(ASIDE, name))
      this.#aside++
      this.#asideBytes += bytes
      this.#log(`${name} is set aside`)
    } catch (error) {
      this.#log(`${name} stays: ${error}`)
    }
  }

  /** Whatever waits goes out together: one call of the disk for all of it. */
  async #writeRound(): Promise<void> {
    const round = this.#waiting
    this.#waiting = []
    try {
      await this.#write(round)
      for (const put of round) put.done()
    } catch (error) {
      for (const put of round) {
        this.#bytes -= put.lines.length
        put.failed(error)
      }
    }
  }

  async #write(round: readonly Put[]): Promise<void> {
    const { segment, file } = await this.#writable()
    const bytes = Buffer.concat(round.map((put) => put.lines))
    try {
      await file.write(bytes)
      await file.sync()
    } catch (error) {
      await this.#cutBack()
      throw error
    }
    segment.bytes += bytes.length
    for (const put of round) {
      segment.records += put.records
      segment.oldest ??= put.at
    }
    if (segment.bytes >= (this.#o.fileBytes ?? FILE_BYTES)) await this.#seal()
  }

  async #writable(): Promise<{ segment: Segment; file: Appending }> {
    if (this.#active) return this.#active
    await this.#files.makeFolder(this.#o.dir)
    const name = this.#nextName()
    const file = await this.#files.create(this.#path(name))
    const segment: Segment = { name, bytes: 0, records: 0, oldest: null, damaged: 0, told: false }
    this.#segments.push(segment)
    this.#active = { segment, file }
    return this.#active
  }

  /** After a write that failed nobody knows what lies at the end of the file: it is never written to again. */
  async #cutBack(): Promise<void> {
    if (!this.#active) return
    const { segment, file } = this.#active
    await file
      .truncate(segment.bytes)
      .catch((error) => this.#log(`${segment.name} keeps a torn end: ${error}`))
    await this.#seal()
  }

  async #seal(): Promise<void> {
    const file = this.#active?.file
    this.#active = null
    await file?.close().catch((error) => this.#log(`a file could not be closed: ${error}`))
  }

  #nextName(): string {
    return `${String(this.#next++).padStart(12, '0')}.jsonl`
  }

  #path(...names: string[]): string {
    return join(this.#o.dir, ...names)
  }

  #log(line: string): void {
    this.#o.log?.(`spool: ${line}`)
  }
}
