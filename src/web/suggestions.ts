/** What can be filtered by: the dimensions metrics take, and the names that occur in the period, as metrics list them. */
import { useQueries } from '@tanstack/react-query'
import { type Answer, filtersOf, get, type Metric, metricPath, type Question } from './api.ts'
import { textIn } from './rows.ts'

export interface Suggestion {
  dimension: string
  /** Null stands for the dimension: its names are to be chosen from. */
  value: string | null
}

/** Every dimension some metric can be asked by, those most metrics know first. */
export function dimensionsOf(metrics: readonly Metric[]): string[] {
  const uses = new Map<string, number>()
  for (const metric of metrics) {
    for (const name of filtersOf(metric)) uses.set(name, (uses.get(name) ?? 0) + 1)
  }
  return [...uses.keys()].sort((a, b) => (uses.get(b) ?? 0) - (uses.get(a) ?? 0))
}

/** The metric that lists the names of a dimension. */
const listing = (metrics: readonly Metric[], dimension: string): Metric | undefined =>
  metrics.find((m) => m.id === `dimensions.${dimension}`)

/** The same without those whose names the caller may not see: the server refuses such filters. */
export const dimensionsOffered = (metrics: readonly Metric[]): string[] =>
  dimensionsOf(metrics).filter((dimension) => !listing(metrics, dimension)?.refused)

/** Names that occur under the other filters, those with most facts first. Asked for only when `wanted`; none while on their way. */
export function useNames(
  metrics: readonly Metric[],
  question: Question,
  wanted: boolean,
): ReadonlyMap<string, string[]> {
  const lists = dimensionsOffered(metrics).flatMap((dimension) => {
    const metric = listing(metrics, dimension)
    return metric ? [{ dimension, metric }] : []
  })
  const answers = useQueries({
    queries: lists.map(({ dimension, metric }) => {
      const { [dimension]: _, ...filters } = question.filters
      const path = metricPath(metric, { ...question, filters })
      return {
        queryKey: ['answer', metric.id, path],
        queryFn: ({ signal }: { signal: AbortSignal }) => get<Answer>(path, signal),
        enabled: wanted,
      }
    }),
  })
  return new Map(
    lists.flatMap(({ dimension }, i) => {
      const rows = answers[i]?.data?.data
      return rows ? [[dimension, rows.map((row) => textIn(row, dimension))] as const] : []
    }),
  )
}

const MOST = 40

/** What fits the text: `dimension: part of a name`, or part of either alone; with nothing typed every dimension. */
export function fitting(
  text: string,
  dimensions: readonly string[],
  names: ReadonlyMap<string, readonly string[]>,
): Suggestion[] {
  if (text.trim() === '') return dimensions.map((dimension) => ({ dimension, value: null }))
  const { dimension, rest } = split(text, dimensions)
  const sought = rest.toLowerCase()
  const found: Suggestion[] = []
  for (const name of dimension ? [dimension] : dimensions) {
    const known = names.get(name) ?? []
    if (!dimension && name.startsWith(sought)) found.push({ dimension: name, value: null })
    for (const value of known)
      if (value.toLowerCase().includes(sought)) found.push({ dimension: name, value })
    // What the period does not know may be asked for all the same.
    if (dimension && rest !== '' && !known.includes(rest)) found.push({ dimension, value: rest })
  }
  return found.slice(0, MOST)
}

const PREVIEWED = 3

/** The first names of a dimension and how many more there are; null while they are on their way. */
export function preview(names: readonly string[] | undefined): string | null {
  if (!names) return null
  if (names.length === 0) return 'none in this period'
  const more = names.length - PREVIEWED
  const shown = names.slice(0, PREVIEWED).join(', ')
  return more > 0 ? `${shown} and ${more.toLocaleString('en-US')} more` : shown
}

function split(text: string, dimensions: readonly string[]): { dimension: string | null; rest: string } {
  const colon = text.indexOf(':')
  const before = text.slice(0, colon).trim().toLowerCase()
  if (colon > 0 && dimensions.includes(before))
    return { dimension: before, rest: text.slice(colon + 1).trim() }
  return { dimension: null, rest: text.trim() }
}
