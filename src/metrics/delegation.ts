/** Delegation (catalogue F-TOOL-9 to 13 and 15): how much agents do for each message of a person, and how freely. */
import { z } from 'zod'
import { SESSION_FRAGMENTS } from './activity.ts'
import { type Cell, count, date, label, metric, ratio } from './metric.ts'
import { DAY, DAYS, dayOf, filtered, from, inScope, named, PERSON, quotient, rounded } from './sql.ts'
import { fromTeams, teamAt, teamNamed } from './teams.ts'

const { ACTIVITY_FILTERS, SESSION_SCOPE } = SESSION_FRAGMENTS

const sessionColumns = {
  autonomy_ratio_avg: ratio(
    'Tool calls / messages people typed, of the sessions with such a message (F-TOOL-9): a ratio of sums.',
  ),
  autonomy_ratio_p50: ratio('Median of the same over these sessions (F-TOOL-10).'),
  autonomy_ratio_p90: ratio('90th percentile of the same (F-TOOL-10).'),
  autonomy_sessions: count('These sessions: those with a message somebody typed.'),
  tool_calls_per_session_avg: ratio('Tool calls by session, of those with any message (F-TOOL-11).'),
  user_turns_per_session_avg: ratio('Messages people typed by session, of the same (F-TOOL-12).'),
  sessions: count('These sessions: those with a message of a person or an agent.'),
  headless_tool_calls: count('Tool calls of sessions in which nobody typed anything; they are in no ratio.'),
}

const LEVELS = {
  auto_high: ['auto-high'],
  auto_medium: ['auto-medium'],
  auto_low: ['auto-low'],
  manual: ['manual', 'spec'],
} as const
type Level = keyof typeof LEVELS
const levels = Object.keys(LEVELS) as Level[]

const levelColumns: Record<string, z.ZodType<Cell>> = {
  ...Object.fromEntries(
    levels.map((l) => [
      l,
      ratio(
        `Share of the tool calls whose mode is told that were made in ${LEVELS[l].join(' or ')} mode (F-TOOL-13).`,
      ),
    ]),
  ),
  mode_known_calls: count('Tool calls whose mode of autonomy is told.'),
  tool_calls: count('All tool calls, by their own time.'),
}

/** Sessions that a session started may have started others: so deep they are followed. */
const DEPTH = 3
const CHILDREN = `FROM ${from('rollup_session')} WHERE ${filtered([], 'r.started_at')} AND r.parent_session != ''
    AND r.started_at >= toDateTime({start:UInt32}, 'UTC') - INTERVAL 1 DAY`
const parents = Array.from({ length: DEPTH - 1 }, (_, i) => i + 2)
/** Tool calls of sub-agents by the root session they worked for. */
const BELOW = `SELECT root, sum(calls) AS calls FROM (
    SELECT c.calls AS calls, multiIf(${parents
      .toReversed()
      .map((i) => `p${i}.parent != '', p${i}.parent`)
      .join(', ')}, c.parent) AS root
    FROM (SELECT r.parent_session AS parent, sum(r.tool_calls) AS calls ${CHILDREN} GROUP BY parent) AS c
    ${parents
      .map(
        (i) =>
          `LEFT JOIN (SELECT r.session AS child, r.parent_session AS parent ${CHILDREN}) AS p${i} ON p${i}.child = ${i === 2 ? 'c' : `p${i - 1}`}.parent`,
      )
      .join('\n    ')}
  ) GROUP BY root`

/** Root sessions that started in the window and in which anything was said or done, each with what was done for it. */
const roots = (key: string, rows: string) => `SELECT ${key}, r.human_messages AS turns,
    r.human_messages + r.assistant_messages AS messages, r.tool_calls + b.calls AS calls
  FROM ${rows} LEFT JOIN (${BELOW}) AS b ON b.root = r.session
  WHERE ${SESSION_SCOPE} AND r.human_messages + r.assistant_messages + r.tool_calls + b.calls > 0`

const percentile = (level: number): string => {
  const of = `quantileExactInclusiveIf(${level})(s.calls / s.turns, s.turns > 0)`
  return `if(autonomy_sessions = 0, NULL, ${rounded(of, 4)})`
}
const OF_SESSIONS = `countIf(s.turns > 0) AS autonomy_sessions, countIf(s.messages > 0) AS sessions,
  ${quotient('sumIf(s.calls, s.turns > 0)', 'sum(s.turns)')} AS autonomy_ratio_avg,
  ${percentile(0.5)} AS autonomy_ratio_p50, ${percentile(0.9)} AS autonomy_ratio_p90,
  ${quotient('sumIf(s.calls, s.messages > 0)', 'sessions')} AS tool_calls_per_session_avg,
  ${quotient('sum(s.turns)', 'sessions')} AS user_turns_per_session_avg,
  sumIf(s.calls, s.turns = 0) AS headless_tool_calls`

const MODES = Object.values(LEVELS).flat()
const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ')
/** Calls by mode, and all of them. */
const calls = (
  key: string,
  rows: (table: string) => string,
) => `SELECT ${key}, r.autonomy_mode AS mode, r.calls AS known, 0 AS of_all
    FROM ${rows('rollup_execution')} WHERE ${inScope(ACTIVITY_FILTERS)} AND r.autonomy_mode IN (${quoted(MODES)})
  UNION ALL SELECT ${key}, '' AS mode, 0 AS known, r.calls AS of_all FROM ${rows('rollup_tools')} WHERE ${inScope(ACTIVITY_FILTERS)}`
