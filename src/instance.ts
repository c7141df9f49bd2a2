/** An instance: the engine, the store, the control plane and what works for each organisation, closed together. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Control } from './control/control.ts'
import { type ControlOptions, type IsErased, PERSONAL } from './control/mode.ts'
import { Admission } from './ingest/admission.ts'
import { Erasures } from './ingest/erasure.ts'
import { ErasureLedger, erasureKeyFrom } from './ingest/erasure-ledger.ts'
import type { Node } from './ingest/erasure-removal.ts'
import { Generations } from './ingest/generation.ts'
import { Intake } from './ingest/intake.ts'
import { Quarantine } from './ingest/quarantine.ts'
import { Retention } from './ingest/retention.ts'
import { Writer } from './ingest/writer.ts'
import { type BillableTable, DEFAULT_BILLABLE, type PriceOverride } from './prices/index.ts'
import { keepBillable } from './rollups/billable.ts'
import { ROWS_OF_COUNTERS } from './rollups/counters.ts'
import { Rates } from './rollups/rates.ts'
import { Rebuilder, ROLLUPS, rollupsOf } from './rollups/rebuild.ts'
import { SESSION_READS, SESSION_ROLLUP } from './rollups/session.ts'
import { markOutdated } from './rollups/versions.ts'
import { DEFAULT_SETTINGS, type OrganisationSettings } from './settings.ts'
import { folderOf, ownersIn } from './spool/folders.ts'
import { Journal } from './spool/journal.ts'
import { secretAt, secretOf } from './spool/secrets.ts'
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
  erasures: Erasures
  retention: Retention
}

/** What must not be kept of an organisation, known before its store is. */
interface Rules {
  ledger: ErasureLedger
  admission: Admission
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
  /** Called with an organisation when people are erased: what takes them out of what this does not know of, and counts. */
  sweeps: ((org: string) => Promise<number>)[]
  /** What of an organisation is let in. */
  admissionOf(org: string): Admission
  /** From now on figures of every tenant are brought up to date by themselves. */
  start(): void
  /** Ends writes and rebuilds that are under way, then the engine, then frees the folder. */
  close(): Promise<void>
}

const ENGINE_MEMORY = 2_000_000_000
const SPOOL_BYTES = 256_000_000
/** Changes after which the store has to learn who is who and in which team. */
const ABOUT_PEOPLE = /^(?:user|team|service_account)\./
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
    const isErased: IsErased = async (org, identities) => {
      const { ledger, admission } = rulesOf(org)
      if (ledger.empty) return false
      const gate = await admission.gate()
      return identities.some((one) => gate.erases(one))
    }
    const control = o.control ? await openedControl({ ...o.control, isErased }) : null
    if (control) undo.unshift(() => control.close())
    const engine = o.clickhouseUrl
      ? null
      : await startEngine({ dir: join(o.dir, 'engine'), memory: o.memory ?? ENGINE_MEMORY, log })
    if (engine) undo.unshift(() => engine.stop())
    const url = engine?.url ?? (o.clickhouseUrl as string)
    await migrate([url, ...(o.cluster?.nodes ?? [])], database, o.cluster ?? null)
    const store = connect(url, database)
    undo.unshift(() => store.close())

    const nodes = (o.cluster?.nodes ?? []).map((node) => connect(node, database))
    undo.unshift(() => Promise.all(nodes.map((node) => node.close())).then(() => {}))

    const opened = new Map<string, Promise<Tenant>>()
    let started = false
    const sweeps: Instance['sweeps'] = []
    const rulesByOrg = new Map<string, Rules>()
    const rulesOf = (org: string): Rules => {
      const known = rulesByOrg.get(org)
      if (known) return known
      const ledger = erasuresIn(o.dir, org)
      const admission = new Admission({
        ledger,
        settings: () => settings(org),
        pseudonymKey: () => secretAt(pseudonymKeyPath(o.dir, org), 'without it people get other pseudonyms'),
        onLearned: (found) =>
          void opened
            .get(org)
            ?.then(({ erasures }) => erasures.learned(found))
            .catch(() => {}),
      })
      rulesByOrg.set(org, { ledger, admission })
      return { ledger, admission }
    }
    const tenant = (org: string): Promise<Tenant> => {
      const known = opened.get(org)
      if (known) return known
      const intake = intakeOf(org)
      const rules = rulesOf(org)
      const elsewhere = [
        () => intake.sweep(),
        async () => sum(await Promise.all(sweeps.map((one) => one(org)))),
      ]
      const making = { store, nodes, org, o, control, rules, elsewhere, settings: () => settings(org) }
      const opening = openTenant(making).then(async (parts) => {
        await intake.ready()
        return { ...parts, intake }
      })
      opened.set(org, opening)
      // What could not be opened is tried again by whoever needs it next.
      opening.then(
        (parts) => {
          if (started) startTenant(parts)
        },
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
    control?.changes.listen(async (org, type) => {
      if (!ABOUT_PEOPLE.test(type)) return
      const tenant = await opened.get(org)?.catch(() => null)
      // The change is made: what the store knows of it is made up for with the next write.
      await tenant?.writer
        .refreshIdentities()
        .catch((error: Error) => log(`people of ${org}: ${error.message}`))
    })
    const spools = join(o.dir, 'spool')
    const intakes = new Map<string, Intake>()
    const intakeOf = (org: string): Intake => {
      const known = intakes.get(org) ?? openIntake(spools, org, o, () => tenant(org), rulesOf(org).admission)
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
      for (const opening of opened.values()) opening.then(startTenant).catch(() => {})
    }
    const close = async () => {
      for (const step of undo) await step()
    }
    const admissionOf = (org: string) => rulesOf(org).admission
    const parts = { dir: o.dir, store, control, engine, lock, sweeps }
    return { ...home, ...parts, tenant, intakeOf, admissionOf, settings, start, close }
  } catch (error) {
    for (const step of undo) await step()
    throw error
  }
}

