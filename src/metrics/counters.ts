/** Counters: what agents count themselves and report as metrics (catalogue D-CODE, D-SES-4, F-PROD-5, F-PROD-6). */
import { z } from 'zod'
import { count, label, metric, usd } from './metric.ts'
import { CHANGE_FILTERS } from './productivity.ts'
import { dollars, from, inScope, named } from './sql.ts'

export const countersByName = metric({
  id: 'counters.by_name',
  title: 'What agents count themselves',
  unit: 'count',
  doc: 'Commits, pull requests, active time, lines, tokens and so on as agents report them by metrics, by agent program. What other facts of the same session tell one by one is not counted again.',
  catalogue: ['F-PROD-5', 'F-PROD-6', 'D-CODE-1', 'D-CODE-2', 'D-SES-4'],
  filters: CHANGE_FILTERS,
  row: z.object({
    harness: label('Agent program.'),
    name: label('Counter; times such as active_user, active_agent and tool_time are ms.'),
    reported: count('As reported; 0 for cost.'),
    counted: count(
      'Part of it that is counted: that of sessions of which nothing tells the same one by one.',
    ),
    cost_usd: usd('Of the counter cost: as reported, in USD; null for the others.'),
  }),
  sql: `SELECT ${named('r.harness')} AS harness, r.name AS name, sum(r.value) AS reported,
  sumIf(r.value, r.is_counted) AS counted, if(r.name = 'cost', ${dollars('sum(r.nano_usd)')}, NULL) AS cost_usd
FROM ${from('rollup_counter')} WHERE ${inScope(CHANGE_FILTERS)}
GROUP BY harness, name HAVING reported > 0 OR sum(r.nano_usd) > 0 ORDER BY harness, name`,
})
