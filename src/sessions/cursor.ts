/** Cursors: the session after which the next page of a list begins, in a form that is handed back as it came. */
import { TachographError } from '../errors.ts'

/** Start in ms since 1970 UTC, and id. */
export interface Place {
  at: number
  id: string
}

/** The last instant a date can hold. */
const LAST_MS = 8.64e15

export const cursorOf = ({ at, id }: Place): string =>
  Buffer.from(JSON.stringify([at, id])).toString('base64url')

/** Errors: `bad_param` naming cursor, for whatever `cursorOf` has not made. */
export function placeOf(cursor: string): Place {
  const [at, id, ...more] = partsOf(cursor)
  if (
    typeof at !== 'number' ||
    !Number.isInteger(at) ||
    Math.abs(at) > LAST_MS ||
    typeof id !== 'string' ||
    id === '' ||
    more.length > 0 ||
    cursorOf({ at, id }) !== cursor
  )
    throw new TachographError(
      'bad_param',
      'cursor: not one of ours. Send back `next_cursor` of the page before as it came, or leave it out.',
      { param: 'cursor' },
    )
  return { at, id }
}

function partsOf(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}
