/** The data of a folder that a command has opened itself. */
import type { Config } from '../../config.ts'
import { limitsOf } from '../../ingest/retention-limits.ts'
import { countsOf } from '../../ingest/writer.ts'
import type { Instance } from '../../instance.ts'
import { wholeOf } from '../../metrics/reach.ts'
import { VERSION } from '../../version.ts'
import { ask, type Words } from '../ask.ts'
import { askEvents } from '../ask-events.ts'
import { askIdentities } from '../ask-identities.ts'
import { askReconciliation } from '../ask-reconciliation.ts'
import { askSession, askSessions, askTimeline } from '../ask-sessions.ts'
import { csvOf } from '../csv.ts'
import { statusOf } from '../status.ts'
import { tableOf } from '../tables.ts'
import type { Access } from './access.ts'
import { fillingCommands } from './command-line.ts'
import { knownSources } from './sources.ts'

/** Answers of the folder itself, by an instance that is being opened. */
export function local(config: Config, opening: Promise<Instance>): Access {
  const backend = async () => {
    const [instance, sources] = await Promise.all([opening, knownSources()])
    const { timezone, retention_days } = await instance.settings(instance.org)
    return {
      store: instance.store,
      org: instance.org,
      reach: { ...wholeOf(instance.org), tz: timezone, kept: limitsOf(retention_days) },
      settings: (org: string) => instance.settings(org),
      version: VERSION,
      asOf: () => instance.rebuilder.asOf(),
      discovery: () => ({ state: 'off' as const, sources, progress: null }),
      commands: fillingCommands(config),
    }
  }
  const settled = async () => {
    const { intake, rebuilder } = await opening
    await intake.settle()
    await rebuilder.flush()
  }
  // Nobody else works on the folder: what is marked is rebuilt before it is spoken of.
  const asked = async (metric: string, words: Words) => {
    await settled()
    return ask(await backend(), metric, words)
  }
  return {
    server: null,
    write: async (facts) => countsOf(await (await opening).writer.write(facts)),
    sink: {
      form: 'packed',
      ready: opening,
      write: async (facts) => (await opening).writer.writePacked(facts),
    },
    settled,
    ask: asked,
    csv: async function* (view, words) {
      await settled()
      const { columns, rows } = await tableOf(await backend(), view, words)
      yield* csvOf(columns, rows)
    },
    sessions: async (words) => {
      await settled()
      return askSessions(await backend(), words)
    },
    session: async (id) => {
      await settled()
      return askSession(await backend(), id)
    },
    timeline: async (id) => {
      await settled()
      return askTimeline(await backend(), id)
    },
    identities: async () => {
      await settled()
      return askIdentities(await backend())
    },
    reconcile: async (words) => {
      await settled()
      return askReconciliation(await backend(), words)
    },
    events: async function* (words) {
      await settled()
      yield* askEvents(await backend(), words)
    },
    status: async () => {
      const opened = await backend()
      return statusOf(opened, opened)
    },
    close: async () => {
      const instance = await opening.catch(() => null)
      await instance?.close()
    },
  }
}
