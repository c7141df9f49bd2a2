/** Keeps the rates of every model that occurs in the store, and has usage priced anew when prices change. */
import type { Generations } from '../ingest/generation.ts'
import { type PriceOverride, priceVersion, ratesFor } from '../prices/index.ts'
import type { Store } from '../store/store.ts'

export class Rates {
  readonly #store: Store
  readonly #org: string
  readonly #overrides: readonly PriceOverride[]
  readonly #known = new Set<string>()
  readonly version: string

  constructor(store: Store, org: string, overrides: readonly PriceOverride[]) {
    this.#store = store
    this.#org = org
    this.#overrides = overrides
    this.version = priceVersion(overrides)
  }

  /** Makes sure every model called in these buckets (seconds, of these days) has its rates stored; answers their version. */
  async ensure(buckets: readonly number[], days: readonly string[]): Promise<string> {
    const models = await this.#store.rows<{ provider: string; model: string; tier: string }>(
      `SELECT DISTINCT provider, model, if(tier = '', 'standard', tier) AS tier FROM model_call
       WHERE org = {org:String} AND day IN {days:Array(Date)} AND toUnixTimestamp(bucket) IN {buckets:Array(UInt32)}`,
      { params: { org: this.#org, buckets, days } },
    )
    const fresh = models.filter((m) => !this.#known.has(JSON.stringify(m)))
    const rows = fresh.flatMap((m) =>
      ratesFor(m, this.#overrides).map((rate) => ({
        org: this.#org,
        ...rate,
        valid_from: (rate.valid_from / 1000).toFixed(3),
        version: this.version,
        ver: Date.now(),
      })),
    )
    await this.#store.insert('rate', rows)
    for (const m of fresh) this.#known.add(JSON.stringify(m))
    return this.version
  }

  /** Marks what was priced by another version of the prices. Answers how many buckets. */
  async markStale(generations: Generations): Promise<number> {
    const stale = await this.#store.rows<{ b: number }>(
      `SELECT DISTINCT toUnixTimestamp(bucket) AS b FROM rollup_usage FINAL
       WHERE org = {org:String} AND price_version != {version:String}`,
      { params: { org: this.#org, version: this.version } },
    )
    const generation = generations.begin()
    await this.#store.insert(
      'mark',
      stale.map(({ b }) => ({
        org: this.#org,
        rollup: 'usage',
        bucket: b,
        generation: generation.toString(),
      })),
    )
    generations.end(generation)
    return stale.length
  }
}
