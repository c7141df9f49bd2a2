/** Which rows of which tables are a person's: in facts, states, keys, sums and records (promise V3). */
import { FACT_TYPES, type FactType } from '../facts/index.ts'
import type { Naming } from '../facts/people.ts'
import { namingOfType } from './admission.ts'
import { type Node, removed, removedIds } from './erasure-removal.ts'
import { tableOf } from './row.ts'

export const EVENT_TYPES = FACT_TYPES.filter(({ kind }) => kind === 'event')
export const STATE_TYPES = FACT_TYPES.filter(({ kind }) => kind === 'state')

/** Tables beside those of facts that name people, and columns that do. */
export const NAMED_ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  identity: ['identity', 'user'],
  team_member: ['user'],
}

const isList = (type: FactType, name: string): boolean => type.fields[name]?.kind === 'labels'

/** SELECT of every name of a person in a table, as it is kept. Parameter: org. */
export function peopleIn(type: FactType): string {
  const { doers, mentions, id } = namingOfType(type.name)
  const single = [
    ...doers,
    ...mentions.filter((name) => !isList(type, name)),
    ...(id === 'person' ? ['id'] : []),
  ]
  const lists = mentions.filter((name) => isList(type, name))
  const all = [
    `[${single.map((name) => `toString(${name})`).join(', ')}]`,
    ...lists.map((name) => `arrayMap(x -> toString(x), ${name})`),
  ]
  return `SELECT DISTINCT arrayJoin(arrayConcat(${all.join(', ')})) AS name FROM ${tableOf(type.name)} WHERE org = {org:String}`
}

/** SELECT of every session that a table names; null where it names none. */
export function sessionsIn(type: FactType): string | null {
  const { session, sessions, id } = namingOfType(type.name)
  const single = [
    ...(session ? [session] : []),
    ...(id === 'session' ? ['id'] : []),
    ...sessions.filter((name) => !isList(type, name)),
  ]
  const lists = sessions.filter((name) => isList(type, name))
  if (single.length + lists.length === 0) return null
  const all = [
    `[${single.map((name) => `toString(${name})`).join(', ')}]`,
    ...lists.map((name) => `arrayMap(x -> toString(x), ${name})`),
  ]
  return `SELECT DISTINCT arrayJoin(arrayConcat(${all.join(', ')})) AS name FROM ${tableOf(type.name)} WHERE org = {org:String}`
}

const any = (columns: readonly string[], list: string): string =>
  columns.map((column) => `${column} IN ${list}`).join(' OR ') || 'false'
const nobody = (columns: readonly string[]): string => columns.map((column) => `${column} = ''`).join(' AND ')

/** SQL that is true of rows that a person did, or that tell nobody and belong to a session of theirs. */
export function isTheirs(naming: Naming, node: Node): string {
  const { doers, session, id } = naming
  const own = id === 'session' ? 'id' : session
  const ofSession = own ? `${own} IN ${removed(node, 'session')}` : 'false'
  const named =
    id === 'person' ? ` OR id IN ${removed(node, 'person')} OR id IN ${removed(node, 'member')}` : ''
  return `${any(doers, removed(node, 'person'))}${named} OR (${nobody(doers)} AND ${ofSession})`
}

/** The same of an event, and of what other sources tell of it without naming anybody. */
export const isTheirEvent = (naming: Naming, node: Node): string =>
  `${isTheirs(naming, node)} OR (${nobody(naming.doers)} AND id IN ${removedIds(node, 'fact')})`

/** SQL that is true of events of theirs that others tell too: those stay. */
export const isOthersToo = ({ doers }: Naming, node: Node): string =>
  `id IN ${removedIds(node, 'fact')} AND NOT (${any(doers, removed(node, 'person'))}) AND NOT (${nobody(doers)})`

/** What is taken out of rows that stay: each an assignment, and SQL that is true of rows it is for. */
export function mentionsOf(type: FactType, node: Node): { set: string; where: string }[] {
  const { mentions, sessions } = namingOfType(type.name)
  const out = (name: string, kind: string) => {
    const list = removed(node, kind)
    return isList(type, name)
      ? {
          set: `${name} = arrayFilter(x -> x NOT IN ${list}, ${name})`,
          where: `arrayExists(x -> x IN ${list}, ${name})`,
        }
      : { set: `${name} = ''`, where: `${name} IN ${list}` }
  }
  return [...mentions.map((name) => out(name, 'person')), ...sessions.map((name) => out(name, 'session'))]
}

/** SQL that is true of rows of sums that are theirs; null for a table that names nobody. */
export function isTheirSum(columns: readonly string[], node: Node): string | null {
  const sessions = ['session', 'counter_of'].filter((name) => columns.includes(name))
  const ofSession = any(sessions, removed(node, 'session'))
  if (!columns.includes('user')) return sessions.length > 0 ? ofSession : null
  return `user IN ${removed(node, 'person')} OR (user = '' AND (${ofSession}))`
}

/** SELECT of sessions that are a person's: told so, or where they are told nowhere, done by them alone. Parameter: org. */
export function sessionsOf(node: Node): string {
  const person = removed(node, 'person')
  const states = `SELECT id, argMaxIf(user, (observed_at, hash), user != '') AS whose FROM session WHERE org = {org:String} GROUP BY id`
  const events = EVENT_TYPES.filter(({ name }) => namingOfType(name).session).map(
    ({ name }) =>
      `SELECT session, user FROM ${tableOf(name)} WHERE org = {org:String} AND session != '' AND user != ''`,
  )
  return `SELECT id AS name FROM (${states}) WHERE whose IN ${person}
UNION DISTINCT
SELECT session AS name FROM (${events.join(' UNION ALL ')})
WHERE session NOT IN (SELECT id FROM (${states}) WHERE whose != '')
GROUP BY session HAVING countIf(user IN ${person}) > 0 AND countIf(user NOT IN ${person}) = 0`
}
