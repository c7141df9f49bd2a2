/** Tables and fact types agree, column by column: rows are written in binary, so a wrong type would go unnoticed. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FACT_TYPES, type Field, type FieldKind } from '../src/facts/index.ts'
import { columnsOf, planOf } from '../src/ingest/row.ts'
import { ROLLUPS } from '../src/rollups/rebuild.ts'
import type { Rollup } from '../src/rollups/rollup.ts'
import { migrations } from '../src/store/schema.ts'
import type { Store } from '../src/store/store.ts'
import { testStore } from './support/engine.ts'

let store: Store
let tables: Map<string, Map<string, string>>
beforeAll(async () => {
  store = await testStore()
  const columns = await store.rows<{ table: string; name: string; type: string }>(
    'SELECT table, name, type FROM system.columns WHERE database = currentDatabase()',
  )
  tables = new Map()
  for (const { table, name, type } of columns)
    tables.set(table, (tables.get(table) ?? new Map()).set(name, type))
})
afterAll(() => store?.close())

const TYPES: Record<FieldKind, RegExp> = {
  label: /^LowCardinality\(String\)$/,
  text: /^(LowCardinality\(String\)|String)$/,
  labels: /^Array\((LowCardinality\(String\)|UInt64)\)$/,
  count: /^Nullable\(UInt64\)$/,
  ms: /^Nullable\(UInt64\)$/,
  usd: /^Nullable\(Int64\)$/,
  ratio: /^Nullable\(Float64\)$/,
  flag: /^Nullable\(Bool\)$/,
  time: /^Nullable\(DateTime64\(3, 'UTC'\)\)$/,
  json: /^String$/,
}
const EVENT = {
  org: 'LowCardinality(String)',
  day: 'Date',
  id: 'UUID',
  source: 'LowCardinality(String)',
  ver: 'UInt64',
  is_deleted: 'UInt8',
  bucket: "DateTime('UTC')",
  at: "DateTime64(3, 'UTC')",
  subject: 'LowCardinality(String)',
  owner_rank: 'UInt8',
  parser_version: 'UInt16',
  extra: 'Map(LowCardinality(String), Float64)',
}
const STATE = {
  org: 'LowCardinality(String)',
  id: 'String',
  source: 'LowCardinality(String)',
  observed_at: "DateTime64(3, 'UTC')",
  hash: 'UInt64',
  subject: 'LowCardinality(String)',
  parser_version: 'UInt16',
}

it.each(FACT_TYPES.map((t) => [t.name, t] as const))('%s has a column for every field', (name, type) => {
  const table = tables.get(name)
  const common = type.kind === 'event' ? EVENT : STATE
  expect([...(table?.keys() ?? [])].sort()).toEqual([...Object.keys(common), ...columnsOf(name)].sort())
  for (const [column, wanted] of Object.entries(common)) expect(table?.get(column)).toBe(wanted)
  const columns = columnsOf(name)
  for (const [i, field] of Object.values<Field>(type.fields).entries()) {
    expect(`${columns[i]} ${table?.get(columns[i] ?? '')}`).toMatch(
      new RegExp(`^${columns[i]} ${TYPES[field.kind].source.slice(1)}`),
    )
  }
})

it.each(FACT_TYPES.filter((t) => t.kind === 'event').map((t) => t.name))('%s is written in full', (name) => {
  expect(planOf(name).columns.toSorted()).toEqual([...(tables.get(name)?.keys() ?? [])].sort())
})

it('line hashes are numbers, all other lists texts', () => {
  const lists = [...tables].flatMap(([table, columns]) =>
    [...columns].filter(([, type]) => type === 'Array(UInt64)').map(([column]) => `${table}.${column}`),
  )
  expect(lists).toEqual(['file_change.line_hashes'])
})

/** The column that tells rows made of counters from those made of facts. */
const counterOf = ({ madeOfFacts = '' }: Rollup): string[] =>
  madeOfFacts.startsWith('counter_of') ? ['counter_of'] : []

/** Columns that the engine works out of others, so that no rebuild writes them. */
const WORKED_OUT: Record<string, string[]> = { rollup_changes: ['unit'] }

it.each(ROLLUPS.map((r) => [r.name, r] as const))('the rollup %s has its columns', (_, rollup) => {
  const columns = [
    ...(WORKED_OUT[rollup.table] ?? []),
    ...['org', 'bucket', ...rollup.keys, ...counterOf(rollup)],
    ...[...Object.keys(rollup.carried ?? {}), ...rollup.measures],
  ]
  expect([...(tables.get(rollup.table)?.keys() ?? [])].sort()).toEqual(
    [...columns, 'ver', 'is_deleted'].sort(),
  )
})

it('what replaces an older row has all keys in its order, so that two keys never become one', async () => {
  const rows = await store.rows<{ name: string; sorting_key: string }>(
    `SELECT name, sorting_key FROM system.tables WHERE database = currentDatabase() AND name LIKE 'rollup_%'`,
  )
  for (const rollup of ROLLUPS) {
    const [org, bucket, ...order] = rows.find((r) => r.name === rollup.table)?.sorting_key.split(', ') ?? []
    expect([org, bucket]).toEqual(['org', 'bucket'])
    // A column that came later stands behind those that were there.
    expect(order.toSorted()).toEqual([...rollup.keys, ...counterOf(rollup)].toSorted())
  }
})

it('every table forces its rows to disk before an insert is over', async () => {
  const rows = await store.rows<{ name: string; full: string }>(
    `SELECT name, create_table_query AS full FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'`,
  )
  const made = migrations().filter(
    ({ sql }) => /^CREATE TABLE/m.test(sql) && !sql.includes('ENGINE = Memory'),
  )
  expect(rows.length).toBe(made.length + 1)
  for (const { name, full } of rows) expect(`${name}: ${full}`).toContain('fsync_after_insert = 1')
})
