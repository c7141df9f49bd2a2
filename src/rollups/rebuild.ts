/** Rebuilds what is marked: reads the marks, makes the rows of their buckets anew, clears what it has read. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Generations, generationTime } from '../ingest/generation.ts'
import { BUCKET_MS, dayOf, isoDay } from '../ingest/row.ts'
import type { Params, Store } from '../store/store.ts'
import { activity } from './activity.ts'
import { changes } from './changes.ts'
import { hasSeveral, type Merge, type Rollup } from './rollup.ts'
import {
  SESSION_READS,
  SESSION_ROLLUP,
  SESSIONS_SEVERAL,
  SESSIONS_TOUCHED,
  sessionRebuild,
} from './session.ts'
import { tools } from './tools.ts'
import { usage } from './usage.ts'

export const ROLLUPS: readonly Rollup[] = [usage, tools, activity, changes]

const FEEDS = new Map<string, string[]>()
for (const { name, reads } of [...ROLLUPS, { name: SESSION_ROLLUP.name, reads: SESSION_READS }]) {
  for (const type of reads) FEEDS.set(type, [...(FEEDS.get(type) ?? []), name])
}
/** Rollups that a fact type feeds. */
export const rollupsOf = (type: string): readonly string[] => FEEDS.get(type) ?? []

/** Buckets remade by one statement at most: about a month of a busy organisation. */
const BUCKETS_PER_STATEMENT = 3_000
/** As many session names as fit into one form field of 128 KiB. */
const SESSIONS_PER_STATEMENT = 2_500
/** A bucket rests this many times as long as its last rebuild took: at most 10 % of the time goes into it. */
const REST = 10
/** A failed round is tried again after this long. */
const RETRY_MS = 1_000
/** A round is followed by a pause of this many times its length. */
const PAUSE = 9
/** With nothing to do the marks are looked at all the same, once in a while. */
const IDLE_MS = 60_000

/** One part, so that readers see a bucket change at once; spilling to disk rather than failing for want of memory. */
const REBUILD_SETTINGS = {
  max_insert_threads: 1,
  min_insert_block_size_rows: 1_000_000,
  min_insert_block_size_bytes: 536_870_912,
  max_bytes_before_external_group_by: 536_870_912,
  max_bytes_before_external_sort: 536_870_912,
} as const

interface Mark {
  rollup: string
  bucket: number
  generation: bigint
}

export interface RebuilderOptions {
  store: Store
  org: string
  generations: Generations
  /** Makes sure the rates of all models in these buckets (seconds, of these days) are in the store; answers their version. */
  rates(buckets: readonly number[], days: readonly string[]): Promise<string>
  log?(line: string): void
}

export class Rebuilder {
  readonly #o: RebuilderOptions
  /** By rollup and bucket: not before this instant. */
  #rest = new Map<string, number>()
  #pendingSince: number | null = 0
  #stopped = false
  #woken = false
  #loop: Promise<void> | null = null
  #wake: () => void = () => {}
  #round: Promise<unknown> = Promise.resolve()

  constructor(options: RebuilderOptions) {
    this.#o = options
  }

  /** To be called after a write: something may have become visible late. */
  written(): void {
    this.#pendingSince ??= Date.now()
    this.#woken = true
    this.#wake()
  }

  /** Everything acknowledged before this instant (ms) is in the rollups. */
  asOf(): number {
    return this.#pendingSince ?? Date.now()
  }

