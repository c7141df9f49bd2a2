/** Finds out, for a batch of events, which facts they are: joins them by their keys with each other and with the store. */
import { reach } from '../facts/precedence.ts'
import type { Store } from '../store/store.ts'
import { readKey } from './key.ts'
import { type Known, type Observation, resolve, type Stored } from './known.ts'
import { follow, loadKnown, loadRows } from './ledger.ts'
import type { KeyMemory } from './memory.ts'
import { claimOf, type EventGroup, firstKey, type PackedEvents, packedRow, sourceOf } from './pack.ts'
import { dayOf, isoDay } from './row.ts'

/** What became of an event, as the number that stands for it in `OUTCOMES`. */
export const OUTCOMES = ['accepted', 'updated', 'duplicate'] as const
export type Outcome = (typeof OUTCOMES)[number]
const ACCEPTED = 0
const UPDATED = 1
const DUPLICATE = 2

/** Keys of event i, as `keyHash` makes them. */
function keysOf(group: EventGroup, i: number): string[] {
  const keys: string[] = []
  const end = group.keyEnds[i] as number
  for (let k = firstKey(group, i); k < end; k++) keys.push(readKey(group.keys, 4 * k))
  return keys
}

/** What an event tells of its fact. */
function observationOf(group: EventGroup, i: number): Observation {
  const piece = { row: packedRow(group, i) }
  return {
    source: sourceOf(group, i),
    ver: group.ver[i] as bigint,
    at: group.at[i] as number,
    ...claimOf(group, i),
    content: piece,
    owner: piece,
    changed: true,
  }
}

export interface Identified {
  /** By pack and event: its place in `OUTCOMES`. */
  outcomes: Uint8Array[]
  /** Facts that have something to be written, but for those that are fresh in the memory. */
  touched: Set<Known>
}

/**
 * Joins events with what is known. The memory then speaks of the batch as if it were stored: the caller must `forget`
 * it when the write fails.
 */
export async function identify(
  store: Store,
  org: string,
  memory: KeyMemory,
  packs: readonly PackedEvents[],
): Promise<Identified> {
  if (!memory.complete)
    await recall(
      store,
      org,
      memory,
      packs.flatMap((pack) => pack.groups),
    )
  const touched = new Set<Known>()
  const outcomes = packs.map((pack) => {
    const out = new Uint8Array(pack.length)
    for (const group of pack.groups)
      for (let i = 0; i < group.length; i++) out[group.order[i] as number] = take(group, i, memory, touched)
    return out
  })
  for (const k of touched) if (k.joinedInto) touched.delete(k)
  return { outcomes, touched }
}

/** Reads what the ledger knows of keys that are not in memory. */
async function recall(
  store: Store,
  org: string,
  memory: KeyMemory,
  groups: readonly EventGroup[],
): Promise<void> {
  const near = new Set<string>()
  const anywhere = new Set<string>()
  const days = new Set<number>()
  const types = new Map<string, string>()
  for (const group of groups) {
    for (let i = 0; i < group.length; i++) {
      const span = reach(sourceOf(group, i))
      let unknown = false
      for (let k = firstKey(group, i); k < (group.keyEnds[i] as number); k++) {
        if (memory.hasPacked(group.keys, 4 * k)) continue
        const key = readKey(group.keys, 4 * k)
        unknown = true
        types.set(key, group.type)
        ;(span === null ? anywhere : near).add(key)
      }
      if (!unknown || span === null) continue
      for (let d = -span; d <= span; d++) days.add(dayOf(group.at[i] as number) + d)
    }
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
function take(group: EventGroup, i: number, memory: KeyMemory, touched: Set<Known>): number {
  const end = group.keyEnds[i] as number
  for (let k = firstKey(group, i); k < end; k++) {
    if (memory.hasPacked(group.keys, 4 * k))
      return memory.adds(group, i) ? takeAgain(group, i, memory, touched) : DUPLICATE
  }
  memory.add(group, i)
  return ACCEPTED
}

/** Takes in an event at least one key of which is known. */
function takeAgain(group: EventGroup, i: number, memory: KeyMemory, touched: Set<Known>): number {
  const keys = keysOf(group, i)
  const least = readKey(group.id, 4 * i)
  const facts = new Set<Known>()
  for (const key of keys) {
    const found = memory.get(key)
    if (found) facts.add(resolve(found))
  }
  const known = join(facts)
  const joined = facts.size > 1
  const day = dayOf(group.at[i] as number)
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
  const better = known.observe(observationOf(group, i))
  toldAway(known, keys, day)
  if (better || joined || known.newKeys.length > 0) touched.add(known)
  if (first) return ACCEPTED
  return better || joined ? UPDATED : DUPLICATE
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
