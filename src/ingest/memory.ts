/** Keys the writer has seen lately, so that most facts need no look-up in the ledger. */
import { KeyTable, readKey, writeKey } from './key.ts'
import { Known, ownsBetter } from './known.ts'
import { claimOf, type EventGroup, firstKey, packedRow, sessionOf, sourceOf } from './pack.ts'
import { bucketOf, dayOf } from './row.ts'

/** About 100 bytes each: two million keys are some 200 MB at the very most. */
const MAX_KEYS = 2_000_000
const MAX_TEXTS = 10_000

/** What is known of a state. */
export interface KnownState {
  /** One entry per telling. */
  tellings: Set<string>
  /** Of a session: who and where by column, with the order that decides which telling counts. */
  context: Map<string, { order: string; value: string }> | null
  /** Of a session: whether a transcript tells it, to which some telemetry yields. */
  transcript: boolean
}

/** Events of a batch that were told for the first time, and once: all of a group, or some rows of it. */
export interface Fresh {
  group: EventGroup
  /** Null when it is all of them. */
  rows: Uint32Array | null
}

/**
 * What is known of facts, by key. A fact that was told once, which is nearly every fact, is kept as a number that
 * points into a few arrays; only one that is told again becomes an object.
 */
export class KeyMemory {
  /** True while a key that is not here is not in the ledger either. */
  complete: boolean
  readonly #max: number
  /** Place of a fact that was told once, counted from 1; or below 0 the number of one that is an object. */
  #table = new KeyTable()
  #objects: Known[] = []
  readonly #numbers = new Map<Known, number>()
  #states = new Map<string, KnownState>()
  #texts = new Map<string, string>()
  #once = new ToldOnce()
  readonly #key = new Uint32Array(4)

  constructor(complete: boolean, max = MAX_KEYS) {
    this.complete = complete
    this.#max = max
  }

  #words(key: string): Uint32Array {
    writeKey(key, this.#key, 0)
    return this.#key
  }

  has(key: string): boolean {
    return this.#table.get(this.#words(key), 0) !== 0
  }

  /** Whether the key that stands there among packed ones is known. */
  hasPacked(keys: Uint32Array, at: number): boolean {
    return this.#table.get(keys, at) !== 0
  }

