/** The one door to the store for facts of an organisation: identify, mark, write, acknowledge. */
import { type EventFact, type Fact, isEvent, type StateFact } from '../facts/index.ts'
import type { Generations } from './generation.ts'
import { identify, type Outcome, readRows } from './identify.ts'
import { refreshIdentities } from './identities.ts'
import type { Known } from './known.ts'
import { type MarkOptions, markBuckets } from './marks.ts'
import { KeyMemory } from './memory.ts'
import { type PackedEvents, packEvents } from './pack.ts'
import { repair } from './repair.ts'
import { tableOf } from './row.ts'
import { movers, settle, writeAll } from './settle.ts'
import { bucketsOfSessions, prepareStates, type StateWrites } from './states.ts'

/** What became of the facts of one call, in order. */
export interface Receipt {
  outcomes: Outcome[]
}

/** How many facts of a receipt had which outcome. */
export function countsOf({ outcomes }: Receipt): Record<Outcome, number> {
  const counts = { accepted: 0, updated: 0, duplicate: 0 }
  for (const outcome of outcomes) counts[outcome]++
  return counts
}

export interface WriterOptions extends MarkOptions {
  generations: Generations
  /** Identities and the person they belong to, of the configuration. */
  aliases?: Readonly<Record<string, string>>
  /** Called after a write, for instance to wake the rebuilder. */
  onWritten?(): void
}

/** Facts in the form they are written in: events packed, perhaps by another thread. */
export interface PackedFacts {
  events: PackedEvents
  states: readonly StateFact[]
}

/** Outcomes of events and of states, each in their order. */
interface Outcomes {
  events: Outcome[]
  states: Outcome[]
}

interface Waiting extends PackedFacts {
  done(outcomes: Outcomes): void
  failed(error: unknown): void
}

/** Facts that are written together at most: more wait for the next round. */
const MAX_BATCH = 160_000

/**
 * Writes facts so that, once `write` resolves, they are on disk, counted once and marked for the rollups. Callers may
 * overlap: what waits while one batch is written goes out together as the next one. One writer per organisation.
 */
export class Writer {
  readonly #o: WriterOptions
  readonly #memory: KeyMemory
  #queue: Waiting[] = []
  #running: Promise<void> | null = null
  #damaged = false

  private constructor(options: WriterOptions, memory: KeyMemory) {
    this.#o = options
    this.#memory = memory
  }

  /** Opens the writer: repairs what a crash may have left half done. */
  static async open(options: WriterOptions): Promise<Writer> {
    await repair(options)
    const { store, org } = options
    const known = await store.rows<{ n: number }>(
      `SELECT (SELECT count() FROM (SELECT 1 FROM fact_key WHERE org = {org:String} LIMIT 1))
            + (SELECT count() FROM (SELECT 1 FROM session WHERE org = {org:String} LIMIT 1)) AS n`,
      { params: { org } },
    )
    return new Writer(options, new KeyMemory(known[0]?.n === 0))
  }

  /**
   * Resolves when every fact is durable. Rejects with `unavailable` when the engine is away: then nothing is promised,
   * and the same facts may be written again without harm.
   */
  async write(facts: readonly Fact[]): Promise<Receipt> {
    if (facts.length === 0) return { outcomes: [] }
    return { outcomes: merged(facts, await this.#enqueue(packFacts(facts))) }
  }

  /** The same for facts that are packed already; answers how many had which outcome. */
  async writePacked(facts: PackedFacts): Promise<Record<Outcome, number>> {
    const { events, states } = await this.#enqueue(facts)
    return countsOf({ outcomes: [...events, ...states] })
  }

  #enqueue(facts: PackedFacts): Promise<Outcomes> {
    return new Promise((done, failed) => {
      this.#queue.push({ ...facts, done, failed })
      this.#running ??= this.#run()
    })
  }

  /** Resolves when nothing is waiting any more. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #run(): Promise<void> {
    // Calls of the same turn go out together.
    await null
    while (this.#queue.length > 0) {
      const round: Waiting[] = []
      let size = 0
      while (this.#queue.length > 0 && size < MAX_BATCH) {
        const next = this.#queue.shift() as Waiting
        round.push(next)
        size += next.events.length + next.states.length
      }
      try {
        await this.#writeBatch(round)
        this.#o.onWritten?.()
      } catch (error) {
        this.#memory.forget()
        this.#damaged = true
        for (const w of round) w.failed(error)
      }
    }
    // In the same turn as the last look at the queue: a call that comes after it starts the next run.
    this.#running = null
  }

  async #writeBatch(round: readonly Waiting[]): Promise<void> {
    const { store, org, generations } = this.#o
    if (this.#damaged) {
      await repair(this.#o)
      this.#damaged = false
    }
    this.#memory.trim()
    const states = await prepareStates(
      store,
      org,
      this.#memory,
      round.flatMap((w) => w.states),
    )
    const events = await identify(
      store,
      org,
      this.#memory,
      round.map((w) => w.events),
    )
    await readRows(store, org, movers(events.touched))

    const generation = generations.begin()
    try {
      await this.#flush(events.touched, states, generation)
    } finally {
      generations.end(generation)
    }
    if (states.rows.has('member')) await refreshIdentities(store, org, this.#o.aliases ?? {})
    this.#memory.written()
    for (const known of events.touched) for (const o of known.observations) o.row = null
    let e = 0
    let t = 0
    for (const w of round) {
      w.done({
        events: events.outcomes.slice(e, e + w.events.length),
        states: states.outcomes.slice(t, t + w.states.length),
      })
      e += w.events.length
      t += w.states.length
    }
  }

  /** Marks first, then the ledger, then the facts: whatever a crash leaves can be told and repaired. */
  async #flush(touched: Set<Known>, states: StateWrites, generation: bigint): Promise<void> {
    const { store, org } = this.#o
    const writes = settle(touched, this.#memory.fresh(), org, generation)
    const buckets = writes.buckets
    if (states.sessions.length > 0) {
      for (const [type, more] of await bucketsOfSessions(store, org, states.sessions)) {
        const set = buckets.get(type) ?? new Set()
        for (const b of more) set.add(b)
        buckets.set(type, set)
      }
    }
    if (states.sessionBuckets.size > 0) buckets.set('session', states.sessionBuckets)
    await markBuckets(this.#o, buckets, generation)
    await Promise.all([
      writeAll(store, writes),
      ...[...states.rows].map(([type, rows]) => store.insert(tableOf(type), rows)),
    ])
  }
}

/** Packs the events among facts; the states go as they are. */
export function packFacts(facts: readonly Fact[]): PackedFacts {
  return {
    events: packEvents(facts.filter((f): f is EventFact => isEvent(f))),
    states: facts.filter((f): f is StateFact => !isEvent(f)),
  }
}

function merged(facts: readonly Fact[], { events, states }: Outcomes): Outcome[] {
  let e = 0
  let s = 0
  return facts.map((f) => (isEvent(f) ? events[e++] : states[s++]) as Outcome)
}
