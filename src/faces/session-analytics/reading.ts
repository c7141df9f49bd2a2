/** What the views of the Sessions Analytics API read: native metrics, as far as the caller's reach goes (S-PERM). */
import type { z } from 'zod'
import { identityOf } from '../../facts/identity.ts'
import { cohortOfUsersAndAgents } from '../../metrics/cohort-figures.ts'
import type { Filter, Metric } from '../../metrics/metric.ts'
import { refuseOthers } from '../../metrics/reach.ts'
import { run } from '../../metrics/run.ts'
import {
  durationPatternsByUser,
  sessionsByDayAndUser,
  startPatternsByUser,
} from '../../metrics/sessions-patterns.ts'
import { windowOf } from '../../metrics/window.ts'
import type { Scope } from '../backend.ts'
import { emailOf, type UserIds } from '../user-ids.ts'
import { type Asked, FILTER_NAMES, FILTERS, storedAs, UNASSIGNED, UNTOLD } from './parameters.ts'

type Typed<Row extends z.ZodObject> = Metric & { row: Row }
type Values = Partial<Record<Filter, string[]>>

/** People of one question; a metric takes 500 values, and who is not told has two. */
const MOST_ASKED = 499

function byUser<T extends { user: string }>(rows: readonly T[]): ReadonlyMap<string, T[]> {
  const found = new Map<string, T[]>()
  for (const row of rows) {
    const theirs = found.get(row.user)
    if (theirs) theirs.push(row)
    else found.set(row.user, [row])
  }
  return found
}

/** One question to one organisation. Errors: `forbidden` for a person beyond the caller's reach. */
export class Reading {
  readonly #scope: Pick<Scope, 'store' | 'reach'>
  readonly #asked: Asked
  readonly #ids: UserIds
  readonly #filters: Values
  readonly #now: number
  readonly #empty = new Set<string>()

  constructor(scope: Pick<Scope, 'store' | 'reach'>, asked: Asked, ids: UserIds, now: number) {
    this.#scope = scope
    this.#asked = asked
    this.#ids = ids
    this.#now = now
    this.#filters = this.#values()
    refuseOthers(scope.reach, (this.#filters.user ?? []).map(identityOf), 'user_id')
  }

  /** Whether rows of single people may be told. */
  get persons(): boolean {
    return this.#scope.reach.persons
  }

  /** Whether the last day is not over. */
  get partial(): boolean {
    const { start_date: from, end_date: to } = this.#asked
    return windowOf({ from, to, tz: this.#scope.reach.tz }, this.#now).partial
  }

  /** Fields that hold a 0 which stands for nothing known; null where none does. */
  get empty(): string | null {
    return this.#empty.size === 0 ? null : [...this.#empty].sort().join(',')
  }

  /** Null becomes 0, and the field is noted as empty (G-NULL-1). */
  number(field: string, value: number | null): number {
    if (value === null) this.#empty.add(field)
    return value ?? 0
  }

  /** As rows name a person: by an id that stays, and the address where one is known. */
  person(user: string) {
    return { user_id: user === UNTOLD ? UNASSIGNED : this.#ids.of(user), email: emailOf(user) }
  }

  /** Rows of a metric; `filters` take the place of those of the question. Errors: those of `run`. */
  async of<Row extends z.ZodObject>(m: Typed<Row>, filters: Values = {}): Promise<z.infer<Row>[]> {
    const { start_date: from, end_date: to } = this.#asked
    const { store, reach } = this.#scope
    const question = { from, to, tz: reach.tz, filters: { ...this.#filters, ...filters } }
    const { data } = await run(store, reach, m, question, this.#now)
    return data as z.infer<Row>[]
  }

  /** What more there is of some people, by person. Errors: those of `run`. */
  async about(users: readonly string[]) {
    const chunks = Array.from({ length: Math.ceil(users.length / MOST_ASKED) }, (_, i) =>
      users.slice(i * MOST_ASKED, (i + 1) * MOST_ASKED),
    )
    const found = []
    for (const chunk of chunks) found.push(await this.#more(chunk))
    return {
      days: byUser(found.flatMap(({ days }) => days)),
      agents: byUser(found.flatMap(({ agents }) => agents)),
      durations: byUser(found.flatMap(({ durations }) => durations)),
      starts: byUser(found.flatMap(({ starts }) => starts)),
    }
  }

  async #more(users: readonly string[]) {
    const people = { user: users.flatMap((user) => (user === UNTOLD ? ['', user] : [user])) }
    const [days, agents, durations, starts] = await Promise.all([
      this.of(sessionsByDayAndUser, people),
      this.of(cohortOfUsersAndAgents, people),
      this.of(durationPatternsByUser, people),
      this.of(startPatternsByUser, people),
    ])
    return { days, agents, durations, starts }
  }

  #values(): Values {
    const values: Values = {}
    for (const name of FILTER_NAMES) {
      const asked = this.#asked.filters[name]
      if (!asked) continue
      const told = name === 'user_id' ? asked.map((id) => this.#ids.userOf(id) ?? id) : asked
      values[FILTERS[name]] = storedAs(name, told)
    }
    return values
  }
}
