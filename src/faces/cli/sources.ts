/** The agents whose transcripts can be imported from this machine, as the status lists them. */
import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { type Discovery, rootsOf } from '../../importer/discover.ts'
import { TRANSCRIPT_SOURCES } from '../../sources/index.ts'
import type { DiscoveryStatus } from '../backend.ts'

type Listed = DiscoveryStatus['sources']

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Some agents may be in a dozen places: those that are there or, of one that is nowhere, the usual one. */
const ofInterest = (folders: Listed[number]['folders']): Listed[number]['folders'] => {
  const there = folders.filter(({ exists }) => exists)
  return there.length > 0 ? there : folders.slice(0, 1)
}

/** Where each agent keeps its transcripts, in a sentence: the usual places, `~` for the home of the user. */
export function usualPlaces(): string {
  const home = homedir()
  const places = TRANSCRIPT_SOURCES.map((source) => {
    const [path = ''] = rootsOf(source, { home, env: process.env })
    return `${source.title} (${path.startsWith(home) ? `~${path.slice(home.length)}` : path})`
  })
  return places.join(', ')
}

/** Without looking into their folders: how many transcripts there are is not known. */
export const knownSources = (): Promise<Listed> =>
  Promise.all(
    TRANSCRIPT_SOURCES.map(async (source) => {
      const paths = rootsOf(source, { home: homedir(), env: process.env })
      const folders = paths.map(async (path) => ({ path, exists: await isThere(path) }))
      const { id, title } = source
      return { id, title, folders: ofInterest(await Promise.all(folders)), files: null }
    }),
  )

/** With what was found in their folders. */
export const foundSources = (found: Discovery): Listed =>
  TRANSCRIPT_SOURCES.map(({ id, title }) => ({
    id,
    title,
    folders: ofInterest(
      found.folders.filter((f) => f.source === id).map(({ path, exists }) => ({ path, exists })),
    ),
    files: found.files.filter((f) => f.source.id === id).length,
  }))
