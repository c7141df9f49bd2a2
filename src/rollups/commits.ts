/** Commits per 15 minutes, one row each: metrics count each once, whoever told it. */
import { DIMENSIONS, factsOf, inContext, label, number, type Rollup } from './rollup.ts'

const TOLD = ['sha', 'amends', 'attribution'] as const
const KEYS = ['session', ...TOLD] as const

const MEASURES = {
  commits: 'count()',
  added: 'sum(ifNull(e.added, 0))',
  removed: 'sum(ifNull(e.removed, 0))',
  sized_commits: 'countIf(isNotNull(e.added))',
}

export const commits: Rollup = {
  name: 'commits',
  table: 'rollup_commits',
  version: 1,
  reads: ['commit'],
  keys: [...DIMENSIONS, ...KEYS],
  measures: Object.keys(MEASURES),
  select: (reading) =>
    inContext(
      {
        tables: ['commit'],
        from: `(${factsOf('commit', [...TOLD.map((c) => label(c)), number('added'), number('removed')], reading.merge)}) AS e`,
        keys: KEYS,
        measures: MEASURES,
      },
      reading,
    ),
}
