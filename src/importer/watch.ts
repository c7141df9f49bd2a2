/**
 * Imports what agents have written, and what they go on writing, until it is told to stop. Folders are looked at again and
 * again: file systems of networks and containers tell nobody of changes, and 20,000 files cost 2 % of a core.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Machine, TranscriptSource } from '../sources/source.ts'
import { type Discovery, discover, type Found } from './discover.ts'
import type { ImportOptions, Outcome } from './import.ts'
import { Listings } from './listings.ts'
import type { Positions } from './positions.ts'

/** Looked at again after this long, and after this many times as long as looking took: at most 2 % of the time. */
const LOOK_AGAIN_MS = 2_000
const REST = 50
/** A transcript is read from its beginning whenever it has grown: a large one rests for as long as reading so much may take. */
const BYTES_PER_MS = 10_000
/** What could not be read is tried again after this long, ms, if it does not change before. */
const UNREADABLE_MS = 60_000
const FORGET_MS = 60_000

export interface WatchOptions {
  sources: readonly TranscriptSource[]
  machine: Machine
  /** Null for the sources' own folders. */
  paths: readonly string[] | null
  /** Asked once, and again when it failed. */
  positions(): Promise<Positions>
  signal: AbortSignal
  /** Called with all that was found and with what of it is new, which may be nothing; resolves when that is imported. */
  import(changed: Discovery, noting: Noting, found: Discovery): Promise<void>
  /** May throw to end it. */
  failed(error: Error): void
  /** Waits before it looks again. Default: as long as it is told, or until `signal`. */
  pause?(ms: number): Promise<void>
}

/** What an import notes on the way. */
export type Noting = Required<Pick<ImportOptions, 'since' | 'onDone'>>

export async function watch(o: WatchOptions): Promise<void> {
  const listings = new Listings()
  const rests = new Rests()
  const { signal, pause = (ms) => sleep(ms, undefined, { signal }).catch(() => {}) } = o
  let positions: Positions | null = null
  let forgot = Number.NEGATIVE_INFINITY
  /** What looking took the time before: a look that lists all folders anew, as the first one does, is none to go by. */
  let usual = 0
  while (!signal.aborted) {
    let looking = usual
    try {
      positions ??= await o.positions()
      const spent = stopwatch()
      const found = await discover(o.sources, o.machine, o.paths, listings)
      const changed = rests.without(positions.changed(found), Date.now())
      if (performance.now() - forgot > FORGET_MS) {
        positions.forget(found)
        forgot = performance.now()
      }
      looking = spent()
      await o.import(changed, notingIn(positions, rests), found)
    } catch (error) {
      o.failed(error as Error)
    }
    await pause(Math.max(LOOK_AGAIN_MS, REST * Math.min(usual, looking)))
    usual = looking
  }
}

/** Tells the time that this process has worked since, ms: on a busy machine looking takes longer, and costs no more. */
function stopwatch(): () => number {
  const began = performance.now()
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    return Math.min(performance.now() - began, (user + system) / 1000)
  }
}

const notingIn = (positions: Positions, rests: Rests): Noting => ({
  since: (file) => positions.since(file),
  onDone: (outcomes) => {
    positions.add(outcomes)
    rests.add(outcomes, Date.now())
  },
})

/** Files that are left alone for a while. */
class Rests {
  /** By path; a state says that only a file in that state rests. */
  readonly #rests = new Map<string, { until: number; state: string | null }>()

  add(outcomes: readonly Outcome[], now: number): void {
    for (const { file, state } of outcomes) {
      if (state !== 'durable') {
        const until = state === 'refused' ? Number.POSITIVE_INFINITY : now + UNREADABLE_MS
        this.#rests.set(file.path, { until, state: file.state })
      } else if (isReadWhole(file) && file.size > BYTES_PER_MS * LOOK_AGAIN_MS)
        this.#rests.set(file.path, { until: now + file.size / BYTES_PER_MS, state: null })
    }
  }

  without(found: Discovery, now: number): Discovery {
    return { ...found, files: found.files.filter((file) => !this.#isResting(file, now)) }
  }

  #isResting({ path, state }: Found, now: number): boolean {
    const rest = this.#rests.get(path)
    if (!rest) return false
    if (now < rest.until && (rest.state === null || rest.state === state)) return true
    this.#rests.delete(path)
    return false
  }
}

const isReadWhole = ({ format }: Found): boolean => format.form !== 'database'
