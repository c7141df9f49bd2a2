/** Changes: file changes per 15 minutes, session, path and operation. */
import { DIMENSIONS, dimensions, factsOf, label, number, type Rollup, sessionContext } from './rollup.ts'

const KEYS = [...DIMENSIONS, 'session', 'path', 'op', 'extension', 'language'] as const

const COLUMNS = [
  ...['path', 'op', 'extension', 'language'].map((c) => label(c)),
  ...['added', 'removed'].map((c) => number(c)),
]

export const changes: Rollup = {
  name: 'changes',
  table: 'rollup_changes',
  reads: ['file_change'],
  keys: KEYS,
  measures: ['changes', 'added', 'removed'],
  select: (
    reading,
  ) => `SELECT bucket, ${KEYS.join(', ')}, count() AS changes, sum(ifNull(f.plus, 0)) AS added, sum(ifNull(f.minus, 0)) AS removed
FROM (
  SELECT c.bucket AS bucket, ${dimensions()}, c.session AS session, c.path AS path, c.op AS op,
    c.extension AS extension, c.language AS language, c.added AS plus, c.removed AS minus
  FROM (${factsOf('file_change', COLUMNS, reading.merge)}) AS c
  LEFT JOIN (${sessionContext(['file_change'], reading)}) AS s ON c.session = s.id
) AS f
GROUP BY bucket, ${KEYS.join(', ')}`,
}
