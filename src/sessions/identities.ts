/** Lists the identities that sources report, and whose each is (catalogue G-ID-1). */
import { isAddress } from '../facts/identity.ts'
import type { Store } from '../store/store.ts'
import { told } from './entry.ts'

export interface IdentityEntry {
  /** As reported, addresses in lower case. */
  identity: string
  /** The person it belongs to: itself where nothing says otherwise. */
  user: string
  name: string | null
  /**
   * How that is known: `alias` of the configuration, `member`, a `login` that names both, or `address`: it is an e-mail
   * address, which stands for a person by itself. `unmapped`: nobody knows whose it is.
   */
  how: 'alias' | 'member' | 'login' | 'address' | 'unmapped'
  /** Of an unmapped one: people whom logins name with it, several or none. */
  candidates: string[]
  /** Sessions that it is reported for; none where it is only known beside another one. */
  sessions: number
  harnesses: string[]
  last_at: string | null
}

/** Identities of one answer at most: those with most sessions. */
export const MOST_IDENTITIES = 10_000

/** SQL of `isAddress`, but for names of networks at home: those that nobody knows come first. */
const UNKNOWN = `(how = '' AND NOT match(identity, '^[^ @]+@[^ @]+[.][^ @]+$'))`

const LIST = `SELECT i.identity AS identity, any(i.user) AS user, any(i.name) AS name, any(i.how) AS how,
  sum(i.sessions) AS sessions, arraySort(groupUniqArrayArray(i.harnesses)) AS harnesses, max(i.last) AS last
FROM (
  SELECT r.user AS identity, p.user AS user, p.name AS name, p.how AS how, count() AS sessions,
    groupUniqArrayIf(toString(r.harness), r.harness != '') AS harnesses, max(toUnixTimestamp64Milli(r.last_event_at)) AS last
  FROM rollup_session AS r FINAL
  LEFT JOIN (SELECT identity, user, name, how FROM identity FINAL WHERE org = {org:String}) AS p ON r.user = p.identity
  WHERE r.org = {org:String} AND r.user != '' GROUP BY r.user, p.user, p.name, p.how
  UNION ALL
  SELECT identity, toString(user), name, toString(how), 0, [], 0 FROM identity FINAL WHERE org = {org:String}
) AS i GROUP BY i.identity
ORDER BY ${UNKNOWN} DESC, sessions DESC, identity LIMIT ${MOST_IDENTITIES + 1}`

const CANDIDATES = `SELECT identity, arraySort(groupUniqArray(user)) AS users FROM (
  SELECT arrayJoin(user_aliases) AS identity, toString(user) AS user FROM session
  WHERE org = {org:String} AND user != '' AND notEmpty(user_aliases)
) GROUP BY identity HAVING length(users) > 1`

interface Row {
  identity: string
  user: string
  name: string
  how: string
  sessions: number
  harnesses: string[]
  last: number
}

/** Unmapped ones first, then by sessions. `more` says that there are others. Errors: `unavailable`. */
export async function listIdentities(
  store: Store,
  org: string,
): Promise<{ data: IdentityEntry[]; more: boolean }> {
  const [rows, shared] = await Promise.all([
    store.rows<Row>(LIST, { params: { org } }),
    store.rows<{ identity: string; users: string[] }>(CANDIDATES, { params: { org } }),
  ])
  const candidates = new Map(shared.map(({ identity, users }) => [identity, users]))
  const data = rows.slice(0, MOST_IDENTITIES).map((row) => entryOf(row, candidates))
  const rank = ({ how }: IdentityEntry) => (how === 'unmapped' ? 0 : 1)
  return { data: data.sort((a, b) => rank(a) - rank(b)), more: rows.length > MOST_IDENTITIES }
}

function entryOf(row: Row, candidates: ReadonlyMap<string, string[]>): IdentityEntry {
  const { identity, user, name, sessions, harnesses, last } = row
  const how = howOf(row)
  return {
    identity,
    user: user || identity,
    name: told(name),
    how,
    candidates: how === 'unmapped' ? (candidates.get(identity) ?? []) : [],
    sessions,
    harnesses,
    last_at: last > 0 ? new Date(last).toISOString() : null,
  }
}

const HOW = new Set<string>(['alias', 'member', 'login'])

const howOf = ({ how, identity }: Row): IdentityEntry['how'] =>
  HOW.has(how) ? (how as IdentityEntry['how']) : isAddress(identity) ? 'address' : 'unmapped'
