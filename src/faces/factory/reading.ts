/** What the views of the Factory Analytics API read: native metrics of one organisation, over calendar days of UTC. */
import type { z } from 'zod'
import { TachographError } from '../../errors.ts'
import type { Metric } from '../../metrics/metric.ts'
import { type Question, run } from '../../metrics/run.ts'
import type { Scope } from '../backend.ts'
import type { UserIds } from '../user-ids.ts'
import type { Asked } from './parameters.ts'

/** A metric with rows of a known type. */
type Typed<Row extends z.ZodObject> = Metric & { row: Row }
type Said = Omit<Question, 'from' | 'to' | 'tz'>

interface About {
  asked: Asked
  ids: UserIds
}

/** One question to one organisation. */
export class Reading {
  readonly #scope: Pick<Scope, 'store' | 'reach'>
  readonly #now: number
  readonly asked: Asked
  readonly ids: UserIds

  /** `now` is the instant of the question, in ms. */
  constructor(scope: Pick<Scope, 'store' | 'reach'>, now: number, { asked, ids }: About) {
    this.#scope = { store: scope.store, reach: { ...scope.reach, tz: 'UTC' } }
    this.#now = now
    this.asked = asked
    this.ids = ids
  }

  get org(): string {
    return this.#scope.reach.org
  }

  /** Whether rows of single people may be told. */
  get persons(): boolean {
    return this.#scope.reach.persons
  }

  /** Rows of a metric. Errors: those of `run`. */
  async of<Row extends z.ZodObject>(m: Typed<Row>, said: Said = {}): Promise<z.infer<Row>[]> {
    return (await this.page(m, said)).rows
  }

  /** The same, but none of a metric that is not shown where works councils watch. Errors: those of `run`. */
  async shown<Row extends z.ZodObject>(m: Typed<Row>): Promise<z.infer<Row>[]> {
    try {
      return await this.of(m)
    } catch (error) {
      if (!this.persons && error instanceof TachographError && error.code === 'forbidden') return []
      throw error
    }
  }

  /** Rows of a page of a metric, and whether there are more. Errors: those of `run`. */
  async page<Row extends z.ZodObject>(
    m: Typed<Row>,
    said: Said,
  ): Promise<{ rows: z.infer<Row>[]; hasMore: boolean }> {
    const { startDate: from, endDate: to } = this.asked
    const { data, meta } = await run(
      this.#scope.store,
      this.#scope.reach,
      m,
      { ...said, from, to },
      this.#now,
    )
    return { rows: data as z.infer<Row>[], hasMore: meta.has_more ?? false }
  }

  /** The same question in parts of at most `days` days, oldest first: for answers that have very many rows. */
  *parts(days: number): Generator<Reading> {
    const { startDate, endDate } = this.asked
    for (let from = startDate; from <= endDate; ) {
      const next = later(from, days)
      const part = { startDate: from, endDate: next > endDate ? endDate : later(next, -1) }
      yield new Reading(this.#scope, this.#now, { asked: { ...this.asked, ...part }, ids: this.ids })
      from = next
    }
  }
}

const later = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)

/** Rows by what they have in common, in the order in which they come. */
export function grouped<T>(rows: readonly T[], by: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(by(row))
    if (group) group.push(row)
    else groups.set(by(row), [row])
  }
  return groups
}
