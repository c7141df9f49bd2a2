/** How facts become rows of their tables: columns, keys and the number that says which telling is the better one. */
import { hash } from 'node:crypto'
import { CONTEXT, FACT_TYPES, type FieldKind, factType, type StateFact } from '../facts/index.ts'

export type Row = Record<string, unknown>

/** Length of a rollup bucket. 15 minutes, so that zones off the full hour come out right. */
export const BUCKET_MS = 15 * 60_000
export const DAY_MS = 24 * 3600_000

export const bucketOf = (at: number): number => at - (at % BUCKET_MS)
/** Days since 1970 UTC. */
export const dayOf = (at: number): number => Math.floor(at / DAY_MS)
export const isoDay = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)
/** The engine's text form of an instant: seconds with three decimals. */
export const seconds = (ms: number): string => (ms / 1000).toFixed(3)

/** Who did it and where: taken from the observation that owns the fact, not from the most complete one. */
const OWNER_FIELDS = new Set([...Object.keys(CONTEXT), 'session'])

export interface PlannedField {
  name: string
  column: string
  kind: FieldKind
}
/** The columns of an event table. */
export interface Plan {
  owner: PlannedField[]
  content: PlannedField[]
  /** All columns. */
  columns: string[]
  /** The field a column is for, by its name. */
  fieldOf: ReadonlyMap<string, string>
}

/** Columns that say what a row is and where it lies; they come first. */
const PLACEMENT = ['org', 'day', 'id', 'source', 'ver', 'is_deleted', 'bucket', 'at']

/** Money is stored in nano-USD, and its column says so. */
const columnName = (name: string, kind: FieldKind) =>
  kind !== 'usd' ? name : name === 'usd' ? 'nano_usd' : name.replace(/_usd$/, '_nano_usd')

const FIELDS = new Map<string, PlannedField[]>(
  FACT_TYPES.map((type) => [
    type.name,
    Object.entries(type.fields).map(([name, { kind }]) => ({ name, column: columnName(name, kind), kind })),
  ]),
)

const PLANS = new Map<string, Plan>(
  FACT_TYPES.filter((t) => t.kind === 'event').map((type) => {
    const fields = FIELDS.get(type.name) ?? []
    const owner = fields.filter((f) => OWNER_FIELDS.has(f.name))
    const content = fields.filter((f) => !OWNER_FIELDS.has(f.name))
    const columns = [
      ...PLACEMENT,
      ...owner.map((f) => f.column),
      'subject',
      'owner_rank',
      ...content.map((f) => f.column),
      'parser_version',
      'extra',
    ]
    const fieldOf = new Map(fields.map((f) => [f.column, f.name]))
    return [type.name, { owner, content, columns, fieldOf }]
  }),
)

export function planOf(type: string): Plan {
  const plan = PLANS.get(type)
  if (!plan) throw new Error(`${type} is no event`)
  return plan
}

/** Columns that a table has for the fields of its type, by name; docs and tests go by it. */
export const columnsOf = (type: string): string[] => FIELDS.get(type)?.map((f) => f.column) ?? []

/** Whether facts of this type can belong to a session. */
export const hasSession = (type: string): boolean => columnsOf(type).includes('session')

/** Nano-USD in a USD: money is stored as a whole number of them. */
export const NANO = 1e9

function stored(kind: FieldKind, value: unknown): unknown {
  if (value === null || value === undefined) {
    if (kind === 'label' || kind === 'text' || kind === 'json') return ''
    return kind === 'labels' ? [] : null
  }
  if (kind === 'usd') return String(Math.round((value as number) * NANO))
  if (kind === 'time') return seconds(value as number)
  if (kind === 'json') return JSON.stringify(value)
  // Half a character would make the whole insert invalid.
  if (kind === 'labels') return (value as string[]).map((v) => v.toWellFormed())
  return typeof value === 'string' ? value.toWellFormed() : value
}

/** The row of a state: the hash of what it says is part of its key, so telling it again changes nothing. */
export function stateRow(fact: StateFact, org: string): Row {
  const values = fact as unknown as Row
  const row: Row = {
    org,
    id: fact.id.toWellFormed(),
    source: fact.source,
    observed_at: seconds(fact.observed_at),
  }
  for (const field of FIELDS.get(fact.type) ?? []) row[field.column] = stored(field.kind, values[field.name])
  row.subject = (fact.subject ?? (values.user as string | null) ?? '').toWellFormed()
  row.parser_version = fact.parser_version
  const digest = hash('sha256', JSON.stringify({ ...row, parser_version: 0 }), 'hex')
  row.hash = BigInt(`0x${digest.slice(0, 16)}`).toString()
  return row
}

/** Key of the ledger: 128 bits of a hash over the type and the scoped identity, as a string of 16 byte-sized characters. */
export const keyHash = (type: string, key: string): string =>
  hash('sha256', `${type}\n${key}`, 'binary').slice(0, 16)

/** Such a key as 32 hex digits, and back from the UUID text of the engine. */
export const hexOf = (key: string): string => Buffer.from(key, 'latin1').toString('hex')
export const keyOf = (uuid: string): string => Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('latin1')

/** The type of a stored fact is one of ours; a table name goes into SQL only through this list. */
export function tableOf(type: string): string {
  const known = factType(type)
  if (!known) throw new Error(`no such fact type: ${type}`)
  return known.name
}
