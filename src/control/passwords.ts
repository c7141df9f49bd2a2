/** Passwords: what may be one, and how they are kept: as argon2id, worked out a few at a time. */
import { TachographError } from '../errors.ts'

/** Characters of a password. There are no rules on which: length is what counts. */
export const PASSWORD_LENGTH = { least: 12, most: 128 } as const

/** Each takes 19 MB and 20 ms or more of a thread that writing also needs. */
const AT_A_TIME = 2
/** Who comes when so many wait is sent away. */
const MOST_WAITING = 64

/** Those of the library and of OWASP, said here so that a new version of it changes nothing in passing. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

let running = 0
const waiting: (() => void)[] = []

/** Errors: `unavailable` when too many are at it. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_A_TIME) {
    if (waiting.length >= MOST_WAITING)
      throw new TachographError('unavailable', 'Too many logins at the same time. Try again.')
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    // The place goes to whoever waits longest.
    if (next) next()
    else running--
  }
}

// Loaded here, since most servers never see a password.
const argon2 = () => import('@node-rs/argon2')

/** Two ways of typing the same letters are one password. */
const normal = (password: string): string => password.normalize('NFKC')

/** Errors: `bad_param` (`password`). */
export function mustBePassword(password: string): void {
  const { least, most } = PASSWORD_LENGTH
  const length = [...normal(password)].length
  if (length < least || length > most)
    throw new TachographError('bad_param', `password: ${least} to ${most} characters; this has ${length}.`, {
      param: 'password',
    })
}

/** Errors: `bad_param` (`password`), `unavailable`. */
export async function hashOf(password: string): Promise<string> {
  mustBePassword(password)
  const { hash } = await argon2()
  return inTurn(() => hash(normal(password), OPTIONS))
}

let nobodys: Promise<string> | null = null

/** Whether it is the one of a hash. Without a hash it takes as long, and is not. Errors: `unavailable`. */
export async function isPassword(known: string | null, password: string): Promise<boolean> {
  // What could never be set is not worth the work, whoever's it is said to be.
  if (password.length > 4 * PASSWORD_LENGTH.most) return false
  const { verify } = await argon2()
  nobodys ??= hashOf(crypto.randomUUID())
  const hash = known ?? (await nobodys)
  const is = await inTurn(() => verify(hash, normal(password)))
  return is && known !== null
}
