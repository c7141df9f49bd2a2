/** Which models are used, and what for (catalogue F-TOK-7, F-TOK-11). */
import { z } from 'zod'
import { MODEL_TIER } from '../prices/index.ts'
import { count, label, metric, ratio, tokens } from './metric.ts'
import { inScope, named, PERSON, quotient } from './sql.ts'
import { shared, USAGE, USAGE_FILTERS } from './tokens.ts'

const ALL = '(sum(r.in_uncached) + sum(r.cache_read) + sum(r.cache_write) + sum(r.out))'
const { unit, filters } = shared

export const modelsRanking = metric({
  unit,
  filters,
  id: 'models.ranking',
  title: 'Most used models',
  doc: 'Models by all their tokens, most first; models with equally many by name. Where they stand by calls and by people is told beside it, equals at the same place.',
  catalogue: ['F-TOK-7'],
  row: z.object({
    rank: count('Place by all tokens, 1 for the most.'),
    model: label('Model as reported.'),
    tokens: tokens('All tokens: input of every kind and output (G-TOK-1).'),
    share: ratio('Share of the tokens of all models.'),
    calls: count('Model calls.'),
    rank_by_calls: count('Place by calls.'),
    users: count('People and service accounts that used it.'),
    rank_by_users: count('Place by these.'),
  }),
  sql: `SELECT row_number() OVER (ORDER BY m.tokens DESC, m.model) AS rank, m.model AS model, m.tokens AS tokens,
  ${quotient('m.tokens', 'sum(m.tokens) OVER ()')} AS share, m.calls AS calls,
  rank() OVER (ORDER BY m.calls DESC) AS rank_by_calls, m.users AS users, rank() OVER (ORDER BY m.users DESC) AS rank_by_users
FROM (
  SELECT ${named('r.model')} AS model, ${ALL} AS tokens, sum(r.calls) AS calls, uniqExactIf(${PERSON}, ${PERSON} != '') AS users
  FROM ${USAGE} WHERE ${inScope(USAGE_FILTERS)} GROUP BY model
) AS m ORDER BY rank`,
})

/** Agents that are no subagents, though some programs name them. */
const MAIN_AGENTS = ['', 'build', 'code', 'default', 'main', 'plan']
const OF_MAIN = `lowerUTF8(r.agent) IN (${MAIN_AGENTS.map((name) => `'${name}'`).join(', ')})`
const OF_REVIEW = `match(lowerUTF8(r.agent), 'review')`

/** What a row of usage was for: some of its calls for one thing and some for another, as (activity, tokens, calls). */
const PARTS = `multiIf(
      ${OF_REVIEW}, [('review', all, calls)],
      NOT ${OF_MAIN}, [('subagent', all, calls)],
      [('spec', spec, spec_calls), ('execute', moded - spec, mode_calls - spec_calls), ('unknown', all - moded, calls - mode_calls)])`
const sumOf = (column: string): string => `toInt64(sum(r.${column})) AS ${column}`

export const modelsAllocation = metric({
  unit,
  filters,
  id: 'models.allocation',
  unpublished: true,
  title: 'Models by tier and activity',
  doc: 'Tokens and calls by tier of the model and by what it was used for. The tier is that of the configuration, else that of the family of the model; the activity follows from agent and mode of autonomy.',
  catalogue: ['F-TOK-11'],
  notes: [
    'activity: review is what agents do whose name speaks of a review, subagent what others do that a main agent started, spec what is done in spec mode, execute what is done in another mode; unknown where the mode is not told.',
  ],
  row: z.object({
    tier: label('frontier, balanced, efficient, or unknown.'),
    activity: label('spec, execute, review, subagent, or unknown.'),
    tokens: tokens('All tokens: input of every kind and output (G-TOK-1).'),
    share: ratio('Share of the tokens of all tiers and activities.'),
    calls: count('Model calls.'),
  }),
  sql: `SELECT a.tier AS tier, a.part.1 AS activity, sum(a.part.2) AS tokens, ${quotient('tokens', 'sum(tokens) OVER ()')} AS share, sum(a.part.3) AS calls
FROM (
  SELECT u.tier AS tier, arrayJoin(u.parts) AS part FROM (
    SELECT ${named(MODEL_TIER)} AS tier, toInt64(${ALL}) AS all, ${['calls', 'spec_calls', 'mode_calls'].map(sumOf).join(', ')},
      toInt64(sum(r.spec_tokens)) AS spec, toInt64(sum(r.mode_tokens)) AS moded, ${PARTS} AS parts
    FROM ${USAGE} WHERE ${inScope(USAGE_FILTERS)} GROUP BY tier, r.agent
  ) AS u
) AS a GROUP BY tier, activity HAVING tokens > 0 OR calls > 0 ORDER BY tokens DESC, tier, activity`,
})
