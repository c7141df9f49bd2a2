/** What can be filtered by: the dimensions metrics take, and the names that occur in the period. */
import { useQueries } from '@tanstack/react-query'
import { type Answer, filtersOf, get, type Metric, metricPath, type Question } from './api.ts'
import { dateColumn, labelColumns, textIn } from './rows.ts'

export interface Suggestion {
  dimension: string
  /** Null stands for a dimension whose names are not known: it is to be typed. */
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
  metrics.find((m) => !dateColumn(m) && labelColumns(m)[0]?.name === dimension)

/** Names that occur under the other filters, the largest first. Asked for only when `wanted`. */
export function useNames(
  metrics: readonly Metric[],
  question: Question,
  wanted: boolean,
): ReadonlyMap<string, string[]> {
  const lists = dimensionsOf(metrics).flatMap((dimension) => {
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
    lists.map(({ dimension }, i) => [
      dimension,
      (answers[i]?.data?.data ?? []).map((row) => textIn(row, dimension)).filter((name) => name !== ''),
    ]),
  )
}

/** With nothing typed, so many names of each dimension. */
const FIRST_NAMES = 4
const MOST = 40

/** What fits the text: `dimension: part of a name`, or part of a name alone. */
export function fitting(
  text: string,
  dimensions: readonly string[],
  names: ReadonlyMap<string, readonly string[]>,
): Suggestion[] {
  const { dimension, rest } = split(text, dimensions)
  const sought = rest.toLowerCase()
  const found: Suggestion[] = []
  for (const name of dimension ? [dimension] : dimensions) {
    const known = names.get(name) ?? []
    const hits = known.filter((value) => value.toLowerCase().includes(sought))
    const shown = text.trim() === '' ? hits.slice(0, FIRST_NAMES) : hits
    found.push(...shown.map((value) => ({ dimension: name, value })))
    if (dimension && rest !== '' && !known.includes(rest)) found.push({ dimension, value: rest })
    else if (!dimension && known.length === 0 && name.startsWith(sought))
      found.push({ dimension: name, value: null })
  }
  // Dimensions whose names are not known come last.
  return found.sort((a, b) => Number(a.value === null) - Number(b.value === null)).slice(0, MOST)
}

function split(text: string, dimensions: readonly string[]): { dimension: string | null; rest: string } {
  const colon = text.indexOf(':')
  const before = text.slice(0, colon).trim().toLowerCase()
  if (colon > 0 && dimensions.includes(before))
    return { dimension: before, rest: text.slice(colon + 1).trim() }
  return { dimension: null, rest: text.trim() }
}
