/** Finds out, for a batch of events, which facts they are: joins them by their keys with each other and with the store. */
import type { EventFact } from '../facts/index.ts'
import type { Store } from '../store/store.ts'
import { Known, resolve } from './known.ts'
import { follow, loadKnown, loadRows } from './ledger.ts'
import type { KeyMemory } from './memory.ts'
import { dayOf, eventRow, isoDay, keyHash, type Row } from './row.ts'

export type Outcome = 'accepted' | 'updated' | 'duplicate'

interface Incoming {
  fact: EventFact
  keys: string[]
  row: Row
  ver: bigint
}

export interface Identified {
  outcomes: Outcome[]
  /** Facts that have something to be written. */
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
  facts: readonly EventFact[],
): Promise<Identified> {
  const incoming = facts.map((fact) => ({
    fact,
    keys: fact.keys.map((key) => keyHash(fact.type, key)),
    ...eventRow(fact, org),
  }))
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
  const typeOf = new Map<string, string>()
  for (const { fact, keys } of incoming) {
    const span = reach(fact.source)
    for (const key of keys) {
      if (memory.get(key)) continue
      typeOf.set(key, fact.type)
      ;(span === null ? anywhere : near).add(key)
    }
    if (span !== null) for (let d = -span; d <= span; d++) days.add(dayOf(fact.at) + d)
  }
  const found = new Map([
    ...(near.size ? await follow(store, org, [...near], [...days]) : []),
    ...(anywhere.size ? await follow(store, org, [...anywhere], null) : []),
  ])
  const byType = new Map<string, Map<string, number>>()
  for (const [key, { id, day }] of found) {
    const type = typeOf.get(key) ?? ''
    const ids = byType.get(type) ?? new Map<string, number>()
    if (!memory.get(id)) ids.set(id, day)
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
  const groups = new Map<string, Set<Known>>()
  const wanted = new Set<Known>()
  for (const { fact, keys, ver } of incoming) {
    const mine = new Set<Known>()
    for (const key of keys) {
      const known = memory.get(key)
      if (known) mine.add(resolve(known))
      for (const k of groups.get(key) ?? []) mine.add(k)
    }
    for (const key of keys) groups.set(key, mine)
    const next = { source: fact.source, ver, ownerRank: fact.owner_rank, session: sessionOf(fact) }
    for (const k of mine) if (mine.size > 1 || k.needsRow(next)) wanted.add(k)
  }
  await readRows(store, org, [...wanted])
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
        const o = k.observations.get(s.source)
        if (o && !o.row) o.row = rows.get(`${s.id} ${isoDay(s.day)} ${s.source}`) ?? null
      }
    }
  }
}

const sessionOf = (fact: EventFact): string => ('session' in fact ? (fact.session ?? '') : '')

/** Takes one event in. The first telling of a fact is accepted, a better or further one updates it. */
function take({ fact, keys, row, ver }: Incoming, memory: KeyMemory, touched: Set<Known>): Outcome {
  const facts = new Set<Known>()
  for (const key of keys) {
    const known = memory.get(key)
    if (known) facts.add(resolve(known))
  }
  let least = keys[0] ?? ''
  for (const key of keys) if (key < least) least = key
  let known: Known | null = null
  for (const k of facts) if (!known || k.id < known.id) known = k
  if (!known) known = new Known(fact.type, least)
  const joined = facts.size > 1
  for (const other of facts) if (other !== known) known.absorb(other)
  for (const key of keys) {
    if (memory.get(key) === undefined) known.newKeys.add(key)
    memory.set(key, known)
  }
  const renamed = least < known.id
  if (renamed) {
    known.newKeys.add(known.id)
    known.id = least
    memory.set(least, known)
  }
  // A fact the ledger knows but no row tells of was never finished: this is its first telling.
  const first = known.observations.size === 0
  const better = known.observe({
    source: fact.source,
    ver,
    at: fact.at,
    ownerRank: fact.owner_rank,
    session: sessionOf(fact),
    row,
    changed: true,
  })
  if (better || joined || renamed || known.newKeys.size > 0) touched.add(known)
  if (first) return 'accepted'
  return better || joined ? 'updated' : 'duplicate'
}
