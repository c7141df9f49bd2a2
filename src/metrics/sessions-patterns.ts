/** When sessions begin and how long they last (catalogue S-USR-1, S-USR-4), in all and by person. */
import { z } from 'zod'
import { COHORT_FILTERS, IN_MS, ROOTS_IN_SCOPE_OF_AGENTS } from './cohort.ts'
import { count, date, label, metric, ms } from './metric.ts'
import { dayOf, from, named, PERSON, rounded } from './sql.ts'

/** Minutes at which one class of durations ends and the next begins. */
export const DURATION_LIMITS = [5, 15, 30, 60, 120] as const
const MINUTE_MS = 60_000

const classes = DURATION_LIMITS.map((limit, i) => ({
  name: i === 0 ? `under_${limit}_min` : `from_${DURATION_LIMITS[i - 1]}_to_${limit}_min`,
  least: i === 0 ? -1 : (DURATION_LIMITS[i - 1] as number) * MINUTE_MS,
  below: limit * MINUTE_MS,
}))
/** A session of exactly two hours is of the class below. */
export const DURATION_CLASSES = [...classes.map(({ name }) => name), 'over_120_min'] as const

const LAST = (DURATION_LIMITS.at(-1) as number) * MINUTE_MS
const counted = DURATION_CLASSES.map((name, i) => {
  const { least = LAST, below = 0 } = classes[i] ?? {}
  const within =
    i === classes.length
      ? `${IN_MS.wall} > ${LAST}`
      : `${IN_MS.wall} >= ${least} AND ${IN_MS.wall} ${below === LAST ? '<=' : '<'} ${below}`
  return `countIf(${IN_MS.over} AND ${within}) AS ${name}`
})

const median = `quantileExactInclusiveIf(0.5)(${IN_MS.wall}, ${IN_MS.over})`
const DURATIONS = `${counted.join(',\n  ')}, ${median} AS m, if(isNaN(m), NULL, ${rounded('m', 0)}) AS median_duration_ms`

const durationColumns = {
  ...Object.fromEntries(
    DURATION_CLASSES.map((name) => [
      name,
      count(`Sessions that lasted ${name.replaceAll('_', ' ').replace('min', 'minutes')}.`),
    ]),
  ),
  median_duration_ms: ms('Median wall time; sessions in progress are left out.'),
}

const ROWS = `FROM ${from('rollup_session')} WHERE ${ROOTS_IN_SCOPE_OF_AGENTS}`

export const durationPatterns = metric({
  id: 'sessions.duration_patterns',
  title: 'How long sessions last',
  unit: 'count',
  doc: 'Root sessions of the period that are over by how long they lasted, in one row.',
  catalogue: ['S-USR-4'],
  filters: COHORT_FILTERS,
  unpublished: true,
  row: z.object(durationColumns),
  sql: `SELECT ${DURATIONS} ${ROWS}`,
})

export const durationPatternsByUser = metric({
  id: 'sessions.duration_patterns_by_user',
  single: true,
  title: 'How long sessions of people last',
  unit: 'count',
  doc: 'Root sessions of the period that are over by person and how long they lasted.',
  catalogue: ['S-USR-4'],
  filters: COHORT_FILTERS,
  unpublished: true,
  row: z.object({ user: label('Person, or identity where no person is known for it.'), ...durationColumns }),
  sql: `SELECT ${named(PERSON)} AS user, ${DURATIONS} ${ROWS} GROUP BY user ORDER BY user`,
})

const AT = 'toUnixTimestamp(r.started_at)'
const DAY_START = `roundDown(${AT}, {starts:Array(UInt32)})`
const NEXT_START = `transform(${DAY_START}, {starts:Array(UInt32)}, arrayPushBack(arrayPopFront({starts:Array(UInt32)}), {end:UInt32}))`
/** Clocks change before five in the morning: from then on the hours are counted from the end of the day. */
const HOUR = `if(${AT} - ${DAY_START} < 18000, intDiv(${AT} - ${DAY_START}, 3600), 24 - intDiv(${NEXT_START} - ${AT} + 3599, 3600))`
const STARTED = `toDayOfWeek(${dayOf('r.started_at')}) AS weekday, toUInt8(${HOUR}) AS hour, count() AS sessions`

const startColumns = {
  weekday: count('1 for Monday to 7 for Sunday.'),
  hour: count('Hour of the day, 0 to 23, in the zone of the question.'),
  sessions: count('Root sessions that started then.'),
}

export const startPatterns = metric({
  id: 'sessions.start_patterns',
  title: 'When sessions start',
  unit: 'count',
  doc: 'Root sessions by weekday and hour of their start; hours without any have no row.',
  catalogue: ['S-USR-4'],
  filters: COHORT_FILTERS,
  unpublished: true,
  row: z.object(startColumns),
  sql: `SELECT ${STARTED} ${ROWS} GROUP BY weekday, hour ORDER BY weekday, hour`,
})

export const startPatternsByUser = metric({
  id: 'sessions.start_patterns_by_user',
  single: true,
  title: 'When people start sessions',
  unit: 'count',
  doc: 'Root sessions by person, weekday and hour of their start; hours without any have no row.',
  catalogue: ['S-USR-4'],
  filters: COHORT_FILTERS,
  unpublished: true,
  row: z.object({ user: label('Person, or identity where no person is known for it.'), ...startColumns }),
  sql: `SELECT ${named(PERSON)} AS user, ${STARTED} ${ROWS} GROUP BY user, weekday, hour ORDER BY user, weekday, hour`,
})

export const sessionsByDayAndUser = metric({
  id: 'sessions.by_day_and_user',
  single: true,
  title: 'Sessions by day and user',
  unit: 'count',
  doc: 'Root sessions by the day they started and the person whose they are; days without any have no row.',
  catalogue: ['S-USR-1'],
  filters: COHORT_FILTERS,
  unpublished: true,
  row: z.object({
    date: date('Day.'),
    user: label('Person, or identity where no person is known for it.'),
    sessions: count('Root sessions that started.'),
  }),
  sql: `SELECT toString(${dayOf('r.started_at')}) AS date, ${named(PERSON)} AS user, count() AS sessions ${ROWS}
GROUP BY date, user ORDER BY date, user`,
})
