/** Numbers as Factory's schemas have them: rounded half away from zero, and 0 where natively there is none (G-NUM-1, G-NULL-1). */

/** A quotient of whole numbers, rounded to `places`; null without a denominator. It is never rounded twice. */
export function share(a: number, b: number, places: number): number | null {
  if (b === 0) return null
  const scale = 10 ** places
  return Math.floor((2 * a * scale + b) / (2 * b)) / scale
}

/** A number that is not negative, rounded to `places`. */
export const rounded = (value: number, places: number): number => {
  const scale = 10 ** places
  // 1.005 is a little less than it says; what is missing is far below what any figure is exact to.
  return Math.floor(value * scale * (1 + Number.EPSILON) + 0.5) / scale
}

/** Remembers which fields of an answer hold a 0 that stands for nothing at all. */
export class Empties {
  readonly #fields = new Set<string>()

  /** Errors: none. Null becomes 0, and the field is named in the header. */
  number(field: string, value: number | null): number {
    if (value !== null) return value
    this.#fields.add(field)
    return 0
  }

  /** What the header says; null where every number is one. */
  header(): string | null {
    return this.#fields.size === 0 ? null : [...this.#fields].sort().join(',')
  }
}
export const EMPTY_HEADER = 'x-tachograph-empty'
