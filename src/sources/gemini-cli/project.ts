/** The folder of the project a chat is about, which the chat itself does not name. */
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { label, path, record } from '../row.ts'
import type { TranscriptFile } from '../source.ts'

/** What the place of a file tells: chats lie in `tmp/<project>/chats`, those of sub-agents in a folder for their parent. */
export interface Place {
  /** The folder of the project among the temporary ones, and its name; null for a file that lies elsewhere. */
  folder: string | null
  project: string | null
  /** The session that started this one. */
  parent: string | null
}

export function placeOf(file: string): Place {
  const chats = /^(.*)[\\/]chats[\\/](?:([^\\/]+)[\\/])?[^\\/]+$/.exec(file)
  if (!chats?.[1]) return { folder: null, project: null, parent: null }
  const folder = chats[1]
  return { folder, project: label(/[^\\/]*$/.exec(folder)?.[0]), parent: label(chats[2]) }
}

const HASH = /^[0-9a-f]{64}$/
export const isHash = (name: string | null): name is string => name !== null && HASH.test(name)

const hashOf = (folder: string): string => createHash('sha256').update(folder).digest('hex')

const isAbsolute = (folder: string): boolean => /^(?:\/|[A-Za-z]:[\\/])/.test(folder)

/** By what lies beside: a file in the folder of the chats, and the list of all projects. */
export function folderBeside({ nearby }: TranscriptFile, place: Place, hash: string | null): string | null {
  if (place.folder === null) return null
  const told = path(nearby.read(join(place.folder, '.project_root'))?.toString('utf8').split('\n')[0])
  if (told && isAbsolute(told)) return told
  const list = listed(nearby.read(join(dirname(dirname(place.folder)), 'projects.json')))
  const named = list.find(([folder, slug]) => slug === place.project && isAbsolute(folder))?.[0]
  if (named) return named
  return isHash(hash) ? (list.find(([folder]) => hashOf(folder) === hash)?.[0] ?? null) : null
}

function listed(content: Buffer | null): [folder: string, slug: unknown][] {
  try {
    return Object.entries(record(record(JSON.parse(content?.toString('utf8') ?? ''))?.projects) ?? {})
  } catch {
    return []
  }
}

const MOST_TRIED = 2_000

/** Finds the folder among those that the paths of tools lie in: chats name a project by the hash of its folder. */
export class FolderByHash {
  readonly #hash: string
  readonly #tried = new Set<string>()

  constructor(hash: string) {
    this.#hash = hash
  }

  within(told: string): string | null {
    if (!isAbsolute(told) || told.length > 4096) return null
    let folder = told
    // What lies above a folder that was tried was tried with it.
    while (folder !== '' && !this.#tried.has(folder) && this.#tried.size < MOST_TRIED) {
      this.#tried.add(folder)
      if (hashOf(folder) === this.#hash) return folder
      folder = folder.slice(0, Math.max(folder.lastIndexOf('/'), folder.lastIndexOf('\\'), 0))
    }
    return null
  }
}
