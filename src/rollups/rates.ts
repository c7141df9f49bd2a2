/** Keeps the rates of every model that occurs in the store, and has usage priced anew when prices change. */
import type { Generations } from '../ingest/generation.ts'
import { type PriceOverride, priceVersion, ratesFor } from '../prices/index.ts'
import type { Store } from '../store/store.ts'
import { factsOf, IN_BUCKETS, label } from './rollup.ts'

interface Called {
  provider: string
  model: string
  tier: string
}

/** Version of the rates, and whether some had been missing. */
export interface Ensured {
  version: string
  added: boolean
}

const MERGED = factsOf('model_call', [label('provider'), label('model'), label('tier')], 'several')

export class Rates {
  readonly #store: Store
  readonly #org: string
  readonly #overrides: readonly PriceOverride[]
  readonly #generations: Generations
  readonly #known = new Set<string>()
  readonly version: string

  constructor(store: Store, org: string, overrides: readonly PriceOverride[], generations: Generations) {
    this.#store = store
    this.#org = org
    this.#overrides = overrides
    this.#generations = generations
    this.version = priceVersion(overrides)
  }

  /** Makes sure every model called in these buckets (seconds, of these days) has its rates stored. */
  async ensure(buckets: readonly number[], days: readonly string[]): Promise<Ensured> {
    const { version } = this
    const fresh = (await this.#called(buckets, days)).filter((m) => !this.#known.has(JSON.stringify(m)))
    if (fresh.length === 0) return { version, added: false }
    const ver = this.#generations.moment().toString()
    const rows = fresh.flatMap((m) =>
      ratesFor(m, this.#overrides).map((rate) => ({
        org: this.#org,
        ...rate,
        valid_from: (rate.valid_from / 1000).toFixed(3),
        version,
        ver,
      })),
    )
    await this.#store.insert('rate', rows)
    for (const m of fresh) this.#known.add(JSON.stringify(m))
    return { version, added: true }
  }

  /** Models as the rollup will name them: of a call that several sources tell, one may know the provider, another the model. */
  async #called(buckets: readonly number[], days: readonly string[]): Promise<Called[]> {
    const params = { org: this.#org, buckets, days }
    const told = await this.#store.rows<Called & { sources: string[] }>(
      `SELECT provider, model, if(tier = '', 'standard', tier) AS tier, groupUniqArray(source) AS sources
       FROM model_call WHERE ${IN_BUCKETS} GROUP BY provider, model, tier`,
      { params },
    )
    if (new Set(told.flatMap((t) => t.sources)).size < 2) return told.map(({ sources, ...called }) => called)
    return this.#store.rows<Called>(
      `SELECT DISTINCT provider, model, if(tier = '', 'standard', tier) AS tier FROM (${MERGED})`,
      { params },
    )
  }

  /** Marks what was priced by another version of the prices. Answers how many buckets. */
  async markStale(): Promise<number> {
    const stale = await this.#store.rows<{ b: number }>(
      `SELECT DISTINCT toUnixTimestamp(bucket) AS b FROM rollup_usage FINAL
       WHERE org = {org:String} AND price_version != {version:String} AND counter_of = ''`,
      { params: { org: this.#org, version: this.version } },
    )
    const generation = this.#generations.begin()
    await this.#store.insert(
      'mark',
      stale.map(({ b }) => ({
        org: this.#org,
        rollup: 'usage',
        bucket: b,
        generation: generation.toString(),
      })),
    )
    this.#generations.end(generation)
    return stale.length
  }
}
