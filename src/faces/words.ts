/** Reading the words of a question one by one: what is not known, not one of those that can be, or said twice is refused by name. */
import { TachographError } from '../errors.ts'
import type { Words } from './ask.ts'

export const bad = (param: string, why: string): TachographError =>
  new TachographError('bad_param', `${param}: ${why}`, { param })

/** Errors: `bad_param` for what is not `known`, or given more than once, with `instead` for what to do. */
export function wordsOf(known: readonly string[], words: Words, instead = ''): Map<string, string> {
  const said = new Map<string, string>()
  for (const [name, value] of Object.entries(words)) {
    const param = name.slice(0, 60)
    if (!known.includes(name)) throw bad(param, `no such parameter. There are: ${known.join(', ')}.`)
    if (typeof value !== 'string') throw bad(param, `given more than once.${instead}`)
    said.set(name, value)
  }
  return said
}

/** Null where nothing is said. Errors: `bad_param`. */
export function oneOf<T extends string>(
  param: string,
  text: string | undefined,
  can: readonly T[],
): T | null {
  if (text === undefined) return null
  const found = can.find((value) => value === text)
  if (found === undefined) throw bad(param, `${text.slice(0, 40)} is none of: ${can.join(', ')}.`)
  return found
}

/** Whether `1` is said. Errors: `bad_param` for what is neither that nor `0`. */
export const flagOf = (param: string, text: string | undefined): boolean =>
  oneOf(param, text, ['0', '1']) === '1'

/** Null where nothing is said. Errors: `bad_param` for what is no whole number from 1 to `most`. */
export function numberOf(param: string, text: string | undefined, most: number): number | null {
  if (text === undefined) return null
  const number = /^\d{1,10}$/.test(text) ? Number(text) : 0
  if (number < 1 || number > most) throw bad(param, `must be a whole number from 1 to ${most}.`)
  return number
}
