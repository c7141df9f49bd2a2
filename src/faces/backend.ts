/** What a face needs of the program behind it. */
import type { Control } from '../control/control.ts'
import type { Fact } from '../facts/index.ts'
import type { ImportProgress } from '../importer/import.ts'
import type { Intake } from '../ingest/intake.ts'
import type { Quarantine } from '../ingest/quarantine.ts'
import type { Receipt } from '../ingest/writer.ts'
import type { Instance, Tenant } from '../instance.ts'
import { type Reach, wholeOf } from '../metrics/reach.ts'
import type { OrganisationSettings } from '../settings.ts'
import type { Store } from '../store/store.ts'
import type { Status } from './contract.ts'
import { type Privacy, privacyOf } from './erase-people.ts'

export interface DiscoveryStatus {
  state: Status['discovery']['state']
  sources: Status['discovery']['sources']
  progress: ImportProgress | null
}

/** The data of one organisation: every read and every write goes through one. */
export interface Scope {
  org: string
  /** What the caller may read of it. */
  reach: Reach
  store: Store
  write(facts: readonly Fact[]): Promise<Receipt>
  /** Erasing people, and what pseudonyms stand for. */
  privacy: Privacy
  /** The names under which people are kept: others where an organisation has pseudonyms. */
  storedNames(people: readonly string[]): Promise<string[]>
  /** Refused records of telemetry. */
  quarantine: Quarantine
  /** Everything acknowledged before this instant (ms) shows in answers. */
  asOf(): number
  /** Resolves when everything acknowledged so far shows in answers, whatever that costs others. */
  settle(): Promise<void>
}

/** What a tenant offers to faces. */
export const scopeOf = (
  { store, dir, control, admissionOf }: Pick<Instance, 'store' | 'dir' | 'control' | 'admissionOf'>,
  tenant: Tenant,
): Scope => {
  const { org, writer, rebuilder, quarantine, intake } = tenant
  return {
    org,
    reach: wholeOf(org),
    store,
    write: (facts) => writer.write(facts),
    privacy: privacyOf({ dir }, tenant, control),
    storedNames: async (people) => {
      const gate = await admissionOf(org).gate()
      return people.map((person) => gate.nameOf(person))
    },
    quarantine,
    // What waits was acknowledged, and no answer shows it yet.
    asOf: () => Math.min(rebuilder.asOf(), intake.state().oldest_at ?? Number.POSITIVE_INFINITY),
    settle: async () => {
      await intake.settle()
      await rebuilder.catchUp()
    },
  }
}

/** Whoever runs the server, as opposed to the holders of its keys. */
export interface Team {
  control: Control
  /** Lets commands of this machine in, which read it from the data folder. */
  operator: string
}

export interface Backend {
  version: string
  store: Store
  /** The data of an organisation; who asks for it must have been made sure of. Errors: `unavailable`. */
  scope(org: string): Promise<Scope>
  /** Where telemetry of an organisation goes, also while the store is away. */
  intake(org: string): Intake
  /** Null in personal mode: everybody on this machine works on the one organisation there is. */
  team: Team | null
  /** Settings of an organisation, at most a few seconds old. Errors: `unavailable`. */
  settings(org: string): Promise<OrganisationSettings>
  /** Key of the hashes of added lines of an organisation; every ingest key is told it. */
  lineKey(org: string): string
  /** Key of the ids of people of an organisation, which nobody is told. */
  idKey(org: string): string
  discovery(): DiscoveryStatus
  /** Command lines that fill the data folder, for whoever sees that it is empty. */
  commands?: Status['commands']
  /** Bytes left where the embedded engine writes; absent when a server is used. */
  freeBytes?(): Promise<number>
}
