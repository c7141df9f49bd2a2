/** Finds transcripts: walks the folders of every source, follows links once, newest files first. */
import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { Machine, TranscriptSource } from '../sources/source.ts'
import { beginningOf, type Format, formatOf } from './formats.ts'

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

/** Within a folder: a link that leads nowhere or to itself, and a file that has just been deleted. */
const GONE = new Set(['ENOENT', 'ELOOP'])

/**
 * Walks `paths`, or the sources' own folders of this machine when there are none. A file named directly belongs to the
 * first source that accepts its name.
 */
export async function discover(
  sources: readonly TranscriptSource[],
  machine: Machine,
  paths: readonly string[] | null,
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
  if (paths) {
    for (const path of paths) await step(walk(path, sources, found, seen, 0))
  } else {
    for (const source of sources) {
      for (const path of source.roots(machine)) {
        const exists = isFolder(path)
        found.folders.push({ source: source.id, path, exists })
        if (exists) await step(walk(path, [source], found, seen, 0))
      }
    }
  }
  found.files.sort((a, b) => b.modified - a.modified || (a.path < b.path ? -1 : 1))
  return found
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path)
  } catch {
    return null
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** Yields after every folder and file that was looked at. */
function* walk(
  path: string,
  sources: readonly TranscriptSource[],
  found: Discovery,
  seen: Set<string>,
  depth: number,
): Generator<void> {
  try {
    const real = realpathSync(path)
    if (seen.has(real)) return
    seen.add(real)
    const info = statSync(real)
    if (info.isFile()) keep(path, whoseIs(path), info)
    else if (info.isDirectory() && depth < MAX_DEPTH) {
      const entries = readdirSync(real, { withFileTypes: true })
      yield
      // Links and folders may lead to what was seen before; a plain file can only be seen here.
      for (const entry of entries) {
        if (entry.isDirectory() || entry.isSymbolicLink())
          yield* walk(join(path, entry.name), sources, found, seen, depth + 1)
      }
      for (const entry of entries) {
        if (entry.isFile()) take(join(path, entry.name), join(real, entry.name))
        yield
      }
    }
  } catch (error) {
    note(path, error)
  }

  function take(child: string, place: string): void {
    if (seen.has(place)) return
    try {
      const whose = whoseIs(child)
      if (!whose) return
      seen.add(place)
      keep(child, whose, statSync(place))
    } catch (error) {
      note(child, error)
    }
  }

  function whoseIs(file: string): Format | undefined {
    return formatOf(sources, file, () => beginningOf(file))
  }

  function keep(file: string, whose: Format | undefined, info: Stats): void {
    if (!whose) return
    const all = [info, ...(whose.format.beside?.(file) ?? []).flatMap((other) => statOf(other) ?? [])]
    found.files.push({
      path: file,
      ...whose,
      size: info.size,
      modified: Math.max(...all.map(({ mtimeMs }) => mtimeMs)),
      state: all.map(({ size, mtimeMs, ino }) => `${size} ${mtimeMs} ${ino}`).join(', '),
    })
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
