/** Ids of people as the usage APIs have them: `user_…`, the same for ever, and no e-mail address. */
import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto'
import { isAddress } from '../facts/identity.ts'

const PREFIX = 'user_'
/** What metrics call a person of whom nothing was told. */
const UNKNOWN = 'unknown'
const MARK = 16
/** The longest identity that is sealed; ids have to fit into an address. */
const MOST_BYTES = 2_000

/** A person of whom the organisation keeps a record: known to metrics by `user`. */
export interface KnownPerson {
  id: string
  user: string
}

export const isKnown = (user: string): boolean => user !== UNKNOWN && user !== ''

/** Null for whoever is known by a login or a pseudonym. */
export const emailOf = (user: string): string | null => (isAddress(user) ? user : null)

/**
 * Ids of the people of one organisation: of those it keeps a record of, the record's; of all others their identity,
 * sealed with the key of the organisation. Only who has the key can read it or make one, so an id can be taken back
 * for the identity without looking it up, and that of another organisation is none here.
 */
export class UserIds {
  readonly #key: string
  readonly #idOf = new Map<string, string>()
  readonly #userOf = new Map<string, string>()

  /** `key` is a secret of the organisation that stays on the server. */
  constructor(key: string, known: Iterable<KnownPerson> = []) {
    this.#key = key
    for (const { id, user } of known) {
      const shown = PREFIX + id.replaceAll('-', '')
      this.#idOf.set(user, shown)
      this.#userOf.set(shown, user)
    }
  }

  of(user: string): string {
    return this.#idOf.get(user) ?? PREFIX + this.#sealed(user)
  }

  /** As `by_user` has them: both null where nobody knows who it was (F-TOK-9). */
  shown(user: string): { user_id: string | null; user_email: string | null } {
    return { user_id: isKnown(user) ? this.of(user) : null, user_email: emailOf(user) }
  }

  /** Whose id it is; null for what is none of this organisation. */
  userOf(id: string): string | null {
    return this.#userOf.get(id) ?? (id.startsWith(PREFIX) ? this.#opened(id.slice(PREFIX.length)) : null)
  }

  /** The mark is made from the identity, so the same one is always sealed alike, and no two under the same counter. */
  #sealed(user: string): string {
    const mark = this.#mark(user)
    const cipher = createCipheriv('aes-256-ctr', this.#secret('seal'), mark)
    return Buffer.concat([mark, cipher.update(user, 'utf8'), cipher.final()]).toString('base64url')
  }

  #opened(text: string): string | null {
    const bytes = Buffer.from(text, 'base64url')
    if (bytes.length <= MARK || bytes.length > MOST_BYTES || bytes.toString('base64url') !== text) return null
    const mark = bytes.subarray(0, MARK)
    const cipher = createDecipheriv('aes-256-ctr', this.#secret('seal'), mark)
    const user = Buffer.concat([cipher.update(bytes.subarray(MARK)), cipher.final()]).toString('utf8')
    return timingSafeEqual(this.#mark(user), mark) ? user : null
  }

  #mark(user: string): Buffer {
    return createHmac('sha256', this.#secret('mark')).update(user, 'utf8').digest().subarray(0, MARK)
  }

  #secret(use: string): Buffer {
    return createHmac('sha256', this.#key).update(`factory user id ${use}`).digest()
  }
}
