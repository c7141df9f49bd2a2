/** Keys the writer has seen lately, so that most facts need no look-up in the ledger. */
import { Known } from './known.ts'
import { type PackedEvents, rowOf } from './pack.ts'
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
}

/**
 * What is known of facts, by key. A fact that was told once, which is nearly every fact, is kept as a number that
 * points into a few arrays; only one that is told again becomes an object.
 */
export class KeyMemory {
  /** True while a key that is not here is not in the ledger either. */
  complete: boolean
  readonly #max: number
  #known = new Map<string, number | Known>()
  #states = new Map<string, KnownState>()
  #texts = new Map<string, string>()
  #once = new ToldOnce()

  constructor(complete: boolean, max = MAX_KEYS) {
    this.complete = complete
    this.#max = max
  }

  has(key: string): boolean {
    return this.#known.has(key)
  }

  get(key: string): Known | undefined {
    const entry = this.#known.get(key)
    return typeof entry === 'number' ? this.#once.known(entry) : entry
  }

  set(key: string, known: Known): void {
    this.#known.set(key, known)
  }

  /** Takes in the first telling of a fact under keys that are all new. */
  add(p: PackedEvents, i: number, keys: readonly string[], id: string): void {
    const place = this.#once.add(p, i, keys, id)
    for (const key of keys) this.#known.set(key, place)
  }

  /** Facts told once since the last `written` that nothing else was told of; in order. */
  fresh(): Iterable<Fresh> {
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
      state = { tellings: new Set(), context: null }
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
    if (this.#known.size + this.#states.size > this.#max) this.forget()
  }

  /** Forgets everything, for instance because a write failed and nobody knows what of it was stored. */
  forget(): void {
    this.#known.clear()
    this.#states.clear()
    this.#once = new ToldOnce()
    this.complete = false
  }
}

/** A fact of the batch under way that was told once. */
export interface Fresh {
  pack: PackedEvents
  index: number
  keys: readonly string[]
  id: string
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
  #names = new Names()
  #ids: string[] = []
  #type = new Uint32Array(FIRST_ROOM)
  #source = new Uint32Array(FIRST_ROOM)
  #session = new Uint32Array(FIRST_ROOM)
  #at = new Float64Array(FIRST_ROOM)
  #ver = new BigUint64Array(FIRST_ROOM)
  #rank = new Uint8Array(FIRST_ROOM)
  #who = new Float64Array(FIRST_ROOM)
  /** Facts that have become objects. */
  #objects = new Map<number, Known>()
  /** The batch under way: facts from here on are not stored yet. */
  #written = 0
  #fresh: Fresh[] = []

  add(pack: PackedEvents, index: number, keys: readonly string[], id: string): number {
    const n = this.#length++
    if (n === this.#type.length) this.#grow()
    this.#ids.push(id)
    this.#type[n] = this.#names.place(pack.types[pack.type[index] as number] as string)
    this.#source[n] = this.#names.place(pack.sources[pack.source[index] as number] as string)
    this.#session[n] = this.#names.place(pack.sessions[pack.session[index] as number] as string)
    this.#at[n] = pack.at[index] as number
    this.#ver[n] = pack.ver[index] as bigint
    this.#rank[n] = pack.ownerRank[index] as number
    this.#who[n] = pack.who[index] as number
    this.#fresh.push({ pack, index, keys, id })
    return n
  }

  #grow(): void {
    const room = this.#type.length * 2
    const larger = <T extends Uint32Array | Float64Array | BigUint64Array | Uint8Array>(
      from: T,
      to: T,
    ): T => {
      ;(to as Uint8Array).set(from as Uint8Array)
      return to
    }
    this.#type = larger(this.#type, new Uint32Array(room))
    this.#source = larger(this.#source, new Uint32Array(room))
    this.#session = larger(this.#session, new Uint32Array(room))
    this.#at = larger(this.#at, new Float64Array(room))
    this.#ver = larger(this.#ver, new BigUint64Array(room))
    this.#rank = larger(this.#rank, new Uint8Array(room))
    this.#who = larger(this.#who, new Float64Array(room))
  }

  /** The fact as an object, from now on the same one each time. */
  known(n: number): Known {
    const before = this.#objects.get(n)
    if (before) return before
    const known = new Known(this.#names.name(this.#type[n] as number), this.#ids[n] as string)
    const source = this.#names.name(this.#source[n] as number)
    const at = this.#at[n] as number
    const ver = this.#ver[n] as bigint
    const session = this.#names.name(this.#session[n] as number)
    const fresh = n < this.#written ? null : (this.#fresh[n - this.#written] as Fresh)
    const stored = { row: null, id: known.id, day: dayOf(at), bucket: bucketOf(at), source, ver, session }
    const piece = fresh ? { row: rowOf(fresh.pack, fresh.index) } : stored
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
    if (fresh) known.newKeys = fresh.keys.map((key) => ({ key, day: stored.day }))
    else known.stored = [stored]
    this.#objects.set(n, known)
    return known
  }

  *fresh(): Iterable<Fresh> {
    for (let k = 0; k < this.#fresh.length; k++) {
      if (!this.#objects.has(this.#written + k)) yield this.#fresh[k] as Fresh
    }
  }

  written(): void {
    this.#written = this.#length
    this.#fresh = []
  }
}
