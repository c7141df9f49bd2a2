/** What must hold of any data at any time once the rollups are up to date: SQL that must return no rows. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { Store } from '../../src/store/store.ts'

const FOLDER = new URL('../invariants/', import.meta.url)

export const INVARIANTS = readdirSync(FOLDER)
  .filter((f) => f.endsWith('.sql'))
  .sort()
  .map((f) => ({ name: f.replace(/\.sql$/, ''), sql: readFileSync(new URL(f, FOLDER), 'utf8') }))

/** What breaks an invariant in this organisation, by invariant, of all or of those that are named; empty when all is well. */
export async function broken(
  store: Store,
  org: string,
  names?: readonly string[],
): Promise<Record<string, unknown[]>> {
  const out: Record<string, unknown[]> = {}
  await Promise.all(
    INVARIANTS.filter(({ name }) => names?.includes(name) ?? true).map(async ({ name, sql }) => {
      const rows = await store.rows(`${sql}\nLIMIT 20`, { params: { org } })
      if (rows.length > 0) out[name] = rows
    }),
  )
  return out
}

export async function expectInvariants(store: Store, org: string): Promise<void> {
  expect(await broken(store, org)).toEqual({})
}
