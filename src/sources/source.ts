/** What a source is: code that turns one outside format into facts, without store, network or clock. */
import type { Drops, Fact } from '../facts/index.ts'
import type { Row } from './row.ts'

/** Files beside a transcript that are read with it. Nothing is thrown: what cannot be read is not there. */
export interface Nearby {
  /** Content of a file of at most 64 MB, or null. */
  read(path: string): Buffer | null
  /** Names in a folder, sorted; none when it cannot be read. */
  list(folder: string): readonly string[]
}

/** Where and for whom a transcript is read; what the file itself cannot tell. */
export interface TranscriptFile {
  path: string
  /** The person whose machine or archive this is; an e-mail address where known. */
  user: string | null
  /** Other names of that person, such as the login on the machine. */
  userAliases?: readonly string[]
  /** Repository key of a working folder on this machine (normalised origin URL), or null. Must be cheap: it is cached. */
  repoOf(cwd: string): string | null
  /** Keyed hash of one added line, already normalised: 16 hex digits. */
  hashLine(line: string): string
  nearby: Nearby
  /** How far a database was read the last time, in the words of its reader; null to read all of it. */
  since: string | null
}

export interface ReadResult {
  facts: Fact[]
  /** Rows seen: lines that are not blank, or records of a document or database. */
  rows: number
  /** Rows that told token counts, and their plain sum (input of all kinds plus output): what a naive count would say. */
  naive: { rows: number; tokens: number }
  drops: Drops
  /** Tokens (input of all kinds plus output) that the agent itself writes as the total of the transcript. */
  reported?: number
  /** How far a database was read, for `since` of the next time. */
  read_to?: string
}

/** Reads one file line by line. Never throws on content: what cannot be used is counted in `drops`. */
export interface TranscriptReader {
  /** One line without its end. The buffer is reused after the call returns. */
  line(bytes: Buffer): void
  end(): ReadResult
}

/** A SQLite database, open for reading alone. Every method throws what the database says. */
export interface Database {
  /** Values are bound by position: `?`. Whole numbers beyond 2^53 lose digits, blobs are buffers. */
  rows(sql: string, ...values: readonly (string | number | null)[]): Iterable<Row>
  /** Columns of a table, none when there is no such table. */
  columns(table: string): ReadonlySet<string>
}

/** The beginning of a file, to tell whose it is when its place does not. */
export interface Beginning {
  path: string
  /** 64 KB at most; of a database the magic bytes. */
  text: string
  /** The first lines that are JSON objects, 20 at most; of a document that is one object, that object. */
  rows: readonly Row[]
}

/** One kind of file that an agent writes. */
export type TranscriptFormat = {
  /** Whether a file below a root, or one named by the user, is of this kind; by its name alone. */
  accepts(path: string): boolean
  /** Whether it looks like one by its beginning: asked of files that the user names. */
  recognises(beginning: Beginning): boolean
  /** Files whose change makes it worth reading again: the write-ahead log of a database, a file of settings. */
  beside?(path: string): readonly string[]
} & (
  | { form: 'lines'; open(file: TranscriptFile): TranscriptReader }
  /** At most 64 MB. */
  | { form: 'document'; read(file: TranscriptFile, content: Buffer): ReadResult }
  | { form: 'database'; read(file: TranscriptFile, database: Database): ReadResult }
)

/** An agent's transcripts on disk. */
export interface TranscriptSource {
  /** The harness, as in `harness` of its facts: claude-code, codex, … */
  id: string
  title: string
  /** Raised whenever the same file may yield other numbers. */
  parserVersion: number
  /** Folders to look in, and single files, most specific first; they need not exist. */
  roots(machine: Machine): string[]
  formats: readonly TranscriptFormat[]
  /**
   * When the agent deletes its transcripts by itself; null where it keeps them for good. `read` answers with the text of a
   * file, or null for one that cannot be read.
   */
  retention?(machine: Machine, read: (path: string) => string | null): Retention | null
}

export interface Retention {
  /** Days from the last change of a transcript until it is deleted. */
  days: number
  /** The setting that says so, and the file it stands in, or would. */
  setting: string
  path: string
}

export interface Machine {
  home: string
  env: Record<string, string | undefined>
}
