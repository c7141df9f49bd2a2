/** Answers of the database that are asked for with every request, kept for a moment. */

/** What was changed through another server counts after this long. */
export const REMEMBERED_MS = 3_000
const MOST_REMEMBERED = 10_000

export class Remembered<T> {
  readonly #known = new Map<string, { answer: T; until: number }>()

  /** The answer of a moment ago, else that of `ask`. What fails is not kept. */
  async of(name: string, ask: () => Promise<T>): Promise<T> {
    const asked = Date.now()
    const known = this.#known.get(name)
    if (known && known.until > asked) return known.answer
    const answer = await ask()
    if (this.#known.size >= MOST_REMEMBERED) this.#known.clear()
    // From when it was asked for: the answer may be as old as that.
    this.#known.set(name, { answer, until: asked + REMEMBERED_MS })
    return answer
  }

  forget(): void {
    this.#known.clear()
  }
}
