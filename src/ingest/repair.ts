/** Brings back together what a crash may have left half written: facts that were moving or being joined. */
import { FACT_TYPES } from '../facts/index.ts'
import type { Store } from '../store/store.ts'
import type { Generations } from './generation.ts'
import { readRows } from './identify.ts'
import { Known } from './known.ts'
import { follow, type Home, loadKnown } from './ledger.ts'
import { CLOCK, type MarkOptions, mark, SESSION_MARKS, writeMarks } from './marks.ts'
import { isoDay, keyOf, tableOf } from './row.ts'
import { sessionsOf, settle, type Writes, writeAll } from './settle.ts'

export interface RepairOptions extends MarkOptions {
  generations: Generations
}

/** Rows that are brought home in one go. */
const AT_ONCE = 10_000
const ITSELF = '00000000-0000-0000-0000-000000000000'

/**
 * A write marks its buckets first, then tells the ledger, then writes the rows, and writes do not overlap. So whatever
 * is half done is of the newest generation that marked anything, lies in a bucket it marked, and shows as a row that
 * does not lie where the ledger says. A repair that is interrupted itself has marked the same buckets before: the next
 * one looks at them again.
 */
export async function repair(o: RepairOptions): Promise<{ repaired: number }> {
  const { store, org, generations } = o
  const marks = await store.rows<{ rollup: string; b: number }>(
    `SELECT rollup, toUnixTimestamp(bucket) AS b FROM mark FINAL
     WHERE org = {org:String} AND rollup NOT IN ('${SESSION_MARKS}', '${CLOCK}')
       AND generation = (SELECT max(generation) FROM mark FINAL WHERE org = {org:String} AND rollup != '${CLOCK}')`,
    { params: { org } },
  )
  if (marks.length === 0) return { repaired: 0 }
  const buckets = [...new Set(marks.map((m) => m.b))]
  const generation = generations.begin()
  try {
    let repaired = 0
    for (const type of FACT_TYPES) {
      if (type.kind !== 'event') continue
      const strays = await straysOf(store, org, type.name, buckets)
      if (strays.length > 0 && repaired === 0) await markAgain(o, marks, generation)
      for (let i = 0; i < strays.length; i += AT_ONCE)
        await bringHome(o, type.name, strays.slice(i, i + AT_ONCE), generation)
      repaired += strays.length
    }
    return { repaired }
  } finally {
    generations.end(generation)
  }
}

async function markAgain(
  o: RepairOptions,
  marks: readonly { rollup: string; b: number }[],
  generation: bigint,
): Promise<void> {
  const again = marks.map(({ rollup, b }) => ({ rollup, bucket: b, session: '', generation }))
  await writeMarks(o.store, o.org, again)
}

/** Rows in these buckets (seconds) whose ledger entry is missing, names another fact, or names another day. */
async function straysOf(
  store: Store,
  org: string,
  type: string,
  buckets: readonly number[],
): Promise<Home[]> {
  const days = [...new Set(buckets.map((b) => isoDay(Math.floor(b / 86_400))))]
  const within = `org = {org:String} AND day IN {days:Array(Date)}`
  const facts = `SELECT DISTINCT id, day FROM ${tableOf(type)} FINAL
    WHERE ${within} AND toUnixTimestamp(bucket) IN {buckets:Array(UInt32)}`
  const rows = await store.rows<{ i: string; d: number }>(
    `SELECT toString(f.id) AS i, toUInt32(f.day) AS d
     FROM (${facts}) AS f
     LEFT JOIN (SELECT key, argMax(alias_of, ver) AS alias, argMax(fact_day, ver) AS lies FROM fact_key
           WHERE ${within} AND key IN (SELECT id FROM (${facts})) GROUP BY key) AS k
     ON f.id = k.key
     WHERE k.lies != f.day OR k.alias != toUUID('${ITSELF}')`,
    { params: { org, days, buckets } },
  )
  return rows.map((r) => ({ id: keyOf(r.i), day: r.d }))
}

/** Joins the stray rows with the facts the ledger says they are, and writes them where they belong. */
async function bringHome(
  o: RepairOptions,
  type: string,
  strays: readonly Home[],
  generation: bigint,
): Promise<void> {
  const { store, org } = o
  const texts = { intern: (text: string) => text }
  const homes = await follow(store, org, [...new Set(strays.map((s) => s.id))], null)
  const homeOf = (s: Home): Home => homes.get(s.id) ?? s
  const places = strays.flatMap((s) => [s, homeOf(s)])
  const found = await loadKnown(store, org, type, places, texts)
  const touched = new Set<Known>()
  for (const s of strays) {
    const home = homeOf(s)
    const target = found.get(home.id) ?? new Known(type, home.id)
    found.set(home.id, target)
    touched.add(target)
    // The ledger is told anew of every day that it, or a row, has named.
    target.newKeys.push({ key: home.id, day: home.day }, { key: home.id, day: s.day })
    const other = found.get(s.id)
    if (!other || other === target || other.joinedInto) continue
    target.absorb(other)
  }
  for (const known of touched) for (const obs of known.observations) obs.changed = true
  await readRows(store, org, touched)
  const writes: Writes = settle(touched, [], org, generation)
  await mark(o, { buckets: writes.buckets, sessions: sessionsOf(writes, o.rollupsOf) }, generation)
  await writeAll(store, writes)
}
