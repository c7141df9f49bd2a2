/** Reads one transcript file into facts. */
import { hash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { identityOf } from '../facts/identity.ts'
import { type Drops, drop } from '../facts/index.ts'
import { TRANSCRIPT_SOURCES } from '../sources/index.ts'
import type {
  Nearby,
  ReadResult,
  TranscriptFile,
  TranscriptFormat,
  TranscriptReader,
} from '../sources/source.ts'
import { openDatabase } from './database.ts'
import type { Format } from './formats.ts'
import { readLines } from './lines.ts'
import { repositoryFinder } from './repository.ts'

export interface ReadOptions {
  /** Person the transcripts belong to. */
  user: string | null
  /** Other names of that person. */
  userAliases?: readonly string[]
  /** Key for the hashes of added lines: hex. */
  lineKey: string
}

export interface FileResult extends ReadResult {
  /** Why the file could not be read to its end; what was read before counts. Null when it could. */
  problem: string | null
  /** What names the file for ever: of lines the first one, of others their place and person, as a keyed hash. */
  begins: string
}

/** A file to be read, in words that can be sent to a thread. */
export interface Job {
  path: string
  /** Id of its source. */
  source: string
  /** Place of its format among those of the source. */
  format: number
  /** How far a database was read the last time; null to read all of it. */
  since?: string | null
}

export const jobOf = (
  { path, source, format }: Format & { path: string },
  since: string | null = null,
): Job => ({
  path,
  source: source.id,
  format: source.formats.indexOf(format),
  since,
})

/** A reader of files; it remembers repositories, so one serves many files. */
export function fileReader(o: ReadOptions): (job: Job) => FileResult {
  const repoOf = repositoryFinder()
  const user = o.user === null ? null : identityOf(o.user)
  // SHA-256 over key and text, cut to 64 bits: the key comes first and the result is cut, so nothing can be appended.
  const hashLine = (line: string) => hash('sha256', o.lineKey + line, 'hex').slice(0, 16)
  return ({ path, source, format: number, since = null }) => {
    const format = TRANSCRIPT_SOURCES.find((s) => s.id === source)?.formats[number]
    if (!format) throw new Error(`no such source: ${source}`)
    const file = { path, user, userAliases: o.userAliases, repoOf, hashLine, nearby, since }
    if (format.form === 'lines') return linesOf(format.open(file), path)
    const begins = hashLine(`${user}\n${path}`)
    try {
      const read = format.form === 'document' ? documentOf(format, file) : databaseOf(format, file)
      return { ...read, problem: null, begins }
    } catch (error) {
      const drops: Drops = {}
      drop(drops, 'unreadable_file')
      const problem = (error as Error).message
      return { facts: [], rows: 0, naive: { rows: 0, tokens: 0 }, drops, problem, begins }
    }
  }
}

const LARGEST_DOCUMENT = 64 * 1024 * 1024

type Of<F extends TranscriptFormat['form']> = Extract<TranscriptFormat, { form: F }>

function documentOf(format: Of<'document'>, file: TranscriptFile): ReadResult {
  if (statSync(file.path).size > LARGEST_DOCUMENT)
    throw new Error(`it is larger than the ${LARGEST_DOCUMENT >> 20} MB that are read of one document`)
  return format.read(file, readFileSync(file.path))
}

function databaseOf(format: Of<'database'>, file: TranscriptFile): ReadResult {
  const database = openDatabase(file.path)
  try {
    return format.read(file, database)
  } finally {
    database.close()
  }
}

const nearby: Nearby = {
  read: (path) => {
    try {
      return statSync(path).size > LARGEST_DOCUMENT ? null : readFileSync(path)
    } catch {
      return null
    }
  },
  list: (folder) => {
    try {
      return readdirSync(folder).sort()
    } catch {
      return []
    }
  },
}

function linesOf(reader: TranscriptReader, path: string): FileResult {
  const own: Drops = {}
  let problem: string | null = null
  let begins = ''
  try {
    readLines(path, {
      line: (bytes) => {
        if (begins === '') begins = hash('sha256', bytes, 'hex')
        reader.line(bytes)
      },
      tooLong: () => drop(own, 'line_too_long'),
      rest: (bytes) => {
        if (isWhole(bytes)) reader.line(bytes)
        else drop(own, 'half_written_line')
      },
    })
  } catch (error) {
    drop(own, 'unreadable_file')
    problem = (error as Error).message
  }
  const result = { ...reader.end(), problem, begins }
  for (const [reason, d] of Object.entries(own)) {
    drop(result.drops, reason as keyof Drops, d.tokens, d.records)
    result.rows += d.records
  }
  return result
}

/** Whether a last line without an end is a complete record all the same. */
function isWhole(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString())
    return true
  } catch {
    return false
  }
}
