/** Turns facts into rows of their tables, and says which of two tellings of one fact is the better one. */
import { hash } from 'node:crypto'
import {
  CONTEXT,
  type EventFact,
  FACT_TYPES,
  type FieldKind,
  factType,
  type StateFact,
} from '../facts/index.ts'

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
const OWNER_COLUMNS = [...Object.keys(CONTEXT), 'session', 'subject', 'owner_rank']

const NANO = 1e9
const column = (name: string, kind: FieldKind) =>
  kind !== 'usd' ? name : name === 'usd' ? 'nano_usd' : name.replace(/_usd$/, '_nano_usd')

interface Plan {
  fields: { name: string; column: string; kind: FieldKind; owner: boolean }[]
}
const PLANS = new Map<string, Plan>(
  FACT_TYPES.map((type) => [
    type.name,
    {
      fields: Object.entries(type.fields).map(([name, field]) => ({
        name,
        column: column(name, field.kind),
        kind: field.kind,
        owner: OWNER_COLUMNS.includes(name),
      })),
    },
  ]),
)

/** Columns that a table has for the fields of its type, by name; docs and tests go by it. */
export const columnsOf = (type: string): string[] => PLANS.get(type)?.fields.map((f) => f.column) ?? []

/** Whether facts of this type can belong to a session. */
export const hasSession = (type: string): boolean => columnsOf(type).includes('session')

function stored(kind: FieldKind, value: unknown, name: string): unknown {
  if (value === null || value === undefined) {
    if (kind === 'label' || kind === 'text' || kind === 'json') return ''
    return kind === 'labels' ? [] : null
  }
  switch (kind) {
    case 'usd':
      return String(Math.round((value as number) * NANO))
    case 'time':
      return seconds(value as number)
    case 'json':
      return JSON.stringify(value)
    case 'labels':
      return name === 'line_hashes' ? (value as string[]).map((h) => BigInt(`0x${h}`).toString()) : value
    default:
      return value
  }
}

/**
 * How good an observation is, as one number that never depends on the clock: parser version (12 bits), completeness
 * (4), counts (32), hash of the content (16). The greater one of the same source is kept.
 */
function version(fact: EventFact, content: string): bigint {
  const counts =
    fact.type === 'model_call'
      ? (fact.in_uncached ?? 0) + (fact.cache_read ?? 0) + (fact.cache_write ?? 0) + (fact.out ?? 0)
      : 0
  const tie = Number.parseInt(hash('sha256', content, 'hex').slice(0, 4), 16)
  return (
    (BigInt(Math.min(fact.parser_version, 0xfff)) << 52n) |
    (BigInt(Math.min(fact.completeness, 0xf)) << 48n) |
    (BigInt(Math.min(counts, 0xffffffff)) << 16n) |
    BigInt(tie)
  )
}

/** The row of an event, but for where it lies (id, day, bucket), and how good it is. */
export function eventRow(fact: EventFact, org: string): { row: Row; ver: bigint } {
  const values = fact as unknown as Row
  const row: Row = { org, source: fact.source, at: seconds(fact.at) }
  let content = ''
  for (const field of PLANS.get(fact.type)?.fields ?? []) {
    const value = stored(field.kind, values[field.name], field.name)
    row[field.column] = value
    if (!field.owner) content += `${value === null ? '' : value}\u0001`
  }
  row.subject = fact.subject ?? fact.user ?? ''
  row.owner_rank = fact.owner_rank
  row.parser_version = fact.parser_version
  row.extra = fact.extra ?? {}
  if (fact.extra) content += JSON.stringify(fact.extra)
  const ver = version(fact, content)
  row.ver = ver.toString()
  return { row, ver }
}

/** The content of `best` told by the owner of `owner`. */
export function owned(best: Row, owner: Row): Row {
  const merged: Row = { ...best }
  for (const name of OWNER_COLUMNS) if (name in owner) merged[name] = owner[name]
  return merged
}

/** The row of a state: the hash of what it says is part of its key, so telling it again changes nothing. */
export function stateRow(fact: StateFact, org: string): Row {
  const values = fact as unknown as Row
  const row: Row = { org, id: fact.id, source: fact.source, observed_at: seconds(fact.observed_at) }
  for (const field of PLANS.get(fact.type)?.fields ?? []) {
    row[field.column] = stored(field.kind, values[field.name], field.name)
  }
  row.subject = fact.subject ?? (values.user as string | null) ?? ''
  row.parser_version = fact.parser_version
  const digest = hash('sha256', JSON.stringify({ ...row, parser_version: 0 }), 'hex')
  row.hash = BigInt(`0x${digest.slice(0, 16)}`).toString()
  return row
}

/** Key of the ledger: 128 bits of a hash over the type and the scoped identity, as 32 hex digits. */
export const keyHash = (type: string, key: string): string =>
  hash('sha256', `${type}\n${key}`, 'hex').slice(0, 32)

/** UUID text of the engine to 32 hex digits. */
export const hexOf = (uuid: string): string => uuid.replaceAll('-', '')

/** The type of a stored fact is one of ours; a table name goes into SQL only through this list. */
export function tableOf(type: string): string {
  const known = factType(type)
  if (!known) throw new Error(`no such fact type: ${type}`)
  return known.name
}
