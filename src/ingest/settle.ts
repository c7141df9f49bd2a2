/** Works out what has to be written so that the store says what a batch has made known. */
import type { Store } from '../store/store.ts'
import type { Known } from './known.ts'
import type { Fresh } from './memory.ts'
import { rowOf, writeDeletion, writeRow } from './pack.ts'
import { bucketOf, dayOf, planOf, tableOf } from './row.ts'
import { RowBuffer } from './row-binary.ts'

export interface Writes {
  /** RowBinary by table, deletions included, columns in the order of the table's plan. */
  facts: Map<string, RowBuffer>
  /** RowBinary of `LEDGER_COLUMNS`. */
  ledger: RowBuffer
  /** Buckets to be rebuilt, in ms, by fact type. */
  buckets: Map<string, Set<number>>
}

/** Facts whose rows must be read first: they move, and rows that lie in the store go with them. */
export function movers(touched: Iterable<Known>): Known[] {
  const out: Known[] = []
  for (const k of touched) {
    if (k.stored.length === 0) continue
    const { day, bucket } = k.place()
    const moves = k.stored.some((s) => s.id !== k.id || s.day !== day || s.bucket !== bucket)
    if (moves && k.observations.some((o) => !o.row)) out.push(k)
  }
  return out
}

/** Columns of the ledger in the order its rows are written. */
export const LEDGER_COLUMNS = ['org', 'day', 'key', 'alias_of', 'fact_day', 'type', 'ver']
const ITSELF = '\0'.repeat(16)

export function settle(
  touched: Iterable<Known>,
  fresh: Iterable<Fresh>,
  org: string,
  generation: bigint,
): Writes {
  const writes: Writes = { facts: new Map(), ledger: new RowBuffer(), buckets: new Map() }
  for (const first of fresh) settleFresh(first, org, generation, writes)
  for (const known of touched) settleOne(known, org, generation, writes)
  return writes
}

/** The usual case: a fact that is told for the first time, and once. */
function settleFresh(
  { pack, index, keys, id }: Fresh,
  org: string,
  generation: bigint,
  writes: Writes,
): void {
  const type = pack.types[pack.type[index] as number] as string
  const source = pack.sources[pack.source[index] as number] as string
  const at = pack.at[index] as number
  const bucket = bucketOf(at)
  const day = dayOf(at)
  const ver = pack.ver[index] as bigint
  writeRow(bufferOf(writes.facts, type), { org, day, id, source, ver, bucket, at }, rowOf(pack, index))
  setOf(writes.buckets, type).add(bucket)
  for (const key of keys) {
    writeKey(writes.ledger, {
      org,
      day,
      key,
      alias: key === id ? ITSELF : id,
      factDay: day,
      type,
      generation,
    })
  }
}

function settleOne(known: Known, org: string, generation: bigint, writes: Writes): void {
  const { day, bucket } = known.place()
  const rows = bufferOf(writes.facts, known.type)
  const buckets = setOf(writes.buckets, known.type)
  const moved = known.stored.some((s) => s.id !== known.id || s.day !== day || s.bucket !== bucket)

  for (const o of known.observations) {
    if (!o.changed && !moved) continue
    if (!o.row) throw new Error(`the row of ${o.source} should have been read before it moves`)
    writeRow(rows, { org, day, id: known.id, source: o.source, ver: o.ver, bucket, at: o.at }, o.row)
    buckets.add(bucket)
  }
  for (const s of known.stored) {
    if (moved) buckets.add(s.bucket)
    if (s.id === known.id && s.day === day) continue
    writeDeletion(rows, known.type, { org, ...s, at: s.bucket })
  }
  writeLedger(known, org, day, generation, writes.ledger)

  known.stored = known.observations.map((o) => ({
    id: known.id,
    day,
    source: o.source,
    ver: o.ver,
    bucket,
  }))
  for (const o of known.observations) o.changed = false
}

/** The id leads to itself, every other key to the id; days a fact has left point to where it lies now. */
function writeLedger(known: Known, org: string, day: number, generation: bigint, ledger: RowBuffer): void {
  const days = new Set([day, ...known.stored.map((s) => s.day)])
  const first = known.stored.length === 0
  const movedAway = known.stored.some((s) => s.day !== day || s.id !== known.id)
  if (!first && !movedAway && known.newKeys.length === 0) return
  const { type } = known
  const keys = new Set(known.newKeys)
  for (const d of days) {
    writeKey(ledger, { org, day: d, key: known.id, alias: ITSELF, factDay: day, type, generation })
    for (const key of keys) {
      if (key !== known.id)
        writeKey(ledger, { org, day: d, key, alias: known.id, factDay: day, type, generation })
    }
  }
  known.newKeys = []
}

interface LedgerEntry {
  org: string
  day: number
  key: string
  alias: string
  factDay: number
  type: string
  generation: bigint
}

function writeKey(ledger: RowBuffer, e: LedgerEntry): void {
  ledger.text(e.org)
  ledger.u16(e.day)
  ledger.uuid(e.key)
  ledger.uuid(e.alias)
  ledger.u16(e.factDay)
  ledger.text(e.type)
  ledger.big(e.generation)
}

function bufferOf(map: Map<string, RowBuffer>, key: string): RowBuffer {
  const buffer = map.get(key) ?? new RowBuffer()
  map.set(key, buffer)
  return buffer
}

function setOf<T>(map: Map<string, Set<T>>, key: string): Set<T> {
  const set = map.get(key) ?? new Set<T>()
  map.set(key, set)
  return set
}

/** Writes the ledger, then the rows of every type. */
export async function writeAll(store: Store, writes: Writes): Promise<void> {
  await store.insertBinary('fact_key', LEDGER_COLUMNS, writes.ledger.written())
  await Promise.all(
    [...writes.facts].map(([type, rows]) =>
      store.insertBinary(tableOf(type), planOf(type).columns, rows.written()),
    ),
  )
}
