/** Removes what is older than the organisation keeps it: facts, their keys, their sums, and what waits (promise V6). */
import { FACT_TYPES } from '../facts/index.ts'
import type { OrganisationSettings } from '../settings.ts'
import { namingOfType } from './admission.ts'
import { type Node, Removal, removedIds } from './erasure-removal.ts'
import type { Generations } from './generation.ts'
import { type MarkOptions, mark, SESSION_MARKS } from './marks.ts'
import { ALL, sweptOf } from './retention-limits.ts'
import { bucketOf, dayOf, isoDay, tableOf } from './row.ts'
import type { Writer } from './writer.ts'

/** A table of sums: what it is made of, and the column that says when. */
export interface Sums {
  table: string
  reads: readonly string[]
  at: 'bucket' | 'last_event_at'
  /** Rows that are made of readings of counters, and the column that names their session: they stay as long as those. */
  counted?: { where: string; session: string } | undefined
}

export interface RetentionOptions extends MarkOptions {
  nodes: readonly Node[]
  generations: Generations
  /** Errors: `unavailable`. */
  settings(): Promise<OrganisationSettings>
  writer: Pick<Writer, 'exclusively' | 'refreshIdentities'>
  sums: readonly Sums[]
  /** Takes what is too old out of what waits; answers how many records that were. */
  waiting(): Promise<number>
  log?(line: string): void
}

/** How often is looked. */
const SWEEP_MS = 60_000
/** States are looked at with one of so many sweeps: they lie by name and not by day, so all of them are read. */
const SWEEPS_PER_STATES = 60

export class Retention {
  readonly #o: RetentionOptions
  #timer: NodeJS.Timeout | null = null
  #running: Promise<unknown> = Promise.resolve()

  constructor(options: RetentionOptions) {
    this.#o = options
  }

