/** What waits for one destination of one organisation: a spool, and whoever empties it. */
import type { Signal } from '../otlp/signals.ts'
import { Drain, type Handed } from '../spool/drain.ts'
import type { Waiting } from '../spool/lines.ts'
import { Spool } from '../spool/spool.ts'
import type { Destination } from './destination.ts'
import { type Posted, post } from './post.ts'
import { type Screen, screened } from './screen.ts'

/** Why records were not passed on. */
export const GIVEN_UP = {
  expired: 'They waited longer than the destination wants.',
  no_room: 'The spool of the destination was full, or could not be written.',
  refused: 'The destination refused the request for good.',
  rejected: 'The destination took the rest of the request.',
  loop: 'They have been passed on by this server before.',
  damaged: 'They were damaged on disk.',
  erased_person: 'They are of a person who was erased.',
} as const
export type GivenUp = keyof typeof GIVEN_UP

/** Counts are of records and begin with the server. Times are ms since 1970 UTC. */
export interface QueueState {
  destination: string
  delivered: number
  given_up: Partial<Record<GivenUp, number>>
  /** Of what waits on disk. */
  bytes: number
  requests: number
  oldest_at: number | null
  delivered_at: number | null
  /** Why it was not taken the last time: an HTTP status or the code of a fault; null when it was. */
  trouble: string | null
}

export interface QueueOptions {
  destination: Destination
  dir: string
  /** What of its organisation may be passed on; null when that cannot be told now. */
  screen(): Promise<Screen | null>
  /** The first pause after a failure, in ms; each further one is twice as long. */
  pause?: number
  log(line: string): void
}

const PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
/** A crash sends again what lies in a file that was begun: it is kept small. */
const FILE_BYTES = 1024 * 1024
/** `SIGNAL RECORDS REQUEST` */
const TEXT = /^(logs|metrics|traces) (\d{1,9}) (.*)$/s

export class Queue {
  readonly #o: QueueOptions
  readonly #spool: Spool
  readonly #drain: Drain
  readonly #givenUp: Partial<Record<GivenUp, number>> = {}
  #delivered = 0
  #deliveredAt: number | null = null
  #trouble: string | null = null
  #failures = 0

  constructor(options: QueueOptions) {
    this.#o = options
    const { dir, log, destination } = options
    this.#spool = new Spool({ dir, mostBytes: destination.max_bytes, fileBytes: FILE_BYTES, log })
    this.#drain = new Drain(this.#spool, (waiting, stop) => this.#deliver(waiting[0] as Waiting, stop))
  }

  /** Begins to send what a former process left. */
  start(): void {
    this.#drain.wake()
  }

  /** Resolves when the request is on disk, or given up. */
  async put(signal: Signal, records: number, request: string): Promise<void> {
    try {
      await this.#spool.put([`${signal} ${records} ${request}`], Date.now())
      this.#drain.wake()
    } catch (error) {
      if (!this.#givenUp.no_room)
        this.#o.log(`${this.#name}: records are given up: ${(error as Error).message}`)
      this.giveUp('no_room', records)
    }
  }

  giveUp(why: GivenUp, records: number): void {
    this.#givenUp[why] = (this.#givenUp[why] ?? 0) + records
  }

  /** Takes out of what waits what may not be kept any more; answers how many requests were changed. */
  async sweep(): Promise<number> {
    const screen = await this.#o.screen()
    if (!screen || screen.open) return 0
    return this.#spool.rewrite((text) => {
      const [, signal, records, request] = TEXT.exec(text) ?? []
      if (request === undefined) return null
      const left = changed(request, screen)
      if (left.removed > 0) this.giveUp('erased_person', left.removed)
      return left.text === null ? null : `${signal} ${Number(records) - left.removed} ${left.text}`
    })
  }

  /** Resolves when it is known what a former process left. */
  async state(): Promise<QueueState> {
    await this.#spool.ready()
    const { bytes, records: requests, oldest_at, damaged } = this.#spool.state()
    return {
      destination: this.#o.destination.name,
      delivered: this.#delivered,
      given_up: { ...this.#givenUp, ...(damaged > 0 ? { damaged } : {}) },
      ...{ bytes, requests, oldest_at },
      delivered_at: this.#deliveredAt,
      trouble: this.#trouble,
    }
  }

  async close(): Promise<void> {
    await this.#drain.stop()
    await this.#spool.close()
  }

  get #name(): string {
    return `forward to ${this.#o.destination.name}`
  }

  async #deliver({ at, text }: Waiting, stop: AbortSignal): Promise<Handed> {
    const [, signal, records, request] = TEXT.exec(text) ?? []
    if (signal === undefined || request === undefined) {
      this.giveUp('damaged', 1)
      return { done: 1, wait: 0 }
    }
    const { destination } = this.#o
    if (Date.now() - at > destination.retention_hours * 3_600_000) {
      this.giveUp('expired', Number(records))
      return { done: 1, wait: 0 }
    }
    const screen = await this.#o.screen()
    if (!screen) return { done: 0, wait: PAUSE_MS }
    // Somebody may have been erased since it was read from the disk.
    const left = screen.open ? request : changed(request, screen).text
    if (left === null) {
      this.giveUp('erased_person', Number(records))
      return { done: 1, wait: 0 }
    }
    const posted = await post(destination, signal as Signal, left, stop)
    if (stop.aborted && posted.fate === 'again') return { done: 0, wait: 0 }
    return this.#after(posted, Number(records))
  }

  #after(posted: Posted, records: number): Handed {
    const before = this.#trouble
    this.#trouble = posted.fate === 'taken' ? null : posted.why
    if (this.#trouble !== null && this.#trouble !== before)
      this.#o.log(`${this.#name}: ${this.#trouble}${posted.fate === 'again' ? ', it is tried again' : ''}`)
    if (posted.fate === 'again') {
      const { pause = PAUSE_MS } = this.#o
      const doubled = Math.min(pause * 2 ** this.#failures++, LONGEST_PAUSE_MS)
      // Not all at once, for those that failed at one time.
      return { done: 0, wait: Math.max(posted.wait ?? 0, doubled * (0.5 + Math.random() / 2)) }
    }
    this.#failures = 0
    if (posted.fate === 'refused') this.giveUp('refused', records)
    else {
      const rejected = Math.min(posted.rejected, records)
      if (rejected > 0) this.giveUp('rejected', rejected)
      this.#delivered += records - rejected
      this.#deliveredAt = Date.now()
    }
    return { done: 1, wait: 0 }
  }
}

function changed(text: string, screen: Screen): { text: string | null; removed: number } {
  const { request, removed } = screened(JSON.parse(text), screen)
  return { text: request === null ? null : JSON.stringify(request), removed }
}
