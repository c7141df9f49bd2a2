/** From which day on all that an answer counts is still kept, where facts of a type are kept for some days only (promise V6). */
import type { Metric } from './metric.ts'
import { firstDaySince, type Window } from './window.ts'

const DAY_MS = 24 * 3600_000
const USES = ['message', 'model_call', 'tool_call', 'file_change', 'commit', 'feature_use'] as const
const bucketed = (...types: readonly string[]): readonly string[] => [...types, 'counter']

/** Types of facts that the rows of each rollup are made of. A test holds it against the rollups. */
export const MADE_OF: Readonly<Record<string, readonly string[]>> = {
  rollup_usage: bucketed('model_call'),
  rollup_tools: bucketed('tool_call'),
  rollup_activity: bucketed('message', 'model_call', 'tool_call'),
  rollup_changes: bucketed('file_change'),
  rollup_performance: bucketed('model_call'),
  rollup_execution: bucketed('tool_call'),
  rollup_commits: bucketed('commit'),
  rollup_features: bucketed('feature_use'),
  rollup_counter: bucketed(...USES),
  rollup_session: bucketed(...USES, 'session', 'span'),
}

const TABLES = /\b(?:FROM|JOIN)\s+(\w+)\b/gi

/** Metrics whose figures look back on days before the window: the first instant they read, in seconds since 1970 UTC. */
export const LOOK_BACK: Readonly<Record<string, (window: Window) => number>> = {
  'tokens.trend': ({ starts, days }) => starts[starts.length - days - 1] as number,
  'activity.users': ({ starts }) => starts[0] as number,
  // Who is new is known by all that was before.
  'activity.summary': () => 0,
  'users.economics': ({ starts, start }) => Math.min(starts.at(-30) as number, start),
  'tools.users_by_day': ({ starts }) => starts[0] as number,
}

/** Types of facts that a metric counts, by the tables it reads. */
export function typesOf({ sql, coverage = '' }: Metric): string[] {
  const tables = [...`${sql} ${coverage}`.matchAll(TABLES)].map(([, table]) => table as string)
  return [...new Set(tables.flatMap((table) => MADE_OF[table] ?? [table]))]
}

/**
 * First whole day from which on facts of every type that a metric counts are kept; null where that is so of all days it
 * reads. `limits` is days by type; types that are kept for ever are not in it.
 */
export function keptFrom(
  m: Metric,
  limits: ReadonlyMap<string, number> | undefined,
  window: Window,
  now: number,
): string | null {
  if (!limits || limits.size === 0) return null
  const days = Math.min(...typesOf(m).map((type) => limits.get(type) ?? Number.POSITIVE_INFINITY))
  const oldest = now - days * DAY_MS
  const first = LOOK_BACK[m.id]?.(window) ?? window.start
  return first * 1000 >= oldest ? null : firstDaySince(oldest, window.tz)
}
