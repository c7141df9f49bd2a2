/** The one door to the store for facts of an organisation: identify, mark, write, acknowledge. */
import { TachographError } from '../errors.ts'
import { type Drops, drop, FACT_TYPES, type Fact, isEvent, type StateFact } from '../facts/index.ts'
import { type Admission, REFUSED, type Refused } from './admission.ts'
import { admitPacked } from './admission-packed.ts'
import { type Directory, keptOf } from './directory.ts'
import type { Generations } from './generation.ts'
import { identify, OUTCOMES, type Outcome, readRows } from './identify.ts'
import { refreshIdentities } from './identities.ts'
import type { Known } from './known.ts'
import { type MarkOptions, mark } from './marks.ts'
import { KeyMemory } from './memory.ts'
import { type PackedFacts, packFacts } from './packer.ts'
import { repair } from './repair.ts'
import { hasSession, tableOf } from './row.ts'
import { allOver, sessionsOf, settle, writeAll } from './settle.ts'
import { bucketsOfSessions, prepareStates, type StateWrites } from './states.ts'

/** What became of the facts of one call, in order. */
export interface Receipt {
  outcomes: (Outcome | Refused)[]
}

export type Counts = Record<Outcome, number> & { refused: Drops }

/** How many facts of a receipt had which outcome. */
export function countsOf({ outcomes }: { outcomes: Iterable<Outcome | Refused> }): Counts {
  const counts: Counts = { accepted: 0, updated: 0, duplicate: 0, refused: {} }
  for (const outcome of outcomes) {
    if (isRefused(outcome)) drop(counts.refused, outcome)
    else counts[outcome]++
  }
  return counts
}

/** Whether it was not let in. */
export const isRefused = (outcome: string): outcome is Refused =>
  (REFUSED as readonly string[]).includes(outcome)

export interface WriterOptions extends MarkOptions {
  generations: Generations
  /** Identities and the person they belong to, of the configuration. */
  aliases?: Readonly<Record<string, string>>
  /** What is let in. Left out: everything. */
  admission?: Admission
  /** Who is who and in which team, as administrators look after it. Errors: `unavailable`. */
  directory?: () => Promise<Directory>
  /** Called after a write, for instance to wake the rebuilder. */
  onWritten?(): void
  /** Keys kept in memory at most. */
  maxKeys?: number
  log?(line: string): void
}

/** Outcomes of events, as places in `OUTCOMES`, and of states, each in their order. */
interface Outcomes {
  events: Uint8Array
  states: Outcome[]
}

interface Waiting extends PackedFacts {
  done(outcomes: Outcomes): void
  failed(error: unknown): void
}

/** What is done while nothing is written. */
interface Job {
  run(): Promise<void>
}

/** Facts that are written together at most: more wait for the next round. */
const MAX_BATCH = 160_000
/** What a failed write may have left half done is looked at again after this long. */
const MEND_MS = 1_000

/**
 * Writes facts so that, once `write` resolves, they are on disk, counted once and marked for the rollups. Callers may
 * overlap: what waits while one batch is written goes out together as the next one. One writer per organisation.
 */
export class Writer {
  readonly #o: WriterOptions
  readonly #memory: KeyMemory
  #queue: (Waiting | Job)[] = []
  #running: Promise<void> | null = null
  /** Generation of a write that failed: it stays open, so that its marks stay, until what it left is repaired. */
  #doubtful: bigint | null = null
  #mending: NodeJS.Timeout | null = null
  /** How often what is known of people was to be brought up to date, and how much of that is done. */
  #identitiesAsked = 0
  #identitiesDone = 0
  #refreshing: Promise<void> = Promise.resolve()
  /** Names that sessions gave to their users, as far as this writer saw them. */
  readonly #named = new Set<string>()
  #closed = false

  private constructor(options: WriterOptions, memory: KeyMemory) {
    this.#o = options
    this.#memory = memory
  }

  /** Opens the writer: repairs what a crash may have left half done. */
  static async open(options: WriterOptions): Promise<Writer> {
    await repair(options)
    const { store, org } = options
    const any = ['fact_key', ...FACT_TYPES.filter((t) => t.kind === 'state').map((t) => t.name)].map(
      (table) => `SELECT 1 FROM (SELECT 1 FROM ${table} WHERE org = {org:String} LIMIT 1)`,
    )
    const known = await store.rows(any.join(' UNION ALL '), { params: { org } })
    return new Writer(options, new KeyMemory(known.length === 0, options.maxKeys))
  }

