/** Reads transcripts that are one JSON object a line. */
import { drop } from '../facts/index.ts'
import { type Row, wholeRow } from './row.ts'
import type { ReadResult, TranscriptReader } from './source.ts'
import type { Telling } from './telling.ts'

const BLANK = /^[\s\uFEFF]*$/

export class JsonLines implements TranscriptReader {
  readonly #telling: Telling
  readonly #row: (row: Row, number: number) => void
  readonly #end: () => void

  /** `row` takes the rows in their order, numbered from 0; `end` is called once behind the last. */
  constructor(telling: Telling, row: (row: Row, number: number) => void, end: () => void = () => {}) {
    this.#telling = telling
    this.#row = row
    this.#end = end
  }

  line(bytes: Buffer): void {
    const row = wholeRow(bytes)
    if (!row && BLANK.test(bytes.toString('utf8'))) return
    const number = this.#telling.rows++
    if (row) this.#take(row, number)
    else drop(this.#telling.drops, 'broken_line')
  }

  /** One row costs itself alone, whatever is wrong with it. */
  #take(row: Row, number: number): void {
    try {
      this.#row(row, number)
    } catch {
      drop(this.#telling.drops, 'invalid_fact')
    }
  }

  end(): ReadResult {
    this.#end()
    return this.#telling.result()
  }
}
