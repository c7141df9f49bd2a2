/** Brings back together what a crash may have left half written: facts that were moving or being joined. */
import { FACT_TYPES } from '../facts/index.ts'
import type { Store } from '../store/store.ts'
import type { Generations } from './generation.ts'
import { readRows } from './identify.ts'
import { Known } from './known.ts'
import { follow, loadKnown } from './ledger.ts'
import { type MarkOptions, markBuckets } from './marks.ts'
import { keyOf, tableOf } from './row.ts'
import { settle, writeAll } from './settle.ts'

export interface RepairOptions extends MarkOptions {
  generations: Generations
}

/**
 * A write marks its buckets first, then tells the ledger, then writes the rows. So whatever is half done lies in a
 * marked bucket, and shows as a row that does not lie where the ledger says, or at two places at once.
 */
export async function repair(o: RepairOptions): Promise<{ repaired: number }> {
  const { store, org } = o
  const marked = await store.rows<{ d: number }>(
    'SELECT DISTINCT toUInt32(toDate(bucket)) AS d FROM mark FINAL WHERE org = {org:String}',
    { params: { org } },
  )
  if (marked.length === 0) return { repaired: 0 }
  const days = marked.map((m) => m.d)
  let repaired = 0
  for (const type of FACT_TYPES) {
    if (type.kind !== 'event') continue
    const strays = await straysOf(store, org, type.name, days)
    for (let i = 0; i < strays.length; i += 1000)
      repaired += await bringHome(o, type.name, strays.slice(i, i + 1000))
  }
  return { repaired }
}

interface Stray {
  id: string
  day: number
}

/** Rows in these days whose ledger entry is missing, names another fact, or names another day. */
async function straysOf(store: Store, org: string, type: string, days: number[]): Promise<Stray[]> {
  const rows = await store.rows<{ i: string; d: number }>(
    `SELECT toString(f.id) AS i, toUInt32(f.day) AS d
     FROM (SELECT DISTINCT id, day FROM ${tableOf(type)} FINAL
           WHERE org = {org:String} AND day IN (SELECT toDate(arrayJoin({days:Array(UInt32)})))) AS f
     LEFT JOIN (SELECT key, argMax(alias_of, ver) AS alias, argMax(fact_day, ver) AS lies FROM fact_key
           WHERE org = {org:String} AND day IN (SELECT toDate(arrayJoin({days:Array(UInt32)}))) GROUP BY key) AS k
     ON f.id = k.key
     WHERE k.lies != f.day OR k.alias != toUUID('00000000-0000-0000-0000-000000000000')`,
    { params: { org, days } },
  )
  return rows.map((r) => ({ id: keyOf(r.i), day: r.d }))
}

/** Joins the stray rows with the facts the ledger says they are, and writes them where they belong. */
async function bringHome(o: RepairOptions, type: string, strays: Stray[]): Promise<number> {
  const { store, org } = o
  const homes = await follow(store, org, [...new Set(strays.map((s) => s.id))], null)
  const targets = new Map<string, Known>()
  const homeDays = new Map<string, number>()
  for (const s of strays) {
    const home = homes.get(s.id) ?? { id: s.id, day: s.day }
    homeDays.set(home.id, home.day)
  }
  for (const [id, known] of await loadKnown(store, org, type, homeDays)) targets.set(id, known)
  for (const s of strays) {
    const home = homes.get(s.id) ?? { id: s.id, day: s.day }
    const target = targets.get(home.id) ?? new Known(type, home.id)
    targets.set(home.id, target)
    if (s.id === home.id && s.day === home.day) {
      target.newKeys.push(s.id)
      continue
    }
    const away = (await loadKnown(store, org, type, new Map([[s.id, s.day]]))).get(s.id)
    if (!away) continue
    await readRows(store, org, [target, away])
    target.absorb(away)
  }
  const touched = [...targets.values()]
  await readRows(store, org, touched)
  for (const known of touched) for (const obs of known.observations) obs.changed = true
  const generation = o.generations.begin()
  try {
    const writes = settle(touched, [], org, generation)
    await markBuckets(o, writes.buckets, generation)
    await writeAll(store, writes)
  } finally {
    o.generations.end(generation)
  }
  return strays.length
}
