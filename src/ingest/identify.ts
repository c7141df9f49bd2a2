/** Finds out, for a batch of events, which facts they are: joins them by their keys with each other and with the store. */
import type { Store } from '../store/store.ts'
import { type Known, type Observation, resolve } from './known.ts'
import { follow, loadKnown, loadRows } from './ledger.ts'
import type { KeyMemory } from './memory.ts'
import { keysOf, type PackedEvents, rowOf } from './pack.ts'
import { dayOf, isoDay } from './row.ts'

export type Outcome = 'accepted' | 'updated' | 'duplicate'

/** One event, in words. */
interface Incoming {
  pack: PackedEvents
  index: number
  keys: string[]
}

const typeOf = ({ pack, index }: Incoming) => pack.types[pack.type[index] as number] as string
const sourceOf = ({ pack, index }: Incoming) => pack.sources[pack.source[index] as number] as string

/** What an event tells of its fact. */
function observationOf(next: Incoming): Observation {
  const { pack, index } = next
  return {
    source: sourceOf(next),
    ver: pack.ver[index] as bigint,
    at: pack.at[index] as number,
    ownerRank: pack.ownerRank[index] as number,
    session: pack.sessions[pack.session[index] as number] as string,
    row: rowOf(pack, index),
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
  await fetchRows(store, org, memory, incoming)

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
async function recall(store: Store, org: string, memory: KeyMemory, incoming: Incoming[]): Promise<void> {
  const near = new Set<string>()
  const anywhere = new Set<string>()
  const days = new Set<number>()
  const types = new Map<string, string>()
  for (const next of incoming) {
    const span = reach(sourceOf(next))
    for (const key of next.keys) {
      if (memory.has(key)) continue
      types.set(key, typeOf(next))
      ;(span === null ? anywhere : near).add(key)
    }
    if (span !== null)
      for (let d = -span; d <= span; d++) days.add(dayOf(next.pack.at[next.index] as number) + d)
  }
  const found = new Map([
    ...(near.size ? await follow(store, org, [...near], [...days]) : []),
    ...(anywhere.size ? await follow(store, org, [...anywhere], null) : []),
  ])
  const byType = new Map<string, Map<string, number>>()
  for (const [key, { id, day }] of found) {
    const type = types.get(key) ?? ''
    const ids = byType.get(type) ?? new Map<string, number>()
    if (!memory.has(id)) ids.set(id, day)
    byType.set(type, ids)
  }
  for (const [type, ids] of byType) {
    if (ids.size === 0) continue
    for (const [id, known] of await loadKnown(store, org, type, ids)) memory.set(id, known)
  }
  for (const [key, { id }] of found) {
    const known = memory.get(id)
    if (known) memory.set(key, known)
  }
}

/** Reads the full rows of facts that are to be joined with each other or whose telling is to be mixed with a stored one. */
async function fetchRows(store: Store, org: string, memory: KeyMemory, incoming: Incoming[]): Promise<void> {
  const wanted = new Set<Known>()
  const linking: { keys: string[]; known: Known | null }[] = []
  for (const next of incoming) {
    let first: Known | null = null
    let strange = false
    for (const key of next.keys) {
      if (!memory.has(key)) {
        strange = true
        continue
      }
      const known = resolve(memory.get(key) as Known)
      if (first && known !== first) wanted.add(known).add(first)
      first ??= known
      if (known.needsRow(observationOf(next))) wanted.add(known)
    }
    // A key that is new can still lead, by way of other facts of the batch, from one known fact to another.
    if (strange && next.keys.length > 1) linking.push({ keys: next.keys, known: first })
  }
  for (const known of linked(linking)) wanted.add(known)
  if (wanted.size > 0) await readRows(store, org, [...wanted])
}

/** Known facts that new keys of the batch join with another known fact, however long the chain. */
function linked(facts: readonly { keys: string[]; known: Known | null }[]): Known[] {
  if (!facts.some((f) => f.known)) return []
  const parent = new Map<string, string>()
  const root = (key: string): string => {
    let k = key
    for (let up = parent.get(k); up !== undefined && up !== k; up = parent.get(k)) k = up
    return k
  }
  for (const { keys } of facts) {
    const top = root(keys[0] as string)
    for (const key of keys) parent.set(root(key), top)
  }
  const groups = new Map<string, Set<Known>>()
  for (const { keys, known } of facts) {
    if (!known) continue
    const top = root(keys[0] as string)
    groups.set(top, (groups.get(top) ?? new Set()).add(known))
  }
  return [...groups.values()].flatMap((g) => (g.size > 1 ? [...g] : []))
}

/** Puts the stored rows of these facts at hand. */
export async function readRows(store: Store, org: string, known: readonly Known[]): Promise<void> {
  const byType = new Map<string, Known[]>()
  for (const k of known) byType.set(k.type, [...(byType.get(k.type) ?? []), k])
  for (const [type, facts] of byType) {
    const wanted = facts.flatMap((k) => k.stored.map((s) => ({ id: s.id, day: s.day })))
    if (wanted.length === 0) continue
    const rows = await loadRows(store, org, type, wanted)
    for (const k of facts) {
      for (const s of k.stored) {
        const o = k.told(s.source)
        if (o && !o.row) o.row = rows.get(`${s.id} ${isoDay(s.day)} ${s.source}`) ?? null
      }
    }
  }
}

/** Takes one event in. The first telling of a fact is accepted, a better or further one updates it. */
function take(next: Incoming, memory: KeyMemory, touched: Set<Known>): Outcome {
  const { keys } = next
  let least = keys[0] ?? ''
  for (const key of keys) if (key < least) least = key
  if (!keys.some((key) => memory.has(key))) {
    memory.add(next.pack, next.index, keys, least)
    return 'accepted'
  }
  const facts = new Set<Known>()
  for (const key of keys) {
    const known = memory.get(key)
    if (known) facts.add(resolve(known))
  }
  let known: Known | null = null
  for (const k of facts) if (!known || k.id < known.id) known = k
  if (!known) throw new Error('a key that is known leads to no fact')
  const joined = facts.size > 1
  for (const other of facts) if (other !== known) known.absorb(other)
  for (const key of keys) {
    if (!memory.has(key)) known.newKeys.push(key)
    memory.set(key, known)
  }
  const renamed = least < known.id
  if (renamed) {
    known.newKeys.push(known.id)
    known.id = least
    memory.set(least, known)
  }
  // A fact the ledger knows but no row tells of was never finished: this is its first telling.
  const first = known.observations.length === 0
  const better = known.observe(observationOf(next))
  if (better || joined || renamed || known.newKeys.length > 0) touched.add(known)
  if (first) return 'accepted'
  return better || joined ? 'updated' : 'duplicate'
}
