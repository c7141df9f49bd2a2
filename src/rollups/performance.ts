/** Performance: how fast model calls were, how often they were tried and how they failed, per 15 minutes. */
import { binsOf } from '../facts/bins.ts'
import { DIMENSIONS, factsOf, inContext, label, type Merge, number, type Rollup } from './rollup.ts'

const NAMES = ['provider', 'model'] as const
const KEYS = [...NAMES, 'status', 'error_type'] as const

const COLUMNS = [
  ...NAMES.map((c) => label(c)),
  ...['status', 'error_type'].map((c) => label(c, 'timing')),
  ...['latency_ms', 'ttft_ms', 'attempts'].map((c) => number(c, 'timing')),
]

const MEASURES = {
  calls: 'count()',
  latency_ms: 'sum(ifNull(e.latency, 0))',
  latency_bins: binsOf('e.latency'),
  ttft_ms: 'sum(ifNull(e.ttft, 0))',
  ttft_bins: binsOf('e.ttft'),
  attempts: 'sum(ifNull(e.tries, 0))',
  tried_calls: 'countIf(isNotNull(e.tries))',
  retried_calls: 'countIf(e.tries > 1)',
}

/** A call of which nothing of this is told, as in transcripts, has no row. */
const told = (merge: Merge) => `(
  SELECT ${['bucket', 'session', ...DIMENSIONS, ...NAMES, 'status'].map((c) => `c.${c} AS ${c}`).join(', ')},
    if(c.status = 'error', c.error_type, '') AS error_type, c.latency_ms AS latency, c.ttft_ms AS ttft, c.attempts AS tries
  FROM (${factsOf('model_call', COLUMNS, merge)}) AS c
  WHERE isNotNull(c.latency_ms) OR isNotNull(c.ttft_ms) OR isNotNull(c.attempts) OR c.status = 'error'
) AS e`

export const performance: Rollup = {
  name: 'performance',
  table: 'rollup_performance',
  version: 1,
  reads: ['model_call'],
  keys: [...DIMENSIONS, ...KEYS],
  measures: Object.keys(MEASURES),
  select: (reading) =>
    inContext({ tables: ['model_call'], from: told(reading.merge), keys: KEYS, measures: MEASURES }, reading),
}
