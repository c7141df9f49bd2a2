/** What is told of each person (catalogue F-USR): the columns, and the SQL of one row a person or a person and day. */
import { perHead, weightedSum, weightedTokens } from '../prices/index.ts'
import { SESSION_FRAGMENTS } from './activity.ts'
import { ACTIVE } from './activity-users.ts'
import { commitShares, DELIVERY_FILTERS, pullRequestShares } from './delivery.ts'
import { count, label, labels, maybeDate, maybeLabel, ratio, tokens, usd } from './metric.ts'
import { allUnitsBy, unitsBy } from './productivity.ts'
import { costOf, DAY, dayOf, dollars, from, inScope, named, PERSON, quotient } from './sql.ts'
import { type Share, stacked } from './stacked.ts'
import { USAGE } from './tokens.ts'
import { TIER } from './tokens-daily.ts'

export const USER_FILTERS = DELIVERY_FILTERS

export const figures = {
  days_active: count('Days with a message they typed or a model call (F-USR-1); 0 for service accounts.'),
  tool_calls: count('Tool calls (F-USR-2).'),
  mcp_calls: count('Of these, calls of tools of MCP servers.'),
  skill_calls: count('Uses of skills.'),
  slash_commands: count('Slash commands.'),
  hooks: count('Hooks that ran.'),
  billable_tokens: tokens('Tokens weighted by kind and model, as `billable` of tokens.by_user (F-USR-3).'),
  standard_credits: tokens('The same with the weights of the Factory-compatible routes (Z-4).'),
  all_tokens: tokens('Input of all kinds plus output.'),
  cost_usd: usd('API-equivalent cost of the calls whose cost is known; not your bill.'),
  unpriced_calls: count('Calls without a known cost; they are in no sum of money.'),
  sessions: count('Root sessions that started (F-USR-4).'),
  messages: count('Messages they typed and messages of agents.'),
  user_messages: count('Messages they typed.'),
  assistant_messages: count('Messages of agents.'),
  files_created: count('Distinct files created per session (F-USR-5).'),
  files_edited: count('Distinct files edited per session that the session had not created.'),
  git_commits: count('Commits that their agents made (F-PROD-5).'),
  git_prs_created: count('Pull requests that their agents opened (F-PROD-6).'),
  prs_merged: count('Pull requests of theirs that were merged, whoever opened them.'),
  primary_model: maybeLabel('Model with most of their tokens; of equal ones that with most calls (F-USR-6).'),
  primary_model_tier: maybeLabel(
    'thinking, standard or unknown: whether most of its calls told reasoning tokens.',
  ),
  autonomy_ratio: ratio('Tool calls / messages they typed (F-USR-7).'),
  delegation_level: maybeLabel(
    'Mode of autonomy of most of their tool calls: auto-high, auto-medium, auto-low, spec or manual; of equal ones the less autonomous; null where none is told (F-USR-8).',
  ),
  languages: labels('Languages of files they had created or edited, most files first (F-USR-9).'),
  prs_per_million_tokens: ratio('Merged pull requests per million tokens (F-USR-12).'),
  prs_created_per_million_tokens: ratio('Pull requests their agents opened per million tokens (Z-17).'),
  cost_per_merged_pr: usd('Cost by merged pull request (F-USR-12).'),
}

export const who = {
  user: label('Person, or identity where no person is known for it.'),
  email: maybeLabel('Address, where the person is named by one.'),
  name: maybeLabel('Name.'),
  kind: label('human or service.'),
}
export const lastActive = { last_active: maybeDate('Last day of the period on which they were active.') }

/** By person, or by person and day. */
interface Grouping {
  names: readonly string[]
  by(instant?: string): string
}
const PERSONS: Grouping = { names: ['user'], by: () => `${PERSON} AS user` }
const PERSON_DAYS: Grouping = {
  names: ['user', 'date'],
  by: (instant) => `${PERSON} AS user, ${instant ? dayOf(instant) : DAY} AS date`,
}

const { SESSION_SCOPE } = SESSION_FRAGMENTS
const SCOPE = inScope(USER_FILTERS)

