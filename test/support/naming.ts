/** Where a word stands in the tables of a store. */
import type { Store } from '../../src/store/store.ts'

/** `table.column` of every text, list of texts or map in which `word` (of small letters) stands. */
export async function columnsNaming(store: Store, word: string): Promise<string[]> {
  const tables = await store.rows<{ table: string; names: string[] }>(
    `SELECT table, groupArray(name) AS names FROM system.columns
WHERE database = currentDatabase() AND type LIKE '%String%' GROUP BY table ORDER BY table`,
  )
  const found: string[] = []
  for (const { table, names } of tables) {
    const counts = names.map(
      (name, i) => `countIf(position(lower(toString(${name})), {word:String}) > 0) AS n${i}`,
    )
    const sql = `SELECT ${counts.join(', ')} FROM ${table}`
    const [row] = await store.rows<Record<string, number>>(sql, { params: { word } })
    found.push(...names.filter((_, i) => row?.[`n${i}`]).map((name) => `${table}.${name}`))
  }
  return found
}
