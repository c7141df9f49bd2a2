/** Works out what has to be written so that the store says what a batch has made known. */
import type { Known, Observation } from './known.ts'
import { isoDay, type Row, seconds } from './row.ts'

export interface Writes {
  /** Rows by table, deletions included. */
  facts: Map<string, Row[]>
  ledger: Row[]
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
    if (moves && [...k.observations.values()].some((o) => !o.row)) out.push(k)
  }
  return out
}

const ZERO_UUID = '00000000-0000-0000-0000-000000000000'

export function settle(touched: Iterable<Known>, org: string, generation: bigint): Writes {
  const writes: Writes = { facts: new Map(), ledger: [], buckets: new Map() }
  for (const known of touched) settleOne(known, org, generation, writes)
  return writes
}

function settleOne(known: Known, org: string, generation: bigint, writes: Writes): void {
  const { day, bucket } = known.place()
  const rows = listOf(writes.facts, known.type)
  const buckets = setOf(writes.buckets, known.type)
  const moved = known.stored.some((s) => s.id !== known.id || s.day !== day || s.bucket !== bucket)

  for (const o of known.observations.values()) {
    if (!o.changed && !moved) continue
    rows.push(placed(o, known.id, day, bucket))
    buckets.add(bucket)
  }
  for (const s of known.stored) {
    if (moved) buckets.add(s.bucket)
    if (s.id === known.id && s.day === day) continue
    rows.push(deletion(s, org))
  }
  writeLedger(known, org, day, generation, writes.ledger)

  known.stored = [...known.observations.values()].map((o) => ({
    id: known.id,
    day,
    source: o.source,
    ver: o.ver,
    bucket,
  }))
  for (const o of known.observations.values()) o.changed = false
}

function placed(o: Observation, id: string, day: number, bucket: number): Row {
  if (!o.row) throw new Error(`the row of ${o.source} should have been read before it moves`)
  // A copy, since an earlier write of the same row may still be on its way.
  return { ...o.row, id, day: isoDay(day), bucket: bucket / 1000, at: seconds(o.at), ver: o.ver.toString() }
}

function deletion(
  s: { id: string; day: number; source: string; ver: bigint; bucket: number },
  org: string,
): Row {
  return {
    org,
    day: isoDay(s.day),
    id: s.id,
    source: s.source,
    ver: s.ver.toString(),
    is_deleted: 1,
    bucket: s.bucket / 1000,
    at: seconds(s.bucket),
  }
}

/** The id leads to itself, every other key to the id; days a fact has left point to where it lies now. */
function writeLedger(known: Known, org: string, day: number, generation: bigint, ledger: Row[]): void {
  const days = new Set([day, ...known.stored.map((s) => s.day)])
  const first = known.stored.length === 0
  const movedAway = known.stored.some((s) => s.day !== day || s.id !== known.id)
  if (!first && !movedAway && known.newKeys.size === 0) return
  const row = (key: string, alias: string, at: number): Row => ({
    org,
    day: isoDay(at),
    key,
    alias_of: alias,
    fact_day: isoDay(day),
    type: known.type,
    ver: generation.toString(),
  })
  for (const d of days) ledger.push(row(known.id, ZERO_UUID, d))
  for (const key of known.newKeys) {
    if (key === known.id) continue
    for (const d of days) ledger.push(row(key, known.id, d))
  }
  known.newKeys.clear()
}

function listOf<T>(map: Map<string, T[]>, key: string): T[] {
  const list = map.get(key) ?? []
  map.set(key, list)
  return list
}

function setOf<T>(map: Map<string, Set<T>>, key: string): Set<T> {
  const set = map.get(key) ?? new Set<T>()
  map.set(key, set)
  return set
}
