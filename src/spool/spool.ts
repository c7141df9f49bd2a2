/** A spool: records that wait on disk until somebody takes them, kept over crashes, up to a number of bytes. */
import { join } from 'node:path'
import { type Appending, FILES, type Files, NoFile } from './files.ts'
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

/** What waits cannot be read now. It stays, and may be read later. */
export class SpoolUnreadable extends Error {}

/** One file of records. */
interface Segment {
  name: string
  bytes: number
  records: number
  oldest: number | null
  damaged: number
  /** Whether its damage is already counted. */
  told: boolean
  /** Why it could not be read the last time. */
  trouble: string | null
}

const emptySegment = (name: string): Segment => ({
  ...{ name, bytes: 0, records: 0, oldest: null, damaged: 0, told: false, trouble: null },
})

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
  #opened: Promise<void>
  /** Oldest first; the last one may be `#active`. */
  #segments: Segment[] = []
  #active: { segment: Segment; file: Appending } | null = null
  #next = 1
  /** Whether it is known what a former process left. */
  #listed = false
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
    await this.#known()
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

  /**
   * The oldest records there are that can be read; null when nothing waits. Until `remove` it is the same again. Errors:
   * SpoolUnreadable when all that waits cannot be read now.
   */
  async first(): Promise<Taken | null> {
    await this.#known()
    for (const segment of [...this.#segments]) {
      await this.#exclusively(() => (this.#active?.segment === segment ? this.#seal() : null))
      const records = await this.#recordsOf(segment)
      if (records && records.length > 0) return { segment, records }
      if (records) await this.remove({ segment, records })
    }
    const trouble = this.#listed ? this.#segments.find((one) => one.trouble)?.trouble : 'its folder'
    if (trouble) throw new SpoolUnreadable(trouble)
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

  /**
   * Writes anew what `change` makes of the records, null for none of one, in all files, those that were set aside too;
   * what is damaged goes, since nobody knows what it says. Answers how many records that were. Errors: those of the file
   * system; then some are done.
   */
  async rewrite(change: (text: string, at: number) => string | null): Promise<number> {
    await this.#known()
    return this.#exclusively(async () => {
      await this.#seal()
      let changed = 0
      for (const segment of [...this.#segments]) {
        const lines = await this.#rewriteFile([segment.name], change)
        changed += lines.changed
        if (lines.changed === 0) continue
        this.#weighs(segment, lines.bytes)
        segment.records = lines.records
        segment.damaged = 0
      }
      for (const name of (await this.#names(ASIDE)) ?? []) {
        const lines = await this.#rewriteFile([ASIDE, name], change)
        changed += lines.changed
        if (lines.records === 0) await this.#files.remove(this.#path(ASIDE, name))
      }
      await this.#countAside()
      return changed
    })
  }

  async #rewriteFile(path: string[], change: (text: string, at: number) => string | null) {
    const { records, damaged } = contentOf(await this.#files.read(this.#path(...path)))
    let changed = damaged
    const lines = records.flatMap(({ at, text }) => {
      const now = change(text, at)
      if (now !== text) changed++
      return now === null ? [] : [lineOf({ at, text: now })]
    })
    const bytes = Buffer.concat(lines)
    if (changed > 0) {
      const aside = this.#path(`${path.at(-1)}.new`)
      await this.#files.remove(aside)
      const file = await this.#files.create(aside)
      try {
        await file.write(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      // A file without records is found and removed by whoever takes from the spool next.
      await this.#files.move(aside, this.#path(...path))
    }
    return { changed, records: lines.length, bytes: bytes.length }
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

  /** Looks again when what a former process left could not be told before. */
  async #known(): Promise<void> {
    const opened = this.#opened
    await opened
    // Whoever comes first looks for all.
    if (!this.#listed && this.#opened === opened) this.#opened = this.#exclusively(() => this.#open())
    await this.#opened
  }

  async #open(): Promise<void> {
    await this.#countAside()
    const names = await this.#names()
    this.#listed = names !== null
    const there = this.#segments
    const fresh = (names ?? []).filter((name) => !there.some((one) => one.name === name))
    const found = fresh.sort().map(emptySegment)
    this.#segments = [...found, ...there]
    for (const segment of found) await this.#recordsOf(segment)
  }

  /** People may have deleted some of it. */
  async #countAside(): Promise<void> {
    const names = (await this.#names(ASIDE)) ?? []
    const sizes = names.map((name) => this.#files.size(this.#path(ASIDE, name)).catch(() => 0))
    this.#asideBytes = (await Promise.all(sizes)).reduce((sum, one) => sum + one, 0)
    this.#aside = names.length
  }

  /** Names of its files in a folder, and none of others; the next one is beyond all of them. Null: it cannot be read now. */
  async #names(...folder: string[]): Promise<string[] | null> {
    try {
      const names = (await this.#files.list(this.#path(...folder))).filter((name) => NAME.test(name))
      for (const name of names) this.#next = Math.max(this.#next, Number(NAME.exec(name)?.[1]) + 1)
      return names
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      this.#log(`cannot be read: ${error}`)
      return null
    }
  }

  /** Null when the file cannot be read now, or never: then it is not among the segments any more. */
  async #recordsOf(segment: Segment): Promise<Waiting[] | null> {
    const { name } = segment
    let file: Buffer
    try {
      this.#weighs(segment, await this.#files.size(this.#path(name)))
      file = await this.#files.read(this.#path(name))
    } catch (error) {
      await this.#unreadable(segment, error)
      return null
    }
    segment.trouble = null
    const { records, damaged } = contentOf(file)
    segment.damaged = damaged
    segment.records = records.length
    segment.oldest = records[0]?.at ?? null
    if (damaged > 0 && !segment.told) {
      segment.told = true
      this.#damaged += damaged
      this.#log(`${name}: ${damaged} of ${records.length + damaged} records are damaged or cut off`)
    }
    return records
  }

  #weighs(segment: Segment, bytes: number): void {
    this.#bytes += bytes - segment.bytes
    segment.bytes = bytes
  }

  /** Only what is gone, or is no file, will never be read: everything else may pass. */
  async #unreadable(segment: Segment, error: unknown): Promise<void> {
    const { name } = segment
    const gone = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const trouble = `${name} cannot be read: ${error}`
    if (trouble !== segment.trouble) this.#log(trouble)
    segment.trouble = trouble
    if (!gone && !(error instanceof NoFile)) return
    this.#damaged++
    this.#weighs(segment, 0)
    this.#segments = this.#segments.filter((one) => one !== segment)
    if (!gone) await this.#setAside(name, 0)
  }

  async #setAside(name: string, bytes: number): Promise<void> {
    try {
      // What nobody has read is never removed.
      if (bytes > 0 && this.#asideBytes + bytes > MOST_ASIDE)
        return await this.#files.remove(this.#path(name))
      await this.#files.makeFolder(this.#path(ASIDE))
      await this.#files.move(this.#path(name), this.#path(ASIDE, name))
      this.#aside++
      this.#asideBytes += bytes
      this.#log(`${name} is set aside`)
    } catch (error) {
      this.#log(`${name} stays: ${error}`)
    }
  }

  /** Whatever waits goes out together: one call of the disk for as much as a file takes. */
  async #writeRound(): Promise<void> {
    const round = this.#waiting
    this.#waiting = []
    while (round.length > 0) {
      const part = round.splice(0, this.#fitting(round))
      try {
        await this.#write(part)
        for (const put of part) put.done()
      } catch (error) {
        for (const put of part) {
          this.#bytes -= put.lines.length
          put.failed(error)
        }
      }
    }
  }

  /** How many of them go into the file that is being written, until it is as large as it should be. */
  #fitting(round: readonly Put[]): number {
    let bytes = this.#active?.segment.bytes ?? 0
    let fit = 0
    for (; fit < round.length && bytes < this.#fileBytes; fit++) bytes += round[fit]?.lines.length ?? 0
    return Math.max(fit, 1)
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
    if (segment.bytes >= this.#fileBytes) await this.#seal()
  }

  async #writable(): Promise<{ segment: Segment; file: Appending }> {
    if (this.#active) return this.#active
    await this.#files.makeFolder(this.#o.dir)
    const name = this.#nextName()
    const file = await this.#files.create(this.#path(name))
    const segment = emptySegment(name)
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

  get #fileBytes(): number {
    return this.#o.fileBytes ?? FILE_BYTES
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
