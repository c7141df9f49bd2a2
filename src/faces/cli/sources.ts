/** The agents whose transcripts can be imported from this machine, as the status lists them. */
import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import type { Discovery } from '../../importer/discover.ts'
import { TRANSCRIPT_SOURCES } from '../../sources/index.ts'
import type { DiscoveryStatus } from '../backend.ts'

type Listed = DiscoveryStatus['sources']

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (s) => s.isDirectory(),
    () => false,
  )

/** Without looking into their folders: how many transcripts there are is not known. */
export const knownSources = (): Promise<Listed> =>
  Promise.all(
    TRANSCRIPT_SOURCES.map(async ({ id, title, roots }) => {
      const paths = roots({ home: homedir(), env: process.env })
      const folders = paths.map(async (path) => ({ path, exists: await isFolder(path) }))
      return { id, title, folders: await Promise.all(folders), files: null }
    }),
  )

/** With what was found in their folders. */
export const foundSources = (found: Discovery): Listed =>
  TRANSCRIPT_SOURCES.map(({ id, title }) => ({
    id,
    title,
    folders: found.folders.filter((f) => f.source === id).map(({ path, exists }) => ({ path, exists })),
    files: found.files.filter((f) => f.source.id === id).length,
  }))