/** By column: the kinds of uses that are told one by one, and the names of what agents only count. */
const USES = { skill_calls: 'skill', slash_commands: 'slash_command', hooks: 'hook' } as const
const COUNTED = {
  ...{ skill_calls: 'skills', slash_commands: 'slash_commands', hooks: 'hooks' },
  ...{ git_commits: 'commits', git_prs_created: 'pull_requests' },
} as const
const sumsIf = (value: string, name: string, columns: Readonly<Record<string, string>>): string =>
  Object.entries(columns)
    .map(([column, word]) => `sumIf(${value}, ${name} = '${word}') AS ${column}`)
    .join(', ')

/** Sums by person, without names. */
export const sumsByPerson = () => stacked(PERSONS.names, sharesOf(PERSONS, unitsBy))

function sharesOf(grouping: Grouping, unitsOf: typeof unitsBy): Share[] {
  const { names, by } = grouping
  const group = names.join(', ')
  return [
    {
      sums: ['days_active', 'last_day', 'user_messages', 'assistant_messages'],
      select: `SELECT ${by()}, uniqExactIf(${DAY}, ${ACTIVE}) AS days_active, maxIf(toUInt32(${DAY}), ${ACTIVE}) AS last_day,
  sum(r.human_messages) AS user_messages, sum(r.assistant_messages) AS assistant_messages
FROM ${from('rollup_activity')} WHERE ${SCOPE} GROUP BY ${group}`,
    },
    usageShare(grouping),
    {
      sums: ['tool_calls', 'mcp_calls'],
      select: `SELECT ${by()}, sum(r.calls) AS tool_calls, sumIf(r.calls, r.mcp_server != '') AS mcp_calls
FROM ${from('rollup_tools')} WHERE ${SCOPE} GROUP BY ${group}`,
    },
    {
      sums: ['sessions'],
      select: `SELECT ${by('r.started_at')}, count() AS sessions FROM ${from('rollup_session')} WHERE ${SESSION_SCOPE} GROUP BY ${group}`,
    },
    {
      sums: Object.keys(USES),
      select: `SELECT ${by()}, ${sumsIf('r.uses', 'r.kind', USES)} FROM ${from('rollup_features')} WHERE ${SCOPE} GROUP BY ${group}`,
    },
    {
      sums: Object.keys(COUNTED),
      select: `SELECT ${by()}, ${sumsIf('r.value', 'r.name', COUNTED)} FROM ${from('rollup_counter')} WHERE ${SCOPE} AND r.is_counted
    AND r.name IN (${Object.values(COUNTED)
      .map((name) => `'${name}'`)
      .join(', ')}) GROUP BY ${group}`,
    },
    ...commitShares(by(), group).slice(0, 1),
    ...pullRequestShares(by(), group).slice(0, 1),
    levelShare(grouping),
    filesShare(grouping, unitsOf),
  ]
}

/** Of each model of a person: sums that are added up, and what is most used comes first. */
const MODEL_SUMS = {
  all_tokens: 'sum(r.in_uncached + r.cache_read + r.cache_write + r.out)',
  nano: 'sum(r.cost_nano_usd)',
  known: 'sum(r.reported_calls) + sum(r.priced_calls)',
  calls: 'sum(r.calls)',
  unpriced_calls: 'sum(r.unpriced_calls)',
}
const FIRST = '(-toInt64(m.all_tokens), -toInt64(m.calls), m.model)'

function usageShare({ names, by }: Grouping): Share {
  const group = names.join(', ')
  const weights = ['billable', 'standard'] as const
  const sums = { ...MODEL_SUMS, ...Object.fromEntries(weights.map((of) => [of, weightedSum(of)])) }
  const whole = [
    ...Object.keys(MODEL_SUMS).map((c) => `sum(m.${c}) AS ${c}`),
    ...weights.map((of) => `round((${weightedTokens(`sum(m.${of})`)}) * 10000) AS ${of}`),
    ...['model', 'tier'].map((c) => `[toString(argMin(m.${c}, ${FIRST}))] AS primary_${c}`),
  ]
  return {
    sums: Object.keys(sums),
    lists: ['primary_model', 'primary_tier'],
    select: `SELECT ${group}, ${whole.join(', ')}
FROM (SELECT ${by()}, ${named('r.model')} AS model, ${TIER} AS tier, ${Object.entries(sums)
      .map(([name, sum]) => `${sum} AS ${name}`)
      .join(', ')}
  FROM ${USAGE} WHERE ${SCOPE} GROUP BY ${group}, model) AS m GROUP BY ${group}`,
  }
}

