/** Usage: model calls, their tokens and their cost, per 15 minutes. */
import { pricedNano, rateJoin } from '../prices/cost.ts'
import {
  DIMENSIONS,
  dimensions,
  factsOf,
  label,
  type Merge,
  number,
  type Rollup,
  sessionContext,
} from './rollup.ts'

const KEYS = [...DIMENSIONS, 'provider', 'model', 'tier'] as const
/** A part may come from another source than its whole: it is never counted as more. */
const PARTS: Readonly<Record<string, string>> = { cache_write_1h: 'cache_write', reasoning: 'out' }
const TOKENS = ['in_uncached', 'cache_read', 'cache_write', 'cache_write_1h', 'out', 'reasoning'] as const

const COLUMNS = [
  ...['provider', 'model', 'tier'].map((c) => label(c)),
  ...TOKENS.map((c) => number(c)),
  label('status', 'timing'),
  number('cost_nano_usd', 'timing'),
]

const counted = (t: string): string => {
  const whole = PARTS[t]
  const count = `ifNull(u.${t}, 0)`
  return whole ? `least(${count}, ifNull(u.${whole}, 0))` : count
}

/** A tier that nobody told is the standard one: that is what an API-equivalent price means. */
const calls = (merge: Merge) =>
  `(SELECT * REPLACE (if(tier = '', 'standard', tier) AS tier) FROM (${factsOf('model_call', COLUMNS, merge)}))`

export const usage: Rollup = {
  name: 'usage',
  table: 'rollup_usage',
  reads: ['model_call'],
  keys: KEYS,
  measures: [
    'calls',
    'errors',
    ...TOKENS,
    'cost_nano_usd',
    'reported_nano_usd',
    'reported_calls',
    'priced_calls',
    'unpriced_calls',
  ],
  carried: ['price_version'],
  select: (reading) => `SELECT bucket, ${KEYS.join(', ')}, {price_version:String} AS price_version,
  count() AS calls, countIf(status = 'error') AS errors,
  ${TOKENS.map((t) => `sum(${counted(t)}) AS ${t}`).join(', ')},
  sum(ifNull(u.reported, ifNull(u.priced, 0))) AS cost_nano_usd,
  sum(ifNull(u.reported, 0)) AS reported_nano_usd,
  countIf(isNotNull(u.reported)) AS reported_calls,
  countIf(isNull(u.reported) AND isNotNull(u.priced)) AS priced_calls,
  countIf(isNull(u.reported) AND isNull(u.priced)) AS unpriced_calls
FROM (
  SELECT c.bucket AS bucket, ${dimensions()}, c.provider AS provider, c.model AS model, c.tier AS tier,
    c.status AS status,
    ${TOKENS.map((t) => `c.${t} AS ${t}`).join(', ')},
    c.cost_nano_usd AS reported, ${pricedNano('c', 'r')} AS priced
  FROM ${calls(reading.merge)} AS c
  LEFT JOIN (${sessionContext(['model_call'], reading)}) AS s ON c.session = s.id
  ${rateJoin('c', 'r')}
) AS u
GROUP BY bucket, ${KEYS.join(', ')}`,
}
