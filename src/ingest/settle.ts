/** Works out what has to be written so that the store says what a batch has made known. */
import type { Store } from '../store/store.ts'
import { copyKey, sameKey, writeKey } from './key.ts'
import { type Known, rowOf, type Stored } from './known.ts'
import { SESSION_MARKS } from './marks.ts'
import type { Fresh } from './memory.ts'
import { NativeBlock } from './native.ts'
import {
  deletionsBlock,
  type EventGroup,
  firstKey,
  freshBlock,
  type Place,
  type PlacedRow,
  placedBlock,
  sessionOf,
} from './pack.ts'
import { bucketOf, DAY_MS, dayOf, hasSession, tableOf } from './row.ts'

export interface Writes {
  /** Blocks by table. */
  facts: Map<string, Uint8Array[]>
  /** The same of facts that lie elsewhere so far. */
  moved: Map<string, Uint8Array[]>
  /** The same of rows that delete what lay elsewhere. */
  deletions: Map<string, Uint8Array[]>
  ledger: Uint8Array[]
  /** Buckets to be rebuilt, in ms, by fact type. */
  buckets: Map<string, Set<number>>
  /** Sessions whose own row is to be derived anew, with the days their events lie on (start, in ms), by fact type. */
  sessions: Map<string, Map<string, Set<number>>>
}

/** What a write brings about, before it is put in the engine's form. */
interface Draft {
  org: string
  generation: bigint
  writes: Writes
  rows: Map<string, PlacedRow[]>
  moved: Map<string, PlacedRow[]>
  deletions: Map<string, Place[]>
  ledger: Entry[]
}

/** What the facts need in full must have been read (`readRows`). From here on they speak of the rows as if stored. */
export function settle(
  touched: Iterable<Known>,
  fresh: Iterable<Fresh>,
  org: string,
  generation: bigint,
): Writes {
  const writes: Writes = {
    facts: new Map(),
    moved: new Map(),
    deletions: new Map(),
    ledger: [],
    buckets: new Map(),
    sessions: new Map(),
  }
  const draft: Draft = {
    org,
    generation,
    writes,
    rows: new Map(),
    moved: new Map(),
    deletions: new Map(),
    ledger: [],
  }
  for (const { group, rows } of fresh) settleFresh(group, rows, draft)
  for (const known of touched) settleOne(known, draft)
  for (const [type, rows] of draft.rows)
    entryOf(writes.facts, type, newList<Uint8Array>).push(...placedBlock(type, org, rows))
  for (const [type, rows] of draft.moved) writes.moved.set(type, placedBlock(type, org, rows))
  for (const [type, places] of draft.deletions) writes.deletions.set(type, deletionsBlock(org, places))
  if (draft.ledger.length > 0) writes.ledger.push(...ledgerBlock(entriesOf(draft.ledger), org, generation))
  return writes
}

/** The usual case: facts that are told for the first time, and once. */
function settleFresh(group: EventGroup, rows: Uint32Array | null, draft: Draft): void {
  const { org, generation, writes } = draft
  entryOf(writes.facts, group.type, newList<Uint8Array>).push(...freshBlock(group, org, rows))
  writes.ledger.push(...ledgerBlock(freshEntries(group, rows), org, generation))
  const buckets = entryOf(writes.buckets, group.type, newSet)
  const sessions = entryOf(writes.sessions, group.type, newMap)
  let lastBucket = -1
  let lastSession = ''
  let lastDay = -1
  const n = rows?.length ?? group.length
  for (let k = 0; k < n; k++) {
    const i = rows ? (rows[k] as number) : k
    const at = group.at[i] as number
    const bucket = bucketOf(at)
    if (bucket !== lastBucket) buckets.add(bucket)
    lastBucket = bucket
    const session = sessionOf(group, i)
    const day = dayOf(at) * DAY_MS
    if (session === '' || (session === lastSession && day === lastDay)) continue
    entryOf(sessions, session, newSet).add(day)
    lastSession = session
    lastDay = day
  }
}

function settleOne(known: Known, draft: Draft): void {
  const place = known.place()
  const moves = known.moves(place)
  const rows: PlacedRow[] = []
  const stored: Stored[] = []

  for (const o of known.observations) {
    const s = { row: null, id: known.id, ...place, source: o.source, ver: o.ver, session: o.session }
    stored.push(s)
    if (o.changed || moves) rows.push({ ...s, at: o.at, ...rowOf(o) })
    o.content = s
    o.owner = s
    o.changed = false
  }
  const left = known.stored.filter((s) => s.id !== known.id || s.day !== place.day)
  for (const s of left) entryOf(draft.deletions, known.type, newList<Place>).push({ ...s, at: s.bucket })
  writeLedger(known, place.day, draft.ledger)
  if (rows.length > 0) {
    entryOf(left.length > 0 ? draft.moved : draft.rows, known.type, newList<PlacedRow>).push(...rows)
    mark(known, place, stored, draft.writes)
  }
  known.stored = stored
}

/** Everything that a rebuild has to look at: where the fact was and is, and whose it was and is. */
function mark(known: Known, place: { day: number; bucket: number }, now: Stored[], writes: Writes): void {
  const buckets = entryOf(writes.buckets, known.type, newSet)
  buckets.add(place.bucket)
  for (const s of known.stored) buckets.add(s.bucket)
  if (!hasSession(known.type)) return
  const sessions = entryOf(writes.sessions, known.type, newMap)
  for (const list of [now, known.stored]) {
    for (const s of list) {
      if (s.session !== '') entryOf(sessions, s.session, newSet).add(place.day * DAY_MS)
    }
  }
}

