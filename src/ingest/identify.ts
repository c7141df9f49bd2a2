/** Finds out, for a batch of events, which facts they are: joins them by their keys with each other and with the store. */
import type { Store } from '../store/store.ts'
import { type Known, type Observation, resolve, type Stored } from './known.ts'
import { follow, loadKnown, loadRows } from './ledger.ts'
import type { KeyMemory } from './memory.ts'
import { keysOf, type PackedEvents, rowOf } from './pack.ts'
import { dayOf, isoDay } from './row.ts'

export type Outcome = 'accepted' | 'updated' | 'duplicate'

interface Incoming {
  pack: PackedEvents
  index: number
  keys: string[]
}

const typeOf = ({ pack, index }: Incoming) => pack.types[pack.type[index] as number] as string
const sourceOf = ({ pack, index }: Incoming) => pack.sources[pack.source[index] as number] as string
const atOf = ({ pack, index }: Incoming) => pack.at[index] as number

/** What an event tells of its fact. */
function observationOf(next: Incoming): Observation {
  const { pack, index } = next
  const piece = { row: rowOf(pack, index) }
  return {
    source: sourceOf(next),
    ver: pack.ver[index] as bigint,
    at: atOf(next),
    ownerRank: pack.ownerRank[index] as number,
    session: pack.sessions[pack.session[index] as number] as string,
    who: pack.who[index] as number,
    content: piece,
    owner: piece,
    changed: true,
  }
}

export interface Identified {
  outcomes: Outcome[]
  /** Facts that have something to be written, but for those that are fresh in the memory. */
  touched: Set<Known>
}

/**
 * Joins events with what is known. The memory then speaks of the batch as if it were stored: the caller must `forget`
 * it when the write fails. Outcomes are in the order of the facts.
 */
export async function identify(
  store: Store,
  org: string,
  memory: KeyMemory,
  packs: readonly PackedEvents[],
): Promise<Identified> {
  const incoming: Incoming[] = []
  for (const pack of packs)
    for (let i = 0; i < pack.length; i++) incoming.push({ pack, index: i, keys: keysOf(pack, i) })
  if (!memory.complete) await recall(store, org, memory, incoming)
  const touched = new Set<Known>()
  const outcomes = incoming.map((item) => take(item, memory, touched))
  for (const k of touched) if (k.joinedInto) touched.delete(k)
  return { outcomes, touched }
}

/** How far, in days, copies of one happening lie apart in time in a source; null: anywhere. */
function reach(source: string): number | null {
  return source.endsWith('/transcript') || source.endsWith('/otlp') ? 1 : null
}

/** Reads what the ledger knows of keys that are not in memory. */
async function recall(
  store: Store,
  org: string,
  memory: KeyMemory,
  incoming: readonly Incoming[],
): Promise<void> {
  const near = new Set<string>()
  const anywhere = new Set<string>()
  const days = new Set<number>()
  const types = new Map<string, string>()
  for (const next of incoming) {
    const span = reach(sourceOf(next))
    let unknown = false
    for (const key of next.keys) {
      if (memory.has(key)) continue
      unknown = true
      types.set(key, typeOf(next))
      ;(span === null ? anywhere : near).add(key)
    }
    if (unknown && span !== null) for (let d = -span; d <= span; d++) days.add(dayOf(atOf(next)) + d)
  }
  const found = new Map([
    ...(near.size ? await follow(store, org, [...near], [...days]) : []),
    ...(anywhere.size ? await follow(store, org, [...anywhere], null) : []),
  ])
  const byType = new Map<string, Map<string, number>>()
  for (const [key, { id, day }] of found) {
    if (memory.has(id)) continue
    const type = types.get(key) ?? ''
    const ids = byType.get(type) ?? new Map<string, number>()
    byType.set(type, ids.set(id, day))
  }
  for (const [type, ids] of byType) {
    const places = [...ids].map(([id, day]) => ({ id, day }))
    for (const [id, known] of await loadKnown(store, org, type, places, memory)) memory.set(id, known)
  }
  for (const [key, { id }] of found) {
    const known = memory.get(id)
    if (known) memory.set(key, known)
  }
}

/** Puts at hand what stored rows say in full, so that facts that change or move can be written anew. */
export async function readRows(store: Store, org: string, facts: Iterable<Known>): Promise<void> {
  const byType = new Map<string, Stored[]>()
  for (const k of facts) {
    const missing = k.missing()
    if (missing.length > 0) byType.set(k.type, [...(byType.get(k.type) ?? []), ...missing])
  }
  for (const [type, missing] of byType) {
    const rows = await loadRows(store, org, type, missing)
    for (const s of missing) s.row = rows.get(`${s.id} ${isoDay(s.day)} ${s.source}`) ?? null
  }
}

/** Takes one event in. The first telling of a fact is accepted, a better or further one updates it. */
function take(next: Incoming, memory: KeyMemory, touched: Set<Known>): Outcome {
  const { keys } = next
  let known: Known | null = null
  let others: Set<Known> | null = null
  let least = keys[0] as string
  for (const key of keys) {
    if (key < least) least = key
    const found = memory.get(key)
    if (!found) continue
    const k = resolve(found)
    if (!known) known = k
    else if (k !== known) others = (others ?? new Set([known])).add(k)
  }
  if (!known) {
    memory.add(next.pack, next.index, keys, least)
    return 'accepted'
  }
  if (others) known = join(others)

  const day = dayOf(atOf(next))
  for (const key of keys) {
    if (!memory.has(key)) known.newKeys.push({ key, day })
    memory.set(key, known)
  }
  if (least < known.id) {
    known.newKeys.push({ key: known.id, day })
    known.id = least
  }
  // A fact the ledger knows but no row tells of was never finished: this is its first telling.
  const first = known.observations.length === 0
  const better = known.observe(observationOf(next))
  toldAway(known, keys, day)
  if (better || others || known.newKeys.length > 0) touched.add(known)
  if (first) return 'accepted'
  return better || others ? 'updated' : 'duplicate'
}

/** The one with the least id takes in all others, so that the id of the whole never depends on the order. */
function join(facts: Set<Known>): Known {
  let known: Known | null = null
  for (const k of facts) if (!known || k.id < known.id) known = k
  for (const other of facts) if (other !== known) (known as Known).absorb(other)
  return known as Known
}

/** A key told on another day than the fact's is to be found there too: the next telling looks around its own day. */
function toldAway(known: Known, keys: readonly string[], day: number): void {
  if (day === known.place().day) return
  known.away ??= new Set()
  for (const key of keys) {
    const entry = `${key} ${day}`
    if (known.away.has(entry)) continue
    known.away.add(entry)
    known.newKeys.push({ key, day })
  }
}
