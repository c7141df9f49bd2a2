/** Workflows (catalogue D-HOST-4): which agents, slash commands and CI workflows are used most. */
import { z } from 'zod'
import { COHORT_FILTERS, DESCENDANTS, ROOT_OF, USAGE_OF_ROOTS } from './cohort.ts'
import { count, label, metric, tokens, usd } from './metric.ts'
import { costOf, filtered, from, inScope } from './sql.ts'
import { COST_COVERAGE, NOT_YOUR_BILL } from './tokens.ts'

const SCOPE = inScope(COHORT_FILTERS)
/** Lists end here; names further down were used hardly ever. */
const MOST = 1_000
const SUMS = `sum(r.cost_nano_usd) AS nano, sum(r.reported_calls) + sum(r.priced_calls) AS known, sum(r.calls) AS calls`
const COST = costOf('nano', 'known', 'calls')

const shared = {
  unit: 'count',
  filters: COHORT_FILTERS,
  coverage: COST_COVERAGE,
  notes: [NOT_YOUR_BILL],
} as const

export const agentsTop = metric({
  ...shared,
  id: 'agents.top',
  title: 'Agents by frequency',
  doc: 'Named agents and subagent types by the sessions in which they made a model call, then by cost; at most 1,000. Cost is that of their own calls.',
  catalogue: ['D-HOST-4'],
  row: z.object({
    agent: label('Named agent or subagent type.'),
    sessions: count('Root sessions with a call of it.'),
    calls: count('Its model calls.'),
    all_tokens: tokens('Their input of all kinds plus output.'),
    cost_usd: usd('API-equivalent cost of those whose cost is known; not your bill.'),
  }),
  sql: `SELECT agent, sessions, calls, all_tokens, ${COST} AS cost_usd FROM (
  SELECT r.agent AS agent, uniqExactIf(${ROOT_OF}, ${ROOT_OF} != '') AS sessions, ${SUMS},
    sum(r.in_uncached + r.cache_read + r.cache_write + r.out) AS all_tokens
  FROM ${USAGE_OF_ROOTS} WHERE ${SCOPE} AND r.agent != '' GROUP BY agent
) ORDER BY sessions DESC, nano DESC, agent LIMIT ${MOST}`,
})

const DAYS_OF_WINDOW = `day >= toDate(toDateTime({start:UInt32}, 'UTC')) AND day <= toDate(toDateTime({end:UInt32}, 'UTC'))`
const AT = `at >= toDateTime({start:UInt32}, 'UTC') AND at < toDateTime({end:UInt32}, 'UTC')`
/** Names of a kind and the sessions they occur in. */
const NAMED = [
  `SELECT DISTINCT 'slash_command' AS kind, name, session FROM feature_use FINAL
    WHERE org = {org:String} AND ${DAYS_OF_WINDOW} AND ${AT} AND kind = 'slash_command' AND name != '' AND session != ''`,
  `SELECT 'ci_workflow' AS kind, argMaxIf(v.ci_workflow, (v.observed_at, v.hash), v.ci_workflow != '') AS name, v.id AS session
    FROM session AS v WHERE v.org = {org:String} GROUP BY v.id HAVING name != ''`,
].join('\n  UNION ALL ')

/** Of sessions within reach; what subagents do is done in their root. */
const inSessions = `SELECT DISTINCT f.kind AS kind, f.name AS name, if(d.session != '', d.root, r.session) AS root
FROM ${from('rollup_session')} INNER JOIN (${NAMED}) AS f ON f.session = r.session
LEFT JOIN (${DESCENDANTS}) AS d ON d.session = r.session
WHERE ${filtered(COHORT_FILTERS, 'r.started_at')} AND r.started_at < toDateTime({end:UInt32}, 'UTC')
  AND (f.kind != 'ci_workflow' OR r.started_at >= toDateTime({start:UInt32}, 'UTC'))`
const ofAgents = `SELECT DISTINCT 'agent' AS kind, r.agent AS name, ${ROOT_OF} AS root FROM ${USAGE_OF_ROOTS}
WHERE ${SCOPE} AND r.agent != '' AND root != ''`
const costs = `SELECT ${ROOT_OF} AS root, ${SUMS} FROM ${USAGE_OF_ROOTS} WHERE ${SCOPE} GROUP BY root`

export const workflowsTop = metric({
  ...shared,
  id: 'workflows.top',
  title: 'Workflows by frequency',
  doc: 'Agents, slash commands and CI workflows by the sessions they occur in, then by cost; at most 1,000. Cost is that of these sessions within the period, so that a session with two of them is in the cost of both.',
  catalogue: ['D-HOST-4'],
  row: z.object({
    kind: label('agent, slash_command or ci_workflow.'),
    name: label('Name.'),
    sessions: count('Root sessions.'),
    cost_usd: usd('API-equivalent cost of these sessions, subagents included; not your bill.'),
  }),
  sql: `SELECT kind, name, sessions, ${COST} AS cost_usd FROM (
  SELECT n.kind AS kind, n.name AS name, count() AS sessions, sum(c.nano) AS nano, sum(c.known) AS known, sum(c.calls) AS calls
  FROM (${inSessions} UNION ALL ${ofAgents}) AS n LEFT JOIN (${costs}) AS c ON c.root = n.root GROUP BY kind, name
) ORDER BY sessions DESC, nano DESC, kind, name LIMIT ${MOST}`,
})
