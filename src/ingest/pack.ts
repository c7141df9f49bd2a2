/** Events packed for the writer, column by column: moved between threads, and given to the engine as they are. */
import { LabelsBuilder, rowHashes } from './builders.ts'
import { buffersOf, type Column, type Labels, picked, select, valueAt, writeColumn } from './columns.ts'
import { copyKey, writeKey } from './key.ts'
import type { Claim } from './known.ts'
import { NativeBlock } from './native.ts'
import { columnsOfRows } from './packer.ts'
import { bucketOf, dayOf, planOf, type Row } from './row.ts'

/** Events of one type. */
export interface EventGroup {
  type: string
  length: number
  /** Which of the events that were packed each one is. */
  order: Uint32Array
  /** ms since 1970 UTC. */
  at: Float64Array
  ver: BigUint64Array
  ownerRank: Uint8Array
  /** See `whoOf`. */
  who: Float64Array
  /** Four words a key (`writeKey`); `keyEnds[i]` is the number of keys up to and with event i. */
  keys: Uint32Array
  keyEnds: Uint32Array
  /** The least key of each event, likewise. */
  id: Uint32Array
  source: Labels
  /** Null when none belongs to a session. */
  session: Labels | null
  /** All but where the rows lie (`placeBlock`); what no event tells is left out. */
  columns: Column[]
}

export interface PackedEvents {
  length: number
  groups: EventGroup[]
}

/** A row's values by the name of their field, as builders take them; what is left out is unknown. */
export type RowValues = () => Row

/** Buffers of packed events that can be moved instead of copied. */
export function transferOf({ groups }: PackedEvents): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>()
  for (const g of groups) {
    for (const array of [g.order, g.at, g.ver, g.ownerRank, g.who, g.keys, g.keyEnds, g.id])
      buffers.add(array.buffer as ArrayBuffer)
    for (const column of [g.source, ...g.columns]) for (const b of buffersOf(column)) buffers.add(b)
  }
  return [...buffers]
}

/** First key of event i. */
export const firstKey = (group: EventGroup, i: number): number =>
  i === 0 ? 0 : (group.keyEnds[i - 1] as number)

export const sourceOf = ({ source }: EventGroup, i: number): string =>
  source.dictionary[source.places[i] as number] as string
export const sessionOf = ({ session }: EventGroup, i: number): string =>
  session ? (session.dictionary[session.places[i] as number] as string) : ''

/** How strong the claim of event i is to own its fact. */
export const claimOf = (group: EventGroup, i: number): Claim => ({
  ownerRank: group.ownerRank[i] as number,
  session: sessionOf(group, i),
  who: group.who[i] as number,
})

/** What event i tells. */
export const packedRow =
  ({ type, columns }: EventGroup, i: number): RowValues =>
  () => {
    const { fieldOf } = planOf(type)
    // Nobody is subject where none is told; the person is only when the telling is first packed.
    const row: Row = { subject: '' }
    for (const column of columns) row[fieldOf.get(column.name) ?? column.name] = valueAt(column, i)
    return row
  }

/** What a row says that was read back from the store as JSON, with 64-bit numbers and times as text. */
export function storedRow(type: string, row: Row): RowValues {
  const plan = planOf(type)
  const values: Row = {
    subject: row.subject,
    owner_rank: row.owner_rank,
    parser_version: row.parser_version,
    extra: row.extra,
  }
  for (const { name, column, kind } of [...plan.owner, ...plan.content])
    values[name] = readBack(kind, row[column], name)
  return () => ({ ...values })
}

function readBack(kind: string, value: unknown, name: string): unknown {
  if (value === null || value === undefined) return null
  if (kind === 'count' || kind === 'ms' || kind === 'usd') return BigInt(value as string)
  if (kind === 'time') return Date.parse(`${String(value).replace(' ', 'T')}Z`)
  if (name === 'line_hashes') return (value as string[]).map((v) => BigInt(v).toString(16).padStart(16, '0'))
  return value
}

/** Where a row lies. Times in ms, the day since 1970; `id` as `keyHash` makes it. */
export interface Place {
  day: number
  id: string
  source: string
  ver: bigint
  bucket: number
  at: number
}

