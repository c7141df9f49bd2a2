/** Reads values of the database: texts in JSON, and times in the forms that Goose has stored them in. */
import { instant, label, type Row, record } from '../row.ts'

/** From here on a number of seconds is one of ms: it is what Goose goes by. */
const MILLISECONDS = 10_000_000_000

/** An instant in a form that can be read: ms, or ISO 8601; seconds and dates with a blank are stored. */
export function timeOf(told: unknown): unknown {
  if (typeof told === 'number') return told > MILLISECONDS ? told : told * 1000
  return typeof told === 'string' ? told.replace(' ', 'T') : told
}

/** The same as ms, or null. */
export const msOf = (told: unknown): number | null => instant(timeOf(told))

/** What a JSON text holds; undefined where it is none. */
export function parsed(told: unknown): unknown {
  if (typeof told !== 'string') return undefined
  try {
    return JSON.parse(told)
  } catch {
    return undefined
  }
}

export const parsedRecord = (told: unknown): Row | null => record(parsed(told))

/** The model a session is set to. */
export const modelIn = (config: unknown): string | null => label(parsedRecord(config)?.model_name)
