/** One rollout while it is written: rows apart from their times, so that a fork can stamp its copies anew. */
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const stamp = (at: number): string => `{"timestamp":"${new Date(at).toISOString()}","type":"`

/** Rows that are copied are written in one go, so many within a millisecond. */
const COPIED_PER_MS = 40

export class Rollout {
  length = 0
  readonly #rows: string[] = []
  readonly #times: number[] = []

  get rows(): number {
    return this.#rows.length
  }

  row(at: number, type: string, payload: object): void {
    this.#put(at, `${type}","payload":${JSON.stringify(payload)}}\n`)
  }

  item(at: number, type: string, payload: object): void {
    this.row(at, 'response_item', { type, ...payload })
  }

  event(at: number, type: string, payload: object): void {
    this.row(at, 'event_msg', { type, ...payload })
  }

  /** The first rows of another thread, as if all of them had happened now. */
  copy(from: Rollout, rows: number, at: number): void {
    for (const [i, row] of from.#rows.slice(0, rows).entries())
      this.#put(at + Math.floor(i / COPIED_PER_MS), row)
  }

  writeTo(path: string, lastRowAt: number): void {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, this.#rows.map((row, i) => stamp(this.#times[i] as number) + row).join(''))
    utimesSync(path, lastRowAt / 1000, lastRowAt / 1000)
  }

  #put(at: number, row: string): void {
    this.#times.push(at)
    this.#rows.push(row)
    this.length += stamp(at).length + Buffer.byteLength(row)
  }
}
