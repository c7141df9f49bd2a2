/** Usage: model calls, their tokens and their cost, per 15 minutes and session. */
import { pricedNano, rateJoin, withTier } from '../prices/cost.ts'
import { DIMENSIONS, factsOf, inContext, label, type Merge, number, type Rollup } from './rollup.ts'

const NAMES = ['provider', 'model', 'tier'] as const
/** A person has one or two sessions in a quarter of an hour, so there are hardly more rows by session than without. */
const KEYS = [...NAMES, 'session'] as const
/** A part may come from another source than its whole: it is never counted as more. */
const PARTS: Readonly<Record<string, string>> = { cache_write_1h: 'cache_write', reasoning: 'out' }
const TOKENS = ['in_uncached', 'cache_read', 'cache_write', 'cache_write_1h', 'out', 'reasoning'] as const

/** All tokens of a call. */
const ALL_TOKENS =
  '(ifNull(u.in_uncached, 0) + ifNull(u.cache_read, 0) + ifNull(u.cache_write, 0) + ifNull(u.out, 0))'

const COLUMNS = [
  ...NAMES.map((c) => label(c)),
  ...TOKENS.map((c) => number(c)),
  label('autonomy_mode'),
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
  thinking_calls: 'countIf(u.reasoning > 0)',
  thinking_known_calls: 'countIf(isNotNull(u.reasoning))',
  spec_calls: `countIf(u.autonomy_mode = 'spec')`,
  spec_tokens: `sumIf(${ALL_TOKENS}, u.autonomy_mode = 'spec')`,
  mode_calls: `countIf(u.autonomy_mode != '')`,
  mode_tokens: `sumIf(${ALL_TOKENS}, u.autonomy_mode != '')`,
  first_call_at: 'min(u.at)',
  last_call_at: 'max(u.at)',
}

const priced = (merge: Merge) => `(
  SELECT ${['bucket', 'at', ...DIMENSIONS, ...KEYS, 'autonomy_mode', 'status', ...TOKENS].map((c) => `c.${c} AS ${c}`).join(', ')},
    c.cost_nano_usd AS reported, ${pricedNano('c', 'r')} AS priced
  FROM ${withTier(factsOf('model_call', COLUMNS, merge))} AS c
  ${rateJoin('c', 'r')}
) AS u`

export const usage: Rollup = {
  name: 'usage',
  table: 'rollup_usage',
  version: 2,
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
