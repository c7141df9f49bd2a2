/** The door for telemetry of an organisation: into the store, or into a spool while the store is away. */
import { TachographError } from '../errors.ts'
import { type Fact, factType, fromWire, wireLine } from '../facts/index.ts'
import { Drain, type Handed } from '../spool/drain.ts'
import type { Waiting } from '../spool/lines.ts'
import type { Spool, SpoolState } from '../spool/spool.ts'
import type { Admission, Gate } from './admission.ts'
import { keptRecord } from './admission-records.ts'
import { chunks } from './ledger.ts'
import type { Quarantine, Refusal } from './quarantine.ts'
import type { Receipt, Writer } from './writer.ts'

export type { SpoolState }

export interface IntakeOptions {
  org: string
  spool: Spool
  /** What writes for the organisation. Errors: `unavailable`. */
  open(): Promise<{ writer: Pick<Writer, 'write'>; quarantine: Pick<Quarantine, 'keep'> }>
  /** What is let in. Left out: everything. */
  admission?: Admission
  log?(line: string): void
}

/** Senders give up after five to ten seconds: they are answered before that. */
const PATIENCE_MS = 4_500
/** What waits is offered to a store that is away this often. */
const AGAIN_MS = 1_000
/** Facts of one record: what a damaged one costs. */
const FACTS_PER_RECORD = 500

const away = () => new TachographError('unavailable', 'The engine is not reachable right now.')

/** What a record of the spool holds. */
interface Kept {
  facts?: unknown[]
  refused?: Refusal[]
}

export class Intake {
  readonly #o: IntakeOptions
  readonly #drain: Drain
  /** True from the first telemetry that had to wait until some of what waits was written. */
  #away = false
  /** Why nothing goes on, though the store is there. */
  #stuck: string | null = null
  /** Who waits until nothing waits any more: told when that may take long. */
  readonly #settling = new Set<(error: Error) => void>()

