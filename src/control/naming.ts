/** Names and addresses as they are told, and who is meant by them. */
import { TachographError } from '../errors.ts'

const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,190}$/
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/
const LONGEST = 300
/** Aliases of one person, repositories of one project. */
const MOST_NAMES = 100

/** The text without blanks around. Errors: `bad_param` where it is empty, too long, or has control characters. */
export function nameOf(param: string, told: string, most = 100): string {
  const name = told.trim()
  if (name === '' || name.length > most || /\p{Cc}/u.test(name))
    throw new TachographError(
      'bad_param',
      `${param}: 1 to ${most} characters, none of them control characters.`,
      {
        param,
      },
    )
  return name
}

/** In lower case. Errors: `bad_param`. */
export function emailOf(param: string, told: string): string {
  const email = told.trim().toLowerCase()
  if (EMAIL.test(email) && !/\p{Cc}/u.test(email)) return email
  throw new TachographError('bad_param', `${param}: ${told.slice(0, 80)} is no e-mail address.`, { param })
}

/** Each once. Errors: `bad_param`. */
export function namesOf(param: string, told: readonly string[]): string[] {
  if (told.length > MOST_NAMES)
    throw new TachographError('bad_param', `${param}: at most ${MOST_NAMES}.`, { param })
  return [...new Set(told.map((one) => nameOf(param, one, LONGEST)))]
}

/** The form in which facts keep an identity: addresses in lower case. */
export const identityOf = (name: string): string => (name.includes('@') ? name.toLowerCase() : name)

/** Identities, each once. Errors: `bad_param` (`aliases`). */
export const identitiesOf = (told: readonly string[]): string[] => [
  ...new Set(namesOf('aliases', told).map(identityOf)),
]

/** Whether a database can look for it: PostgreSQL refuses the character 0. */
export const isPlain = (told: string): boolean => told.length <= LONGEST && !/\p{Cc}/u.test(told)

/** Null for what cannot be an id, which the database would refuse. */
export const idOf = (told: string): string | null =>
  UUID.test(told.toLowerCase()) ? told.toLowerCase() : null

/** The same whether there never was one, or it is another organisation's. */
export const missing = (what: string, told: string): TachographError =>
  new TachographError('not_found', `There is no ${what} ${told.slice(0, 100)}.`)

export const taken = (what: string, name: string): TachographError =>
  new TachographError('conflict', `There is ${what} ${name.slice(0, 100)} already.`)
