/** An instance: the engine, the store, the control plane and what works for each organisation, closed together. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Control } from './control/control.ts'
import { type ControlOptions, PERSONAL } from './control/mode.ts'
import { Generations } from './ingest/generation.ts'
import { refreshIdentities } from './ingest/identities.ts'
import { Intake } from './ingest/intake.ts'
import { Quarantine } from './ingest/quarantine.ts'
import { Writer } from './ingest/writer.ts'
import { type BillableTable, DEFAULT_BILLABLE, type PriceOverride } from './prices/index.ts'
import { keepBillable } from './rollups/billable.ts'
import { Rates } from './rollups/rates.ts'
import { Rebuilder, rollupsOf } from './rollups/rebuild.ts'
import { markOutdated } from './rollups/versions.ts'
import { DEFAULT_SETTINGS, type OrganisationSettings } from './settings.ts'
import { folderOf, ownersIn } from './spool/folders.ts'
import { Spool } from './spool/spool.ts'
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
  /** Opens the control plane too, for a server of a team. */
  control?: ControlOptions | null
  /** Further nodes and name of a cluster the server belongs to. */
  cluster?: (Cluster & { nodes: string[] }) | null
  database?: string
  /** The organisation that this process works for by itself: transcripts of its machine go there. */
  org?: string
  /** Memory of the embedded engine, bytes. */
  memory?: number
  /** Bytes of telemetry of an organisation that may wait on disk while the store is away. */
  spoolBytes?: number
  overrides?: readonly PriceOverride[]
  /** What tokens weigh, and the tiers of models. */
  billable?: BillableTable
  /** Identities and the person they belong to. */
  aliases?: Readonly<Record<string, string>>
  /** Settings of the organisation in personal mode. */
  settings?: OrganisationSettings
  log?: (line: string) => void
}

/** What works for one organisation. */
export interface Tenant {
  org: string
  writer: Writer
  rebuilder: Rebuilder
  quarantine: Quarantine
  intake: Intake
}

/** It is the tenant of its own organisation too. */
export interface Instance extends Tenant {
  dir: string
  store: Store
  /** Null where it was not asked for. */
  control: Control | null
  /** Null when a server is used. */
  engine: Engine | null
  lock: Lock
  /** The tenant of any organisation; who it is must have been made sure of. Errors: `unavailable`. */
  tenant(org: string): Promise<Tenant>
  /** The door for telemetry of any organisation, which is open while the store is away too. */
  intakeOf(org: string): Intake
  /** Settings of an organisation, at most a few seconds old. Errors: `unavailable`. */
  settings(org: string): Promise<OrganisationSettings>
  /** From now on figures of every tenant are brought up to date by themselves. */
  start(): void
  /** Ends writes and rebuilds that are under way, then the engine, then frees the folder. */
  close(): Promise<void>
}

const ENGINE_MEMORY = 2_000_000_000
const SPOOL_BYTES = 256_000_000
/** A store that is frozen would hold up the end for minutes: what it is at is left to it after this long, as after a crash. */
const FAREWELL_MS = 5_000

/** Opens the data folder. Errors: `locked`, `engine_failed`, `unavailable`, `config`. */
export async function openInstance(o: InstanceOptions): Promise<Instance> {
  mkdirSync(o.dir, { recursive: true, mode: 0o700 })
  const lock = takeLock(o.dir)
  const undo: (() => Promise<void> | void)[] = [() => lock.release()]
  try {
    const log = o.log ?? (() => {})
    const database = o.database ?? 'tachograph'
    const control = o.control ? await openedControl(o.control) : null
    if (control) undo.unshift(() => control.close())
    const engine = o.clickhouseUrl
      ? null
      : await startEngine({ dir: join(o.dir, 'engine'), memory: o.memory ?? ENGINE_MEMORY, log })
    if (engine) undo.unshift(() => engine.stop())
    const url = engine?.url ?? (o.clickhouseUrl as string)
    await migrate([url, ...(o.cluster?.nodes ?? [])], database, o.cluster ?? null)
    const store = connect(url, database)
    undo.unshift(() => store.close())

    const opened = new Map<string, Promise<Tenant>>()
    let started = false
    const tenant = (org: string): Promise<Tenant> => {
      const known = opened.get(org)
      if (known) return known
      const intake = intakeOf(org)
      const opening = openTenant(store, org, o).then(async (parts) => {
        await intake.ready()
        return { ...parts, intake }
      })
      opened.set(org, opening)
      // What could not be opened is tried again by whoever needs it next.
      opening.then(
        ({ rebuilder }) => started && rebuilder.start(),
        () => opened.delete(org),
      )
      return opening
    }
    undo.unshift(async () => {
      const closing = [...opened.values()].map(async (one) => closeTenant(await one.catch(() => null)))
      const over = new AbortController()
      const late = sleep(FAREWELL_MS, undefined, over)
      await Promise.race([Promise.all(closing), late]).finally(() => over.abort())
    })
    const spools = join(o.dir, 'spool')
    const intakes = new Map<string, Intake>()
    const intakeOf = (org: string): Intake => {
      const known = intakes.get(org) ?? openIntake(spools, org, o, () => tenant(org))
      intakes.set(org, known)
      return known
    }
    undo.unshift(async () => {
      await Promise.all([...intakes.values()].map((one) => one.close()))
    })
    const settings = async (org: string): Promise<OrganisationSettings> =>
      (await control?.organisations.settings(org)) ?? o.settings ?? DEFAULT_SETTINGS
    const home = await tenant(o.org ?? PERSONAL)
    for (const org of ownersIn(spools, log)) intakeOf(org).start()
    const start = () => {
      started = true
      for (const opening of opened.values())
        opening.then(({ rebuilder }) => rebuilder.start()).catch(() => {})
    }
    const close = async () => {
      for (const step of undo) await step()
    }
    return { ...home, dir: o.dir, store, control, engine, lock, tenant, intakeOf, settings, start, close }
  } catch (error) {
    for (const step of undo) await step()
    throw error
  }
}

/** Loaded here, since few processes need it. */
const openedControl = async (options: ControlOptions): Promise<Control> =>
  (await import('./control/control.ts')).openControl(options)

/** Each organisation has a folder of its own. */
function openIntake(dir: string, org: string, o: InstanceOptions, open: () => Promise<Tenant>): Intake {
  const { log, spoolBytes: mostBytes = SPOOL_BYTES } = o
  return new Intake({
    org,
    spool: new Spool({ dir: join(dir, folderOf(org)), mostBytes, log }),
    open,
    log,
  })
}

async function openTenant(store: Store, org: string, o: InstanceOptions): Promise<Omit<Tenant, 'intake'>> {
  const log = o.log ?? (() => {})
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
  await keepBillable(store, org, o.billable ?? DEFAULT_BILLABLE)
  const outdated = await markOutdated(store, org, generations)
  if (outdated.length > 0) log(`figures are made anew: ${outdated.join(', ')}`)
  const stale = await rates.markStale()
  if (stale > 0) log(`prices changed: ${stale} quarter-hours are priced anew`)
  return { org, writer, rebuilder, quarantine: new Quarantine(store, org) }
}

async function closeTenant(tenant: Tenant | null): Promise<void> {
  await tenant?.writer.close()
  await tenant?.rebuilder.stop()
}

async function lastGeneration(store: Store): Promise<bigint> {
  const rows = await store.rows<{ g: string }>(
    `SELECT toString(greatest((SELECT max(generation) FROM mark), (SELECT max(ver) FROM fact_key))) AS g`,
  )
  return BigInt(rows[0]?.g ?? '0')
}
