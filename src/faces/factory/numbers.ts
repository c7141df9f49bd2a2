/** Numbers as Factory's schemas have them: rounded half away from zero, and 0 where natively there is none (G-NUM-1, G-NULL-1). */
import { z } from 'zod'

/** Names the fields of an answer that hold a 0 which stands for nothing known. */
export const EMPTY_HEADER = 'x-tachograph-empty'

/** A quotient of whole numbers, rounded once; null without a denominator. */
export function share(a: number, b: number, places: number): number | null {
  if (!b) return null
  const scale = 10 ** places
  return Math.floor((2 * a * scale + b) / (2 * b)) / scale
}

/** A number that is not negative, rounded to `places`; null stays null. */
export function rounded<T extends number | null>(value: T, places: number): T {
  if (value === null) return value
  const scale = 10 ** places
  // 1.005 is a little less than it says; what is missing is far below what any figure is exact to.
  return (Math.floor(value * scale * (1 + Number.EPSILON) + 0.5) / scale) as T
}

/** A row of which every number may be unknown. */
export type Unsettled<T> = T extends number
  ? T | null
  : T extends readonly unknown[]
    ? T
    : T extends object
      ? { [K in keyof T]: Unsettled<T[K]> }
      : T

/**
 * Gives the numbers that a schema wants as such a 0 where they are unknown, and adds the names of their fields to
 * `empty`. What may be null by the schema stays so.
 */
export function settled(schema: z.ZodObject, row: object, empty: Set<string>): Record<string, unknown> {
  const shape: Readonly<Record<string, z.ZodType | undefined>> = schema.shape
  const zero = (name: string, told: unknown) => {
    if (told !== null) return told
    empty.add(name)
    return 0
  }
  const entries = Object.entries(row).map(([name, value]: [string, unknown]) => {
    const field = plain(shape[name])
    if (field instanceof z.ZodNumber) return [name, zero(name, value)]
    if (!(field instanceof z.ZodObject)) return [name, value]
    return [name, Object.fromEntries(Object.entries(value as object).map(([k, v]) => [k, zero(name, v)]))]
  })
  return Object.fromEntries(entries)
}

/** The type of a field, whether or not it has to be there. */
export const plain = (field: z.ZodType | undefined): z.ZodType | undefined =>
  field instanceof z.ZodOptional ? (field.unwrap() as z.ZodType) : field
