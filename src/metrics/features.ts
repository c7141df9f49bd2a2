/** Features (catalogue F-TOOL-5, 6, 7, 14): skills, slash commands, hooks and subagents, who uses them and how much. */
import { z } from 'zod'
import { SESSION_FRAGMENTS } from './activity.ts'
import { type Cell, count, date, flag, label, metric, ratio } from './metric.ts'
import { byDay, DAY, from, inScope, named, PERSON, quotient } from './sql.ts'
import { IS_MCP, IS_SOMEBODY } from './tools-daily.ts'

const { ACTIVITY_FILTERS } = SESSION_FRAGMENTS
const SCOPE = inScope(ACTIVITY_FILTERS)

const KINDS = {
  skill: 'skills',
  slash_command: 'slash_commands',
  hook: 'hooks',
  subagent: 'subagents',
} as const
type Kind = keyof typeof KINDS
const TITLES: Readonly<Record<Kind, string>> = {
  skill: 'Uses of skills (F-TOOL-5).',
  slash_command: 'Slash commands, those of the agent itself among them (F-TOOL-6).',
  hook: 'Hooks that ran (F-TOOL-7).',
  subagent: 'Subagents that were started.',
}
const kinds = Object.keys(KINDS) as Kind[]

/** What agents only count is of no name. */
const COUNTED = `transform(r.name, [${kinds.map((k) => `'${KINDS[k]}'`).join(', ')}], [${kinds.map((k) => `'${k}'`).join(', ')}], '')`
const OF_COUNTERS = `${from('rollup_counter')} WHERE ${SCOPE} AND r.is_counted AND ${COUNTED} != ''`

/** Uses one by one, and those that are only counted, by `columns` and kind; `who` is the person where it matters. */
const uses = (columns: string, counted: string): string =>
  `SELECT ${columns}, r.kind AS kind, r.uses AS uses FROM ${from('rollup_features')} WHERE ${SCOPE}
  UNION ALL SELECT ${counted}, ${COUNTED} AS kind, r.value AS uses FROM ${OF_COUNTERS}`

const byKind: Record<string, z.ZodType<Cell>> = Object.fromEntries(
  kinds.map((kind) => [`${KINDS[kind]}_invocations`, count(TITLES[kind])]),
)

export const featuresByDay = metric({
  id: 'features.by_day',
  title: 'Uses of features by day',
  unit: 'count',
  doc: 'Uses of skills, slash commands, hooks and subagents per calendar day, without gaps.',
  catalogue: ['F-TOOL-5', 'F-TOOL-6', 'F-TOOL-7', 'F-TOOL-16'],
  filters: ACTIVITY_FILTERS,
  row: z.object({ date: date('Day.'), ...byKind }),
  sql: byDay(
    Object.keys(byKind),
    `SELECT date, ${kinds.map((k) => `sumIf(u.uses, u.kind = '${k}') AS ${KINDS[k]}_invocations`).join(', ')}
FROM (${uses(`${DAY} AS date`, `${DAY} AS date`)}) AS u GROUP BY date`,
  ),
})

/** Commands of agents themselves that show or set something and change no work. */
const BUILTIN = [
  ...[
    'help',
    'exit',
    'quit',
    'clear',
    'config',
    'settings',
    'status',
    'statusline',
    'cost',
    'usage',
    'stats',
  ],
  ...[
    'context',
    'model',
    'models',
    'effort',
    'fast',
    'theme',
    'themes',
    'vim',
    'login',
    'logout',
    'auth',
    'doctor',
  ],
  ...[
    'bug',
    'feedback',
    'about',
    'version',
    'release-notes',
    'upgrade',
    'permissions',
    'approvals',
    'mcp',
    'tools',
  ],
  ...[
    'ide',
    'terminal-setup',
    'privacy-settings',
    'output-style',
    'keybindings',
    'export',
    'copy',
    'resume',
    'history',
  ],
]
const BUILTIN_SQL = `toBool(u.kind = 'slash_command' AND replaceRegexpOne(lowerUTF8(u.name), '^/', '') IN (${BUILTIN.map((b) => `'${b}'`).join(', ')}))`

const builtin = flag('True for slash commands that change no work, such as help and exit (F-TOOL-6).')
const kindColumn = label('skill, slash_command, hook or subagent.')
const nameColumn = label('Name as reported.')

