/** Works out what has to be written so that the store says what a batch has made known. */
import type { Store } from '../store/store.ts'
import type { Known } from './known.ts'
import { writeDeletion, writeRow } from './pack.ts'
import { planOf, tableOf } from './row.ts'
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

export function settle(touched: Iterable<Known>, org: string, generation: bigint): Writes {
  const writes: Writes = { facts: new Map(), ledger: new RowBuffer(), buckets: new Map() }
  for (const known of touched) settleOne(known, org, generation, writes)
  return writes
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
  const row = (key: string, alias: string, at: number) => {
    ledger.text(org)
    ledger.u16(at)
    ledger.uuid(key)
    ledger.uuid(alias)
    ledger.u16(day)
    ledger.text(known.type)
    ledger.big(generation)
  }
  for (const d of days) row(known.id, ITSELF, d)
  for (const key of known.newKeys) {
    if (key === known.id) continue
    for (const d of days) row(key, known.id, d)
  }
  known.newKeys = []
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
