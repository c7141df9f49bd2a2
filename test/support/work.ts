/** A writer and a rebuilder on a store, for tests that open and close them many times within one database. */
import { Generations } from '../../src/ingest/generation.ts'
import { Writer, type WriterOptions } from '../../src/ingest/writer.ts'
import { Rates } from '../../src/rollups/rates.ts'
import { Rebuilder, rollupsOf } from '../../src/rollups/rebuild.ts'
import type { Store } from '../../src/store/store.ts'

export interface Work {
  writer: Writer
  rebuilder: Rebuilder
}

export async function openWork(store: Store, org: string, more: Partial<WriterOptions> = {}): Promise<Work> {
  const generations = new Generations(BigInt(Date.now()) * 4096n)
  const rates = new Rates(store, org, [], generations)
  const rebuilder = new Rebuilder({ store, org, generations, rates: (b, d) => rates.ensure(b, d) })
  const writer = await Writer.open({ store, org, generations, rollupsOf, ...more })
  return { writer, rebuilder }
}
