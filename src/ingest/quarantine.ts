/** Refused records of an organisation: kept for a while, up to a number, to be looked at and tried again. */
import { createHash } from 'node:crypto'
import type { Store } from '../store/store.ts'

export interface Refusal {
  signal: string
  agent: string
  reason: string
  detail: string
  /** Identity that erasure of a person goes by; empty when none is told. */
  subject: string
  /** The record as a request of OTLP/JSON, without texts of people. */
  record: string
}

export interface Quarantined extends Refusal {
  id: string
  /** When it came last, ms since 1970 UTC. */
  at: number
}

/** Records of an organisation that are kept at most, and the longest one, in characters. */
export const MOST_KEPT = 10_000
const LONGEST = 65_536
/** Deleted and tried again in portions. */
const PORTION = 500

const idOf = ({ signal, reason, record }: Refusal): string => {
  const hex = createHash('sha256')
    .update(JSON.stringify([signal, reason, record]))
    .digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}

const LIST = `SELECT toString(id) AS id, toUnixTimestamp64Milli(at) AS at, signal, agent, reason, detail, subject, record
FROM quarantine FINAL WHERE org = {org:String} ORDER BY at DESC, id LIMIT {limit:UInt32}`

export class Quarantine {
  readonly #store: Store
  readonly #org: string
  /** About how many there are; null until they were counted. */
  #held: number | null = null

  constructor(store: Store, org: string) {
    this.#store = store
    this.#org = org
  }

  /** Keeps what there is room for; answers how many that are. Errors: `unavailable`. */
  async keep(refusals: readonly Refusal[], now: number): Promise<number> {
    if (refusals.length === 0) return 0
    // Records that come again are counted again: before it is said to be full it is counted anew.
    if (this.#held === null || this.#held >= MOST_KEPT) this.#held = await this.count()
    const room = Math.max(0, MOST_KEPT - this.#held)
    const kept = refusals.filter(({ record }) => record.length <= LONGEST).slice(0, room)
    if (kept.length === 0) return 0
    const rows = kept.map((one) => this.#row({ ...one, id: idOf(one), at: now }, now, 0))
    await this.#store.insert('quarantine', rows)
    this.#held += kept.length
    return kept.length
  }

  async count(): Promise<number> {
    const [row] = await this.#store.rows<{ n: number }>(
      'SELECT count() AS n FROM quarantine FINAL WHERE org = {org:String}',
      { params: { org: this.#org } },
    )
    return row?.n ?? 0
  }

  /** Newest first. */
  list(limit: number): Promise<Quarantined[]> {
    return this.#store.rows<Quarantined>(LIST, { params: { org: this.#org, limit } })
  }

  async remove(records: readonly Quarantined[], now: number): Promise<void> {
    if (records.length > 0)
      await this.#store.insert(
        'quarantine',
        records.map((one) => this.#row(one, now, 1)),
      )
    this.#held = null
  }

  /** Everything is tried once: `again` says of each record whether it was taken now, and those go. */
  async replay(
    again: (record: Quarantined) => Promise<boolean>,
    now: number,
  ): Promise<{ tried: number; taken: number }> {
    const all = await this.list(MOST_KEPT)
    let taken = 0
    for (let from = 0; from < all.length; from += PORTION) {
      const gone: Quarantined[] = []
      for (const record of all.slice(from, from + PORTION)) if (await again(record)) gone.push(record)
      await this.remove(gone, now)
      taken += gone.length
    }
    return { tried: all.length, taken }
  }

  /** Takes everything out; answers how many that were. */
  async clear(now: number): Promise<number> {
    const all = await this.list(MOST_KEPT)
    await this.remove(all, now)
    return all.length
  }

  #row({ at, ...record }: Quarantined, now: number, is_deleted: 0 | 1): object {
    return { org: this.#org, ...record, at: (at / 1000).toFixed(3), ver: String(now), is_deleted }
  }
}
