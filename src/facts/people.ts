/** Which fields of facts name people and sessions: what erasure and pseudonyms go by (promises V3, V4). */
import { ENVELOPE, type FactType } from './fact.ts'
import { identityOf } from './identity.ts'

/** Names of the fields of one fact type, by what they name. */
export interface Naming {
  /** People whose fact it is: it goes with them. `subject` is among them. */
  doers: readonly string[]
  /** People who are named in a fact of others: the fact stays without them. */
  mentions: readonly string[]
  /** What people are called; nobody is told apart by it. */
  called: readonly string[]
  /** The session it belongs to: where it names no doer, it is of whoever the session is of. */
  session: string | null
  /** Further sessions that it names. */
  sessions: readonly string[]
  /** What its `id` may name. Only states have one that is kept as it is told. */
  id: 'session' | 'person' | null
}

const SESSIONS = /^(?:\w+_)?sessions?$/
const ID: Readonly<Record<string, Naming['id']>> = { session: 'session', member: 'person' }

export function namingOf(type: FactType): Naming {
  const fields = Object.entries(type.fields)
  const of = (what: string) => fields.filter(([, { names }]) => names === what).map(([name]) => name)
  const sessions = fields
    .filter(
      ([name, { kind }]) => SESSIONS.test(name) && (kind === 'text' || kind === 'label' || kind === 'labels'),
    )
    .map(([name]) => name)
  const own = sessions.includes('session') && 'user' in type.fields ? 'session' : null
  return {
    doers: [...of('doer'), ...(ENVELOPE.subject.names === 'doer' ? ['subject'] : [])],
    mentions: of('mention'),
    called: of('called'),
    session: own,
    sessions: sessions.filter((name) => name !== own),
    id: ID[type.name] ?? null,
  }
}

const IN_BRACKETS = /<([^<>\s]+)>\s*$/

/** The identity that a name stands for: of `Jo Doe <jo@example.com>`, as git has it, the address. */
export const personIn = (told: string): string => identityOf(IN_BRACKETS.exec(told)?.[1] ?? told)
