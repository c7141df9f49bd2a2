/** Figures of the sessions that started in a window: in all, by agent, model, project and person (catalogue 3, S-SUM, S-AGT, S-CB, S-USR). */
import { z } from 'zod'
import { modelFamily } from '../prices/index.ts'
import {
  AGENT_OF,
  type Attribute,
  COHORT_FILTERS,
  COST,
  cohort,
  cohortByAgent,
  cohortByModel,
  cohortColumns,
  FIGURES,
  figuresOf,
  OF_THE_COHORT,
} from './cohort.ts'
import { count, label, metric, ratio, tokens, usd } from './metric.ts'
import { named, quotient } from './sql.ts'
import { NOT_YOUR_BILL } from './tokens.ts'

const shared = {
  filters: COHORT_FILTERS,
  unpublished: true,
  notes: [OF_THE_COHORT, NOT_YOUR_BILL],
} as const

/** Null where none of it is known, as natively a share of what is not known is none. */
const share = ratio('Share of the known cost of all these sessions; null where none is known.')
const SHARE = `if(isNull(cost_usd), NULL, ${quotient('nano', 'sum(nano) OVER ()')}) AS share`

const PEOPLE: readonly Attribute[] = ['person', 'is_human']

const AGENT = AGENT_OF('c.agent')

export const cohortSummary = metric({
  ...shared,
  id: 'sessions.cohort_summary',
  title: 'Sessions of the period',
  unit: 'count',
  doc: 'Root sessions that started in the period with what they cost in all, in one row. A filter by agent leaves the calls of these agents, and the sessions in which they worked.',
  catalogue: ['S-SUM-1', 'S-SUM-2', 'S-SUM-3', 'S-SUM-4', 'S-SUM-5', 'S-SUM-6', 'X-S-3', 'G-SES-1'],
  row: z.object(cohortColumns),
  sql: figuresOf(FIGURES, '', cohort(PEOPLE)),
})

/** One row for each `value`, which is called `key`, dearest first. */
const by = (key: string, value: string, rows: string) =>
  `${figuresOf(`${key}, ${FIGURES}, ${SHARE}`, `${value} AS ${key}, `, rows)} ORDER BY nano DESC, ${key}`

export const cohortOfAgents = metric({
  ...shared,
  id: 'sessions.cohort_by_agent',
  title: 'Sessions by agent',
  unit: 'count',
  doc: 'Sessions by the named agents and subagents that worked in them, dearest first. Each has its own calls, and the time between them where the session is not its own; a session counts for each of its agents. Without a name it is `default`.',
  catalogue: ['S-AGT-1', 'S-AGT-2', 'S-AGT-3', 'S-AGT-4'],
  row: z.object({ agent: label('Agent or subagent type.'), ...cohortColumns, share }),
  sql: by('agent', AGENT, cohortByAgent(PEOPLE)),
})

export const cohortOfProjects = metric({
  ...shared,
  id: 'sessions.cohort_by_project',
  title: 'Sessions by project',
  unit: 'count',
  doc: 'Sessions by the project they tell, dearest first.',
  catalogue: ['S-CB-2', 'S-EP-5'],
  row: z.object({ project: label('Project.'), ...cohortColumns, share }),
  sql: by('project', named('c.project'), cohort([...PEOPLE, 'project'])),
})

export const cohortOfUsers = metric({
  ...shared,
  id: 'sessions.cohort_by_user',
  single: true,
  title: 'Sessions by user',
  unit: 'count',
  doc: 'Sessions by the person whose they are, dearest first. Service accounts are included.',
  catalogue: ['S-CB-3', 'S-USR-2', 'S-USR-4'],
  row: z.object({
    user: label('Person, or identity where no person is known for it.'),
    ...cohortColumns,
    share,
  }),
  sql: by('user', named('c.person'), cohort(PEOPLE)),
})

export const cohortOfModels = metric({
  ...shared,
  id: 'sessions.cohort_by_model',
  title: 'Cost of sessions by model',
  unit: 'usd',
  doc: 'What the sessions of the period cost by model as reported, dearest first.',
  catalogue: ['S-CB-1'],
  row: z.object({
    model: label('Model as reported.'),
    sessions: count('Sessions that called it.'),
    cost_usd: usd('API-equivalent cost of these calls; not your bill.'),
    tokens: tokens('Fresh input and output tokens.'),
    calls: count('Model calls.'),
    unpriced_calls: count('Of these, calls without a known cost.'),
    share,
  }),
  sql: `SELECT model, sessions, ${COST} AS cost_usd, tokens, calls, calls - known AS unpriced_calls, ${SHARE} FROM (
  SELECT ${named('c.model')} AS model, uniqExact(c.root) AS sessions, sum(c.nano) AS nano,
    sum(c.known) AS known, sum(c.tokens) AS tokens, sum(c.calls) AS calls
  FROM (${cohortByModel()}) AS c GROUP BY model
) ORDER BY nano DESC, model`,
})

/** The family of a model as names of APIs have it: opus, sonnet, haiku, gpt, …; `other` where it is not known (S-CB-1). */
export const familyOf = (model: string): string => modelFamily(model)?.toLowerCase() ?? 'other'

export const cohortOfUsersAndAgents = metric({
  ...shared,
  id: 'sessions.cohort_by_user_and_agent',
  single: true,
  title: 'Agents that people prefer',
  unit: 'count',
  doc: 'In how many of their sessions people had which agents work, most first within each person. The shares of a person add to more than 1 where several worked in one session.',
  catalogue: ['S-USR-3'],
  row: z.object({
    user: label('Person, or identity where no person is known for it.'),
    agent: label('Agent or subagent type.'),
    sessions: count('Sessions in which it worked.'),
    share: ratio('Share of the sessions of this person.'),
  }),
  sql: `SELECT user, agent, sessions, ${quotient('sessions', 'whole')} AS share FROM (
  SELECT user, agent, uniqExact(root) AS sessions, any(all_of) AS whole FROM (
    SELECT ${named('c.person')} AS user, ${AGENT} AS agent, c.root AS root, uniqExact(c.root) OVER (PARTITION BY c.person) AS all_of
    FROM (${cohortByAgent(['person'])}) AS c
  ) GROUP BY user, agent
) ORDER BY user, sessions DESC, agent`,
})

/** Who is in the team of this name is coached; comparing them with the others is what it is for. */
const COACHED_TEAM = 'coaching'

export const cohortOfCoaching = metric({
  ...shared,
  id: 'sessions.cohort_by_coaching',
  title: 'Sessions of people who are coached, and of others',
  unit: 'count',
  doc: `Sessions of people who were in the team ${COACHED_TEAM} when they started, and those of everybody else.`,
  catalogue: ['S-EP-5'],
  row: z.object({
    cohort: z.enum(['coached', 'others']).meta({ unit: 'label', description: 'coached or others.' }),
    ...cohortColumns,
    share,
  }),
  sql: `${figuresOf(
    `cohort, ${FIGURES}, ${SHARE}`,
    `c.cohort AS cohort, `,
    `SELECT a.*, if(arrayExists(s -> toUnixTimestamp(a.started_at) >= s.1 AND toUnixTimestamp(a.started_at) < s.2, t.spans), 'coached', 'others') AS cohort
    FROM (${cohort([...PEOPLE, 'started_at'])}) AS a
    LEFT JOIN (SELECT user, groupArray((since, until)) AS spans FROM team_member FINAL
      WHERE org = {org:String} AND lowerUTF8(team) = '${COACHED_TEAM}' GROUP BY user) AS t ON t.user = a.person`,
  )} ORDER BY cohort`,
})
