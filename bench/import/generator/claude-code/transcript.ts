/** One transcript file while it is being written: bytes in memory that know where the session id stands in them. */
import { closeSync, futimesSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Slice } from '../pool.ts'

/** What a row is made of: JSON text, or a slice of the stock. */
export type Piece = string | Slice

/** A place between two rows up to which a fork copies. */
export interface Cut {
  length: number
  rows: number
  ids: number
}

const ID_KEY = '"sessionId":"'

export class Transcript {
  length = 0
  rows = 0
  private bytes = Buffer.allocUnsafe(1 << 18)
  private readonly idsAt: number[] = []

  ascii(text: string): void {
    this.reserve(text.length)
    this.length += this.bytes.write(text, this.length, 'latin1')
  }

  put(...pieces: readonly Piece[]): void {
    for (const piece of pieces) {
      if (typeof piece === 'string') {
        this.reserve(piece.length * 3)
        this.length += this.bytes.write(piece, this.length, 'utf8')
      } else {
        this.reserve(piece.to - piece.from)
        this.length += piece.of.copy(this.bytes, this.length, piece.from, piece.to)
      }
    }
  }

  sessionId(id: string): void {
    this.ascii(ID_KEY)
    this.idsAt.push(this.length)
    this.ascii(`${id}"`)
  }

  endRow(): void {
    this.ascii('}\n')
    this.rows++
  }

  cut(): Cut {
    return { length: this.length, rows: this.rows, ids: this.idsAt.length }
  }

  /** A fork: the rows up to a cut, byte for byte, but for the session id and the mark of a hand-off. */
  copy(cut: Cut, id: string, mark: string): Transcript {
    const to = new Transcript()
    let from = 0
    for (const at of this.idsAt.slice(0, cut.ids)) {
      const key = at - ID_KEY.length
      to.put({ of: this.bytes, from, to: key })
      to.ascii(mark)
      to.sessionId(id)
      from = at + id.length + 1
    }
    to.put({ of: this.bytes, from, to: cut.length })
    to.rows = cut.rows
    return to
  }

  /** The file's time is the time of its last row, since readers order files by it. */
  writeTo(path: string, lastRowAt: number): void {
    mkdirSync(dirname(path), { recursive: true })
    const file = openSync(path, 'w')
    for (let done = 0; done < this.length; ) done += writeSync(file, this.bytes, done, this.length - done)
    futimesSync(file, lastRowAt / 1000, lastRowAt / 1000)
    closeSync(file)
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + more))
    this.bytes.copy(grown, 0, 0, this.length)
    this.bytes = grown
  }
}
