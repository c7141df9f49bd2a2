/** Features: uses of skills, slash commands, hooks and subagents, per 15 minutes. */
import { DIMENSIONS, factsOf, inContext, label, type Rollup } from './rollup.ts'

const KEYS = ['kind', 'name', 'event', 'matcher', 'command'] as const
const MEASURES = { uses: 'count()' }

export const features: Rollup = {
  name: 'features',
  table: 'rollup_features',
  version: 1,
  reads: ['feature_use'],
  keys: [...DIMENSIONS, ...KEYS],
  measures: Object.keys(MEASURES),
  select: (reading) =>
    inContext(
      {
        tables: ['feature_use'],
        from: `(${factsOf(
          'feature_use',
          KEYS.map((c) => label(c)),
          reading.merge,
        )}) AS e`,
        keys: KEYS,
        measures: MEASURES,
      },
      reading,
    ),
}
