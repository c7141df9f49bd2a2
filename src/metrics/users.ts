/** Users (catalogue 1.5): one row a person, or a person and day. */
import { z } from 'zod'
import { date, maybeLabel, metric } from './metric.ts'
import { MEMBERSHIPS } from './seats.ts'
import { COST_COVERAGE, NOT_YOUR_BILL } from './tokens.ts'
import {
  FIGURES_BY_PERSON_AND_DAY,
  figures,
  figuresByPerson,
  IS_PERSON,
  lastActive,
  USER_FILTERS,
  who,
} from './users-figures.ts'

const LABEL = maybeLabel(
  'power_user, may_need_enablement or null: a suggestion. The first are the top tenth by days active, messages typed and merged pull requests; the second those of the lowest quarter who have been members for 14 days (F-USR-10).',
)

/** Where a person stands among the people of the answer; equal ones share a place. */
const place = (order: string) => `rank() OVER (PARTITION BY is_person ORDER BY ${order})`

/** Of each person, for their label: the sum of three places, among how many, and whether they have been there for a while. */
const STANDING = [
  `${IS_PERSON} AS is_person`,
  `${['days_active', 'user_messages', 'prs_merged'].map((c) => place(`s.${c}`)).join(' + ')} AS composite`,
  'count() OVER (PARTITION BY is_person) AS people',
  `member.user != '' AND member.joined <= {end:UInt32} - 14 * 86400 AS is_settled`,
]
const LABELLED = `multiIf(NOT is_person, NULL, ${place('composite DESC')} * 10 <= people, 'power_user',
    is_settled AND ${place('composite')} * 4 <= people, 'may_need_enablement', NULL)`

const row = { ...who, ...lastActive, ...figures, label: LABEL }
const notes = [NOT_YOUR_BILL]
const PAGED = {
  key: 'user',
  sortable: Object.keys(row).filter((name) => name !== 'languages'),
  searched: ['user', 'name'],
}

export const usersByUser = metric({
  id: 'users.by_user',
  single: true,
  title: 'Users',
  unit: 'count',
  doc: 'What each person did, spent and shipped in the period, a row a person. Who did nothing has no row; service accounts have one, and count nowhere as people.',
  catalogue: [
    ...['F-USR-1', 'F-USR-2', 'F-USR-3', 'F-USR-4', 'F-USR-5', 'F-USR-6', 'F-USR-7', 'F-USR-9', 'F-USR-10'],
    ...['F-USR-12', 'F-USR-13', 'Z-15', 'Z-17', 'I-COST-1'],
  ],
  filters: USER_FILTERS,
  coverage: COST_COVERAGE,
  notes,
  paged: PAGED,
  row: z.object(row),
  sql: `SELECT ${Object.keys({ ...who, ...lastActive, ...figures }).join(', ')}, ${LABELLED} AS label
FROM (${figuresByPerson(STANDING, `LEFT JOIN (${MEMBERSHIPS}) AS member ON member.user = s.user`)}) ORDER BY user`,
})

export const usersByUserAndDay = metric({
  id: 'users.by_user_and_day',
  single: true,
  title: 'Users by day',
  unit: 'count',
  doc: 'What each person did, spent and shipped, a row a person and day; days on which they did nothing have none. Pages are cut by person: no days of one are parted, and sorting is by the figures of the whole period.',
  catalogue: ['F-USR-1', 'F-USR-2', 'F-USR-3', 'F-USR-4', 'F-USR-5', 'F-USR-13', 'F-API-5', 'Z-15'],
  filters: USER_FILTERS,
  coverage: COST_COVERAGE,
  notes,
  paged: { ...PAGED, by: { ...usersByUser, paged: { ...PAGED, keysAlone: true } } },
  row: z.object({ ...who, date: date('Day.'), ...figures }),
  sql: `SELECT * FROM (${FIGURES_BY_PERSON_AND_DAY}) ORDER BY user, date`,
})
