/** Code (catalogue D-CODE): files by what was done to them, lines, and how both are spread over repositories. */
import { z } from 'zod'
import { count, date, label, lines, metric, ratio } from './metric.ts'
import { CHANGE_FILTERS, IN_CREATED, SCRATCH } from './productivity.ts'
import { byDay, DAY, from, inScope, named, quotient } from './sql.ts'
import { fromTeams, teamNameAt } from './teams.ts'

const columns = {
  files_modified: count('Distinct files edited per session (D-CODE-1).'),
  files_created: count('Distinct files created per session (D-CODE-1).'),
  files_deleted: count('Distinct files deleted per session (D-CODE-1).'),
  lines_added: lines('Lines added (D-CODE-2).'),
  lines_removed: lines('Lines removed (D-CODE-2).'),
  lines_created: lines('Of the lines added, those in files that their session created (D-CODE-2).'),
  lines_modified: lines(
    'Lines that took the place of others: of each edit the lesser of added and removed, or as an agent counts them that tells no edits (D-CODE-2).',
  ),
}

/** One row per session and path, within `key`. */
const files = (by: string, key: string, rows: string) => `SELECT ${by} AS ${key}, r.unit AS unit,
  countIf(r.op = 'edit') > 0 AS modified, countIf(r.op = 'create') > 0 AS created, countIf(r.op = 'delete') > 0 AS deleted,
  ${IN_CREATED} AS is_new, sum(r.added) AS added, sum(r.removed) AS removed, sumIf(r.modified, r.op IN ('edit', '')) AS replaced
FROM ${rows} WHERE ${inScope(CHANGE_FILTERS)} AND NOT ${SCRATCH} GROUP BY ${key}, unit`

const sums = (
  by: string,
  key: string,
  rows = from('rollup_changes'),
) => `SELECT ${key}, countIf(f.modified) AS files_modified, countIf(f.created) AS files_created,
  countIf(f.deleted) AS files_deleted, sum(f.added) AS lines_added, sum(f.removed) AS lines_removed,
  sumIf(f.added, f.is_new) AS lines_created, sum(f.replaced) AS lines_modified
FROM (${files(by, key, rows)}) AS f GROUP BY ${key}`

export const codeByDay = metric({
  id: 'code.by_day',
  title: 'Code by day',
  unit: 'lines',
  doc: 'Files edited, created and deleted by agents, and lines, per calendar day, without gaps. A file that was created and then edited is in both counts; temporary folders do not count.',
  catalogue: ['D-CODE-1', 'D-CODE-2'],
  filters: CHANGE_FILTERS,
  row: z.object({ date: date('Day.'), ...columns }),
  sql: byDay(Object.keys(columns), sums(DAY, 'date')),
})

const FILES = '(files_modified + files_created + files_deleted)'
const LINES = '(lines_added + lines_removed)'

const shares = {
  share_of_files: ratio('Share of all files edited, created and deleted (D-CODE-3).'),
  share_of_lines: ratio('Share of all lines added and removed (D-CODE-3).'),
}
const withShares = (key: string, all: string) => `SELECT ${key}, ${Object.keys(columns).join(', ')},
  ${quotient(FILES, `sum(${FILES}) OVER ()`)} AS share_of_files, ${quotient(LINES, `sum(${LINES}) OVER ()`)} AS share_of_lines
FROM (${all}) ORDER BY ${LINES} DESC, ${key}`

export const codeByRepository = metric({
  id: 'code.by_repository',
  title: 'Code by repository',
  unit: 'lines',
  doc: 'Files edited, created and deleted by agents, and lines, by repository, with its share of the whole; most lines first. Temporary folders do not count.',
  catalogue: ['D-CODE-1', 'D-CODE-2', 'D-CODE-3'],
  filters: CHANGE_FILTERS,
  row: z.object({ repo: label('Repository.'), ...columns, ...shares }),
  sql: withShares('repo', sums(named('r.repo'), 'repo')),
})

export const codeByTeam = metric({
  id: 'code.by_team',
  title: 'Code by team',
  unit: 'lines',
  doc: 'Files edited, created and deleted by agents, and lines, by the team people were in at the time, with its share of the sum over teams; most lines first. Who is in two teams counts in both. Temporary folders do not count.',
  catalogue: ['D-CODE-1', 'D-CODE-2', 'D-CODE-3', 'G-ID-2'],
  filters: CHANGE_FILTERS,
  row: z.object({ team: label('Team, or unassigned for people in none.'), ...columns, ...shares }),
  sql: withShares('team', sums(teamNameAt('r.bucket'), 'team', fromTeams('rollup_changes'))),
})
