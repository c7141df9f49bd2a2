/** `/productivity`: what is being shipped? (Catalogue F-API-4.) */
import {
  productivityByDay,
  productivityByDayAndExtension,
  productivityByDayAndLanguage,
} from '../../metrics/productivity.ts'
import { grouped, type Reading } from './reading.ts'
import type { GroupedProductivity, ProductivityRow } from './shapes.ts'

export async function productivityDays(reading: Reading): Promise<ProductivityRow[]> {
  const [days, extensions, languages] = await Promise.all([
    reading.shown(productivityByDay),
    reading.shown(productivityByDayAndExtension),
    reading.shown(productivityByDayAndLanguage),
  ])
  const extensionsOf = grouped(filesBy(extensions, 'extension'), (r) => r.date)
  const languagesOf = grouped(filesBy(languages, 'language'), (r) => r.date)
  return days.map((day) => ({
    date: day.date,
    files_created: day.files_created,
    files_edited: day.files_edited,
    by_extension: (extensionsOf.get(day.date) ?? []).map((r) => ({ extension: r.key, count: r.files })),
    by_language: (languagesOf.get(day.date) ?? []).map((r) => ({ language: r.key, count: r.files })),
    git_commits: day.git_commits,
    git_prs_created: day.git_prs_created,
    ...(reading.asked.extra && { lines_added: day.lines_added, lines_removed: day.lines_removed }),
  }))
}

export async function groupedProductivity(
  reading: Reading,
  group: 'extension' | 'language',
): Promise<GroupedProductivity[]> {
  const m = group === 'extension' ? productivityByDayAndExtension : productivityByDayAndLanguage
  return filesBy(await reading.shown(m), group).map(({ date, key, files }) => ({
    ...{ date, group_key: key, count: files },
  }))
}

const filesBy = (rows: readonly Record<string, unknown>[], column: 'extension' | 'language') =>
  rows.map((row) => ({ date: String(row.date), key: String(row[column]), files: Number(row.files) }))
