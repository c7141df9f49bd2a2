/** Models (catalogue D-LLM): how much they were asked, how fast they answered, how often they failed and were tried again. */
import { z } from 'zod'
import { count, date, label, metric, ratio, tokens } from './metric.ts'
import { APPROXIMATE, timed } from './percentile.ts'
import { byDay, DAY, from, inScope, named, quotient } from './sql.ts'
import { USAGE_FILTERS } from './tokens.ts'

/** Who tells no end of a call tells of no failure either. */
const NOT_FAILED = `r.status != 'error'`
const latency = timed('latency', 'time from request to last token of calls that did not fail', NOT_FAILED)
const ttft = timed('ttft', 'time from request to first token of calls that did not fail', NOT_FAILED)

const columns = {
  input_total: tokens('All input: fresh, read from and written to a cache (D-LLM-1).'),
  output: tokens('Output tokens, reasoning included (D-LLM-1).'),
  calls: count('Model calls, each counted once however often it was tried (D-LLM-2).'),
  errors: count('Calls that finally failed.'),
  error_rate: ratio('Finally failed / all calls; transcripts tell hardly any that failed (D-LLM-4).'),
  attempts: count('Physical requests of the calls whose attempts are known (D-LLM-2).'),
  tried_calls: count('Calls whose attempts are known.'),
  avg_attempts: ratio(
    'Attempts by call, of those whose attempts are known; null where only failed calls tell theirs (D-LLM-5).',
  ),
  retried_calls: count('Calls with more than one attempt.'),
  retry_rate: ratio(
    'Calls with more than one attempt / calls whose attempts are known; null as above (D-LLM-5).',
  ),
  retry_success_rate: ratio(
    'Of the calls with more than one attempt whose end is known, those that succeeded; null as above (D-LLM-5).',
  ),
  ...latency.columns,
  ...ttft.columns,
}

const usage = (
  by: string,
  keys: string,
) => `SELECT ${by}, sum(r.in_uncached) + sum(r.cache_read) + sum(r.cache_write) AS input_total,
  sum(r.out) AS output, sum(r.calls) AS calls, sum(r.errors) AS errors,
  sumIf(r.calls, r.counter_of = '' OR r.errors > 0) AS watched
FROM ${from('rollup_usage')} WHERE ${inScope(USAGE_FILTERS)} GROUP BY ${keys}`

const performance = (by: string, keys: string) => `SELECT ${by}, ${latency.aggregates}, ${ttft.aggregates},
  sum(r.attempts) AS attempts, sum(r.tried_calls) AS tried_calls, sum(r.retried_calls) AS retried_calls,
  sumIf(r.tried_calls, r.status != 'error') AS tried_well, sumIf(r.retried_calls, r.status = 'ok') AS succeeded, sumIf(r.retried_calls, r.status != '') AS ended
FROM ${from('rollup_performance')} WHERE ${inScope(USAGE_FILTERS)} GROUP BY ${keys}`

/** Agents that tell attempts of failed calls alone say nothing of all. */
const ofAll = (ratio: string): string => `if(s.tried_well = 0, NULL, ${ratio})`

/** One row for each of `keys`, which `by` selects. */
const joined = (
  by: string,
  keys: readonly string[],
) => `SELECT ${keys.map((k) => `u.${k} AS ${k}`).join(', ')},
  u.input_total AS input_total, u.output AS output, u.calls AS calls, u.errors AS errors,
  ${quotient('u.errors', 'u.watched')} AS error_rate, s.attempts AS attempts, s.tried_calls AS tried_calls,
  ${ofAll(quotient('s.attempts', 's.tried_calls'))} AS avg_attempts, s.retried_calls AS retried_calls,
  ${ofAll(quotient('s.retried_calls', 's.tried_calls'))} AS retry_rate,
  ${ofAll(quotient('s.succeeded', 's.ended'))} AS retry_success_rate,
  ${latency.figures('s')},
  ${ttft.figures('s')}
FROM (${usage(by, keys.join(', '))}) AS u
LEFT JOIN (${performance(by, keys.join(', '))}) AS s ON ${keys.map((k) => `u.${k} = s.${k}`).join(' AND ')}`

const shared = { filters: USAGE_FILTERS, notes: [APPROXIMATE] } as const

export const modelsPerformance = metric({
  ...shared,
  id: 'models.performance',
  title: 'Performance of models',
  unit: 'ms',
  doc: 'Tokens, calls, failures, attempts and latency by provider and model as reported, most called first. Latency and attempts are those that telemetry or facts tell; transcripts tell neither.',
  catalogue: ['D-LLM-1', 'D-LLM-2', 'D-LLM-3', 'D-LLM-4', 'D-LLM-5', 'D-HOST-2'],
  row: z.object({
    provider: label('Provider as reported.'),
    model: label('Model as reported.'),
    ...columns,
  }),
  sql: `${joined(`${named('r.provider')} AS provider, ${named('r.model')} AS model`, ['provider', 'model'])}
ORDER BY calls DESC, provider, model`,
})

export const modelsPerformanceByDay = metric({
  ...shared,
  id: 'models.performance_by_day',
  title: 'Performance of models by day',
  unit: 'ms',
  doc: 'Tokens, calls, failures, attempts and latency per calendar day, without gaps; a filter narrows them to one model.',
  catalogue: ['D-LLM-1', 'D-LLM-2', 'D-LLM-3', 'D-LLM-4', 'D-LLM-5', 'D-HOST-2'],
  row: z.object({ date: date('Day.'), ...columns }),
  sql: byDay(Object.keys(columns), joined(`${DAY} AS date`, ['date'])),
})

export const modelsErrors = metric({
  id: 'models.errors',
  title: 'Failed model calls by error',
  unit: 'count',
  doc: 'Model calls that finally failed, by the kind of their last error, most first.',
  catalogue: ['D-LLM-4'],
  filters: USAGE_FILTERS,
  row: z.object({
    error_type: label('Kind of error as reported: a status of HTTP, or a name.'),
    errors: count('Calls that finally failed with it.'),
    share: ratio('Share of all calls that failed.'),
  }),
  sql: `SELECT ${named('r.error_type')} AS error_type, sum(r.calls) AS errors, ${quotient('errors', 'sum(errors) OVER ()')} AS share
FROM ${from('rollup_performance')} WHERE ${inScope(USAGE_FILTERS)} AND r.status = 'error'
GROUP BY error_type ORDER BY errors DESC, error_type`,
})
