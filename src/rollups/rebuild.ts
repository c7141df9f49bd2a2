/** Rebuilds what is marked: reads the marks, makes the rows of their buckets anew, clears what it has read. */
import { setTimeout as sleep } from 'node:timers/promises'
import { TachographError } from '../errors.ts'
import type { Generations } from '../ingest/generation.ts'
import { CLOCK, type MarkRow as Mark, writeMarks } from '../ingest/marks.ts'
import { dayOf, isoDay } from '../ingest/row.ts'
import { nameChunks } from '../ingest/states.ts'
import type { Params, Store } from '../store/store.ts'
import { activity } from './activity.ts'
import { changes } from './changes.ts'
import { commits } from './commits.ts'
import { COUNTER_REBUILD, SESSIONS_WITH_COUNTERS } from './counters.ts'
import { execution } from './execution.ts'
import { features } from './features.ts'
import { performance } from './performance.ts'
import type { Ensured } from './rates.ts'
import { hasSeveral, noneOf, type Rollup, sumOf } from './rollup.ts'
import {
  SESSION_DAYS,
  SESSION_EVENTS,
  SESSION_READS,
  SESSION_ROLLUP,
  sessionRebuild,
  sessionsHaveSeveral,
} from './session.ts'
import { Sources } from './sources.ts'
import { tools } from './tools.ts'
import { usage } from './usage.ts'

export const ROLLUPS: readonly Rollup[] = [
  usage,
  activity,
  tools,
  changes,
  performance,
  execution,
  commits,
  features,
]
/** People look at usage first; sessions take longest, so they are not left to the end, where they would be alone. */
const ORDER = [usage.name, SESSION_ROLLUP.name, ...ROLLUPS.slice(1).map((r) => r.name)]

const FEEDS = new Map<string, string[]>()
for (const { name, reads } of [...ROLLUPS, { name: SESSION_ROLLUP.name, reads: SESSION_READS }]) {
  for (const type of reads) FEEDS.set(type, [...(FEEDS.get(type) ?? []), name])
}
/** Rollups that a fact type feeds. */
export const rollupsOf = (type: string): readonly string[] => FEEDS.get(type) ?? []

/** Buckets or sessions remade by one statement at most: fewer when it takes long, more again when it does not. */
const AT_MOST = 8_000
/** From so many buckets on, a statement reads all sessions rather than those of its facts. */
const MANY_BUCKETS = 1_000
const STATEMENT_MS = { short: 300, long: 2_000 }
/** A bucket rests this many times as long as its last rebuild took: at most 10 % of the time goes into it. */
const REST = 10
/** Rollups that are rebuilt side by side when somebody waits for them. */
const LANES = 2
/** A failed round is tried again after this long. */
const RETRY_MS = 1_000
/** A round is followed by a pause of this many times its length. */
const PAUSE = 9
/** With nothing to do the marks are looked at all the same, once in a while. */
const IDLE_MS = 60_000
/** `flush` gives up when nothing has moved for this long. */
const STUCK_MS = 60_000

/** One part, so that readers see a bucket change at once; spilling to disk rather than failing for want of memory. */
const REBUILD_SETTINGS = {
  max_insert_threads: 1,
  min_insert_block_size_rows: 1_000_000,
  min_insert_block_size_bytes: 536_870_912,
  max_bytes_before_external_group_by: 536_870_912,
  max_bytes_before_external_sort: 536_870_912,
} as const

const restKey = (m: Mark) => (m.session === '' ? `${m.rollup} ${m.bucket}` : `${m.rollup} ${m.session}`)

interface Round {
  /** Marks that are left, and when the first of them may be rebuilt. */
  left: number
  next: number
  /** Marks that were rebuilt. */
  rebuilt: number
}

export interface RebuilderOptions {
  store: Store
  org: string
  generations: Generations
  /** Makes sure the rates of all models in these buckets (seconds, of these days) are in the store. */
  rates(buckets: readonly number[], days: readonly string[]): Promise<Ensured>
  log?(line: string): void
}

