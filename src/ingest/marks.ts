/** Marks: which buckets of which rollups no longer agree with the facts. */
import type { Store } from '../store/store.ts'

export interface MarkOptions {
  store: Store
  org: string
  /** Rollups that are fed by a fact type. */
  rollupsOf(type: string): readonly string[]
}

/** Marks buckets (ms), given by fact type, for every rollup the type feeds. Durable when it returns. */
export async function markBuckets(
  o: MarkOptions,
  buckets: ReadonlyMap<string, ReadonlySet<number>>,
  generation: bigint,
): Promise<void> {
  const marks = new Map<string, Set<number>>()
  for (const [type, set] of buckets) {
    for (const rollup of o.rollupsOf(type)) {
      const all = marks.get(rollup) ?? new Set()
      for (const b of set) all.add(b)
      marks.set(rollup, all)
    }
  }
  const rows = [...marks].flatMap(([rollup, set]) =>
    [...set].map((b) => ({ org: o.org, rollup, bucket: b / 1000, generation: generation.toString() })),
  )
  await o.store.insert('mark', rows)
}
