/** Reads the ledger and the stored observations: which fact a key belongs to, and what is already told of it. */
import type { Store } from '../store/store.ts'
import { Known, type Stored } from './known.ts'
import { type RowValues, storedRow } from './pack.ts'
import { whoOfRow } from './packer.ts'
import { hasSession, hexOf, isoDay, keyOf, planOf, type Row, tableOf } from './row.ts'

/** As many keys as fit into one form field of 128 KiB, the engine's default limit. */
const KEYS_PER_QUERY = 3_000
const NO_ALIAS = '\0'.repeat(16)

/** What the ledger says of a key on one day. */
interface Entry {
  day: number
  alias_of: string
  fact_day: number
  ver: bigint
}

/** A fact as the ledger names it. */
export interface Home {
  id: string
  day: number
}

export function chunks<T>(items: readonly T[], size: number): T[][] {
  const out: T[][] = []
  for (let i = 0; i < items.length; i += size) out.push(items.slice(i, i + size))
  return out
}

/** `days` null searches the whole ledger; else only these days. Keys are as `keyHash` makes them; newest entry first. */
async function lookUp(
  store: Store,
  org: string,
  keys: readonly string[],
  days: readonly number[] | null,
): Promise<Map<string, Entry[]>> {
  const found = new Map<string, Entry[]>()
  const within = days ? 'AND day IN {days:Array(Date)}' : ''
  await Promise.all(
    chunks(keys, KEYS_PER_QUERY).map(async (part) => {
      const rows = await store.rows<{ k: string; d: number; a: string; f: number; v: string }>(
        `SELECT toString(key) AS k, toUInt32(day) AS d, toString(alias_of) AS a, toUInt32(fact_day) AS f, toString(ver) AS v
         FROM fact_key WHERE org = {org:String} ${within} AND key IN {keys:Array(UUID)} ORDER BY ver DESC`,
        { params: { org, keys: part.map(hexOf), days: days?.map(isoDay) } },
      )
      for (const row of rows) {
        const key = keyOf(row.k)
        const entry = { day: row.d, alias_of: keyOf(row.a), fact_day: row.f, ver: BigInt(row.v) }
        const list = found.get(key)
        if (list) list.push(entry)
        else found.set(key, [entry])
      }
    }),
  )
  return found
}

/**
 * Follows keys to their facts. Answers each key that is in the ledger with the id of its fact and the day it lies on.
 *
 * An entry may be out of date: where a fact has left a day, the entries there name the day it went to, and a joined
 * fact's id has become an alias. What an entry points to is never older than the entry, so following ends.
 */
export async function follow(
  store: Store,
  org: string,
  keys: readonly string[],
  days: readonly number[] | null,
): Promise<Map<string, Home>> {
  const seen = new Map<string, Entry | null>()
  const remember = (found: Map<string, Entry[]>) => {
    for (const [key, entries] of found) {
      for (const e of entries) {
        const at = `${key} ${e.day}`
        if (!seen.has(at)) seen.set(at, e)
      }
    }
  }
  const first = await lookUp(store, org, keys, days)
  remember(first)
  const homes = new Map<string, Home>()
  let open = new Map<string, Home>()
  for (const [key, [newest]] of first) if (newest) open.set(key, next(key, newest))
  while (open.size > 0) {
    const unseen = [...open.values()].filter((h) => !seen.has(`${h.id} ${h.day}`))
    if (unseen.length > 0) {
      const wanted = [...new Set(unseen.map((h) => h.id))]
      remember(await lookUp(store, org, wanted, [...new Set(unseen.map((h) => h.day))]))
      for (const h of unseen) {
        const at = `${h.id} ${h.day}`
        if (!seen.has(at)) seen.set(at, null)
      }
    }
    const still = new Map<string, Home>()
    for (const [key, home] of open) {
      const entry = seen.get(`${home.id} ${home.day}`)
      const on = entry ? next(home.id, entry) : home
      if (on.id === home.id && on.day === home.day) homes.set(key, home)
      else still.set(key, on)
    }
    open = still
  }
  return homes
}

