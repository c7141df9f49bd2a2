/** What the writer knows of a fact: its identity, where its rows lie, and how good each source's telling is. */
import { precedence } from '../facts/precedence.ts'
import { owned, type RowBytes } from './pack.ts'
import { bucketOf, dayOf } from './row.ts'

/** One source's telling of a fact. */
export interface Observation {
  source: string
  ver: bigint
  /** ms since 1970 UTC; the least ever told by this source. */
  at: number
  ownerRank: number
  session: string
  /** The full row while it is at hand; null once it lies in the store only. */
  row: RowBytes | null
  changed: boolean
}

interface Owner {
  ownerRank: number
  session: string
}

/** The session that made a happening first owns it: less rank, then the lesser name, so that order never matters. */
function ownsBetter(a: Owner, b: Owner): boolean {
  return a.ownerRank < b.ownerRank || (a.ownerRank === b.ownerRank && a.session < b.session)
}

/** A row that lies in the store. */
export interface StoredRow {
  id: string
  day: number
  source: string
  ver: bigint
  bucket: number
}

export class Known {
  readonly type: string
  /** The least key of all that were joined, as `keyHash` makes them. */
  id: string
  /** One per source: hardly ever more than two, so a list is smaller and quicker than a map. */
  observations: Observation[] = []
  stored: StoredRow[] = []
  /** Keys whose ledger rows are to be written. */
  newKeys: string[] = []
  /** Set when this fact turned out to be another one; that one counts. */
  joinedInto: Known | null = null

  constructor(type: string, id: string) {
    this.type = type
    this.id = id
  }

  /** What a source told, or undefined. */
  told(source: string): Observation | undefined {
    for (const o of this.observations) if (o.source === source) return o
    return undefined
  }

  /** Where the fact belongs by the observation of highest precedence. */
  place(): { day: number; bucket: number } {
    let best: Observation | null = null
    for (const o of this.observations) {
      if (!best) best = o
      else {
        const d = precedence(o.source) - precedence(best.source)
        if (d < 0 || (d === 0 && o.at < best.at)) best = o
      }
    }
    const at = best?.at ?? 0
    return { day: dayOf(at), bucket: bucketOf(at) }
  }

  /** Whether taking in this telling needs the stored row of the same source at hand. */
  needsRow(next: { source: string; ver: bigint; at: number; ownerRank: number; session: string }): boolean {
    const old = this.told(next.source)
    if (!old || old.row) return false
    const content = next.ver > old.ver
    const owner = ownsBetter(next, old)
    return content !== owner || (!content && next.at < old.at)
  }

  /** Takes in one telling. True when it adds or betters something. */
  observe(next: Observation): boolean {
    const old = this.told(next.source)
    if (!old) {
      this.observations.push(next)
      next.changed = true
      return true
    }
    const content = next.ver > old.ver
    const owner = ownsBetter(next, old)
    const earlier = next.at < old.at
    if (!content && !owner && !earlier) return false
    if (content && owner) old.row = next.row
    else if (content) old.row = owned(rowOf(next), rowOf(old))
    else if (owner) old.row = owned(rowOf(old), rowOf(next))
    if (content) old.ver = next.ver
    if (owner) {
      old.ownerRank = next.ownerRank
      old.session = next.session
    }
    old.at = Math.min(old.at, next.at)
    old.changed = true
    return true
  }

  /** Everything the other one was is now part of this one. */
  absorb(other: Known): void {
    for (const o of other.observations) {
      this.observe(o)
      const mine = this.told(o.source)
      if (mine) mine.changed = true
    }
    this.stored.push(...other.stored)
    this.newKeys.push(...other.newKeys, other.id)
    other.joinedInto = this
  }
}

function rowOf(o: Observation): RowBytes {
  if (!o.row) throw new Error(`the row of ${o.source} should have been read before it is combined`)
  return o.row
}

/** The fact this one has become part of, or itself. */
export function resolve(known: Known): Known {
  let k = known
  while (k.joinedInto) k = k.joinedInto
  return k
}