export class Rebuilder {
  readonly #o: RebuilderOptions
  readonly #sources: Sources
  /** By rollup and bucket or session: not before this instant. */
  #rest = new Map<string, number>()
  /** By rollup: how much one statement takes on. */
  #size = new Map<string, number>()
  #pendingSince: number | null = 0
  /** By mark that is left: everything acknowledged before this instant is in its rows. */
  #upTo = new Map<string, number>()
  /** The first acknowledgement since the marks were last looked at. */
  #firstWrite: number | null = null
  #stopped = false
  #woken = false
  #loop: Promise<void> | null = null
  #wake: () => void = () => {}
  #round: Promise<unknown> = Promise.resolve()

  constructor(options: RebuilderOptions) {
    this.#o = options
    this.#sources = new Sources(options.store, options.org, options.generations)
  }

  /** To be called after a write: something may have become visible late. */
  written(): void {
    this.#pendingSince ??= Date.now()
    this.#firstWrite ??= Date.now()
    this.#woken = true
    this.#wake()
  }

  /** Everything acknowledged before this instant (ms) is in the rollups. */
  asOf(): number {
    return this.#pendingSince ?? Date.now()
  }

  /**
   * Rebuilds until no mark is left, resting or not. For commands that end with true figures. Errors: `unavailable`, also
   * when what a failed write left behind cannot be repaired.
   */
  async flush(): Promise<void> {
    let least = Number.POSITIVE_INFINITY
    let moved = Date.now()
    for (let pause = 10; ; pause = Math.min(pause * 2, 500)) {
      const { left } = await this.#next(true)
      if (left === 0) return
      if (left < least) moved = Date.now()
      least = Math.min(least, left)
      if (Date.now() - moved > STUCK_MS)
        throw new TachographError('unavailable', 'The figures cannot be brought up to date right now.')
      await sleep(pause)
    }
  }

  /** Rebuilds until everything acknowledged before the call shows, whatever is written meanwhile. Errors: `unavailable`. */
  async catchUp(): Promise<void> {
    const called = Date.now()
    for (let pause = 10; ; pause = Math.min(pause * 2, 500)) {
      await this.#next(true)
      if (this.asOf() >= called) return
      if (Date.now() - called > STUCK_MS)
        throw new TachographError('unavailable', 'The figures cannot be brought up to date right now.')
      await sleep(pause)
    }
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
      let idle = false
      try {
        const { left, next, rebuilt } = await this.#next(false)
        if (left > 0) wait = Math.max(next - Date.now(), 50)
        idle = rebuilt === 0
      } catch (error) {
        this.#o.log?.(`rebuild failed, trying again: ${String((error as Error).cause ?? error)}`)
        wait = RETRY_MS
      }
      // Under a stream of writes every one wakes us: a pause lets them share a round, and leaves the engine to them.
      const pause = idle ? 100 : Math.max(100, PAUSE * (Date.now() - began))
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
  #next(all: boolean): Promise<Round> {
    const round = this.#round.catch(() => {}).then(() => this.#once(all))
    this.#round = round
    return round
  }

  async #once(all: boolean): Promise<Round> {
    const settled = this.#o.generations.settled()
    const { marks, at: began } = await this.#look()
    const due = all ? marks : marks.filter((m) => (this.#rest.get(restKey(m)) ?? 0) <= began)
    const byRollup = new Map<string, Mark[]>()
    for (const m of due) {
      const mine = byRollup.get(m.rollup)
      if (mine) mine.push(m)
      else byRollup.set(m.rollup, [m])
    }
    // A rollup that fails must not keep the others from being rebuilt.
    const failures: unknown[] = []
    this.#sources.expect([...new Set(due.map((m) => dayOf(m.bucket * 1000)))].filter((day) => day > 0))
    const rollups = [...byRollup].sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b)).values()
    const lane = async () => {
      for (const [rollup, mine] of rollups)
        await this.#rebuild(rollup, mine, settled).catch((error) => failures.push(error))
    }
    await Promise.all(Array.from({ length: all ? LANES : 1 }, lane))
    if (failures.length > 0) throw failures[0]

