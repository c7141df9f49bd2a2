/** How records lie in a file of a spool: a line each, with a checksum, so that a damaged one costs no other. */
import { crc32 } from 'node:zlib'

export interface Waiting {
  /** When it was put there, ms since 1970 UTC. */
  at: number
  /** Text without line ends. */
  text: string
}

/** What a file holds. Damaged is every line that is not whole, the cut-off end of the last one among them. */
export interface Content {
  records: Waiting[]
  damaged: number
}

const NEWLINE = 10
/** `CHECKSUM LENGTH TIME TEXT`: the checksum of all that follows it, in hex; the bytes of the text; ms since 1970 UTC. */
const LINE = /^([0-9a-f]{8}) (\d{1,10}) (\d{1,15}) (.*)$/s
/** What follows the checksum begins here. */
const CHECKED = 9

/** The line of a record, its end included. */
export function lineOf({ at, text }: Waiting): Buffer {
  const rest = `${Buffer.byteLength(text)} ${at} ${text}`
  return Buffer.from(`${crc32(rest).toString(16).padStart(8, '0')} ${rest}\n`)
}

export function contentOf(file: Buffer): Content {
  const content: Content = { records: [], damaged: 0 }
  for (let from = 0; from < file.length; ) {
    const at = file.indexOf(NEWLINE, from)
    const record = at < 0 ? null : recordOf(file.subarray(from, at))
    if (record) content.records.push(record)
    else content.damaged++
    from = at < 0 ? file.length : at + 1
  }
  return content
}

function recordOf(line: Buffer): Waiting | null {
  const [, checksum, length, at, text] = LINE.exec(line.toString()) ?? []
  if (checksum === undefined || text === undefined) return null
  // Of the bytes as they lie there: those that are no UTF-8 would be mended on the way to a text.
  if (crc32(line.subarray(CHECKED)) !== Number.parseInt(checksum, 16)) return null
  return Buffer.byteLength(text) === Number(length) ? { at: Number(at), text } : null
}
