/** A small file of lines that only grows, read as a whole; what a crash cuts off is the last line and no other. */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

const FOLDER_MODE = 0o700
const FILE_MODE = 0o600

export class Journal {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
  }

  /** Its whole lines; none where there is no file yet. */
  read(): string[] {
    try {
      return readFileSync(this.#path, 'utf8').split('\n').slice(0, -1).filter(Boolean)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
  }

  /** Returns when the line survives a loss of power. A line that was cut off before is ended first. */
  append(line: string): void {
    mkdirSync(dirname(this.#path), { recursive: true, mode: FOLDER_MODE })
    const file = openSync(this.#path, 'a', FILE_MODE)
    try {
      writeSync(file, `\n${line}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    const folder = openSync(dirname(this.#path), 'r')
    try {
      fsyncSync(folder)
    } finally {
      closeSync(folder)
    }
  }
}
