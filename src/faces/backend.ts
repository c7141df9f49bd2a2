/** What a face needs of the program behind it. */
import type { Fact } from '../facts/index.ts'
import type { ImportProgress } from '../importer/import.ts'
import type { Receipt } from '../ingest/writer.ts'
import type { Store } from '../store/store.ts'
import type { Status } from './contract.ts'

export interface DiscoveryStatus {
  state: Status['discovery']['state']
  sources: Status['discovery']['sources']
  progress: ImportProgress | null
}

export interface Backend {
  version: string
  org: string
  store: Store
  write(facts: readonly Fact[]): Promise<Receipt>
  /** Everything acknowledged before this instant (ms) shows in answers. */
  asOf(): number
  /** Resolves when everything acknowledged so far shows in answers, whatever that costs others. */
  settle(): Promise<void>
  discovery(): DiscoveryStatus
  /** Command lines that fill the data folder, for whoever sees that it is empty. */
  commands?: Status['commands']
  /** Bytes left where the embedded engine writes; absent when a server is used. */
  freeBytes?(): Promise<number>
}
