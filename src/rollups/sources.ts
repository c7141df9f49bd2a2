/** Whether facts come from several sources, whose tellings have to be merged, or from one, which takes a fifth of the time. */
import type { Generations } from '../ingest/generation.ts'
import { isoDay } from '../ingest/row.ts'
import type { Params, Store } from '../store/store.ts'
import { hasSources, type Merge } from './rollup.ts'

/** What was found of a table; it holds as long as the generations are as calm as they were. */
interface Answer {
  calm: number
  days: ReadonlySet<number>
  mixed: boolean
}

export class Sources {
  readonly #store: Store
  readonly #org: string
  readonly #generations: Generations
  readonly #answers = new Map<string, Answer>()
  #ahead: readonly number[] = []

  constructor(store: Store, org: string, generations: Generations) {
    this.#store = store
    this.#org = org
    this.#generations = generations
  }

  /** Days (since 1970 UTC) that will be asked for: the first question is for all of them. */
  expect(days: readonly number[]): void {
    this.#ahead = days
  }

  /**
   * How the facts of these tables on these days have to be merged. `exactly` asks whether one fact among those in
   * question has several sources; it is only asked of tables that several sources have written to on these days.
   */
  async mergeOf(
    tables: readonly string[],
    days: readonly number[],
    exactly: (table: string) => string,
    params: Params,
  ): Promise<Merge> {
    for (const table of tables) {
      if ((await this.#mixed(table, days)) && (await this.#ask(exactly(table), params))) return 'several'
    }
    return 'one'
  }

  async #mixed(table: string, days: readonly number[]): Promise<boolean> {
    const calm = this.#generations.calm()
    const known = this.#answers.get(table)
    if (calm !== null && known?.calm === calm && days.every((d) => known.days.has(d))) return known.mixed
    const all = new Set([...this.#ahead, ...days])
    const mixed = await this.#ask(hasSources(table), { org: this.#org, days: [...all].map(isoDay) })
    if (calm !== null) this.#answers.set(table, { calm, days: all, mixed })
    return mixed
  }

  async #ask(sql: string, params: Params): Promise<boolean> {
    const [row] = await this.#store.rows<{ several: number }>(sql, { params })
    return Boolean(row?.several)
  }
}
