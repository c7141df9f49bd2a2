/** Tokens day by day (catalogue F-TOK-8, 9, 10): by model, by person, and how each day differs from the one before. */
import { z } from 'zod'
import { date, label, metric, ratio } from './metric.ts'
import { DAY, filtered, inScope, named, PERSON, quotient } from './sql.ts'
import { SUMS, shared, USAGE, USAGE_FILTERS, usageColumns } from './tokens.ts'

/** Models that think in most of their calls are of the tier `thinking`. */
export const TIER = `multiIf(sum(r.thinking_known_calls) = 0, 'unknown', 2 * sum(r.thinking_calls) > sum(r.thinking_known_calls), 'thinking', 'standard')`

export const tokensByDayAndModel = metric({
  ...shared,
  id: 'tokens.by_day_and_model',
  title: 'Tokens by day and model',
  doc: 'Tokens of each kind, calls and cost per day and model; days and models without calls have no row.',
  catalogue: ['F-TOK-1', 'F-TOK-8', 'F-USR-6'],
  row: z.object({
    date: date('Day.'),
    model: label('Model as reported.'),
    model_tier: label(
      'thinking, where most of the calls whose reasoning tokens are told have some; else standard; unknown where none are told.',
    ),
    ...usageColumns,
  }),
  sql: `SELECT toString(${DAY}) AS date, ${named('r.model')} AS model, ${TIER} AS model_tier, ${SUMS}
FROM ${USAGE} WHERE ${inScope(USAGE_FILTERS)} GROUP BY date, model ORDER BY date, model`,
})

/** Identities that are no address, such as logins and pseudonyms, have none. */
const email = z
  .string()
  .nullable()
  .meta({ unit: 'label', description: 'Address, if the person is named by one.' })

export const tokensByDayAndUser = metric({
  ...shared,
  id: 'tokens.by_day_and_user',
  single: true,
  title: 'Tokens by day and user',
  doc: 'Tokens of each kind, calls and cost per day and person, service accounts included; days and people without calls have no row.',
  catalogue: ['F-TOK-1', 'F-TOK-9'],
  row: z.object({
    date: date('Day.'),
    user: label('Person, or identity where no person is known for it.'),
    email,
    ...usageColumns,
  }),
  sql: `SELECT toString(${DAY}) AS date, ${named(PERSON)} AS user, if(match(user, '^[^@\\\\s]+@[^@\\\\s]+$'), user, NULL) AS email, ${SUMS}
FROM ${USAGE} WHERE ${inScope(USAGE_FILTERS)} GROUP BY date, user ORDER BY date, user`,
})

const MEASURES = [
  'input',
  'output',
  'cache_read',
  'cache_write',
  'reasoning',
  'calls',
  'billable',
  'standard_credits',
] as const
const { cost_usd, unpriced_calls, cache_efficiency, ...measured } = usageColumns

/** The window and the day before it. */
const FROM_THE_DAY_BEFORE = `${filtered(USAGE_FILTERS)} AND r.bucket < toDateTime({end:UInt32}, 'UTC')
  AND r.bucket >= toDateTime({starts:Array(UInt32)}[indexOf({starts:Array(UInt32)}, {start:UInt32}) - 1], 'UTC')`

const { coverage, notes, ...plain } = shared
export const tokensTrend = metric({
  ...plain,
  id: 'tokens.trend',
  title: 'Tokens from day to day',
  doc: 'Tokens and calls per calendar day, without gaps, and how much each differs from the day before, the day before the window included.',
  catalogue: ['F-TOK-10'],
  row: z.object({
    date: date('Day.'),
    ...measured,
    ...Object.fromEntries(
      MEASURES.map((m) => [
        `${m}_delta`,
        ratio(`(${m} − ${m} of the day before) / that of the day before; null where that is 0.`),
      ]),
    ),
  }),
  sql: `SELECT toString(s.date) AS date, ${MEASURES.map((m) => `s.${m} AS ${m}`).join(', ')},
  ${MEASURES.map((m) => `${quotient(`(s.${m} - s.${m}_before)`, `s.${m}_before`)} AS ${m}_delta`).join(',\n  ')}
FROM (
  SELECT d.date AS date, ${MEASURES.map((m) => `x.${m} AS ${m}, lagInFrame(x.${m}, 1, 0) OVER before AS ${m}_before`).join(',\n    ')}
  FROM (SELECT toDate({from:String}) - 1 + number AS date FROM numbers({days:UInt32} + 1)) AS d
  LEFT JOIN (SELECT ${DAY} AS date, ${SUMS} FROM ${USAGE} WHERE ${FROM_THE_DAY_BEFORE} GROUP BY date) AS x ON x.date = d.date
  WINDOW before AS (ORDER BY d.date ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
) AS s WHERE s.date >= toDate({from:String}) ORDER BY date`,
})
