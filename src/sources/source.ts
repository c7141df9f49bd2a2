/** What a source is: code that turns one outside format into facts, without store, network or clock. */
import type { Drops, Fact } from '../facts/index.ts'

/** Where and for whom a transcript is read; what the file itself cannot tell. */
export interface TranscriptFile {
  path: string
  /** The person whose machine or archive this is; an e-mail address where known. */
  user: string | null
  /** Repository key of a working folder on this machine (normalised origin URL), or null. Must be cheap: it is cached. */
  repoOf(cwd: string): string | null
  /** Keyed hash of one added line, already normalised: 16 hex digits. */
  hashLine(line: string): string
}

export interface ReadResult {
  facts: Fact[]
  /** Lines seen, blank ones left out. */
  rows: number
  /** Rows that told token counts, and their plain sum (input of all kinds plus output): what a naive count would say. */
  naive: { rows: number; tokens: number }
  drops: Drops
}

/** Reads one file line by line. Never throws on content: what cannot be used is counted in `drops`. */
export interface TranscriptReader {
  /** One line without its end. The buffer is reused after the call returns. */
  line(bytes: Buffer): void
  end(): ReadResult
}

/** An agent's transcripts on disk. */
export interface TranscriptSource {
  /** The harness, as in `harness` of its facts: claude-code, codex, … */
  id: string
  title: string
  /** Raised whenever the same file may yield other numbers. */
  parserVersion: number
  /** Folders to look in, most specific first; they need not exist. */
  roots(machine: { home: string; env: Record<string, string | undefined> }): string[]
  /** Whether a file below a root, or one named by the user, is one of its transcripts; by its name alone. */
  accepts(path: string): boolean
  open(file: TranscriptFile): TranscriptReader
}
