/** Teams: rows of people by the teams these were in when it happened (catalogue G-ID-2). */
import { from, PERSON } from './sql.ts'

/** Rows of a rollup `r` with the person `p` of each, and that person's memberships `t`. */
export const fromTeams = (table: string): string =>
  `${from(table)}
LEFT JOIN (SELECT user, groupArray((team, since, until)) AS spans FROM team_member FINAL WHERE org = {org:String} GROUP BY user) AS t
  ON t.user = ${PERSON}`

const joined = (instant: string, none: string): string => {
  const at = `toUnixTimestamp(${instant})`
  const teams = `arrayDistinct(arrayMap(s -> s.1, arrayFilter(s -> ${at} >= s.2 AND ${at} < s.3, t.spans)))`
  return `arrayJoin(if(empty(${teams}), ['${none}'], ${teams}))`
}

/**
 * The team of a row of `fromTeams` at an instant; the row counts in each team its person was in, so it is to be selected
 * once and never filtered by. '' where the person was in none.
 */
export const teamAt = (instant: string): string => joined(instant, '')

/** What stands for people in no team; such a row is there only where it has something to show (ruling Z-7). */
export const teamNamed = (team: string): string => `if(${team} = '', 'unassigned', ${team})`

/** Both at once. */
export const teamNameAt = (instant: string): string => joined(instant, 'unassigned')
