/** Remembers what folders held and how files were, so that whoever looks often looks at each of them once and cheaply. */
import type { Stats } from 'node:fs'
import type { Found } from './discover.ts'

/** A file whose name somebody takes. */
export interface ListedFile {
  path: string
  /** The same without links on the way. */
  place: string
  /** Files whose change is one of this file too. */
  beside: readonly string[]
  /** As it was found the last time; kept where there is nothing beside it. */
  last: { info: Stats; found: Found } | null
}

/** What of a folder is worth looking at. */
export interface Listing {
  /** Folders and links; `real` is null where a link has to be followed first. */
  folders: readonly { path: string; real: string | null }[]
  files: readonly ListedFile[]
}

/** The time of a folder that was written this shortly before it was listed need not change when it is written again, ms. */
const UNSETTLED_MS = 5_000
/** For clocks that go wrong and for folders that are gone: everything is listed anew this often, ms. */
const ANEW_MS = 600_000

interface Listed {
  listing: Listing
  info: Stats
  at: number
}

export class Listings {
  /** By who asks, since two who look into one folder take other files there, and by path. */
  readonly #listed = new Map<string, Map<string, Listed>>()
  #since = Date.now()

  /** To be called before each look. */
  begin(): void {
    if (Date.now() - this.#since < ANEW_MS) return
    this.#listed.clear()
    this.#since = Date.now()
  }

  folder(of: string, path: string, info: Stats, list: () => Listing): Listing {
    const mine = this.#listed.get(of) ?? new Map<string, Listed>()
    this.#listed.set(of, mine)
    const known = mine.get(path)
    if (known && same(known.info, info) && known.at - info.mtimeMs > UNSETTLED_MS) return known.listing
    const at = Date.now()
    const listing = list()
    mine.set(path, { listing, info, at })
    return listing
  }
}

export const same = (a: Stats, b: Stats): boolean =>
  a.mtimeMs === b.mtimeMs && a.size === b.size && a.ino === b.ino
