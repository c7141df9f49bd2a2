/** What is told of each person (catalogue F-USR): the columns, and the SQL of one row a person or a person and day. */
import { perHead, weighted } from '../prices/index.ts'
import { SESSION_FRAGMENTS } from './activity.ts'
import { ACTIVE } from './activity-users.ts'
import { commitShares, DELIVERY_FILTERS, pullRequestShares } from './delivery.ts'
import { count, label, labels, maybeDate, maybeLabel, ratio, tokens, usd } from './metric.ts'
import { unitsBy } from './productivity.ts'
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

/** By column: the kind of a use, and the name it is counted by where agents only count it. */
const FEATURES = {
  skill_calls: `'skill', 'skills'`,
  slash_commands: `'slash_command', 'slash_commands'`,
  hooks: `'hook', 'hooks'`,
} as const

/** Sums by person, without names. */
export const sumsByPerson = () => stacked(PERSONS.names, [...shares(PERSONS), filesShare(PERSONS)])

function shares({ names, by }: Grouping): Share[] {
  const group = names.join(', ')
  return [
    {
      sums: ['days_active', 'last_day', 'user_messages', 'assistant_messages'],
      select: `SELECT ${by()}, uniqExactIf(${DAY}, ${ACTIVE}) AS days_active, maxIf(toUInt32(${DAY}), ${ACTIVE}) AS last_day,
  sum(r.human_messages) AS user_messages, sum(r.assistant_messages) AS assistant_messages
FROM ${from('rollup_activity')} WHERE ${SCOPE} GROUP BY ${group}`,
    },
    {
      sums: ['all_tokens', 'nano', 'known', 'calls', 'unpriced_calls', 'billable', 'standard'],
      select: `SELECT ${by()}, sum(r.in_uncached + r.cache_read + r.cache_write + r.out) AS all_tokens, sum(r.cost_nano_usd) AS nano,
  sum(r.reported_calls) + sum(r.priced_calls) AS known, sum(r.calls) AS calls, sum(r.unpriced_calls) AS unpriced_calls,
  round((${weighted('billable')}) * 10000) AS billable, round((${weighted('standard')}) * 10000) AS standard
FROM ${USAGE} WHERE ${SCOPE} GROUP BY ${group}`,
    },
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
      sums: Object.keys(FEATURES),
      select: `SELECT ${group}, ${Object.entries(FEATURES)
        .map(([column, kinds]) => `sumIf(uses, kind IN (${kinds})) AS ${column}`)
        .join(', ')} FROM (
  SELECT ${by()}, r.kind AS kind, r.uses AS uses FROM ${from('rollup_features')} WHERE ${SCOPE}
  UNION ALL SELECT ${by()}, r.name AS kind, r.value AS uses FROM ${from('rollup_counter')} WHERE ${SCOPE} AND r.is_counted
    AND r.name IN (${Object.values(FEATURES).join(', ')})
) GROUP BY ${group}`,
    },
    ...commitShares(by(), group),
    ...pullRequestShares(by(), group),
  ]
}

/** From the least autonomous. */
const LEVELS = `['manual', 'spec', 'auto-low', 'auto-medium', 'auto-high']`
const levels = ({ names, by }: Grouping) => {
  const group = names.join(', ')
  return `SELECT ${group}, argMin(mode, (-toInt64(calls), indexOf(${LEVELS}, mode))) AS delegation_level
FROM (SELECT ${by()}, r.autonomy_mode AS mode, sum(r.calls) AS calls FROM ${from('rollup_execution')}
  WHERE ${SCOPE} AND has(${LEVELS}, r.autonomy_mode) GROUP BY ${group}, mode) GROUP BY ${group}`
}

const FIRST = '(-toInt64(tokens), -toInt64(calls), model)'
const models = ({ names, by }: Grouping) => {
  const group = names.join(', ')
  return `SELECT ${group}, argMin(model, ${FIRST}) AS primary_model, argMin(tier, ${FIRST}) AS primary_model_tier
FROM (SELECT ${by()}, ${named('r.model')} AS model, ${TIER} AS tier, sum(r.calls) AS calls,
    sum(r.in_uncached + r.cache_read + r.cache_write + r.out) AS tokens
  FROM ${from('rollup_usage')} WHERE ${SCOPE} GROUP BY ${group}, model) GROUP BY ${group}`
}