  constructor(options: IntakeOptions) {
    this.#o = options
    this.#drain = new Drain(
      options.spool,
      (records) => this.#deliver(records),
      () => this.#waits(),
    )
  }

  get org(): string {
    return this.#o.org
  }

  /**
   * Resolves when every fact is durable: in the store, or in the spool, where all of them count as accepted. Errors:
   * `unavailable` when the store is away and the spool is full or cannot be written; then nothing is promised.
   */
  async write(told: readonly Fact[]): Promise<Receipt> {
    if (told.length === 0) return { outcomes: [] }
    const gate = await this.#o.admission?.gate()
    if (!gate) return this.#write(told)
    // Before anything waits on disk. Whoever writes asks again: it may have waited for long.
    const { facts, refused } = gate.admit(told)
    const { outcomes } = await this.#write(facts)
    let n = 0
    return { outcomes: refused.map((why) => why ?? (outcomes[n++] as Receipt['outcomes'][number])) }
  }

  #write(facts: readonly Fact[]): Promise<Receipt> {
    if (facts.length === 0) return Promise.resolve({ outcomes: [] })
    return this.#orSpool(
      async () => (await this.#o.open()).writer.write(facts),
      () => chunks(facts, FACTS_PER_RECORD).map((part) => `{"facts":[${part.map(wireLine).join(',')}]}`),
      () => ({ outcomes: facts.map(() => 'accepted') }),
    )
  }

  /** Keeps as many of the refused records as there is room for; answers how many. Errors: as `write`. */
  async keep(told: readonly Refusal[], now: number): Promise<number> {
    const refused = await this.#admitted(told)
    if (refused.length === 0) return 0
    return this.#orSpool(
      async () => (await this.#o.open()).quarantine.keep(refused, now),
      () => refused.map((one) => JSON.stringify({ refused: [one] } satisfies Kept)),
      () => refused.length,
    )
  }

  async #admitted(told: readonly Refusal[]): Promise<readonly Refusal[]> {
    const gate = told.length > 0 ? await this.#o.admission?.gate() : undefined
    return !gate || gate.open ? told : told.flatMap((one) => keptRecord(gate, one) ?? [])
  }

  /** Takes out of what waits all that may not be kept any more. Answers how many records were changed. */
  async sweep(): Promise<number> {
    const gate = await this.#o.admission?.gate()
    return gate ? this.#o.spool.rewrite((text, at) => keptOf(gate, text, at)) : 0
  }

  /** Resolves when it is known what a former process left. */
  ready(): Promise<void> {
    return this.#o.spool.ready()
  }

  state(): SpoolState {
    return this.#o.spool.state()
  }

  /** Begins to write what waits, as far as anything does. */
  start(): void {
    this.#drain.wake()
  }

  /** Resolves when nothing waits any more. Errors: `unavailable` while that may take long. */
  async settle(): Promise<void> {
    if (this.#away || this.#stuck !== null) throw away()
    await new Promise<void>((resolve, reject) => {
      this.#settling.add(reject)
      this.#drain
        .empty()
        .then(resolve, reject)
        .finally(() => this.#settling.delete(reject))
    })
  }

  async close(): Promise<void> {
    await this.#drain.stop()
    await this.#o.spool.close()
  }

  async #orSpool<T>(store: () => Promise<T>, texts: () => string[], spooled: () => T): Promise<T> {
    if (!this.#away) {
      try {
        return await within(PATIENCE_MS, store())
      } catch (error) {
        if (!(error instanceof TachographError) || error.code !== 'unavailable') throw error
      }
    }
    try {
      await this.#o.spool.put(texts(), Date.now())
    } catch (cause) {
      throw new TachographError(
        'unavailable',
        'The store is away, and no more can be kept until it is back.',
        {
          cause,
        },
      )
    }
    if (!this.#away) this.#o.log?.('the store is away: telemetry is kept until it is back')
    this.#away = true
    this.#drain.wake()
    return spooled()
  }

  async #deliver(records: readonly Waiting[]): Promise<Handed> {
    try {
      const { facts, refused, broken } = contentOf(records)
      const { writer, quarantine } = await this.#o.open()
      await writer.write(facts)
      // Told again after a crash, they are the same records.
      for (const { at, refusals } of refused) await quarantine.keep(await this.#admitted(refusals), at)
      for (const one of broken) if (!(await this.#setAside(one, 'it cannot be read'))) return this.#waits()
      if (this.#away) this.#o.log?.('the store is back: what was kept is being written')
      this.#away = false
      this.#stuck = null
      return { done: records.length, wait: 0 }
    } catch (error) {
      if (error instanceof TachographError && error.code === 'unavailable') {
        this.#away = true
        return this.#waits()
      }
      // Something among them is refused for good: alone it stands in nobody's way.
      if (records.length > 1) return this.#oneByOne(records)
      const gone = await this.#setAside(records[0] as Waiting, String((error as Error).message))
      return gone ? { done: 1, wait: 0 } : this.#waits()
    }
  }

  #waits(): Handed {
    for (const giveUp of this.#settling) giveUp(away())
    return { done: 0, wait: AGAIN_MS }
  }

  /** False when there is no place for it either: then it goes on waiting. */
  async #setAside(record: Waiting, why: string): Promise<boolean> {
    try {
      await this.#o.spool.setAside(record, why)
      this.#stuck = null
    } catch (error) {
      const stuck = `a record is refused (${why}) and cannot be set aside, so it waits: ${(error as Error).message}`
      if (stuck !== this.#stuck) this.#o.log?.(stuck)
      this.#stuck = stuck
    }
    return this.#stuck === null
  }

  async #oneByOne(records: readonly Waiting[]): Promise<Handed> {
    let done = 0
    for (const one of records) {
      const handed = await this.#deliver([one])
      if (handed.done === 0) return { done, wait: handed.wait }
      done++
    }
    return { done, wait: 0 }
  }
}

interface Content {
  facts: Fact[]
  refused: { at: number; refusals: Refusal[] }[]
  broken: Waiting[]
}

/** A record of the spool as it may be kept: null for none of it. What cannot be read may be anybody's. */
function keptOf(gate: Gate, text: string, at: number): string | null {
  const { facts, refused, broken } = contentOf([{ at, text }])
  if (broken.length > 0) return gate.open ? text : null
  const told = gate.admit(facts)
  const records = refused.flatMap(({ refusals }) => refusals)
  const kept = records.flatMap((one) => keptRecord(gate, one) ?? [])
  if (told.facts.length === facts.length && kept.length === records.length) return text
  if (kept.length > 0) return JSON.stringify({ refused: kept } satisfies Kept)
  return told.facts.length > 0 ? `{"facts":[${told.facts.map(wireLine).join(',')}]}` : null
}

/** Broken is what another version may have written. */
function contentOf(records: readonly Waiting[]): Content {
  const content: Content = { facts: [], refused: [], broken: [] }
  for (const record of records) {
    try {
      const { facts = [], refused } = JSON.parse(record.text) as Kept
      const decoded = facts.map((one) => fromWire(one, factType, record.at))
      for (const one of decoded) if ('fact' in one) content.facts.push(one.fact)
      if (refused) content.refused.push({ at: record.at, refusals: refused })
      if (decoded.some((one) => !('fact' in one))) content.broken.push(record)
    } catch {
      content.broken.push(record)
    }
  }
  return content
}

/** `unavailable` when the work takes longer; it goes on. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new TachographError('unavailable', 'The store takes too long to answer.')),
      ms,
    )
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
