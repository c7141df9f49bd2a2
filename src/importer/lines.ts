/** Reads a file line by line in bounded memory, however long its lines are. */
import { closeSync, openSync, readSync } from 'node:fs'

/** Longest line that is taken, in bytes; no real record of an agent is longer. */
export const MAX_LINE = 24 * 1024 * 1024
const CHUNK = 1024 * 1024
const NEWLINE = 10

/** Reading is synchronous, so one buffer serves file after file. */
const standing = Buffer.allocUnsafe(2 * CHUNK)

export interface LineEvents {
  /** One line without its end; the buffer is only valid during the call. */
  line(bytes: Buffer): void
  /** A line longer than MAX_LINE was passed over. */
  tooLong(): void
  /** What follows the last line end. */
  rest(bytes: Buffer): void
}

/** Throws what the file system throws. */
export function readLines(path: string, on: LineEvents): void {
  const fd = openSync(path, 'r')
  try {
    // What is pending of a line stands at the start of `buffer`; reads append to it.
    let buffer = standing
    let pending = 0
    let skipping = false
    for (;;) {
      if (buffer.length - pending < CHUNK) buffer = grown(buffer, pending)
      const got = readSync(fd, buffer, pending, CHUNK, null)
      if (got === 0) break
      const end = pending + got
      let from = 0
      // What stands behind the end is left from before and does not count.
      let at = buffer.indexOf(NEWLINE, pending)
      while (at >= 0 && at < end) {
        if (skipping) skipping = false
        else if (at > from) on.line(buffer.subarray(from, at))
        from = at + 1
        at = buffer.indexOf(NEWLINE, from)
      }
      buffer.copyWithin(0, from, end)
      pending = end - from
      if (pending > MAX_LINE) {
        if (!skipping) on.tooLong()
        skipping = true
        pending = 0
      } else if (skipping) pending = 0
    }
    if (pending > 0 && !skipping) on.rest(buffer.subarray(0, pending))
  } finally {
    closeSync(fd)
  }
}

function grown(buffer: Buffer, used: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafe(buffer.length * 2)
  buffer.copy(larger, 0, 0, used)
  return larger
}
