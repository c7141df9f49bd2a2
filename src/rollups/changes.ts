/** Changes: file changes per 15 minutes, session, path and operation. */
import { DIMENSIONS, factsOf, inContext, label, number, type Rollup } from './rollup.ts'

const TOLD = ['path', 'op', 'extension', 'language'] as const
const KEYS = ['session', ...TOLD] as const

const COLUMNS = [...TOLD.map((c) => label(c)), ...['added', 'removed'].map((c) => number(c))]

const MEASURES = {
  changes: 'count()',
  added: 'sum(ifNull(e.added, 0))',
  removed: 'sum(ifNull(e.removed, 0))',
  modified: 'sum(least(ifNull(e.added, 0), ifNull(e.removed, 0)))',
}

export const changes: Rollup = {
  name: 'changes',
  table: 'rollup_changes',
  version: 1,
  reads: ['file_change'],
  keys: [...DIMENSIONS, ...KEYS],
  measures: Object.keys(MEASURES),
  madeOfFacts: `path != ''`,
  select: (reading) =>
    inContext(
      {
        tables: ['file_change'],
        from: `(${factsOf('file_change', COLUMNS, reading.merge)}) AS e`,
        keys: KEYS,
        measures: MEASURES,
      },
      reading,
    ),
}
