/** Tokens day by day, by person and by model of theirs (catalogue F-TOK-9, Z-4). */
import { z } from 'zod'
import { date, label, metric } from './metric.ts'
import { DAY, inScope, named, PERSON } from './sql.ts'
import { SUMS, shared, USAGE, USAGE_FILTERS, usageColumns } from './tokens.ts'
import { TIER } from './tokens-daily.ts'

export const tokensByDayUserAndModel = metric({
  ...shared,
  id: 'tokens.by_day_user_and_model',
  single: true,
  title: 'Tokens by day, user and model',
  doc: 'Tokens of each kind, calls and cost per day, person and model, service accounts included; what has no calls has no row.',
  catalogue: ['F-TOK-8', 'F-TOK-9', 'Z-4'],
  row: z.object({
    date: date('Day.'),
    user: label('Person, or identity where no person is known for it.'),
    model: label('Model as reported.'),
    model_tier: label(
      'thinking, standard or unknown, as in tokens.by_day_and_model, by the calls of this row.',
    ),
    ...usageColumns,
  }),
  sql: `SELECT toString(${DAY}) AS date, ${named(PERSON)} AS user, ${named('r.model')} AS model, ${TIER} AS model_tier, ${SUMS}
FROM ${USAGE} WHERE ${inScope(USAGE_FILTERS)} GROUP BY date, user, model ORDER BY date, user, model`,
})
