/** Durations in figures: their mean from sums, their percentiles from bins (catalogue G-NUM-2), and of how many calls. */
import type { z } from 'zod'
import { middleOf } from '../facts/bins.ts'
import { type Cell, count, ms } from './metric.ts'
import { rounded } from './sql.ts'

export const APPROXIMATE =
  'approx: percentiles are read from logarithmic bins and are less than 1 % off. Means are exact.'

/**
 * Aggregate over rows `r` of a rollup: median and 95th percentile, by linear interpolation between the closest ranks
 * (type 7). The engine keeps how many calls there are in each bin, so it takes no more memory for more calls.
 */
const percentiles = (bins: string, where: string): string =>
  `quantilesExactWeightedInterpolatedArrayIf(0.5, 0.95)(arrayMap(bin -> ${middleOf('bin')}, ${bins}), arrayWithConstant(length(${bins}), 1), ${where})`

/** A duration that a rollup keeps as a sum, `<name>_ms`, and in bins, `<name>_bins`. */
export interface Timed {
  columns: Record<string, z.ZodType<Cell>>
  /** For the SELECT of a grouping of rows `r`. */
  aggregates: string
  /** For the SELECT around it, of rows with that alias. */
  figures(of: string): string
}

/** `what` says what takes so long, `where` which rows count. */
export function timed(name: string, what: string, where = 'true'): Timed {
  return {
    columns: {
      [`avg_${name}_ms`]: ms(`Mean ${what}.`),
      [`p50_${name}_ms`]: ms(`Median ${what}.`),
      [`p95_${name}_ms`]: ms('95th percentile of the same.'),
      [`${name}_calls`]: count('Calls of which it is known.'),
    },
    aggregates: `${percentiles(`r.${name}_bins`, where)} AS ${name}_at,
  sumIf(r.${name}_ms, ${where}) AS ${name}_sum, sumIf(length(r.${name}_bins), ${where}) AS ${name}_n`,
    figures: (of) => {
      const known = (figure: string) => `if(${of}.${name}_n = 0, NULL, ${rounded(figure, 0)})`
      return `${known(`(${of}.${name}_sum / ${of}.${name}_n)`)} AS avg_${name}_ms,
  ${known(`${of}.${name}_at[1]`)} AS p50_${name}_ms, ${known(`${of}.${name}_at[2]`)} AS p95_${name}_ms, ${of}.${name}_n AS ${name}_calls`
    },
  }
}
