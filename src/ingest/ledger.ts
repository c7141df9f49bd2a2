/** Reads the ledger and the stored observations: which fact a key belongs to, and what is already told of it. */
import type { Store } from '../store/store.ts'
import { Known } from './known.ts'
import { packRow, type RowBytes } from './pack.ts'
import { hasSession, hexOf, isoDay, keyOf, planOf, type Row, tableOf } from './row.ts'

/** As many keys as fit into one form field of 128 KiB, the engine's default limit. */
const KEYS_PER_QUERY = 3_000
const NO_ALIAS = '\0'.repeat(16)

export interface LedgerRow {
  alias_of: string
  fact_day: number
  ver: bigint
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const out: T[][] = []
  for (let i = 0; i < items.length; i += size) out.push(items.slice(i, i + size))
  return out
}

/** `days` null searches the whole ledger; else only these days. Keys are as `keyHash` makes them. */
export async function lookUp(
  store: Store,
  org: string,
  keys: readonly string[],
  days: readonly number[] | null,
): Promise<Map<string, LedgerRow>> {
  const found = new Map<string, LedgerRow>()
  const within = days ? 'AND day IN {days:Array(Date)}' : ''
  await Promise.all(
    chunks(keys, KEYS_PER_QUERY).map(async (part) => {
      const rows = await store.rows<{ k: string; a: string; d: number; v: string }>(
        `SELECT toString(key) AS k, toString(alias_of) AS a, toUInt32(fact_day) AS d, toString(ver) AS v
         FROM fact_key WHERE org = {org:String} ${within} AND key IN {keys:Array(UUID)}`,
        { params: { org, keys: part.map(hexOf), days: days?.map(isoDay) } },
      )
      for (const row of rows) {
        const key = keyOf(row.k)
        const ver = BigInt(row.v)
        const old = found.get(key)
        if (!old || ver > old.ver) found.set(key, { alias_of: keyOf(row.a), fact_day: row.d, ver })
      }
    }),
  )
  return found
}

/**
 * Follows keys to their facts. Answers each key that is in the ledger with the id of its fact and the day it lies on.
 */
export async function follow(
  store: Store,
  org: string,
  keys: readonly string[],
  days: readonly number[] | null,
): Promise<Map<string, { id: string; day: number }>> {
  const seen = await lookUp(store, org, keys, days)
  let open = targets(seen)
  while (open.size > 0) {
    const wanted = [...open.keys()]
    const rows = await lookUp(store, org, wanted, [...new Set(open.values())])
    // An alias whose target is nowhere near is looked for everywhere; it cannot be absent.
    const lost = wanted.filter((k) => !rows.has(k))
    if (lost.length > 0) for (const [k, row] of await lookUp(store, org, lost, null)) rows.set(k, row)
    for (const k of wanted)
      seen.set(k, rows.get(k) ?? { alias_of: NO_ALIAS, fact_day: open.get(k) ?? 0, ver: 0n })
    open = targets(seen)
  }
  const out = new Map<string, { id: string; day: number }>()
  for (const key of keys) {
    let id = key
    let row = seen.get(key)
    while (row && row.alias_of !== NO_ALIAS) {
      id = row.alias_of
      row = seen.get(id)
    }
    if (row) out.set(key, { id, day: row.fact_day })
  }
  return out
}

function targets(seen: Map<string, LedgerRow>): Map<string, number> {
  const open = new Map<string, number>()
  for (const row of seen.values()) {
    if (row.alias_of !== NO_ALIAS && !seen.has(row.alias_of)) open.set(row.alias_of, row.fact_day)
  }
  return open
}

/** Reads what is stored of these facts, rows without their content. Every id is answered, if need be with no observation. */
export async function loadKnown(
  store: Store,
  org: string,
  type: string,
  ids: ReadonlyMap<string, number>,
): Promise<Map<string, Known>> {
  const known = new Map<string, Known>()
  for (const id of ids.keys()) known.set(id, new Known(type, id))
  await Promise.all(
    chunks([...ids.keys()], KEYS_PER_QUERY).map(async (part) => {
      const days = [...new Set(part.map((id) => ids.get(id) ?? 0))].map(isoDay)
      const rows = await store.rows<{
        i: string
        source: string
        d: number
        b: number
        v: string
        t: number
        owner_rank: number
        session: string
      }>(
        `SELECT toString(id) AS i, source, toUInt32(day) AS d, toUnixTimestamp(bucket) AS b, toString(ver) AS v,
           toUnixTimestamp64Milli(at) AS t, owner_rank, ${hasSession(type) ? 'session' : `'' AS session`}
         FROM ${tableOf(type)} FINAL WHERE org = {org:String} AND day IN {days:Array(Date)} AND id IN {ids:Array(UUID)}`,
        { params: { org, days, ids: part.map(hexOf) } },
      )
      for (const row of rows) {
        const k = known.get(keyOf(row.i))
        if (!k) continue
        const ver = BigInt(row.v)
        k.stored.push({ id: k.id, day: row.d, source: row.source, ver, bucket: row.b * 1000 })
        k.observations.push({
          source: row.source,
          ver,
          at: row.t,
          ownerRank: row.owner_rank,
          session: row.session,
          row: null,
          changed: false,
        })
      }
    }),
  )
  return known
}

/** The full rows of these facts, by `id day source`. */
export async function loadRows(
  store: Store,
  org: string,
  type: string,
  wanted: readonly { id: string; day: number }[],
): Promise<Map<string, RowBytes>> {
  const out = new Map<string, RowBytes>()
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
      for (const row of rows) out.set(`${keyOf(String(row.id))} ${row.day} ${row.source}`, packRow(type, row))
    }),
  )
  return out
}