    for (const m of due) this.#upTo.set(restKey(m), began)
    const { marks: left } = await this.#look()
    let oldest = this.#firstWrite ?? Number.POSITIVE_INFINITY
    let nextAt = Number.POSITIVE_INFINITY
    for (const m of left) {
      oldest = Math.min(oldest, this.#upTo.get(restKey(m)) ?? 0)
      nextAt = Math.min(nextAt, this.#rest.get(restKey(m)) ?? 0)
    }
    this.#pendingSince = Number.isFinite(oldest) ? oldest : null
    if (left.length === 0) this.#rest.clear()
    return { left: left.length, next: nextAt, rebuilt: due.length }
  }

  /**
   * The marks, and when they were asked for. The generation of a mark is that of its last write, so it does not tell
   * since when its rows are behind: that is the first acknowledgement after the look that did not see it yet.
   */
  async #look(): Promise<{ marks: Mark[]; at: number }> {
    const at = Date.now()
    const first = this.#firstWrite
    this.#firstWrite = null
    try {
      const marks = await this.#marks()
      const before = this.#upTo
      this.#upTo = new Map(marks.map((m) => [restKey(m), before.get(restKey(m)) ?? first ?? at]))
      return { marks, at }
    } catch (error) {
      this.#firstWrite = first ?? this.#firstWrite
      throw error
    }
  }

  /** Newest first. */
  async #marks(): Promise<Mark[]> {
    const rows = await this.#o.store.rows<{ rollup: string; b: number; session: string; g: string }>(
      `SELECT rollup, toUnixTimestamp(bucket) AS b, session, toString(generation) AS g FROM mark FINAL
       WHERE org = {org:String} AND rollup != '${CLOCK}' ORDER BY bucket DESC`,
      { params: { org: this.#o.org } },
    )
    return rows.map(({ rollup, b, session, g }) => ({ rollup, bucket: b, session, generation: BigInt(g) }))
  }