  /** Rebuilds until no mark is left, resting or not. For commands that end with true figures. */
  async flush(): Promise<void> {
    while ((await this.#next(true)).left > 0) await sleep(20)
  }

  start(): void {
    this.#loop ??= this.#run()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#wake()
    await this.#loop
    await this.#round.catch(() => {})
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const began = Date.now()
      this.#woken = false
      let wait = IDLE_MS
      try {
        const { left, next } = await this.#next(false)
        if (left > 0) wait = Math.max(next - Date.now(), 50)
      } catch (error) {
        this.#o.log?.(`rebuild failed, trying again: ${String((error as Error).cause ?? error)}`)
        wait = RETRY_MS
      }
      // Under a stream of writes every one wakes us: a pause lets them share a round, and leaves the engine to them.
      const pause = Math.max(100, PAUSE * (Date.now() - began))
      await this.#sleep(pause, false)
      if (!this.#woken) await this.#sleep(wait - pause, true)
    }
  }

  /** Waits; `stop` ends the wait, and a write does where `wakes` says so. */
  async #sleep(ms: number, wakes: boolean): Promise<void> {
    if (ms <= 0 || this.#stopped) return
    const over = new AbortController()
    this.#wake = () => {
      if (wakes || this.#stopped) over.abort()
    }
    await sleep(ms, undefined, { ref: false, signal: over.signal }).catch(() => {})
    this.#wake = () => {}
  }

  /** One round at a time, whoever asks for it. */
  #next(all: boolean): Promise<{ left: number; next: number }> {
    const round = this.#round.catch(() => {}).then(() => this.#once(all))
    this.#round = round
    return round
  }

  async #once(all: boolean): Promise<{ left: number; next: number }> {
    const began = Date.now()
    const settled = this.#o.generations.settled()
    const marks = await this.#marks()
    const due = all ? marks : marks.filter((m) => (this.#rest.get(`${m.rollup} ${m.bucket}`) ?? 0) <= began)
    const byRollup = new Map<string, Mark[]>()
    for (const m of due) {
      const mine = byRollup.get(m.rollup)
      if (mine) mine.push(m)
      else byRollup.set(m.rollup, [m])
    }
    for (const [rollup, mine] of byRollup) {
      for (let i = 0; i < mine.length; i += BUCKETS_PER_STATEMENT) {
        await this.#rebuild(rollup, mine.slice(i, i + BUCKETS_PER_STATEMENT), settled)
      }
    }
    const left = await this.#marks()
    let oldest: number | null = null
    for (const m of left) oldest = Math.min(oldest ?? Number.POSITIVE_INFINITY, generationTime(m.generation))
    this.#pendingSince = oldest
    let next = Number.POSITIVE_INFINITY
    for (const m of left) next = Math.min(next, this.#rest.get(`${m.rollup} ${m.bucket}`) ?? 0)
    if (left.length === 0) this.#rest.clear()
    return { left: left.length, next }
  }

  async #marks(): Promise<Mark[]> {
    const rows = await this.#o.store.rows<{ rollup: string; b: number; g: string }>(
      `SELECT rollup, toUnixTimestamp(bucket) AS b, toString(generation) AS g FROM mark FINAL
       WHERE org = {org:String} ORDER BY bucket DESC`,
      { params: { org: this.#o.org } },
    )
    return rows.map((r) => ({ rollup: r.rollup, bucket: r.b, generation: BigInt(r.g) }))
  }

  async #rebuild(name: string, marks: readonly Mark[], settled: bigint): Promise<void> {
    const { store, org, generations } = this.#o
    const began = Date.now()
    const buckets = marks.map((m) => m.bucket)
    const days = [...new Set(buckets.map((b) => isoDay(dayOf(b * 1000))))]
    const generation = generations.begin()
    generations.end(generation)
    // Twice the generation: the row that says a key is gone comes first, the new row of the same key wins over it.
    const ver = (generation * 2n).toString()
    const params = { org, buckets, days, ver }
    if (name === SESSION_ROLLUP.name) await this.#rebuildSessions(params)
    else {
      const rollup = ROLLUPS.find((r) => r.name === name)
      if (rollup) await this.#rebuildRollup(rollup, params)
    }
    const took = Date.now() - began
    for (const m of marks) this.#rest.set(`${name} ${m.bucket}`, Date.now() + REST * took)
    await store.insert(
      'mark',
      marks.map((m) => ({
        org,
        rollup: name,
        bucket: m.bucket,
        // A mark whose write is still under way stays: only what had settled before we read is cleared.
        generation: (m.generation < settled ? m.generation : settled).toString(),
        is_cleared: 1,
      })),
    )
  }

  async #rebuildRollup(
    rollup: Rollup,
    params: { org: string; buckets: number[]; days: string[]; ver: string },
  ): Promise<void> {
    const merge = await this.#merge(rollup, params)
    const price_version = rollup === usage ? await this.#o.rates(params.buckets, params.days) : ''
    const keys = rollup.keys.join(', ')
    const measures = rollup.measures.join(', ')
    await this.#o.store.command(
      `INSERT INTO ${rollup.table} (org, bucket, ${keys}, ${measures}, ver, is_deleted)
SELECT org, bucket, ${keys}, ${rollup.measures.map((m) => `0 AS ${m}`).join(', ')}, {ver:UInt64} AS ver, 1 AS is_deleted
FROM ${rollup.table} FINAL WHERE org = {org:String} AND toUnixTimestamp(bucket) IN {buckets:Array(UInt32)}
UNION ALL
SELECT {org:String} AS org, bucket, ${keys}, ${measures}, {ver:UInt64} + 1 AS ver, 0 AS is_deleted
FROM (${rollup.select(merge)})`,
      { params: { ...params, price_version }, settings: REBUILD_SETTINGS },
    )
  }

  async #merge(rollup: Rollup, params: Params): Promise<Merge> {
    for (const table of rollup.reads) {
      const rows = await this.#o.store.rows<{ several: number }>(hasSeveral(table), { params })
      if (rows[0]?.several) return 'several'
    }
    return 'one'
  }

  async #rebuildSessions(params: {
    org: string
    buckets: number[]
    days: string[]
    ver: string
  }): Promise<void> {
    const { org, buckets, ver } = params
    const first = Math.min(...buckets)
    const last = Math.max(...buckets)
    const touched = await this.#o.store.rows<{ session: string; from: number; to: number }>(
      SESSIONS_TOUCHED,
      {
        params: { ...params, first, last },
      },
    )
    for (let i = 0; i < touched.length; i += SESSIONS_PER_STATEMENT) {
      const part = touched.slice(i, i + SESSIONS_PER_STATEMENT)
      let from = dayOf(first * 1000)
      let to = dayOf(last * 1000 + BUCKET_MS)
      for (const s of part) {
        // 0 is no day: the session was not derived before.
        if (s.from > 0) from = Math.min(from, s.from)
        to = Math.max(to, s.to)
      }
      const mine = { org, ver, from, to, sessions: part.map((s) => s.session) }
      const several = await this.#o.store.rows<{ several: number }>(SESSIONS_SEVERAL, { params: mine })
      const sql = sessionRebuild(several[0]?.several ? 'several' : 'one')
      await this.#o.store.command(sql, { params: mine, settings: REBUILD_SETTINGS })
    }
  }
}