/** The id leads to itself, every other key to the id; days a fact has left say where it lies now. */
function writeLedger(known: Known, day: number, ledger: Entry[]): void {
  const movedAway = known.stored.some((s) => s.day !== day || s.id !== known.id)
  if (known.stored.length > 0 && !movedAway && known.newKeys.length === 0) return
  const days = new Set([day])
  for (const s of known.stored) days.add(s.day)
  const told = new Set<string>()
  const tell = (key: string, on: number) => {
    const at = `${key} ${on}`
    if (told.has(at)) return
    told.add(at)
    ledger.push({ type: known.type, day: on, factDay: day, key, id: known.id })
  }
  for (const d of days) tell(known.id, d)
  for (const { key, day: on } of known.newKeys) {
    for (const d of days) tell(key, d)
    tell(key, on)
  }
  known.newKeys = []
}

/** On this day the key leads to the fact of this id, which lies on `factDay`. */
interface Entry {
  day: number
  key: string
  id: string
  factDay: number
  type: string
}

/** Entries column by column; `ids` are zero where a key is its own fact's id. One type for all, or one for each. */
interface Entries {
  keys: Uint32Array
  ids: Uint32Array
  day: Uint16Array
  factDay: Uint16Array
  types: string | readonly string[]
}

function ledgerBlock(
  { keys, ids, day, factDay, types }: Entries,
  org: string,
  generation: bigint,
): Uint8Array[] {
  const block = new NativeBlock(day.length)
  block.label('org', org)
  block.fixed('day', 'Date', day)
  block.fixed('key', 'UUID', keys)
  block.fixed('alias_of', 'UUID', ids)
  block.fixed('fact_day', 'Date', factDay)
  if (typeof types === 'string') block.label('type', types)
  else block.texts('type', types)
  block.fixed('ver', 'UInt64', new BigUint64Array(day.length).fill(generation))
  return block.chunks()
}

function entriesOf(ledger: readonly Entry[]): Entries {
  const keys = new Uint32Array(4 * ledger.length)
  const ids = new Uint32Array(4 * ledger.length)
  for (const [i, { key, id }] of ledger.entries()) {
    writeKey(key, keys, 4 * i)
    if (key !== id) writeKey(id, ids, 4 * i)
  }
  const day = Uint16Array.from(ledger, (e) => e.day)
  const factDay = Uint16Array.from(ledger, (e) => e.factDay)
  return { keys, ids, day, factDay, types: ledger.map((e) => e.type) }
}

/** The entries of fresh facts: each of their keys lies on the fact's own day. */
function freshEntries(group: EventGroup, rows: Uint32Array | null): Entries {
  const events = rows?.length ?? group.length
  let n = 0
  for (let k = 0; k < events; k++) {
    const i = rows ? (rows[k] as number) : k
    n += (group.keyEnds[i] as number) - firstKey(group, i)
  }
  const keys = rows ? new Uint32Array(4 * n) : group.keys
  const ids = new Uint32Array(4 * n)
  const day = new Uint16Array(n)
  let at = 0
  for (let e = 0; e < events; e++) {
    const i = rows ? (rows[e] as number) : e
    const end = group.keyEnds[i] as number
    for (let k = firstKey(group, i); k < end; k++, at++) {
      if (rows) copyKey(group.keys, k, keys, at)
      if (!sameKey(group.keys, k, group.id, i)) copyKey(group.id, i, ids, at)
      day[at] = dayOf(group.at[i] as number)
    }
  }
  return { keys, ids, day, factDay: day, types: group.type }
}

const newList = <T>(): T[] => []
const newSet = () => new Set<number>()
const newMap = () => new Map<string, Set<number>>()

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key)
  if (value === undefined) {
    value = make()
    map.set(key, value)
  }
  return value
}

/**
 * Writes the ledger, then the rows of every type, then the deletions: an insert is not whole across months and tables,
 * so a row may go only when the one that takes its place is there. What lies between is run by `moving`.
 */
export async function writeAll(
  store: Store,
  writes: Writes,
  moving: (run: () => Promise<void>) => Promise<void> = (run) => run(),
): Promise<void> {
  const insert = (tables: Map<string, Uint8Array[]>) =>
    allOver([...tables].map(([type, blocks]) => store.insertBlocks(tableOf(type), blocks)))
  await store.insertBlocks('fact_key', writes.ledger)
  await insert(writes.facts)
  if (writes.deletions.size === 0) return
  await moving(async () => {
    await insert(writes.moved)
    await insert(writes.deletions)
  })
}

/** Like `Promise.all`, but when it rejects nothing is under way any more: what is repaired next must not change. */
export async function allOver(writes: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(writes)) if (result.status === 'rejected') throw result.reason
}

/** The sessions among what was touched whose own rows have to be derived anew, with the days of their events. */
export function sessionsOf(
  writes: Writes,
  rollupsOf: (type: string) => readonly string[],
): Map<string, Set<number>> {
  const out = new Map<string, Set<number>>()
  for (const [type, sessions] of writes.sessions) {
    if (!rollupsOf(type).includes(SESSION_MARKS)) continue
    for (const [session, days] of sessions) {
      const all = entryOf(out, session, newSet)
      for (const d of days) all.add(d)
    }
  }
  return out
}