const OF_CALLS = `sum(m.known) AS mode_known_calls, sum(m.of_all) AS tool_calls,
  ${levels.map((l) => `${quotient(`sumIf(m.known, m.mode IN (${quoted(LEVELS[l])}))`, 'mode_known_calls')} AS ${l}`).join(',\n  ')}`

const shown = [
  ...Object.keys(sessionColumns).map((c) => `s.${c} AS ${c}`),
  ...Object.keys(levelColumns).map((c) => `m.${c} AS ${c}`),
].join(', ')

const shared = {
  unit: 'ratio',
  filters: ACTIVITY_FILTERS,
  coverage: `SELECT sum(m.known) AS known, sum(m.of_all) AS total FROM (${calls('1 AS one', from)}) AS m`,
  notes: [
    'Ratios and averages are of root sessions by the day they started, with the tool calls of their sub-agents; shares of modes are of tool calls by their own time. Coverage says of how many of these the mode is told.',
  ],
} as const

const SPOKEN_FOR = 'Tool calls by message that people typed, by session, and by mode of autonomy'

export const delegationByDay = metric({
  ...shared,
  id: 'delegation.by_day',
  title: 'Delegation by day',
  doc: `${SPOKEN_FOR}, per calendar day, without gaps.`,
  catalogue: ['F-TOOL-9', 'F-TOOL-10', 'F-TOOL-11', 'F-TOOL-12', 'F-TOOL-13', 'F-TOOL-15'],
  row: z.object({ date: date('Day.'), ...sessionColumns, ...levelColumns }),
  sql: `SELECT toString(d.date) AS date, ${shown} FROM (${DAYS}) AS d
LEFT JOIN (SELECT s.date AS date, ${OF_SESSIONS} FROM (${roots(`${dayOf('r.started_at')} AS date`, from('rollup_session'))}) AS s GROUP BY date) AS s ON s.date = d.date
LEFT JOIN (SELECT m.date AS date, ${OF_CALLS} FROM (${calls(`${DAY} AS date`, from)}) AS m GROUP BY date) AS m ON m.date = d.date
ORDER BY date`,
})

export const delegationSummary = metric({
  ...shared,
  id: 'delegation.summary',
  title: 'Delegation',
  doc: `${SPOKEN_FOR}, over the period.`,
  catalogue: ['F-TOOL-9', 'F-TOOL-10', 'F-TOOL-11', 'F-TOOL-12', 'F-TOOL-13'],
  row: z.object({ ...sessionColumns, ...levelColumns }),
  sql: `SELECT ${shown}
FROM (SELECT ${OF_SESSIONS} FROM (${roots('1 AS one', from('rollup_session'))}) AS s) AS s
CROSS JOIN (SELECT ${OF_CALLS} FROM (${calls('1 AS one', from)}) AS m) AS m`,
})

/** Of modes with equally many calls the less autonomous one. */
const LESS_AUTONOMOUS = quoted(['manual', 'spec', 'auto-low', 'auto-medium', 'auto-high'])
const LEVEL = `sumMap(map(m.mode, m.known)) AS by_mode,
  arraySort(mode -> (-by_mode[mode], indexOf([${LESS_AUTONOMOUS}], mode)), arrayFilter(mode -> by_mode[mode] > 0, [${LESS_AUTONOMOUS}]))[1] AS level`

/** Whose the sessions and calls are; `name` is how a name is shown. */
interface Whose {
  key: string
  ofSession: string
  ofCall: string
  name(told: string): string
  rows(table: string): string
  more?: string
}

/** One row for each that has sessions or calls, most calls first. */
const by = ({ key, ofSession, ofCall, name, rows, more = '' }: Whose): string =>
  `SELECT if(s.${key} != '', s.${key}, m.${key}) AS ${key}, ${shown}${more}
FROM (SELECT ${name('s.name')} AS ${key}, ${OF_SESSIONS} FROM (${roots(`${ofSession} AS name`, rows('rollup_session'))}) AS s GROUP BY ${key}) AS s
FULL JOIN (SELECT ${name('m.name')} AS ${key}, ${OF_CALLS}, ${LEVEL} FROM (${calls(`${ofCall} AS name`, rows)}) AS m GROUP BY ${key}) AS m ON s.${key} = m.${key}
ORDER BY tool_calls DESC, ${key}`

export const delegationByUser = metric({
  ...shared,
  id: 'delegation.by_user',
  single: true,
  title: 'Delegation by user',
  doc: `${SPOKEN_FOR}, by person, most tool calls first; service accounts are included.`,
  catalogue: ['F-TOOL-15', 'F-USR-7', 'F-USR-8'],
  row: z.object({
    user: label('Person, or identity where no person is known for it.'),
    ...sessionColumns,
    ...levelColumns,
    delegation_level: label(
      'Mode in which most of their tool calls were made, of equals the less autonomous; unknown where none is told (F-USR-8).',
    ),
  }),
  sql: by({
    ...{ key: 'user', ofSession: PERSON, ofCall: PERSON, name: named, rows: from },
    more: `, ${named('m.level')} AS delegation_level`,
  }),
})

export const delegationByTeam = metric({
  ...shared,
  id: 'delegation.by_team',
  title: 'Delegation by team',
  doc: `${SPOKEN_FOR}, by the team people were in at the time, most tool calls first. A person in two teams counts in both.`,
  catalogue: ['F-TOOL-15', 'G-ID-2'],
  row: z.object({
    team: label('Team, or unassigned for people in none.'),
    ...sessionColumns,
    ...levelColumns,
  }),
  sql: by({
    ...{ key: 'team', ofSession: teamAt('r.started_at'), ofCall: teamAt('r.bucket') },
    ...{ name: teamNamed, rows: fromTeams },
  }),
})