  /** False when an event adds nothing to a fact that was told once, as most copies do: nothing has to be made of it then. */
  adds(group: EventGroup, i: number): boolean {
    const end = group.keyEnds[i] as number
    let k = firstKey(group, i)
    const place = this.#table.get(group.keys, 4 * k)
    if (place <= 0) return true
    while (++k < end) if (this.#table.get(group.keys, 4 * k) !== place) return true
    return this.#once.adds(place - 1, group, i)
  }

  get(key: string): Known | undefined {
    const place = this.#table.get(this.#words(key), 0)
    if (place === 0) return undefined
    return place > 0 ? this.#once.known(place - 1) : this.#objects[-place - 1]
  }

  set(key: string, known: Known): void {
    let number = this.#numbers.get(known)
    if (number === undefined) {
      number = -this.#objects.push(known)
      this.#numbers.set(known, number)
    }
    this.#table.set(this.#words(key), 0, number)
  }

  /** Takes in the first telling of a fact under keys that are all new. */
  add(group: EventGroup, i: number): void {
    const place = this.#once.add(group, i) + 1
    const end = group.keyEnds[i] as number
    for (let k = firstKey(group, i); k < end; k++) this.#table.set(group.keys, 4 * k, place)
  }

  /** Facts told once since the last `written` that nothing else was told of; in order. */
  fresh(): Fresh[] {
    return this.#once.fresh()
  }

  /** What was fresh lies in the store now. */
  written(): void {
    this.#once.written()
  }

  hasState(key: string): boolean {
    return this.#states.has(key)
  }

  /** What is known of a state, by type and id; made empty where nothing is. */
  state(key: string): KnownState {
    let state = this.#states.get(key)
    if (!state) {
      state = { tellings: new Set(), context: null, transcript: false }
      this.#states.set(key, state)
    }
    return state
  }

  /** The same text as one object: what many facts share is kept once. */
  intern(text: string): string {
    const known = this.#texts.get(text)
    if (known !== undefined) return known
    if (this.#texts.size >= MAX_TEXTS) this.#texts.clear()
    this.#texts.set(text, text)
    return text
  }

  /** Forgets everything once there is too much; the ledger remembers. To be called between batches only. */
  trim(): void {
    if (this.#table.size + this.#states.size > this.#max) this.forget()
  }

  /** Forgets everything, for instance because a write failed and nobody knows what of it was stored. */
  forget(): void {
    this.#table = new KeyTable()
    this.#objects = []
    this.#numbers.clear()
    this.#states.clear()
    this.#once = new ToldOnce()
    this.complete = false
  }
}

/** Names that come again and again, as numbers. */
class Names {
  readonly #places = new Map<string, number>()
  readonly #names: string[] = []

  place(name: string): number {
    const known = this.#places.get(name)
    if (known !== undefined) return known
    this.#places.set(name, this.#names.length)
    return this.#names.push(name) - 1
  }

  name(place: number): string {
    return this.#names[place] as string
  }
}

const FIRST_ROOM = 4_096

/** Facts told once, column by column. */
class ToldOnce {
  #length = 0
  #room = FIRST_ROOM
  #names = new Names()
  #id = new Uint32Array(4 * FIRST_ROOM)
  #type = new Uint32Array(FIRST_ROOM)
  #source = new Uint32Array(FIRST_ROOM)
  #session = new Uint32Array(FIRST_ROOM)
  #at = new Float64Array(FIRST_ROOM)
  #ver = new BigUint64Array(FIRST_ROOM)
  #rank = new Uint8Array(FIRST_ROOM)
  #who = new Float64Array(FIRST_ROOM)
  /** Facts that have become objects. */
  readonly #objects = new Map<number, Known>()
  /** The batch under way: facts from here on are not stored yet. */
  #written = 0
  /** Of each of them the row of its group, and the groups with the place of their first fact. */
  #rows: number[] = []
  #groups: { group: EventGroup; from: number }[] = []

  add(group: EventGroup, i: number): number {
    const n = this.#length++
    if (n === this.#room) this.#grow()
    for (let w = 0; w < 4; w++) this.#id[4 * n + w] = group.id[4 * i + w] as number
    if (this.#groups.at(-1)?.group !== group) this.#groups.push({ group, from: n })
    this.#rows.push(i)
    this.#type[n] = this.#names.place(group.type)
    this.#source[n] = this.#names.place(sourceOf(group, i))
    this.#session[n] = this.#names.place(sessionOf(group, i))
    this.#at[n] = group.at[i] as number
    this.#ver[n] = group.ver[i] as bigint
    this.#rank[n] = group.ownerRank[i] as number
    this.#who[n] = group.who[i] as number
    return n
  }

  #grow(): void {
    this.#room *= 2
    const larger = <T extends Uint32Array | Float64Array | BigUint64Array | Uint8Array>(from: T): T => {
      const to = new (from.constructor as new (n: number) => T)(from.length * 2)
      ;(to as Uint8Array).set(from as Uint8Array)
      return to
    }
    this.#id = larger(this.#id)
    this.#type = larger(this.#type)
    this.#source = larger(this.#source)
    this.#session = larger(this.#session)
    this.#at = larger(this.#at)
    this.#ver = larger(this.#ver)
    this.#rank = larger(this.#rank)
    this.#who = larger(this.#who)
  }

  /** The group and row of a fact of the batch under way. */
  #placeOf(n: number): { group: EventGroup; i: number } {
    const { group } = this.#groups.findLast(({ from }) => from <= n) as { group: EventGroup }
    return { group, i: this.#rows[n - this.#written] as number }
  }

  /** Whether an event under no other keys than the fact's adds something to it, or to the days it is to be found on. */
  adds(n: number, group: EventGroup, i: number): boolean {
    if (this.#objects.has(n)) return true
    if (sourceOf(group, i) !== this.#names.name(this.#source[n] as number)) return true
    const at = group.at[i] as number
    const known = this.#at[n] as number
    if ((group.ver[i] as bigint) > (this.#ver[n] as bigint) || at < known || dayOf(at) !== dayOf(known))
      return true
    return ownsBetter(claimOf(group, i), {
      ownerRank: this.#rank[n] as number,
      session: this.#names.name(this.#session[n] as number),
      who: this.#who[n] as number,
    })
  }

  /** The fact as an object, from now on the same one each time. */
  known(n: number): Known {
    const before = this.#objects.get(n)
    if (before) return before
    const known = new Known(this.#names.name(this.#type[n] as number), readKey(this.#id, 4 * n))
    const source = this.#names.name(this.#source[n] as number)
    const at = this.#at[n] as number
    const ver = this.#ver[n] as bigint
    const session = this.#names.name(this.#session[n] as number)
    const fresh = n < this.#written ? null : this.#placeOf(n)
    const stored = { row: null, id: known.id, day: dayOf(at), bucket: bucketOf(at), source, ver, session }
    const piece = fresh ? { row: packedRow(fresh.group, fresh.i) } : stored
    known.observations.push({
      source,
      ver,
      at,
      ownerRank: this.#rank[n] as number,
      session,
      who: this.#who[n] as number,
      content: piece,
      owner: piece,
      changed: fresh !== null,
    })
    if (!fresh) known.stored = [stored]
    else {
      const { group, i } = fresh
      for (let k = firstKey(group, i); k < (group.keyEnds[i] as number); k++)
        known.newKeys.push({ key: readKey(group.keys, 4 * k), day: stored.day })
    }
    this.#objects.set(n, known)
    return known
  }

  fresh(): Fresh[] {
    const out: Fresh[] = []
    for (const [g, { group, from }] of this.#groups.entries()) {
      const to = this.#groups[g + 1]?.from ?? this.#length
      const rows: number[] = []
      for (let n = from; n < to; n++)
        if (!this.#objects.has(n)) rows.push(this.#rows[n - this.#written] as number)
      if (rows.length === group.length) out.push({ group, rows: null })
      else if (rows.length > 0) out.push({ group, rows: Uint32Array.from(rows) })
    }
    return out
  }

  written(): void {
    this.#written = this.#length
    this.#rows = []
    this.#groups = []
  }
}
