/** Marks for what stays of sums and sessions when a person is erased. */
import { namingOfType } from './admission.ts'
import type { Node, Removal } from './erasure-removal.ts'
import { EVENT_TYPES, isTheirEvent, isTheirs } from './erasure-rows.ts'
import { type MarkOptions, mark, SESSION_MARKS } from './marks.ts'
import { tableOf } from './row.ts'
import { bucketsOfSessions } from './states.ts'

/** Marks every quarter-hour and every session that stays and whose sums change; `theirs` are sessions of the person. */
export async function markWhatStays(
  o: MarkOptions,
  removal: Removal,
  theirs: readonly string[],
  generation: bigint,
): Promise<void> {
  const { store, org, rollupsOf } = o
  const node = removal.nodes[0] as Node
  const params = { org }
  const gone = new Set(theirs)
  const buckets = new Map<string, Set<number>>()
  const sessions = new Map<string, Set<number>>()
  for (const type of EVENT_TYPES) {
    const naming = namingOfType(type.name)
    const where = `org = {org:String} AND (${isTheirEvent(naming, node)})`
    const rows = await store.rows<{ b: number }>(
      `SELECT DISTINCT toUnixTimestamp(bucket) AS b FROM ${tableOf(type.name)} WHERE ${where}`,
      { params },
    )
    if (rows.length === 0) continue
    buckets.set(type.name, new Set(rows.map(({ b }) => b * 1000)))
    if (!naming.session || !rollupsOf(type.name).includes(SESSION_MARKS)) continue
    const touched = await store.rows<{ s: string; d: number }>(
      `SELECT DISTINCT session AS s, toUnixTimestamp(toDateTime(day)) AS d FROM ${tableOf(type.name)} WHERE ${where}`,
      { params },
    )
    for (const { s, d } of touched) {
      if (s === '' || gone.has(s)) continue
      sessions.set(s, (sessions.get(s) ?? new Set()).add(d * 1000))
    }
  }
  for (const name of await staying(o, node)) sessions.set(name, (sessions.get(name) ?? new Set()).add(0))
  const fed = EVENT_TYPES.map(({ name }) => name).filter(
    (t) => namingOfType(t).session && rollupsOf(t).length > 0,
  )
  for (const [type, more] of await bucketsOfSessions(store, org, sessions.keys(), fed)) {
    const all = buckets.get(type) ?? new Set()
    for (const b of more) all.add(b)
    buckets.set(type, all)
  }
  const stays = [...sessions.keys()].filter((name) => gone.has(name))
  await removal.name({ stays })
  await mark(o, { buckets, sessions }, generation)
}

/** Sessions of theirs that others had a part in, and others' of which they told something. */
async function staying({ store, org }: MarkOptions, node: Node): Promise<string[]> {
  const parts = EVENT_TYPES.filter(({ name }) => namingOfType(name).session).map(
    ({ name }) => `SELECT DISTINCT session AS name FROM ${tableOf(name)} WHERE org = {org:String}
        AND session IN (SELECT value FROM ${node.local('erasing')} WHERE org = {org:String} AND kind = 'session')
        AND NOT (${isTheirEvent(namingOfType(name), node)}) AND NOT is_deleted`,
  )
  const told = `SELECT DISTINCT id AS name FROM session WHERE org = {org:String}
      AND id IN (SELECT id FROM session WHERE org = {org:String} AND (${isTheirs(namingOfType('session'), node)}))
      AND NOT (${isTheirs(namingOfType('session'), node)})`
  const rows = await store.rows<{ name: string }>([...parts, told].join(' UNION DISTINCT '), {
    params: { org },
  })
  return rows.map(({ name }) => name)
}
