/** What sessions of any agent are told in: chance, a stock of texts, the truth, and a folder that takes their files. */
import { join } from 'node:path'
import type { Pool } from './pool.ts'
import type { Random } from './random.ts'
import type { Tally } from './truth.ts'

export interface World<Trap extends string, Mistake extends string> {
  random: Random
  pool: Pool
  tally: Tally<Trap, Mistake>
  dir: string
  /** No work starts after this. */
  end: number
  /** Nothing is dated after this. */
  over: number
}

/** An agent's way of keeping what it did. */
export interface Kind<Trap extends string, Mistake extends string> {
  traps: readonly Trap[]
  mistakes: readonly Mistake[]
  /** Where in the folder its data lies, and nothing else. */
  place: string
  /** Afterwards sessions are told one by one, in no order; `age` goes from 0 to 1 over the time of the data. */
  begin(world: World<Trap, Mistake>): { session(start: number, age: number): void; end(): void }
}

/** A file that is finished. */
interface Written {
  /** Its time is the time of its last row, since readers order files by it. */
  writeTo(path: string, lastRowAt: number): void
  length: number
  rows: number
}

export function save(
  { dir, over, tally: { truth } }: World<string, string>,
  path: string,
  file: Written,
  lastRowAt: number,
): void {
  if (lastRowAt >= over) throw new Error(`${path} runs over the end of the data`)
  file.writeTo(join(dir, path), lastRowAt)
  truth.files++
  truth.bytes += file.length
  truth.rows += file.rows
}
