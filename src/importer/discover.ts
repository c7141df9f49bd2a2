/** Finds transcripts: walks the folders of every source, follows links once, newest files first. */
import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { Machine, TranscriptSource } from '../sources/source.ts'
import { beginningOf, type Format, formatOf } from './formats.ts'
import { type ListedFile, type Listing, Listings, same } from './listings.ts'

export interface Found extends Format {
  path: string
  size: number
  /** When it or a file beside it was last written, ms. */
  modified: number
  /** Changes whenever it or a file beside it does. */
  state: string
}

export interface Discovery {
  /** Newest first, each file once however many links lead to it. */
  files: Found[]
  folders: { source: string; path: string; exists: boolean }[]
  unreadable: { path: string; why: string }[]
}

const MAX_DEPTH = 12

/** File by file the asynchronous calls take five times as long. The thread is lent out for this long at a time, ms. */
const AT_ONCE_MS = 10
const FILES_AT_ONCE = 100

/** Within a folder: a link that leads nowhere or to itself, and a file that has just been deleted. */
const GONE = new Set(['ENOENT', 'ELOOP'])

/**
 * Walks `paths`, or the sources' own places of this machine when there are none. A file named directly belongs to the
 * first source that accepts its name. Whoever asks the same again hands in the same `listings`.
 */
export async function discover(
  sources: readonly TranscriptSource[],
  machine: Machine,
  paths: readonly string[] | null,
  listings = new Listings(),
): Promise<Discovery> {
  const found: Discovery = { files: [], folders: [], unreadable: [] }
  const seen = new Set<string>()
  let since = performance.now()
  const step = async (walking: Generator<void>) => {
    for (const _ of walking) {
      if (performance.now() - since < AT_ONCE_MS) continue
      await turn()
      since = performance.now()
    }
  }
  listings.begin()
  if (paths) {
    for (const path of paths)
      await step(walk({ path, real: null }, { sources, found, seen, listings, of: '' }))
  } else {
    for (const source of sources) {
      for (const path of rootsOf(source, machine)) {
        const exists = statOf(path) !== undefined
        found.folders.push({ source: source.id, path, exists })
        const look = { sources: [source], found, seen, listings, of: source.id }
        if (exists) await step(walk({ path, real: null }, look))
      }
    }
  }
  found.files.sort((a, b) => b.modified - a.modified || (a.path < b.path ? -1 : 1))
  return found
}

/** Folders of a source that can be on this kind of machine. */
export const rootsOf = (source: TranscriptSource, machine: Machine): string[] =>
  source
    .roots(machine)
    .filter((path) => process.platform === 'darwin' || !path.includes('/Library/Application Support/'))

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

interface Look {
  sources: readonly TranscriptSource[]
  found: Discovery
  /** Places that were come by, without links on the way. */
  seen: Set<string>
  listings: Listings
  /** Whose folders these are. */
  of: string
}

/** Yields after every folder and some files that were looked at. */
function* walk(place: Listing['folders'][number], look: Look, depth = 0): Generator<void> {
  const { path } = place
  const { found, seen, listings, of } = look
  try {
    const real = place.real ?? realpathSync(path)
    if (seen.has(real)) return
    seen.add(real)
    const info = statSync(real)
    if (info.isFile()) {
      const beside = besideOf(look.sources, path)
      if (beside) keep(look, { path, place: real, beside, last: null }, info)
    } else if (info.isDirectory() && depth < MAX_DEPTH) {
      const { folders, files } = listings.folder(of, path, info, () => list(look.sources, path, real))
      yield
      // Links and folders may lead to what was seen before; a plain file can only be seen here.
      for (const folder of folders) yield* walk(folder, look, depth + 1)
      for (const [i, file] of files.entries()) {
        if (i % FILES_AT_ONCE === 0) yield
        take(file)
      }
    }
  } catch (error) {
    note(path, error)
  }

  function take(file: ListedFile): void {
    if (seen.has(file.place)) return
    seen.add(file.place)
    try {
      const info = statSync(file.place, { throwIfNoEntry: false })
      if (info) keep(look, file, info)
    } catch (error) {
      note(file.path, error)
    }
  }

  function note(where: string, error: unknown): void {
    const { code, message } = error as NodeJS.ErrnoException
    if ((where !== path || depth > 0) && code && GONE.has(code)) return
    found.unreadable.push({
      path: where,
      why: code === 'ENOENT' ? 'there is no such file or folder' : message,
    })
  }
}

function list(sources: readonly TranscriptSource[], path: string, real: string): Listing {
  const folders: { path: string; real: string | null }[] = []
  const files: ListedFile[] = []
  for (const entry of readdirSync(real, { withFileTypes: true })) {
    const child = join(path, entry.name)
    if (entry.isSymbolicLink()) folders.push({ path: child, real: null })
    else if (entry.isDirectory()) folders.push({ path: child, real: join(real, entry.name) })
    else if (entry.isFile()) {
      const beside = besideOf(sources, child)
      if (beside) files.push({ path: child, place: join(real, entry.name), beside, last: null })
    }
  }
  return { folders, files }
}

/** Files whose change is one of this file too; null for a file that nobody takes. */
function besideOf(sources: readonly TranscriptSource[], path: string): readonly string[] | null {
  const takers = sources.flatMap(({ formats }) => formats.filter((format) => format.accepts(path)))
  return takers.length > 0 ? [...new Set(takers.flatMap((format) => format.beside?.(path) ?? []))] : null
}

/** Throws what the file system throws. */
function keep({ sources, found }: Look, file: ListedFile, info: Stats): void {
  const { path, beside, last } = file
  if (last && same(last.info, info)) {
    found.files.push(last.found)
    return
  }
  const whose = formatOf(sources, path, (most) => beginningOf(path, most))
  if (!whose) return
  const all = [info, ...beside.flatMap((other) => statOf(other) ?? [])]
  const kept: Found = {
    path,
    ...whose,
    size: info.size,
    modified: Math.max(...all.map(({ mtimeMs }) => mtimeMs)),
    // The number of a file that is gone is given to the next one: when it was made tells them apart.
    state: all.map((s) => `${s.size} ${s.mtimeMs} ${s.ino}/${s.birthtimeMs}`).join(', '),
  }
  if (beside.length === 0) file.last = { info, found: kept }
  found.files.push(kept)
}
