/** An instance: the engine, the store and what works on it for one organisation, opened and closed together. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Generations } from './ingest/generation.ts'
import { refreshIdentities } from './ingest/identities.ts'
import { Writer } from './ingest/writer.ts'
import type { PriceOverride } from './prices/index.ts'
import { Rates } from './rollups/rates.ts'
import { Rebuilder, rollupsOf } from './rollups/rebuild.ts'
import { connect } from './store/clickhouse.ts'
import { type Engine, startEngine } from './store/engine/supervisor.ts'
import { type Lock, takeLock } from './store/lock.ts'
import { type Cluster, migrate } from './store/migrate.ts'
import type { Store } from './store/store.ts'

export interface InstanceOptions {
  /** Data folder; made if missing. */
  dir: string
  /** Address of a ClickHouse server with user and password, or null for the embedded engine. */
  clickhouseUrl: string | null
  /** Further nodes and name of a cluster the server belongs to. */
  cluster?: (Cluster & { nodes: string[] }) | null
  database?: string
  org?: string
  /** Memory of the embedded engine, bytes. */
  memory?: number
  overrides?: readonly PriceOverride[]
  /** Identities and the person they belong to. */
  aliases?: Readonly<Record<string, string>>
  log?: (line: string) => void
}

export interface Instance {
  org: string
  dir: string
  store: Store
  writer: Writer
  rebuilder: Rebuilder
  /** Null when a server is used. */
  engine: Engine | null
  lock: Lock
  /** Ends writes and rebuilds that are under way, then the engine, then frees the folder. */
  close(): Promise<void>
}

const ENGINE_MEMORY = 2_000_000_000

/** Opens the data folder. Errors: `locked`, `engine_failed`, `unavailable`, `config`. */
export async function openInstance(o: InstanceOptions): Promise<Instance> {
  mkdirSync(o.dir, { recursive: true, mode: 0o700 })
  const lock = takeLock(o.dir)
  const undo: (() => Promise<void> | void)[] = [() => lock.release()]
  try {
    const log = o.log ?? (() => {})
    const org = o.org ?? 'default'
    const database = o.database ?? 'tachograph'
    const engine = o.clickhouseUrl
      ? null
      : await startEngine({ dir: join(o.dir, 'engine'), memory: o.memory ?? ENGINE_MEMORY, log })
    if (engine) undo.unshift(() => engine.stop())
    const url = engine?.url ?? (o.clickhouseUrl as string)
    await migrate([url, ...(o.cluster?.nodes ?? [])], database, o.cluster ?? null)
    const store = connect(url, database)
    undo.unshift(() => store.close())

    const generations = new Generations(await lastGeneration(store))
    const rates = new Rates(store, org, o.overrides ?? [], generations)
    const rebuilder = new Rebuilder({ store, org, generations, log, rates: (b, d) => rates.ensure(b, d) })
    const writer = await Writer.open({
      store,
      org,
      generations,
      aliases: o.aliases,
      log,
      rollupsOf,
      onWritten: () => rebuilder.written(),
    })
    await refreshIdentities(store, org, o.aliases ?? {})
    const stale = await rates.markStale()
    if (stale > 0) log(`prices changed: ${stale} quarter-hours are priced anew`)
    const close = async () => {
      await writer.close()
      await rebuilder.stop()
      for (const step of undo) await step()
    }
    return { org, dir: o.dir, store, writer, rebuilder, engine, lock, close }
  } catch (error) {
    for (const step of undo) await step()
    throw error
  }
}

async function lastGeneration(store: Store): Promise<bigint> {
  const rows = await store.rows<{ g: string }>(
    `SELECT toString(greatest((SELECT max(generation) FROM mark), (SELECT max(ver) FROM fact_key))) AS g`,
  )
  return BigInt(rows[0]?.g ?? '0')
}