const next = (key: string, e: Entry): Home => ({
  id: e.alias_of === NO_ALIAS ? key : e.alias_of,
  day: e.fact_day,
})

/** Keeps one copy of texts that many facts share. */
interface Interner {
  intern(text: string): string
}

/**
 * Reads what is stored of facts that lie on these days, rows without their content. Every id is answered, if need be
 * with no observation.
 */
export async function loadKnown(
  store: Store,
  org: string,
  type: string,
  places: readonly Home[],
  texts: Interner,
): Promise<Map<string, Known>> {
  const known = new Map<string, Known>()
  for (const { id } of places) known.set(id, new Known(type, id))
  await Promise.all(
    chunks(places, KEYS_PER_QUERY).map(async (part) => {
      const rows = await store.rows<Row & { source: string }>(
        `SELECT toString(id) AS i, source, toUInt32(day) AS d, toUnixTimestamp(bucket) AS b, toString(ver) AS v,
           toUnixTimestamp64Milli(at) AS t, ${[...planOf(type).owner.map((f) => f.column), 'subject', 'owner_rank'].join(', ')}
         FROM ${tableOf(type)} FINAL WHERE org = {org:String} AND day IN {days:Array(Date)} AND id IN {ids:Array(UUID)}`,
        {
          params: {
            org,
            days: [...new Set(part.map((p) => isoDay(p.day)))],
            ids: [...new Set(part.map((p) => hexOf(p.id)))],
          },
        },
      )
      for (const row of rows) {
        const k = known.get(keyOf(String(row.i)))
        if (k) takeStored(k, row, texts)
      }
    }),
  )
  // The ledger speaks of a fact that was never written: whatever is written next corrects the entry on that day.
  for (const { id, day } of places) {
    const k = known.get(id)
    if (k?.stored.length === 0) k.newKeys.push({ key: id, day })
  }
  return known
}

function takeStored(k: Known, row: Row & { source: string }, texts: Interner): void {
  const session = hasSession(k.type) ? String(row.session) : ''
  const source = texts.intern(row.source)
  const ver = BigInt(String(row.v))
  const stored: Stored = {
    row: null,
    id: k.id,
    day: Number(row.d),
    bucket: Number(row.b) * 1000,
    source,
    ver,
    session: texts.intern(session),
  }
  if (k.stored.some((s) => s.day === stored.day && s.source === source)) return
  k.stored.push(stored)
  k.observe({
    source,
    ver,
    at: Number(row.t),
    ownerRank: Number(row.owner_rank),
    session: stored.session,
    who: whoOfRow(k.type, row),
    content: stored,
    owner: stored,
    changed: false,
  })
}

/** The full rows of these facts, by `id day source`. */
export async function loadRows(
  store: Store,
  org: string,
  type: string,
  wanted: readonly Home[],
): Promise<Map<string, RowValues>> {
  const out = new Map<string, RowValues>()
  const columns = planOf(type).columns.join(', ')
  await Promise.all(
    chunks(wanted, KEYS_PER_QUERY).map(async (part) => {
      const rows = await store.rows<Row>(
        `SELECT ${columns} FROM ${tableOf(type)} FINAL
         WHERE org = {org:String} AND day IN {days:Array(Date)} AND id IN {ids:Array(UUID)}`,
        {
          params: {
            org,
            days: [...new Set(part.map((p) => isoDay(p.day)))],
            ids: [...new Set(part.map((p) => hexOf(p.id)))],
          },
          settings: { output_format_json_quote_64bit_integers: 1 },
        },
      )
      for (const row of rows)
        out.set(`${keyOf(String(row.id))} ${row.day} ${row.source}`, storedRow(type, row))
    }),
  )
  return out
}
