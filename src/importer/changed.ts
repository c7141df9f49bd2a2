/** Which transcripts have changed since they were imported: agents go on writing while the server runs. */
import type { Discovery, Found } from './discover.ts'

export class Imported {
  readonly #seen = new Map<string, string>()

  /** What is found now without the files that are as they were. */
  changed(found: Discovery): Discovery {
    return { ...found, files: found.files.filter((f) => this.#seen.get(f.path) !== f.state) }
  }

  /** To be called when the files have been imported as they were found: what was written since then is a change. */
  add(files: readonly Found[]): void {
    for (const f of files) this.#seen.set(f.path, f.state)
  }
}
