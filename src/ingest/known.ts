/** What the writer knows of a fact: its identity, where its rows lie, and how good each source's telling is. */
import { precedence } from '../facts/precedence.ts'
import type { RowValues } from './pack.ts'
import { bucketOf, dayOf } from './row.ts'

/** A row that lies in the store. `row` is null until somebody needs what it says in full. */
export interface Stored {
  row: RowValues | null
  id: string
  /** Days since 1970 UTC. */
  day: number
  /** ms since 1970 UTC. */
  bucket: number
  source: string
  ver: bigint
  session: string
}

/** Where part of a telling comes from: a row at hand, or one that lies in the store. */
type Piece = { row: RowValues } | Stored

/** How strong a telling's claim to own the fact is. */
export interface Claim {
  ownerRank: number
  session: string
  /** See `whoOf`. */
  who: number
}

/** What one source tells of a fact. */
export interface Observation extends Claim {
  source: string
  ver: bigint
  /** ms since 1970 UTC; the least ever told by this source. */
  at: number
  content: Piece
  owner: Piece
  changed: boolean
}

/**
 * The session that made a happening first owns it: less rank, then a known session, then the lesser name, then who
 * knows more. Equal claims say the same, so the order of arrival never matters.
 */
export function ownsBetter(a: Claim, b: Claim): boolean {
  if (a.ownerRank !== b.ownerRank) return a.ownerRank < b.ownerRank
  if (a.session !== b.session) return b.session === '' || (a.session !== '' && a.session < b.session)
  return a.who < b.who
}

/** A key the ledger has yet to be told of. */
export interface NewKey {
  key: string
  /** A further day, beside the fact's own, on which it is to be found. */
  day: number
}

export class Known {
  readonly type: string
  /** The least key of all that were joined, as `keyHash` makes them. */
  id: string
  observations: Observation[] = []
  stored: Stored[] = []
  newKeys: NewKey[] = []
  /** Days apart from the fact's own on which keys were told, as `key day`; null while there are none. */
  away: Set<string> | null = null
  /** Set when this fact turned out to be another one; that one counts. */
  joinedInto: Known | null = null

  constructor(type: string, id: string) {
    this.type = type
    this.id = id
  }

  /** Where the fact belongs: by the least time of the source of highest precedence. Day since 1970, bucket in ms. */
  place(): { day: number; bucket: number } {
    let at = 0
    let least = Number.POSITIVE_INFINITY
    for (const o of this.observations) {
      const rank = precedence(o.source)
      if (rank > least || (rank === least && o.at >= at)) continue
      least = rank
      at = o.at
    }
    return { day: dayOf(at), bucket: bucketOf(at) }
  }

  /** Takes in one telling. True when it adds or betters something. */
  observe(next: Observation): boolean {
    const old = this.observations.find((o) => o.source === next.source)
    if (!old) {
      this.observations.push(next)
      return true
    }
    const content = next.ver > old.ver
    const owner = ownsBetter(next, old)
    const earlier = next.at < old.at
    if (!content && !owner && !earlier) return false
    if (content) {
      old.ver = next.ver
      old.content = next.content
    }
    if (owner) {
      old.ownerRank = next.ownerRank
      old.session = next.session
      old.who = next.who
      old.owner = next.owner
    }
    if (earlier) old.at = next.at
    old.changed = true
    return true
  }

  /** Everything the other one was is now part of this one. */
  absorb(other: Known): void {
    for (const o of other.observations) this.observe(o)
    this.stored.push(...other.stored)
    this.newKeys.push(...other.newKeys, { key: other.id, day: this.place().day })
    other.joinedInto = this
  }

  /** Whether rows of it lie elsewhere than this. */
  moves(place: { day: number; bucket: number }): boolean {
    return this.stored.some((s) => s.id !== this.id || s.day !== place.day || s.bucket !== place.bucket)
  }

  /** Stored rows that have to be read before the fact can be written. */
  missing(): Stored[] {
    const all = this.moves(this.place())
    const out: Stored[] = []
    for (const o of this.observations) {
      if (!all && !o.changed) continue
      for (const piece of [o.content, o.owner]) if (!piece.row) out.push(piece as Stored)
    }
    return out
  }
}

/** What is to be written of an observation, all it needs being at hand. */
export function rowOf(o: Observation): { owner: RowValues; content: RowValues } {
  if (!o.content.row || !o.owner.row) throw new Error(`the row of ${o.source} should have been read before`)
  return { owner: o.owner.row, content: o.content.row }
}

/** The fact this one has become part of, or itself. */
export function resolve(known: Known): Known {
  let k = known
  while (k.joinedInto) k = k.joinedInto
  return k
}
