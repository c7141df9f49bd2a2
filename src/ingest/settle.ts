/** Works out what has to be written so that the store says what a batch has made known. */
import type { Store } from '../store/store.ts'
import { type Known, rowOf, type Stored } from './known.ts'
import { SESSION_MARKS } from './marks.ts'
import type { Fresh } from './memory.ts'
import { rowOf as packedRow, writeDeletion, writeRow } from './pack.ts'
import { bucketOf, DAY_MS, dayOf, hasSession, planOf, tableOf } from './row.ts'
import { RowBuffer } from './row-binary.ts'

export interface Writes {
  /** RowBinary by table, columns in the order of the table's plan. */
  facts: Map<string, RowBuffer>
  /** The same for rows that delete what lay elsewhere. */
  deletions: Map<string, RowBuffer>
  /** RowBinary of `LEDGER_COLUMNS`. */
  ledger: RowBuffer
  /** Buckets to be rebuilt, in ms, by fact type. */
  buckets: Map<string, Set<number>>
  /** Sessions whose own row is to be derived anew, with the days their events lie on (start, in ms), by fact type. */
  sessions: Map<string, Map<string, Set<number>>>
}

/** Columns of the ledger in the order its rows are written. */
const LEDGER_COLUMNS = ['org', 'day', 'key', 'alias_of', 'fact_day', 'type', 'ver']
const ITSELF = '\0'.repeat(16)

/** What the facts need in full must have been read (`readRows`). From here on they speak of the rows as if stored. */
export function settle(
  touched: Iterable<Known>,
  fresh: Iterable<Fresh>,
  org: string,
  generation: bigint,
): Writes {
  const writes: Writes = {
    facts: new Map(),
    deletions: new Map(),
    ledger: new RowBuffer(),
    buckets: new Map(),
    sessions: new Map(),
  }
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
  const session = pack.sessions[pack.session[index] as number] as string
  const at = pack.at[index] as number
  const day = dayOf(at)
  const bucket = bucketOf(at)
  const ver = pack.ver[index] as bigint
  const rows = entryOf(writes.facts, type, newBuffer)
  writeRow(rows, { org, day, id, source, ver, bucket, at }, packedRow(pack, index))
  entryOf(writes.buckets, type, newSet).add(bucket)
  if (session !== '') entryOf(entryOf(writes.sessions, type, newMap), session, newSet).add(day * DAY_MS)
  const entry = { org, type, day, factDay: day, generation }
  for (const key of keys) writeEntry(writes.ledger, { ...entry, key, alias: key === id ? ITSELF : id })
}

function settleOne(known: Known, org: string, generation: bigint, writes: Writes): void {
  const place = known.place()
  const moves = known.moves(place)
  const rows = entryOf(writes.facts, known.type, newBuffer)
  const before = rows.length
  const stored: Stored[] = []

  for (const o of known.observations) {
    const s = { row: null, id: known.id, ...place, source: o.source, ver: o.ver, session: o.session }
    stored.push(s)
    if (o.changed || moves) writeRow(rows, { ...s, org, at: o.at }, rowOf(o))
    o.content = s
    o.owner = s
    o.changed = false
  }
  for (const s of known.stored) {
    if (s.id === known.id && s.day === place.day) continue
    const gone = entryOf(writes.deletions, known.type, newBuffer)
    writeDeletion(gone, known.type, { ...s, org, at: s.bucket })
  }
  writeLedger(known, org, place.day, generation, writes.ledger)
  if (rows.length > before) mark(known, place, stored, writes)
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
function writeLedger(known: Known, org: string, day: number, generation: bigint, ledger: RowBuffer): void {
  const movedAway = known.stored.some((s) => s.day !== day || s.id !== known.id)
  if (known.stored.length > 0 && !movedAway && known.newKeys.length === 0) return
  const days = new Set([day])
  for (const s of known.stored) days.add(s.day)
  const told = new Set<string>()
  const tell = (key: string, on: number) => {
    const at = `${key} ${on}`
    if (told.has(at)) return
    told.add(at)
    const alias = key === known.id ? ITSELF : known.id
    writeEntry(ledger, { org, type: known.type, day: on, factDay: day, generation, key, alias })
  }
  for (const d of days) tell(known.id, d)
  for (const { key, day: on } of known.newKeys) {
    for (const d of days) tell(key, d)
    tell(key, on)
  }
  known.newKeys = []
}

interface Entry {
  org: string
  day: number
  key: string
  alias: string
  factDay: number
  type: string
  generation: bigint
}

function writeEntry(ledger: RowBuffer, e: Entry): void {
  ledger.text(e.org)
  ledger.u16(e.day)
  ledger.uuid(e.key)
  ledger.uuid(e.alias)
  ledger.u16(e.factDay)
  ledger.text(e.type)
  ledger.big(e.generation)
}

const newBuffer = () => new RowBuffer()
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
 * so a row may go only when the one that takes its place is there.
 */
export async function writeAll(store: Store, writes: Writes): Promise<void> {
  await store.insertBinary('fact_key', LEDGER_COLUMNS, writes.ledger.written())
  for (const tables of [writes.facts, writes.deletions]) {
    await allOver(
      [...tables].map(([type, rows]) =>
        store.insertBinary(tableOf(type), planOf(type).columns, rows.written()),
      ),
    )
  }
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
