/** Reads one transcript file into facts. */
import { hash } from 'node:crypto'
import { type Drops, drop } from '../facts/index.ts'
import { TRANSCRIPT_SOURCES } from '../sources/index.ts'
import type { ReadResult } from '../sources/source.ts'
import { readLines } from './lines.ts'
import { repositoryFinder } from './repository.ts'

export interface ReadOptions {
  /** Person the transcripts belong to. */
  user: string | null
  /** Key for the hashes of added lines: hex. */
  lineKey: string
}

export interface FileResult extends ReadResult {
  /** Why the file could not be read to its end; what was read before counts. Null when it could. */
  problem: string | null
}

/** A reader of files; it remembers repositories, so one serves many files. */
export function fileReader(o: ReadOptions): (path: string, sourceId: string) => FileResult {
  const repoOf = repositoryFinder()
  // SHA-256 over key and text, cut to 64 bits: the key comes first and the result is cut, so nothing can be appended.
  const hashLine = (line: string) => hash('sha256', o.lineKey + line, 'hex').slice(0, 16)
  return (path, sourceId) => {
    const source = TRANSCRIPT_SOURCES.find((s) => s.id === sourceId)
    if (!source) throw new Error(`no such source: ${sourceId}`)
    const reader = source.open({ path, user: o.user, repoOf, hashLine })
    const own: Drops = {}
    let problem: string | null = null
    try {
      readLines(path, {
        line: (bytes) => reader.line(bytes),
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
    const result = { ...reader.end(), problem }
    for (const [reason, d] of Object.entries(own)) {
      drop(result.drops, reason as keyof Drops, d.tokens, d.records)
      result.rows += d.records
    }
    return result
  }
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
