/** Compares what a reader says about the data with the truth, field by field. */
import type { Truth } from './generator/truth.ts'

export const FIELDS = {
  calls: 'calls',
  input: 'in_uncached',
  output: 'out',
  cache_read: 'cache_read',
  cache_write: 'cache_write',
  reasoning: 'reasoning',
} as const

export type Field = keyof typeof FIELDS
/** By model, what a reader says; calls are left out where it does not count them. */
export type Said = Record<string, Partial<Record<Field, number>>>

export interface Difference {
  model: string
  field: Field
  truth: number
  said: number | null
}

export function differences(said: Said, truth: Truth): Difference[] {
  const found: Difference[] = []
  for (const model of new Set([...Object.keys(truth.models), ...Object.keys(said)])) {
    for (const field of Object.keys(FIELDS) as Field[]) {
      if (truth.total[FIELDS[field]] === undefined) continue
      const right = truth.models[model]?.[FIELDS[field]] ?? 0
      const told = said[model]?.[field] ?? null
      if (told !== right) found.push({ model, field, truth: right, said: told })
    }
  }
  return found
}

/** What each mistake would do to one field of the total, for the mistakes that would do anything. */
export function explained(field: Field, truth: Truth, mistakes: readonly string[]) {
  return mistakes
    .map((mistake) => ({ mistake, tokens: truth.mistakes[mistake]?.[FIELDS[field]] ?? 0 }))
    .filter(({ tokens }) => tokens !== 0)
}