/** Loaded here, since few processes need it. */
const openedControl = async (options: ControlOptions): Promise<Control> =>
  (await import('./control/control.ts')).openControl(options)

/** Each organisation has a folder of its own. */
function openIntake(
  dir: string,
  org: string,
  o: InstanceOptions,
  open: () => Promise<Tenant>,
  admission: Admission,
): Intake {
  const { log, spoolBytes: mostBytes = SPOOL_BYTES } = o
  return new Intake({
    org,
    spool: new Spool({ dir: join(dir, folderOf(org)), mostBytes, log }),
    open,
    admission,
    log,
  })
}

/** The ledger of an organisation's erasures, as the data folder has it. Errors: `config`. */
export const erasuresIn = (dir: string, org: string): ErasureLedger =>
  new ErasureLedger(org, new Journal(join(dir, 'erasures', `${folderOf(org)}.jsonl`)), () =>
    erasureKeyFrom(secretOf(dir), org),
  )

/** Where the key of an organisation's pseudonyms lies. Whoever deletes it makes them those of nobody. */
export const pseudonymKeyPath = (dir: string, org: string): string => join(dir, 'pseudonyms', folderOf(org))

interface Making {
  store: Store
  /** Further nodes of a cluster. */
  nodes: readonly Store[]
  org: string
  o: InstanceOptions
  control: Control | null
  rules: Rules
  elsewhere: (() => Promise<number>)[]
  settings(): Promise<OrganisationSettings>
}

async function openTenant(making: Making): Promise<Omit<Tenant, 'intake'>> {
  const { store, org, o, control, rules, elsewhere, settings } = making
  const { ledger, admission } = rules
  const log = o.log ?? (() => {})
  await ledger.exchange(store)
  const generations = new Generations(await lastGeneration(store))
  const rates = new Rates(store, org, o.overrides ?? [], generations)
  const rebuilder = new Rebuilder({ store, org, generations, log, rates: (b, d) => rates.ensure(b, d) })
  const writer = await Writer.open({
    store,
    org,
    generations,
    aliases: o.aliases,
    admission,
    ...(control ? { directory: () => control.directory(org) } : {}),
    log,
    rollupsOf,
    onWritten: () => rebuilder.written(),
  })
  await writer.refreshIdentities()
  await keepBillable(store, org, o.billable ?? DEFAULT_BILLABLE)
  const outdated = await markOutdated(store, org, generations)
  if (outdated.length > 0) log(`figures are made anew: ${outdated.join(', ')}`)
  const stale = await rates.markStale()
  if (stale > 0) log(`prices changed: ${stale} quarter-hours are priced anew`)
  const local = (table: string) => (o.cluster ? `${table}_local` : table)
  const nodes: Node[] = [store, ...making.nodes].map((one) => ({ store: one, local }))
  const common = { store, org, generations, writer, rollupsOf, nodes, log }
  const erasures = new Erasures({
    ...common,
    ledger,
    admission,
    rebuilder,
    elsewhere,
    aliases: o.aliases ?? {},
  })
  const [waiting] = elsewhere as [() => Promise<number>]
  const retention = new Retention({ ...common, settings, sums: SUMS, waiting })
  return { org, writer, rebuilder, quarantine: new Quarantine(store, org), erasures, retention }
}

/** Rows made of counters lie in most sums. */
const SUMS = [
  ...[...ROLLUPS, { table: 'rollup_counter', reads: [] }].map(({ table, reads }) => ({
    ...{ table, reads: [...reads, 'counter'], at: 'bucket' as const },
    counted: ROWS_OF_COUNTERS.get(table),
  })),
  { table: SESSION_ROLLUP.table, reads: SESSION_READS, at: 'last_event_at' as const },
]

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

function startTenant({ rebuilder, erasures, retention }: Tenant): void {
  rebuilder.start()
  retention.start()
  void erasures.resume()
}

async function closeTenant(tenant: Tenant | null): Promise<void> {
  await tenant?.retention.close()
  await tenant?.erasures.close()
  await tenant?.writer.close()
  await tenant?.rebuilder.stop()
}

async function lastGeneration(store: Store): Promise<bigint> {
  const rows = await store.rows<{ g: string }>(
    `SELECT toString(greatest((SELECT max(generation) FROM mark), (SELECT max(ver) FROM fact_key))) AS g`,
  )
  return BigInt(rows[0]?.g ?? '0')
}