/** A row to be written: what was done as one telling has it, who and where perhaps from another one. */
export interface PlacedRow extends Place {
  owner: RowValues
  content: RowValues
}

/** Blocks of rows of one type that lie where they are placed. */
export function placedBlock(type: string, org: string, rows: readonly PlacedRow[]): Uint8Array[] {
  const values = rows.map(({ owner, content }) => {
    const row = content()
    if (owner === content) return row
    const who = owner()
    for (const { name } of planOf(type).owner) row[name] = who[name]
    row.subject = who.subject
    row.owner_rank = who.owner_rank
    return row
  })
  const block = blockAt(org, rows)
  for (const column of columnsOfRows(type, values)) writeColumn(block, column)
  return block.chunks()
}

/** A block of rows that delete those that lay there. */
export function deletionsBlock(org: string, rows: readonly Place[]): Uint8Array[] {
  const block = blockAt(org, rows)
  block.fixed('is_deleted', 'UInt8', new Uint8Array(rows.length).fill(1))
  return block.chunks()
}

/** Where rows lie, column by column, in the engine's own units: days, seconds, and two words of ms a row. */
interface Places {
  day: Uint16Array
  id: Uint32Array
  source: Labels
  ver: BigUint64Array
  bucket: Uint32Array
  at: BigInt64Array | Uint32Array
}

/** Begins a block with where its rows lie. */
function placeBlock(org: string, places: Places): NativeBlock {
  const block = new NativeBlock(places.day.length)
  block.label('org', org)
  block.fixed('day', 'Date', places.day)
  block.fixed('id', 'UUID', places.id)
  writeColumn(block, places.source)
  block.fixed('ver', 'UInt64', places.ver)
  block.fixed('bucket', `DateTime('UTC')`, places.bucket)
  block.fixed('at', `DateTime64(3, 'UTC')`, places.at)
  return block
}

function sourceLabels(rows: readonly Place[]): Labels {
  const builder = new LabelsBuilder('source', (row) => row.source)
  builder.add(rows as unknown as Row[], rowHashes(rows.length))
  return builder.labels()
}

function blockAt(org: string, rows: readonly Place[]): NativeBlock {
  const id = new Uint32Array(4 * rows.length)
  for (const [i, row] of rows.entries()) writeKey(row.id, id, 4 * i)
  return placeBlock(org, {
    day: Uint16Array.from(rows, (row) => row.day),
    id,
    source: sourceLabels(rows),
    ver: BigUint64Array.from(rows, (row) => row.ver),
    bucket: Uint32Array.from(rows, (row) => row.bucket / 1000),
    at: BigInt64Array.from(rows, (row) => BigInt(row.at)),
  })
}

/** A block of events that were told for the first time: all of a group, or the given rows of it. */
export function freshBlock(group: EventGroup, org: string, rows: Uint32Array | null): Uint8Array[] {
  const cut = <T extends Float64Array | BigUint64Array>(array: T) => (rows ? picked(array, rows) : array)
  const of = <T extends Column>(column: T) => (rows ? (select(column, rows) as T) : column)
  const at = cut(group.at)
  const n = at.length
  const day = new Uint16Array(n)
  const bucket = new Uint32Array(n)
  const words = new Uint32Array(2 * n)
  for (let i = 0; i < n; i++) {
    const ms = at[i] as number
    day[i] = dayOf(ms)
    bucket[i] = bucketOf(ms) / 1000
    words[2 * i] = ms % 0x1_0000_0000
    words[2 * i + 1] = ms / 0x1_0000_0000
  }
  const id = rows ? idsOf(group, rows) : group.id
  const places = { day, id, source: of(group.source), ver: cut(group.ver), bucket, at: words }
  const block = placeBlock(org, places)
  for (const column of group.columns) writeColumn(block, of(column))
  return block.chunks()
}

function idsOf(group: EventGroup, rows: Uint32Array): Uint32Array {
  const out = new Uint32Array(4 * rows.length)
  for (let i = 0; i < rows.length; i++) copyKey(group.id, rows[i] as number, out, i)
  return out
}