export const featuresByDayAndName = metric({
  id: 'features.by_day_and_name',
  title: 'Uses of features by day and name',
  unit: 'count',
  doc: 'Uses of each skill, slash command, hook and subagent per day; days and features without uses have no row.',
  catalogue: ['F-TOOL-5', 'F-TOOL-6', 'F-TOOL-7'],
  filters: ACTIVITY_FILTERS,
  notes: [
    'Matcher and command of hooks are kept only where the organisation keeps texts; else they are empty.',
  ],
  row: z.object({
    date: date('Day.'),
    kind: kindColumn,
    name: nameColumn,
    event: label('Event of a hook; empty for other features.'),
    matcher: label('Matcher of a hook; empty where it is not kept.'),
    command: label('Command of a hook; empty where it is not kept.'),
    count: count('Uses.'),
    builtin,
  }),
  sql: `SELECT toString(u.date) AS date, u.kind AS kind, ${named('u.name')} AS name, u.event AS event, u.matcher AS matcher, u.command AS command,
  sum(u.uses) AS count, ${BUILTIN_SQL} AS builtin
FROM (${uses(
    `${DAY} AS date, r.name AS name, r.event AS event, r.matcher AS matcher, r.command AS command`,
    `${DAY} AS date, '' AS name, '' AS event, '' AS matcher, '' AS command`,
  )}) AS u
GROUP BY u.date, u.kind, u.name, u.event, u.matcher, u.command
ORDER BY date, kind, name, event, matcher, command`,
})

export const featuresByName = metric({
  id: 'features.by_name',
  title: 'Uses of features by name',
  unit: 'count',
  doc: 'Uses of each skill, slash command, hook and subagent, and how many people they are of, by kind, most used first.',
  catalogue: ['F-TOOL-5', 'F-TOOL-6', 'F-TOOL-7', 'D-TOOL-1'],
  filters: ACTIVITY_FILTERS,
  row: z.object({
    kind: kindColumn,
    name: nameColumn,
    count: count('Uses.'),
    users: count('People who used it; service accounts do not count.'),
    builtin,
  }),
  sql: `SELECT u.kind AS kind, ${named('u.name')} AS name, sum(u.uses) AS count, uniqExactIf(u.person, u.person != '') AS users, ${BUILTIN_SQL} AS builtin
FROM (${uses(
    `r.name AS name, if(${IS_SOMEBODY}, ${PERSON}, '') AS person`,
    `'' AS name, if(${IS_SOMEBODY}, ${PERSON}, '') AS person`,
  )}) AS u
GROUP BY u.kind, u.name ORDER BY kind, count DESC, name`,
})

/** Each person and what they did, among it being active at all (G-ACT-1). */
const DID = `SELECT person, groupUniqArray(kind) AS did FROM (
    SELECT person, kind FROM (${uses(`${PERSON} AS person, (${IS_SOMEBODY}) AS is_somebody`, `${PERSON} AS person, (${IS_SOMEBODY}) AS is_somebody`)}) WHERE is_somebody AND uses > 0
    UNION ALL SELECT ${PERSON} AS person, 'mcp' AS kind FROM ${from('rollup_tools')} WHERE ${SCOPE} AND ${IS_MCP} AND ${IS_SOMEBODY}
    UNION ALL SELECT ${PERSON} AS person, 'active' AS kind FROM ${from('rollup_activity')}
      WHERE ${SCOPE} AND r.human_messages + r.model_calls > 0 AND ${IS_SOMEBODY}
  ) GROUP BY person HAVING has(did, 'active')`

export const featuresAdoption = metric({
  id: 'features.adoption',
  title: 'Adoption of features',
  unit: 'ratio',
  doc: 'Of the people who were active in the period, those who used skills, slash commands, hooks, MCP servers and subagents.',
  catalogue: ['F-TOOL-14'],
  filters: ACTIVITY_FILTERS,
  row: z.object({
    kind: label('skill, slash_command, hook, mcp or subagent.'),
    users: count('Active people with a use of it; service accounts do not count.'),
    active_users: count('People active in the period (G-ACT-1).'),
    adoption: ratio('The former by the latter.'),
  }),
  sql: `SELECT k.kind AS kind, arrayCount(did -> has(did, k.kind), a.people) AS users, length(a.people) AS active_users,
  ${quotient('users', 'active_users')} AS adoption
FROM (SELECT arrayJoin(['skill', 'slash_command', 'hook', 'mcp', 'subagent']) AS kind) AS k
CROSS JOIN (SELECT groupArray(did) AS people FROM (${DID})) AS a
ORDER BY indexOf(['skill', 'slash_command', 'hook', 'mcp', 'subagent'], kind)`,
})
