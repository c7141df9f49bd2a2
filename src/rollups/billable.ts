/** Keeps the configured table of models in the store, where every metric that weighs tokens reads the same. */
import { type BillableTable, modelRows } from '../prices/billable.ts'
import type { Store } from '../store/store.ts'

/** Brings the table of an organisation up to date; nothing is written where it is. Errors: `unavailable`. */
export async function keepBillable(store: Store, org: string, table: BillableTable): Promise<void> {
  const rows = modelRows(table)
  const stored = await store.rows<{ model: string; version: string; ver: string }>(
    'SELECT model, version, toString(ver) AS ver FROM model_table FINAL WHERE org = {org:String}',
    { params: { org } },
  )
  const version = rows[0]?.version
  if (stored.length === rows.length && stored.every((s) => s.version === version)) return
  const ver = String(stored.reduce((most, s) => (BigInt(s.ver) > most ? BigInt(s.ver) : most), 0n) + 1n)
  const gone = stored.filter((s) => !rows.some((r) => r.model === s.model))
  await store.insert('model_table', [
    ...rows.map((r) => ({ org, ...r, ver })),
    ...gone.map(({ model }) => ({ org, model, ver, is_deleted: 1 })),
  ])
}
