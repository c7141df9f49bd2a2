/** Which source is believed for what, when several tell the same fact (design D3). */

/** Sources by what they are, most exact first. */
const ORDER = ['/transcript', '/otlp'] as const

export const isTranscript = (source: string): boolean => source.endsWith(ORDER[0])

/**
 * Precedence of a source for counts, content and the time of a fact: 1 transcripts, which carry the final counts and
 * the cache split; 2 telemetry; 3 everything else. Less is stronger.
 */
export function precedence(source: string): number {
  const at = ORDER.findIndex((suffix) => source.endsWith(suffix))
  return at < 0 ? ORDER.length + 1 : at + 1
}

/** The same in SQL over a column `source`, for counts and content. */
export const COUNTS_RANK = `multiIf(endsWith(source, '/transcript'), 1, endsWith(source, '/otlp'), 2, 3)`
/** For latency, attempts, status and reported cost telemetry comes first: transcripts do not measure them. */
export const TIMING_RANK = `multiIf(endsWith(source, '/otlp'), 1, endsWith(source, '/transcript'), 3, 2)`

/**
 * As `owner_rank`: telemetry that has no key in common with what a transcript tells of the same. It counts only where no
 * transcript tells of its session.
 */
export const YIELDS = 255

/** Sources whose copies of a happening bear the time of copying, so that they may lie any number of days apart. */
const RESTAMPED: ReadonlySet<string> = new Set(['codex/transcript'])

/** How far, in days, copies of one happening lie apart in time in a source; null: anywhere. */
export function reach(source: string): number | null {
  if (RESTAMPED.has(source)) return null
  return source.endsWith('/transcript') || source.endsWith('/otlp') ? 1 : null
}
