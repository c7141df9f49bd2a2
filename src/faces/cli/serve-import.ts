/** What `serve` does about the transcripts of its machine: imports them, and what is added to them, while it runs. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../../config.ts'
import type { Discovery } from '../../importer/discover.ts'
import { emptyProgress, importTranscripts } from '../../importer/import.ts'
import { machineUser } from '../../importer/machine.ts'
import { Positions } from '../../importer/positions.ts'
import { type Noting, watch } from '../../importer/watch.ts'
import type { Instance } from '../../instance.ts'
import { TRANSCRIPT_SOURCES } from '../../sources/index.ts'
import type { DiscoveryStatus } from '../backend.ts'
import { identityOf } from '../store-identity.ts'
import { lineKeyOf } from './access.ts'
import { cleanUps } from './clean-up.ts'
import { fillingCommands } from './command-line.ts'
import { tellProblems } from './import.ts'
import { foundSources, usualPlaces } from './sources.ts'
import { bar, hint, number } from './terminal.ts'

/** Where positions are kept, below a data folder. */
export const positionsIn = (data: string): string => join(data, 'imported')

/** Until `signal`. A failure is told, and the server goes on. */
export async function importFound(
  config: Config,
  instance: Instance,
  status: DiscoveryStatus,
  signal: AbortSignal,
): Promise<void> {
  const user = config.user ?? machineUser()
  const { org, store } = instance
  const lineKey = lineKeyOf(config, org)
  let first = true
  await watch({
    sources: TRANSCRIPT_SOURCES,
    machine: { home: homedir(), env: process.env },
    paths: null,
    positions: async () => {
      const target = { place: placeOf(config), identity: await identityOf(store), org, user, lineKey }
      return new Positions(positionsIn(config.data), target, hint)
    },
    signal,
    import: async (changed, noting, found) => {
      status.sources = foundSources(found)
      if (first && found.files.length === 0) tellNone(config)
      if (changed.files.length > 0) {
        const shown = first ? status : null
        await importThese(changed, { instance, user, lineKey, noting, status: shown, signal })
      }
      status.state = 'idle'
      if (first) for (const text of cleanUps((id) => found.files.some((f) => f.source.id === id))) hint(text)
      first = false
    },
    failed: (error) => {
      status.state = 'failed'
      hint(`The import stopped: ${error.message} It is tried again.`)
    },
  })
}

/** The database that facts go to, without a password. */
function placeOf({ clickhouse_url }: Config): string {
  if (!clickhouse_url) return 'embedded'
  const { host, pathname } = new URL(clickhouse_url)
  return `${host}${pathname}`
}

function tellNone(config: Config): void {
  hint(`No transcripts found on this machine. Looked for: ${usualPlaces()}.`)
  const { import: importing, demo } = fillingCommands(config)
  hint(`Import some with: ${importing} PATH — or fill a demo: ${demo}`)
}

interface Importing {
  instance: Instance
  user: string
  lineKey: string
  noting: Noting
  /** Shows how it goes on; null where that is not worth showing. */
  status: DiscoveryStatus | null
  signal: AbortSignal
}

/** What could not be read and was said: it is tried again whenever it changes. */
const told = new Set<string>()

/** Only the first import, which may be long, is shown as it goes on. */
async function importThese(found: Discovery, o: Importing): Promise<void> {
  const { instance, user, lineKey, noting, status, signal } = o
  const progress = bar('importing')
  const began = Date.now()
  if (status) Object.assign(status, { state: 'importing', progress: emptyProgress(found) })
  try {
    const done = await importTranscripts({
      ...noting,
      discovery: found,
      user,
      lineKey,
      signal,
      sink: { form: 'packed', write: (facts) => instance.writer.writePacked(facts) },
      onProgress: (p) => {
        if (!status) return
        status.progress = p
        progress.update(p.bytes_done, p.bytes_total, `${number(p.calls)} calls`)
      },
    })
    progress.end()
    tellProblems(done.problems.filter(({ path, why }) => !told.has(`${path} ${why}`)))
    for (const { path, why } of done.problems) told.add(`${path} ${why}`)
    if (!status) return
    // Whoever waited for the import waits for its figures, not for a pause to be over.
    await instance.rebuilder.catchUp()
    const seconds = ((Date.now() - began) / 1000).toFixed(1)
    hint(
      `Imported ${number(done.files_done)} transcripts in ${seconds} s: ${number(done.accepted)} new facts, ${number(done.duplicate)} known.`,
    )
  } finally {
    progress.end()
  }
}
