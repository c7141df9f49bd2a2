/** Usage: model calls, their tokens and their cost, per 15 minutes. */
import { pricedNano, rateJoin, withTier } from '../prices/cost.ts'
import { DIMENSIONS, factsOf, inContext, label, type Merge, number, type Rollup } from './rollup.ts'

const KEYS = ['provider', 'model', 'tier'] as const
/** A part may come from another source than its whole: it is never counted as more. */
const PARTS: Readonly<Record<string, string>> = { cache_write_1h: 'cache_write', reasoning: 'out' }
const TOKENS = ['in_uncached', 'cache_read', 'cache_write', 'cache_write_1h', 'out', 'reasoning'] as const

const COLUMNS = [
  ...KEYS.map((c) => label(c)),
  ...TOKENS.map((c) => number(c)),
  label('status', 'timing'),
  number('cost_nano_usd', 'timing'),
]

const counted = (t: string): string => {
  const whole = PARTS[t]
  const count = `ifNull(u.${t}, 0)`
  return whole ? `least(${count}, ifNull(u.${whole}, 0))` : count
}

const MEASURES = {
  calls: 'count()',
  errors: `countIf(u.status = 'error')`,
  ...Object.fromEntries(TOKENS.map((t) => [t, `sum(${counted(t)})`])),
  cost_nano_usd: 'sum(ifNull(u.reported, ifNull(u.priced, 0)))',
  reported_nano_usd: 'sum(ifNull(u.reported, 0))',
  reported_calls: 'countIf(isNotNull(u.reported))',
  priced_calls: 'countIf(isNull(u.reported) AND isNotNull(u.priced))',
  unpriced_calls: 'countIf(isNull(u.reported) AND isNull(u.priced))',
}

const priced = (merge: Merge) => `(
  SELECT ${['bucket', 'session', ...DIMENSIONS, ...KEYS, 'status', ...TOKENS].map((c) => `c.${c} AS ${c}`).join(', ')},
    c.cost_nano_usd AS reported, ${pricedNano('c', 'r')} AS priced
  FROM ${withTier(factsOf('model_call', COLUMNS, merge))} AS c
  ${rateJoin('c', 'r')}
) AS u`

export const usage: Rollup = {
  name: 'usage',
  table: 'rollup_usage',
  version: 1,
  reads: ['model_call'],
  keys: [...DIMENSIONS, ...KEYS],
  measures: Object.keys(MEASURES),
  madeOfFacts: `counter_of = ''`,
  carried: { price_version: '{price_version:String}' },
  select: (reading) =>
    inContext(
      { tables: ['model_call'], from: priced(reading.merge), keys: KEYS, measures: MEASURES },
      reading,
    ),
}