  /**
   * Resolves when every fact is durable. Rejects with `unavailable` when the engine is away: then nothing is promised,
   * and the same facts may be written again without harm.
   */
  async write(facts: readonly Fact[]): Promise<Receipt> {
    if (facts.length === 0) return { outcomes: [] }
    const gate = await this.#o.admission?.gate()
    if (!gate) return { outcomes: merged(facts, await this.#enqueue(packFacts(facts))) }
    const { facts: admitted, refused } = gate.admit(facts)
    const outcomes = admitted.length === 0 ? [] : merged(admitted, await this.#enqueue(packFacts(admitted)))
    let n = 0
    return { outcomes: refused.map((why) => why ?? (outcomes[n++] as Outcome)) }
  }

  /** The same for facts that are packed already; answers how many had which outcome. */
  async writePacked(told: PackedFacts): Promise<Counts> {
    const gate = await this.#o.admission?.gate()
    const { facts, refused } = gate ? admitPacked(gate, told) : { facts: told, refused: {} }
    const { events, states } = await this.#enqueue(facts)
    const counts = countsOf({ outcomes: states })
    for (const outcome of events) counts[OUTCOMES[outcome] as Outcome]++
    for (const [why, n] of Object.entries(refused)) drop(counts.refused, why as Refused, 0, n)
    return counts
  }

  /**
   * Runs when all that was handed over before is written, and before anything that comes later: for what removes facts.
   * Nothing is remembered of them afterwards. Errors: those of `run`, and `unavailable`.
   */
  exclusively<T>(run: () => Promise<T>): Promise<T> {
    return new Promise((done, failed) => {
      const job = async () => {
        try {
          await this.#mend()
          done(await run())
        } catch (error) {
          failed(error)
        } finally {
          this.#memory.forget()
          this.#named.clear()
        }
      }
      this.#queue.push({ run: job })
      this.#running ??= this.#run()
    })
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

  /** Ends what is waiting, then gives up repairing what an engine that is away left undone: the next opening does. */
  async close(): Promise<void> {
    await this.idle()
    this.#closed = true
    if (this.#mending) clearTimeout(this.#mending)
    this.#o.generations.moves.end()
  }

  async #run(): Promise<void> {
    // Calls of the same turn go out together.
    await null
    while (this.#queue.length > 0) {
      const round: Waiting[] = []
      let size = 0
      for (let next = this.#queue[0]; next && !('run' in next) && size < MAX_BATCH; next = this.#queue[0]) {
        this.#queue.shift()
        round.push(next)
        size += next.events.length + next.states.length
      }
      if (round.length > 0) await this.#writeRound(round)
      else await (this.#queue.shift() as Job).run()
    }
    // In the same turn as the last look at the queue: a call that comes after it starts the next run.
    this.#running = null
  }

  /** Writes what waits as one batch. What the engine refuses is tried caller by caller, so that one cannot spoil it for others. */
  async #writeRound(round: readonly Waiting[]): Promise<void> {
    try {
      await this.#writeBatch(round)
    } catch (error) {
      this.#memory.forget()
      if (this.#doubtful !== null) this.#mendLater()
      const away = error instanceof TachographError && error.code === 'unavailable'
      if (round.length > 1 && !away) for (const w of round) await this.#writeRound([w])
      else for (const w of round) w.failed(error)
    }
  }

  async #writeBatch(round: readonly Waiting[]): Promise<void> {
    const { store, org, generations } = this.#o
    await this.#mend()
    this.#memory.trim()
    const told = round.flatMap((w) => w.states)
    const states = await prepareStates(store, org, this.#memory, told)
    const packs = round.map((w) => w.events)
    const events = await identify(store, org, this.#memory, packs)
    await readRows(store, org, events.touched)

    const generation = generations.begin()
    this.#doubtful = generation
    await this.#flush(events.touched, states, generation)
    this.#doubtful = null
    generations.end(generation)
    this.#memory.written()

    if (states.rows.has('member') || this.#namesAnother(told)) this.#identitiesAsked++
    if (this.#identitiesDone < this.#identitiesAsked) await this.refreshIdentities()
    this.#o.onWritten?.()
    answer(round, events.outcomes, states.outcomes)
  }

  /**
   * Brings what the store knows of people up to date with the directory. What fails is done with the next write.
   * Errors: `unavailable`.
   */
  refreshIdentities(): Promise<void> {
    const asked = ++this.#identitiesAsked
    const refreshed = this.#refreshing.then(async () => {
      const { store, org, admission, aliases = {}, directory } = this.#o
      const [gate, told] = await Promise.all([admission?.gate(), directory?.()])
      const known = told && gate ? keptOf(told, gate) : (told ?? null)
      const logins = await refreshIdentities(store, org, gate?.aliases(aliases) ?? aliases, known)
      for (const login of logins) this.#named.add(pairOf(login))
      // Others may have been asked for since, and may fail.
      this.#identitiesDone = Math.max(this.#identitiesDone, asked)
    })
    // One after another: an answer that is older would undo a newer one.
    this.#refreshing = refreshed.catch(() => {})
    return refreshed
  }

  /** Whether a session tells of another name of its user that was not told before. */
  #namesAnother(states: readonly StateFact[]): boolean {
    let any = false
    for (const state of states) {
      if (state.type !== 'session' || !state.user_aliases || !state.user) continue
      for (const other of state.user_aliases) {
        const pair = pairOf({ identity: other, user: state.user })
        if (this.#named.has(pair)) continue
        this.#named.add(pair)
        any = true
      }
    }
    return any
  }

  /** Marks first, then the ledger, then the facts: whatever a crash leaves can be told and repaired. */
  async #flush(touched: Set<Known>, states: StateWrites, generation: bigint): Promise<void> {
    const { store, org, rollupsOf } = this.#o
    const writes = settle(touched, this.#memory.fresh(), org, generation)
    const sessions = sessionsOf(writes, rollupsOf)
    for (const id of states.sessions) sessions.set(id, (sessions.get(id) ?? new Set<number>()).add(0))
    if (states.recontexted.size > 0) {
      const types = FACT_TYPES.filter((t) => t.kind === 'event').map((t) => t.name)
      const fed = types.filter((t) => hasSession(t) && rollupsOf(t).length > 0)
      for (const [type, more] of await bucketsOfSessions(store, org, states.recontexted, fed)) {
        const set = writes.buckets.get(type) ?? new Set()
        for (const b of more) set.add(b)
        writes.buckets.set(type, set)
      }
    }
    await mark(this.#o, { buckets: writes.buckets, sessions }, generation)
    await allOver([
      writeAll(store, writes, (run) => this.#o.generations.moves.move(run)),
      ...[...states.rows].map(([type, rows]) => store.insert(tableOf(type), rows)),
    ])
  }

  /** Repairs what a failed write may have left half done. Throws while the engine is away. */
  async #mend(): Promise<void> {
    if (this.#doubtful === null) return
    let repaired = 0
    await this.#o.generations.moves.move(async () => {
      repaired = (await repair(this.#o)).repaired
    })
    if (repaired > 0)
      this.#o.log?.(`a write that failed had left ${repaired} rows half done; they are repaired`)
    this.#o.generations.end(this.#doubtful)
    this.#doubtful = null
    this.#o.onWritten?.()
  }

  /** Without further writes somebody has to see to it: rollups cannot settle before. */
  #mendLater(): void {
    if (this.#mending || this.#closed) return
    this.#mending = setTimeout(() => {
      this.#mending = null
      if (this.#running || this.#closed || this.#doubtful === null) return
      const mended = this.#mend().catch(() => this.#mendLater())
      this.#running = mended.then(() => this.#run())
    }, MEND_MS).unref()
  }
}

/** Tells every caller what became of its own facts. */
function answer(round: readonly Waiting[], events: readonly Uint8Array[], states: readonly Outcome[]): void {
  let s = 0
  for (const [i, w] of round.entries()) {
    w.done({ events: events[i] as Uint8Array, states: states.slice(s, s + w.states.length) })
    s += w.states.length
  }
}

function merged(facts: readonly Fact[], { events, states }: Outcomes): Outcome[] {
  let e = 0
  let s = 0
  return facts.map((f) =>
    isEvent(f) ? (OUTCOMES[events[e++] as number] as Outcome) : (states[s++] as Outcome),
  )
}

const pairOf = ({ identity, user }: { identity: string; user: string }): string => `${identity}\n${user}`
