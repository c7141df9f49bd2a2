/** Finds transcripts: walks the folders of every source, follows links once, newest files first. */
import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { TranscriptSource } from '../sources/source.ts'

export interface Found {
  path: string
  source: TranscriptSource
  size: number
  modified: number
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
  machine: { home: string; env: Record<string, string | undefined> },
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
    if (info.isFile()) keep(path, sourceOf(path), info)
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
    const source = sourceOf(child)
    if (!source || seen.has(place)) return
    seen.add(place)
    try {
      keep(child, source, statSync(place))
    } catch (error) {
      note(child, error)
    }
  }

  function sourceOf(file: string): TranscriptSource | undefined {
    return sources.find((s) => s.accepts(file))
  }

  function keep(file: string, source: TranscriptSource | undefined, { size, mtimeMs }: Stats): void {
    if (source) found.files.push({ path: file, source, size, modified: mtimeMs })
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
