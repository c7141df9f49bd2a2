/** Finds, among things in an order, the first that is not before a point, or the last that is not behind it. */

export class Timeline<T> {
  readonly #points: readonly { at: number; what: T }[]

  constructor(points: Iterable<readonly [at: number | null, what: T]>) {
    this.#points = [...points]
      .flatMap(([at, what]) => (at === null ? [] : [{ at, what }]))
      .sort((a, b) => a.at - b.at)
  }

  /** How many lie before a point. */
  #before(at: number): number {
    let [low, high] = [0, this.#points.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#points[middle]?.at ?? 0) < at) low = middle + 1
      else high = middle
    }
    return low
  }

  from(at: number): T | null {
    return this.#points[this.#before(at)]?.what ?? null
  }

  until(at: number): T | null {
    const next = this.#before(at)
    const point = this.#points[next]
    // The one that is told last counts where several have the same time.
    if (point?.at === at) return this.#points[this.#before(at + 1) - 1]?.what ?? null
    return this.#points[next - 1]?.what ?? null
  }
}