  /** Piece by piece, so that what is newest shows first and no statement takes long. */
  async #rebuild(name: string, marks: readonly Mark[], settled: bigint): Promise<void> {
    const pieces = name === SESSION_ROLLUP.name ? bySession(marks) : marks.map((m) => [m])
    let from = 0
    while (from < pieces.length && !this.#stopped) {
      const size = this.#size.get(name) ?? AT_MOST
      const began = Date.now()
      const part = pieces.slice(from, from + size).flat()
      try {
        await this.#rebuildPart(name, part, settled)
      } catch (error) {
        // Perhaps it was too much at once.
        this.#size.set(name, Math.max(1, size >> 1))
        throw error
      }
      const took = Date.now() - began
      if (took > STATEMENT_MS.long) this.#size.set(name, Math.max(1, size >> 1))
      if (took < STATEMENT_MS.short) this.#size.set(name, Math.min(AT_MOST, size * 2))
      from += size
    }
  }

  async #rebuildPart(name: string, marks: readonly Mark[], settled: bigint): Promise<void> {
    const { store, org, generations } = this.#o
    const began = Date.now()
    const days = [...new Set(marks.map((m) => dayOf(m.bucket * 1000)))]
    const rollup = ROLLUPS.find((r) => r.name === name)
    const buckets = marks.map((m) => m.bucket)
    if (name === SESSION_ROLLUP.name) await this.#rebuildSessions(marks, days)
    else if (rollup === usage) await this.#rebuildPriced(buckets, days)
    else if (rollup) await this.#rebuildRollup(rollup, buckets, days)
    // What one day of it took: most of the work is reading the day.
    const rest = Date.now() + (REST * (Date.now() - began)) / days.length
    for (const m of marks) this.#rest.set(restKey(m), rest)
    // A mark whose write is still under way stays: only what had settled before we read is cleared.
    const cleared = marks.filter((m) => m.generation <= settled)
    const clock = { rollup: CLOCK, bucket: 0, session: '', generation: generations.moment() }
    await writeMarks(store, org, [clock], cleared)
  }

  /** Usage, again if calls of models that had no rates yet came in between: they would stand there as if unpriced. */
  async #rebuildPriced(buckets: readonly number[], days: readonly number[]): Promise<void> {
    const { generations, rates } = this.#o
    const names = days.map(isoDay)
    for (let due = true; due; ) {
      const calm = generations.calm()
      const { version } = await rates(buckets, names)
      await this.#rebuildRollup(usage, buckets, days, version)
      const overlapped = calm === null || generations.calm() !== calm
      due = overlapped && (await rates(buckets, names)).added
    }
  }

  /** One row per key: what is there now, or that it is gone. */
  async #rebuildRollup(
    rollup: Rollup,
    buckets: readonly number[],
    numbers: readonly number[],
    price_version = '',
  ): Promise<void> {
    const days = numbers.map(isoDay)
    const params = { org: this.#o.org, buckets, days, ver: String(this.#o.generations.moment()) }
    const merge = await this.#sources.mergeOf(rollup.reads, numbers, hasSeveral, params)
    const reading = { merge, allSessions: buckets.length >= MANY_BUCKETS }
    const keys = rollup.keys.join(', ')
    const { measures, carried = {}, madeOfFacts = 'true' } = rollup
    const constant = Object.values(carried).map((value) => `if(max(x.made), ${value}, '')`)
    await this.#make(
      `INSERT INTO ${rollup.table} (org, bucket, ${keys}, ${[...Object.keys(carried), ...measures].join(', ')}, ver, is_deleted)
SELECT {org:String}, x.bucket, ${rollup.keys.map((k) => `x.${k}`).join(', ')},
  ${[...constant, ...measures.map((m) => sumOf(m, `x.${m}`))].join(', ')}, {ver:UInt64}, NOT max(x.made)
FROM (
  SELECT bucket, ${keys}, ${measures.map((m) => `${noneOf(m)} AS ${m}`).join(', ')}, false AS made
  FROM ${rollup.table} FINAL
  WHERE org = {org:String} AND toUnixTimestamp(bucket) IN {buckets:Array(UInt32)} AND ${madeOfFacts}
  UNION ALL
  SELECT bucket, ${keys}, ${measures.join(', ')}, true AS made FROM (${rollup.select(reading)})
) AS x GROUP BY x.bucket, ${rollup.keys.map((k) => `x.${k}`).join(', ')}`,
      { ...params, price_version },
    )
  }

  async #rebuildSessions(marks: readonly Mark[], marked: readonly number[]): Promise<void> {
    const { store, org, generations } = this.#o
    for (const sessions of nameChunks([...new Set(marks.map((m) => m.session))])) {
      const known = await store.rows<{ d: number }>(SESSION_DAYS, { params: { org, sessions } })
      const days = [...new Set([...marked, ...known.map((k) => k.d)])].filter((d) => d > 0)
      const params = { org, sessions, days, ver: String(generations.moment()) }
      const merge = await this.#sources.mergeOf(SESSION_EVENTS, days, sessionsHaveSeveral, params)
      await this.#rebuildCounters(params)
      await this.#make(sessionRebuild(merge), params)
    }
  }

  /** Most sessions have none, and their agents tell everything one by one. */
  async #rebuildCounters(params: Params & { sessions: readonly string[] }): Promise<void> {
    const rows = await this.#o.store.rows<{ session: string }>(SESSIONS_WITH_COUNTERS, { params })
    if (rows.length === 0) return
    const sessions = rows.map((r) => r.session)
    for (const statement of COUNTER_REBUILD) await this.#make(statement, { ...params, sessions })
  }

  /** Runs a statement that makes rows anew, of facts none of which is between two places. */
  async #make(sql: string, params: Params): Promise<void> {
    const { store, generations } = this.#o
    await generations.moves.read(() => store.command(sql, { params, settings: REBUILD_SETTINGS }))
  }
}

/** The marks of each session, the session with the newest one first. */
function bySession(marks: readonly Mark[]): Mark[][] {
  const out = new Map<string, Mark[]>()
  for (const m of marks) {
    const mine = out.get(m.session)
    if (mine) mine.push(m)
    else out.set(m.session, [m])
  }
  return [...out.values()]
}