/** The dearest part of all: so files and their languages come of one reading. */
const files = ({ names, by }: Grouping) => {
  const group = names.join(', ')
  return `SELECT ${group}, sum(created) AS files_created, sum(edited) AS files_edited,
  arrayMap(x -> x.2, arraySort(x -> (-toInt64(x.1), x.2), groupArrayIf((created + edited, language), language != '' AND created + edited > 0))) AS languages
FROM (SELECT ${group}, language, countIf(created) AS created, countIf(edited) AS edited FROM (${unitsBy(by(), group)})
  GROUP BY ${group}, language) GROUP BY ${group}`
}
/** So that nobody is lost who did nothing but change files. */
const whoChanged = ({ names, by }: Grouping): Share => ({
  sums: ['changed'],
  select: `SELECT ${by()}, count() AS changed FROM ${from('rollup_changes')} WHERE ${SCOPE} AND r.path != '' GROUP BY ${names.join(', ')}`,
})
const filesShare = (grouping: Grouping): Share => ({
  sums: ['files_created', 'files_edited'],
  select: `SELECT ${grouping.names.join(', ')}, files_created, files_edited FROM (${files(grouping)})`,
})

const PEOPLE = `SELECT user, any(name) AS name, max(kind = 'service') AS is_service FROM identity FINAL WHERE org = {org:String} GROUP BY user`

const perMillion = (prs: string) => quotient(`(${prs} * 1000000)`, 's.all_tokens')
/** Columns that are more than a sum of the stack `s`. */
const MADE: Record<string, string> = {
  billable_tokens: 's.billable / 10000',
  standard_credits: 's.standard / 10000',
  cost_usd: costOf('s.nano', 's.known', 's.calls'),
  messages: 's.user_messages + s.assistant_messages',
  primary_model: `nullIf(m.primary_model, '')`,
  primary_model_tier: `nullIf(m.primary_model_tier, '')`,
  autonomy_ratio: quotient('s.tool_calls', 's.user_messages'),
  delegation_level: `nullIf(d.delegation_level, '')`,
  files_created: 'l.files_created',
  files_edited: 'l.files_edited',
  languages: 'l.languages',
  prs_per_million_tokens: perMillion('s.prs_merged'),
  prs_created_per_million_tokens: perMillion('s.git_prs_created'),
  cost_per_merged_pr: `if(s.known = 0, NULL, ${dollars(perHead('s.nano', 's.prs_merged'))})`,
}
const FIGURES = Object.keys(figures).map((name) => `${MADE[name] ?? `s.${name}`} AS ${name}`)

/** SELECT of all figures of each person, or of each on each day. */
function figuresBy(grouping: Grouping): string {
  const on = (t: string) => grouping.names.map((n) => `${t}.${n} = s.${n}`).join(' AND ')
  const isDaily = grouping.names.includes('date')
  return `SELECT ${named('s.user')} AS user, if(match(s.user, '^[^@\\\\s]+@[^@\\\\s]+$'), s.user, NULL) AS email, nullIf(p.name, '') AS name,
  if(p.is_service, 'service', 'human') AS kind, ${isDaily ? 'toString(s.date) AS date' : `if(s.last_day = 0, NULL, toString(toDate(s.last_day))) AS last_active`},
  ${FIGURES.join(',\n  ')}
FROM (${stacked(grouping.names, [...shares(grouping), whoChanged(grouping)])}) AS s
LEFT JOIN (${models(grouping)}) AS m ON ${on('m')}
LEFT JOIN (${files(grouping)}) AS l ON ${on('l')}
LEFT JOIN (${levels(grouping)}) AS d ON ${on('d')}
LEFT JOIN (${PEOPLE}) AS p ON p.user = s.user`
}

export const FIGURES_BY_PERSON = figuresBy(PERSONS)
export const FIGURES_BY_PERSON_AND_DAY = figuresBy(PERSON_DAYS)
