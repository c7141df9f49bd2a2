/** Events packed for the writer, column by column: made in the threads that read, moved, and given to the engine as they are. */
import type { EventFact } from '../facts/index.ts'
import {
  buffersOf,
  type Column,
  columnOf,
  type Labels,
  labelsOf,
  mapsOf,
  picked,
  type RowHashes,
  rowHashes,
  select,
  smallsOf,
  spread,
  valueAt,
  writeColumn,
} from './columns.ts'
import { copyKey, writeKey } from './key.ts'
import { NativeBlock } from './native.ts'
import { bucketOf, dayOf, keyHash, type Plan, planOf, type Row } from './row.ts'

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

/** A row's values by the name of their field, as `columnOf` takes them; what is left out is unknown. */
export type RowValues = () => Row

const TIE = 2 ** 24
const COUNT_MAX = 2 ** 26 - 1

/**
 * How good a telling is, as one number that never depends on the clock: parser version (12 bits), completeness (2),
 * counts (26; above them calls are no longer told apart by size), hash of the content (24). The greatest one of a
 * source is kept.
 */
function version(fact: EventFact, contentHash: number): bigint {
  const counts =
    fact.type === 'model_call'
      ? (fact.in_uncached ?? 0) + (fact.cache_read ?? 0) + (fact.cache_write ?? 0) + (fact.out ?? 0)
      : 0
  const tie = spread(contentHash) % TIE
  const high = Math.min(fact.parser_version, 0xfff) * 4 + Math.min(fact.completeness, 3)
  return (BigInt(high) << 50n) + BigInt(Math.min(counts, COUNT_MAX) * TIE + tie)
}

/**
 * Orders what tellings say of who and where, as one number: the less, the more is known. Equal only for tellings that
 * say the same (but for one chance in 4 billion), so that the choice never depends on the order of arrival.
 */
function whoOf(plan: Plan, row: Row, hash: number): number {
  let missing = 0
  for (const { name } of plan.owner) if ((row[name] ?? '') === '') missing++
  return missing * 0x1_0000_0000 + spread(hash)
}

const text = (name: string) => (row: Row) => row[name]
const whole = (name: string) => (row: Row) => (row[name] as number | undefined) ?? 0

/** Columns that say who did it and where. Rows tell `subject` and `owner_rank` under these names. */
function ownerColumns(plan: Plan, rows: readonly Row[], hashes: RowHashes): (Column | null)[] {
  return [
    ...plan.owner.map((field) => columnOf(field, rows, hashes)),
    labelsOf('subject', rows, (row) => row.subject ?? row.user, hashes),
    smallsOf('owner_rank', 'UInt8', rows, whole('owner_rank'), hashes),
  ]
}

/** Columns that say what was done, `parser_version` and `extra` among them. */
function contentColumns(plan: Plan, rows: readonly Row[], hashes: RowHashes): (Column | null)[] {
  return [
    ...plan.content.map((field) => columnOf(field, rows, hashes)),
    smallsOf('parser_version', 'UInt16', rows, whole('parser_version'), hashes),
    mapsOf('extra', rows, (row) => row.extra as Record<string, number> | null, hashes),
  ]
}

const told = (columns: readonly (Column | null)[]): Column[] => columns.filter((c) => c !== null)

/** Packs events; the result owns its buffers, so they can be moved to another thread (`transferOf`). */
export function packEvents(facts: readonly EventFact[]): PackedEvents {
  const byType = new Map<string, number[]>()
  for (let i = 0; i < facts.length; i++) {
    const { type } = facts[i] as EventFact
    const list = byType.get(type)
    if (list) list.push(i)
    else byType.set(type, [i])
  }
  const groups = [...byType].map(([type, order]) => packGroup(type, facts, order))
  return { length: facts.length, groups }
}

function packGroup(type: string, all: readonly EventFact[], order: readonly number[]): EventGroup {
  const facts = order.map((i) => all[i] as EventFact)
  const rows = facts as unknown as Row[]
  const n = facts.length
  const plan = planOf(type)
  const ownerHashes = rowHashes(n)
  const contentHashes = rowHashes(n)
  const owner = ownerColumns(plan, rows, ownerHashes)
  const content = contentColumns(plan, rows, contentHashes)
  const group: EventGroup = {
    type,
    length: n,
    order: Uint32Array.from(order),
    at: new Float64Array(n),
    ver: new BigUint64Array(n),
    ownerRank: new Uint8Array(n),
    who: new Float64Array(n),
    keys: new Uint32Array(4 * facts.reduce((sum, fact) => sum + fact.keys.length, 0)),
    keyEnds: new Uint32Array(n),
    id: new Uint32Array(4 * n),
    source: labelsOf('source', rows, text('source'), rowHashes(n)) ?? nameless(n),
    session: (owner.find((column) => column?.name === 'session') as Labels | undefined) ?? null,
    columns: told([...owner, ...content]),
  }
  for (let i = 0; i < n; i++) {
    const fact = facts[i] as EventFact
    group.at[i] = fact.at
    group.ownerRank[i] = fact.owner_rank
    group.who[i] = whoOf(plan, rows[i] as Row, ownerHashes[i] as number)
    group.ver[i] = version(fact, contentHashes[i] as number)
  }
  packKeys(group, facts)
  return group
}

const nameless = (n: number): Labels => ({
  form: 'labels',
  name: 'source',
  dictionary: [''],
  places: new Uint8Array(n),
})

function packKeys(group: EventGroup, facts: readonly EventFact[]): void {
  let at = 0
  for (let i = 0; i < facts.length; i++) {
    const fact = facts[i] as EventFact
    if (fact.keys.length === 0) throw new Error(`a ${fact.type} without keys cannot be told from another`)
    let least = ''
    for (const key of fact.keys) {
      const hashed = keyHash(fact.type, key)
      writeKey(hashed, group.keys, 4 * at++)
      if (least === '' || hashed < least) least = hashed
    }
    writeKey(least, group.id, 4 * i)
    group.keyEnds[i] = at
  }
}

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

/** `who` of a row of the store; its owner's columns are all that is needed. */
export function whoOfRow(type: string, row: Row): number {
  const plan = planOf(type)
  const hashes = rowHashes(1)
  ownerColumns(plan, [row], hashes)
  return whoOf(plan, row, hashes[0] as number)
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
  const plan = planOf(type)
  const values = rows.map(({ owner, content }) => {
    const row = content()
    if (owner === content) return row
    const who = owner()
    for (const { name } of plan.owner) row[name] = who[name]
    row.subject = who.subject
    row.owner_rank = who.owner_rank
    return row
  })
  const hashes = rowHashes(rows.length)
  const block = blockAt(org, rows)
  const columns = [...ownerColumns(plan, values, hashes), ...contentColumns(plan, values, hashes)]
  for (const column of told(columns)) writeColumn(block, column)
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
  source: Labels | null
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
  if (places.source) writeColumn(block, places.source)
  block.fixed('ver', 'UInt64', places.ver)
  block.fixed('bucket', `DateTime('UTC')`, places.bucket)
  block.fixed('at', `DateTime64(3, 'UTC')`, places.at)
  return block
}

function blockAt(org: string, rows: readonly Place[]): NativeBlock {
  const id = new Uint32Array(4 * rows.length)
  for (const [i, row] of rows.entries()) writeKey(row.id, id, 4 * i)
  return placeBlock(org, {
    day: Uint16Array.from(rows, (row) => row.day),
    id,
    source: labelsOf('source', rows as unknown as Row[], text('source'), rowHashes(rows.length)),
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
