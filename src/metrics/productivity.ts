/** Productivity (catalogue 1.4): files created and edited, lines, languages, commits and pull requests. */
import { z } from 'zod'
import { commitShares, pullRequestShares } from './delivery.ts'
import { count, date, type Filter, label, lines, metric } from './metric.ts'
import { byDay, DAY, from, inScope } from './sql.ts'
import { stacked } from './stacked.ts'

export const CHANGE_FILTERS = [
  'user',
  'harness',
  'client',
  'agent',
  'project',
  'repo',
] as const satisfies readonly Filter[]

/** Files a session created, whenever: editing them later in the same session is not an edit of its own (F-PROD-2). */
export const IN_CREATED = `unit IN (SELECT unit FROM rollup_changes FINAL WHERE org = {org:String} AND op = 'create')`

/** Temporary folders of the usual systems: what an agent tries out there is no work on a project (F-PROD-1). */
export const SCRATCH = `match(r.path, '^(/private)?/(tmp|var/tmp|var/folders|dev/shm)/|(?i)^[a-z]:.*[^a-z](temp|tmp)[^a-z]')`

const units = (by: string, names: string, more: string, where: string) => `SELECT ${by}, r.unit AS unit,
  any(r.extension) AS extension, any(r.language) AS language, ${more}countIf(r.op = 'create') > 0 AS created,
  countIf(r.op = 'edit') > 0 AND NOT ${IN_CREATED} AS edited, sum(r.added) AS added, sum(r.removed) AS removed
FROM ${from('rollup_changes')} WHERE ${inScope(CHANGE_FILTERS)} AND ${where} GROUP BY ${names}, unit`

/** Units of work: distinct (session, path), created or edited, within `by`, whose columns are `names`. */
export const unitsBy = (by: string, names: string) => units(by, names, '', `NOT ${SCRATCH}`)
/** The same and, marked as `is_scratch`, those in temporary folders, for whoever asks who changed anything at all. */
export const allUnitsBy = (by: string, names: string) =>
  units(by, names, `any(${SCRATCH}) AS is_scratch, `, `r.path != ''`)
const unitsByDay = unitsBy(`${DAY} AS date`, 'date')

const gitColumns = {
  git_commits: count(
    'Commits that agents made themselves; an amended one counts once (F-PROD-5). With what agents count where nothing tells commits one by one.',
  ),
  git_prs_created: count('Pull requests that agents opened, or that are marked as their work (F-PROD-6).'),
}

const productivityColumns = {
  files_created: count('Distinct files created per session (F-PROD-1).'),
  files_edited: count('Distinct files edited per session that the session had not created (F-PROD-2).'),
  lines_added: lines('Lines added.'),
  lines_removed: lines('Lines removed.'),
}
export const UNIT_SUMS = `countIf(created) AS files_created, countIf(edited) AS files_edited, sum(added) AS lines_added, sum(removed) AS lines_removed`
export const ALL_UNITS = unitsBy('r.org AS org', 'org')

export const productivityByDay = metric({
  id: 'productivity.by_day',
  title: 'File changes by day',
  unit: 'count',
  doc: 'Files created and edited by agents, lines, commits and pull requests, per calendar day, without gaps. A file edited on two days counts on both; temporary folders do not count.',
  catalogue: ['F-PROD-1', 'F-PROD-2', 'F-PROD-5', 'F-PROD-6', 'F-PROD-8', 'D-CODE-2'],
  filters: CHANGE_FILTERS,
  row: z.object({ date: date('Day.'), ...productivityColumns, ...gitColumns }),
  sql: byDay(
    [...Object.keys(productivityColumns), ...Object.keys(gitColumns)],
    stacked(
      ['date'],
      [
        {
          sums: Object.keys(productivityColumns),
          select: `SELECT date, ${UNIT_SUMS} FROM (${unitsByDay}) GROUP BY date`,
        },
        ...commitShares(`${DAY} AS date`, 'date'),
        ...pullRequestShares(`${DAY} AS date`, 'date'),
      ],
    ),
  ),
})

const FILE_UNITS = 'countIf(created) + countIf(edited)'

export const productivityByLanguage = metric({
  id: 'productivity.by_language',
  title: 'Files by language',
  unit: 'count',
  doc: 'Files created or edited by language of their extension, most first.',
  catalogue: ['F-PROD-4'],
  filters: CHANGE_FILTERS,
  row: z.object({
    language: label('Language.'),
    files: count('Files created or edited.'),
    lines_added: lines('Lines added.'),
    lines_removed: lines('Lines removed.'),
  }),
  sql: `SELECT if(language = '', 'other', language) AS language, ${FILE_UNITS} AS files, sum(added) AS lines_added, sum(removed) AS lines_removed
FROM (${ALL_UNITS}) GROUP BY language HAVING files + lines_added + lines_removed > 0 ORDER BY files DESC, language`,
})

export const productivityByExtension = metric({
  id: 'productivity.by_extension',
  title: 'Files by extension',
  unit: 'count',
  doc: 'Files created or edited by lower-case extension with dot, most first; an empty one for files without. Sums to created + edited.',
  catalogue: ['F-PROD-3'],
  filters: CHANGE_FILTERS,
  row: z.object({ extension: label('Extension.'), files: count('Files created or edited.') }),
  sql: `SELECT extension, ${FILE_UNITS} AS files FROM (${ALL_UNITS}) GROUP BY extension HAVING files > 0 ORDER BY files DESC, extension`,
})

const dailyFiles = (column: string, told: z.ZodType<string>, value: string) => ({
  unit: 'count' as const,
  filters: CHANGE_FILTERS,
  row: z.object({ date: date('Day.'), [column]: told, files: count('Files created or edited.') }),
  sql: `SELECT toString(date) AS date, ${value} AS ${column}, ${FILE_UNITS} AS files
FROM (${unitsByDay}) GROUP BY date, ${column} HAVING files > 0 ORDER BY date, files DESC, ${column}`,
})

export const productivityByDayAndExtension = metric({
  ...dailyFiles('extension', label('Extension.'), 'extension'),
  id: 'productivity.by_day_and_extension',
  title: 'Files by day and extension',
  doc: 'Files created or edited by calendar day and lower-case extension with dot; those of a day sum to its created + edited.',
  catalogue: ['F-PROD-3'],
})

export const productivityByDayAndLanguage = metric({
  ...dailyFiles('language', label('Language.'), `if(language = '', 'other', language)`),
  id: 'productivity.by_day_and_language',
  title: 'Files by day and language',
  doc: 'Files created or edited by calendar day and language; those of a day sum to its created + edited.',
  catalogue: ['F-PROD-4'],
})
