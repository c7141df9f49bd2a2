/** Tells a store from one of the same name and place that was made anew: what one holds, the other does not. */
import type { Store } from '../store/store.ts'

export async function identityOf(store: Store): Promise<string> {
  const [row] = await store.rows<{ id: string }>(
    `SELECT toString(uuid) AS id FROM system.tables WHERE database = currentDatabase() AND name = 'fact_key'`,
  )
  return row?.id ?? ''
}
