/** Weeks: they are those of ISO 8601 and begin on Monday (catalogue G-TIME-4). */
import { DAY, DAYS } from './sql.ts'

/** The Monday of the week of a row. */
export const WEEK = `toMonday(${DAY})`

/** Every week of which the window has a day, and whether it has all of them. */
export const WEEKS = `SELECT toMonday(date) AS week, count() = 7 AS is_whole FROM (${DAYS}) GROUP BY week`