  /** From now on it is looked after by itself. */
  start(): void {
    let sweeps = 0
    this.#timer ??= setInterval(() => {
      void this.sweep(Date.now(), sweeps++ % SWEEPS_PER_STATES === 0).catch((error) =>
        this.#o.log?.(`what is too old is still there: ${(error as Error).message}`),
      )
    }, SWEEP_MS).unref()
  }

  async close(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    await this.#running
  }

  /** Removes what is too old at this instant; answers from how many types something was. Errors: `unavailable`. */
  sweep(now = Date.now(), states = true): Promise<number> {
    const mine = this.#running.catch(() => {}).then(() => this.#sweep(now, states))
    this.#running = mine.catch(() => {})
    return mine
  }

  async #sweep(now: number, states: boolean): Promise<number> {
    const { retention_days } = await this.#o.settings()
    const oldest = sweptOf(retention_days, now)
    if (oldest.size === 0) return 0
    await this.#o.waiting()
    const types = await this.#expired(oldest, states)
    const limit = retention_days[ALL]
    const records = limit === undefined ? null : now - limit * 24 * 3600_000
    const removal = new Removal(this.#o.nodes, this.#o.org)
    if (records !== null) await removal.delete('quarantine', () => `at < ${instant(records)}`)
    if (types.length > 0) {
      await this.#o.writer.exclusively(() => this.#remove(removal, types, oldest))
      if (types.includes('member')) await this.#o.writer.refreshIdentities()
    }
    if (removal.altered) await removal.clean()
    return types.length
  }

  /** Types of which there is something too old: looked up by day, so that it costs next to nothing when there is none. */
  async #expired(oldest: ReadonlyMap<string, number>, states: boolean): Promise<string[]> {
    const { store, org } = this.#o
    const found: string[] = []
    for (const { name, kind } of FACT_TYPES) {
      const at = oldest.get(name)
      if (at === undefined || (kind === 'state' && !states)) continue
      const any = async (where: string) => {
        const sql = `SELECT 1 FROM ${tableOf(name)} WHERE org = {org:String} AND ${where} LIMIT 1`
        return (await store.rows(sql, { params: { org } })).length > 0
      }
      // Whether something newer was told of a state is asked only where something old was.
      const isAny =
        kind === 'event'
          ? await any(isOld(name, at))
          : (await any(`observed_at < ${instant(at)}`)) && (await any(isOldState(name, at)))
      if (isAny) found.push(name)
    }
    return found
  }

  async #remove(
    removal: Removal,
    types: readonly string[],
    oldest: ReadonlyMap<string, number>,
  ): Promise<void> {
    const { generations } = this.#o
    const generation = generations.begin()
    try {
      await removal.forget()
      await this.#mark(types, oldest, generation)
      let failure: unknown = null
      await generations.moves.move(() =>
        this.#delete(removal, types, oldest).catch((error) => {
          failure = error
        }),
      )
      if (failure) throw failure
      this.#o.log?.(`facts older than they are kept are removed: ${types.join(', ')}`)
    } finally {
      generations.end(generation)
      await removal.forget().catch(() => {})
    }
  }

  async #mark(
    types: readonly string[],
    oldest: ReadonlyMap<string, number>,
    generation: bigint,
  ): Promise<void> {
    const { store, org, rollupsOf } = this.#o
    const params = { org }
    const buckets = new Map<string, Set<number>>()
    const sessions = new Map<string, Set<number>>()
    for (const name of types) {
      const at = oldest.get(name) as number
      if (!isEvent(name)) continue
      const from = `FROM ${tableOf(name)} WHERE org = {org:String} AND ${isOld(name, at)}`
      const rows = await store.rows<{ b: number }>(`SELECT DISTINCT toUnixTimestamp(bucket) AS b ${from}`, {
        params,
      })
      buckets.set(name, new Set(rows.map(({ b }) => b * 1000)))
      if (!namingOfType(name).session || !rollupsOf(name).includes(SESSION_MARKS)) continue
      const touched = await store.rows<{ s: string; d: number }>(
        `SELECT DISTINCT session AS s, toUnixTimestamp(toDateTime(day)) AS d ${from} AND session != ''`,
        { params },
      )
      for (const { s, d } of touched) sessions.set(s, (sessions.get(s) ?? new Set()).add(d * 1000))
    }
    if (types.includes('session')) {
      const gone = await store.rows<{ id: string }>(
        `SELECT DISTINCT id FROM session WHERE org = {org:String} AND ${isOldState('session', oldest.get('session') as number)}`,
        { params },
      )
      for (const { id } of gone) sessions.set(id, (sessions.get(id) ?? new Set()).add(0))
    }
    await mark(this.#o, { buckets, sessions }, generation)
  }

  async #delete(
    removal: Removal,
    types: readonly string[],
    oldest: ReadonlyMap<string, number>,
  ): Promise<void> {
    for (const name of types) {
      const at = oldest.get(name) as number
      if (!isEvent(name)) {
        await removal.delete(name, () => isOldState(name, at))
        continue
      }
      const days = name === 'counter' ? '' : `fact_day < '${isoDay(dayOf(at))}' OR `
      // The keys of whole days go by the day; of the last one, which is not over, by the fact.
      const last = name === 'counter' ? '' : `AND day = '${isoDay(dayOf(at))}'`
      await removal.nameIds(
        'key',
        () =>
          `SELECT DISTINCT id FROM ${tableOf(name)} WHERE org = {org:String} AND ${isOld(name, at)} ${last}`,
      )
      await removal.delete(name, () => isOld(name, at))
      await removal.delete('fact_key', (node) => {
        const ids = removedIds(node, 'key')
        return `type = '${tableOf(name)}' AND (${days}key IN ${ids} OR alias_of IN ${ids})`
      })
      await removal.forget()
    }
    for (const { table, reads, at, counted } of this.#o.sums) {
      const all = reads.map((name) => oldest.get(name) ?? Number.NEGATIVE_INFINITY)
      const before = Math.min(...all)
      if (before === Number.NEGATIVE_INFINITY) continue
      const where =
        at === 'bucket'
          ? `bucket < toDateTime(${bucketOf(before) / 1000})`
          : `last_event_at < ${instant(before)} AND NOT is_deleted`
      const kept = counted ? ` AND NOT (${counted.where} AND ${counted.session} IN (${WITH_READINGS}))` : ''
      await removal.delete(table, () => where + kept)
    }
  }
}

const isEvent = (name: string): boolean =>
  FACT_TYPES.some((type) => type.name === name && type.kind === 'event')

/** An instant in ms as the engine writes it. Only numbers come here. */
const instant = (ms: number): string => `fromUnixTimestamp64Milli(${Math.floor(ms)})`

/** Sessions of which readings of counters are kept, old ones too while there are newer. */
const WITH_READINGS = 'SELECT session FROM counter WHERE org = {org:String}'

/** SQL that is true of events that are too old. A reading of a counter says something about those after it: they go together. */
function isOld(name: string, at: number): string {
  const old = `day <= '${isoDay(dayOf(at))}' AND at < ${instant(at)}`
  if (name !== 'counter') return old
  return `${old} AND session NOT IN (SELECT session FROM counter WHERE org = {org:String} AND at >= ${instant(at)})`
}

/** The same of states of which nothing newer was told. */
const isOldState = (name: string, at: number): string =>
  `id IN (SELECT id FROM ${tableOf(name)} WHERE org = {org:String} GROUP BY id HAVING max(observed_at) < ${instant(at)})`