/** From the least autonomous. */
const LEVELS = `['manual', 'spec', 'auto-low', 'auto-medium', 'auto-high']`
const levelShare = ({ names, by }: Grouping): Share => {
  const group = names.join(', ')
  return {
    sums: [],
    lists: ['delegation_level'],
    select: `SELECT ${group}, [toString(argMin(mode, (-toInt64(calls), indexOf(${LEVELS}, mode))))] AS delegation_level
FROM (SELECT ${by()}, r.autonomy_mode AS mode, sum(r.calls) AS calls FROM ${from('rollup_execution')}
  WHERE ${SCOPE} AND has(${LEVELS}, r.autonomy_mode) GROUP BY ${group}, mode) GROUP BY ${group}`,
  }
}

/** The dearest part of all: so files and their languages come of one reading. */
const filesShare = ({ names, by }: Grouping, unitsOf: typeof unitsBy): Share => {
  const group = names.join(', ')
  const all = unitsOf === allUnitsBy
  const made = (what: string) => `countIf(${what}${all ? ' AND NOT is_scratch' : ''}) AS ${what}`
  return {
    sums: ['files_created', 'files_edited'],
    lists: ['languages'],
    select: `SELECT ${group}, sum(created) AS files_created, sum(edited) AS files_edited,
  arrayMap(x -> toString(x.2), arraySort(x -> (-toInt64(x.1), x.2), groupArrayIf((created + edited, language), language != '' AND created + edited > 0))) AS languages
FROM (SELECT ${group}, language, ${made('created')}, ${made('edited')} FROM (${unitsOf(by(), group)})
  GROUP BY ${group}, language) GROUP BY ${group}`,
  }
}

const PEOPLE = `SELECT user, any(name) AS name, max(kind = 'service') AS is_service FROM identity FINAL WHERE org = {org:String} GROUP BY user`

const perMillion = (prs: string) => quotient(`(${prs} * 1000000)`, 's.all_tokens')
/** Columns that are more than a sum of the stack `s`. */
const MADE: Record<string, string> = {
  billable_tokens: 's.billable / 10000',
  standard_credits: 's.standard / 10000',
  cost_usd: costOf('s.nano', 's.known', 's.calls'),
  messages: 's.user_messages + s.assistant_messages',
  primary_model: `nullIf(s.primary_model[1], '')`,
  primary_model_tier: `nullIf(s.primary_tier[1], '')`,
  autonomy_ratio: quotient('s.tool_calls', 's.user_messages'),
  delegation_level: `nullIf(s.delegation_level[1], '')`,
  prs_per_million_tokens: perMillion('s.prs_merged'),
  prs_created_per_million_tokens: perMillion('s.git_prs_created'),
  cost_per_merged_pr: `if(s.known = 0, NULL, ${dollars(perHead('s.nano', 's.prs_merged'))})`,
}
const FIGURES = Object.keys(figures).map((name) => `${MADE[name] ?? `s.${name}`} AS ${name}`)

/** SELECT of all figures of each person, or of each on each day, and of `more` with the help of `joins`. */
function figuresBy(grouping: Grouping, more: readonly string[] = [], joins = ''): string {
  const isDaily = grouping.names.includes('date')
  return `SELECT ${named('s.user')} AS user, if(match(s.user, '^[^@\\\\s]+@[^@\\\\s]+$'), s.user, NULL) AS email, nullIf(p.name, '') AS name,
  if(p.is_service, 'service', 'human') AS kind, ${isDaily ? 'toString(s.date) AS date' : `if(s.last_day = 0, NULL, toString(toDate(s.last_day))) AS last_active`},
  ${[...FIGURES, ...more].join(',\n  ')}
FROM (${stacked(grouping.names, sharesOf(grouping, allUnitsBy))}) AS s
LEFT JOIN (${PEOPLE}) AS p ON p.user = s.user ${joins}`
}

/** True of a row of a person, not of a service account or of nobody known. */
export const IS_PERSON = `(NOT p.is_service AND s.user NOT IN ('', 'unknown'))`
/** One row a person, their sums `s` and names `p`. */
export const figuresByPerson = (more: readonly string[], joins: string) => figuresBy(PERSONS, more, joins)
export const FIGURES_BY_PERSON_AND_DAY = figuresBy(PERSON_DAYS)
