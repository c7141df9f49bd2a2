/** Tells whose a file is: by its place and name, and where several write files of such a name, by its beginning. */
import { closeSync, openSync, readSync } from 'node:fs'
import { type Row, wholeRow } from '../sources/row.ts'
import type { Beginning, TranscriptFormat, TranscriptSource } from '../sources/source.ts'

export interface Format {
  source: TranscriptSource
  format: TranscriptFormat
}

/** Most files are known by their first few rows; some begin with a line that holds all the instructions of an agent. */
const LOOKED_AT = [8_192, 65_536, 1_048_576] as const
const ROWS = 20

/** The beginning of a file, so many bytes at most. Throws what the file system throws. */
export function beginningOf(path: string, most: number = LOOKED_AT[1]): Beginning {
  const fd = openSync(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(most)
    const text = buffer.toString('utf8', 0, readSync(fd, buffer, 0, most, 0))
    return { path, text, rows: rowsOf(text) }
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
  beginning: (most: number) => Beginning,
): Format | undefined {
  const named = sources.flatMap((source) =>
    source.formats.filter((format) => format.accepts(path)).map((format): Format => ({ source, format })),
  )
  if (named.length < 2) return named[0]
  let before = 0
  for (const most of LOOKED_AT) {
    const begins = beginning(most)
    const known = named.find(({ format }) => format.recognises(begins))
    if (known) return known
    // It has no more to tell, or has told enough rows.
    if (begins.text.length === before || begins.rows.length >= ROWS) break
    before = begins.text.length
  }
  return named[0]
}
