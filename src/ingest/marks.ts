/** Marks: which buckets and sessions of which rollups no longer agree with the facts. */
import type { Store } from '../store/store.ts'
import { NativeBlock } from './native.ts'

export interface MarkOptions {
  store: Store
  org: string
  /** Rollups that are fed by a fact type. */
  rollupsOf(type: string): readonly string[]
}

/** Rollup of marks that name a session; the bucket is then the start of a day on which events of it lie, or 0. */
export const SESSION_MARKS = 'session'
/** Rollup of marks for facts that feed none: they only show where a write was under way. */
export const NO_ROLLUP = 'none'

/** Rollup of the row that carries the generation of the last rebuild: no mark, but it keeps time from running back. */
export const CLOCK = 'clock'

/** A mark as it lies in the store. */
export interface MarkRow {
  rollup: string
  /** Seconds since 1970 UTC. */
  bucket: number
  /** Only marks of the session rollup name one. */
  session: string
  generation: bigint
}

/** Writes marks; `cleared` ones hide those of the same place up to their generation. */
export async function writeMarks(
  store: Store,
  org: string,
  marks: readonly MarkRow[],
  cleared: readonly MarkRow[] = [],
): Promise<void> {
  const rows = [...marks, ...cleared]
  if (rows.length === 0) return
  const block = new NativeBlock(rows.length)
  block.label('org', org)
  block.texts(
    'rollup',
    rows.map((m) => m.rollup),
  )
  block.fixed(
    'bucket',
    `DateTime('UTC')`,
    Uint32Array.from(rows, (m) => m.bucket),
  )
  block.texts(
    'session',
    rows.map((m) => m.session),
  )
  block.fixed(
    'generation',
    'UInt64',
    BigUint64Array.from(rows, (m) => m.generation),
  )
  block.fixed('is_cleared', 'UInt8', new Uint8Array(rows.length).fill(1, marks.length))
  await store.insertBlocks('mark', block.chunks())
}

/** Instants in ms. */
export interface Touched {
  /** Buckets by fact type. */
  buckets: ReadonlyMap<string, ReadonlySet<number>>
  /** Days on which events of a session lie, by session. */
  sessions: ReadonlyMap<string, ReadonlySet<number>>
}

/**
 * Marks all that is touched, for every rollup it feeds. Durable, and visible all at once, when it returns. The newest
 * generation of all marks is that of the last write begun, which is all that a crash can have interrupted.
 */
export async function mark(o: MarkOptions, touched: Touched, generation: bigint): Promise<void> {
  const rows: MarkRow[] = []
  const add = (rollup: string, ms: number, session = '') =>
    rows.push({ rollup, bucket: ms / 1000, session, generation })
  const byRollup = new Map<string, Set<number>>()
  for (const [type, set] of touched.buckets) {
    const fed = o.rollupsOf(type).filter((r) => r !== SESSION_MARKS)
    for (const rollup of fed.length > 0 ? fed : [NO_ROLLUP]) {
      const all = byRollup.get(rollup) ?? new Set()
      for (const b of set) all.add(b)
      byRollup.set(rollup, all)
    }
  }
  for (const [rollup, set] of byRollup) for (const b of set) add(rollup, b)
  for (const [session, days] of touched.sessions) for (const d of days) add(SESSION_MARKS, d, session)
  await writeMarks(o.store, o.org, rows)
}
