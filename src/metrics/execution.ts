/** Execution of tools (catalogue D-TOOL-2, 4, 5): how long they ran, at what risk, and whether they were let through. */
import { z } from 'zod'
import { count, label, metric, ratio } from './metric.ts'
import { APPROXIMATE, timed } from './percentile.ts'
import { from, inScope, named, quotient } from './sql.ts'
import { TOOL_FILTERS } from './tools.ts'

const SCOPE = inScope(TOOL_FILTERS)
const duration = timed('duration', 'run time')

export const toolsDuration = metric({
  id: 'tools.duration',
  title: 'Run time of tools',
  unit: 'ms',
  doc: 'Run time by canonical tool, those with most calls first; waiting for approval is left out where the source can tell. Calls without a known run time are left out.',
  catalogue: ['D-TOOL-2'],
  filters: TOOL_FILTERS,
  notes: [APPROXIMATE],
  row: z.object({ tool: label('Canonical tool.'), ...duration.columns }),
  sql: `SELECT x.tool AS tool, ${duration.figures('x')}
FROM (SELECT ${named('r.tool')} AS tool, ${duration.aggregates}
  FROM ${from('rollup_execution')} WHERE ${SCOPE} AND notEmpty(r.duration_bins) GROUP BY tool) AS x
ORDER BY duration_calls DESC, tool`,
})

/** What agents only count says neither risk nor decision. */
const ONE_BY_ONE = `r.counter_of = ''`

const LEVELS = ['low', 'medium', 'high'] as const
const IS_COMMAND = `r.tool = 'Execute'`
const levelOf = (risk: string) =>
  `if(${risk} IN (${LEVELS.map((l) => `'${l}'`).join(', ')}), ${risk}, 'unknown')`
const PROPOSED = levelOf('r.risk_proposed')
/** What was proposed is what ran, unless it was told otherwise. */
const EXECUTED = levelOf(`if(r.risk_executed != '', r.risk_executed, r.risk_proposed)`)

/** Every command is unknown at first; one whose level is told is taken out there and put where it belongs. */
const BY_LEVEL = `SELECT 'unknown' AS level, toInt64(r.calls) AS proposed, toInt64(r.calls) - toInt64(r.rejected) AS executed
  FROM ${from('rollup_tools')} WHERE ${SCOPE} AND ${ONE_BY_ONE} AND ${IS_COMMAND}
  UNION ALL
  SELECT moved.1 AS level, moved.2 AS proposed, moved.3 AS executed FROM (
    SELECT toInt64(r.calls) AS calls, if(r.status = 'rejected', 0, calls) AS ran,
      arrayJoin([(${PROPOSED}, calls, 0), ('unknown', -calls, 0), (${EXECUTED}, 0, ran), ('unknown', 0, -ran)]) AS moved
    FROM ${from('rollup_execution')} WHERE ${SCOPE} AND ${IS_COMMAND}
  )`

export const toolsRisk = metric({
  id: 'tools.risk',
  title: 'Commands by risk',
  unit: 'count',
  doc: 'Commands agents proposed to run, and those that were not refused, by risk level as reported. Where no other level is told for what ran, it is that of what was proposed.',
  catalogue: ['D-TOOL-4'],
  filters: TOOL_FILTERS,
  row: z.object({
    risk: label('Risk level: low, medium, high, unknown.'),
    proposed: count('Commands that were proposed.'),
    executed: count('Commands that were not refused.'),
    escalation_ratio: ratio(
      'Executed / proposed; of high risk it is the escalation ratio. Null where the level is unknown.',
    ),
  }),
  sql: `SELECT level AS risk, greatest(sum(b.proposed), 0) AS proposed, greatest(sum(b.executed), 0) AS executed,
  if(level = 'unknown', NULL, ${quotient('executed', 'proposed')}) AS escalation_ratio
FROM (${BY_LEVEL}) AS b GROUP BY level HAVING proposed > 0 OR executed > 0
ORDER BY indexOf([${[...LEVELS, 'unknown'].map((l) => `'${l}'`).join(', ')}], level)`,
})

const RAN = `r.status IN ('ok', 'error')`
/** By tool: what ended one way or the other, and by whose decision. A call that ran was let through. */
const DECIDED = `SELECT t.tool AS tool, t.calls AS calls, t.ran AS accepted, t.ran + t.refused AS decided, e.known AS known,
  e.known_accepted AS known_accepted, e.user_accepted AS user_accepted, e.user_refused AS user_refused
FROM (
  SELECT ${named('r.tool')} AS tool, sum(r.calls) AS calls, sum(r.ok) + sum(r.error) AS ran,
    sum(r.rejected) AS refused
  FROM ${from('rollup_tools')} WHERE ${SCOPE} AND ${ONE_BY_ONE} GROUP BY tool
) AS t LEFT JOIN (
  SELECT ${named('r.tool')} AS tool, sum(r.calls) AS known, sumIf(r.calls, ${RAN}) AS known_accepted,
    sumIf(r.calls, r.decision = 'user' AND ${RAN}) AS user_accepted,
    sumIf(r.calls, r.decision = 'user' AND r.status = 'rejected') AS user_refused
  FROM ${from('rollup_execution')} WHERE ${SCOPE} AND r.decision != '' AND (${RAN} OR r.status = 'rejected') GROUP BY tool
) AS e ON t.tool = e.tool`

export const toolsApproval = metric({
  id: 'tools.approval',
  title: 'Approval of tool calls',
  unit: 'count',
  doc: 'Tool calls that were let through or refused, by canonical tool, most first: by whomever, and by the user. How long the user was waited for is not known yet.',
  catalogue: ['D-TOOL-5'],
  filters: TOOL_FILTERS,
  notes: [
    'Coverage says of how many of the calls it is told who let them through or refused them. Transcripts tell only who refused.',
  ],
  coverage: `SELECT sum(known) AS known, sum(decided) AS total FROM (${DECIDED})`,
  row: z.object({
    tool: label('Canonical tool.'),
    decided: count('Calls that were let through or refused, by a person, a rule or a hook.'),
    accepted: count('Of these, calls that were let through.'),
    acceptance_rate: ratio(
      'Accepted / decided; null where more calls than these have an end that nobody tells.',
    ),
    user_accepted: count('Calls that are known to have been let through by the user.'),
    user_refused: count('Calls that are known to have been refused by the user.'),
    user_acceptance_rate: ratio(
      'Let through by the user / let through or refused by the user; null where it is not known of every call who let it through.',
    ),
  }),
  sql: `SELECT tool, decided, accepted, if(calls > 2 * decided, NULL, ${quotient('accepted', 'decided')}) AS acceptance_rate,
  user_accepted, user_refused,
  if(known_accepted < accepted, NULL, ${quotient('user_accepted', '(user_accepted + user_refused)')}) AS user_acceptance_rate
FROM (${DECIDED}) WHERE decided > 0 ORDER BY decided DESC, tool`,
})
