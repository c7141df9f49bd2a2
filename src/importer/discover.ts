/** Finds transcripts: walks the folders of every source, follows links once, newest files first. */
import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
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
  if (paths) {
    for (const path of paths) await walk(path, sources, found, seen, 0)
  } else {
    for (const source of sources) {
      for (const path of source.roots(machine)) {
        const exists = await stat(path).then(
          (s) => s.isDirectory(),
          () => false,
        )
        found.folders.push({ source: source.id, path, exists })
        if (exists) await walk(path, [source], found, seen, 0)
      }
    }
  }
  found.files.sort((a, b) => b.modified - a.modified || (a.path < b.path ? -1 : 1))
  return found
}

async function walk(
  path: string,
  sources: readonly TranscriptSource[],
  found: Discovery,
  seen: Set<string>,
  depth: number,
): Promise<void> {
  try {
    const real = await realpath(path)
    if (seen.has(real)) return
    seen.add(real)
    const info = await stat(real)
    if (info.isFile()) keep(path, info)
    else if (info.isDirectory() && depth < MAX_DEPTH) {
      const entries = await readdir(real, { withFileTypes: true })
      // Links and folders may lead to what was seen before; a plain file can only be seen here.
      for (const entry of entries) {
        if (entry.isDirectory() || entry.isSymbolicLink())
          await walk(join(path, entry.name), sources, found, seen, depth + 1)
      }
      const files = entries.filter((entry) => entry.isFile())
      await Promise.all(files.map((entry) => take(join(path, entry.name), join(real, entry.name))))
    }
  } catch (error) {
    note(path, error)
  }

  async function take(child: string, place: string): Promise<void> {
    if (seen.has(place) || !sources.some((s) => s.accepts(child))) return
    seen.add(place)
    try {
      keep(child, await stat(place))
    } catch (error) {
      note(child, error)
    }
  }

  function keep(file: string, { size, mtimeMs }: { size: number; mtimeMs: number }): void {
    const source = sources.find((s) => s.accepts(file))
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
