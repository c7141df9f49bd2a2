/** Tells whose a file is: by its place and name, and where several write files of such a name, by its beginning. */
import { closeSync, openSync, readSync } from 'node:fs'
import { type Row, wholeRow } from '../sources/row.ts'
import type { Beginning, TranscriptFormat, TranscriptSource } from '../sources/source.ts'

export interface Format {
  source: TranscriptSource
  format: TranscriptFormat
}

const LOOKED_AT = 65_536
/** Some agents begin with a line that holds all their instructions. */
const LONGEST_FIRST_LINE = 1_048_576
const ROWS = 20
const NEWLINE = 10

/** The beginning of a file. Throws what the file system throws. */
export function beginningOf(path: string): Beginning {
  const fd = openSync(path, 'r')
  try {
    const read = (most: number): Buffer => {
      const buffer = Buffer.alloc(most)
      return buffer.subarray(0, readSync(fd, buffer, 0, most, 0))
    }
    const begin = read(LOOKED_AT)
    const cut = begin.length === LOOKED_AT && !begin.includes(NEWLINE)
    const text = begin.toString('utf8')
    return { path, text, rows: rowsOf(cut ? read(LONGEST_FIRST_LINE).toString('utf8') : text) }
  } finally {
    closeSync(fd)
  }
}

function rowsOf(text: string): Row[] {
  const rows = text.split('\n', ROWS).flatMap((line): Row[] => {
    const row = wholeRow(Buffer.from(line))
    return row ? [row] : []
  })
  const whole = rows.length === 0 && text.trimStart().startsWith('{') ? wholeRow(Buffer.from(text)) : null
  return whole ? [whole] : rows
}

/**
 * The format that takes a file: the first that accepts its name and, of several, recognises its beginning. A file that
 * nobody recognises belongs to the first that accepts its name, who then tells what is wrong with it.
 */
export function formatOf(
  sources: readonly TranscriptSource[],
  path: string,
  beginning: () => Beginning,
): Format | undefined {
  const named = sources.flatMap((source) =>
    source.formats.filter((format) => format.accepts(path)).map((format): Format => ({ source, format })),
  )
  if (named.length < 2) return named[0]
  const begins = beginning()
  return named.find(({ format }) => format.recognises(begins)) ?? named[0]
}
